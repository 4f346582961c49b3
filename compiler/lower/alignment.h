// A value's axes as axes of a group's domain.
#pragma once

#include <vector>

#include "compiler/ir/graph.h"

namespace keratin {

using Alignment = std::vector<int>;  // by axis of the value; -1: always 0, -2: something else

inline Alignment identity(int rank) {
  Alignment out(rank);
  for (int i = 0; i < rank; ++i) out[i] = i;
  return out;
}

// The operand's alignment when the result of `value` is read at `at`; what is not aligned becomes -2.
Alignment through(const Graph& graph, const Value& value, size_t operand, const Alignment& at);

}  // namespace keratin
