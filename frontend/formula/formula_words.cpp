#include "frontend/formula/formula_words.h"

#include <cctype>

#include <fmt/format.h>

#include "frontend/ops/recorded.h"

namespace keratin {
namespace {

constexpr size_t most_bytes = 10'000, most_words = 2'000;

// Words and signs of C++ that a formula does not have, what they are, and what would help.
struct Barred {
  std::string_view words;  // between blanks
  const char *what, *help;
};
constexpr const char* instead = "a formula has arithmetic, comparisons, `?:`, calls of operations, `auto h = …;` and one `return`";
constexpr Barred barred[] = {
    {" for while do ", "a loop", "an axis is folded by an operation: `sum(x, -1)`"},
    {" if else switch case default ", "a branch of statements", "choose with `c ? a : b`, or `where(c, a, b)`"},
    {" goto break continue ", "a jump", instead},
    {" asm ", "assembly", instead},
    {" static_cast dynamic_cast const_cast reinterpret_cast ", "a cast", "all values are numbers of 32 bits"},
    {" new delete throw try catch sizeof alignof alignas typeid decltype noexcept operator this nullptr co_await co_return co_yield requires concept ", "a word that no formula has", instead},
    {" class struct union enum typedef typename template using namespace friend virtual public private protected explicit export import module extern inline static_assert ", "a declaration", instead},
    {" static thread_local constexpr consteval constinit mutable volatile register ", "a kind of variable that no formula has", "a local value is `auto h = …;`"},
    {" char char8_t char16_t char32_t wchar_t short long signed unsigned void ", "a type that no formula has", "write `auto`"},
    {" bitand bitor xor compl and_eq or_eq xor_eq not_eq ", "an operator that no formula has", instead},
    {" += -= *= /= ++ -- ", "a change of a value", "give the new value a name of its own: `auto h = …;`"},
    {" ^ ", "`^`, which is no power in C++", "write `power(x, 2)`, or `square(x)`"},
    {" -> ->* .* ... <=> << >> <<= >>= % %= &= |= ^= ~ | <: :> ", "an operator that no formula has", instead},
    {" # ", "a line for the preprocessor", "a formula includes and defines nothing"},
    {" \" ' ", "a string or character", "settings are numbers, true, false or {lists}"},
    {" \\ @ $ ` ", "a character that no formula has", instead},
};
constexpr std::string_view signs[] = {"->*", "<=>", "...", "<<=", ">>=", "::", "&&", "||", "==", "!=", "<=", ">=", "->", ".*", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "<:", ":>"};

bool plain(char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\n' || c == '\r'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

class Words {
 public:
  Words(const std::string& text, const Place& place) : text_(text), place_(place) {
    if (text.size() > most_bytes) refuse({}, "K2814", fmt::format("the text has {} bytes, {} are the most", text.size(), most_bytes));
    while (next())
      if (words.size() > most_words) refuse(words.back(), "K2814", fmt::format("the text has more than {} words and signs", most_words), "leave a part of it to a layer of its own");
    words.push_back({FormulaWord::Kind::end, "", line_, column_});
  }
  std::vector<FormulaWord> words;

 private:
  [[noreturn]] void refuse(const FormulaWord& at, const std::string& code, const std::string& message, const std::string& help = "") const {
    fail_in_formula(text_, at.line, at.column, place_, code, message, help);
  }

  // One word, sign or comment; false at the end.
  bool next() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) && plain(text_[at_])) step(1);
    if (at_ == text_.size()) return false;
    const std::string_view rest = std::string_view(text_).substr(at_);
    const char c = rest[0], after = rest.size() > 1 ? rest[1] : ' ';
    FormulaWord found{FormulaWord::Kind::sign, rest.substr(0, 1), line_, column_};
    if (!plain(c)) refuse(found, "K2812", fmt::format("byte {:#04x} is no plain character", static_cast<unsigned char>(c)), "formulas are letters, digits and signs of ASCII");
    if (c == '/' && (after == '/' || after == '*')) return skip_comment(found, after), true;
    if (letter(c) && !digit(c)) {
      found.kind = FormulaWord::Kind::name, found.text = rest.substr(0, length(rest, [](char d, char) { return letter(d); }));
    } else if (digit(c) || (c == '.' && digit(after))) {
      found.kind = FormulaWord::Kind::number;
      found.text = rest.substr(0, length(rest, [](char d, char before) { return letter(d) || d == '.' || d == '\'' || ((d == '+' || d == '-') && std::string_view("eEpP").find(before) != std::string_view::npos); }));
    } else {
      for (std::string_view sign : signs)
        if (found.text.size() == 1 && rest.starts_with(sign)) found.text = rest.substr(0, sign.size());
    }
    look_at(found);
    step(found.text.size());
    words.push_back(found);
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
  // A backslash would join lines, and what is not plain may look like something else.
  void skip_comment(const FormulaWord& found, char kind) {
    const size_t end = text_.find(kind == '/' ? "\n" : "*/", at_ + 2);
    if (end == text_.npos && kind == '*') refuse(found, "K2811", "a comment without its end");
    for (char c : std::string_view(text_).substr(at_, end - at_))
      if (c == '\\' || !plain(c)) refuse(found, "K2812", "a comment with characters that are not plain");
    step(end == text_.npos ? text_.size() - at_ : end - at_ + (kind == '*' ? 2 : 0));
  }
  void look_at(const FormulaWord& w) const {
    const std::string shown = "`" + std::string(w.text.substr(0, 60)) + "`";
    if (w.kind == FormulaWord::Kind::number && w.text.find('_') != w.text.npos) refuse(w, "K2812", shown + " has a suffix of the user's own");
    if (w.kind == FormulaWord::Kind::name && (w.text[0] == '_' || w.text.find("__") != w.text.npos)) refuse(w, "K2812", shown + " is a name of the compiler's", "names of a formula begin with a letter");
    for (const Barred& row : barred)
      if (row.words.find(" " + std::string(w.text) + " ") != std::string_view::npos) refuse(w, "K2812", std::string(row.what) + (row.what[0] == '`' ? "" : ": " + shown), row.help);
  }

  const std::string& text_;
  const Place& place_;
  size_t at_ = 0;
  int line_ = 1, column_ = 1;
};

}  // namespace

std::vector<FormulaWord> formula_words(const std::string& text, const Place& place) { return Words(text, place).words; }

}  // namespace keratin
