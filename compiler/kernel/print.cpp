// The text of a kernel: a header line, its buffers, then one statement a line with loops indented. parse.cpp reads it back.
#include <fmt/format.h>

#include "compiler/kernel/words.h"

namespace keratin::kernel {

namespace {

using std::string;

template <class Enum, size_t n>
std::string_view word(const std::string_view (&names)[n], Enum value) {
  return names[static_cast<int>(value)];
}

struct Printer {
  const Kernel& k;
  string out = {};
  int depth = 0;

  template <class... T>
  void line(fmt::format_string<T...> text, T&&... values) {
    out += string(2 * depth, ' ') + fmt::format(text, std::forward<T>(values)...) + "\n";
  }

  // ---- parts of a statement
  string reg(const Register& r) const {
    string text = k.text(r.name);
    for (const Index& e : r.element) text += "[" + index_text(k, e) + "]";
    return text;
  }
  string place(const Place& p) const {
    return fmt::format("{}[{}{}]", k.text(p.buffer), index_text(k, p.at), p.offset ? ", each " + reg(*p.offset) : "");
  }
  string operand(const Operand& o) const {
    if (auto* x = std::get_if<float>(&o)) return float_text(*x);
    if (auto* i = std::get_if<Index>(&o)) return index_text(k, *i);
    return reg(std::get<Register>(o));
  }
  string expression(Scalar op, const std::vector<Operand>& of) const {
    string text(info(op).name);
    for (size_t i = 0; i < of.size(); ++i) text += (i ? ", " : " ") + operand(of[i]);
    return text;
  }
  string target(const Register& to, Type type) const {
    return reg(to) + (type == Type::number ? "" : fmt::format(": {}", word(type_names, type)));
  }
  string bound(const Bound& b) const {
    return b.factor == 0 ? "" : fmt::format(" bound {} below batch_rows * {}", index_text(k, b.before), b.factor);
  }

  // ---- statements
  void body(const Body& b) {
    ++depth;
    for (const Statement& s : b) std::visit([&](auto& statement) { print(statement); }, s.node());
    --depth;
  }
  void print(const For& f) {
    line("for {} in {}..{}{} {}{}", k.text(f.variable), f.begin, f.begin + f.count * f.step, f.step == 1 ? "" : fmt::format(" step {}", f.step),
         word(run_names, f.run), bound(f.bound));
    body(f.body);
  }
  void print(const ForTile& f) {
    line("for_tile {} {}x{} as {} {} at {} {}", k.text(f.tile), f.rows, f.vectors, k.text(f.r), k.text(f.v), k.text(f.row), k.text(f.column));
    body(f.body);
  }
  void print(const Tile& t) {
    string text = k.text(t.name);
    for (int e : t.extent) text += fmt::format("[{}]", e);
    line("tile {}", text);
  }
  void print(const MultiplyTile& m) {
    line("multiply {} {}x{} depth {} unroll {} a {} row {} k {} b {} k {} v {}{}", k.text(m.tile), m.rows, m.vectors, m.depth, m.unroll,
         place(m.a), m.a_row, m.a_k, place(m.b), m.b_k, m.b_v, bound(m.bound));
  }
  void print(const Load& l) {
    line("{} = load {}{}", target(l.to, l.type), l.reach == Reach::lanes ? "" : fmt::format("{} ", word(reach_names, l.reach)), place(l.from));
  }
  void print(const Store& s) {
    const string type = s.type == Type::number ? "" : fmt::format("{} ", word(type_names, s.type));
    line("store {}{}{}, {}", s.first_lane ? "first " : "", type, place(s.to), operand(s.value));
  }
  void print(const AddRow& a) { line("add_row {} row {} of {} stride {}, {}", place(a.to), reg(a.row), a.rows, a.stride, operand(a.value)); }
  void print(const Let& l) { line("{} = {}", target(l.to, l.type), expression(l.op, l.of)); }
  void print(const Set& s) { line("set {} = {}", reg(s.to), expression(s.op, s.of)); }
  void print(const ReduceLanes& r) { line("{} = fold {} {}", reg(r.to), word(fold_names, r.fold), reg(r.of)); }
  void print(const Stage& s) {
    line("stage {} row {} column {} from {} row {} size {}x{}", place(s.to), s.to_row, s.to_column, place(s.from), s.from_row, s.rows, s.columns);
  }
  void print(const Barrier&) { line("barrier"); }
  void print(const Prefetch& p) { line("prefetch {}", place(p.place)); }
  void print(const Note& n) { line("# {}", n.text); }
};

}  // namespace

string statement_text(const Kernel& kernel, const Statement& statement) {
  Printer p{kernel};
  std::visit([&](auto& s) { p.print(s); }, statement.node());
  return p.out.substr(0, p.out.find('\n'));
}

string print(const Kernel& kernel) {
  Printer p{kernel};
  p.line("{}", header_line(kernel));
  p.depth = 1;
  for (const Buffer& b : kernel.buffers)
    p.line("{} {}[{}] {}", word(use_names, b.use), word(type_names, b.type), b.size, kernel.text(b.name));
  p.depth = 0;
  p.body(kernel.body);
  return p.out;
}

}  // namespace keratin::kernel
