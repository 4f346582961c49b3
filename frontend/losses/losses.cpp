#include <fmt/format.h>

#include "frontend/losses/families.h"

namespace keratin {

const std::vector<LossRow>& loss_table() {
  static const std::vector<LossRow> table = [] {
    std::vector<LossRow> all = difference_losses();
    for (const auto& family : {crossentropy_losses(), focal_losses(), hinge_losses(), similarity_losses()}) all.insert(all.end(), family.begin(), family.end());
    all.push_back(ctc_loss());
    return all;
  }();
  return table;
}

// Keras takes these two in any case of letters.
static bool is_any_crossentropy(const std::string& name) {
  std::string small = name;
  for (char& c : small) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return small == "crossentropy" || small == "ce";
}

const LossRow& loss_row(const Config& config) {
  if (config.formula) return custom_loss_row(config);
  if (is_any_crossentropy(config.class_name))
    refuse(config, "K2230", "which crossentropy is meant follows from the targets, which are not known here",
           "say binary_crossentropy, categorical_crossentropy or sparse_categorical_crossentropy");
  return find_row(loss_table(), config);
}
const LossRow& loss_row(const Config& config, const Type& target, const Type& output) {
  if (!is_any_crossentropy(config.class_name)) return loss_row(config);
  const bool sparse = target.rank() < output.rank() || (target.shape.back() == 1 && output.shape.back() > 1);
  const char* name = output.shape.back() == 1 ? "binary_crossentropy" : sparse ? "sparse_categorical_crossentropy" : "categorical_crossentropy";
  return loss_row({name, {}, config.place});
}

const std::vector<Setting>& common_loss_settings() {
  static const std::vector<Setting> settings = {
      text("reduction", "sum_over_batch_size").one_of({"sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none"}).says("how one number is made of one for each position"),
      text("name"),
      text("dtype").one_of({"float32"}),
  };
  return settings;
}

// ---- what formulas share

int64_t axis_of(const Config& config, Expr x) {
  const int64_t given = config.whole("axis"), axis = given < 0 ? given + x.rank() : given;
  if (axis < 0 || axis >= x.rank()) refuse(config, "K2120", fmt::format("axis is {}, an output of shape {} has no such axis", given, to_string(x.type())));
  return axis;
}

Expr power_from_0(Expr base, double exponent) {
  if (exponent == 0) return number_like(base, 1);
  if (exponent == 1) return base;
  if (exponent == 2) return square(base);
  Expr positive = base > 0.0;
  return select(positive, power(select(positive, base, number_like(base, 1)), number_like(base, exponent)), number_like(base, 0));
}

Expr smoothed(const Config& config, Expr target, bool two_classes) {
  const double s = config.number("label_smoothing");
  return s > 0 ? target * (1 - s) + s / (two_classes ? 2 : static_cast<double>(target.shape().back())) : target;
}

Expr is_target(Compared& c) {
  Type classes = c.output.type();
  classes.element = Element::i32;
  const Shape positions(classes.shape.begin(), classes.shape.end() - 1);
  Axes axes;
  for (size_t d = 0; d < positions.size(); ++d) axes.push_back(static_cast<int64_t>(d));
  return iota(*c.output.builder, classes, classes.rank() - 1) == broadcast(reshape(to_int(c.target), positions), classes, axes);
}

// softplus(z) - z t, of which the two large parts come first. The gradient is sigmoid(z) - t, at 0 as well.
Expr sigmoid_crossentropy(Expr z, Expr t) { return maximum(z, 0.0) - z * t + log1p(exp(minimum(-z, z))); }

void warn(const Config& config, const Compared& c, const std::string& code, const std::string& message, const std::string& help) {
  if (c.warnings) c.warnings->push_back({code, config.class_name + ": " + message, config.place, help, Severity::warning});
}
void warn_of_logits(const Config& config, const Compared& c) {
  if (config.flag("from_logits") && c.activated && (c.activated->activation == "softmax" || c.activated->activation == "sigmoid"))
    warn(config, c, "K2290", "from_logits is true, and the output comes from `" + c.activated->activation + "`: these are no logits", "leave from_logits or the activation out");
}

}  // namespace keratin
