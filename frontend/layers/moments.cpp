#include "frontend/layers/moments.h"

namespace keratin {

Affine affine_weights(LayerContext& c, Shape shape) {
  Affine out;
  if (c.config.flag("scale")) out.gamma = c.weight("gamma", shape);
  if (c.config.flag("center")) out.beta = c.weight("beta", shape);
  return out;
}
std::vector<Setting> affine_settings() {
  return {flag("center", true).says("whether there is a beta"), flag("scale", true).says("whether there is a gamma"), initializer("beta_initializer", "zeros"), initializer("gamma_initializer", "ones"),
          regularizer("beta_regularizer"), regularizer("gamma_regularizer"), constraint("beta_constraint"), constraint("gamma_constraint")};
}

Expr squared_distance(Expr x, Expr mean) { return square(x - stop_gradient(mean)); }
Expr inverse_root(Expr variance, double epsilon) { return 1.0 / sqrt(variance + epsilon); }

void warn_of_one(LayerContext& c, int64_t together) {
  if (together == 1) c.warn("K2192", "a single number is normalised to the same value whatever it is", "normalise over an axis of more than one element");
}

}  // namespace keratin
