// What every stage may rely on: names, types, places and shapes of a kernel. A kernel that passes prints to text that
// compiles, and touches no element outside its buffers (gathers aside, whose offsets are data).
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "compiler/kernel/hazards.h"
#include "compiler/kernel/words.h"
#include "runtime/base/diagnostic.h"

namespace keratin::kernel {

namespace {

constexpr long int_limit = 1l << 31;  // addresses of generated text are ints
using Wide = __int128;                // of sums of products, so that nothing overflows here

struct Range {
  Wide low = 0, high = 0;
};

enum class Kind { unknown, variable, reg, tile, buffer };
struct Known {
  Kind kind = Kind::unknown;
  Type type = Type::number;         // reg, buffer
  Range range = {};                 // variable
  bool constant = false;            // variable: known once loops are unrolled, so it may index registers
  std::vector<int> extent = {};     // tile
  const Buffer* buffer = nullptr;
};

struct Verifier {
  const Kernel& k;
  std::vector<Known> known = std::vector<Known>(k.names.size());
  std::vector<char> ever = std::vector<char>(k.names.size());
  const Statement* now = nullptr;
  std::vector<Name> chunk_variables = {}, warp_variables = {};  // of loops around with more than one turn
  bool beside_chunks = false;  // this statement runs in every one of several chunks
  bool in_warps = false;

  // ---- complaints
  void must(bool holds, std::string_view why) const {
    if (holds) return;
    internal_failure(__FILE__, __LINE__, fmt::format("kernel {}: {}{}", k.name, why, now ? ": `" + statement_text(k, *now) + "`" : ""));
  }

  // ---- names
  size_t number(Name name) const {
    const size_t n = static_cast<size_t>(name);
    if (n >= k.names.size()) internal_failure(__FILE__, __LINE__, "kernel " + k.name + ": a name that was never made");
    return n;
  }
  const Known& look(Name name) const { return known[number(name)]; }
  void define(Name name, Known what) {
    const size_t n = number(name);
    must(!ever[n], "a name is defined twice");
    ever[n] = 1;
    known[n] = std::move(what);
    scope->push_back(name);
  }
  std::vector<Name>* scope = nullptr;

  template <class F>
  void in_scope(F inside) {
    std::vector<Name> mine, *outer = std::exchange(scope, &mine);
    inside();
    for (Name name : mine) known[number(name)] = {};
    scope = outer;
  }

  // ---- indices and places
  Range range(const Index& index, bool address) const {
    Range sum{index.constant, index.constant};
    Wide reach = index.constant < 0 ? -Wide(index.constant) : index.constant;  // no partial sum is larger
    std::set<Name> seen;
    for (const Term& term : index.terms) {
      const Known& v = look(term.variable);
      must(v.kind == Kind::variable, "an index uses what is no loop variable here");
      must(term.factor != 0 && seen.insert(term.variable).second, "an index with a term of factor 0, or the same variable twice");
      must(!address || term.variable != batch_rows, "an address depends on the number of rows");
      const Wide one = v.range.low * term.factor, other = v.range.high * term.factor;
      sum.low += std::min(one, other), sum.high += std::max(one, other);
      reach += std::max(one < 0 ? -one : one, other < 0 ? -other : other);
    }
    must(reach < int_limit, "an index that does not fit an int");
    return sum;
  }
  const Known& buffer_of(const Place& p) const {
    const Known& b = look(p.buffer);
    must(b.kind == Kind::buffer, "a place in what is no buffer");
    return b;
  }
  // The place and `more` elements around it lie in its buffer.
  void inside(const Place& p, Type type, Range more) const {
    const Known& b = buffer_of(p);
    must(b.type == type, "the buffer holds another type");
    const Range at = range(p.at, true);
    must(at.low + more.low >= 0 && at.high + more.high < b.buffer->size, "a place outside its buffer");
  }
  static void stretch(Range& r, Wide steps, Wide stride) { (stride < 0 ? r.low : r.high) += (steps - 1) * stride; }
  void plain(const Place& p) const { must(!p.offset, "only a load may gather"); }

