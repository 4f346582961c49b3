// What a kernel means, in plain loops: chunk after chunk, warp after warp, lane after lane.
#include <algorithm>
#include <array>

#include "compiler/kernel/lane_functions.h"
#include "compiler/kernel/words.h"
#include "runtime/base/diagnostic.h"

namespace keratin::kernel {

namespace {

constexpr int most_lanes = 32;
using Row = std::array<Lane, most_lanes>;

struct Memory {
  float* numbers = nullptr;
  int32_t* integers = nullptr;
  long size = 0;
};
struct Registers {
  Type type = Type::number;
  std::vector<int> extent = {};
  std::vector<Row> rows = {};  // one for each element of a tile
};

class Evaluator {
 public:
  Evaluator(const Kernel& kernel, const std::vector<KernelArgument>& arguments, int rows)
      : k(kernel), value(k.names.size()), registers(k.names.size()), memory(k.names.size()) {
    value[static_cast<size_t>(batch_rows)] = rows;
    size_t next = 0;
    for (const Buffer& b : k.buffers) {
      Memory& m = of(memory, b.name);
      m.size = b.size;
      if (b.use == Use::scratch) {
        own.emplace_back(static_cast<size_t>(b.size));
        m.numbers = reinterpret_cast<float*>(own.back().data()), m.integers = own.back().data();
        continue;
      }
      check(next < arguments.size(), "a kernel is given too few arguments");
      m.numbers = arguments[next].numbers, m.integers = arguments[next++].integers;
      check(b.type == Type::number ? m.numbers != nullptr : m.integers != nullptr, "an argument of another type");
    }
    check(next == arguments.size(), "a kernel is given too many arguments");
  }

  void chunk(long number) {
    constexpr int32_t nan_bits = 0x7fc00000;  // what was not written first shows
    for (auto& scratch : own) std::fill(scratch.begin(), scratch.end(), nan_bits);
    body(k.body, number);
  }

 private:
  const Kernel& k;
  std::vector<long> value;           // of loop variables
  std::vector<Registers> registers;  // by name, as is memory
  std::vector<Memory> memory;
  std::vector<std::vector<int32_t>> own = {};  // scratch

  template <class T>
  static T& of(std::vector<T>& all, Name name) { return all[static_cast<size_t>(name)]; }
  int lanes() const { return k.schedule.lanes; }
  template <class F>
  void each_lane(F inside) {
    for (int l = 0; l < lanes(); ++l) value[0] = l, inside(l);
    value[0] = 0;
  }

  // ---- parts of a statement
  long index(const Index& i) const {
    long sum = i.constant;
    for (const Term& term : i.terms) sum += value[static_cast<size_t>(term.variable)] * term.factor;
    return sum;
  }
  Row& row(const Register& r) {
    Registers& all = of(registers, r.name);
    check(r.element.size() == all.extent.size(), "a register that a kernel does not have");
    long flat = 0;
    for (size_t i = 0; i < r.element.size(); ++i) {
      const long at = index(r.element[i]);
      check(at >= 0 && at < all.extent[i], "a register outside its tile");
      flat = flat * all.extent[i] + at;
    }
    return all.rows.at(static_cast<size_t>(flat));
  }
  Row& target(const Register& to, Type type) {
    if (to.element.empty()) of(registers, to.name) = {type, {}, std::vector<Row>(1)};
    return row(to);
  }
  Type type_of(const Operand& o) {
    if (std::holds_alternative<float>(o)) return Type::number;
    auto* r = std::get_if<Register>(&o);
    return r ? of(registers, r->name).type : Type::integer;
  }
  Lane lane_of(const Operand& o, int l) {  // value[0] is l
    if (auto* x = std::get_if<float>(&o)) return {.number = *x};
    if (auto* i = std::get_if<Index>(&o)) return {.integer = static_cast<int32_t>(index(*i))};
    return row(std::get<Register>(o))[l];
  }
  template <class T>
  static T& element(T* data, const Memory& m, long at) {
    check(at >= 0 && at < m.size, "a place outside its buffer");
    return data[at];
  }
  float& number(Name buffer, long at) { return element(of(memory, buffer).numbers, of(memory, buffer), at); }
  int32_t& integer(Name buffer, long at) { return element(of(memory, buffer).integers, of(memory, buffer), at); }
  Row expression(Scalar op, const std::vector<Operand>& operands) {
    Row out{};
    const Type type = type_of(operands[op == Scalar::select ? 1 : 0]);
    each_lane([&](int l) {
      Lane values[4] = {};
      for (size_t i = 0; i < operands.size(); ++i) values[i] = lane_of(operands[i], l);
      out[l] = apply(op, type, values);
    });
    return out;
  }
  bool inside(const Bound& b, long variable) const {
    return b.factor == 0 || index(b.before) + variable < value[static_cast<size_t>(batch_rows)] * b.factor;
  }

