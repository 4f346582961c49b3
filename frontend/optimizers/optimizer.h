// Optimizers as formulas: new weights and slots from a weight and the gradient of the loss by it.
#pragma once

#include "frontend/layers/layer.h"

namespace keratin {

struct OptimizerRow {
  const char* class_name;
  const char* name;  // lower case, of its slots
  const char* text;
  double learning_rate;
  // Adds the updates of all trainable weights to the graph; `step` counts from 1.
  void (*update)(ModelContext&, const Config&, const std::vector<std::pair<StateInfo, Expr>>& weights, Expr loss, Expr rate, Expr step);
};
const OptimizerRow& optimizer_row(const Config& config);  // Error K2204
const std::vector<OptimizerRow>& optimizer_table();

}  // namespace keratin
