// The verbs that look at a model: summary, dump, verify.
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/lower/group.h"
#include "compiler/passes/passes.h"
#include "compiler/report.h"
#include "frontend/cli/load.h"
#include "frontend/verify.h"
#include "runtime/files/atomic_file.h"

namespace keratin {
namespace {

using Json = nlohmann::ordered_json;

int64_t columns_of_terminal() {
  const char* columns = std::getenv("COLUMNS");
  const int64_t n = columns ? std::atoll(columns) : 0;
  return n >= 40 && n <= 1000 ? n : 80;
}

int64_t workspace_for(const BuiltModel& model, const RunOptions& run, const char* mode) {
  BuiltModel one = model;
  std::erase_if(one.graphs, [&](const Graph& g) { return g.name != mode; });
  if (one.graphs.empty()) return 0;
  const Program p = make_program(one, run);
  return p.state_bytes + p.workspace_bytes + run.threads * p.scratch_bytes;
}

// ---- dump

struct Dumper {
  const Options& o;
  BuiltModel model;  // of one mode
  Target target;
  Cpu cpu;
  int number = 0;
  std::vector<std::string> passes_run = model.passes_run;
  std::string last_graph;

  std::string graph_text(const Graph& graph) const { return print(GraphFile{passes_run, model.states, model.metrics, {graph}}); }

  // Files are numbered in the order of the stages: 03-simplify.graph.
  void file(const std::string& stage, const std::string& ending, const std::string& text) {
    if (o.dump_to.empty()) return;
    write_atomically(fmt::format("{}/{:02}-{}.{}", o.dump_to, number++, stage, ending), text);
  }
  CompileOptions options() {
    CompileOptions out{.target = target, .stop_after = o.stop_after, .passes_run = model.passes_run};
    out.dump.graph = [this](const std::string& stage, const Graph& graph) {
      if (stage != "input") passes_run.push_back(stage);
      last_graph = graph_text(graph);
      file(stage, "graph", last_graph);
      if (o.print_after_all || o.print_after == stage) fmt::print("# after {}\n{}", stage, last_graph);
    };
    out.dump.text = [this](const std::string& stage, const std::string& ending, const std::string& text) {
      file(stage, ending, text);
      if (o.print_after_all || o.print_after == stage) fmt::print("# after {}\n{}", stage, text);
    };
    return out;
  }
};

void check_stage_name(const std::string& name) {
  std::vector<std::string> known = {"input"};
  for (const GraphPass& pass : graph_passes()) known.push_back(pass.name);
  for (const char* text : {"group", "lower", "source"}) known.push_back(text);
  if (name.empty() || std::count(known.begin(), known.end(), name)) return;
  const std::string near = nearest(name, known);
  fail("K1012", "there is no pass or stage `" + name + "`", {}, near.empty() ? "see --print-passes" : "did you mean `" + near + "`?");
}

Json table_json(const LoweredStep& step) {
  Json rows = Json::array();
  for (const Launch& l : step.launches) {
    const LoweredKernel& k = step.kernels[l.kernel];
    rows.push_back({{"name", k.kernel.name}, {"layers", k.layers}, {"ops", k.ops}, {"flops", l.flops}, {"bytes", l.bytes}});
  }
  return rows;
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
  if (o.target == "cuda") fail("K1010", "--stage " + o.stage + " is for --target cpu");
  const CompileRequest request{{source}, d.cpu, o.optimize == "fast" ? Tier::fast : Tier::full, false};
  return o.stage == "asm" ? compile_to_assembly(request) : compile_to_object(request);
}

}  // namespace

int run_summary(const Options& o) {
  const Opened opened = open_model(o);
  const BuiltModel model = opened.build();
  if (opened.graphs) fail("K4001", "a dumped graph has no layers to sum up", {}, "use `keratin dump MODEL --stage table`");
  const int64_t training = workspace_for(model, opened.run, "train"), predicting = workspace_for(model, opened.run, "predict");
  if (!o.json.empty()) {
    Json layers = Json::array();
    int64_t parameters = 0;
    for (const LayerSummary& l : model.layers) {
      layers.push_back({{"name", l.name}, {"class_name", l.class_name}, {"output_shape", l.output}, {"params", l.parameters}});
      parameters += l.parameters;
    }
    write_atomically(o.json, Json{{"name", "sequential"}, {"layers", layers}, {"params", parameters}, {"train_bytes", training}, {"predict_bytes", predicting}}.dump() + "\n");
  }
  fmt::print("{}", summary(model, "sequential", columns_of_terminal(), false));
  if (training) fmt::print(" Memory to train, batch {}: {} bytes\n", opened.run.batch, training);
  fmt::print(" Memory to predict, batch {}: {} bytes\n", opened.run.batch, predicting);
  return 0;
}

int run_dump(const Options& o) {
  if (o.print_passes) {
    for (const GraphPass& pass : graph_passes()) fmt::print("{:<18} {}\n", pass.name, pass.text);
    return 0;
  }
  check_stage_name(o.print_after), check_stage_name(o.stop_after);
  const Opened opened = open_model(o);
  BuiltModel model = opened.build();
  std::erase_if(model.graphs, [&](const Graph& g) { return g.name != o.mode; });
  if (model.graphs.empty()) fail("K2207", "the model has no step `" + o.mode + "`", {}, "call model.compile in the description, or use --mode predict");
  Dumper d{o, std::move(model), o.target == "cuda" ? cuda_target() : target_of(opened.run.cpu), opened.run.cpu};
  if (!o.dump_to.empty()) std::filesystem::create_directories(o.dump_to);
  if (o.stage == "graph" && o.stop_after.empty() && o.print_after.empty() && !o.print_after_all && o.dump_to.empty()) {
    // The whole program before any pass: what replays as a model.
    fmt::print("{}", print(graph_file(o.mode == "train" ? opened.build() : d.model)));
    return 0;
  }
  const Compilation c = compile(d.model.graphs, d.model.states, d.options());
  if (!o.json.empty()) write_atomically(o.json, table_json(c.lower_step(o.mode, false)).dump(1) + "\n");
  if (!o.dump_to.empty()) {
    c.source(o.mode, false);
    const LoweredStep step = c.lower_step(o.mode, false);
    d.file("plan", "txt", plan_text(c.program, step)), d.file("table", "txt", table_text(step));
    fmt::print(stderr, "{} files in {}\n", d.number, o.dump_to);
    return 0;
  }
  if (o.print_after.empty() && !o.print_after_all) {
    const std::string text = stage_text(o, d, c);
    std::fwrite(text.data(), 1, text.size(), stdout);
  } else if (o.print_after_all || o.print_after == "source") {
    c.source(o.mode, false);
  }
  return 0;
}

int run_verify(const Options& o) {
  const Opened opened = open_model(o);
  const BuiltModel model = opened.build();
  const VerifyReport report = verify_model(model, opened.run, opened.seed);
  if (!report.first_difference.empty()) {
    fmt::print("different: {}\n", report.first_difference);
    return 70;
  }
  fmt::print("equal, bit for bit: {} numbers of {} steps\n", report.values, model.graphs.size());
  return 0;
}

}  // namespace keratin
