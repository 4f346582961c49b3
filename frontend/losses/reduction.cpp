// From one value for each position to the loss, as keras.losses.Loss does it: a mask becomes a weight, weights multiply the
// values, and what is divided by is the number of values, whatever the weights add up to.
#include <fmt/format.h>

#include "frontend/losses/loss.h"

namespace keratin {
namespace {

Axes all_axes(Expr x) {
  Axes all;
  for (int64_t axis = 0; axis < x.rank(); ++axis) all.push_back(axis);
  return all;
}

// How many numbers there are; of a short batch only its rows count.
Expr size_of(Expr x) {
  const Type type = x.type();
  int64_t n = 1;
  for (int d = 0; d < type.rank(); ++d) n *= d == type.batch_axis ? type.shape[d] / x.builder->graph.batch : type.shape[d];
  if (type.batch_axis < 0) return constant(*x.builder, static_cast<double>(n));
  return n == 1 ? rows(*x.builder) : rows(*x.builder) * static_cast<double>(n);
}

// Whether `w`, once a trailing axis of 1 too many is dropped, has the first axes of the values.
bool fits(const Shape& w, const Shape& values) {
  if (values.empty()) return true;
  if (w.size() > values.size() && !(w.size() == values.size() + 1 && w.back() == 1)) return false;
  for (size_t d = 0; d < std::min(w.size(), values.size()); ++d)
    if (w[d] != values[d] && w[d] != 1) return false;
  return true;
}
// Weights or a mask with as many axes as the values: a trailing 1 too many is dropped, missing axes repeat.
Expr aligned(Expr w, Expr values) {
  if (values.rank() == 0) return w;
  if (w.rank() == values.rank()) return w;
  Type type = w.type();
  if (w.rank() > values.rank()) {
    type.shape.pop_back();
    return reshape(w, type.shape);
  }
  return broadcast(w, {type.element, values.type().shape, values.type().batch_axis}, all_axes(w));
}

}  // namespace

void check_weights(const Config& config, Expr values, std::optional<Expr> mask, std::optional<Expr> weights) {
  for (const auto& [what, w] : {std::pair{"sample weights", weights}, {"the mask", mask}})
    if (w && !fits(w->shape(), values.shape())) refuse(config, "K2231", fmt::format("{} of shape {} do not fit values of shape {}", what, to_string(w->type()), to_string(values.type())));
}
std::optional<Expr> combined_weights(Expr values, std::optional<Expr> mask, std::optional<Expr> weights) {
  if (!mask && !weights) return std::nullopt;
  Expr w = !weights ? to_float(aligned(*mask, values)) : mask ? aligned(*weights, values) * to_float(aligned(*mask, values)) : aligned(*weights, values);
  return values.rank() ? broadcast_to(w, values.type()) : w;
}

Expr reduced(const Config& loss, Expr values, std::optional<Expr> mask, std::optional<Expr> weights) {
  const std::string reduction = loss.text("reduction");
  if (reduction == "none") refuse(loss, "K2232", "reduction is none, and a step needs one number to make smaller", "leave it out, or take sum");
  check_weights(loss, values, mask, weights);
  const bool by_size = reduction == "sum_over_batch_size" || reduction == "mean";
  std::optional<Expr> w;
  if (weights) w = aligned(*weights, values.rank() || !mask ? values : *mask);
  if (mask) {
    Expr m = aligned(*mask, values);
    // As many values as there are, divided by as many as count: the mean of what counts.
    Expr factor = by_size ? size_of(*mask) / maximum(sum(to_float(*mask), all_axes(*mask)), 1.0) : constant(*values.builder, 1);
    Expr chosen = select(m, factor, constant(*values.builder, 0));
    w = w ? *w * chosen : chosen;
  }
  Expr weighted = w ? values * *w : values;
  if (reduction == "sum") return sum(weighted, all_axes(weighted));
  if (by_size || !w) return mean(weighted, all_axes(weighted));
  const Expr counted = mask ? *w : *weights;  // weights of rows are not counted again for each position, as in Keras
  Expr divisor = sum(counted, all_axes(counted)), zero = constant(*values.builder, 0), none = divisor == 0.0;
  return select(none, zero, sum(weighted, all_axes(weighted)) / select(none, constant(*values.builder, 1), divisor));
}

}  // namespace keratin
