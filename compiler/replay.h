// A program's graphs as one text that replays alone: the passes already run, the states with their first values, the
// metrics, and the graphs. What `keratin dump` writes as .graph, every verb takes back as a model.
#pragma once

#include "compiler/ir/graph.h"
#include "runtime/program.h"

namespace keratin {

struct GraphFile {
  std::vector<std::string> passes;  // already run, in order
  std::vector<StateInfo> states;
  std::vector<MetricInfo> metrics;
  std::vector<Graph> graphs;        // a step each
};

std::string print(const GraphFile& file);
GraphFile parse_graph_file(std::string_view text, std::string_view path);  // Error K2901 with line and column

}  // namespace keratin
