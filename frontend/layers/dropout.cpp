// Dropout: in training, x / (1 - rate) where a number drawn for the element is at least `rate`, else 0; x otherwise.
// SpatialDropout draws once for a whole channel; AlphaDropout keeps mean and variance of what selu gives.
#include <cmath>

#include "frontend/layers/layers.h"
#include "frontend/layers/spatial.h"

namespace keratin {
namespace {

// The type of the drawn numbers: noise_shape's extents, where -1 stands for the input's own (Keras' None).
Type noise_of(const LayerContext& c, Expr x, Shape noise) {
  Type type = x.type();
  if (noise.empty()) return type;
  const Shape given = noise;
  bool fits = noise.size() == type.shape.size();
  for (size_t i = 0; fits && i < noise.size(); ++i) {
    if (noise[i] == -1) noise[i] = type.shape[i];
    fits = noise[i] == type.shape[i] || noise[i] == 1;
  }
  if (!fits) refuse(c.config, "K2118", "noise_shape " + to_string(given) + " does not fit inputs of shape " + to_string(type.shape), "each extent is 1, -1 or the input's own; the first is the batch");
  if (noise[0] != type.shape[0]) type.batch_axis = -1;
  type.shape = noise;
  return type;
}
Expr kept(LayerContext& c, const Type& noise) { return c.uniform(noise) >= constant(c.model.b, c.config.number("rate")); }

Expr dropped(LayerContext& c, Expr x, const Type& noise) {
  const double rate = c.config.number("rate");
  if (rate == 1) c.warn("K2193", "a rate of 1 drops everything in training");
  if (!c.training() || rate == 0) return x;
  if (rate == 1) return x * 0.0;
  return select(kept(c, noise), x * (1 / (1 - rate)), constant(c.model.b, 0));
}
Expr build_dropout(LayerContext& c, Expr x) { return dropped(c, x, noise_of(c, x, c.config.extents("noise_shape"))); }

template <int n>
Expr build_spatial(LayerContext& c, Expr x) {
  Shape noise(n + 2, -1);
  for (int64_t axis : spatial_axes(c, x, n)) noise[static_cast<size_t>(axis)] = 1;
  return dropped(c, x, noise_of(c, x, noise));
}

Expr build_alpha_dropout(LayerContext& c, Expr x) {
  const double rate = c.config.number("rate"), dropped_value = -1.6732632423543772 * 1.0507009873554805;  // what selu tends to
  const Type noise = noise_of(c, x, c.config.extents("noise_shape"));
  if (!c.training() || rate == 0) return x;
  const double a = 1 / std::sqrt((1 - rate) * (1 + rate * dropped_value * dropped_value)), b = -a * dropped_value * rate;
  return select(kept(c, noise), x * a + b, constant(c.model.b, a * dropped_value + b));
}

Setting rate_setting() { return number("rate").required().from(0).to(1).says("the part that is dropped"); }
Setting noise_setting() { return extents("noise_shape").says("extents of 1 drop along that axis together; -1 is the input's own"); }
Setting seed_setting() { return whole("seed").from(0).to(4294967295.0).says("of the masks; without it the program's"); }

template <int n>
LayerRow spatial() {
  LayerRow row{{.class_name = "SpatialDropout" + std::to_string(n) + "D",
                .about = "drops whole channels in training, and widens the rest",
                .formula = "in training x / (1 - rate) where the channel's random number is at least rate, else 0; elsewhere x",
                .settings = {rate_setting(), seed_setting()}},
               build_spatial<n>};
  if (n > 1) row.settings.insert(row.settings.begin() + 1, data_format_setting());
  return row;
}

}  // namespace

LayerRow dropout() {
  return {{.class_name = "Dropout",
           .about = "drops a part of its input in training, and widens the rest",
           .formula = "in training x / (1 - rate) where a random number is at least rate, else 0; elsewhere x",
           .settings = {rate_setting(), noise_setting(), seed_setting()}},
          build_dropout};
}
LayerRow spatial_dropout1d() { return spatial<1>(); }
LayerRow spatial_dropout2d() { return spatial<2>(); }
LayerRow spatial_dropout3d() { return spatial<3>(); }
LayerRow alpha_dropout() {
  return {{.class_name = "AlphaDropout",
           .about = "dropout that keeps mean and variance of what selu gives",
           .formula = "in training a x + b where a random number is at least rate, else a p + b, with p = -1.7581, a = ((1 - rate) (1 + rate p^2))^-1/2, b = -a p rate; elsewhere x",
           .settings = {rate_setting().under(1), noise_setting(), seed_setting()}},
          build_alpha_dropout};
}

}  // namespace keratin
