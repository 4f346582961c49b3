// Keras' losses as formulas: one value for each position (the last axis is folded). Masks, weights and the reduction are
// the same for all of them: reduction.cpp.
#pragma once

#include "frontend/config/definition.h"
#include "frontend/layers/context.h"

namespace keratin {

// What a loss or metric compares: the target, the model's output, and the logits that it came from, if any.
struct Compared {
  Expr target, output;
  const Activated* activated = nullptr;
  // bool of the values' shape: positions that count. A formula with `ignore_class` adds to it.
  std::optional<Expr> mask = {};
  std::vector<Diagnostic>* warnings = nullptr;  // what is surely a mistake, though Keras accepts it; null: nobody listens
};

struct LossRow : Definition {
  Expr (*formula)(const Config&, Compared&) = nullptr;  // one value for each position; config is completed
  bool sparse = false;                                  // targets are whole numbers, one for each position
};
const std::vector<LossRow>& loss_table();
const LossRow& loss_row(const Config& config);  // Error K2201 with a suggestion
// With the types of targets and output, which decide what `crossentropy` is, as in Keras; by its name alone it is error K2230.
const LossRow& loss_row(const Config& config, const Type& target, const Type& output);
const std::vector<Setting>& common_loss_settings();  // reduction, name, dtype

// Values times mask and weights, reduced to a scalar as Keras does (keras.losses.Loss): `weights` has the values' shape or
// fewer trailing axes. Error K2231 for weights or a mask of another shape, K2232 for a reduction to no number.
Expr reduced(const Config& loss, Expr values, std::optional<Expr> mask, std::optional<Expr> weights);
void check_weights(const Config& config, Expr values, std::optional<Expr> mask, std::optional<Expr> weights);  // Error K2231
// Weights brought to the shape of the values, times the mask; none if there is neither. Values that are one number for the
// whole batch leave them their own shape.
std::optional<Expr> combined_weights(Expr values, std::optional<Expr> mask, std::optional<Expr> weights);

}  // namespace keratin
