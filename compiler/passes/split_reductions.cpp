// The form that lowering knows: a reduction runs along rows, or over other axes, never both at once; and over the rows of the
// batch alone, so that what is folded inside each of them is many short sums side by side.
#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace keratin {

Graph split_reductions(const Graph& graph) {
  Rewrite rewrite(graph);
  return rewrite.run([&](const Value& value, ValueId) {
    Op op = value.op;
    if (auto* loop = std::get_if<Loop>(&op)) {
      loop->body = std::make_shared<const Graph>(split_reductions(*loop->body));
      return rewrite.to.graph.add(op, rewrite.operands(value), value.origin);
    }
    auto* reduce = std::get_if<Reduce>(&op);
    if (!reduce) return rewrite.copy(value);
    std::vector<ValueId> operand = rewrite.operands(value);
    const Type& from = graph.type(value.operands[0]);
    const bool over_batch = from.batch_axis == 0 && reduce->axes[0] == 0;
    // What is left when the last axis is gone may end in the last axis again.
    for (int last = from.rank() - 1; reduce->axes.size() > 1 && (over_batch || reduce->axes.back() == last); --last) {
      operand = {rewrite.to.graph.add(Reduce{reduce->kind, {reduce->axes.back()}}, operand, value.origin)};
      reduce->axes.pop_back();
    }
    return rewrite.to.graph.add(*reduce, operand, value.origin);
  });
}

}  // namespace keratin
