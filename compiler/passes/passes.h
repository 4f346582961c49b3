// The passes of the graph, in order. A pass is a function from graph to graph; the verifier runs after each.
#pragma once

#include <span>

#include "compiler/ir/graph.h"

namespace keratin {

struct GraphPass {
  const char* name;
  const char* text;
  Graph (*run)(const Graph&);
};
std::span<const GraphPass> graph_passes();

Graph differentiate(const Graph& graph);      // differentiate.cpp
Graph simplify(const Graph& graph);           // simplify.cpp
Graph split_reductions(const Graph& graph);   // split_reductions.cpp
Graph remove_unused(const Graph& graph);      // remove_unused.cpp
Graph choose_order(const Graph& graph);       // choose_order.cpp

}  // namespace keratin
