// Crossentropies that care less for what is known well, or for targets that may be wrong.
#include <fmt/format.h>

#include "frontend/activations/activation.h"
#include "frontend/losses/families.h"

namespace keratin {
namespace {

// (1 - p_t)^gamma times the crossentropy, where p_t is the probability of what is true.
Expr binary(const Config& config, Compared& c) {
  warn_of_logits(config, c);
  const int64_t axis = axis_of(config, c.output);
  const bool from_logits = config.flag("from_logits"), after_sigmoid = c.activated && c.activated->activation == "sigmoid";
  Expr t = smoothed(config, c.target, true), p = from_logits ? sigmoid(c.output) : c.output, safe = clipped(p);
  Expr crossentropy = from_logits     ? sigmoid_crossentropy(c.output, t)
                      : after_sigmoid ? sigmoid_crossentropy(c.activated->input, t)
                                      : -(t * log(safe) + (1.0 - t) * log(1.0 - safe));
  Expr p_t = t * p + (1.0 - t) * (1.0 - p);
  Expr each = power_from_0(1.0 - p_t, config.number("gamma")) * crossentropy;
  const double alpha = config.number("alpha");
  if (config.flag("apply_class_balancing")) each = (t * alpha + (1.0 - t) * (1 - alpha)) * each;
  return mean(each, {axis});
}

// alpha is one number, or one for each class.
Expr weights_of_classes(const Config& config, Expr x) {
  const Numbers alpha = config.numbers("alpha");
  if (alpha.size() == 1) return number_like(x, alpha[0]);
  const int64_t classes = x.shape().back();
  if (static_cast<int64_t>(alpha.size()) != classes)
    refuse(config, "K2234", fmt::format("alpha has {} numbers for {} classes", alpha.size(), classes), "give one number, or one for each class");
  return {x.builder, x.builder->graph.add(Constant{{Element::f32, {classes}}, alpha}, {}, x.builder->origin)};
}
Expr categorical(const Config& config, Compared& c) {
  warn_of_logits(config, c);
  const int64_t axis = axis_of(config, c.output);
  Expr t = smoothed(config, c.target, false), p = config.flag("from_logits") ? softmax(c.output, axis) : c.output;
  Expr safe = clipped(p / sum(p, {axis}, true));
  Expr factor = power_from_0(1.0 - safe, config.number("gamma")) * weights_of_classes(config, safe);
  return sum(factor * (-t * log(safe)), {axis});
}

Expr generalized(const Config& config, Compared& c) {
  const double q = config.number("q");
  Expr p = sum(select(is_target(c), c.output, number_like(c.output, 0)), {-1});
  return (1.0 - power_from_0(p, q)) / q;
}

}  // namespace

std::vector<LossRow> focal_losses() {
  const Setting from_logits = flag("from_logits", false).says("the output is not yet a probability"), axis = whole("axis", -1).says("of the classes");
  const Setting smoothing = number("label_smoothing", 0).from(0).to(1).says("how far targets are moved towards their mean");
  const Setting gamma = number("gamma", 2).from(0).says("how much less what is known well counts");
  return {
      loss_of({.class_name = "BinaryFocalCrossentropy",
               .aliases = {"binary_focal_crossentropy"},
               .about = "a binary crossentropy in which what is known well counts less",
               .formula = "mean((1 - p_t)^gamma * crossentropy), p_t = t p + (1 - t)(1 - p)",
               .settings = {flag("apply_class_balancing", false).says("weights alpha and 1 - alpha"), number("alpha", 0.25).from(0).to(1), gamma, from_logits, smoothing, axis}},
              binary),
      loss_of({.class_name = "CategoricalFocalCrossentropy",
               .aliases = {"categorical_focal_crossentropy"},
               .about = "a categorical crossentropy in which what is known well counts less",
               .formula = "sum(alpha (1 - p)^gamma * -t log p)",
               .settings = {numbers("alpha", Numbers{0.25}).says("one number, or one for each class"), gamma, from_logits, smoothing, axis}},
              categorical),
      loss_of({.class_name = "CategoricalGeneralizedCrossEntropy",
               .aliases = {"categorical_generalized_cross_entropy"},
               .about = "between a crossentropy (q near 0) and an absolute error (q near 1), for targets that may be wrong; targets are whole numbers",
               .formula = "(1 - p[t]^q) / q",
               .settings = {number("q", 0.5).over(0).under(1)}},
              generalized, true),
  };
}

}  // namespace keratin
