// Losses: one value for each position (the last axis is folded); the model takes their mean. Where the output comes from
// softmax or sigmoid, crossentropies use the logits, as Keras on TensorFlow does.
#include <fmt/format.h>

#include "frontend/losses/loss.h"

namespace keratin {
namespace {

constexpr double epsilon = 1e-7;

Expr clipped(Expr p) { return minimum(maximum(p, epsilon), static_cast<double>(1.0f - 1e-7f)); }
Expr log_softmax(Expr z) {
  Expr shifted = z - stop_gradient(max(z, {-1}, true));
  return shifted - log(sum(exp(shifted), {-1}, true));
}
std::optional<Expr> logits(const Config& config, const Compared& c, const char* activation) {
  if (config.flag("from_logits", false)) return c.output;
  if (c.activated && c.activated->activation == activation) return c.activated->input;
  return std::nullopt;
}
double smoothing(const Config& config) {
  const double s = config.number("label_smoothing", 0);
  if (!(s >= 0 && s <= 1)) refuse(config, "K2202", fmt::format("label_smoothing is {}, it lies in [0, 1]", s));
  return s;
}

Expr mean_squared_error(const Config&, const Compared& c) { return mean(square(c.output - c.target), {-1}); }
Expr mean_absolute_error(const Config&, const Compared& c) { return mean(abs(c.output - c.target), {-1}); }

Expr binary_crossentropy(const Config& config, const Compared& c) {
  Expr t = c.target;
  if (const double s = smoothing(config); s > 0) t = t * (1 - s) + s / 2;
  if (auto z = logits(config, c, "sigmoid"))
    return mean(maximum(constant(*z->builder, 0), *z) - *z * t + log(1.0 + exp(-abs(*z))), {-1});
  Expr p = clipped(c.output);
  return mean(-(t * log(p) + (1.0 - t) * log(1.0 - p)), {-1});
}
Expr categorical_crossentropy(const Config& config, const Compared& c) {
  Expr t = c.target;
  if (const double s = smoothing(config); s > 0) t = t * (1 - s) + s / static_cast<double>(t.shape().back());
  auto z = logits(config, c, "softmax");
  Expr log_p = z ? log_softmax(*z) : log(clipped(c.output / sum(c.output, {-1}, true)));
  return -sum(t * log_p, {-1});
}
// From probabilities: clipped without renormalising, then softmax of their logarithms.
Expr sparse_categorical_crossentropy(const Config& config, const Compared& c) {
  auto z = logits(config, c, "softmax");
  Expr log_p = log_softmax(z ? *z : log(clipped(c.output)));
  Type classes = log_p.type();
  classes.element = Element::i32;
  Axes axes;
  for (int d = 0; d < c.target.rank(); ++d) axes.push_back(d);
  Expr hit = iota(*log_p.builder, classes, log_p.rank() - 1) == broadcast(c.target, classes, axes);
  return -sum(select(hit, log_p, constant(*log_p.builder, 0)), {-1});
}

}  // namespace

const std::vector<LossRow>& loss_table() {
  static const std::vector<LossRow> table = {
      {"mean_squared_error", {"mse", "MSE", "MeanSquaredError"}, "mean((output - target)^2)", false, mean_squared_error},
      {"mean_absolute_error", {"mae", "MAE", "MeanAbsoluteError"}, "mean(|output - target|)", false, mean_absolute_error},
      {"binary_crossentropy", {"bce", "BinaryCrossentropy"}, "mean(-(t log p + (1 - t) log(1 - p))); from_logits, label_smoothing", false, binary_crossentropy},
      {"categorical_crossentropy", {"CategoricalCrossentropy"}, "-sum(t log p) of one-hot targets; from_logits, label_smoothing", false, categorical_crossentropy},
      {"sparse_categorical_crossentropy", {"SparseCategoricalCrossentropy"}, "-log p[t] of whole-number targets; from_logits", true, sparse_categorical_crossentropy},
  };
  return table;
}

const LossRow& loss_row(const Config& config) {
  std::vector<std::string> known;
  for (const LossRow& row : loss_table()) {
    if (config.class_name == row.name) return row;
    for (const char* alias : row.aliases)
      if (config.class_name == alias) return row;
    known.push_back(row.name);
  }
  unknown(config, "K2201", "loss", config.class_name, known);
}

}  // namespace keratin
