// Losses of the user's own: a formula of target and output.
#include "frontend/formula/formula.h"
#include "frontend/losses/families.h"

namespace keratin {
namespace {

Expr values(const Config& config, Compared& c) {
  Expr out = call_formula(config, {*c.output.builder, {to_float(c.target), c.output}});
  if (out.type().batch_axis != 0)
    refuse(config, "K2239", "the formula makes " + to_string(out.shape()) + " of an output of shape " + to_string(c.output.shape()) + ", and a loss is a value for each row or position", "fold the axes behind the batch only; the reduction does the rest");
  return to_float(out);
}

}  // namespace

const LossRow& custom_loss_row(const Config& config) {
  const Definition definition = {.category = Category::loss, .class_name = "custom loss", .about = "a loss of your own", .is_open = true};
  static const LossRow numbers = {definition, values}, classes = {definition, values, true};
  const ConfigValue* sparse = config.find("sparse");  // targets are whole numbers, one for each position
  return sparse && std::holds_alternative<bool>(*sparse) && std::get<bool>(*sparse) ? classes : numbers;
}

}  // namespace keratin
