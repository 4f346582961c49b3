// GaussianNoise and GaussianDropout: normal numbers, added or multiplied in training.
#include <cmath>

#include "frontend/layers/layers.h"

namespace keratin {
namespace {

Expr build_noise(LayerContext& c, Expr x) {
  const double stddev = c.config.number("stddev");
  if (!c.training() || stddev == 0) return x;
  return x + c.normal(x.type()) * stddev;
}
Expr build_dropout(LayerContext& c, Expr x) {
  const double rate = c.config.number("rate");
  if (!c.training() || rate == 0) return x;
  return x * (1.0 + c.normal(x.type()) * std::sqrt(rate / (1 - rate)));
}
Setting seed_setting() { return whole("seed").from(0).to(4294967295.0).says("of the noise; without it the program's"); }

}  // namespace

LayerRow gaussian_noise() {
  return {{.class_name = "GaussianNoise",
           .about = "adds normal numbers in training",
           .formula = "in training x + N(0, stddev); elsewhere x",
           .settings = {number("stddev").required().from(0).to(1), seed_setting()}},
          build_noise};
}
LayerRow gaussian_dropout() {
  return {{.class_name = "GaussianDropout",
           .about = "multiplies by normal numbers around 1 in training",
           .formula = "in training x N(1, sqrt(rate / (1 - rate))); elsewhere x",
           .settings = {number("rate").required().from(0).under(1).says("as Dropout's: the noise has the same variance"), seed_setting()}},
          build_dropout};
}

}  // namespace keratin
