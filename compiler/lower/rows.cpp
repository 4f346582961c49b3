// Element-wise values over the rows of a domain, with reductions of those rows. Lanes run along the row, and a reduction is
// sixteen strands. A row of up to sixteen columns is one row of lanes: its values are computed once and stay in registers;
// of many such rows every lane takes one, where the target prefers that (lane_rows.cpp).
#include "compiler/lower/lower.h"
#include "runtime/base/diagnostic.h"

#include <algorithm>

namespace keratin {

std::vector<ChunkPiece> chunk_pieces(long extent, long block) {
  std::vector<ChunkPiece> pieces;
  if (extent >= block) pieces.push_back({0, extent / block, block});
  if (extent % block) pieces.push_back({extent / block * block, 1, extent % block});
  return pieces;
}

namespace {

using kernel::Bound;
using kernel::Index;
using kernel::Name;
using kernel::Operand;
using kernel::Register;
using kernel::Run;

class RowNest {
 public:
  RowNest(Elements& e, const Group& group) : e(e), b(e.b), group(group) {
    columns = group.domain.empty() ? 1 : group.domain.back();
    for (ValueId m : group.members)
      if (std::holds_alternative<Reduce>(e.graph[m].op)) reductions.push_back(m);
  }

  void write() {
    const long rows = columns ? count(group.domain) / columns : 1;
    s = schedule_map(e.target, group.domain.size() > 1 ? rows : 1, columns, !reductions.empty());
    if (group.domain.empty()) return scalars();
    if (s.lane_rows) s.lane_rows = lanes_can_own_rows(e, group);
    if (s.lane_rows) return lower_lane_rows(e, group);
    column_lanes();
  }

 private:
  Elements& e;
  kernel::KernelBuilder& b;
  const Group& group;
  kernel::Schedule& s = b.k.schedule;
  long columns = 1;
  std::vector<ValueId> reductions;

  const Reduce& reduce(ValueId v) const { return std::get<Reduce>(e.graph[v].op); }
  bool whole_row(ValueId v) const { return e.graph.type(v).shape == group.domain; }
  bool stored(ValueId v) const { return e.grouping.stored[v.index]; }

  void scalars() {
    s.warps = 1;
    for (ValueId v : group.members)
      if (stored(v)) e.store(v, {}, true);
  }

  Bound bound_of(int axis) const {
    if (!b.k.tail || group.batch_axis != axis) return {};
    return {Index(0), group.domain[axis] / e.graph.batch};
  }

  // ---- loops

  // Two halves make a warp: a block of sixteen threads would leave the other half idle all the same.
  int fewest_warps() const { return e.target.cuda && s.lanes == 16 ? 2 : 1; }

  void column_lanes() {
    if (group.domain.size() == 1) {
      s.warps = fewest_warps();
      if (!reductions.empty() && s.warps == 1) return row({});
      if (!reductions.empty()) return b.loop(Run::warps, "w", 0, 1, 1, [&](Name) { row({}); });
      for (ChunkPiece piece : chunk_pieces(columns, e.target.cuda ? 4 * panel : 4096))
        b.loop(Run::chunks, "begin", piece.begin, piece.count, piece.size, [&](Name begin) { each_column(piece.size, Index(begin), [&](Index c) { e.scope([&] { stores({}, c); }); }); });
      return;
    }
    // The first axis goes to chunks and warps, the axes between are loops.
    const long inner = count(group.domain) / group.domain[0];
    const long block = s.warps > 1 ? s.warps : std::max<long>(1, 8192 / inner);
    if (group.domain[0] < s.warps) s.warps = fewest_warps();
    const bool warps = s.warps > 1;
    for (ChunkPiece piece : chunk_pieces(group.domain[0], warps ? s.warps : block))
      b.loop(Run::chunks, "begin", piece.begin, piece.count, piece.size, [&](Name begin) {
        b.loop(warps ? Run::warps : Run::serial, "r", 0, piece.size, 1, [&](Name r) { axes(1, {Index(begin) + r}); },
               b.k.tail && group.batch_axis == 0 ? Bound{Index(begin), group.domain[0] / e.graph.batch} : Bound{});
      });
  }
  void axes(size_t axis, Point at) {
    if (axis + 1 == group.domain.size()) return row(std::move(at));
    b.loop(Run::serial, "i", 0, group.domain[axis], 1, [&](Name i) {
      Point inner = at;
      inner.push_back(Index(i));
      axes(axis + 1, inner);
    }, bound_of(static_cast<int>(axis)));
  }
  bool is_row_value(ValueId v) const { return !whole_row(v) || std::holds_alternative<Reduce>(e.graph[v].op); }
  void row(Point at) {
    e.scope([&] {
      for (ValueId v : reductions) e.define(v, at, reduced(v, at));
      bool any = false;
      for (ValueId v : group.members) {
        if (!stored(v)) continue;
        if (is_row_value(v)) e.store(v, at, true);
        else any = true;
      }
      if (any && one_row_of_lanes()) stores(at, Index(0));
      else if (any) each_column(columns, Index(0), [&](Index c) { e.scope([&] { stores(at, c); }); });
    });
  }
  void stores(const Point& at, const Index& column) {
    Point point = at;
    point.push_back(column + kernel::lane);
    for (ValueId v : group.members)
      if (stored(v) && !is_row_value(v)) e.store(v, point, false);
  }
  // Rows of lanes over `size` columns from `begin` on; whole panels first, so that panelled arrays stay affine.
  template <class F>
  void each_column(long size, const Index& begin, F inside) {
    const long whole = size > panel ? size / panel : 0, rest = size - whole * panel;
    b.loop(Run::serial, "p", 0, whole, panel, [&](Name p) {
      b.loop(Run::unrolled, "v", 0, panel / s.lanes, s.lanes, [&](Name v) { inside(begin + p + v); });
    });
    b.loop(Run::serial, "v", 0, (rest + s.lanes - 1) / s.lanes, s.lanes, [&](Name v) { inside(begin + Index(whole * panel) + v); });
  }

