// BatchNormalization: each channel less its mean, by its deviation: of the batch in training, of the moving statistics elsewhere
// and where the layer is frozen.
#include "frontend/layers/layers.h"
#include "frontend/layers/moments.h"

namespace keratin {
namespace {

struct Moments {
  Expr mean, variance;  // of each channel
};

Moments of_all(Expr x, int64_t channels) {
  const Axes rest = other_axes(x, {channels});
  Expr m = mean(x, rest);
  return {m, mean(squared_distance(x, along(m, x, {channels})), rest)};
}

// Over the positions that count, with Keras' 1e-7 for batches in which none does.
Moments of_masked(LayerContext& c, Expr x, int64_t channels) {
  Expr mask = *c.mask;
  if (mask.rank() != x.rank() - 1) refuse(c.config, "K2133", "the mask of the input has " + std::to_string(mask.rank()) + " axes, the input " + std::to_string(x.rank()), "the mask has one axis less");
  const Axes rest = other_axes(x, {channels});
  const int64_t last = x.rank() - 1;
  Expr here = along(mask, x, other_axes(x, {last})), zero = constant(c.model.b, 0);
  Expr n = sum(to_float(mask), other_axes(mask, {channels}));
  if (channels != last) n = n * static_cast<double>(x.shape().back());  // a position's mask is that of all its last elements
  n = n + 1e-7;
  Expr m = sum(select(here, x, zero), rest) / n;
  return {m, sum(select(here, squared_distance(x, along(m, x, {channels})), zero), rest) / n};
}

Expr build(LayerContext& c, Expr x) {
  for (const char* setting : {"renorm", "synchronized"})
    if (c.config.flag(setting)) refuse(c.config, "K4003", "`" + std::string(setting) + "` is not in this version", "leave it out: on one device `synchronized` changes nothing");
  const int64_t channels = axis_of(c.config, "axis", x.rank());
  const double momentum = c.config.number("momentum");
  const Shape shape = {x.shape()[static_cast<size_t>(channels)]};
  const Affine w = affine_weights(c, shape);
  Moments m{c.statistic("moving_mean", shape), c.statistic("moving_variance", shape)};
  if (c.training() && c.trainable) {
    const Moments moving = m;
    m = c.mask ? of_masked(c, x, channels) : of_all(x, channels);
    c.update_statistic("moving_mean", moving.mean * momentum + m.mean * (1 - momentum));
    c.update_statistic("moving_variance", moving.variance * momentum + m.variance * (1 - momentum));
  }
  // One product and one sum an element: the rest is of channels.
  Expr scale = inverse_root(m.variance, c.config.number("epsilon"));
  if (w.gamma) scale = scale * *w.gamma;
  Expr shift = w.beta ? *w.beta - m.mean * scale : -m.mean * scale;
  return x * along(scale, x, {channels}) + along(shift, x, {channels});
}

}  // namespace

LayerRow batch_normalization() {
  LayerRow row{{.class_name = "BatchNormalization",
                .about = "each channel with mean 0 and deviation 1, by the batch in training and by moving statistics elsewhere",
                .formula = "gamma (x - mean) / sqrt(variance + epsilon) + beta",
                .settings = {whole("axis", -1).plain().says("the channels'; 1 where they come first"), number("momentum", 0.99).says("of the moving statistics: moving momentum + batch (1 - momentum)"), number("epsilon", 1e-3)}},
               build};
  std::vector<Setting> affine = affine_settings();
  affine.insert(affine.begin() + 4, {initializer("moving_mean_initializer", "zeros"), initializer("moving_variance_initializer", "ones")});
  row.settings.insert(row.settings.end(), affine.begin(), affine.end());
  for (const Setting& s : {flag("renorm", false), numbers("renorm_clipping").says("of renorm"), number("renorm_momentum", 0.99).says("of renorm"), flag("synchronized", false)}) row.settings.push_back(s);
  return row;
}

}  // namespace keratin
