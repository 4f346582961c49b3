// Metrics of the user's own: a mean of the formula's values, or totals that one formula moves and another makes a number of.
#include "frontend/formula/formula.h"
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

Expr values(const Config& config, Compared& c) {
  Expr out = call_formula(config, {*c.output.builder, {to_float(c.target), c.output}});
  if (out.type().batch_axis != 0)
    refuse(config, "K2268", "the formula makes " + to_string(out.shape()) + " of an output of shape " + to_string(c.output.shape()) + ", and the mean wants a value for each row", "fold the axes behind the batch only, or keep totals");
  return to_float(out);
}

FormulaScope scope_of(MetricContext& c, std::vector<Expr> arguments) {
  FormulaScope scope{c.model.b, std::move(arguments)};
  scope.state = [&c](const std::string& name, const Shape& shape, const Config*, FormulaState) { return c.state(name, shape); };
  return scope;
}
void update(MetricContext& c) {
  FormulaScope scope = scope_of(c, {to_float(c.compared.target), c.compared.output});
  scope.update = [&c](const std::string& name, Expr value) { c.update(name, value); };
  call_formula(c.config, std::move(scope));
}
Expr result(MetricContext& c) {
  Expr number = call_formula(*c.config.object("result"), scope_of(c, {}));
  if (number.rank() > 0) refuse(c.config, "K2262", "the result has the shape " + to_string(number.shape()) + ", and the history holds one number for each metric");
  return number;
}

}  // namespace

const MetricRow& custom_metric_row(const Config& config) {
  static const MetricRow mean = {{.category = Category::metric, .class_name = "custom metric", .about = "a mean of your own", .is_open = true}, values};
  static const MetricRow totals = {{.category = Category::metric, .class_name = "custom metric", .about = "a metric of your own", .is_open = true}, nullptr, update, result};
  return config.has("result") ? totals : mean;
}

}  // namespace keratin
