// One rule an op: the expression of one element from elements of the operands.
#include <algorithm>

#include "compiler/lower/elements.h"
#include "runtime/base/diagnostic.h"

namespace keratin {

using kernel::Index;
using kernel::Operand;
using kernel::Register;

struct ElementRule {
  Elements& e;
  const Value& value;
  const Point& point;

  Operand operand(size_t i, const Point& at) { return e.get(value.operands[i], at); }
  const Shape& shape(size_t i) { return e.graph.type(value.operands[i]).shape; }
  kernel::Type type() { return kernel_type(value.type.element); }
  Operand number(double x) { return value.type.element == Element::f32 ? Operand(static_cast<float>(x)) : Operand(Index(static_cast<long>(x))); }

  Operand operator()(const Constant& op) {
    if (op.values.size() == 1 || std::all_of(op.values.begin(), op.values.end(), [&](double v) { return v == op.values[0]; })) return number(op.values[0]);
    check(op.values.size() <= 64, "a constant of different numbers in a kernel is small");
    // The number at the flat index, chosen one by one.
    Operand at = flat(), out = number(op.values[0]);
    for (size_t i = 1; i < op.values.size(); ++i)
      out = e.apply(Scalar::select, {e.apply(Scalar::equal, {at, Index(static_cast<long>(i))}, kernel::Type::mask), number(op.values[i]), out}, type());
    return out;
  }
  Operand flat() {
    Coordinate at = Index(0);
    std::vector<long> strides = row_major(value.type.shape);
    for (size_t d = 0; d < point.size(); ++d) at = e.sum(at, e.times(point[d], strides[d]));
    return e.integer(at);
  }
  Operand operator()(const Rows&) { return e.arrays.tail ? Operand(Index(kernel::batch_rows)) : Operand(Index(e.graph.batch)); }
  Operand operator()(const Iota& op) { return e.apply(Scalar::copy, {e.integer(point[op.axis])}, kernel::Type::integer); }
  Operand operator()(const Random& op) {
    return e.apply(Scalar::uniform, {flat(), Index(op.ordinal), operand(1, {}), operand(0, {})}, kernel::Type::number);
  }
  Operand operator()(const Map& op) {
    std::vector<Operand> of;
    for (size_t i = 0; i < value.operands.size(); ++i) of.push_back(operand(i, point));
    return e.apply(op.kind, std::move(of), type());
  }
  Operand operator()(const StopGradient&) { return operand(0, point); }
  Operand operator()(const Broadcast& op) {
    Point at;
    for (size_t i = 0; i < op.axes.size(); ++i) at.push_back(shape(0)[i] == 1 && value.type.shape[op.axes[i]] != 1 ? Coordinate(Index(0)) : point[op.axes[i]]);
    return operand(0, at);
  }
  Operand operator()(const Transpose& op) {
    Point at(point.size());
    for (size_t i = 0; i < point.size(); ++i) at[op.permutation[i]] = point[i];
    return operand(0, at);
  }
  Operand operator()(const Slice& op) {
    Point at;
    for (size_t i = 0; i < point.size(); ++i) at.push_back(e.sum(e.times(point[i], op.step[i]), Index(op.begin[i])));
    return operand(0, at);
  }
  // Axes that go through unchanged keep their coordinates; the others are counted out of the flat index between them.
  Operand operator()(const Reshape&) {
    const Shape &to = value.type.shape, &from = shape(0);
    Point at(from.size());
    size_t i = 0, j = 0;
    while (j < from.size()) {
      long have = from[j], want = i < to.size() ? to[i] : 1;
      size_t j_end = j + 1, i_end = i + (i < to.size());
      while (have != want) {
        if (have < want) have *= from[j_end++];
        else want *= to[i_end++];
      }
      if (i_end == i + 1 && j_end == j + 1) {
        at[j] = point[i], i = i_end, j = j_end;
        continue;
      }
      Coordinate flat = Index(0);
      long stride = 1;
      for (size_t d = i_end; d-- > i;) flat = e.sum(flat, e.times(point[d], stride)), stride *= to[d];
      for (size_t d = j_end; d-- > j;) {
        const bool outermost = std::all_of(from.begin() + j, from.begin() + d, [](long n) { return n == 1; });
        if (from[d] == 1) at[d] = Index(0);
        else if (outermost) at[d] = flat, flat = Index(0);
        else split(flat, from[d], at[d]);
      }
      i = i_end, j = j_end;
    }
    return operand(0, at);
  }
  // low = flat % n, flat = flat / n; without a division where the terms allow it.
  void split(Coordinate& flat, long n, Coordinate& low) {
    if (auto* index = std::get_if<Index>(&flat); index && index->terms.empty()) {
      low = Index(index->constant % n), flat = Index(index->constant / n);
      return;
    }
    Operand x = e.integer(flat);
    low = std::get<Register>(e.apply(Scalar::remainder, {x, Index(n)}, kernel::Type::integer));
    flat = std::get<Register>(e.apply(Scalar::divide, {x, Index(n)}, kernel::Type::integer));
  }
  Operand in_range(const Coordinate& c, long extent) {
    Operand x = e.integer(c);
    Operand low = e.apply(Scalar::greater_equal, {x, Index(0)}, kernel::Type::mask), high = e.apply(Scalar::less, {x, Index(extent)}, kernel::Type::mask);
    return e.apply(Scalar::logical_and, {low, high}, kernel::Type::mask);
  }
  Operand both(std::optional<Operand> a, Operand b) { return a ? e.apply(Scalar::logical_and, {*a, b}, kernel::Type::mask) : b; }
  Coordinate or_zero(Operand inside, const Coordinate& c) {
    return std::get<Register>(e.apply(Scalar::select, {inside, e.integer(c), Index(0)}, kernel::Type::integer));
  }
  // c / n and whether n divides c; c may be negative (then it is out of range anyway).
  Coordinate divided(const Coordinate& c, long n, std::optional<Operand>& exact) {
    if (n == 1) return c;
    Operand x = e.integer(c), quotient = e.apply(Scalar::divide, {x, Index(n)}, kernel::Type::integer);
    exact = both(exact, e.apply(Scalar::equal, {e.apply(Scalar::multiply, {quotient, Index(n)}, kernel::Type::integer), x}, kernel::Type::mask));
    return std::get<Register>(quotient);
  }
  Operand operator()(const Pad& op) {
    Point at;
    std::optional<Operand> inside;
    for (size_t d = 0; d < point.size(); ++d) {
      if (!op.low[d] && !op.high[d] && !op.interior[d]) { at.push_back(point[d]); continue; }
      Coordinate c = e.sum(point[d], Index(-op.low[d]));
      Operand here = in_range(c, (shape(0)[d] - 1) * (op.interior[d] + 1) + 1);
      inside = both(inside, here);
      c = divided(or_zero(here, c), op.interior[d] + 1, inside);
      at.push_back(or_zero(*inside, c));
    }
    if (!inside) return operand(0, point);
    return e.apply(Scalar::select, {*inside, operand(0, at), number(op.value)}, type());
  }
  Operand operator()(const Concat& op) {
    Operand out = number(0);
    long begin = 0;
    for (size_t i = 0; i < value.operands.size(); ++i) {
      const long extent = shape(i)[op.axis];
      Coordinate c = e.sum(point[op.axis], Index(-begin));
      Operand here = in_range(c, extent);
      Point at = point;
      at[op.axis] = or_zero(here, c);
      out = e.apply(Scalar::select, {here, operand(i, at), out}, type());
      begin += extent;
    }
    return out;
  }
  Operand operator()(const Window& op) {
    Point at;
    const size_t last = op.axes.back(), n = op.axes.size();
    for (size_t d = 0; d < shape(0).size(); ++d) {
      const size_t here = d <= last ? d : d + n;
      Coordinate c = point[here];
      for (size_t a = 0; a < n; ++a)
        if (op.axes[a] == static_cast<int64_t>(d)) c = e.sum(e.times(c, op.stride[a]), e.times(point[last + 1 + a], op.dilation[a]));
      at.push_back(c);
    }
    return operand(0, at);
  }
  // Every window that holds the element, in increasing position: the last offset inside a window comes first.
  Operand operator()(const Unwindow& op) {
    const size_t n = op.axes.size(), last = op.axes.back();
    Register sum = e.b.let("sum", Scalar::copy, {Operand(0.0f)});
    long offsets = 1;
    for (long size : op.size) offsets *= size;
    for (long k = offsets; k-- > 0;) {
      Point at(shape(0).size());
      for (size_t d = 0; d < point.size(); ++d) at[d <= last ? d : d + n] = point[d];
      std::optional<Operand> inside;
      long rest = k;
      for (size_t a = n; a-- > 0;) {
        const long offset = rest % op.size[a];
        rest /= op.size[a];
        Coordinate c = divided(e.sum(point[op.axes[a]], Index(-offset * op.dilation[a])), op.stride[a], inside);
        inside = both(inside, in_range(c, shape(0)[op.axes[a]]));
        at[op.axes[a]] = c, at[last + 1 + a] = Index(offset);
      }
      for (size_t a = 0; a < n; ++a) at[op.axes[a]] = or_zero(*inside, at[op.axes[a]]);
      Operand term = e.apply(Scalar::select, {*inside, operand(0, at), Operand(0.0f)}, kernel::Type::number);
      // Outside a window nothing is added, not even zero: -0 stays.
      Operand next = e.apply(Scalar::add, {sum, term}, kernel::Type::number);
      e.b.add(kernel::Set{sum, Scalar::select, {*inside, next, sum}});
    }
    return sum;
  }
  Operand operator()(const Gather&) {
    const size_t rank = shape(1).size();
    Point index_at(point.begin(), point.begin() + rank), at;
    at.push_back(std::get<Register>(e.apply(Scalar::copy, {operand(1, index_at)}, kernel::Type::integer)));
    at.insert(at.end(), point.begin() + rank, point.end());
    return operand(0, at);
  }
  Operand operator()(const auto& op) { internal_failure(__FILE__, __LINE__, "`" + std::string(op.info.name) + "` is computed by its group or read from an array"); }
};

Operand Elements::by_rule(const Value& value, const Point& point) { return std::visit(ElementRule{*this, value, point}, value.op); }

}  // namespace keratin
