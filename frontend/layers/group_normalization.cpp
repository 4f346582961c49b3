// GroupNormalization: the channels of a row in groups, each with mean 0 and deviation 1 over its channels and all positions.
#include "frontend/layers/layers.h"
#include "frontend/layers/moments.h"

namespace keratin {
namespace {

// Means by group of [batch, channels]; they come as [batch, channels] again, so that x itself is never split into groups.
struct Groups {
  int64_t channels, groups;

  Expr mean_of(Expr sums, double terms) const {
    const Type all = sums.type();
    Expr grouped = reshape(sums, {all.shape[0], groups, channels / groups});
    Expr means = sum(grouped, {2}) / terms;
    return reshape(broadcast(means, grouped.type(), {0, 1}), all.shape);
  }
};

Groups groups_of(LayerContext& c, int64_t channels) {
  const int64_t given = c.config.whole("groups"), groups = given == -1 ? channels : given;
  if (given == 0 || groups > channels || channels % groups)
    refuse(c.config, "K2131", "groups is " + std::to_string(given) + " for " + std::to_string(channels) + " channels", "the groups divide the channels; -1 makes each channel a group");
  return {channels, groups};
}

Expr build(LayerContext& c, Expr x) {
  const int64_t axis = axis_of(c.config, "axis", x.rank());
  const Groups g = groups_of(c, x.shape()[static_cast<size_t>(axis)]);
  const int64_t positions = count(x.shape()) / x.shape()[0] / g.channels;
  const double terms = static_cast<double>(positions * (g.channels / g.groups));
  warn_of_one(c, positions * (g.channels / g.groups));
  const Affine w = affine_weights(c, {g.channels});
  // One axis after the other: short chains round less, and more of them run side by side.
  auto over_positions = [&](Expr y) {
    for (int64_t d = x.rank() - 1; d > 0; --d)
      if (d != axis) y = sum(y, {d});
    return y;
  };
  Expr mean = g.mean_of(over_positions(x), terms);
  Expr variance = g.mean_of(over_positions(squared_distance(x, along(mean, x, {0, axis}))), terms);
  Expr scale = inverse_root(variance, c.config.number("epsilon"));
  if (w.gamma) scale = scale * *w.gamma;
  Expr shift = w.beta ? *w.beta - mean * scale : -mean * scale;
  return x * along(scale, x, {0, axis}) + along(shift, x, {0, axis});
}

}  // namespace

LayerRow group_normalization() {
  LayerRow row{{.class_name = "GroupNormalization",
                .about = "groups of a row's channels with mean 0 and deviation 1",
                .formula = "gamma (x - mean) / sqrt(variance + epsilon) + beta, mean and variance of the row's group",
                .settings = {whole("groups", 32).plain().from(-1).says("they divide the channels; -1: each channel is a group"), whole("axis", -1).says("the channels'; 1 where they come first"), number("epsilon", 1e-3)}},
               build};
  for (const Setting& s : affine_settings()) row.settings.push_back(s);
  return row;
}

}  // namespace keratin
