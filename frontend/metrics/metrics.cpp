// Metrics: one value for each position; the model keeps their running mean.
#include "frontend/losses/loss.h"

namespace keratin {
namespace {

Expr sparse_accuracy(const Compared& c) { return to_float(argmax(c.output, -1) == reshape(c.target, argmax(c.output, -1).shape())); }
Expr categorical_accuracy(const Compared& c) { return to_float(argmax(c.output, -1) == argmax(c.target, -1)); }
Expr binary_accuracy(const Compared& c) {  // strictly above one half
  return mean(to_float(to_float(c.output > 0.5) == c.target), {-1});
}
Expr squared_error(const Compared& c) { return mean(square(c.output - c.target), {-1}); }
Expr absolute_error(const Compared& c) { return mean(abs(c.output - c.target), {-1}); }

}  // namespace

const std::vector<MetricRow>& metric_table() {
  static const std::vector<MetricRow> table = {
      {"binary_accuracy", {"BinaryAccuracy"}, "(output > 0.5) == target", binary_accuracy},
      {"categorical_accuracy", {"CategoricalAccuracy"}, "argmax(output) == argmax(target)", categorical_accuracy},
      {"sparse_categorical_accuracy", {"SparseCategoricalAccuracy"}, "argmax(output) == target", sparse_accuracy},
      {"mean_squared_error", {"mse", "MSE", "MeanSquaredError"}, "mean((output - target)^2)", squared_error},
      {"mean_absolute_error", {"mae", "MAE", "MeanAbsoluteError"}, "mean(|output - target|)", absolute_error},
  };
  return table;
}

const MetricRow& metric_row(const Config& config, const Type& target, const Type& output) {
  const std::string& name = config.class_name;
  std::string wanted = name;
  if (name == "accuracy" || name == "acc") {
    const bool sparse = target.element == Element::i32 || target.rank() < output.rank() || (target.shape.back() == 1 && output.shape.back() > 1);
    wanted = output.shape.back() == 1 ? "binary_accuracy" : sparse ? "sparse_categorical_accuracy" : "categorical_accuracy";
  }
  std::vector<std::string> known = {"accuracy"};
  for (const MetricRow& row : metric_table()) {
    if (wanted == row.name) return row;
    for (const char* alias : row.aliases)
      if (wanted == alias) return row;
    known.push_back(row.name);
  }
  unknown(config, "K2203", "metric", name, known);
}

}  // namespace keratin
