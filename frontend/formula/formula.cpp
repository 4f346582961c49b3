#include "frontend/formula/formula.h"

#include "frontend/formula/running.h"
#include "frontend/ops/ops.h"

namespace keratin {
namespace {

thread_local RunningFormula* innermost = nullptr;

}  // namespace

RunningFormula& running_formula() {
  if (!innermost) fail("K2412", "a symbol is used outside of a formula", {}, "symbols live while the formula runs that they are given to");
  return *innermost;
}
Expr RunningFormula::value(int id) const {
  if (id < 0 || id >= static_cast<int>(values.size())) fail("K2412", "a symbol is used that this formula did not make", config.place, "give symbols from argument to result; keep none from call to call");
  return values[static_cast<size_t>(id)];
}
int RunningFormula::add(Expr value) {
  values.push_back(value);
  return static_cast<int>(values.size()) - 1;
}

Expr call_formula(const Config& config, FormulaScope scope) {
  check(config.formula != nullptr, "the config has a formula");
  RunningFormula run{config, scope, scope.arguments};
  RunningFormula* outer = innermost;
  innermost = &run;
  try {
    config.formula->call(config.formula->self.get(), &run);
  } catch (...) {
    innermost = outer;
    throw;
  }
  innermost = outer;
  if (run.result < 0) refuse(config, "K2411", "the formula gives no result");
  return run.value(run.result);
}

}  // namespace keratin
