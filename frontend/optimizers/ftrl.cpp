// Ftrl, "follow the regularized leader": a weight is worked out anew from all its gradients, and may be exactly 0.
#include "frontend/optimizers/optimizers.h"

namespace keratin {
namespace {

Expr rule(WeightUpdate& u) {
  auto number = [&](const char* name) { return u.config.number(name); };
  const double l1 = number("l1_regularization_strength"), l2 = number("l2_regularization_strength");
  const double shrinkage = number("l2_shrinkage_regularization_strength"), beta = number("beta");
  Expr w = u.weight, g = u.gradient, exponent = constant(u.model.b, -number("learning_rate_power"));
  Expr old = u.slot("accumulator", number("initial_accumulator_value")), squares = u.set("accumulator", old + square(g));
  Expr before = power(old, exponent), after = power(squares, exponent);
  Expr pull = shrinkage == 0 ? g : g + 2 * shrinkage * w;
  Expr linear = u.set("linear", u.slot("linear") + (pull - (after - before) / u.rate * w));
  Expr quadratic = after / u.rate + (beta == 0 ? constant(u.model.b, 2 * l2) : 2.0 * (l2 + beta / (2.0 * u.rate)));
  return (minimum(maximum(linear, -l1), l1) - linear) / quadratic;
}

}  // namespace

OptimizerRow ftrl() {
  return {{.category = Category::optimizer,
           .class_name = "Ftrl",
           .aliases = {"ftrl"},
           .about = "weights from the sum of all gradients, exactly 0 where l1 holds them",
           .formula = "n = a + g^2; p = -learning_rate_power; z += g + 2 shrinkage w - (n^p - a^p) / rate w; a = n; "
                      "w = (clip(z, -l1, l1) - z) / (n^p / rate + 2 (l2 + beta / (2 rate)))",
           .settings = {rate("learning_rate", 0.001), number("learning_rate_power", -0.5).to(0), number("initial_accumulator_value", 0.1).from(0),
                        number("l1_regularization_strength", 0).from(0), number("l2_regularization_strength", 0).from(0),
                        number("l2_shrinkage_regularization_strength", 0).from(0), number("beta", 0)}},
          rule,
          {{"accumulator", "linear"}}};
}

}  // namespace keratin
