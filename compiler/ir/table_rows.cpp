#include "compiler/ir/table_rows.h"

#include <algorithm>

namespace keratin {
namespace {

bool only_moves(const Op& op) {
  if (auto* map = std::get_if<Map>(&op)) return map->kind == Scalar::to_int || map->kind == Scalar::to_float || map->kind == Scalar::copy;
  if (auto* pad = std::get_if<Pad>(&op)) return pad->value == 0;  // row 0 is there
  return std::holds_alternative<Reshape>(op) || std::holds_alternative<Transpose>(op) || std::holds_alternative<Broadcast>(op) || std::holds_alternative<Slice>(op) ||
         std::holds_alternative<Concat>(op) || std::holds_alternative<Window>(op) || std::holds_alternative<StopGradient>(op);
}

}  // namespace

std::vector<std::string> data_behind(const Graph& graph, ValueId id) {
  const Value& value = graph[id];
  if (auto* in = std::get_if<Input>(&value.op)) return in->role == Role::data ? std::vector<std::string>{in->name} : std::vector<std::string>{};
  if (!only_moves(value.op)) return {};
  std::vector<std::string> out;
  for (ValueId operand : value.operands) {
    const std::vector<std::string> names = data_behind(graph, operand);
    if (names.empty()) return {};
    out.insert(out.end(), names.begin(), names.end());
  }
  return out;
}

std::map<std::string, int64_t> table_rows(const Graph& graph) {
  std::map<std::string, int64_t> out;
  for (const Value& value : graph.values()) {
    if (!is<Gather>(value)) continue;
    const int64_t rows = graph.type(value.operands[0]).shape[0];
    for (const std::string& name : data_behind(graph, value.operands[1])) {
      const auto [it, fresh] = out.try_emplace(name, rows);
      if (!fresh) it->second = std::min(it->second, rows);
    }
  }
  return out;
}

}  // namespace keratin
