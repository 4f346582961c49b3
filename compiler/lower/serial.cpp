// One reduction or contraction over axes that no tile serves, as loops for each row of lanes of the result; then its
// epilogue. Sums over the batch are groups of 32 by absolute index.
#include "compiler/lower/lower.h"
#include "runtime/base/diagnostic.h"

#include <algorithm>

namespace keratin {
namespace {

using kernel::Bound;
using kernel::Index;
using kernel::Name;
using kernel::Operand;
using kernel::Register;
using kernel::Run;

class SerialNest {
 public:
  SerialNest(Elements& e, const Group& group) : e(e), b(e.b), group(group), root(e.graph[group.root]) {}

  void write() {
    s = schedule_map(e.target, 1, group.domain.empty() ? 1 : group.domain.back(), false);
    s.warps = 1;
    if (group.domain.empty()) return block({}, Index(0), 0);
    if (std::holds_alternative<ScatterAdd>(root.op) && group.domain.size() > 1) return scatter_rows();
    if (group.domain.size() == 1) return columns({}, Run::chunks);
    b.loop(Run::chunks, "r", 0, group.domain[0], 1, [&](Name r) { axes(1, {Index(r)}); }, bound_of(group.batch_axis == 0, group.domain[0]));
  }

 private:
  Elements& e;
  kernel::KernelBuilder& b;
  const Group& group;
  const Value& root;
  kernel::Schedule& s = b.k.schedule;

  Bound bound_of(bool batch, long extent, Index before = 0) const {
    if (!b.k.tail || !batch) return {};
    return {std::move(before), extent / e.graph.batch};
  }

  void axes(size_t axis, Point at) {
    if (axis + 1 == group.domain.size()) return columns(at, Run::serial);
    b.loop(Run::serial, "r", 0, group.domain[axis], 1, [&](Name r) {
      Point inner = at;
      inner.push_back(Index(r));
      axes(axis + 1, inner);
    }, bound_of(group.batch_axis == static_cast<int>(axis), group.domain[axis]));
  }
  // Some vectors side by side share the loops of the reduction; a GPU has blocks to spare. Panels are never crossed.
  void columns(const Point& at, Run run) {
    auto vectors = [&](long size) { return static_cast<int>((size + s.lanes - 1) / s.lanes); };
    for (ChunkPiece piece : chunk_pieces(group.domain.back(), panel))
      b.loop(run, "c", piece.begin, piece.count, piece.size, [&](Name c) {
        if (!e.target.cuda || piece.size <= s.lanes) return block(at, Index(c), vectors(piece.size));
        for (ChunkPiece part : chunk_pieces(piece.size, s.lanes))
          b.loop(run, "c", part.begin, part.count, part.size, [&](Name inside) { block(at, Index(c) + inside, vectors(part.size)); });
      });
  }

  // `vectors` rows of lanes of the result from `column` on (0: the result is one number).
  int vectors_ = 0;
  Point at_;
  Index column_;
  void block(const Point& at, const Index& column, int vectors) {
    vectors_ = vectors, at_ = at, column_ = column;
    e.scope([&] {
      acc = b.tile("acc", {std::max(vectors, 1)});
      if (auto* op = std::get_if<Reduce>(&root.op)) reduce(*op);
      else if (auto* op = std::get_if<Contract>(&root.op)) contract(*op);
      else if (std::holds_alternative<ScatterAdd>(root.op)) scatter_numbers();
      else internal_failure(__FILE__, __LINE__, "a serial group is a reduction or a contraction");
      each_vector([&](Point point, Name v) {
        Operand result = Register{result_is_index() ? best : acc, {Index(v)}};
        if (result_is_index()) result = e.apply(Scalar::to_int, {result}, kernel::Type::integer);
        e.define(group.root, point, result);
        for (ValueId m : group.members)
          if (e.grouping.stored[m.index]) e.store(m, point, vectors_ == 0);
      });
    });
  }
  Name acc{}, best{};

  template <class F>
  void each_vector(F inside) {
    b.loop(Run::unrolled, "v", 0, std::max(vectors_, 1), 1, [&](Name v) {
      e.scope([&] {
        Point point = at_;
        if (vectors_) point.push_back(column_ + v * s.lanes + kernel::lane);
        inside(point, v);
      });
    });
  }
  bool result_is_index() const {
    auto* op = std::get_if<Reduce>(&root.op);
    return op && op->kind == ReduceKind::argmax;
  }

  // ---- reductions

  void fill(Name tile, float value) {
    each_vector([&](Point, Name v) { b.add(kernel::Set{{tile, {Index(v)}}, Scalar::copy, {Operand(value)}}); });
  }
  static constexpr float first[] = {0.0f, 1.0f, -__builtin_inff(), __builtin_inff(), -__builtin_inff()};
  static constexpr Scalar by_kind[] = {Scalar::add, Scalar::multiply, Scalar::maximum, Scalar::minimum};

