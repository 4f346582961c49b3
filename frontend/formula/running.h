// A formula while it runs: what the functions of keratin/calls.h work on.
#pragma once

#include "frontend/formula/formula.h"

namespace keratin {

struct RunningFormula {
  const Config& config;
  FormulaScope& scope;
  std::vector<Expr> values;  // by symbol; the arguments come first
  int result = -1;

  Expr value(int id) const;  // Error K2412 for a symbol of another formula
  int add(Expr value);
};
RunningFormula& running_formula();  // the innermost one; Error K2412 if none runs

}  // namespace keratin
