// Keras' constraints: what becomes of a weight after each update.
#pragma once

#include "compiler/ir/builder.h"
#include "frontend/config/definition.h"

namespace keratin {

struct ConstraintRow : Definition {
  Expr (*apply)(const Config&, Expr) = nullptr;  // the shape stays; config is completed
};
const std::vector<ConstraintRow>& constraint_table();
Expr constrained(const Config& constraint, Expr weight);  // Error K2121

}  // namespace keratin
