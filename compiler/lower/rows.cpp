// Element-wise values over the rows of a domain, with reductions of those rows. Few columns: a lane owns a row, and every
// reduction is a chain in registers. Many columns: lanes run along the row, and a reduction is sixteen strands.
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
    const bool strands = std::any_of(reductions.begin(), reductions.end(), [&](ValueId v) { return reduce(v).order == Order::strands16; });
    const long rows = columns ? count(group.domain) / columns : 1;
    s = schedule_map(e.target, group.domain.size() > 1 ? rows : 1, columns, strands || columns_mode_needs_half_rows());
    if (group.domain.empty()) return scalars();
    if (lanes_own_rows()) return row_lanes();
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

  bool lanes_own_rows() const {
    if (reductions.empty() || columns > 16 || group.domain.size() != 2 || group.domain[0] == 1) return false;
    for (ValueId m : group.members)
      if (whole_row(m) && stored(m) && (e.graph.type(m).element != Element::f32 || e.arrays.of[m.index]->layout.panel)) return false;
    return true;
  }
  // Reductions of rows by lanes along them are trees of sixteen.
  bool columns_mode_needs_half_rows() const { return !reductions.empty() && !lanes_own_rows(); }

  void scalars() {
    s.warps = 1;
    for (ValueId v : group.members)
      if (stored(v)) e.store(v, {}, true);
  }

  Bound bound_of(int axis) const {
    if (!b.k.tail || group.batch_axis != axis) return {};
    return {Index(0), group.domain[axis] / e.graph.batch};
  }

  // ---- a lane owns a row

  void row_lanes() {
    s.warps = 1, s.vectors = 1;
    e.writes_rows = true;
    const long rows = group.domain[0];
    b.loop(Run::chunks, "row", 0, (rows + s.lanes - 1) / s.lanes, s.lanes, [&](Name first) {
      e.scope([&] {
        const Index row = Index(first) + kernel::lane;
        for (ValueId v : reductions) e.define(v, {row}, chain(v, row));
        for (ValueId v : group.members) {
          if (!stored(v)) continue;
          if (!whole_row(v) || std::holds_alternative<Reduce>(e.graph[v].op)) e.store(v, {row}, false);
          else store_rows(v, row);
        }
      });
    }, bound_of(0));
  }
  Operand chain(ValueId v, const Index& row) {
    const ValueId x = e.graph[v].operands[0];
    const ReduceKind kind = reduce(v).kind;
    Register acc = b.let("acc", Scalar::copy, {kind == ReduceKind::sum ? Operand(0.0f) : e.get(x, {row, Index(0)})}), best;
    if (kind == ReduceKind::argmax) best = b.let("best", Scalar::copy, {Operand(Index(0))}, kernel::Type::integer);
    for (long c = kind == ReduceKind::sum ? 0 : 1; c < columns; ++c) fold(kind, acc, best, e.get(x, {row, Index(c)}), Index(c));
    return kind == ReduceKind::argmax ? best : acc;
  }
  void fold(ReduceKind kind, const Register& acc, const Register& best, const Operand& x, const Index& at) {
    if (kind == ReduceKind::argmax) {  // the first of the largest; a NaN is larger than all
      Operand more = e.apply(Scalar::greater, {x, acc}, kernel::Type::mask);
      Operand nan = e.apply(Scalar::logical_and, {e.apply(Scalar::is_nan, {x}, kernel::Type::mask), e.apply(Scalar::equal, {acc, acc}, kernel::Type::mask)}, kernel::Type::mask);
      Operand better = e.apply(Scalar::logical_or, {more, nan}, kernel::Type::mask);
      b.add(kernel::Set{acc, Scalar::select, {better, x, acc}});
      b.add(kernel::Set{best, Scalar::select, {better, at, best}});
      return;
    }
    static constexpr Scalar by_kind[] = {Scalar::add, Scalar::multiply, Scalar::maximum, Scalar::minimum};
    b.add(kernel::Set{acc, by_kind[static_cast<int>(kind)], {acc, x}});
  }
  void store_rows(ValueId v, const Index& row) {
    const Storage& storage = *e.arrays.of[v.index];
    Name tile = b.tile("out", {16});
    for (long c = 0; c < columns; ++c) b.add(kernel::Set{{tile, {Index(c)}}, Scalar::copy, {e.get(v, {row, Index(c)})}});
    b.add(kernel::StoreRows{tile, {e.buffer(storage, kernel::Use::output), row * storage.layout.pitch}, storage.layout.pitch});
  }

  // ---- lanes run along the row

  void column_lanes() {
    if (group.domain.size() == 1) {
      s.warps = 1;
      if (!reductions.empty()) return row({});
      for (ChunkPiece piece : chunk_pieces(columns, 4096))
        b.loop(Run::chunks, "begin", piece.begin, piece.count, piece.size, [&](Name begin) { each_column(piece.size, Index(begin), [&](Index c) { stores({}, c); }); });
      return;
    }
    // The first axis goes to chunks and warps, the axes between are loops.
    const long inner = count(group.domain) / group.domain[0];
    const long block = s.warps > 1 ? s.warps : std::max<long>(1, 8192 / inner);
    if (group.domain[0] < s.warps) s.warps = 1;
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
  void row(Point at) {
    e.scope([&] {
      for (ValueId v : reductions) e.define(v, at, reduce(v).order == Order::strands16 ? strands(v, at) : uniform_chain(v, at));
      for (ValueId v : group.members)
        if (stored(v) && (!whole_row(v) || std::holds_alternative<Reduce>(e.graph[v].op))) e.store(v, at, true);
      if (std::any_of(group.members.begin(), group.members.end(), [&](ValueId v) { return stored(v) && whole_row(v) && !std::holds_alternative<Reduce>(e.graph[v].op); }))
        each_column(columns, Index(0), [&](Index c) { stores(at, c); });
    });
  }
  void stores(const Point& at, const Index& column) {
    e.scope([&] {
      Point point = at;
      point.push_back(column + kernel::lane);
      for (ValueId v : group.members)
        if (stored(v) && whole_row(v) && !std::holds_alternative<Reduce>(e.graph[v].op)) e.store(v, point, false);
    });
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

  // All lanes go through the same few numbers of the row.
  Operand uniform_chain(ValueId v, const Point& at) {
    const ReduceKind kind = reduce(v).kind;
    const ValueId x = e.graph[v].operands[0];
    static constexpr float first[] = {0.0f, 1.0f, -__builtin_inff(), __builtin_inff(), -__builtin_inff()};
    Register acc = b.let("acc", Scalar::copy, {Operand(first[static_cast<int>(kind)])}), best;
    if (kind == ReduceKind::argmax) best = b.let("best", Scalar::copy, {Operand(Index(0))}, kernel::Type::integer);
    b.loop(Run::serial, "c", 0, columns, 1, [&](Name c) {
      e.scope([&] {
        Point point = at;
        point.push_back(Index(c));
        fold(kind, acc, best, e.get(x, point), Index(c));
      });
    });
    return kind == ReduceKind::argmax ? best : acc;
  }
  // Element k belongs to strand k % 16; the strands are folded by the tree.
  Operand strands(ValueId v, const Point& at) {
    const ReduceKind kind = reduce(v).kind;
    const ValueId x = e.graph[v].operands[0];
    check(kind == ReduceKind::sum || kind == ReduceKind::max || kind == ReduceKind::min, "a reduction by strands is a sum, max or min");
    static constexpr float none[] = {0.0f, 1.0f, -__builtin_inff(), __builtin_inff()};
    static constexpr kernel::Fold folds[] = {kernel::Fold::sum, kernel::Fold::sum, kernel::Fold::max, kernel::Fold::min};
    Register acc = b.let("acc", Scalar::copy, {Operand(none[static_cast<int>(kind)])});
    auto term = [&](const Index& column, bool last) {
      e.scope([&] {
        Point point = at;
        point.push_back(column + kernel::lane);
        Operand value = e.get(x, point);
        if (!last) return fold(kind, acc, {}, value, column);
        // Lanes behind the row's end keep their strand.
        Operand inside = e.apply(Scalar::less, {Operand(column + kernel::lane), Index(columns)}, kernel::Type::mask);
        Register next = b.let("next", Scalar::copy, {acc});
        fold(kind, next, {}, value, column);
        b.add(kernel::Set{acc, Scalar::select, {inside, next, acc}});
      });
    };
    const long whole = columns / panel * panel, vectors = (columns - whole) / s.lanes;
    b.loop(Run::serial, "p", 0, whole / panel, panel, [&](Name p) {
      b.loop(Run::unrolled, "v", 0, panel / s.lanes, s.lanes, [&](Name c) { term(Index(p) + c, false); });
    });
    b.loop(Run::serial, "c", whole, vectors, s.lanes, [&](Name c) { term(Index(c), false); });
    if (columns % s.lanes) term(Index(columns / s.lanes * s.lanes), true);
    Register all{b.k.make("all")};
    b.add(kernel::ReduceLanes{all, acc, folds[static_cast<int>(kind)]});
    return all;
  }
};

}  // namespace

void lower_rows(Elements& e, const Group& group) { RowNest(e, group).write(); }

}  // namespace keratin
