// Dropout: in training, x / (1 - rate) where a number drawn for the element is at least `rate`, else 0; x otherwise.
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

// The shape of the drawn numbers: noise_shape's extents, where -1 stands for the input's own (Keras' None).
Shape noise_shape(const LayerContext& c, const Shape& x) {
  Shape noise = c.config.extents("noise_shape");
  if (noise.empty()) return x;
  bool fits = noise.size() == x.size();
  for (size_t i = 0; fits && i < x.size(); ++i) {
    if (noise[i] == -1) noise[i] = x[i];
    fits = noise[i] == x[i] || noise[i] == 1;
  }
  if (!fits) refuse(c.config, "K2118", "noise_shape " + to_string(c.config.extents("noise_shape")) + " does not fit inputs of shape " + to_string(x), "each extent is 1, -1 or the input's own; the first is the batch");
  return noise;
}

Expr build(LayerContext& c, Expr x) {
  const double rate = c.config.number("rate");
  const Shape noise = noise_shape(c, x.shape());
  if (!c.training() || rate == 0) return x;
  if (rate == 1) return x * 0.0;
  Expr keep = c.uniform({Element::f32, noise}) >= constant(c.model.b, rate);
  return select(keep, x * (1 / (1 - rate)), constant(c.model.b, 0));
}

}  // namespace

LayerRow dropout() {
  return {{.class_name = "Dropout",
           .about = "drops a part of its input in training, and widens the rest",
           .formula = "in training x / (1 - rate) where a random number is at least rate, else 0; elsewhere x",
           .settings = {number("rate").required().from(0).to(1).says("the part that is dropped"), extents("noise_shape").says("extents of 1 drop along that axis together; -1 is the input's own"),
                        whole("seed").says("of the masks; without it the program's")}},
          build};
}

}  // namespace keratin
