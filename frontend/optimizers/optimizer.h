// Optimizers as formulas: a rule gives the new weight and slots from a weight and its gradient. What all optimizers share
// (accumulation, clipping, decay, averages, constraints) is in update.cpp.
#pragma once

#include "frontend/config/definition.h"
#include "frontend/layers/context.h"

namespace keratin {

// One weight in one update.
struct WeightUpdate {
  ModelContext& model;
  const Config& config;        // completed
  const std::string& prefix;   // of slots: `adam`
  const StateInfo& info;       // of the weight
  Expr weight, gradient;       // after clipping and decay
  Expr rate;                   // of this update, a scalar
  Expr step;                   // counts updates from 1, a float scalar
  std::optional<Expr> applies; // a bool; with gradient_accumulation_steps most steps update nothing

  // A slot of the weight's shape (or another one), `adam/dense/kernel/momentum`: its old value.
  Expr slot(const std::string& name, double initial = 0);
  Expr slot(const std::string& name, Shape shape, double initial = 0);
  Expr set(const std::string& name, Expr value);  // its new value, which comes back
  // A scalar that all weights share, `nadam/u_product`. Every weight may set it, to the same value.
  Expr shared(const std::string& name, double initial);
  void set_shared(const std::string& name, Expr value);
};

struct OptimizerRow : Definition {
  Expr (*rule)(WeightUpdate&) = nullptr;  // the new weight
  // As Keras' files have them behind iteration and rate: all slots of one group, weight by weight, then the next group;
  // what is in no group comes last.
  std::vector<std::vector<std::string>> slots = {};
  // The factor of decoupled decay, where it depends on the weight; else the setting weight_decay.
  double (*decay)(const Config&, const StateInfo& weight) = nullptr;
};
const std::vector<OptimizerRow>& optimizer_table();
const OptimizerRow& optimizer_row(const Config& config);  // Error K2204
// weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency, loss_scale_factor,
// gradient_accumulation_steps, exclude_from_weight_decay, name: what every optimizer takes. learning_rate is a row's own.
const std::vector<Setting>& common_optimizer_settings();

// Adds the update of every trainable weight to the training step, and the states `learning_rate` (not with a schedule) and
// `iterations`. With use_ema the slot `adam/dense/kernel/average` takes the place of `dense/kernel` when a fit ends: what
// stands between the first slash and the last one is the weight's name.
void optimize(ModelContext& model, const Config& optimizer, Expr loss);

// Of all elements.
Expr sum_of_squares(Expr x);
// 1 - x as floats have it, where Keras subtracts after rounding.
inline double less_than_one(double x) { return static_cast<double>(1.0f - static_cast<float>(x)); }
// The parts of a text between commas, without spaces around them. Error K2283 for a pattern.
std::vector<std::string> names_in(const Config& config, std::string_view setting);

}  // namespace keratin
