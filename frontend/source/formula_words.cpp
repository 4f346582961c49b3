#include "frontend/source/formula_words.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "frontend/ops/recorded.h"

namespace keratin {
namespace {

constexpr size_t most_bytes = 10'000, most_words = 2'000, deepest = 50;

// Words and signs of C++ that a formula does not have, what they are, and what would help.
struct Barred {
  std::string_view words;  // between blanks
  const char* what;
  const char* help;
};
constexpr const char *choose = "choose with `c ? a : b`, or `where(c, a, b)`", *fold = "an axis is folded by an operation: `sum(x, -1)`", *rename = "give the new value a name of its own: `auto h = …;`",
                     *nothing_else = "a formula has arithmetic, comparisons, `?:`, calls of operations, `auto h = …;` and one `return`";
constexpr Barred barred[] = {
    {" for while do ", "a loop", fold},
    {" if else switch case default ", "a branch of statements", choose},
    {" goto break continue ", "a jump", nothing_else},
    {" asm ", "assembly", nothing_else},
    {" static_cast dynamic_cast const_cast reinterpret_cast ", "a cast", "all values are numbers of 32 bits"},
    {" new delete throw try catch sizeof alignof alignas typeid decltype noexcept operator this nullptr co_await co_return co_yield requires concept ", "a word of C++ that no formula has", nothing_else},
    {" class struct union enum typedef typename template using namespace friend virtual public private protected explicit export import module extern inline static_assert ", "a declaration", nothing_else},
    {" static thread_local constexpr consteval constinit mutable volatile register ", "a kind of variable that no formula has", "a local value is `auto h = …;`"},
    {" char char8_t char16_t char32_t wchar_t short long signed unsigned void ", "a type that no formula has", "write `auto`"},
    {" bitand bitor xor compl and_eq or_eq xor_eq not_eq ", "an operator that no formula has", nothing_else},
    {" += -= *= /= ++ -- ", "a change of a value", rename},
    {" ^ ", "`^`, which is no power in C++", "write `power(x, 2)`, or `square(x)`"},
    {" % ", "`%`, a remainder", nothing_else},
    {" -> ->* .* ... <=> << >> <<= >>= %= &= |= ^= ~ | & <: :> ", "an operator that no formula has", nothing_else},
    {" # ", "a line for the preprocessor", "a formula includes and defines nothing"},
    {" \" ' ", "a string or character", "settings are numbers, true, false or {lists}"},
    {" \\ @ $ ` ", "a character that no formula has", nothing_else},
};
constexpr std::string_view signs[] = {"->*", "<=>", "...", "<<=", ">>=", "::", "&&", "||", "==", "!=", "<=", ">=", "->", ".*", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "<:", ":>"};

const Barred* find_barred(std::string_view word) {
  for (const Barred& row : barred)
    if (row.words.find(" " + std::string(word) + " ") != std::string_view::npos) return &row;
  return nullptr;
}
bool letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

class Look {
 public:
  Look(const std::string& text, const Place& place) : text_(text), place_(place) {}

  FormulaWords look() {
    if (text_.size() > most_bytes) refuse({FormulaWord::Kind::sign, "", 1, 1}, "K2814", fmt::format("the text has {} bytes, {} are the most", text_.size(), most_bytes));
    while (next()) {}
    if (words_.empty()) refuse({FormulaWord::Kind::sign, "", 1, 1}, "K2811", "the text is empty", "a formula is an expression of x, as `x * x`, or a lambda");
    for (size_t i = 0; i < words_.size(); ++i) check_word(i);
    match_brackets();
    FormulaWords out;
    out.lambda = words_[0].text == "[";
    out.lambda ? check_lambda() : check_expression(out);
    out.declared = out.arguments;
    for (size_t i = 1; i < words_.size(); ++i)
      if (words_[i].kind == FormulaWord::Kind::name && declares(i - 1)) out.declared.emplace_back(words_[i].text);
    return out;
  }

