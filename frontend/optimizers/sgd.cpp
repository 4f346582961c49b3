// SGD and Lion: a gradient with momentum, and the sign of one.
#include "frontend/optimizers/optimizers.h"

namespace keratin {
namespace {

Expr sgd_rule(WeightUpdate& u) {
  Expr w = u.weight, g = u.gradient, rate = u.rate;
  const double momentum = u.config.number("momentum");
  if (momentum == 0) return w - rate * g;
  Expr velocity = u.set("momentum", momentum * u.slot("momentum") - rate * g);
  return u.config.flag("nesterov") ? w + (momentum * velocity - rate * g) : w + velocity;
}

Expr lion_rule(WeightUpdate& u) {
  const double beta_1 = u.config.number("beta_1"), beta_2 = u.config.number("beta_2");
  Expr m = u.slot("momentum"), g = u.gradient;
  u.set("momentum", m * beta_2 + g * less_than_one(beta_2));
  return u.weight - u.rate * sign(m * beta_1 + g * less_than_one(beta_1));
}

}  // namespace

OptimizerRow sgd() {
  return {{.category = Category::optimizer,
           .class_name = "SGD",
           .aliases = {"sgd"},
           .about = "gradient descent, with momentum if wanted",
           .formula = "w - rate g; with momentum m = momentum m - rate g, w + m; nesterov w + momentum m - rate g",
           .settings = {rate("learning_rate", 0.01), number("momentum", 0).from(0).to(1), flag("nesterov", false)}},
          sgd_rule,
          {{"momentum"}}};
}
OptimizerRow lion() {
  return {{.category = Category::optimizer,
           .class_name = "Lion",
           .aliases = {"lion"},
           .about = "steps of one size, in the direction that gradient and momentum have together",
           .formula = "w - rate sign(beta_1 m + (1 - beta_1) g); m = beta_2 m + (1 - beta_2) g",
           .settings = {rate("learning_rate", 0.001), number("beta_1", 0.9).over(0).to(1), number("beta_2", 0.99)}},
          lion_rule,
          {{"momentum"}}};
}

}  // namespace keratin
