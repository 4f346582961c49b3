// Optimizers as formulas: a rule gives the new weight and slots from a weight and its gradient. What all optimizers share
// (clipping, decay, averages, accumulation) is in update.cpp.
#pragma once

#include "frontend/config/definition.h"
#include "frontend/layers/context.h"

namespace keratin {

// One weight in one update.
struct WeightUpdate {
  ModelContext& model;
  const Config& config;       // completed
  const std::string& prefix;  // of slots: `adam`
  const StateInfo& info;      // of the weight
  Expr weight, gradient;      // after clipping and decay
  Expr rate;                  // of this update, a scalar
  Expr step;                  // counts from 1, a float scalar

  // A slot of the weight's shape (or another one), `adam/dense/kernel/momentum`.
  Expr slot(const std::string& name, double initial = 0);
  Expr slot(const std::string& name, Shape shape, double initial);
  void set(const std::string& name, Expr value);  // the slot's new value
  // A scalar that all weights share, `nadam/u_product`; set once.
  Expr shared(const std::string& name, double initial);
  void set_shared(const std::string& name, Expr value);
};

struct OptimizerRow : Definition {
  Expr (*rule)(WeightUpdate&) = nullptr;  // the new weight
};
const std::vector<OptimizerRow>& optimizer_table();
const OptimizerRow& optimizer_row(const Config& config);  // Error K2204
// weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency, loss_scale_factor,
// gradient_accumulation_steps, exclude_from_weight_decay, name: what every optimizer takes. learning_rate is a row's own.
const std::vector<Setting>& common_optimizer_settings();

// Adds the update of every trainable weight to the training step. Returns the config of the optimizer, completed.
void optimize(ModelContext& model, const Config& optimizer, Expr loss);

}  // namespace keratin
