// The grammar of formulas, a small part of C++'s: what passes here parses there. Precedence and values are Clang's matter.
//   lambda:     [] ( argument, … ) { statement … return expression ; }        argument:  auto x, const auto& x
//   statement:  auto h = expression ;  float a = expression ;
//   expression: operand, or operands between operators and `?` `:`; signs and `!` before them
//   operand:    a number, a name, ( expression ), operation ( item, … )       item: expression, { item, … }, { .name = item, … }
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "frontend/ops/recorded.h"
#include "frontend/formula/formula_words.h"

namespace keratin {
namespace {

using Kind = FormulaWord::Kind;
constexpr int deepest = 50;
constexpr const char* statements = "statements are `auto h = …;` and one `return …;`";

class Grammar {
 public:
  Grammar(const std::string& text, const Place& place) : text_(text), place_(place), words_(formula_words(text, place)) {}

  FormulaShape check() {
    FormulaShape& out = shape_;
    out.text = text_;
    if (words_.size() == 1) refuse("K2811", "the text is empty", "a formula is an expression of x, as `x * x`, or a lambda");
    out.lambda = here("[");
    if (!out.lambda) {
      for (const char* name : {"x", "y", "z"}) names_.emplace_back(name);
      out.arguments.assign(names_.begin(), names_.begin() + 1 + used());
      expression();
    } else {
      lambda();
    }
    if (word().kind != Kind::end) refuse_rest(out.lambda);
    return std::move(out);
  }

 private:
  const FormulaWord& word(size_t ahead = 0) const { return words_[std::min(at_ + ahead, words_.size() - 1)]; }
  bool here(std::string_view text) const { return word().kind != Kind::end && word().text == text; }
  bool here(std::initializer_list<std::string_view> any) const { return std::any_of(any.begin(), any.end(), [&](std::string_view t) { return here(t); }); }
  bool take(std::string_view text) { return here(text) && ++at_; }
  std::string seen() const { return word().kind == Kind::end ? "the end" : "`" + std::string(word().text.substr(0, 60)) + "`"; }
  [[noreturn]] void refuse(const std::string& code, const std::string& message, const std::string& help = "") const {
    fail_in_formula(text_, word().line, word().column, place_, code, message, help);
  }
  void expect(std::string_view text, const std::string& help = "") {
    if (!take(text)) refuse("K2811", fmt::format("expected `{}`, seen is {}", text, seen()), help);
  }
  // How far the last of x, y and z that an expression names.
  long used() const {
    long last = 0;
    for (const FormulaWord& w : words_) last = std::max(last, w.text == "y" ? 1L : w.text == "z" ? 2L : 0L);
    return last;
  }
  [[noreturn]] void refuse_rest(bool lambda) const {
    if (lambda) refuse("K2811", "the text goes on behind its lambda: " + seen());
    if (here({";", "return"})) refuse("K2811", seen() + " in an expression", "statements stand in a lambda: `[](auto x) { auto h = x * x; return h + 1; }`");
    refuse_after_value();
  }
  [[noreturn]] void refuse_after_value() const {
    if (here("=")) refuse("K2812", "a formula changes no value", "give the new value a name of its own: `auto h = …;`");
    if (here(".")) refuse("K2812", "a formula has no members", "operations are called by their names: `sum(x, -1)`");
    if (here("[")) refuse("K2812", "a formula has no `[`", "elements are taken by `take(x, 0, -1)` or `slice`");
    refuse("K2811", "expected an operator or the end, seen is " + seen());
  }

  // ---- expressions

