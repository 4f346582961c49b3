// Keras' metrics: state, update and result, all compiled. Most are running means of one value for each position.
#pragma once

#include "frontend/losses/loss.h"

namespace keratin {

// What a metric asks of the model. States are called `metrics/NAME/variable`, are f32 and start at 0 each epoch.
struct MetricContext {
  ModelContext& model;
  const Config& config;  // completed
  std::string name;
  Compared compared;
  std::optional<Expr> weights = {};  // of samples or positions, without the mask; none: all 1

  Expr state(const std::string& variable, Shape shape = {});  // one that is known keeps its shape
  void update(const std::string& variable, Expr value);       // its value after this batch
  void add(const std::string& variable, Expr increase) { update(variable, state(variable, increase.shape()) + increase); }
};

struct MetricRow : Definition {
  // Either one value for each position, and the metric is their weighted mean over all that the mask lets count; or `update`,
  // which adds to states, and `result`, a scalar from states alone (compared is empty there).
  Expr (*value)(const Config&, Compared&) = nullptr;
  void (*update)(MetricContext&) = nullptr;
  Expr (*result)(MetricContext&) = nullptr;
  bool higher_is_better = false;  // for callbacks that monitor it
  bool sparse = false;            // targets are whole numbers
};
const std::vector<MetricRow>& metric_table();
// "accuracy" and "crossentropy" are resolved by shapes, as Keras does. Error K2203.
const MetricRow& metric_row(const Config& config, const Type& target, const Type& output);
const std::vector<Setting>& common_metric_settings();  // name, dtype
// What the logs call it: the name in its settings, what the user wrote for it, or Keras' own for an object of its class.
std::string metric_name(const Config& config, const MetricRow& row);

// The states' new values after this batch, and the number that they make; a mean keeps `total` and `count`.
void update_metric(const MetricRow& row, MetricContext& c);
Expr metric_result(const MetricRow& row, MetricContext& c);

}  // namespace keratin
