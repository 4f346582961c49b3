// Reads the text of a kernel. Strict: what `print` does not write is an error, with line and column.
#include <map>
#include <utility>

#include <fmt/format.h>

#include "compiler/ir/cursor.h"
#include "compiler/kernel/words.h"
#include "runtime/base/diagnostic.h"

namespace keratin::kernel {

namespace {

using std::string;
using std::string_view;

constexpr size_t most_text = 64 << 20;
constexpr int deepest = 64;         // loops in loops

enum class Kind { variable, reg, buffer };  // tiles are registers

struct Parser {
  Cursor at;
  Kernel k = {};
  std::map<string, std::pair<Name, Kind>, std::less<>> known = {{"lane", {lane, Kind::variable}}, {"batch_rows", {batch_rows, Kind::variable}}};

  // ---- words
  template <size_t n>
  int one_of(const string_view (&words)[n], const char* what) {
    const string seen = at.word();
    for (size_t i = 0; i < n; ++i)
      if (seen == words[i]) return static_cast<int>(i);
    at.error(fmt::format("`{}` is no {}", seen, what), static_cast<long>(seen.size()));
  }
  Name define(Kind kind) {
    const string word = at.word();
    const long length = static_cast<long>(word.size());
    if (!is_free_word(word)) at.error(fmt::format("`{}` cannot be a name", word), length);
    const Name name{static_cast<int>(k.names.size())};
    if (!known.insert({word, {name, kind}}).second) at.error(fmt::format("`{}` is defined twice", word), length);
    k.names.push_back(word);
    return name;
  }
  Name use(Kind kind) {
    const string word = at.word();
    const auto found = known.find(word);
    if (found == known.end() || found->second.second != kind)
      at.error(fmt::format("`{}` is no {} known here", word, kind == Kind::variable ? "loop variable" : kind == Kind::reg ? "register" : "buffer"),
               static_cast<long>(word.size()));
    return found->second.first;
  }

  // ---- parts of a statement
  Index index() {
    Index sum;
    do {
      if (at.sees_number()) {
        sum.constant += at.whole();
        continue;
      }
      const Name variable = use(Kind::variable);
      sum = sum + variable * (at.take(" * ") ? at.whole() : 1);
    } while (at.take(" + "));
    return sum;
  }
  std::vector<Index> elements() {
    std::vector<Index> all;
    while (at.take("[")) {
      if (all.size() == 4) at.error("a tile has at most four extents");
      all.push_back(index());
      at.expect("]");
    }
    return all;
  }
  Register reg() {
    Register r{use(Kind::reg)};
    r.element = elements();
    return r;
  }
  Place place() {
    Place p{use(Kind::buffer)};
    at.expect("[");
    p.at = index();
    if (at.take(", each ")) p.offset = reg();
    at.expect("]");
    return p;
  }
  Operand operand() {
    float x;
    if (at.take_float(x)) return x;
    const auto found = known.find(at.peek_word());
    if (found != known.end() && found->second.second == Kind::reg) return reg();
    return index();
  }
  std::pair<Scalar, std::vector<Operand>> expression() {
    const string word = at.word();
    const auto op = find_scalar(word);
    if (!op) at.error(fmt::format("`{}` is no function", word), static_cast<long>(word.size()));
    std::vector<Operand> of;
    for (int i = 0; i < info(*op).arity; ++i) {
      at.expect(i ? ", " : " ");
      of.push_back(operand());
    }
    return {*op, of};
  }
  Type type_after_name() { return at.take(": ") ? Type(one_of(type_names, "type")) : Type::number; }
  Bound bound() {
    if (!at.take(" bound ")) return {};
    Bound b{index()};
    at.expect(" below batch_rows * ");
    b.factor = at.whole(1);
    return b;
  }
  std::pair<int, int> size(int least = 1) {
    const int rows = at.small(least);
    if (!at.sees('x')) at.error("expected `x`");
    at.skip(1);
    return {rows, at.small(least)};
  }
  long after(string_view word) {
    at.expect(word);
    return at.whole();
  }

