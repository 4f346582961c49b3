// Element-wise values over thin rows and reductions of those rows, sixteen rows at a time: a lane owns a row, so nothing is
// folded across lanes. Columns that several loops need lie in blocks of scratch memory (see Elements::turning); the
// sixteen strands of a reduction are then columns, and the tree that folds them is the one of ReduceLanes.
#include <algorithm>

#include "compiler/lower/lower.h"

namespace keratin {
namespace {

using kernel::Index;
using kernel::Name;
using kernel::Operand;
using kernel::Register;
using kernel::Run;

constexpr long block_rows = 16, rows_of_a_chunk = 512;

class LaneRowNest {
 public:
  LaneRowNest(Elements& e, const Group& group) : e(e), b(e.b), group(group), columns(group.domain[1]) {}

  void write() {
    b.k.schedule.vectors = 1;
    const long blocks = (group.domain[0] + block_rows - 1) / block_rows;
    const long factor = b.k.tail && group.batch_axis == 0 ? group.domain[0] / e.graph.batch : 0;
    for (ChunkPiece piece : chunk_pieces(blocks, rows_of_a_chunk / block_rows))
      b.loop(Run::chunks, "begin", piece.begin * block_rows, piece.count, piece.size * block_rows, [&](Name begin) {
        b.loop(Run::serial, "r", 0, piece.size, block_rows, [&](Name r) { e.turning(*b.into, [&] { block(Index(begin) + r); }); }, {Index(begin), factor});
      });
  }

 private:
  Elements& e;
  kernel::KernelBuilder& b;
  const Group& group;
  const long columns;

  // Rows behind the last are computed, too: every array has room for whole rows of lanes.
  void block(const Index& first) {
    const Index row = first + kernel::lane;
    for (ValueId v : group.members) {
      if (auto* op = std::get_if<Reduce>(&e.graph[v].op)) e.define(v, {row}, reduced(*op, e.graph[v].operands[0], row));
      else if (e.graph.type(v).shape != group.domain) e.get(v, {row});  // here, not in the loops over columns
    }
    std::vector<ValueId> whole;
    for (ValueId v : group.members)
      if (e.grouping.stored[v.index]) {
        if (e.graph.type(v).shape == group.domain) whole.push_back(v);
        else e.store(v, {row}, false);
      }
    for (ValueId v : whole) compute_block(v, row);
    for (ValueId v : whole) {
      const Storage& to = *e.arrays.of[v.index];
      b.add(kernel::Barrier{});
      b.add(kernel::Stage{{e.buffer(to, kernel::Use::output), first * to.layout.pitch}, 1, to.layout.pitch, {*e.block_of(v, {})}, 16, static_cast<int>(columns), 16});
      b.add(kernel::Barrier{});
    }
  }
  template <class F>
  void each_column(long begin, F inside) {
    b.loop(Run::serial, "c", begin, columns - begin, 1, [&](Name c) { e.scope([&] { inside(Index(c)); }); });
  }
  // All columns of a value, computed once for every later loop.
  Name compute_block(ValueId v, const Index& row) {
    if (auto known = e.block_of(v, {row, Index(0)})) return *known;
    const Name block = e.new_block();
    each_column(0, [&](const Index& c) { b.add(kernel::Store{e.in_block(block, c), e.get(v, {row, c})}); });
    e.keep(v, block);
    return block;
  }

  Operand reduced(const Reduce& op, ValueId x, const Index& row) {
    if (op.kind == ReduceKind::argmax) return first_of_largest(x, row);
    static constexpr Scalar by_kind[] = {Scalar::add, Scalar::multiply, Scalar::maximum, Scalar::minimum};
    const Scalar combine = by_kind[static_cast<int>(op.kind)];
    if (op.order == Order::strands16) return *tree(combine, compute_block(x, row), 0, 4);
    Register acc = b.let("acc", Scalar::copy, {from_zero(combine, e.get(x, {row, Index(0)}))});
    each_column(1, [&](const Index& c) { b.add(kernel::Set{acc, combine, {acc, e.get(x, {row, c})}}); });
    return acc;
  }
  // Sums begin at +0, which -0 does not survive; the beginnings of the others change nothing.
  Operand from_zero(Scalar combine, Operand x) { return combine == Scalar::add ? e.apply(Scalar::add, {Operand(0.0f), x}, kernel::Type::number) : x; }
  // The strand of column `strand` after `steps` of the folds 2, 1, 4, 8 apart. Strands without a column hold what changes
  // nothing: a sum of strands is never -0, for each began at +0.
  std::optional<Operand> tree(Scalar combine, Name block, long strand, int steps) {
    static constexpr long apart[] = {2, 1, 4, 8};
    if (steps == 0) {
      if (strand >= columns) return std::nullopt;
      return from_zero(combine, b.load("t", e.in_block(block, Index(strand))));
    }
    std::optional<Operand> a = tree(combine, block, strand, steps - 1), other = tree(combine, block, strand ^ apart[steps - 1], steps - 1);
    return a && other ? e.apply(combine, {*a, *other}, kernel::Type::number) : a ? a : other;
  }
  // A NaN is larger than all; of equals the first wins.
  Operand first_of_largest(ValueId x, const Index& row) {
    const auto number = kernel::Type::number, mask = kernel::Type::mask;
    Register largest = b.let("largest", Scalar::copy, {e.get(x, {row, Index(0)})}, number);
    Register best = b.let("best", Scalar::copy, {Operand(Index(0))}, kernel::Type::integer);
    each_column(1, [&](const Index& c) {
      const Operand value = e.get(x, {row, c});
      const Operand first_nan = e.apply(Scalar::logical_and, {e.apply(Scalar::is_nan, {value}, mask), e.apply(Scalar::equal, {largest, largest}, mask)}, mask);
      const Operand better = e.apply(Scalar::logical_or, {e.apply(Scalar::greater, {value, largest}, mask), first_nan}, mask);
      b.add(kernel::Set{largest, Scalar::select, {better, value, largest}});
      b.add(kernel::Set{best, Scalar::select, {better, Operand(c), best}});
    });
    return best;
  }
};

}  // namespace

bool lanes_can_own_rows(const Elements& e, const Group& group) {
  if (group.domain.size() != 2) return false;
  return std::none_of(group.members.begin(), group.members.end(), [&](ValueId v) {
    if (!e.grouping.stored[v.index] || e.graph.type(v).shape != group.domain) return false;
    const Layout& layout = e.arrays.of[v.index]->layout;
    return e.graph.type(v).element != Element::f32 || layout.panel || layout.pitch < 16 || e.arrays.replaces.count(v.index);
  });
}

void lower_lane_rows(Elements& e, const Group& group) { LaneRowNest(e, group).write(); }

}  // namespace keratin