  // ---- statements
  void body(const Body& b, long chunk) {
    long before = 0;
    for (const Statement& s : b) {
      auto* loop = std::get_if<For>(&s.node());
      if (loop && loop->run == Run::chunks) one_chunk(*loop, chunk, before);
      else std::visit([&](auto& statement) { run(statement, chunk); }, s.node());
    }
  }
  // The turn that chunk number `chunk` of this body means, if it is one of this loop's.
  void one_chunk(const For& loop, long chunk, long& before) {
    const long inner = std::max(1l, chunk_width(loop.body)), mine = chunk - before;
    before += loop.count * inner;
    if (mine < 0 || mine >= loop.count * inner) return;
    turn(loop, mine / inner, mine % inner);
  }
  bool turn(const For& loop, long i, long chunk) {
    const long variable = loop.begin + i * loop.step;
    if (!inside(loop.bound, variable)) return false;
    of(value, loop.variable) = variable;
    body(loop.body, chunk);
    return true;
  }
  void run(const For& loop, long chunk) {
    for (long i = 0; i < loop.count; ++i)
      if (!turn(loop, i, chunk)) return;
  }
  void run(const ForTile& f, long chunk) {
    for (int r = 0; r < f.rows; ++r)
      for (int v = 0; v < f.vectors; ++v) {
        of(value, f.r) = of(value, f.row) = r;
        of(value, f.v) = v, of(value, f.column) = static_cast<long>(v) * lanes();
        body(f.body, chunk);
      }
  }
  void run(const Tile& t, long) {
    size_t all = 1;
    for (int e : t.extent) all *= static_cast<size_t>(e);
    of(registers, t.name) = {Type::number, t.extent, std::vector<Row>(all)};
  }
  void run(const MultiplyTile& m, long) {
    long depth = m.depth;
    if (m.bound.factor) depth = std::min(depth, value[static_cast<size_t>(batch_rows)] * m.bound.factor - index(m.bound.before));
    const long a = index(m.a.at), b = index(m.b.at);
    for (int r = 0; r < m.rows; ++r)
      for (int v = 0; v < m.vectors; ++v) {
        Row& sum = row({m.tile, {r, v}});
        for (long d = 0; d < depth; ++d) {
          const Lane left = {.number = number(m.a.buffer, a + r * m.a_row + d * m.a_k)};
          for (int l = 0; l < lanes(); ++l) {
            const Lane chain[] = {left, {.number = number(m.b.buffer, b + d * m.b_k + v * m.b_v + l)}, sum[l]};
            sum[l] = apply(Scalar::fma, Type::number, chain);
          }
        }
      }
  }
  void run(const Load& s, long) {
    Row loaded{};
    each_lane([&](int l) {
      const long at = index(s.from.at) + (s.from.offset ? row(*s.from.offset)[l].integer : 0);
      if (s.type == Type::number) loaded[l].number = number(s.from.buffer, at);
      else loaded[l].integer = integer(s.from.buffer, at);
    });
    target(s.to, s.type) = loaded;
  }
  void run(const Store& s, long) {
    each_lane([&](int l) {
      if (s.first_lane && l) return;
      const Lane x = lane_of(s.value, l);
      if (s.type == Type::number) number(s.to.buffer, index(s.to.at)) = x.number;
      else integer(s.to.buffer, index(s.to.at)) = x.integer;
    });
  }
  void run(const AddRow& s, long) {
    const long chosen = row(s.row)[0].integer;
    if (chosen < 0 || chosen >= s.rows) return;
    each_lane([&](int l) { number(s.to.buffer, index(s.to.at) + chosen * s.stride) += lane_of(s.value, l).number; });
  }
  void run(const Let& s, long) {
    const Row result = expression(s.op, s.of);
    target(s.to, s.type) = result;
  }
  void run(const Set& s, long) {
    const Row result = expression(s.op, s.of);
    row(s.to) = result;
  }
  void run(const ReduceLanes& s, long) {
    Row x = row(s.of);
    for (int apart : {2, 1, 4, 8}) {
      const Row before = x;
      for (int l = 0; l < lanes(); ++l) x[l].number = fold(s.fold, before[l].number, before[l ^ apart].number);
    }
    if (s.fold != Fold::sum)  // zeros of different signs are equal: the first lane of each sixteen speaks for all
      for (int l = 0; l < lanes(); ++l) x[l].number = x[l / 16 * 16].number;
    target(s.to, Type::number) = x;
  }
  void run(const Stage& s, long) {
    const long to = index(s.to.at), from = index(s.from.at);
    for (int r = 0; r < s.rows; ++r)
      for (int c = 0; c < s.columns; ++c) number(s.to.buffer, to + r * s.to_row + c * s.to_column) = number(s.from.buffer, from + r * s.from_row + c);
  }
  void run(const Barrier&, long) {}
  void run(const Prefetch&, long) {}
  void run(const Note&, long) {}
};

}  // namespace

void evaluate(const Kernel& kernel, const std::vector<KernelArgument>& arguments, int rows, long first, long last) {
  check(kernel.schedule.lanes >= 1 && kernel.schedule.lanes <= most_lanes, "a kernel has at most 32 lanes");
  Evaluator evaluator(kernel, arguments, rows);
  for (long chunk = first; chunk < last; ++chunk) evaluator.chunk(chunk);
}

}  // namespace keratin::kernel
