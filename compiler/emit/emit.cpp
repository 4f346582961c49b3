// Prints a kernel: one function a statement, one for all languages.
#include "compiler/emit/emit.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/emit/phrases.h"
#include "compiler/kernel/words.h"
#include "runtime/base/diagnostic.h"

namespace keratin {

using namespace kernel;
using std::string;

namespace {

class Printer {
 public:
  Printer(const Kernel& kernel, const Spelling& spelling) : k(kernel), is(spelling), say{kernel, spelling} {}
  string function();

 private:
  const Kernel& k;
  const Spelling& is;
  Phrases say;
  string out = {};
  int depth = 1, parts = 0;

  template <class... T>
  void line(fmt::format_string<T...> text, T&&... values) {
    out += string(2 * depth, ' ') + fmt::format(text, std::forward<T>(values)...) + "\n";
  }
  template <class... T>
  void open(fmt::format_string<T...> text, T&&... values) {
    line(text, std::forward<T>(values)...);
    ++depth;
  }
  void close() { --depth, line("}}"); }
  void unroll(long times) { out += fill(is.unroll, {{"$n", std::to_string(times)}}) + "\n"; }
  void keep_loop() { out += string(is.keep_loop) + "\n"; }
  void counted(const string& v, long times) {  // an unrolled loop over v = 0, 1, …
    unroll(times);
    open("for (int {} = 0; {} < {}; ++{}) {{", v, v, times, v);
  }

  void body(const Body& body, const string& chunk);
  void chunk_loop(const For& loop, const string& chunk, long& before, long all);
  void inside_bound(const For& loop, const string& chunk);
  void warps(const For& loop, const string& chunk);

