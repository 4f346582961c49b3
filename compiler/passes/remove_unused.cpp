// Keeps what an output depends on, and every input: the program's tables name them.
#include "compiler/passes/passes.h"

namespace keratin {

Graph remove_unused(const Graph& graph) {
  std::vector<bool> used(graph.size());
  for (const Output& o : graph.outputs) used[o.value.index] = true;
  for (int i = graph.size(); i-- > 0;) {
    if (std::holds_alternative<Input>(graph[{i}].op)) used[i] = true;
    if (!used[i]) continue;
    for (ValueId operand : graph[{i}].operands) used[operand.index] = true;
  }
  Graph out(graph.name, graph.batch);
  std::vector<ValueId> now(graph.size());
  for (int i = 0; i < graph.size(); ++i) {
    if (!used[i]) continue;
    const Value& v = graph[{i}];
    std::vector<ValueId> operands;
    for (ValueId operand : v.operands) operands.push_back(now[operand.index]);
    Op op = v.op;
    if (auto* loop = std::get_if<Loop>(&op)) loop->body = std::make_shared<const Graph>(remove_unused(*loop->body));
    now[i] = out.add(std::move(op), std::move(operands), v.origin);
  }
  for (const Output& o : graph.outputs) out.outputs.push_back({o.name, now[o.value.index], o.state});
  return out;
}

}  // namespace keratin
