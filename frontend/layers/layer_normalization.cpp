// LayerNormalization, RMSNormalization and UnitNormalization: each row by itself. Over the last axis alone one kernel folds
// rows and applies what it found.
#include "frontend/layers/layers.h"
#include "frontend/layers/moments.h"

namespace keratin {
namespace {

struct Rows {
  Axes axes;
  Shape shape;  // of the weights
  int64_t together = 1;
};
Rows rows_of(const LayerContext& c, Expr x) {
  Rows out{axes_of(c.config, "axis", x.rank()), {}};
  if (out.axes.empty()) refuse(c.config, "K2120", "axis names no axis");
  for (int64_t axis : out.axes) out.shape.push_back(x.shape()[static_cast<size_t>(axis)]), out.together *= out.shape.back();
  return out;
}

Expr build_layer(LayerContext& c, Expr x) {
  const Rows r = rows_of(c, x);
  const double epsilon = c.config.number("epsilon");
  const bool rms_scaling = c.config.flag("rms_scaling");
  warn_of_one(c, r.together);
  Affine w;
  if (c.config.flag("scale") || rms_scaling) w.gamma = c.weight("gamma", r.shape);
  if (c.config.flag("center") && !rms_scaling) w.beta = c.weight("beta", r.shape);
  Expr centre = mean(x, r.axes, true);
  Expr spread = inverse_root(mean(squared_distance(x, centre), r.axes, true), epsilon);
  Expr y = (rms_scaling ? x : x - centre) * spread;
  if (w.gamma) y = y * along(*w.gamma, x, r.axes);
  return w.beta ? y + along(*w.beta, x, r.axes) : y;
}

Expr build_rms(LayerContext& c, Expr x) {
  const Rows r = rows_of(c, x);
  for (size_t i = 0; i < r.axes.size(); ++i)
    if (r.axes[i] != x.rank() - static_cast<int64_t>(r.axes.size() - i)) refuse(c.config, "K2120", "axis " + to_string(r.axes) + " is not the last ones: the scale goes along the last axes", "permute the axes before");
  Expr scale = c.weight("scale", r.shape, Initial{InitialKind::ones});
  return x * inverse_root(mean(square(x), r.axes, true), c.config.number("epsilon")) * scale;
}

// A row of zeros stays one.
Expr build_unit(LayerContext& c, Expr x) {
  const Rows r = rows_of(c, x);
  warn_of_one(c, r.together);
  return x * (1.0 / sqrt(maximum(sum(square(x), r.axes, true), 1e-24)));
}

Setting axis_setting() { return extents("axis", Shape{-1}).plain().says("one axis, or several that count as one"); }

}  // namespace

LayerRow layer_normalization() {
  LayerRow row{{.class_name = "LayerNormalization",
                .about = "each row with mean 0 and deviation 1",
                .formula = "gamma (x - mean) / sqrt(variance + epsilon) + beta",
                .settings = {axis_setting(), number("epsilon", 1e-3)}},
               build_layer};
  for (const Setting& s : affine_settings()) row.settings.push_back(s);
  row.settings.push_back(flag("rms_scaling", false).says("deprecated: x / sqrt(variance + epsilon), without beta"));
  return row;
}
LayerRow rms_normalization() {
  return {{.class_name = "RMSNormalization",
           .about = "each row by the root of its mean square",
           .formula = "scale x / sqrt(mean(x^2) + epsilon)",
           .settings = {axis_setting(), number("epsilon", 1e-6)}},
          build_rms, Masking::destroys};
}
LayerRow unit_normalization() {
  return {{.class_name = "UnitNormalization",
           .about = "each row with length 1",
           .formula = "x / sqrt(max(sum(x^2), 1e-24))",
           .settings = {axis_setting()}},
          build_unit};
}

}  // namespace keratin