 private:
  [[noreturn]] void refuse(const FormulaWord& at, const std::string& code, const std::string& message, const std::string& help = "") const {
    fail_in_formula(text_, at.line, at.column, place_, code, message, help);
  }
  std::string_view word(size_t i) const { return i < words_.size() ? words_[i].text : std::string_view(); }

  // The next word or sign; false at the end.
  bool next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) step(1);
    if (at_ == text_.size()) return false;
    const std::string_view rest = std::string_view(text_).substr(at_);
    const char c = rest[0], after = rest.size() > 1 ? rest[1] : ' ';
    FormulaWord found{FormulaWord::Kind::sign, rest.substr(0, 1), line_, column_};
    if (c < ' ' || c > '~') refuse(found, "K2812", fmt::format("byte {:#04x} is no plain character", static_cast<unsigned char>(c)), "formulas are letters, digits and signs of ASCII");
    if (c == '/' && (after == '/' || after == '*')) return skip_comment(found, after), true;
    if (letter(c) && !digit(c)) {
      found.kind = FormulaWord::Kind::name, found.text = rest.substr(0, length(rest, [](char d, char) { return letter(d); }));
    } else if (digit(c) || (c == '.' && digit(after))) {
      found.kind = FormulaWord::Kind::number;
      found.text = rest.substr(0, length(rest, [](char d, char before) { return letter(d) || d == '.' || d == '\'' || ((d == '+' || d == '-') && std::string_view("eEpP").find(before) != std::string_view::npos); }));
    } else {
      for (std::string_view sign : signs)
        if (found.text.size() == 1 && rest.starts_with(sign)) found.text = sign;
    }
    step(found.text.size());
    words_.push_back(found);
    if (words_.size() > most_words) refuse(found, "K2814", fmt::format("the text has more than {} words and signs", most_words), "leave a part of it to a layer of its own");
    return true;
  }
  template <class Holds>
  static size_t length(std::string_view rest, const Holds& holds) {
    size_t n = 1;
    while (n < rest.size() && holds(rest[n], rest[n - 1])) ++n;
    return n;
  }
  void step(size_t n) {
    for (; n > 0; --n, ++at_) text_[at_] == '\n' ? (++line_, column_ = 1) : ++column_;
  }
  void skip_comment(const FormulaWord& found, char kind) {
    const size_t end = text_.find(kind == '/' ? "\n" : "*/", at_ + 2);
    if (end == text_.npos && kind == '*') refuse(found, "K2811", "a comment without its end");
    const std::string_view comment = std::string_view(text_).substr(at_, end - at_);
    // A backslash would join lines; what is not plain may look like something else.
    for (char c : comment)
      if (c == '\\' || ((c < ' ' || c > '~') && c != '\t' && c != '\n' && c != '\r')) refuse(found, "K2812", "a comment with characters that are not plain");
    step(end == text_.npos ? text_.size() - at_ : end - at_ + (kind == '*' ? 2 : 0));
  }

  void match_brackets() {
    static constexpr std::string_view open = "([{", close = ")]}";
    std::vector<FormulaWord> waiting;
    for (const FormulaWord& w : words_) {
      if (w.text.size() != 1) continue;
      if (open.find(w.text[0]) != open.npos) waiting.push_back(w);
      if (waiting.size() > deepest) refuse(w, "K2814", fmt::format("brackets are more than {} deep", deepest), "name parts of it: `auto h = …;`");
      const size_t kind = close.find(w.text[0]);
      if (kind == close.npos) continue;
      if (waiting.empty() || waiting.back().text[0] != open[kind]) refuse(w, "K2811", "`" + std::string(w.text) + "` closes nothing" + (waiting.empty() ? "" : ": `" + std::string(waiting.back().text) + "` is open"));
      waiting.pop_back();
    }
    if (!waiting.empty()) refuse(waiting.back(), "K2811", "`" + std::string(waiting.back().text) + "` is not closed");
  }
  size_t closing(size_t i) const {  // of the bracket there; all match
    size_t depth = 0;
    for (;; ++i) {
      const std::string_view w = words_[i].text;
      depth += w == "(" || w == "[" || w == "{", depth -= w == ")" || w == "]" || w == "}";
      if (depth == 0) return i;
    }
  }

