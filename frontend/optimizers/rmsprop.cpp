// RMSprop, Adagrad, Adadelta: gradients over the root of their squares. Epsilon stands inside the roots.
#include "frontend/optimizers/optimizers.h"

namespace keratin {
namespace {

Expr rmsprop_rule(WeightUpdate& u) {
  const double rho = u.config.number("rho"), momentum = u.config.number("momentum"), epsilon = u.config.number("epsilon");
  Expr g = u.gradient;
  Expr denominator = u.set("velocity", rho * u.slot("velocity") + (1 - rho) * square(g));
  if (u.config.flag("centered")) {
    Expr average = u.set("average_gradient", rho * u.slot("average_gradient") + (1 - rho) * g);
    denominator = denominator - square(average);
  }
  Expr increment = u.rate * g / sqrt(denominator + epsilon);
  if (momentum > 0) increment = u.set("momentum", momentum * u.slot("momentum") + increment);
  return u.weight - increment;
}

Expr adagrad_rule(WeightUpdate& u) {
  Expr squares = u.set("accumulator", u.slot("accumulator", u.config.number("initial_accumulator_value")) + square(u.gradient));
  return u.weight - u.rate * u.gradient / sqrt(squares + u.config.number("epsilon"));
}

Expr adadelta_rule(WeightUpdate& u) {
  const double rho = u.config.number("rho"), epsilon = u.config.number("epsilon");
  Expr g = u.gradient, moved = u.slot("accumulated_delta_var");
  Expr squares = u.set("accumulated_grad", rho * u.slot("accumulated_grad") + (1 - rho) * square(g));
  Expr delta = -(sqrt(moved + epsilon) * g / sqrt(squares + epsilon));
  u.set("accumulated_delta_var", rho * moved + (1 - rho) * square(delta));
  return u.weight + u.rate * delta;
}

Setting epsilon() { return number("epsilon", 1e-7).from(0).says("keeps the root from 0"); }

}  // namespace

OptimizerRow rmsprop() {
  return {{.category = Category::optimizer,
           .class_name = "RMSprop",
           .aliases = {"rmsprop"},
           .about = "a gradient over the root of the mean of its last squares",
           .formula = "v = rho v + (1 - rho) g^2; w - rate g / sqrt(v + epsilon); centered takes the square of the mean gradient from v",
           .settings = {rate("learning_rate", 0.001), number("rho", 0.9).from(0).to(1), number("momentum", 0).from(0).to(1), epsilon(), flag("centered", false)}},
          rmsprop_rule,
          {{"velocity"}, {"momentum"}, {"average_gradient"}}};
}
OptimizerRow adagrad() {
  return {{.category = Category::optimizer,
           .class_name = "Adagrad",
           .aliases = {"adagrad"},
           .about = "a gradient over the root of the sum of all its squares: what moved much moves less",
           .formula = "a = a + g^2; w - rate g / sqrt(a + epsilon)",
           .settings = {rate("learning_rate", 0.001), number("initial_accumulator_value", 0.1).from(0), epsilon()}},
          adagrad_rule,
          {{"accumulator"}}};
}
OptimizerRow adadelta() {
  return {{.category = Category::optimizer,
           .class_name = "Adadelta",
           .aliases = {"adadelta"},
           .about = "a step as large as the last ones were, over the root of the mean of the last squares",
           .formula = "e = rho e + (1 - rho) g^2; s = -sqrt(d + epsilon) g / sqrt(e + epsilon); d = rho d + (1 - rho) s^2; w + rate s",
           .settings = {rate("learning_rate", 0.001), number("rho", 0.95).from(0).to(1), epsilon()}},
          adadelta_rule,
          {{"accumulated_grad", "accumulated_delta_var"}}};
}

}  // namespace keratin
