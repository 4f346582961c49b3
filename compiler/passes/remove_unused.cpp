// Keeps what an output depends on, and every input of the program: its tables name them. A loop loses the stacked results
// that nobody reads, and then the sequences and shared values that its body no longer needs.
#include <algorithm>

#include "compiler/passes/passes.h"

namespace keratin {
namespace {

Graph without_unused(const Graph& graph, const std::vector<bool>& used) {
  Graph out(graph.name, graph.batch);
  std::vector<ValueId> now(graph.size());
  for (int i = 0; i < graph.size(); ++i) {
    if (!used[i]) continue;
    const Value& v = graph[{i}];
    std::vector<ValueId> operands;
    for (ValueId operand : v.operands) operands.push_back(now[operand.index]);
    now[i] = out.add(v.op, std::move(operands), v.origin);
  }
  for (const Output& o : graph.outputs) out.outputs.push_back({o.name, now[o.value.index], o.state});
  return out;
}

std::vector<bool> used_values(const Graph& graph, bool keep_inputs) {
  std::vector<bool> used(graph.size());
  for (const Output& o : graph.outputs) used[o.value.index] = true;
  for (int i = graph.size(); i-- > 0;) {
    auto* input = std::get_if<Input>(&graph[{i}].op);
    if (input && (keep_inputs || input->role == Role::carried)) used[i] = true;
    if (!used[i]) continue;
    for (ValueId operand : graph[{i}].operands) used[operand.index] = true;
  }
  return used;
}

// One loop after another: its body keeps the carried values and the stacked results that are read.
Graph trim_loops(const Graph& graph) {
  Graph out(graph.name, graph.batch);
  std::vector<ValueId> now(graph.size());
  std::vector<std::vector<int64_t>> result_of(graph.size());  // by loop, by old result: the new one
  for (int i = 0; i < graph.size(); ++i) {
    const Value& v = graph[{i}];
    std::vector<ValueId> operands;
    for (ValueId operand : v.operands) operands.push_back(now[operand.index]);
    Op op = v.op;
    if (auto* result = std::get_if<LoopResult>(&op)) result->index = result_of[v.operands[0].index][result->index];
    if (auto* loop = std::get_if<Loop>(&op)) {
      std::vector<bool> read(loop->body->outputs.size());
      for (const Value& other : graph.values())
        if (auto* r = std::get_if<LoopResult>(&other.op); r && other.operands[0] == ValueId{i}) read[r->index] = true;
      Graph body = *loop->body;
      body.outputs.clear();
      for (size_t o = 0; o < read.size(); ++o) {
        const bool keep = read[o] || static_cast<int64_t>(o) < loop->carried;
        result_of[i].push_back(keep ? static_cast<int64_t>(body.outputs.size()) : -1);
        if (keep) body.outputs.push_back(loop->body->outputs[o]);
      }
      const std::vector<bool> used = used_values(body, false);
      std::vector<ValueId> kept;
      size_t position = 0;
      int64_t sequences = 0;
      for (int j = 0; j < body.size(); ++j) {
        auto* input = std::get_if<Input>(&body[{j}].op);
        if (!input) continue;
        if (used[j]) kept.push_back(operands[position]), sequences += input->role == Role::sequence;
        ++position;
      }
      loop->sequences = sequences;
      loop->body = std::make_shared<const Graph>(remove_unused(without_unused(body, used)));
      operands = kept;
    }
    now[i] = out.add(std::move(op), std::move(operands), v.origin);
  }
  for (const Output& o : graph.outputs) out.outputs.push_back({o.name, now[o.value.index], o.state});
  return out;
}

}  // namespace

Graph remove_unused(const Graph& graph) {
  Graph out = without_unused(graph, used_values(graph, true));
  const bool loops = std::any_of(out.values().begin(), out.values().end(), [](const Value& v) { return std::holds_alternative<Loop>(v.op); });
  if (!loops) return out;
  out = trim_loops(out);
  return without_unused(out, used_values(out, true));
}

}  // namespace keratin
