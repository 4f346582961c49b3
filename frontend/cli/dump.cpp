// The verb that shows what the compiler makes of a model, stage by stage.
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/emit/emit.h"
#include "compiler/lower/group.h"
#include "compiler/passes/passes.h"
#include "compiler/report.h"
#include "frontend/cli/kernel_file.h"
#include "frontend/cli/load.h"
#include "frontend/cli/report.h"
#include "frontend/cli/timings.h"
#include "runtime/files/atomic_file.h"

namespace keratin {
namespace {

// Files and prints of the stages that pass by; every stage is seen once, however often it is made.
struct Dumper {
  const Options& o;
  BuiltModel model;  // of one mode
  Target target;
  Cpu cpu;
  int number = 0;
  std::set<std::string> seen = {};
  std::vector<std::string> passes_run = {};
  std::string last_graph = {};

  std::string graph_text(const Graph& graph) const { return print(GraphFile{passes_run, model.states, model.metrics, {graph}}); }

  // Numbered in the order of the stages: 03-simplify.graph.
  void file(const std::string& stage, const std::string& ending, const std::string& text) {
    if (!o.dump_to.empty()) write_atomically(fmt::format("{}/{:02}-{}.{}", o.dump_to, number++, stage, ending), text);
  }
  void text(const std::string& stage, const std::string& ending, const std::string& text) {
    if (!seen.insert(stage).second) return;
    file(stage, ending, text);
    if (o.print_after_all) keratin::print("# after " + stage + "\n" + text);
    else if (o.print_after == stage) keratin::print(text);
  }
  CompileOptions options() {
    CompileOptions out{.target = target, .stop_after = o.stop_after, .passes_run = model.passes_run, .seconds = &timings().compiler};
    passes_run = model.passes_run;
    out.dump.graph = [this](const std::string& stage, const Graph& graph) {
      if (stage != "input") passes_run.push_back(stage);
      last_graph = graph_text(graph);
      text(stage, "graph", last_graph);
    };
    out.dump.text = [this](const std::string& stage, const std::string& ending, const std::string& made) { text(stage, ending, made); };
    return out;
  }
};

std::vector<std::string> pass_names() {
  std::vector<std::string> names;
  for (const GraphPass& pass : graph_passes()) names.push_back(pass.name);
  return names;
}
void check_stage_name(const std::string& name, const std::vector<std::string>& others) {
  std::vector<std::string> known = pass_names();
  known.insert(known.end(), others.begin(), others.end());
  if (name.empty() || std::count(known.begin(), known.end(), name)) return;
  const std::string near = nearest(name, known);
  fail("K1012", "there is no pass or stage `" + name + "`", {}, near.empty() ? "see --print-passes" : "did you mean `" + near + "`?");
}

std::string table_json(const LoweredStep& step) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const Launch& l : step.launches) {
    const LoweredKernel& k = step.kernels[l.kernel];
    rows.push_back({{"name", k.kernel.name}, {"layers", k.layers}, {"ops", k.ops}, {"flops", l.flops}, {"bytes", l.bytes}});
  }
  return rows.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}
std::string stage_text(const Options& o, const Dumper& d, const Compilation& c) {
  const Graph& graph = c.graphs.at(0);
  if (o.stage == "graph" || !o.stop_after.empty()) return d.last_graph;
  if (o.stage == "group") return print(graph, group(graph, d.target));
  const LoweredStep step = c.lower_step(graph.name, false);
  if (o.stage == "kernels") return kernels_text(step);
  if (o.stage == "plan") return plan_text(c.program, step);
  if (o.stage == "table") return table_text(step);
  const std::string source = c.source(graph.name, false);
  if (o.stage == "source") return source;
  const CompileRequest request{{source}, d.cpu, o.optimize == "fast" ? Tier::fast : Tier::full, false};
  return o.stage == "asm" ? compile_to_assembly(request) : compile_to_object(request);
}

// A dumped kernel replays as its text, and as that of either language.
int dump_kernels(const Options& o) {
  const std::vector<kernel::Kernel> kernels = read_kernels(o.model);
  if (o.stage != "kernels" && o.stage != "source") fail("K1001", "--stage " + o.stage + " needs a whole step; a .kernel file has kernels and source");
  for (const kernel::Kernel& k : kernels) print((o.stage == "kernels" ? kernel::print(k) : emit(k, o.target == "cuda" ? cuda_spelling : cpp_spelling)) + "\n");
  return 0;
}

void make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) fail("K5001", "cannot make the folder `" + path + "`: " + error.message(), {}, "choose a place that can be written");
}

void check_options(const Options& o) {
  check_stage_name(o.print_after, {"input", "group", "lower", "source"}), check_stage_name(o.stop_after, {});
  if (o.target == "cuda" && (o.stage == "object" || o.stage == "asm")) fail("K1001", "--stage " + o.stage + " is for --target cpu", {}, "--stage source gives the CUDA text, which NVRTC compiles");
  check_outputs({o.json, o.timings});
}

}  // namespace

int run_dump(const Options& o) {
  check_options(o);
  if (o.print_passes) {
    for (const GraphPass& pass : graph_passes()) print(fmt::format("{:<18} {}\n", pass.name, pass.text));
    return 0;
  }
  if (o.model.ends_with(".kernel")) return dump_kernels(o);
  const Opened opened = open_model(o);
  timings().lap("read");
  const BuiltModel whole = opened.build();
  timings().lap("graph");
  BuiltModel model = whole;
  std::erase_if(model.graphs, [&](const Graph& g) { return g.name != o.mode; });
  if (model.graphs.empty()) fail("K2207", "the model has no step `" + o.mode + "`", {}, "call model.compile in the description, or use --mode predict");
  const bool of_passes = !o.print_after.empty() || o.print_after_all || !o.stop_after.empty();
  Dumper d{o, std::move(model), o.target == "cuda" ? cuda_target() : target_of(opened.run.cpu), opened.run.cpu};
  // The whole program before any pass is what replays as a model.
  const bool whole_program = o.stage == "graph" && !of_passes && o.dump_to.empty();
  if (whole_program) print(print(graph_file(o.mode == "train" ? whole : d.model)));
  if (whole_program && o.json.empty()) return 0;
  if (!o.dump_to.empty()) make_folder(o.dump_to);
  const Compilation c = compile(d.model.graphs, d.model.states, d.options());
  if (!o.json.empty()) write_atomically(o.json, table_json(c.lower_step(o.mode, false)));
  if (o.print_after_all || o.print_after == "source" || !o.dump_to.empty()) c.source(o.mode, false);
  if (!o.dump_to.empty()) {
    const LoweredStep step = c.lower_step(o.mode, false);
    d.file("plan", "txt", plan_text(c.program, step)), d.file("table", "txt", table_text(step));
    if (!o.quiet) say(fmt::format("{} files in {}", d.number, o.dump_to));
  } else if (o.print_after.empty() && !o.print_after_all && !whole_program) {
    print(stage_text(o, d, c));
  }
  return 0;
}

}  // namespace keratin
