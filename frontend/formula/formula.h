// Runs formulas of the user's own: a callable over symbols writes its ops into the graph under construction.
#pragma once

#include <functional>

#include "compiler/ir/builder.h"
#include "frontend/config/config.h"

namespace keratin {

enum class FormulaState { weight, statistic, slot };

// What a formula is given and what it may ask for. Whoever calls it says how states are made and moved; a service that is
// not there is refused (K2410).
struct FormulaScope {
  Builder& b;
  std::vector<Expr> arguments;
  bool training = false;
  std::function<Expr(const std::string& name, const Shape& shape, const Config* initializer, FormulaState kind)> state = {};
  std::function<void(const std::string& name, Expr value)> update = {};
};

// The formula's result. Errors have the place of `config`: K2411 if the formula gives none, and those of frontend/ops.
Expr call_formula(const Config& config, FormulaScope scope);

}  // namespace keratin
