// Copies a graph value by value; a pass says only what changes.
#pragma once

#include "compiler/ir/builder.h"

namespace keratin {

struct Rewrite {
  const Graph& from;
  Builder to;
  std::vector<ValueId> now;  // by old value: what stands for it in the new graph

  explicit Rewrite(const Graph& graph) : from(graph), to(graph.name, graph.batch) {}

  ValueId operator()(ValueId old) const { return now[static_cast<size_t>(old.index)]; }
  Expr expr(ValueId old) { return {&to, (*this)(old)}; }
  std::vector<ValueId> operands(const Value& value) const {
    std::vector<ValueId> ids;
    for (ValueId operand : value.operands) ids.push_back((*this)(operand));
    return ids;
  }
  ValueId copy(const Value& value) { return to.graph.add(value.op, operands(value), value.origin); }

  // rule(value, old id) gives the new value, for every old one in turn.
  template <class Rule>
  Graph run(Rule rule) {
    for (int i = 0; i < from.size(); ++i) {
      to.origin = from[{i}].origin;
      now.push_back(rule(from[{i}], ValueId{i}));
    }
    for (const Output& o : from.outputs) to.graph.outputs.push_back({o.name, (*this)(o.value), o.state});
    return std::move(to.graph);
  }
};

}  // namespace keratin
