// Keras' regularizers: a term of the loss from a weight or an output. Never divided by the batch.
#pragma once

#include "compiler/ir/builder.h"
#include "frontend/config/definition.h"

namespace keratin {

struct RegularizerRow : Definition {
  Expr (*penalty)(const Config&, Expr) = nullptr;  // a scalar; config is completed
};
const std::vector<RegularizerRow>& regularizer_table();
Expr penalty(const Config& regularizer, Expr x);  // Error K2105

}  // namespace keratin