  void expression() {
    int questions = 0;
    for (;; ++at_) {
      for (int n = 0; here({"-", "+", "!", "not"}); ++n, ++at_)
        if (n == deepest) refuse("K2814", fmt::format("more than {} signs before a value", deepest));
      operand();
      if (here("?")) ++questions;
      else if (here(":") && questions > 0) --questions;
      else if (!here({"+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "and", "or"})) break;
    }
    if (questions > 0) refuse("K2811", "expected the `:` of a `?`, seen is " + seen());
  }
  void operand() {
    if (word().kind == Kind::number || here({"true", "false"})) return void(++at_);
    if (here("(")) {
      if (word(2).text == ")" && is_type(word(1).text)) refuse_cast();
      return open(), expression(), close(")");
    }
    if (here("{")) refuse("K2812", "a list is no value", "lists are settings, as in `sum(x, {1, 2})`, and the operands of `concatenate({x, y}, 1)`");
    if (here("[")) refuse("K2812", "a formula has no lambda inside");
    if (is_type(word().text) && (word(1).text == "(" || word(1).text == "{")) refuse_cast();
    if (here("return")) refuse_rest(false);
    if (word().kind != Kind::name || is_type(word().text)) refuse("K2811", "expected a value, seen is " + seen());
    if (word(1).text == "::") return qualifier(), call();
    if (!is_value(word().text)) return call();
    if (word(1).text == "(") refuse("K2812", seen() + " is a value here, which cannot be called", "give it another name");
    ++at_;
  }
  [[noreturn]] void refuse_cast() const { refuse("K2812", "a cast", "all values are numbers of 32 bits"); }
  void qualifier() {
    static constexpr std::array<std::array<std::string_view, 2>, 5> spaces = {{{"std", ""}, {"ops", ""}, {"keratin", ""}, {"keratin", "ops"}, {"keras", "ops"}}};
    const std::array<std::string_view, 2> said = {word().text, word(3).text == "::" ? word(2).text : ""};
    if (std::find(spaces.begin(), spaces.end(), said) == spaces.end()) refuse("K2813", fmt::format("`{}::{}` is not known in a formula", said[0].substr(0, 60), said[1].substr(0, 60)), "operations stand in `ops::`; `std::` and `keratin::` do as well");
    for (int n = said[1].empty() ? 2 : 4; n > 0; --n, ++at_) shape_.text.replace(static_cast<size_t>(word().text.data() - text_.data()), word().text.size(), word().text.size(), ' ');
    if (said[0] == "ops" || said[1] == "ops") shape_.in_ops.insert({word().line, word().column});
    if (word().kind != Kind::name) refuse("K2811", "expected an operation, seen is " + seen());
  }
  void call() {
    if (!find_op(word().text)) refuse_unknown();
    if (word(1).text != "(") refuse("K2812", seen() + " is not a value here", "an operation is called: `exp(x)`");
    ++at_, open();
    if (!here(")"))
      do item();
      while (take(","));
    close(")");
  }
  void item() { here("{") ? list() : expression(); }
  void list() {
    open();
    if (!here("}"))
      do {
        if (take(".")) {
          if (word().kind != Kind::name) refuse("K2811", "expected the name of a setting, seen is " + seen());
          ++at_, expect("=");
        }
        item();
      } while (take(","));
    close("}");
  }
  void open() {
    if (++depth_ > deepest) refuse("K2814", fmt::format("brackets are more than {} deep", deepest), "name parts of it: `auto h = …;`");
    ++at_;
  }
  void close(std::string_view bracket) {
    if (!here(bracket) && !here({",", ")", "}", ";"}) && word().kind != Kind::end) refuse_after_value();
    expect(bracket);
    --depth_;
  }

  // ---- lambdas

  void lambda() {
    if (++at_, !take("]")) refuse("K2812", "a formula captures nothing", "begin with `[]` and write numbers out");
    expect("(", "a lambda begins with `[](auto x) {`");
    if (here(")")) refuse("K2811", "a formula has at least one argument", "write `[](auto x) { … }`");
    do argument();
    while (take(","));
    expect(")"), expect("{");
    while (!here("return")) statement();
    ++at_, expression();
    semicolon();
    while (take(";")) {}
    if (!here("}") && word().kind != Kind::end) refuse("K2812", "nothing follows the `return`");
    expect("}"), take(";");
  }
  void argument() {
    if (!type("auto")) refuse("K2812", "an argument of a formula is `auto`, seen is " + seen(), "write `[](auto x) { … }`");
    if (word().kind == Kind::name) declare();
    if (here("=")) refuse("K2812", "an argument has no default");
  }
  void statement() {
    if (take(";")) return;
    if (here("}") || word().kind == Kind::end) refuse("K2812", "a formula ends with a `return`", statements);
    if (word().kind == Kind::name && word(1).text == "=") refuse("K2812", "a formula changes no value", "give the new value a name of its own: `auto h = …;`");
    if (!type("")) refuse("K2812", "no statement of a formula: " + seen(), statements);
    do {
      if (word().kind != Kind::name) refuse("K2811", "expected a name, seen is " + seen(), statements);
      const FormulaWord name = word();
      ++at_, expect("=", "a local value is written `auto h = …;`");
      expression();
      declare(name);
    } while (take(","));
    semicolon();
  }
  void semicolon() {
    if (!here({";", "}"}) && word().kind != Kind::end) refuse_after_value();
    expect(";");
  }
  static bool is_type(std::string_view w) { return w == "auto" || w == "float" || w == "double" || w == "int" || w == "bool" || w == "const"; }
  // `const auto&`; false if none begins here.
  bool type(std::string_view wanted) {
    while (here("const")) ++at_;
    if (!is_type(word().text) || (!wanted.empty() && word().text != wanted)) return false;
    ++at_, take("const"), take("&") || take("&&");
    return true;
  }

  // ---- names

  bool is_value(std::string_view name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }
  void declare() {
    declare(word());
    ++at_;
  }
  void declare(const FormulaWord& name) {
    const bool used = is_type(name.text) || name.text == "return" || name.text == "true" || name.text == "false" || name.text == "and" || name.text == "or" || name.text == "not" || name.text == "keratin_formula";
    if (used || is_value(name.text)) fail_in_formula(text_, name.line, name.column, place_, "K2812", "`" + std::string(name.text.substr(0, 60)) + "` means something already", "give the value another name");
    names_.emplace_back(name.text);
  }
  [[noreturn]] void refuse_unknown() const {
    std::vector<std::string> known = names_;
    known.insert(known.end(), op_names().begin(), op_names().end());
    const std::string near = word().text.size() > 2 ? nearest(word().text, known) : "";  // any short name is near any other
    refuse("K2813", seen() + " is not known in this formula", near.empty() ? "an expression is of `x`, `y` and `z`, a lambda names its own arguments; `keratin explain operations` lists what may be called" : "did you mean `" + near + "`?");
  }

  const std::string& text_;
  const Place& place_;
  std::vector<FormulaWord> words_;
  FormulaShape shape_;
  size_t at_ = 0;
  int depth_ = 0;
  std::vector<std::string> names_;  // that have a value, so far
};

}  // namespace

FormulaShape check_formula(const std::string& text, const Place& place) { return Grammar(text, place).check(); }

}  // namespace keratin
