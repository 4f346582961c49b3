// Adam and its kin: running means of the gradient and of its square, freed of the bias of their first value, 0. Epsilon
// stands outside the root; Adam's own is not corrected ("epsilon hat").
#include "frontend/optimizers/optimizers.h"

namespace keratin {
namespace {

// old + (new - old)(1 - beta): Keras' running mean.
Expr moved(WeightUpdate& u, const char* slot, Expr to, double share) {
  Expr old = u.slot(slot);
  return u.set(slot, old + (to - old) * share);
}
// beta^t
Expr power(WeightUpdate& u, double beta) { return power(constant(u.model.b, beta), u.step); }

Expr adam_rule(WeightUpdate& u) { return adam_step(u, u.rate, u.config.number("beta_1"), u.config.number("beta_2")); }

Expr adamax_rule(WeightUpdate& u) {
  const double beta_1 = u.config.number("beta_1"), beta_2 = u.config.number("beta_2");
  Expr m = moved(u, "momentum", u.gradient, 1 - beta_1);
  Expr norm = u.set("norm", maximum(beta_2 * u.slot("norm"), abs(u.gradient)));
  return u.weight - u.rate * m / ((1.0 - power(u, beta_1)) * (norm + u.config.number("epsilon")));
}

Expr nadam_rule(WeightUpdate& u) {
  const double beta_1 = u.config.number("beta_1"), beta_2 = u.config.number("beta_2");
  Expr decay = constant(u.model.b, 0.96), g = u.gradient;
  Expr now = 1.0 - 0.5 * power(decay, u.step), next = 1.0 - 0.5 * power(decay, u.step + 1.0);
  Expr product = u.shared("u_product", 1) * beta_1 * now;
  u.set_shared("u_product", product);
  Expr u_now = beta_1 * now, u_next = beta_1 * next;
  Expr m = moved(u, "momentum", g, less_than_one(beta_1)), v = moved(u, "velocity", square(g), less_than_one(beta_2));
  Expr m_hat = u_next * m / (1.0 - product * u_next) + (1.0 - u_now) * g / (1.0 - product), v_hat = v / (1.0 - power(u, beta_2));
  return u.weight - m_hat * u.rate / (sqrt(v_hat) + u.config.number("epsilon"));
}

// A weight moves by as much as its norm tells, whatever the gradient's.
Expr lamb_rule(WeightUpdate& u) {
  const double beta_1 = u.config.number("beta_1"), beta_2 = u.config.number("beta_2");
  Expr m = moved(u, "momentum", u.gradient, 1 - beta_1), v = moved(u, "velocity", square(u.gradient), 1 - beta_2);
  Expr update = m / (1.0 - power(u, beta_1)) / (sqrt(v / (1.0 - power(u, beta_2))) + u.config.number("epsilon"));
  Expr of_weight = sqrt(sum_of_squares(u.weight)), of_update = sqrt(sum_of_squares(update)), one = constant(u.model.b, 1);
  Expr ratio = select(of_weight > 0.0, select(of_update > 0.0, of_weight / of_update, one), one);
  return u.weight - ratio * u.rate * update;
}

std::vector<Setting> settings_of(std::vector<Setting> more = {}) {
  std::vector<Setting> out = {rate("learning_rate", 0.001), number("beta_1", 0.9).from(0).under(1).says("how much of the gradient's mean stays"),
                              number("beta_2", 0.999).from(0).under(1).says("how much of its square's mean stays"), number("epsilon", 1e-7).from(0).says("keeps the root from 0")};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace

Expr adam_step(WeightUpdate& u, Expr rate, double beta_1, double beta_2) {
  Expr alpha = rate * sqrt(1.0 - power(u, beta_2)) / (1.0 - power(u, beta_1));
  Expr m = moved(u, "momentum", u.gradient, 1 - beta_1), v = moved(u, "velocity", square(u.gradient), 1 - beta_2);
  const ConfigValue* amsgrad = u.config.find("amsgrad");  // muon's has none
  if (amsgrad && std::get<bool>(*amsgrad)) v = u.set("velocity_hat", maximum(u.slot("velocity_hat"), v));
  return u.weight - alpha * m / (sqrt(v) + u.config.number("epsilon"));
}

OptimizerRow adam() {
  return {{.category = Category::optimizer,
           .class_name = "Adam",
           .aliases = {"adam"},
           .about = "the mean of the last gradients over the root of the mean of their squares",
           .formula = "m += (g - m)(1 - beta_1); v += (g^2 - v)(1 - beta_2); w - rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon); "
                      "amsgrad takes the largest v so far",
           .settings = settings_of({flag("amsgrad", false)})},
          adam_rule,
          {{"momentum", "velocity"}, {"velocity_hat"}}};
}
OptimizerRow adamw() {
  OptimizerRow row = adam();
  row.class_name = "AdamW", row.aliases = {"adamw"};
  row.about = "Adam, with weights that decay";
  row.formula = "w (1 - weight_decay rate), then as Adam";
  row.settings = settings_of({flag("amsgrad", false), number("weight_decay", 0.004).from(0).says("before each step weights lose this part of themselves, times the rate")});
  return row;
}
OptimizerRow adamax() {
  return {{.category = Category::optimizer,
           .class_name = "Adamax",
           .aliases = {"adamax"},
           .about = "Adam with the largest of the last gradients in place of the root",
           .formula = "m as Adam; u = max(beta_2 u, |g|); w - rate m / ((1 - beta_1^t)(u + epsilon))",
           .settings = settings_of()},
          adamax_rule,
          {{"momentum", "norm"}}};
}
OptimizerRow nadam() {
  return {{.category = Category::optimizer,
           .class_name = "Nadam",
           .aliases = {"nadam"},
           .about = "Adam with Nesterov's momentum",
           .formula = "u_t = beta_1 (1 - 0.96^t / 2), p = u_1 … u_t; m, v as Adam; "
                      "n = u_(t+1) m / (1 - p u_(t+1)) + (1 - u_t) g / (1 - p); w - rate n / (sqrt(v / (1 - beta_2^t)) + epsilon)",
           .settings = settings_of()},
          nadam_rule,
          {{"momentum", "velocity"}}};
}
OptimizerRow lamb() {
  return {{.category = Category::optimizer,
           .class_name = "Lamb",
           .aliases = {"lamb"},
           .about = "Adam, its step scaled to the norm of the weight: for large batches",
           .formula = "m, v as Adam; s = m / (1 - beta_1^t) / (sqrt(v / (1 - beta_2^t)) + epsilon); w - rate |w| / |s| s",
           .settings = settings_of()},
          lamb_rule,
          {{"momentum", "velocity"}}};
}

}  // namespace keratin