  void writable(const Place& p) const {
    const Buffer& b = *buffer_of(p).buffer;
    must(b.use != Use::input, "a store to an input");
    plain(p);
    if (b.use == Use::output) {
      must(!beside_chunks, "every chunk would store here");
      for (Name v : chunk_variables) must(p.at.factor(v) != 0, "several chunks would store to the same place");
    }
  }
  void own_element(const Place& p) const {
    writable(p);
    must(k.schedule.warps == 1 || in_warps, "every warp would store here");
    for (Name w : warp_variables) must(p.at.factor(w) != 0, "several warps would store to the same place");
  }

  // ---- registers and operands
  Type type_of(const Register& r) const {
    const Known& known = look(r.name);
    must(known.kind == (r.element.empty() ? Kind::reg : Kind::tile), "a register that is not known here");
    must(r.element.size() == known.extent.size(), "a tile has another number of extents");
    for (size_t i = 0; i < r.element.size(); ++i) {
      for (const Term& term : r.element[i].terms) must(look(term.variable).constant, "a register is chosen by a variable that stays a variable");
      const Range at = range(r.element[i], true);
      must(at.low >= 0 && at.high < known.extent[i], "a register outside its tile");
    }
    return known.type;
  }
  Type type_of(const Operand& o) const {
    if (std::holds_alternative<float>(o)) return Type::number;
    if (auto* r = std::get_if<Register>(&o)) return type_of(*r);
    range(std::get<Index>(o), false);
    return Type::integer;
  }
  void tile_of(Name name, std::vector<int> least) const {
    const Known& t = look(name);
    must(t.kind == Kind::tile && t.extent.size() == least.size(), "another tile is wanted here");
    for (size_t i = 0; i < least.size(); ++i) must(least[i] >= 1 && least[i] <= t.extent[i], "more registers than the tile has");
  }
  void target(const Register& to, Type type) {
    if (to.element.empty()) define(to.name, {.kind = Kind::reg, .type = type});
    else must(type_of(to) == type, "the register has another type");
  }
  Type result(Scalar op, const std::vector<Operand>& of) const;