  void reduce(const Reduce& op) {
    if (result_is_index()) best = b.tile("best", {std::max(vectors_, 1)});
    if (op.kind != ReduceKind::sum) fill(acc, first[static_cast<int>(op.kind)]);
    const Type& from = e.graph.type(root.operands[0]);
    if (op.order == Order::groups32) return groups(op, from);
    reduce_axes(op, from, 0, {}, acc);
  }
  // Loops over the reduced axes in increasing order; `index` holds their variables.
  void reduce_axes(const Reduce& op, const Type& from, size_t axis, std::vector<Name> index, Name into) {
    if (axis == op.axes.size())
      return each_vector([&](Point point, Name v) {
        Point at;
        size_t kept = 0;
        for (int d = 0; d < from.rank(); ++d) {
          auto it = std::find(op.axes.begin(), op.axes.end(), d);
          at.push_back(it != op.axes.end() ? Coordinate(Index(index[it - op.axes.begin()])) : point[kept++]);
        }
        Register to{into, {Index(v)}};
        if (result_is_index()) return first_of_largest(to, {best, {Index(v)}}, e.get(root.operands[0], at), index[0]);
        b.add(kernel::Set{to, by_kind[static_cast<int>(op.kind)], {to, e.get(root.operands[0], at)}});
      });
    const int64_t d = op.axes[axis];
    b.loop(Run::serial, "i", 0, from.shape[d], 1, [&](Name i) {
      auto inner = index;
      inner.push_back(i);
      reduce_axes(op, from, axis + 1, inner, into);
    }, bound_of(from.batch_axis == d, from.shape[d]));
  }

  // A NaN is larger than all. Positions are exact as floats.
  void first_of_largest(const Register& largest, const Register& position, const Operand& x, Name i) {
    check(e.graph.type(root.operands[0]).shape[std::get<Reduce>(root.op).axes[0]] <= 1 << 24, "argmax of at most 2^24 elements");
    auto mask = [&](Scalar op, std::vector<Operand> of) { return e.apply(op, std::move(of), kernel::Type::mask); };
    const Operand first_nan = mask(Scalar::logical_and, {mask(Scalar::is_nan, {x}), mask(Scalar::equal, {largest, largest})});
    const Operand better = mask(Scalar::logical_or, {mask(Scalar::greater, {x, largest}), first_nan});
    b.add(kernel::Set{largest, Scalar::select, {better, x, largest}});
    b.add(kernel::Set{position, Scalar::select, {better, e.apply(Scalar::to_float, {Operand(Index(i))}, kernel::Type::number), position}});
  }

  // Blocks of 32 by the flattened index of the leading axes; partial sums are added in order.
  void groups(const Reduce& op, const Type& from) {
    long extent = 1;
    for (size_t i = 0; i < op.axes.size(); ++i) {
      check(op.axes[i] == static_cast<int64_t>(i), "a sum over the batch is over leading axes");
      extent *= from.shape[i];
    }
    Name part = b.tile("partial", {std::max(vectors_, 1)});
    const bool prefix = b.k.tail && from.batch_axis == 0;  // the rows that are there come first
    for (ChunkPiece piece : chunk_pieces(extent, 32))
      b.loop(Run::serial, "g", piece.begin, piece.count, 32, [&](Name g) {
        fill(part, first[static_cast<int>(op.kind)]);
        b.loop(Run::serial, "m", 0, piece.size, 1, [&](Name m) {
          each_vector([&](Point point, Name v) { add_row(op, from, Index(g) + m, point, {part, {Index(v)}}); });
        }, prefix ? Bound{Index(g), extent / e.graph.batch} : Bound{});
        each_vector([&](Point, Name v) {
          Register total{acc, {Index(v)}}, p{part, {Index(v)}};
          b.add(kernel::Set{total, by_kind[static_cast<int>(op.kind)], {total, p}});
        });
      }, prefix ? Bound{Index(0), extent / e.graph.batch} : Bound{});
  }
  void add_row(const Reduce& op, const Type& from, const Index& row, const Point& point, const Register& into) {
    Point at{row};
    at.insert(at.end(), point.begin(), point.end());
    Operand x;
    if (op.axes.size() == 1) {
      x = e.get(root.operands[0], at);
    } else {  // an array, whose leading axes are read as one
      Storage flat = *e.arrays.of[root.operands[0].index];
      flat.shape.assign(1, 1);
      for (int64_t d : op.axes) flat.shape[0] *= from.shape[d];
      flat.shape.insert(flat.shape.end(), from.shape.begin() + op.axes.size(), from.shape.end());
      x = e.load(flat, at);
    }
    Operand next = e.apply(by_kind[static_cast<int>(op.kind)], {into, x}, kernel::Type::number);
    if (!b.k.tail || from.batch_axis <= 0) return b.add(kernel::Set{into, Scalar::copy, {next}});
    // The batch is not the outermost axis: rows that are not there are passed over.
    long inner = 1;
    for (size_t d = from.batch_axis + 1; d < op.axes.size(); ++d) inner *= from.shape[d];
    const long extent = from.shape[from.batch_axis];
    Operand batch = e.apply(Scalar::remainder, {e.apply(Scalar::divide, {Operand(row), Index(inner)}, kernel::Type::integer), Index(extent)}, kernel::Type::integer);
    Operand there = e.apply(Scalar::less, {batch, Operand(kernel::batch_rows * (extent / e.graph.batch))}, kernel::Type::mask);
    b.add(kernel::Set{into, Scalar::select, {there, next, into}});
  }

