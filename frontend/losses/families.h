// Rows of the table by family, and what their formulas share; losses.cpp puts the table together.
#pragma once

#include "frontend/losses/loss.h"

namespace keratin {

inline LossRow loss_of(Definition definition, Expr (*formula)(const Config&, Compared&), bool sparse = false) {
  definition.category = Category::loss;
  return {std::move(definition), formula, sparse};
}
std::vector<LossRow> difference_losses();    // differences.cpp: of two numbers
std::vector<LossRow> crossentropy_losses();  // crossentropies.cpp: of a probability and what is true
std::vector<LossRow> focal_losses();         // focal.cpp: crossentropies that care less for what is known well
std::vector<LossRow> hinge_losses();         // hinges.cpp: of a margin
std::vector<LossRow> similarity_losses();    // similarities.cpp: of whole rows or regions
LossRow ctc_loss();                          // ctc.cpp
const LossRow& custom_loss_row(const Config& config);  // of a config with a formula

inline constexpr double epsilon = 1e-7;  // keras.backend.epsilon()

inline Expr number_like(Expr x, double value) { return constant(*x.builder, value); }
// The setting `axis` from 0 on.
int64_t axis_of(const Config& config, Expr x);
// Probabilities moved away from 0 and 1. Keras' upper limit is 1 - 1e-7 as floats, 0.99999988.
inline Expr clipped(Expr p) { return clip(p, epsilon, static_cast<double>(1.0f - 1e-7f)); }
// base^exponent for a base of at least 0, with gradient 0 where the base is 0: there it may be infinite.
Expr power_from_0(Expr base, double exponent);
// True targets moved towards the mean by label_smoothing: two classes, or as many as the last axis has.
Expr smoothed(const Config& config, Expr target, bool two_classes);
// bool of the output's shape: where its last axis counts to the target, a whole number for each position.
Expr is_target(Compared& c);
// Of logits, without overflow.
Expr sigmoid_crossentropy(Expr logits, Expr target);
void warn(const Config& config, const Compared& c, const std::string& code, const std::string& message, const std::string& help);
void warn_of_logits(const Config& config, const Compared& c);  // from_logits after softmax or sigmoid

}  // namespace keratin
