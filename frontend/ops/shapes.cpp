// What moves elements and computes nothing. The batch keeps its rows: it is not cut, turned round, joined or repeated.
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "frontend/ops/rules.h"

namespace keratin {
namespace {

Type without_axes(Type type, const Axes& axes) {  // in increasing order
  for (size_t i = axes.size(); i-- > 0;) {
    type.shape.erase(type.shape.begin() + axes[i]);
    if (axes[i] < type.batch_axis) --type.batch_axis;
  }
  return type;
}
Type with_axis(Type type, int64_t axis) {
  type.shape.insert(type.shape.begin() + axis, 1);
  if (type.batch_axis >= axis) ++type.batch_axis;
  return type;
}
void keep_batch(const OpSettings& call, Expr x, int64_t axis, const char* what) {
  if (is_batch(x, axis)) refuse(call, "K2406", fmt::format("axis {} is the batch, which is not {}", axis, what), "name another axis; -1 is the last");
}

}  // namespace

// The new shape counts the batch, as Keras' does, and always as -1: how many rows come is not known.
Expr op_reshape(Builder&, std::span<const Expr> x, const OpSettings& call) {
  const Type from = x[0].type();
  Type to{from.element, list_of(call, "newshape"), -1};
  const bool batch = from.batch_axis >= 0;
  if (batch && (from.batch_axis != 0 || to.shape.empty() || to.shape[0] != -1))
    refuse(call, "K2406", "newshape " + print(to.shape) + " of a value " + shown(from), "the batch stays in front: begin the new shape with -1, which stands for it, as in `reshape(x, {-1, 3, 4})`");
  const int64_t elements = batch ? count(from.shape) / from.shape[0] : count(from.shape);
  int64_t known = 1, open = -1;
  for (int64_t i = batch; i < to.rank(); ++i) {
    if (to.shape[i] == -1 && open < 0) open = i;
    else if (to.shape[i] < 1 || known > elements) refuse(call, "K2405", "newshape " + print(to.shape) + " has extents from 1 on, and one that is open (-1) beside the batch's");
    else known *= to.shape[i];
  }
  if (open >= 0 && elements % known == 0) to.shape[open] = elements / known, known = elements;
  if (known != elements) refuse(call, "K2403", fmt::format("newshape {} does not fit {} elements{}", print(to.shape), elements, batch ? " of each row" : ""));
  if (batch) to.shape[0] = from.shape[0], to.batch_axis = 0;
  return reshaped(call, x[0], to);
}
Expr op_transpose(Builder&, std::span<const Expr> x, const OpSettings& call) {
  const int rank = x[0].rank();
  Axes order(rank);
  std::iota(order.rbegin(), order.rend(), 0);
  if (call.find("axes")) {
    axes_of(call, "axes", rank);  // each once
    order = list_of(call, "axes");
    for (int64_t& axis : order) axis = axis < 0 ? axis + rank : axis;
    if (static_cast<int>(order.size()) != rank) refuse(call, "K2404", fmt::format("axes are {} of {}", order.size(), rank), "name every axis once; axis 0 is the batch");
  }
  return rank ? transpose(x[0], order) : x[0];
}
Expr op_expand_dims(Builder&, std::span<const Expr> x, const OpSettings& call) { return reshaped(call, x[0], with_axis(x[0].type(), axis_of(call, "axis", x[0].rank() + 1))); }
Expr op_squeeze(Builder&, std::span<const Expr> x, const OpSettings& call) {
  const Type from = x[0].type();
  Axes axes;
  if (call.find("axis")) axes = axes_of(call, "axis", from.rank());
  else
    for (int d = 0; d < from.rank(); ++d)
      if (from.shape[d] == 1 && d != from.batch_axis) axes.push_back(d);
  for (int64_t axis : axes) {
    keep_batch(call, x[0], axis, "dropped");
    if (from.shape[axis] != 1) refuse(call, "K2403", fmt::format("axis {} of {} is not 1", axis, shown(from)));
  }
  return reshaped(call, x[0], without_axes(from, axes));
}

Expr op_concatenate(Builder&, std::span<const Expr> x, const OpSettings& call) {
  const int64_t axis = axis_of(call, "axis", x[0].rank());
  std::vector<Expr> parts;
  Type all = x[0].type();
  const bool same = std::all_of(x.begin(), x.end(), [&](const Expr& e) { return e.type().element == all.element; });
  all.shape[axis] = 0;
  for (const Expr& e : x) {
    keep_batch(call, e, axis, "joined");
    Type alike = e.type();
    if (alike.rank() == all.rank()) alike.shape[axis] = all.shape[axis];
    if (alike.shape != all.shape || alike.batch_axis != all.batch_axis)
      refuse(call, "K2403", fmt::format("{} and {} differ in more than axis {}", shown(x[0].type()), shown(e.type()), axis));
    all.shape[axis] += e.shape()[axis];
    parts.push_back(same && all.element != Element::boolean ? e : numbers(e));
  }
  allowed(call, all);
  return parts.size() == 1 ? parts[0] : concat(parts, axis);
}
Expr op_stack(Builder& b, std::span<const Expr> x, const OpSettings& call) {
  const int64_t axis = axis_of(call, "axis", x[0].rank() + 1);
  std::vector<Expr> parts;
  for (const Expr& e : x) {
    if (e.shape() != x[0].shape() || e.type().batch_axis != x[0].type().batch_axis) refuse(call, "K2403", shown(x[0].type()) + " and " + shown(e.type()) + " differ");
    parts.push_back(reshaped(call, e, with_axis(e.type(), axis)));
  }
  return op_concatenate(b, parts, {call.op, {{"axis", static_cast<double>(axis)}}, call.place});
}

Expr op_flip(Builder&, std::span<const Expr> x, const OpSettings& call) {
  Axes begin(x[0].rank(), 0), step(x[0].rank(), 1);
  for (int64_t axis : axes_of(call, "axis", x[0].rank())) {
    keep_batch(call, x[0], axis, "turned round");
    begin[axis] = x[0].shape()[axis] - 1, step[axis] = -1;
  }
  return x[0].rank() ? slice(x[0], begin, x[0].shape(), step) : x[0];
}
Expr op_slice(Builder&, std::span<const Expr> x, const OpSettings& call) {
  const Type from = x[0].type();
  const Axes begin = list_of(call, "start_indices");
  Axes extent = list_of(call, "shape");
  if (static_cast<int>(begin.size()) != from.rank() || extent.size() != begin.size())
    refuse(call, "K2405", fmt::format("start_indices {} and shape {} do not name {} axes", print(begin), print(extent), from.rank()));
  for (int d = 0; d < from.rank(); ++d) {
    if (d == from.batch_axis && (begin[d] != 0 || extent[d] != -1)) refuse(call, "K2406", fmt::format("axis {} is the batch, which is not cut", d), "begin it at 0, with a shape of -1");
    if (extent[d] == -1) extent[d] = from.shape[d] - begin[d];  // all that remain
    if (begin[d] < 0 || extent[d] < 1 || begin[d] + extent[d] > from.shape[d])
      refuse(call, "K2405", fmt::format("{} elements from {} on do not lie in axis {} of {}", extent[d], begin[d], d, shown(from)));
  }
  return from.rank() ? slice(x[0], begin, extent) : x[0];
}
// Indices are known: neighbouring ones are one slice.
Expr op_take(Builder&, std::span<const Expr> x, const OpSettings& call) {
  const Type from = x[0].type();
  if (!call.find("axis") && from.rank() != 1) refuse(call, "K2405", "needs the setting `axis`", "write `take(x, {0, 2}, -1)` for elements of the last axis");
  const int64_t axis = call.find("axis") ? axis_of(call, "axis", from.rank()) : 0;
  keep_batch(call, x[0], axis, "cut");
  Axes indices = list_of(call, "indices");
  if (indices.empty()) refuse(call, "K2405", "needs at least one index");
  for (int64_t& index : indices) {
    if (index < -from.shape[axis] || index >= from.shape[axis]) refuse(call, "K2405", fmt::format("index {} is outside axis {} of {}", index, axis, shown(from)));
    if (index < 0) index += from.shape[axis];
  }
  Type all = from;
  all.shape[axis] = static_cast<int64_t>(indices.size());
  allowed(call, all);
  std::vector<Expr> parts;
  for (size_t i = 0, n = 1; i < indices.size(); i += n) {
    for (n = 1; i + n < indices.size() && indices[i + n] == indices[i] + static_cast<int64_t>(n);) ++n;
    parts.push_back(slice_axis(x[0], axis, indices[i], static_cast<int64_t>(n)));
  }
  Expr taken = parts.size() == 1 ? parts[0] : concat(parts, axis);
  const bool one = std::holds_alternative<double>(*call.find("indices"));
  return one ? reshaped(call, taken, without_axes(taken.type(), {axis})) : taken;
}

}  // namespace keratin
