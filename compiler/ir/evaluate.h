// rule 2: what a graph means, in plain loops. In float it obeys every reduction's order with the prelude's own functions,
// so it equals the compiled kernels bit for bit; in double it judges accuracy.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/ir/graph.h"

namespace keratin {

// A value while evaluating: numbers for f32, whole numbers for i32 and bool (0 or 1). Row-major, no padding.
template <class Real>
struct Plain {
  Type type;
  std::vector<Real> numbers;
  std::vector<int32_t> integers;
  bool operator==(const Plain&) const = default;
};

template <class Real>
using Bindings = std::map<std::string, Plain<Real>>;  // by the name of an input, or of an output

// All values of the graph for the given inputs; `rows` of the batch are there (at most graph.batch; -1: all of it). Rows of
// a batch axis beyond `rows` hold zeros and take part in no reduction.
template <class Real>
std::vector<Plain<Real>> evaluate_all(const Graph& graph, const Bindings<Real>& inputs, int64_t rows = -1);

// Only the outputs, by name (a state's new value under the state's name).
template <class Real>
Bindings<Real> evaluate(const Graph& graph, const Bindings<Real>& inputs, int64_t rows = -1);

}  // namespace keratin
