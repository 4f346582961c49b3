#include "frontend/initializers/initializers.h"

#include <cmath>

namespace keratin {
namespace {

struct Fans {
  double in = 1, out = 1;
};
// Rank 1: (n, n); rank 2: (in, out); more: the receptive field times the last two extents.
Fans fans_of(const Shape& shape) {
  if (shape.empty()) return {};
  if (shape.size() == 1) return {double(shape[0]), double(shape[0])};
  double field = 1;
  for (size_t i = 0; i + 2 < shape.size(); ++i) field *= static_cast<double>(shape[i]);
  return {field * static_cast<double>(shape[shape.size() - 2]), field * static_cast<double>(shape.back())};
}

enum class Mode { in, out, average };
// VarianceScaling(scale, mode, distribution): Keras' divisor is at least 1, and a truncated normal is widened to keep its
// variance.
Initial scaled(double scale, Mode mode, bool uniform, const Shape& shape) {
  const Fans fans = fans_of(shape);
  const double n = std::max(1.0, mode == Mode::in ? fans.in : mode == Mode::out ? fans.out : (fans.in + fans.out) / 2);
  if (uniform) return {InitialKind::uniform, -std::sqrt(3 * scale / n), std::sqrt(3 * scale / n)};
  return {InitialKind::truncated_normal, 0, std::sqrt(scale / n) / 0.8796256610342398};
}

struct Row {
  const char *name, *class_name;
  Initial (*make)(const Config&, const Shape&);
};
const Row table[] = {
    {"glorot_uniform", "GlorotUniform", [](const Config&, const Shape& s) { return scaled(1, Mode::average, true, s); }},
    {"glorot_normal", "GlorotNormal", [](const Config&, const Shape& s) { return scaled(1, Mode::average, false, s); }},
    {"he_uniform", "HeUniform", [](const Config&, const Shape& s) { return scaled(2, Mode::in, true, s); }},
    {"he_normal", "HeNormal", [](const Config&, const Shape& s) { return scaled(2, Mode::in, false, s); }},
    {"lecun_uniform", "LecunUniform", [](const Config&, const Shape& s) { return scaled(1, Mode::in, true, s); }},
    {"lecun_normal", "LecunNormal", [](const Config&, const Shape& s) { return scaled(1, Mode::in, false, s); }},
    {"zeros", "Zeros", [](const Config&, const Shape&) { return Initial{InitialKind::zeros}; }},
    {"ones", "Ones", [](const Config&, const Shape&) { return Initial{InitialKind::ones}; }},
    {"constant", "Constant", [](const Config& c, const Shape&) { return Initial{InitialKind::constant, c.number("value", 0)}; }},
    {"random_normal", "RandomNormal", [](const Config& c, const Shape&) { return Initial{InitialKind::normal, c.number("mean", 0), c.number("stddev", 0.05)}; }},
    {"normal", "RandomNormal", [](const Config&, const Shape&) { return Initial{InitialKind::normal, 0, 0.05}; }},
    {"truncated_normal", "TruncatedNormal", [](const Config& c, const Shape&) { return Initial{InitialKind::truncated_normal, c.number("mean", 0), c.number("stddev", 0.05)}; }},
    {"random_uniform", "RandomUniform", [](const Config& c, const Shape&) { return Initial{InitialKind::uniform, c.number("minval", -0.05), c.number("maxval", 0.05)}; }},
    {"uniform", "RandomUniform", [](const Config&, const Shape&) { return Initial{InitialKind::uniform, -0.05, 0.05}; }},
    {"orthogonal", "Orthogonal", [](const Config& c, const Shape&) { return Initial{InitialKind::orthogonal, c.number("gain", 1)}; }},
    {"identity", "Identity", [](const Config& c, const Shape&) { return Initial{InitialKind::identity, c.number("gain", 1)}; }},
};

}  // namespace

const std::vector<std::string>& initializer_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Row& row : table) out.push_back(row.name);
    return out;
  }();
  return names;
}

Initial make_initial(const Config& config, const Shape& shape, uint32_t ordinal) {
  for (const Row& row : table) {
    if (config.class_name == row.name || config.class_name == row.class_name) {
      Initial out = row.make(config, shape);
      out.ordinal = ordinal;
      out.seed = static_cast<int64_t>(config.number("seed", -1));
      return out;
    }
  }
  unknown(config, "K2104", "initializer", config.class_name, initializer_names());
}

}  // namespace keratin
