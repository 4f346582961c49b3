// Data that count rows of a table: an id too large must be refused before a step reads with it.
#pragma once

#include <map>

#include "compiler/ir/graph.h"

namespace keratin {

// The data inputs whose numbers the value holds, in another order or shape or without their fractions; empty if anything else
// is among them.
std::vector<std::string> data_behind(const Graph& graph, ValueId value);

// By data input: its numbers, without their fractions, are at least 0 and below this, for a gather takes rows by them.
std::map<std::string, int64_t> table_rows(const Graph& graph);

}  // namespace keratin
