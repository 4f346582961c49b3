// Crossentropies. Where the output comes from softmax or sigmoid they use the logits, as Keras on TensorFlow does: one
// formula without a limit, and better gradients. Other probabilities are clipped.
#include <fmt/format.h>

#include "frontend/activations/activation.h"
#include "frontend/losses/families.h"

namespace keratin {
namespace {

void warn_of_activation(const Config& config, const Compared& c, const char* wanted) {
  if (!c.activated) return;
  const std::string& before = c.activated->activation;
  if (before != "softmax" && before != "sigmoid") return;
  if (config.flag("from_logits")) warn_of_logits(config, c);
  else if (before != wanted)
    warn(config, c, "K2291", fmt::format("the output comes from `{}`, and this loss goes with `{}`", before, wanted),
         before == "sigmoid" ? "use binary_crossentropy, or softmax" : "use categorical_crossentropy, or sigmoid");
}

// Of one class softmax makes 1, whatever the numbers.
void warn_of_one_class(const Config& config, const Compared& c) {
  if (c.output.shape().back() == 1)
    warn(config, c, "K2292", "the output has one class, so there is nothing to choose", "use binary_crossentropy with sigmoid for two classes");
}

std::optional<Expr> logits(const Config& config, const Compared& c, const char* activation) {
  warn_of_activation(config, c, activation);
  if (c.activated && c.activated->activation == activation) return c.activated->input;
  return config.flag("from_logits") ? std::optional(c.output) : std::nullopt;
}

Expr binary(const Config& config, Compared& c) {
  const int64_t axis = axis_of(config, c.output);
  Expr t = smoothed(config, c.target, true);
  if (auto z = logits(config, c, "sigmoid")) return mean(sigmoid_crossentropy(*z, t), {axis});
  Expr p = clipped(c.output);
  return mean(-(t * log(p) + (1.0 - t) * log(1.0 - p)), {axis});
}

Expr categorical(const Config& config, Compared& c) {
  const int64_t axis = axis_of(config, c.output);
  warn_of_one_class(config, c);
  auto z = logits(config, c, "softmax");
  Expr log_p = z ? log_softmax(*z, axis) : log(clipped(c.output / sum(c.output, {axis}, true)));
  return -sum(smoothed(config, c.target, false) * log_p, {axis});
}

// From probabilities: clipped without dividing by their sum, then softmax of their logarithms. Positions of ignore_class
// are left out of everything.
Expr sparse(const Config& config, Compared& c) {
  if (axis_of(config, c.output) != c.output.rank() - 1)
    refuse(config, "K2233", fmt::format("axis is {}, the classes are on the last axis", config.whole("axis")), "Permute moves an axis to the end");
  warn_of_one_class(config, c);
  auto z = logits(config, c, "softmax");
  Expr scores = z ? *z : log(clipped(c.output));
  std::optional<Expr> counts;
  if (const std::optional<double> ignored = config.maybe_number("ignore_class")) {
    Type positions = sum(scores, {-1}).type();
    Expr label = reshape(to_int(c.target), positions.shape);
    counts = label != *ignored;
    Axes axes;
    for (int64_t d = 0; d < positions.rank(); ++d) axes.push_back(d);
    Type all = scores.type();
    all.element = Element::boolean;
    scores = select(broadcast(*counts, all, axes), scores, number_like(scores, 0));
  }
  Expr each = -sum(select(is_target(c), log_softmax(scores), number_like(scores, 0)), {-1});
  if (!counts) return each;
  c.mask = c.mask ? *c.mask & *counts : *counts;
  return select(*counts, each, number_like(each, 0));
}

}  // namespace

std::vector<LossRow> crossentropy_losses() {
  const Setting from_logits = flag("from_logits", false).says("the output is not yet a probability"), axis = whole("axis", -1).says("of the classes");
  const Setting smoothing = number("label_smoothing", 0).from(0).to(1).says("how far targets are moved towards their mean");
  return {
      loss_of({.class_name = "BinaryCrossentropy",
               .aliases = {"binary_crossentropy", "bce", "BCE"},
               .about = "of two classes, or of several that may be true at once",
               .formula = "mean(-(t log p + (1 - t) log(1 - p)))",
               .settings = {from_logits, smoothing, axis}},
              binary),
      loss_of({.class_name = "CategoricalCrossentropy",
               .aliases = {"categorical_crossentropy"},
               .about = "of classes, one of which is true; targets are rows with one 1",
               .formula = "-sum(t log p)",
               .settings = {from_logits, smoothing, axis}},
              categorical),
      loss_of({.class_name = "SparseCategoricalCrossentropy",
               .aliases = {"sparse_categorical_crossentropy"},
               .about = "of classes, one of which is true; targets are their numbers, from 0",
               .formula = "-log p[t]",
               .settings = {from_logits, whole("ignore_class").says("positions with this target do not count"), axis}},
              sparse, true),
  };
}

}  // namespace keratin
