#include "frontend/ops/recorded.h"

#include <algorithm>

#include <fmt/format.h>

namespace keratin {

int RecordedFormula::add(RecordedOp op) {
  ops.push_back(std::move(op));
  return arguments + static_cast<int>(ops.size()) - 1;
}
int RecordedFormula::add_number(double number, int line, int column) { return add({.name = "number", .number = number, .line = line, .column = column}); }

namespace {

// `line` of a text with a mark below `column`; nothing that a terminal would obey.
std::string marked(const std::string& text, int line, int column) {
  size_t begin = 0;
  for (int l = 1; l < line && begin != text.npos; ++l) begin = text.find('\n', begin) + 1;
  std::string seen = text.substr(begin, text.find('\n', begin) - begin);
  const size_t first = column > 60 ? column - 60 : 0;  // of a long line the part around the column
  seen = first < seen.size() ? seen.substr(first, 100) : "";
  for (char& c : seen)
    if (c < ' ' || c > '~') c = '?';
  return "\n   | " + seen + "\n   | " + std::string(std::max<size_t>(column, first + 1) - first - 1, ' ') + "^";
}

}  // namespace

void fail_in_formula(const std::string& text, int line, int column, Place place, const std::string& code, const std::string& message, const std::string& help) {
  place.path += fmt::format("{}formula:{}:{}", place.path.empty() ? "" : " ", line, column);
  fail(code, message + marked(text, line, column), place, help);
}

Expr replay(Builder& b, const RecordedFormula& formula, std::span<const Expr> arguments) {
  check(static_cast<int>(arguments.size()) == formula.arguments, "a formula is given its arguments");
  const Place place{.file = b.origin.file, .line = b.origin.line, .layer = b.origin.layer};
  std::vector<Expr> values(arguments.begin(), arguments.end());
  for (const RecordedOp& op : formula.ops) {
    std::vector<Expr> operands;
    for (int i : op.operands) {
      check(i >= 0 && i < static_cast<int>(values.size()), "operands come before their users");
      operands.push_back(values[i]);
    }
    if (op.name == "number") {
      values.push_back(constant(b, op.number));
      continue;
    }
    OpSettings call{op.name, op.settings, place};
    if (formula.text.empty() && op.line > 0) call.place.line = op.line, call.place.column = op.column;
    try {
      values.push_back(apply_op(b, operands, call));
    } catch (const Error& e) {
      if (formula.text.empty() || op.line == 0) throw;
      const Diagnostic& d = e.diagnostics()[0];
      fail_in_formula(formula.text, op.line, op.column, place, d.code, d.message, d.help);
    }
  }
  check(formula.result >= 0 && formula.result < static_cast<int>(values.size()), "a formula's result is one of its values");
  return values[formula.result];
}

std::string print(const RecordedFormula& formula) {
  std::string out;
  int next = formula.arguments;
  for (const RecordedOp& op : formula.ops) {
    out += fmt::format("%{} = {}", next++, op.name);
    if (op.name == "number") out += fmt::format(" {}", op.number);
    for (int i : op.operands) out += fmt::format(" %{}", i);
    for (const auto& [name, value] : op.settings) out += fmt::format(" {}={}", name, print(value));
    out += "\n";
  }
  return out + fmt::format("return %{}\n", formula.result);
}

}  // namespace keratin