  // ---- contractions

  void contract(const Contract& op) {
    const Equation equation = parse_equation(op.equation);
    for (size_t t = 0; t < equation.terms.size(); ++t) {
      std::string summed;
      for (const std::string* letters : {&equation.terms[t].left, &equation.terms[t].right})
        for (char c : *letters)
          if (equation.result.find(c) == std::string::npos && summed.find(c) == std::string::npos) summed += c;
      sum_over(equation, t, summed, {});
    }
  }
  void sum_over(const Equation& equation, size_t t, const std::string& summed, std::vector<Name> index) {
    const Term& term = equation.terms[t];
    const ValueId left = root.operands[2 * t], right = root.operands[2 * t + 1];
    if (index.size() == summed.size())
      return each_vector([&](Point point, Name v) {
        auto at = [&](const std::string& letters) {
          Point out;
          for (char c : letters) {
            const size_t in_result = equation.result.find(c);
            out.push_back(in_result != std::string::npos ? point[in_result] : Coordinate(Index(index[summed.find(c)])));
          }
          return out;
        };
        Register to{acc, {Index(v)}};
        b.add(kernel::Set{to, Scalar::fma, {e.get_register(left, at(term.left)), e.get_register(right, at(term.right)), to}});
      });
    const char c = summed[index.size()];
    const size_t in_left = term.left.find(c), d = in_left != std::string::npos ? in_left : term.right.find(c);
    const Type& type = e.graph.type(in_left != std::string::npos ? left : right);
    b.loop(Run::serial, "i", 0, type.shape[d], 1, [&](Name i) {
      auto inner = index;
      inner.push_back(i);
      sum_over(equation, t, summed, inner);
    }, bound_of(type.batch_axis == static_cast<int>(d), type.shape[d]));
  }

  // A chunk has some columns of the whole table: it makes them zero, then goes through the positions in turn and adds each
  // one's numbers to the row that its index names.
  void scatter_rows() {
    for (ChunkPiece piece : chunk_pieces(group.domain.back(), s.lanes))
      b.loop(Run::chunks, "c", piece.begin, piece.count, s.lanes, [&](Name c) { scatter_inside(1, {}, Index(c) + kernel::lane); });
  }
  // Axes of the table between its rows and its columns are loops.
  void scatter_inside(size_t axis, const Point& inner, const Index& column) {
    if (axis + 1 < group.domain.size())
      return b.loop(Run::serial, "r", 0, group.domain[axis], 1, [&](Name r) {
        Point more = inner;
        more.push_back(Index(r));
        scatter_inside(axis + 1, more, column);
      });
    Point rest = inner;
    rest.push_back(column);
    const Storage& to = *e.arrays.of[group.root.index];
    auto place = [&](const Index& row) {
      Point at{row};
      at.insert(at.end(), rest.begin(), rest.end());
      return e.place(to, at);
    };
    e.buffer(to, kernel::Use::output);
    const long rows = group.domain[0], stride = count(group.domain) / rows / group.domain.back() * to.layout.pitch;
    b.loop(Run::serial, "r", 0, rows, 1, [&](Name r) { b.add(kernel::Store{place(Index(r)), 0.0f}); });
    each_position(0, {}, [&](const Point& index) {
      e.scope([&] {
        Point from = index;
        from.insert(from.end(), rest.begin(), rest.end());
        const Register row = e.get_register(root.operands[0], index);
        b.add(kernel::AddRow{place(Index(0)), stride, rows, row, e.get(root.operands[1], from)});
      });
    });
  }
  template <class F>
  void each_position(size_t axis, const Point& index, const F& inside) {
    const Type& type = e.graph.type(root.operands[0]);
    if (axis == type.shape.size()) return inside(index);
    b.loop(Run::serial, "i", 0, type.shape[axis], 1, [&](Name i) {
      Point inner = index;
      inner.push_back(Index(i));
      each_position(axis + 1, inner, inside);
    }, bound_of(type.batch_axis == static_cast<int>(axis), type.shape[axis]));
  }

  // A table of single numbers: each of them looks at every position in turn and adds what belongs to it.
  void scatter_numbers() {
    each_position(0, {}, [&](const Point& index) {
      each_vector([&](Point point, Name v) {
        Operand mine = e.apply(Scalar::equal, {e.get_register(root.operands[0], index), e.integer(point[0])}, kernel::Type::mask);
        Register to{acc, {Index(v)}};
        Operand next = e.apply(Scalar::add, {to, e.get(root.operands[1], index)}, kernel::Type::number);
        b.add(kernel::Set{to, Scalar::select, {mine, next, to}});
      });
    });
  }
};

}  // namespace

void lower_serial(Elements& e, const Group& group) { SerialNest(e, group).write(); }

}  // namespace keratin
