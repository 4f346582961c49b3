// Layers of the user's own, and Lambda: the formula is run each time a graph is built.
#include "frontend/formula/formula.h"
#include "frontend/formula/lambda_text.h"
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

FormulaScope scope_of(LayerContext& c, Expr x) {
  FormulaScope scope{c.model.b, {x}, c.training()};
  scope.state = [&c](const std::string& name, const Shape& shape, const Config* initializer, FormulaState kind) {
    return kind == FormulaState::weight ? c.weight(name, shape, *initializer) : c.statistic(name, shape, *initializer);
  };
  scope.update = [&c](const std::string& name, Expr value) {
    if (c.training()) c.update_statistic(name, value);
  };
  return scope;
}

// Rows stay rows: what comes out has the batch as its first axis.
Expr rows_kept(LayerContext& c, Expr x, Expr y) {
  if (y.type().batch_axis != 0)
    refuse(c.config, "K2122", "the formula makes " + to_string(y.shape()) + " of " + to_string(x.shape()) + ": a layer gives a result for each row", "reduce or move the axes behind the batch only: axis 1 is the first of them");
  return y;
}

Expr build_custom(LayerContext& c, Expr x) { return rows_kept(c, x, call_formula(c.config, scope_of(c, x))); }

Expr build_lambda(LayerContext& c, Expr x) {
  if (c.config.formula) return build_custom(c, x);
  if (!c.config.has("function")) refuse(c.config, "K2119", "`function` is not given", "give a callable, or the text of one: Lambda(\"x * x\")");
  Place place = c.config.place;
  place.layer = c.name;
  const RecordedFormula formula = read_formula(c.config.text("function"), place);
  if (formula.arguments != 1) refuse(c.config, "K2124", "the formula has " + std::to_string(formula.arguments) + " arguments, a layer in a line has one input", "write it of `x` alone");
  const std::vector<Expr> arguments = {x};
  return rows_kept(c, x, replay(c.model.b, formula, arguments));
}

}  // namespace

LayerRow lambda() {
  return {{.class_name = "Lambda",
           .about = "a formula of your own, as text or as a callable over symbols",
           .formula = "function(x)",
           .settings = {text("function").says("`x * x`, or `[](auto x) { return x * x + sin(x); }`")},
           .shapes = "(batch, …) → (batch, …)"},
          build_lambda, Masking::destroys};
}

const LayerRow& custom_layer_row() {
  static const LayerRow row = {{.class_name = "custom layer", .about = "a layer of your own", .formula = "", .is_open = true}, build_custom, Masking::destroys};
  return row;
}

}  // namespace keratin
