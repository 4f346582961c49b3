#include "frontend/formula/lambda_text.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "compiler/jit/formula.h"
#include "frontend/formula/formula_words.h"

namespace keratin {
namespace {

using Kind = FormulaNode::Kind;

struct Sign {
  const char *sign, *one, *two;  // the operation of one operand, of two
};
constexpr Sign sign_table[] = {
    {"+", nullptr, "add"}, {"-", "negative", "subtract"}, {"*", nullptr, "multiply"}, {"/", nullptr, "divide"}, {"!", "logical_not", nullptr}, {"&&", nullptr, "logical_and"}, {"||", nullptr, "logical_or"},
    {"==", nullptr, "equal"}, {"!=", nullptr, "not_equal"}, {"<", nullptr, "less"}, {"<=", nullptr, "less_equal"}, {">", nullptr, "greater"}, {">=", nullptr, "greater_equal"},
};

// What a node is: a number that the text alone tells, or a value of the recorded formula.
struct Known {
  bool constant = false, whole = false, truth = false;
  double number = 0;
  int value = -1;  // none yet: a constant is recorded where it meets a value
};

// Numbers among themselves are computed as C++ does it, in double; a formula's own arithmetic is of 32 bits.
double folded(const std::string& sign, double a, double b) {
  if (sign == "+") return a + b;
  if (sign == "-") return a - b;
  if (sign == "*") return a * b;
  if (sign == "/") return a / b;
  if (sign == "&&") return a != 0 && b != 0;
  if (sign == "||") return a != 0 || b != 0;
  if (sign == "==") return a == b;
  if (sign == "!=") return a != b;
  if (sign == "<") return a < b;
  if (sign == "<=") return a <= b;
  if (sign == ">") return a > b;
  return a >= b;
}

class Recorder {
 public:
  Recorder(const FormulaSyntax& syntax, const std::string& text, const std::set<std::pair<int, int>>& in_ops, const Place& place) : syntax_(syntax), in_ops_(in_ops), place_(place) {
    out_.text = text;
    out_.arguments = syntax.arguments;
  }

  RecordedFormula record() {
    for (const FormulaNode& n : syntax_.nodes) known_.push_back(known(n));
    out_.result = value(syntax_.result);
    return std::move(out_);
  }

 private:
  [[noreturn]] void refuse(const FormulaNode& n, const std::string& code, const std::string& message, const std::string& help = "") const {
    fail_in_formula(out_.text, n.line, n.column, place_, code, message, help);
  }
  const FormulaNode& node(int i) const { return syntax_.nodes[i]; }

  Known known(const FormulaNode& n) {
    switch (n.kind) {
      case Kind::argument: return {.value = n.operands[0]};
      case Kind::number: return constant(n, n.number, n.whole);
      case Kind::truth: return {.constant = true, .whole = true, .truth = true, .number = n.number};
      case Kind::operation: return operation(n);
      case Kind::call: return call(n);
      case Kind::list: return {};  // whoever takes it looks inside
    }
    return {};
  }
  Known constant(const FormulaNode& n, double number, bool whole, bool truth = false) const {
    if (!(std::abs(number) <= std::numeric_limits<float>::max())) refuse(n, "K2812", "a number beyond those of 32 bits");
    return {.constant = true, .whole = whole, .truth = truth, .number = number};
  }
  // The recorded value of a node.
  int value(int i) {
    Known& k = known_[i];
    if (node(i).kind == Kind::list) refuse(node(i), "K2812", "a list is no value", "lists are settings, as in `sum(x, {1, 2})`, and the operands of `concatenate({x, y}, 1)`");
    check(k.constant || k.value >= 0, "a node is a number or a value");
    if (k.value < 0) k.value = out_.add_number(k.number, node(i).line, node(i).column);
    return k.value;
  }
  Known record(const FormulaNode& n, const std::string& name, const std::vector<int>& operands, std::vector<std::pair<std::string, OpValue>> settings = {}) {
    std::vector<int> values;
    for (int i : operands) values.push_back(value(i));
    return {.value = out_.add({name, values, 0, std::move(settings), n.line, n.column})};
  }

