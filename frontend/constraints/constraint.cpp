#include "frontend/constraints/constraint.h"

#include <algorithm>

#include <fmt/format.h>

namespace keratin {
namespace {

constexpr double epsilon = 1e-7;

// The setting `axis` from 0 on: along these the length of a vector is taken. One number or several.
Axes axes_of(const Config& config, Expr w) {
  Axes axes = config.extents("axis");
  for (int64_t& axis : axes) {
    const int64_t given = axis;
    if (axis < 0) axis += w.rank();
    if (axis < 0 || axis >= w.rank()) refuse(config, "K2120", fmt::format("axis is {}, a weight of shape {} has no such axis", given, to_string(w.shape())));
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) refuse(config, "K2120", "axis names an axis twice");
  return axes;
}
Expr lengths(const Config& config, Expr w) { return sqrt(sum(square(w), axes_of(config, w), true)); }

Expr unit_norm(const Config& config, Expr w) { return w / (lengths(config, w) + epsilon); }
Expr max_norm(const Config& config, Expr w) {
  Expr length = lengths(config, w);
  return w * (clip(length, 0, config.number("max_value")) / (length + epsilon));
}
Expr min_max_norm(const Config& config, Expr w) {
  const double rate = config.number("rate"), low = config.number("min_value"), high = config.number("max_value");
  if (low > high) refuse(config, "K2162", fmt::format("min_value is {}, which is above max_value, {}", low, high));
  Expr length = lengths(config, w), inside = clip(length, low, high);
  return w * ((rate == 1 ? inside : inside * rate + length * (1 - rate)) / (length + epsilon));
}

ConstraintRow row(Definition definition, Expr (*formula)(const Config&, Expr)) {
  definition.category = Category::constraint;
  return {std::move(definition), formula};
}

}  // namespace

const std::vector<ConstraintRow>& constraint_table() {
  static const Setting axis = extents("axis", Shape{0}).says("along which lengths are taken; of a convolution's kernel {0, 1, 2}");
  static const std::vector<ConstraintRow> table = {
      row({.class_name = "NonNeg", .aliases = {"non_neg", "nonneg"}, .about = "no weight is below 0", .formula = "max(w, 0)"}, [](const Config&, Expr w) { return maximum(w, 0.0); }),
      row({.class_name = "UnitNorm",
           .aliases = {"unit_norm", "unitnorm"},
           .about = "the weights of each unit have length 1",
           .formula = "w / (1e-7 + |w|)",
           .settings = {axis}},
          unit_norm),
      row({.class_name = "MaxNorm",
           .aliases = {"max_norm", "maxnorm"},
           .about = "the weights of each unit are no longer than max_value",
           .formula = "w * min(|w|, max_value) / (1e-7 + |w|)",
           .settings = {number("max_value", 2).from(0).plain(), axis}},
          max_norm),
      row({.class_name = "MinMaxNorm",
           .aliases = {"min_max_norm"},
           .about = "the weights of each unit have a length between two bounds",
           .formula = "w * (rate * clip(|w|, min_value, max_value) + (1 - rate) * |w|) / (1e-7 + |w|)",
           .settings = {number("min_value", 0).from(0), number("max_value", 1).from(0), number("rate", 1).from(0).to(1).says("how much of the way is gone at each update"), axis}},
          min_max_norm),
  };
  return table;
}

Expr constrained(const Config& constraint, Expr weight) {
  const ConstraintRow& row = find_row(constraint_table(), constraint);
  return row.apply(completed(row, constraint), weight);
}

}  // namespace keratin
