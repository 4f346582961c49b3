// Keras' losses and metrics as formulas.
#pragma once

#include "frontend/layers/layer.h"

namespace keratin {

// What a loss compares: the target, the model's output, and the logits that it came from, if any.
struct Compared {
  Expr target, output;
  const Activated* activated = nullptr;
};

struct LossRow {
  const char* name;
  std::vector<const char*> aliases;
  const char* text;
  bool sparse;  // targets are whole numbers, one for each position
  Expr (*formula)(const Config&, const Compared&);  // one value for each position
};
const LossRow& loss_row(const Config& config);  // Error K2201 with a suggestion
const std::vector<LossRow>& loss_table();

struct MetricRow {
  const char* name;
  std::vector<const char*> aliases;
  const char* text;
  Expr (*formula)(const Compared&);  // one value for each position
};
// "accuracy" is resolved by shapes, as Keras does.
const MetricRow& metric_row(const Config& config, const Type& target, const Type& output);
const std::vector<MetricRow>& metric_table();

}  // namespace keratin
