// Mean and Sum: in Keras they are for loops of one's own.
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

Expr takes_values(const Config& config, Compared&) {
  refuse(config, "K2261", "it takes values and has no place in compile, where a metric is given a target and an output", "take a metric that compares them, as MeanAbsoluteError");
}

}  // namespace

std::vector<MetricRow> reductions() {
  return {
      {{.class_name = "Mean", .about = "the weighted mean of values; Keras' compile cannot use it", .formula = "sum(weights values) / sum(weights)"}, takes_values},
      {{.class_name = "Sum", .about = "the weighted sum of values; Keras' compile cannot use it", .formula = "sum(weights values)"}, takes_values},
  };
}

}  // namespace keratin
