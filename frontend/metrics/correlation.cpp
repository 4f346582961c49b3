// Correlations of output and target along an axis, averaged over rows.
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

struct Centred {
  Expr mean, rest;
};
Centred centred(Expr x, int64_t axis) {
  Expr middle = mean(x, {axis}, true);
  return {middle, x - middle};
}
Expr variance(Expr x, int64_t axis) { return mean(square(centred(x, axis).rest), {axis}, true); }

Expr pearson_correlation(const Config& config, Compared& c) {
  const auto [target, output] = paired(config, c);
  const int64_t axis = axis_of(config, output);
  auto normal = [&](Expr x) {
    Expr rest = centred(x, axis).rest;
    return rest / sqrt(variance(rest, axis));
  };
  return mean(normal(target) * normal(output), {axis});
}

// How far the points are from the line output = target, not from some line.
Expr concordance_correlation(const Config& config, Compared& c) {
  const auto [target, output] = paired(config, c);
  const int64_t axis = axis_of(config, output);
  const Centred t = centred(target, axis), p = centred(output, axis);
  Expr covariance = (target - p.mean) * p.rest;  // Keras': both less the output's mean
  Expr norm = variance(t.rest, axis) + variance(p.rest, axis) + square(t.mean - p.mean);
  return mean(2.0 * covariance / (norm + epsilon), {axis});
}

}  // namespace

std::vector<MetricRow> correlations() {
  const Setting axis = whole("axis", -1).says("the axis along which they vary");
  return {
      {{.class_name = "PearsonCorrelation", .about = "the correlation of output and target", .formula = "mean((t - mean t)(p - mean p)) / (deviation t · deviation p)", .settings = {axis}},
       pearson_correlation, nullptr, nullptr, true},
      {{.class_name = "ConcordanceCorrelation", .about = "how close output and target are to being equal", .formula = "2 covariance / (variance t + variance p + (mean t - mean p)^2 + 1e-7)",
        .settings = {axis}}, concordance_correlation, nullptr, nullptr, true},
  };
}

}  // namespace keratin
