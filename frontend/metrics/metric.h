// Keras' metrics: state, update and result, all compiled. Most are running means of one value for each position.
#pragma once

#include "frontend/losses/loss.h"

namespace keratin {

// What a metric with states of its own asks of the model. States are called `metrics/NAME/variable`, are f32 and start at 0
// each epoch.
struct MetricContext {
  ModelContext& model;
  const Config& config;  // completed
  std::string name;
  Compared compared;
  std::optional<Expr> weights = {};  // sample weights times mask, f32[batch] or of the positions; none: all 1

  Expr state(const std::string& variable, Shape shape = {});
  void add(const std::string& variable, Expr increase);  // state + increase
};

struct MetricRow : Definition {
  // Exactly one of the two is set:
  Expr (*value)(const Config&, Compared&) = nullptr;  // one value for each position: the metric is their weighted mean
  void (*update)(MetricContext&) = nullptr;           // adds to states; `result` makes the number from them
  Expr (*result)(MetricContext&) = nullptr;           // a scalar from states alone (compared is empty here); also after `value`, from the mean
  bool sparse = false;                                // targets are whole numbers
  bool higher_is_better = false;                      // for callbacks that monitor it
};
const std::vector<MetricRow>& metric_table();
// "accuracy" and "crossentropy" are resolved by shapes, as Keras does. Error K2203.
const MetricRow& metric_row(const Config& config, const Type& target, const Type& output);
const std::vector<Setting>& common_metric_settings();  // name, dtype

}  // namespace keratin