  // ---- statements
  Statement for_loop(int indent) {
    For f{};
    f.variable = define(Kind::variable);
    at.expect(" in ");
    f.begin = at.whole();
    at.expect("..");
    const long end = at.whole();
    f.step = at.take(" step ") ? at.whole(1) : 1;
    if (end <= f.begin || (end - f.begin) % f.step != 0) at.error("a loop has at least one turn and whole steps");
    f.count = (end - f.begin) / f.step;
    at.expect(" ");
    f.run = Run(one_of(run_names, "way to run a loop"));
    f.bound = bound();
    at.end_line();
    f.body = body(indent + 2);
    return f;
  }
  Statement for_tile(int indent) {
    ForTile f{};
    f.tile = use(Kind::reg);
    at.expect(" ");
    std::tie(f.rows, f.vectors) = size();
    at.expect(" as ");
    f.r = define(Kind::variable);
    at.expect(" ");
    f.v = define(Kind::variable);
    at.expect(" at ");
    f.row = define(Kind::variable);
    at.expect(" ");
    f.column = define(Kind::variable);
    at.end_line();
    f.body = body(indent + 2);
    return f;
  }
  Statement tile() {
    Tile t{define(Kind::reg), {}};
    while (at.take("[")) {
      t.extent.push_back(at.small(1));
      at.expect("]");
      if (t.extent.size() > 4) at.error("a tile has at most four extents");
    }
    if (t.extent.empty()) at.error("expected `[`");
    return t;
  }
  Statement multiply() {
    MultiplyTile m{};
    m.tile = use(Kind::reg);
    at.expect(" ");
    std::tie(m.rows, m.vectors) = size();
    at.expect(" depth ");
    m.depth = at.whole(1);
    at.expect(" unroll ");
    m.unroll = at.small(1, 64);
    at.expect(" a ");
    m.a = place();
    m.a_row = after(" row "), m.a_k = after(" k ");
    at.expect(" b ");
    m.b = place();
    m.b_k = after(" k "), m.b_v = after(" v ");
    m.bound = bound();
    return m;
  }
  Statement stage() {
    Stage s{};
    s.to = place();
    s.to_row = after(" row "), s.to_column = after(" column ");
    at.expect(" from ");
    s.from = place();
    s.from_row = after(" row ");
    at.expect(" size ");
    std::tie(s.rows, s.columns) = size();
    return s;
  }
  Statement store() {
    const bool first_lane = at.take("first ");
    const Type type = at.take("i32 ") ? Type::integer : Type::number;
    Place to = place();
    at.expect(", ");
    return Store{std::move(to), operand(), type, first_lane};
  }
  Statement add_row() {
    AddRow a{};
    a.to = place();
    at.expect(" row ");
    a.row = reg();
    a.rows = after(" of "), a.stride = after(" stride ");
    at.expect(", ");
    a.value = operand();
    return a;
  }
  Statement set() {
    Register to = reg();
    at.expect(" = ");
    auto [op, of] = expression();
    return Set{std::move(to), op, std::move(of)};
  }
  // `t = …` makes a register, `acc[r][v] = load …` fills one of a tile. The name is known only behind its own statement.
  Statement assignment() {
    const string word(at.peek_word());
    const auto found = known.find(word);
    const bool old = found != known.end() && found->second.second == Kind::reg;
    Register to;
    if (old) to = reg();
    else to.name = define(Kind::reg);
    if (old && to.element.empty()) at.error(fmt::format("`{}` is defined twice", word));
    if (!old) known.erase(word);
    const Type type = type_after_name();
    at.expect(" = ");
    Statement s = value(std::move(to), type, old);
    if (!old) known[word] = {Name(static_cast<int>(k.names.size()) - 1), Kind::reg};
    return s;
  }
  Statement value(Register to, Type type, bool old) {
    if (at.take("load ")) {
      const Reach reach = at.take("one ") ? Reach::one : at.take("late ") ? Reach::late : Reach::lanes;
      return Load{std::move(to), place(), reach, type};
    }
    if (at.take("fold ")) {
      const Fold fold = Fold(one_of(fold_names, "fold"));
      at.expect(" ");
      return ReduceLanes{std::move(to), reg(), fold};
    }
    if (old) at.error("a known register changes by `set`");
    auto [op, of] = expression();
    return Let{std::move(to), op, std::move(of), type};
  }
  Statement statement(int indent) {
    if (at.take("for ")) return for_loop(indent);
    if (at.take("for_tile ")) return for_tile(indent);
    Statement s = Barrier{};
    if (at.take("# ")) s = Note{string(at.take_rest())};
    else if (at.take("tile ")) s = tile();
    else if (at.take("multiply ")) s = multiply();
    else if (at.take("stage ")) s = stage();
    else if (at.take("store ")) s = store();
    else if (at.take("add_row ")) s = add_row();
    else if (at.take("set ")) s = set();
    else if (at.take("prefetch ")) s = Prefetch{place()};
    else if (!at.take("barrier")) s = assignment();
    at.end_line();
    return s;
  }
  Body body(int indent) {
    Body b;
    if (indent > 2 * deepest) at.error("loops lie too deep in each other");
    while (!at.done() && at.indent() >= indent) {
      if (at.indent() > indent) at.error("the line is indented too far");
      at.start(indent);
      b.push_back(statement(indent));
    }
    return b;
  }

  // ---- the top
  void header() {
    Schedule& s = k.schedule;
    at.expect("kernel ");
    k.name = at.word();
    if (!is_free_word(k.name)) at.error(fmt::format("`{}` cannot be a kernel's name", k.name), static_cast<long>(k.name.size()));
    const std::pair<string_view, int*> numbers[] = {{" lanes ", &s.lanes}, {" rows ", &s.rows},   {" vectors ", &s.vectors}, {" unroll ", &s.unroll},
                                                    {" warps ", &s.warps}, {" depth ", &s.depth}, {" pad_a ", &s.pad_a},     {" pad_b ", &s.pad_b}};
    for (auto [word, number] : numbers) {
      at.expect(word);
      *number = at.small(0);
    }
    const std::pair<string_view, bool*> switches[] = {
        {" stage_a", &s.stage_a}, {" stage_b", &s.stage_b}, {" split_tiles", &s.split_tiles}, {" prefetch", &s.prefetch}, {" lane_rows", &s.lane_rows}, {" tail", &k.tail}};
    for (auto [word, on] : switches) *on = at.take(word);
    at.end_line();
  }
  void buffers() {
    while (!at.done() && at.indent() == 2) {
      at.start(2);
      const string_view word = at.peek_word();
      if (word != "input" && word != "output" && word != "scratch") return at.start(0);
      const Use use = Use(one_of(use_names, "use of a buffer"));
      at.expect(" ");
      const Type type = Type(one_of(type_names, "type"));
      at.expect("[");
      const long size = at.whole(1);
      at.expect("] ");
      k.buffers.push_back({define(Kind::buffer), type, use, size});
      at.end_line();
    }
  }
};

}  // namespace

Kernel parse_kernel(string_view text, string_view file) {
  if (text.size() > most_text) fail("K2902", fmt::format("a kernel's text of {} bytes is too large", text.size()), {.file = string(file)});
  Parser p{{text, file, "K2902"}};
  p.header();
  p.buffers();
  p.k.body = p.body(2);
  if (!p.at.done()) p.at.error("expected a statement, indented by two");
  return std::move(p.k);
}

}  // namespace keratin::kernel