  // ---- statements
  void body(const Body& b, bool chunks_here) {
    const bool was = std::exchange(beside_chunks, beside_chunks || chunk_width(b) > 1);
    in_scope([&] {
      for (const Statement& s : b) {
        now = &s;
        auto* loop = std::get_if<For>(&s.node());
        must(!loop || loop->run != Run::chunks || chunks_here, "a chunk loop stands inside another kind of loop");
        std::visit([&](auto& statement) { verify(statement); }, s.node());
      }
    });
    beside_chunks = was;
  }
  void verify_bound(const Bound& b) const {
    if (b.factor == 0) return;
    must(k.tail && b.factor > 0, "a bound in a kernel that does not know the number of rows");
    must(range(b.before, true).low >= 0 && b.before.factor(lane) == 0, "a bound that counts lanes or begins below 0");
  }
  void verify(const For& f);
  void verify(const ForTile& f);
  void verify(const MultiplyTile& m);
  void verify(const Tile& t) {
    long all = 1;
    must(!t.extent.empty() && t.extent.size() <= 4, "a tile has one to four extents");
    for (int e : t.extent) must(e >= 1 && e <= 1024 && (all *= e) <= 1024, "a tile of no registers, or of too many");
    define(t.name, {.kind = Kind::tile, .extent = t.extent});
  }
  void verify(const Load& l) {
    must(l.type != Type::mask, "a mask never lies in memory");
    inside(l.from, l.type, {});
    if (l.from.offset) must(type_of(*l.from.offset) == Type::integer, "offsets are whole numbers");
    else must(l.from.at.factor(lane) == (l.reach == Reach::lanes ? 1 : 0), "lanes load neighbours, or all of them one element");
    target(l.to, l.type);
  }
  void verify(const Store& s) {
    must(type_of(s.value) == s.type && s.type != Type::mask, "the value has another type");
    inside(s.to, s.type, {});
    must(s.to.at.factor(lane) == (s.first_lane ? 0 : 1), "lanes store to neighbours, or the first lane alone");
    own_element(s.to);
  }
  void verify(const AddRow& a) {
    must(type_of(a.row) == Type::integer && type_of(a.value) == Type::number, "numbers are added to a row by its whole number");
    must(a.rows >= 1 && a.rows < int_limit && a.stride >= 1 && a.stride < int_limit && a.to.at.factor(lane) == 1, "rows of neighbouring lanes");
    Range more;
    stretch(more, a.rows, a.stride);
    inside(a.to, Type::number, more);
    own_element(a.to);
  }
  void verify(const Let& l) {
    must(l.to.element.empty(), "`let` makes a new name");
    must(result(l.op, l.of) == l.type, "the result has another type");
    target(l.to, l.type);
  }
  void verify(const Set& s) { must(result(s.op, s.of) == type_of(s.to), "the register has another type"); }
  void verify(const ReduceLanes& r) {
    must(k.schedule.lanes == 16, "sixteen lanes are folded");
    must(type_of(r.of) == Type::number, "numbers are folded");
    target(r.to, Type::number);
  }
  void verify(const Stage& s);
  void verify(const Barrier&) {}
  void verify(const Prefetch& p) { plain(p.place), inside(p.place, buffer_of(p.place).type, {}); }
  void verify(const Note& n) {
    const bool fine = std::all_of(n.text.begin(), n.text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '\\'; });
    must(fine, "a note becomes a comment: no line ends and no backslashes");
  }
  void all();
};

// ---- types of functions

Type Verifier::result(Scalar op, const std::vector<Operand>& of) const {
  const ScalarInfo& row = info(op);
  must(static_cast<int>(of.size()) == row.arity, "another number of operands");
  auto every = [&](size_t from, Type type) {
    for (size_t i = from; i < of.size(); ++i) must(type_of(of[i]) == type, "an operand has another type");
  };
  const Type first = type_of(of[0]);
  switch (row.signature) {
    case Signature::number_to_number: return every(0, Type::number), Type::number;
    case Signature::any_to_same:
      every(1, first);
      must(op != Scalar::remainder || first == Type::integer, "a remainder is of whole numbers");
      must(first != Type::mask || op == Scalar::copy, "masks are no numbers");
      return first;
    case Signature::any_to_bool: return every(1, first), must(first != Type::mask, "masks are no numbers"), Type::mask;
    case Signature::bool_to_bool: return every(0, Type::mask), Type::mask;
    case Signature::int_to_float: return every(0, Type::integer), Type::number;
    case Signature::float_to_int: return every(0, Type::number), Type::integer;
    case Signature::ints_to_number: return every(0, Type::integer), Type::number;
    case Signature::bool_T_T_to_T:
      must(first == Type::mask && type_of(of[1]) == type_of(of[2]) && type_of(of[1]) != Type::mask, "a choice is between two of a type, by a mask");
      return type_of(of[1]);
  }
  return Type::number;
}

// ---- loops

void Verifier::verify(const For& f) {
  must(f.count >= 1 && f.step >= 1 && f.count < int_limit && f.step < int_limit && f.begin > -int_limit, "a loop without turns or steps");
  const Wide last = f.begin + Wide(f.count - 1) * f.step;
  must(last + f.step < int_limit, "a loop variable that does not fit an int");
  verify_bound(f.bound);
  const bool warps = f.run == Run::warps, chunks = f.run == Run::chunks;
  must(!warps || (!in_warps && f.count <= k.schedule.warps), "warps inside warps, or more warps than a chunk has");
  in_scope([&] {
    define(f.variable, {.kind = Kind::variable, .range = {f.begin, last}, .constant = f.run == Run::unrolled || f.count == 1});
    const auto outer_chunks = chunk_variables, outer_warps = warp_variables;
    const bool was_beside = std::exchange(beside_chunks, chunks ? false : beside_chunks), was_in = std::exchange(in_warps, in_warps || warps);
    if (chunks && f.count > 1) chunk_variables.push_back(f.variable);
    if (warps && f.count > 1) warp_variables.push_back(f.variable);
    body(f.body, chunks);
    chunk_variables = outer_chunks, warp_variables = outer_warps, beside_chunks = was_beside, in_warps = was_in;
  });
}

void Verifier::verify(const ForTile& f) {
  tile_of(f.tile, {f.rows, f.vectors});
  in_scope([&] {
    define(f.r, {.kind = Kind::variable, .range = {0, f.rows - 1}, .constant = true});
    define(f.v, {.kind = Kind::variable, .range = {0, f.vectors - 1}, .constant = true});
    define(f.row, {.kind = Kind::variable, .range = {0, f.rows - 1}});
    define(f.column, {.kind = Kind::variable, .range = {0, (f.vectors - 1) * k.schedule.lanes}});
    body(f.body, false);
  });
}

// ---- whole tiles

void Verifier::verify(const MultiplyTile& m) {
  tile_of(m.tile, {m.rows, m.vectors});
  must(m.depth >= 1 && m.depth < int_limit && m.unroll >= 1 && m.unroll <= 64, "a product without depth");
  verify_bound(m.bound);
  plain(m.a), plain(m.b);
  must(m.a.at.factor(lane) == 0 && m.b.at.factor(lane) == 0, "a product counts its lanes itself");
  Range a, b{0, k.schedule.lanes - 1};
  stretch(a, m.rows, m.a_row), stretch(a, m.depth, m.a_k);
  stretch(b, m.depth, m.b_k), stretch(b, m.vectors, m.b_v);
  inside(m.a, Type::number, a);
  inside(m.b, Type::number, b);
}

void Verifier::verify(const Stage& s) {
  must(s.rows >= 1 && s.columns >= 1 && s.from_row >= 0 && s.to_row >= 0 && s.to_column >= 0, "a stage of nothing");
  must(s.to_column == 1 || s.to_row == 1, "a stage keeps rows or transposes them");
  must(s.to.at.factor(lane) == 0 && s.from.at.factor(lane) == 0, "a stage counts its lanes itself");
  plain(s.from);
  auto whole = [&](int n) { return k.schedule.lanes == 16 ? (n + 15l) / 16 * 16 : n; };  // vector registers move sixteen
  const Wide columns = whole(s.columns);
  Range to, from;
  stretch(to, s.to_column == 1 ? s.rows : whole(s.rows), s.to_row), stretch(to, columns, s.to_column);
  stretch(from, s.rows, s.from_row), stretch(from, columns, 1);
  inside(s.to, Type::number, to);
  inside(s.from, Type::number, from);
  writable(s.to);
}

// ---- the kernel

void Verifier::all() {
  must(is_free_word(k.name), "a kernel's name is a free word");
  must(k.names.size() >= 2 && k.names[0] == "lane" && k.names[1] == "batch_rows", "the first names are lane and batch_rows");
  const Schedule& s = k.schedule;
  must((s.lanes == 16 || s.lanes == 32) && s.warps >= 1 && s.warps <= 64 && block_threads(k) <= 1024, "a block of 16 or 32 lanes, and at most 1024 threads");
  std::set<std::string> seen;
  for (size_t i = 2; i < k.names.size(); ++i) must(is_free_word(k.names[i]) && seen.insert(k.names[i]).second, "a name that is no free word, or used twice");
  must(chunk_count(k) < int_limit && scratch_bytes(k) < int_limit, "too many chunks, or too much scratch memory");
  in_scope([&] {
    define(lane, {.kind = Kind::variable, .range = {0, s.lanes - 1}});
    ever[number(batch_rows)] = 1;
    if (k.tail) known[number(batch_rows)] = {.kind = Kind::variable, .range = {1, 1 << 24}};
    bool parameter = false;
    for (const Buffer& b : k.buffers) {
      must(b.size >= 1 && b.size < int_limit && b.type != Type::mask, "a buffer without elements, with too many, or of masks");
      define(b.name, {.kind = Kind::buffer, .type = b.type, .buffer = &b});
      parameter |= b.use != Use::scratch;
    }
    must(parameter, "a kernel has an input or output");
    body(k.body, true);
  });
}

}  // namespace

void verify(const Kernel& kernel) {
  Verifier{kernel}.all();
  verify_barriers(kernel);
}

}  // namespace keratin::kernel
