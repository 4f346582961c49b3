// Graphs to source: the graph passes, lowering for a target, and text. Needs no Clang: compiler/jit makes code of it.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "compiler/ir/graph.h"
#include "compiler/lower/lower.h"
#include "runtime/program.h"

namespace keratin {

// Called when a stage of a graph is finished: `input` and each pass with the graph, `group`, `lower` and `source` with their
// text and its file ending.
struct DumpHook {
  std::function<void(const std::string& stage, const Graph& graph)> graph;
  std::function<void(const std::string& stage, const std::string& ending, const std::string& text)> text;
};

struct CompileOptions {
  Target target;
  DumpHook dump;                          // both may be empty
  std::string stop_after;                 // a pass; empty: all run
  std::vector<std::string> passes_run;    // that the graphs have behind them already
  std::map<std::string, double>* seconds = nullptr;  // of each stage, added up
};

// The graphs of a program after their passes, with what every step of it has in common.
struct Compilation {
  Program program;                        // names, layouts, sizes; no entry points
  std::vector<Graph> graphs;              // a step each
  CompileOptions options;

  LoweredStep lower_step(const std::string& name, bool tail) const;
  std::string source(const std::string& name, bool tail) const;  // C++ or CUDA, by target
  std::vector<std::string> units(const std::string& name, bool tail) const;  // C++ to be compiled side by side
};

// Runs the passes over one graph, verifying after each.
Graph run_passes(Graph graph, const CompileOptions& options);

// `states` name every state of the graphs, with first values; layouts and offsets are filled in here.
Compilation compile(std::vector<Graph> graphs, std::vector<StateInfo> states, const CompileOptions& options);

}  // namespace keratin
