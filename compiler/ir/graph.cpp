#include "compiler/ir/graph.h"

#include "runtime/base/diagnostic.h"

namespace keratin {

std::string to_string(const Type& type) {
  std::string text(info(type.element).name);
  text += "[";
  for (int i = 0; i < type.rank(); ++i) text += (i ? "," : "") + std::to_string(type.shape[i]) + (i == type.batch_axis ? "*" : "");
  return text + "]";
}

ValueId Graph::add(Op op, std::vector<ValueId> operands, Origin origin) {
  std::vector<Type> types;
  for (ValueId operand : operands) {
    check(operand.index >= 0 && operand.index < size(), "operands come before their users");
    types.push_back(type(operand));
  }
  Type result;
  if (auto* part = std::get_if<LoopResult>(&op)) {
    auto* loop = operands.size() == 1 ? std::get_if<Loop>(&(*this)[operands[0]].op) : nullptr;
    check(loop && part->index >= 0 && part->index < static_cast<int64_t>(loop->body->outputs.size()), "loop_result names a result of its loop");
    result = loop_results(*loop)[part->index];
  } else {
    result = infer(op, types, *this);
  }
  values_.push_back({std::move(op), std::move(operands), std::move(result), std::move(origin)});
  return last();
}

std::optional<ValueId> Graph::input(std::string_view wanted) const {
  for (int i = 0; i < size(); ++i)
    if (auto* in = std::get_if<Input>(&values_[i].op); in && in->name == wanted) return ValueId{i};
  return std::nullopt;
}

bool operator==(const Graph& a, const Graph& b) {
  if (a.name != b.name || a.batch != b.batch || a.size() != b.size() || a.outputs.size() != b.outputs.size()) return false;
  for (int i = 0; i < a.size(); ++i) {
    const Value &x = a[{i}], &y = b[{i}];
    if (!(x.op == y.op) || x.operands != y.operands || !(x.type == y.type) || !(x.origin == y.origin)) return false;
  }
  for (size_t i = 0; i < a.outputs.size(); ++i)
    if (a.outputs[i].name != b.outputs[i].name || a.outputs[i].value != b.outputs[i].value || a.outputs[i].state != b.outputs[i].state) return false;
  return true;
}

bool Loop::operator==(const Loop& other) const {
  return trips == other.trips && carried == other.carried && sequences == other.sequences && (body == other.body || (body && other.body && *body == *other.body));
}

Equation parse_equation(std::string_view text) {
  auto bad = [whole = std::string(text)](const char* what) { internal_failure(__FILE__, __LINE__, std::string(what) + " in the equation `" + whole + "`"); };
  auto letters = [&](std::string_view part) {
    for (char c : part)
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) bad("every index is a letter");
    return std::string(part);
  };
  Equation out;
  bool first = true;
  while (!text.empty()) {
    const size_t plus = text.find(" + ");
    std::string_view term = text.substr(0, plus);
    text = plus == std::string_view::npos ? std::string_view() : text.substr(plus + 3);
    const size_t comma = term.find(','), arrow = term.find("->");
    if (comma == std::string_view::npos || arrow == std::string_view::npos || arrow < comma) bad("a term is `left,right->result`");
    out.terms.push_back({letters(term.substr(0, comma)), letters(term.substr(comma + 1, arrow - comma - 1))});
    std::string result = letters(term.substr(arrow + 2));
    if (!first && result != out.result) bad("all terms have the same result");
    out.result = std::move(result), first = false;
  }
  if (first) bad("there is a term");
  return out;
}

std::vector<Type> loop_results(const Loop& loop) {
  std::vector<Type> types;
  for (size_t o = 0; o < loop.body->outputs.size(); ++o) {
    Type type = loop.body->type(loop.body->outputs[o].value);
    if (o >= static_cast<size_t>(loop.carried)) {
      type.shape.insert(type.shape.begin(), loop.trips);
      if (type.batch_axis >= 0) ++type.batch_axis;
    }
    types.push_back(std::move(type));
  }
  return types;
}

}  // namespace keratin
