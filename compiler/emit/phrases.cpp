// Spells what stands inside a statement.
#include "compiler/emit/phrases.h"

#include <cstring>

#include <fmt/format.h>

#include "compiler/kernel/words.h"

namespace keratin {

using namespace kernel;
using std::string;

string fill(std::string_view text, std::initializer_list<std::pair<std::string_view, string>> values) {
  string out;
  for (size_t at = 0; at < text.size();) {
    const std::pair<std::string_view, string>* found = nullptr;
    for (auto& value : values)
      if (text.substr(at).starts_with(value.first)) found = &value;
    out += found ? found->second : string(1, text[at]);
    at += found ? found->first.size() : 1;
  }
  return out;
}

std::string_view type_word(Type type) {
  constexpr std::string_view words[] = {"lanes", "lanes_int", "lanes_mask"};
  return words[static_cast<int>(type)];
}
std::string_view suffix(Type type) { return type == Type::integer ? "_int" : ""; }
std::string_view element_word(Type type) { return type == Type::integer ? "int" : "float"; }

namespace {

// A literal of C++ and CUDA; neither knows a word for infinity that the other knows.
string literal(float x) {
  if (x == x && x - x == 0) return float_text(x) + "f";
  int32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return x == x ? fmt::format("as_float(splat_int({}))", bits) : "as_float(splat_int(0x7fc00000))";
}
bool finite(float x) { return x - x == 0; }

}  // namespace

string Phrases::index(const Index& index) const {
  return index_text(k, index, [&](Name variable) { return is.whole_rows && variable == lane; });
}

string Phrases::address(const Place& place) const {
  const string at = index(place.at);
  return k.text(place.buffer) + (at == "0" ? "" : " + " + at);
}

string Phrases::reg(const Register& r) const {
  string text = k.text(r.name);
  for (const Index& e : r.element) text += "[" + index_text(k, e) + "]";
  return text;
}

string Phrases::row(const Operand& operand) const {
  if (auto* x = std::get_if<float>(&operand)) return finite(*x) ? "splat(" + literal(*x) + ")" : literal(*x);
  if (auto* r = std::get_if<Register>(&operand)) return reg(*r);
  const Index& whole = std::get<Index>(operand);
  const string first = "splat_int(" + index(whole) + ")";
  const long factor = is.whole_rows ? whole.factor(lane) : 0;
  if (factor == 0) return first;
  return "(" + first + " + lane_index()" + (factor == 1 ? "" : fmt::format(" * {}", factor)) + ")";
}

string Phrases::load(const Load& load) const {
  const string from = address(load.from);
  const std::string_view type = suffix(load.type);
  if (load.from.offset) {
    string offset = reg(*load.from.offset);
    if (const long factor = is.whole_rows ? load.from.at.factor(lane) : 0) offset += " + lane_index()" + (factor == 1 ? "" : fmt::format(" * {}", factor));
    return fmt::format("gather{}({}, {})", type, from, offset);
  }
  switch (load.reach) {
    case Reach::one: return fmt::format("splat{}(one{}({}))", type, type, from);
    case Reach::late: return fmt::format("splat{}(late{}({}))", type, type, from);
    case Reach::lanes: return fmt::format("load{}({})", type, from);
  }
  return {};
}

// Operators take a plain literal beside a row; functions and choices want rows.
string Phrases::expression(Scalar op, const std::vector<Operand>& of) const {
  const std::string_view spelling = info(op).spelling;
  bool has_row = false;
  for (const Operand& o : of) has_row |= std::holds_alternative<Register>(o);
  const bool operator_text = has_row && of.size() == 2 && spelling.find_first_of("(?") == spelling.npos;
  auto spell = [&](size_t i) {
    if (i >= of.size()) return string();
    auto* x = std::get_if<float>(&of[i]);
    return operator_text && x && finite(*x) ? literal(*x) : row(of[i]);
  };
  return fill(spelling, {{"$0", spell(0)}, {"$1", spell(1)}, {"$2", spell(2)}, {"$3", spell(3)}});
}

string Phrases::rows(const Bound& bound) const {
  return bound.factor == 1 ? "batch_rows" : fmt::format("batch_rows * {}", bound.factor);
}

string Phrases::inside(const Bound& bound, const string& variable) const {
  const string before = index(bound.before);
  return fmt::format("{}{} < {}", before == "0" ? "" : before + " + ", variable, rows(bound));
}

string Phrases::target(const Register& to, Type type) const {
  return to.element.empty() ? fmt::format("{} {}", type_word(type), reg(to)) : reg(to);
}

}  // namespace keratin
