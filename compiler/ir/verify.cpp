// What every stage relies on: operands before users, types as inferred, each input and output once.
#include <set>

#include "compiler/ir/graph.h"
#include "runtime/base/diagnostic.h"

namespace keratin {

void verify(const Graph& graph) {
  std::set<std::string> inputs, outputs;
  for (int i = 0; i < graph.size(); ++i) {
    const Value& v = graph[{i}];
    std::vector<Type> types;
    for (ValueId operand : v.operands) {
      check(operand.index >= 0 && operand.index < i, "operands come before their users: " + print_value(graph, {i}));
      types.push_back(graph.type(operand));
    }
    if (!std::holds_alternative<LoopResult>(v.op)) check(infer(v.op, types, graph) == v.type, "the type is the inferred one: " + print_value(graph, {i}));
    if (auto* input = std::get_if<Input>(&v.op)) check(inputs.insert(input->name).second, "each input once: " + print_value(graph, {i}));
    if (auto* loop = std::get_if<Loop>(&v.op)) verify(*loop->body);
  }
  for (const Output& o : graph.outputs) {
    check(o.value.index >= 0 && o.value.index < graph.size(), "an output names a value: " + o.name);
    check(outputs.insert(o.name).second, "each output, and one new value for each state: " + o.name);
    if (!o.state) continue;
    std::optional<ValueId> old = graph.input(o.name);
    check(old && is_state(std::get<Input>(graph[*old].op).role), "a new state takes the place of a state input: " + o.name);
    check(graph.type(*old) == graph.type(o.value), "a new state has the old one's type: " + o.name);
  }
}

}  // namespace keratin
