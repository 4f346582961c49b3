#include "frontend/initializers/initializers.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace keratin {
namespace {

struct Fans {
  double in = 1, out = 1;
};
double product(const Config& config, const char* setting, const Shape& shape) {
  const int64_t rank = static_cast<int64_t>(shape.size());
  double n = 1;
  for (const int64_t axis : config.extents(setting)) {
    if (axis < -rank || axis >= rank) refuse(config, "K2120", fmt::format("{} names axis {}, a weight of shape {} has no such axis", setting, axis, to_string(shape)));
    n *= static_cast<double>(shape[static_cast<size_t>(axis < 0 ? axis + rank : axis)]);
  }
  return n;
}
// Rank 1: (n, n); rank 2: (in, out); more: the receptive field times the last two extents. Or what input_axes and
// output_axes say, where both are given.
Fans fans_of(const Config& config, const Shape& shape) {
  if (config.has("input_axes") && config.has("output_axes")) return {product(config, "input_axes", shape), product(config, "output_axes", shape)};
  if (shape.empty()) return {};
  if (shape.size() == 1) return {double(shape[0]), double(shape[0])};
  double field = 1;
  for (size_t i = 0; i + 2 < shape.size(); ++i) field *= static_cast<double>(shape[i]);
  return {field * static_cast<double>(shape[shape.size() - 2]), field * static_cast<double>(shape.back())};
}

// The variance of a normal that is cut at two deviations is this squared: a wider one makes up for it.
constexpr double deviation_of_truncated = 0.8796256610342398;

// Keras' divisor is at least 1.
Initial scaled(const Config& config, const Shape& shape, double scale, const std::string& mode, const std::string& distribution) {
  const Fans fans = fans_of(config, shape);
  const double variance = scale / std::max(1.0, mode == "fan_in" ? fans.in : mode == "fan_out" ? fans.out : (fans.in + fans.out) / 2);
  if (distribution == "uniform") return {InitialKind::uniform, -std::sqrt(3 * variance), std::sqrt(3 * variance)};
  if (distribution == "untruncated_normal") return {InitialKind::normal, 0, std::sqrt(variance)};
  return {InitialKind::truncated_normal, 0, std::sqrt(variance) / deviation_of_truncated};
}
Initial variance_scaling(const Config& config, const Shape& shape) { return scaled(config, shape, config.number("scale"), config.text("mode"), config.text("distribution")); }

Initial random_uniform(const Config& config, const Shape&) {
  const double low = config.number("minval"), high = config.number("maxval");
  if (low > high) refuse(config, "K2163", fmt::format("minval is {}, which is above maxval, {}", low, high));
  return {InitialKind::uniform, low, high};
}
Initial orthogonal(const Config& config, const Shape& shape) {
  if (shape.size() < 2) refuse(config, "K2164", "the weight has shape " + to_string(shape) + ", an orthogonal one has at least two axes");
  return {InitialKind::orthogonal, config.number("gain")};
}
Initial identity(const Config& config, const Shape& shape) {
  if (shape.size() != 2) refuse(config, "K2164", "the weight has shape " + to_string(shape) + ", the identity is a matrix");
  return {InitialKind::identity, config.number("gain")};
}

InitializerRow row(Definition definition, Initial (*make)(const Config&, const Shape&)) {
  definition.category = Category::initializer;
  return {std::move(definition), make};
}
std::vector<Setting> with_seed(std::vector<Setting> settings) {
  settings.push_back(whole("seed").from(0).to(9007199254740991.0).says("with one, the weight begins with the same numbers in every model; without, the model's seed decides"));
  return settings;
}
std::vector<Setting> with_axes(std::vector<Setting> settings) {
  settings = with_seed(std::move(settings));
  settings.push_back(extents("input_axes").says("of the weight, for the fans; with output_axes"));
  settings.push_back(extents("output_axes"));
  return settings;
}
InitializerRow by_fans(const char* class_name, const char* alias, const char* about, const char* formula, Initial (*make)(const Config&, const Shape&)) {
  return row({.class_name = class_name, .aliases = {alias}, .about = about, .formula = formula, .settings = with_axes({})}, make);
}

}  // namespace

