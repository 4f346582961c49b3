// Activations that compare the numbers along an axis.
#include <fmt/format.h>

#include "frontend/activations/families.h"

namespace keratin {

Expr softmax(Expr x, int64_t axis) {
  Expr e = exp(x - stop_gradient(max(x, {axis}, true)));
  return e / sum(e, {axis}, true);
}
Expr log_softmax(Expr x, int64_t axis) {
  Expr shifted = x - stop_gradient(max(x, {axis}, true));
  return shifted - log(sum(exp(shifted), {axis}, true));
}

namespace {

// The setting `axis` from 0 on: an axis of the array, and not the batch, whose rows must not depend on each other.
int64_t axis_of(const Config& config, Expr x) {
  const int64_t given = config.whole("axis"), axis = given < 0 ? given + x.rank() : given;
  if (axis < 0 || axis >= x.rank()) refuse(config, "K2120", fmt::format("axis is {}, an array of rank {} has no such axis", given, x.rank()));
  if (axis == x.type().batch_axis) refuse(config, "K2120", fmt::format("axis is {}, which is the batch: its rows do not depend on each other", given));
  return axis;
}

// The first half of an axis, gated by the second.
Expr glu(const Config& config, Expr x) {
  const int64_t axis = axis_of(config, x), extent = x.shape()[axis];
  if (extent % 2) refuse(config, "K2160", fmt::format("axis {} has the extent {}, glu splits it in two equal halves", axis, extent));
  return slice_axis(x, axis, 0, extent / 2) * sigmoid(slice_axis(x, axis, extent / 2, extent / 2));
}

// Keras sorts and adds up; here every number counts and adds up those before it in descending order, of equal ones the first
// ones first. Keras 3.15.1 takes the sum of all partial sums of the support where the nearest point of the simplex would
// take the last one: results add up to 1 only where the support is one number. Its models have learned with that.
Expr sparsemax(const Config& config, Expr x) {
  const int64_t axis = axis_of(config, x), extent = x.shape()[axis];
  Type pairs = x.type();  // (…, i, j, …)
  pairs.shape.insert(pairs.shape.begin() + axis, extent);
  if (pairs.batch_axis > axis) ++pairs.batch_axis;
  auto spread = [&](int64_t skipped) {
    Axes axes;
    for (int64_t d = 0; d < pairs.rank(); ++d)
      if (d != skipped) axes.push_back(d);
    return broadcast(x, pairs, axes);
  };
  Type places = pairs;
  places.element = Element::i32;
  Expr mine = spread(axis + 1), others = spread(axis), zero = constant(*x.builder, 0);
  Expr not_behind = (others > mine) | ((others == mine) & (iota(*x.builder, places, axis + 1) <= iota(*x.builder, places, axis)));
  Expr rank = sum(to_float(not_behind), {axis + 1}), total = sum(select(not_behind, others, zero), {axis + 1});
  Expr support = stop_gradient(x) > stop_gradient((total - 1.0) / rank);
  Expr tau = (sum(select(support, total, zero), {axis}, true) - 1.0) / sum(to_float(support), {axis}, true);
  return maximum(zero, x - tau);
}

}  // namespace

std::vector<ActivationRow> axis_activations() {
  const Setting axis = whole("axis", -1).says("along which numbers are compared, -1 for the last");
  return {
      activation_of({.class_name = "softmax", .about = "probabilities that add up to 1 along an axis", .formula = "e^x / sum(e^x)", .settings = {axis}},
                    [](const Config& config, Expr x) { return softmax(x, axis_of(config, x)); }),
      activation_of({.class_name = "log_softmax", .about = "the logarithm of softmax", .formula = "x - log(sum(e^x))", .settings = {axis}},
                    [](const Config& config, Expr x) { return log_softmax(x, axis_of(config, x)); }),
      activation_of({.class_name = "sparsemax",
                     .about = "probabilities of which many are 0; the work grows with the square of the axis",
                     .formula = "max(x - tau, 0); tau = (sum of the partial sums of the support - 1) / its size, as Keras 3.15.1 has it: one partial sum would make them add up to 1",
                     .settings = {axis}},
                    sparsemax),
      activation_of({.class_name = "glu",
                     .about = "one half of an axis, gated by the other",
                     .formula = "first half * sigmoid(second half)",
                     .settings = {whole("axis", -1).says("which is split")},
                     .shapes = "(batch, …, 2 n) → (batch, …, n)"},
                    glu),
  };
}

}  // namespace keratin