  Known operation(const FormulaNode& n) {
    const std::vector<int>& x = n.operands;
    bool numbers = true, whole = true;
    for (int i : x) numbers = numbers && known_[i].constant, whole = whole && known_[i].whole;
    const Known first = known_[x[0]], second = known_[x.size() > 1 ? x[1] : x[0]];
    if (n.name == "?:") {
      if (first.constant) return known_[first.number != 0 ? x[1] : x[2]];
      return record(n, "where", x);
    }
    if (std::isalpha(static_cast<unsigned char>(n.name[0]))) return conversion(n, first);
    if (x.size() == 1) {
      if (n.name == "+") return first;
      if (numbers) return n.name == "!" ? constant(n, first.number == 0, true, true) : constant(n, -first.number, whole);
    }
    if (numbers) {
      if (whole && n.name == "/" && (second.number == 0 || std::fmod(first.number, second.number) != 0))
        refuse(n, "K2812", fmt::format("`{} / {}` divides whole numbers, which C++ rounds", first.number, second.number), fmt::format("write `{}.0 / {}`", first.number, second.number));
      const bool truth = n.name != "+" && n.name != "-" && n.name != "*" && n.name != "/";
      return constant(n, folded(n.name, first.number, second.number), whole || truth, truth);
    }
    for (const Sign& row : sign_table)
      if (n.name == row.sign) return record(n, x.size() == 1 ? row.one : row.two, x);
    refuse(n, "K2812", "a formula has no operator `" + n.name + "`");
  }
  // `const float a = 0.1;`
  Known conversion(const FormulaNode& n, Known from) {
    const bool real = n.name == "float" || n.name == "double";
    if (!real && !(n.name == "int" && from.whole)) refuse(n, "K2812", "a local value of type `" + n.name + "`", "write `auto`");
    if (!from.constant) return from;
    return {.constant = true, .whole = !real, .number = n.name == "float" ? static_cast<float>(from.number) : from.number};
  }

  // `max` and `min` of two are those of C++; behind `ops::` they are Keras', which fold.
  std::string meant(const FormulaNode& n) const {
    const bool two = n.operands.size() == 2 && node(n.operands[1]).kind != Kind::list && !in_ops_.count({n.line, n.column});
    return two && n.name == "max" ? "maximum" : two && n.name == "min" ? "minimum" : n.name;
  }
  Known call(const FormulaNode& n) {
    const OpRow* row = find_op(meant(n));
    check(row != nullptr, "unknown operations are refused before");
    std::vector<int> operands, rest = n.operands;
    if (row->operands == OpRow::many) {
      if (rest.empty() || node(rest[0]).kind != Kind::list || !node(rest[0]).names.empty()) refuse(n, "K2402", fmt::format("`{}` takes its operands as a list", n.name), "it is `" + signature(*row) + "`");
      operands = node(rest[0]).operands;
      rest.erase(rest.begin());
    } else {
      const auto count = std::min<size_t>(rest.size(), row->operands);
      operands.assign(rest.begin(), rest.begin() + static_cast<long>(count));
      rest.erase(rest.begin(), rest.begin() + static_cast<long>(count));
    }
    std::vector<std::pair<std::string, OpValue>> settings;
    for (size_t i = 0; i < rest.size(); ++i) {
      const FormulaNode& given = node(rest[i]);
      if (given.names.empty()) {
        if (i >= row->settings.size()) refuse(given, "K2402", fmt::format("`{}` has {} too many", n.name, rest.size() - i), "it is `" + signature(*row) + "`");
        settings.emplace_back(row->settings[i].name, setting(n, rest[i]));
      }
      for (size_t s = 0; s < given.names.size(); ++s) settings.emplace_back(given.names[s], setting(n, given.operands[s]));
    }
    try {
      check_op(static_cast<int>(operands.size()), {meant(n), settings});
    } catch (const Error& e) {
      const Diagnostic& d = e.diagnostics()[0];
      refuse(n, d.code, d.message, d.help);
    }
    return record(n, row->name, operands, settings);
  }
  OpValue setting(const FormulaNode& call, int i) const {
    const FormulaNode& n = node(i);
    if (known_[i].constant) return known_[i].truth ? OpValue(known_[i].number != 0) : OpValue(known_[i].number);
    if (n.kind != Kind::list || !n.names.empty()) refuse(call, "K2405", "`" + call.name + "`: a setting is a number, true, false or a list of whole numbers, no value of the formula");
    Axes list;
    for (int member : n.operands) {
      const Known& k = known_[member];
      if (!k.constant || !k.whole || k.truth) refuse(n, "K2405", "`" + call.name + "`: a list of settings has whole numbers");
      list.push_back(static_cast<int64_t>(k.number));
    }
    return list;
  }

  const FormulaSyntax& syntax_;
  const std::set<std::pair<int, int>>& in_ops_;
  const Place& place_;
  std::vector<Known> known_;
  RecordedFormula out_;
};

}  // namespace

RecordedFormula read_formula(const std::string& text, const Place& place) {
  const FormulaShape shape = check_formula(text, place);
  FormulaSyntax syntax;
  FormulaProblem problem;
  if (!parse_formula({shape.text, shape.arguments, op_names()}, &syntax, &problem))
    fail_in_formula(text, std::max(problem.line, 1), std::max(problem.column, 1), place, problem.syntax ? "K2811" : "K2812", problem.message, problem.help);
  return Recorder(syntax, text, shape.in_ops, place).record();
}

}  // namespace keratin
