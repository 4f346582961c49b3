// Global pooling: one number for each channel. Of sequences with a mask the mean is that of the steps that count.
#include "frontend/layers/layers.h"
#include "frontend/layers/spatial.h"

namespace keratin {
namespace {

// Along the last axis first: short chains round less, and a maximum is that which comes first in the array.
template <class Fold>
Expr folded(LayerContext& c, Expr x, const Axes& axes, const Fold& fold) {
  for (size_t i = axes.size(); i-- > 0;) x = fold(x, axes[i], c.config.flag("keepdims"));
  return x;
}
Expr sum_of(LayerContext& c, Expr x, const Axes& axes) {
  return folded(c, x, axes, [](Expr y, int64_t axis, bool keep) { return sum(y, {axis}, keep); });
}

// Without a step that counts it is 0 / 0, as in Keras.
Expr masked_mean(LayerContext& c, Expr x, const Axes& axes) {
  Expr mask = *c.mask;
  c.mask.reset();
  if (mask.rank() != 2) refuse(c.config, "K2133", "the mask of the input has " + std::to_string(mask.rank()) + " axes, one of steps has 2");
  Expr total = sum_of(c, select(along(mask, x, {0, axes[0]}), x, constant(c.model.b, 0)), axes);
  return total / along(sum(to_float(mask), {1}), total, {0});
}

template <int n>
Expr build_average(LayerContext& c, Expr x) {
  const Axes axes = spatial_axes(c, x, n);
  if (n == 1 && c.mask) return masked_mean(c, x, axes);
  double positions = 1;
  for (int64_t axis : axes) positions *= static_cast<double>(x.shape()[static_cast<size_t>(axis)]);
  return sum_of(c, x, axes) / positions;
}
template <int n>
Expr build_max(LayerContext& c, Expr x) {
  return folded(c, x, spatial_axes(c, x, n), [](Expr y, int64_t axis, bool keep) { return max(y, {axis}, keep); });
}

template <int n>
LayerRow pooling(const std::string& name, const std::string& short_name, const std::string& what, Expr (*build)(LayerContext&, Expr), Masking masking) {
  const std::string behind = std::to_string(n) + "D";
  return {{.class_name = "Global" + name + "Pooling" + behind,
           .aliases = {"Global" + short_name + "Pool" + behind},
           .about = "the " + what + " of each channel",
           .formula = what + "(x) over the spatial axes",
           .settings = {data_format_setting(), flag("keepdims", false).says("whether the axes stay, with an extent of 1")},
           .shapes = "(batch, …, channels) → (batch, channels)"},
          build, masking};
}
template <int n>
LayerRow average() { return pooling<n>("Average", "Avg", "mean", build_average<n>, n == 1 ? Masking::makes : Masking::destroys); }
template <int n>
LayerRow maximum_of() { return pooling<n>("Max", "Max", "max", build_max<n>, Masking::destroys); }

}  // namespace

LayerRow global_average_pooling1d() { return average<1>(); }
LayerRow global_average_pooling2d() { return average<2>(); }
LayerRow global_average_pooling3d() { return average<3>(); }
LayerRow global_max_pooling1d() { return maximum_of<1>(); }
LayerRow global_max_pooling2d() { return maximum_of<2>(); }
LayerRow global_max_pooling3d() { return maximum_of<3>(); }

}  // namespace keratin