const std::vector<InitializerRow>& initializer_table() {
  using C = const Config&;
  using S = const Shape&;
  static const Setting distribution = text("distribution", "truncated_normal").one_of({"uniform", "truncated_normal", "untruncated_normal", "normal"}).says("normal means truncated_normal");
  static const std::vector<InitializerRow> table = {
      by_fans("GlorotUniform", "glorot_uniform", "uniform, for tanh and sigmoid; the default of kernels", "U(-a, a), a = sqrt(6 / (fan_in + fan_out))",
              [](C c, S s) { return scaled(c, s, 1, "fan_avg", "uniform"); }),
      by_fans("GlorotNormal", "glorot_normal", "truncated normal, for tanh and sigmoid", "variance 2 / (fan_in + fan_out)",
              [](C c, S s) { return scaled(c, s, 1, "fan_avg", "truncated_normal"); }),
      by_fans("HeUniform", "he_uniform", "uniform, for relu", "U(-a, a), a = sqrt(6 / fan_in)", [](C c, S s) { return scaled(c, s, 2, "fan_in", "uniform"); }),
      by_fans("HeNormal", "he_normal", "truncated normal, for relu", "variance 2 / fan_in", [](C c, S s) { return scaled(c, s, 2, "fan_in", "truncated_normal"); }),
      by_fans("LecunUniform", "lecun_uniform", "uniform, for selu", "U(-a, a), a = sqrt(3 / fan_in)", [](C c, S s) { return scaled(c, s, 1, "fan_in", "uniform"); }),
      by_fans("LecunNormal", "lecun_normal", "truncated normal, for selu", "variance 1 / fan_in", [](C c, S s) { return scaled(c, s, 1, "fan_in", "truncated_normal"); }),
      row({.class_name = "VarianceScaling",
           .aliases = {"variance_scaling"},
           .about = "spread by how many numbers go in or out",
           .formula = "variance scale / n, n by mode",
           .settings = with_axes({number("scale", 1).over(0), text("mode", "fan_in").one_of({"fan_in", "fan_out", "fan_avg"}), distribution})},
          variance_scaling),
      row({.class_name = "RandomNormal",
           .aliases = {"random_normal", "normal"},
           .about = "a normal distribution",
           .formula = "N(mean, stddev)",
           .settings = with_seed({number("mean", 0), number("stddev", 0.05).from(0)})},
          [](C c, S) { return Initial{InitialKind::normal, c.number("mean"), c.number("stddev")}; }),
      row({.class_name = "TruncatedNormal",
           .aliases = {"truncated_normal"},
           .about = "a normal distribution; what is further than two deviations away is drawn again",
           .formula = "N(mean, stddev) within 2 stddev",
           .settings = with_seed({number("mean", 0), number("stddev", 0.05).from(0)})},
          [](C c, S) { return Initial{InitialKind::truncated_normal, c.number("mean"), c.number("stddev")}; }),
      row({.class_name = "RandomUniform",
           .aliases = {"random_uniform", "uniform"},
           .about = "all numbers of an interval alike",
           .formula = "U(minval, maxval)",
           .settings = with_seed({number("minval", -0.05), number("maxval", 0.05)})},
          random_uniform),
      row({.class_name = "Zeros", .aliases = {"zeros", "zero"}, .about = "0; the default of biases", .formula = "0"}, [](C, S) { return Initial{InitialKind::zeros}; }),
      row({.class_name = "Ones", .aliases = {"ones", "one"}, .about = "1", .formula = "1"}, [](C, S) { return Initial{InitialKind::ones}; }),
      row({.class_name = "Constant", .aliases = {"constant"}, .about = "one number", .formula = "value", .settings = {number("value", 0).plain()}},
          [](C c, S) { return Initial{InitialKind::constant, c.number("value")}; }),
      row({.class_name = "Orthogonal",
           .aliases = {"orthogonal", "OrthogonalInitializer"},
           .about = "rows or columns of length gain, at right angles; the default of recurrent kernels",
           .formula = "gain * Q of a normal matrix",
           .settings = with_seed({number("gain", 1)})},
          orthogonal),
      row({.class_name = "Identity",
           .aliases = {"identity", "IdentityInitializer"},
           .about = "the identity matrix",
           .formula = "gain on the diagonal, else 0",
           .settings = {number("gain", 1).plain()}},
          identity),
  };
  return table;
}

Initial make_initial(const Config& config, const Shape& shape, uint32_t ordinal) {
  const InitializerRow& row = find_row(initializer_table(), config);
  const Config whole = completed(row, config);
  Initial out = row.make(whole, shape);
  out.ordinal = ordinal;
  if (whole.has("seed")) out.seed = whole.whole("seed");
  return out;
}

}  // namespace keratin
