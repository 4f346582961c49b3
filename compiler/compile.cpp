#include "compiler/compile.h"

#include <algorithm>
#include <chrono>

#include "compiler/emit/program_text.h"
#include "compiler/ir/table_rows.h"
#include "compiler/passes/passes.h"
#include "compiler/report.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

template <class F>
auto timed(const CompileOptions& options, const std::string& stage, F run) {
  const auto start = std::chrono::steady_clock::now();
  auto result = run();
  if (options.seconds) (*options.seconds)[stage] += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

// Every state begins on 64 bytes; a row of lanes more than the last one needs stays readable behind it.
void lay_out_states(Program& program, const Target& target) {
  for (StateInfo& state : program.states) {
    state.layout = layout_for(state.shape, state.role, target);
    state.offset = program.state_bytes;
    program.state_bytes += round_up(4 * array_elements(state.layout, target.lanes), 64);
  }
}

}  // namespace

Graph run_passes(Graph graph, const CompileOptions& options) {
  verify(graph);
  if (options.dump.graph) options.dump.graph("input", graph);
  for (const GraphPass& pass : graph_passes()) {
    if (std::count(options.passes_run.begin(), options.passes_run.end(), pass.name)) continue;
    graph = timed(options, pass.name, [&] { return pass.run(graph); });
    verify(graph);
    if (options.dump.graph) options.dump.graph(pass.name, graph);
    if (options.stop_after == pass.name) break;
  }
  return graph;
}

LoweredStep Compilation::lower_step(const std::string& name, bool tail) const {
  for (const Graph& graph : graphs) {
    if (graph.name != name) continue;
    LoweredStep step = timed(options, "lower", [&] { return lower(graph, options.target, program.states, tail); });
    for (const LoweredKernel& k : step.kernels) kernel::verify(k.kernel);
    if (options.dump.text) {
      options.dump.text(tail ? "group-tail" : "group", "txt", print(graph, group(graph, options.target)));
      options.dump.text(tail ? "lower-tail" : "lower", "kernel", kernels_text(step));
    }
    return step;
  }
  internal_failure(__FILE__, __LINE__, "the program has a step `" + name + "`");
}

std::string Compilation::source(const std::string& name, bool tail) const {
  const LoweredStep step = lower_step(name, tail);
  std::string text = timed(options, "print", [&] { return options.target.cuda ? cuda_text(step) : cpp_text(step, program.states); });
  if (options.dump.text) options.dump.text(tail ? "source-tail" : "source", options.target.cuda ? "cu" : "cpp", text);
  return text;
}

std::vector<std::string> Compilation::units(const std::string& name, bool tail) const {
  const LoweredStep step = lower_step(name, tail);
  return timed(options, "print", [&] { return cpp_units(step, program.states); });
}

Compilation compile(std::vector<Graph> graphs, std::vector<StateInfo> states, const CompileOptions& options) {
  Compilation out;
  out.options = options;
  out.program.states = std::move(states);
  lay_out_states(out.program, options.target);
  for (Graph& graph : graphs) {
    out.program.batch = graph.batch;
    out.graphs.push_back(run_passes(std::move(graph), options));
    LoweredStep step = out.lower_step(out.graphs.back().name, false);
    const std::map<std::string, int64_t> rows = table_rows(out.graphs.back());
    for (DataInfo& data : step.data)
      if (auto it = rows.find(data.name); it != rows.end()) data.classes = it->second;
    out.program.steps.push_back({step.name, step.data, step.results});
    out.program.workspace_bytes = std::max(out.program.workspace_bytes, step.workspace_bytes);
    out.program.scratch_bytes = std::max(out.program.scratch_bytes, step.scratch_bytes);
  }
  return out;
}

}  // namespace keratin