  void check_lambda() {
    if (word(1) != "]") refuse(words_[1], "K2812", "a formula captures nothing", "begin with `[]` and write numbers out");
    if (word(2) != "(") refuse(words_[std::min<size_t>(2, words_.size() - 1)], "K2811", "a lambda begins with `[](auto x) {`");
    const size_t parameters = closing(2);
    if (parameters == 3) refuse(words_[3], "K2811", "a formula has at least one argument", "write `[](auto x) { … }`");
    if (word(parameters + 1) != "{") refuse(words_[std::min(parameters + 1, words_.size() - 1)], "K2811", "`{` stands behind the arguments of a lambda");
    size_t last = closing(parameters + 1);
    if (word(last + 1) == ";") ++last;
    if (last + 1 < words_.size()) refuse(words_[last + 1], "K2811", "the text goes on behind its lambda");
    for (size_t i = 3; i < words_.size(); ++i)
      if (word(i) == "[") refuse(words_[i], "K2812", word(i + 1) == "]" ? "a formula has no lambda inside" : "a formula has no `[`", "elements are taken by `take(x, 0, -1)` or `slice`");
  }
  void check_expression(FormulaWords& out) const {
    out.arguments = {"x"};
    for (const FormulaWord& w : words_) {
      if (w.text == ";" || w.text == "return") refuse(w, "K2811", "`" + std::string(w.text) + "` in an expression", "statements stand in a lambda: `[](auto x) { auto h = x * x; return h + 1; }`");
      if (w.text == "[") refuse(w, "K2812", "a formula has no `[`", "elements are taken by `take(x, 0, -1)` or `slice`; a lambda stands alone");
      if (w.text == "y" && out.arguments.size() < 2) out.arguments = {"x", "y"};
      if (w.text == "z") out.arguments = {"x", "y", "z"};
    }
  }

  void check_word(size_t i) const {
    const FormulaWord& w = words_[i];
    if (w.kind == FormulaWord::Kind::number) {
      if (w.text.find('_') != w.text.npos) refuse(w, "K2812", "`" + std::string(w.text.substr(0, 60)) + "` has a suffix of the user's own");
      return;
    }
    if (w.kind == FormulaWord::Kind::name && (w.text[0] == '_' || w.text.find("__") != w.text.npos))
      refuse(w, "K2812", "`" + std::string(w.text.substr(0, 60)) + "` is a name of the compiler's", "names of a formula begin with a letter");
    const std::string_view before = i ? word(i - 1) : std::string_view(), after = word(i + 1);
    if (w.text == "std" && after != "::") refuse(w, "K2812", "`std` is not a value", "an operation is called: `std::exp(x)`");
    if (w.text == "&" && (before == "auto" || before == "const")) return;
    if (w.text == "." && ((before != "{" && before != ",") || words_[std::min(i + 1, words_.size() - 1)].kind != FormulaWord::Kind::name)) refuse(w, "K2812", "a formula has no members", "operations are called by their names: `sum(x, -1)`");
    if ((w.text == "float" || w.text == "double" || w.text == "int" || w.text == "bool") && (after == "(" || after == "{" || after == ")")) refuse(w, "K2812", "a cast", "all values are numbers of 32 bits");
    if (const Barred* row = find_barred(w.text)) refuse(w, "K2812", std::string(row->what) + (row->what[0] == '`' ? "" : ": `" + std::string(w.text) + "`"), row->help);
  }

  bool declares(size_t i) const {  // a name that follows
    static constexpr std::string_view types[] = {"auto", "float", "double", "int", "&", "&&"};
    return std::find(std::begin(types), std::end(types), word(i)) != std::end(types);
  }

  const std::string& text_;
  const Place& place_;
  size_t at_ = 0;
  int line_ = 1, column_ = 1;
  std::vector<FormulaWord> words_;
};

}  // namespace

FormulaWords check_formula_words(const std::string& text, const Place& place) { return Look(text, place).look(); }

}  // namespace keratin