  void print(const For& loop, const string& chunk);
  void print(const ForTile& f, const string& chunk);
  void print(const MultiplyTile& m, const string&);
  void print(const Tile& t, const string&) {
    string text = "lanes " + k.text(t.name);
    for (int e : t.extent) text += fmt::format("[{}]", e);
    line("{} = {{}};", text);
  }
  void print(const Load& l, const string&) { line("{} = {};", say.target(l.to, l.type), say.load(l)); }
  void print(const Store& s, const string&) {
    const string type(suffix(s.type)), to = say.address(s.to), value = say.row(s.value);
    if (s.first_lane) line("{}", fill(is.store_first, {{"$type", type}, {"$to", to}, {"$value", value}}));
    else line("store{}({}, {});", type, to, value);
  }
  void print(const AddRow& a, const string&) { line("add_row({}, {}, {}, {}, {});", say.address(a.to), say.reg(a.row), a.rows, a.stride, say.row(a.value)); }
  void print(const Let& l, const string&) { line("{} = {};", say.target(l.to, l.type), say.expression(l.op, l.of)); }
  void print(const Set& s, const string&) { line("{} = {};", say.reg(s.to), say.expression(s.op, s.of)); }
  void print(const ReduceLanes& r, const string&) {
    line("{} = {}_lanes_all({});", say.target(r.to, Type::number), fold_names[static_cast<int>(r.fold)], say.reg(r.of));
  }
  void print(const Stage& s, const string&) {
    line("stage({}, {}, {}, {}, {}, {}, {});", say.address(s.to), s.to_row, s.to_column, say.address(s.from), s.from_row, s.rows, s.columns);
  }
  void print(const Barrier&, const string&) {
    if (!is.barrier.empty()) line("{}", is.barrier);
  }
  void print(const Prefetch& p, const string&) { line("prefetch({});", say.address(p.place)); }
  void print(const Note& n, const string&) { line("// {}", n.text); }
};

// ---- loops

// The value of a loop's variable in its turn number `number`.
string turn(const For& loop, const string& number) {
  if (loop.count == 1) return std::to_string(loop.begin);
  return fmt::format("{}{}{}", loop.begin ? fmt::format("{} + ", loop.begin) : "", number, loop.step == 1 ? "" : fmt::format(" * {}", loop.step));
}

// Chunk loops of a body share one flat number, `chunk`: this finds who is meant. All other statements run in every chunk.
void Printer::body(const Body& body, const string& chunk) {
  long before = 0;
  const long all = chunk_width(body);
  for (const Statement& s : body) {
    auto* loop = std::get_if<For>(&s.node());
    if (loop && loop->run == Run::chunks) chunk_loop(*loop, chunk, before, all);
    else std::visit([&](auto& statement) { print(statement, chunk); }, s.node());
  }
}

void Printer::chunk_loop(const For& loop, const string& chunk, long& before, long all) {
  const long inner = std::max(1l, chunk_width(loop.body)), mine = loop.count * inner;
  const bool choose = mine != all;
  if (choose && before) open("if ({} >= {} && {} < {}) {{", chunk, before, chunk, before + mine);
  else if (choose) open("if ({} < {}) {{", chunk, mine);
  string number = before ? fmt::format("({} - {})", chunk, before) : chunk, part = "0";
  if (inner > 1) {
    part = fmt::format("part{}", ++parts);
    line("const int {} = {} % {};", part, number, inner);
    number += fmt::format(" / {}", inner);
  }
  line("const int {} = {};", k.text(loop.variable), turn(loop, number));
  inside_bound(loop, part);
  if (choose) close();
  before += mine;
}

// A loop's body, passed by where the batch has ended.
void Printer::inside_bound(const For& loop, const string& chunk) {
  const bool bounded = loop.bound.factor != 0;
  if (bounded) open("if ({}) {{", say.inside(loop.bound, k.text(loop.variable)));
  body(loop.body, chunk);
  if (bounded) close();
}

void Printer::warps(const For& loop, const string& chunk) {
  const string& v = k.text(loop.variable);
  const string warp = fill(is.warp, {{"$lanes", std::to_string(k.schedule.lanes)}});
  const bool some = loop.count < k.schedule.warps;  // the other warps pass by
  if (some) open("if ({} < {}) {{", warp, loop.count);
  line("const int {} = {};", v, turn(loop, warp));
  inside_bound(loop, chunk);
  if (some) close();
}

void Printer::print(const For& loop, const string& chunk) {
  if (loop.run == Run::warps && !is.warp.empty()) return warps(loop, chunk);
  const string& v = k.text(loop.variable);
  if (loop.count == 1) {
    line("const int {} = {};", v, loop.begin);
    return inside_bound(loop, chunk);
  }
  const bool early_end = loop.run == Run::serial && loop.bound.factor != 0;  // of a loop whose bound is its condition
  if (loop.run == Run::unrolled) unroll(loop.count);
  else keep_loop();
  open("for (int {} = {}; {} < {}{}; {}) {{", v, loop.begin, v, loop.begin + loop.count * loop.step,
       early_end ? " && " + say.inside(loop.bound, v) : "", loop.step == 1 ? "++" + v : fmt::format("{} += {}", v, loop.step));
  if (early_end) body(loop.body, chunk);
  else inside_bound(loop, chunk);
  close();
}

// ---- tiles

void Printer::print(const ForTile& f, const string& chunk) {
  const string &r = k.text(f.r), &v = k.text(f.v);
  counted(r, f.rows);
  counted(v, f.vectors);
  line("const int {} = {}, {} = {} * {};", k.text(f.row), r, k.text(f.column), v, k.schedule.lanes);
  body(f.body, chunk);
  close();
  close();
}

// One row of B against every row of A, `unroll` times in a turn.
void Printer::print(const MultiplyTile& m, const string&) {
  const int times = m.bound.factor || m.depth % m.unroll ? 1 : m.unroll;
  const string step = times == 1 ? "k" : "(k + u)", own = is.whole_rows ? "" : " + lane", &tile = k.text(m.tile);
  auto stride = [](const string& variable, long factor) { return factor == 1 ? variable : fmt::format("{} * {}", variable, factor); };
  open("{{");
  line("const float* a = {};", say.address(m.a));
  line("const float* b = {};", say.address(m.b));
  if (m.bound.factor) {
    const string before = say.index(m.bound.before);
    line("const int rest = {}{};", say.rows(m.bound), before == "0" ? "" : fmt::format(" - ({})", before));
    line("const int steps = rest < {} ? rest : {};", m.depth, m.depth);
  }
  keep_loop();
  open("for (int k = 0; k < {}; {}) {{", m.bound.factor ? "steps" : std::to_string(m.depth), times == 1 ? "++k" : fmt::format("k += {}", times));
  if (times > 1) counted("u", times);
  line("lanes right[{}];", m.vectors);
  unroll(m.vectors);
  line("for (int j = 0; j < {}; ++j) right[j] = load(b + {} + {}{});", m.vectors, stride(step, m.b_k), stride("j", m.b_v), own);
  counted("i", m.rows);
  line("const lanes left = splat(one(a + {} + {}));", stride("i", m.a_row), stride(step, m.a_k));
  unroll(m.vectors);
  line("for (int j = 0; j < {}; ++j) {}[i][j] = fma_(left, right[j], {}[i][j]);", m.vectors, tile, tile);
  for (int closing = times > 1 ? 4 : 3; closing > 0; --closing) close();
}

// ---- the function

string parameters(const Kernel& k) {
  string text;
  for (const Buffer& b : k.buffers)
    if (b.use != Use::scratch)
      text += fmt::format("{}{}{}* __restrict {}", text.empty() ? "" : ", ", b.use == Use::input ? "const " : "", element_word(b.type), k.text(b.name));
  return text + (k.tail ? ", int batch_rows" : "");
}

string Printer::function() {
  out = "// " + header_line(k) + "\n";
  out += fill(is.head, {{"$name", k.name},
                        {"$parameters", parameters(k)},
                        {"$threads", std::to_string(block_threads(k))},
                        {"$lanes", std::to_string(k.schedule.lanes)}});
  if (scratch_bytes(k)) out += is.scratch;
  long at = 0;
  for (const Buffer& b : k.buffers)
    if (b.use == Use::scratch) {
      line("{}* const {} = ({}*)(scratch + {});", element_word(b.type), k.text(b.name), element_word(b.type), at);
      at += padded_bytes(b);
    }
  open("{}", is.chunks);
  body(k.body, "chunk");
  close();
  return out + "}\n";
}

}  // namespace

string emit(const Kernel& kernel, const Spelling& spelling) {
  check(spelling.lanes == 0 || spelling.lanes == kernel.schedule.lanes, "a register of this target has another number of lanes than " + kernel.name);
  return Printer(kernel, spelling).function();
}

std::vector<string> parameter_types(const Kernel& kernel) {
  std::vector<string> types;
  for (const Buffer& b : kernel.buffers)
    if (b.use != Use::scratch) types.push_back(fmt::format("{}{}*", b.use == Use::input ? "const " : "", element_word(b.type)));
  if (kernel.tail) types.push_back("int");
  return types;
}

}  // namespace keratin
