// Optimizers of the user's own: a rule for one weight. What all optimizers share (clipping, decay, averages, accumulation)
// they have, too.
#include "frontend/formula/formula.h"
#include "frontend/optimizers/optimizers.h"

namespace keratin {
namespace {

Expr rule(WeightUpdate& u) {
  FormulaScope scope{u.model.b, {u.weight, u.gradient, u.rate, u.step}, true};
  scope.state = [&u](const std::string& name, const Shape&, const Config* initializer, FormulaState) {
    if (name == "average") refuse(u.config, "K2288", "the rule calls a slot `average`, and what stands there takes the weight's place when a fit ends", "give the slot another name");
    return u.slot(name, initializer ? initializer->number("value") : 0);
  };
  scope.update = [&u](const std::string& name, Expr value) { u.set(name, value); };
  Expr next = call_formula(u.config, std::move(scope));
  if (next.shape() != u.weight.shape())
    refuse(u.config, "K2287", "the rule makes " + to_string(next.shape()) + " of the weight `" + u.info.name + "` of shape " + to_string(u.weight.shape()), "a rule gives the new weight, of the old one's shape");
  return next;
}

}  // namespace

const OptimizerRow& custom_optimizer_row() {
  static const OptimizerRow row = {{.category = Category::optimizer, .class_name = "custom optimizer", .about = "an optimizer of your own", .settings = {rate("learning_rate", 0.01)}, .is_open = true}, rule};
  return row;
}

}  // namespace keratin
