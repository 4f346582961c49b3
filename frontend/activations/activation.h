// Keras' activations, each one formula.
#pragma once

#include "compiler/ir/builder.h"
#include "frontend/config/definition.h"

namespace keratin {

struct ActivationRow : Definition {
  Expr (*formula)(const Config&, Expr) = nullptr;  // config is completed
};
const std::vector<ActivationRow>& activation_table();
const ActivationRow& activation_row(const Config& config);  // Error K2103 with a suggestion

Expr apply_activation(const Config& activation, Expr x);

// Stable for numbers of any size; `axis` may count from the end.
Expr softmax(Expr x, int64_t axis = -1);
Expr log_softmax(Expr x, int64_t axis = -1);

}  // namespace keratin