  // ---- reductions of one row

  bool one_row_of_lanes() const { return !reductions.empty() && columns <= s.lanes; }

  Operand reduced(ValueId v, const Point& at) {
    const Reduce& op = reduce(v);
    const ValueId x = e.graph[v].operands[0];
    if (op.kind == ReduceKind::argmax) return first_of_largest(x, at);
    if (op.order == Order::strands16) return strands(op.kind, at, [&](const Point& point) { return e.get(x, point); });
    return chain(op.kind, x, at);
  }
  static constexpr float none[] = {0.0f, 1.0f, -__builtin_inff(), __builtin_inff()};
  static constexpr Scalar by_kind[] = {Scalar::add, Scalar::multiply, Scalar::maximum, Scalar::minimum};

  // All lanes go through the same few numbers of the row.
  Operand chain(ReduceKind kind, ValueId x, const Point& at) {
    Register acc = b.let("acc", Scalar::copy, {Operand(none[static_cast<int>(kind)])});
    b.loop(Run::serial, "c", 0, columns, 1, [&](Name c) {
      e.scope([&] {
        Point point = at;
        point.push_back(Index(c));
        b.add(kernel::Set{acc, by_kind[static_cast<int>(kind)], {acc, e.get(x, point)}});
      });
    });
    return acc;
  }
  // Element k belongs to strand k % 16; the strands are folded by the tree. `term` gives the element at a point.
  template <class F>
  Operand strands(ReduceKind kind, const Point& at, F term) {
    static constexpr kernel::Fold folds[] = {kernel::Fold::sum, kernel::Fold::sum, kernel::Fold::max, kernel::Fold::min};
    check(kind == ReduceKind::sum || kind == ReduceKind::max || kind == ReduceKind::min, "a reduction by strands is a sum, max or min");
    const Operand nothing = none[static_cast<int>(kind)];
    const Scalar combine = by_kind[static_cast<int>(kind)];
    auto at_column = [&](const Index& column) {
      Point point = at;
      point.push_back(column + kernel::lane);
      return point;
    };
    Register acc{b.k.make("acc")};
    if (one_row_of_lanes()) {  // what is computed here serves all that follows
      Operand value = term(at_column(Index(0)));
      if (columns < s.lanes) value = e.apply(Scalar::select, {inside(Index(0)), value, nothing}, kernel::Type::number);
      if (kind == ReduceKind::sum) value = e.apply(Scalar::add, {nothing, value}, kernel::Type::number);
      acc = std::get<Register>(value);
    } else {
      b.add(kernel::Let{acc, Scalar::copy, {nothing}});
      auto add = [&](const Index& column, bool last) {
        e.scope([&] {
          const Operand value = term(at_column(column));
          if (!last) return b.add(kernel::Set{acc, combine, {acc, value}});
          // Lanes behind the row's end keep their strand.
          const Operand next = e.apply(combine, {acc, value}, kernel::Type::number);
          b.add(kernel::Set{acc, Scalar::select, {inside(column), next, acc}});
        });
      };
      const long whole = columns / panel * panel, vectors = (columns - whole) / s.lanes;
      b.loop(Run::serial, "p", 0, whole / panel, panel, [&](Name p) {
        b.loop(Run::unrolled, "v", 0, panel / s.lanes, s.lanes, [&](Name c) { add(Index(p) + c, false); });
      });
      b.loop(Run::serial, "c", whole, vectors, s.lanes, [&](Name c) { add(Index(c), false); });
      if (columns % s.lanes) add(Index(columns / s.lanes * s.lanes), true);
    }
    Register all{b.k.make("all")};
    b.add(kernel::ReduceLanes{all, acc, folds[static_cast<int>(kind)]});
    return all;
  }
  Operand inside(const Index& column) { return e.apply(Scalar::less, {Operand(column + kernel::lane), Index(columns)}, kernel::Type::mask); }

  // The least column that holds the largest number; a NaN is larger than all. Columns are exact as floats.
  Operand first_of_largest(ValueId x, const Point& at) {
    check(columns <= 1 << 24, "argmax of at most 2^24 columns");
    const Operand largest = strands(ReduceKind::max, at, [&](const Point& point) { return e.get(x, point); });
    const Operand is_nan = e.apply(Scalar::is_nan, {largest}, kernel::Type::mask);
    const Operand column = strands(ReduceKind::min, at, [&](const Point& point) {
      const Operand value = e.get(x, point);
      const Operand nan_too = e.apply(Scalar::logical_and, {is_nan, e.apply(Scalar::is_nan, {value}, kernel::Type::mask)}, kernel::Type::mask);
      const Operand hit = e.apply(Scalar::logical_or, {e.apply(Scalar::equal, {value, largest}, kernel::Type::mask), nan_too}, kernel::Type::mask);
      const Operand here = e.apply(Scalar::to_float, {e.integer(point.back())}, kernel::Type::number);
      return e.apply(Scalar::select, {hit, here, Operand(none[static_cast<int>(ReduceKind::min)])}, kernel::Type::number);
    });
    return e.apply(Scalar::to_int, {column}, kernel::Type::integer);
  }
};

}  // namespace

void lower_rows(Elements& e, const Group& group) { RowNest(e, group).write(); }

}  // namespace keratin
