// The order of every reduction, from shapes alone: never from the batch size, the target or the number of threads. A
// contraction is one chain; a sum over the batch goes by blocks of 32 rows; a row by sixteen strands.
#include <algorithm>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace keratin {
namespace {

Order order_of(const Reduce& op, const Type& type) {
  if (op.kind == ReduceKind::argmax) return Order::chain;
  bool leading = true;
  for (size_t i = 0; i < op.axes.size(); ++i) leading &= op.axes[i] == static_cast<int64_t>(i);
  if (leading && std::count(op.axes.begin(), op.axes.end(), type.batch_axis)) return Order::groups32;
  const bool row = op.axes == Axes{type.rank() - 1};
  return row && op.kind != ReduceKind::product && type.batch_axis != type.rank() - 1 ? Order::strands16 : Order::chain;
}

}  // namespace

Graph choose_order(const Graph& graph) {
  Rewrite rewrite(graph);
  return rewrite.run([&](const Value& value, ValueId) {
    Op op = value.op;
    if (auto* reduce = std::get_if<Reduce>(&op)) reduce->order = order_of(*reduce, graph.type(value.operands[0]));
    if (auto* contract = std::get_if<Contract>(&op)) contract->order = Order::chain;
    if (auto* loop = std::get_if<Loop>(&op)) loop->body = std::make_shared<const Graph>(choose_order(*loop->body));
    return rewrite.to.graph.add(std::move(op), rewrite.operands(value), value.origin);
  });
}

}  // namespace keratin
