// Metrics that are a loss's formula, averaged over the epoch.
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

// Keras' class of the loss, where it is not called as the metric is.
std::string loss_of(const std::string& metric) {
  if (metric == "LogCoshError") return "LogCosh";
  if (metric == "RootMeanSquaredError") return "MeanSquaredError";
  return metric;
}

}  // namespace

Expr value_of_loss(const Config& config, Compared& c) {
  const LossRow& row = loss_row({loss_of(config.class_name), {}, config.place});
  Config loss{row.class_name, {}, config.place};
  for (const auto& [name, value] : config.settings)
    if (row.find(name)) loss.set(name, value);
  if (row.sparse) {
    c.target = to_int(target_of_positions(config, c));
  } else {
    const auto [target, output] = paired(config, c);
    if (output.rank() != c.output.rank()) c.activated = nullptr;  // its logits have another shape
    c.target = target, c.output = output;
  }
  Expr values = row.formula(completed(row, loss, common_loss_settings()), c);
  if (values.type().batch_axis != 0) refuse(config, "K2120", "the axis is the batch, and a metric is a mean over rows");
  return values;
}

namespace {

// The loss is the negative one.
Expr cosine_similarity(const Config& config, Compared& c) { return -value_of_loss(config, c); }

// Keras' takes no notice of masks.
void root_mean_square(MetricContext& c) {
  Compared compared = c.compared;
  add_mean(c, value_of_loss(c.config, compared), {}, c.weights);
}
Expr root_of_mean(MetricContext& c) { return sqrt(mean_so_far(c)); }

MetricRow row(Definition definition, bool sparse = false) { return {std::move(definition), value_of_loss, nullptr, nullptr, false, sparse}; }

Setting name(const char* otherwise) { return text("name", otherwise).says("what the logs call it"); }
Setting from_logits() { return flag("from_logits", false).says("the output is no probability yet"); }
Setting label_smoothing() { return number("label_smoothing", 0).from(0).to(1).says("how much of each target is spread over all classes"); }
Setting last_axis() { return whole("axis", -1).says("the axis of the classes"); }

}  // namespace

std::vector<MetricRow> regressions() {
  return {
      row({.class_name = "MeanSquaredError", .aliases = {"mse", "MSE"}, .about = "the mean of squared differences", .formula = "mean((output - target)^2)"}),
      {{.class_name = "RootMeanSquaredError", .about = "the root of the mean of squared differences", .formula = "sqrt(mean((output - target)^2))"}, nullptr, root_mean_square, root_of_mean},
      row({.class_name = "MeanAbsoluteError", .aliases = {"mae", "MAE"}, .about = "the mean of absolute differences", .formula = "mean(|output - target|)"}),
      row({.class_name = "MeanAbsolutePercentageError", .aliases = {"mape", "MAPE"}, .about = "the mean of differences in per cent of the target",
           .formula = "100 mean(|output - target| / max(|target|, 1e-7))"}),
      row({.class_name = "MeanSquaredLogarithmicError", .aliases = {"msle", "MSLE"}, .about = "the mean of squared differences of logarithms",
           .formula = "mean((log(output + 1) - log(target + 1))^2), both at least 1e-7"}),
      row({.class_name = "LogCoshError", .about = "the mean of log(cosh(difference))", .formula = "mean(log(cosh(output - target)))", .settings = {name("logcosh")}}),
      {{.class_name = "CosineSimilarity", .about = "the cosine of the angle between output and target", .formula = "sum(target output) / (|target| |output|)",
        .settings = {whole("axis", -1).says("the axis of the vectors")}}, cosine_similarity, nullptr, nullptr, true},
      row({.class_name = "Hinge", .about = "the mean hinge loss of targets -1 and 1, or 0 and 1", .formula = "mean(max(1 - target output, 0))"}),
      row({.class_name = "SquaredHinge", .about = "the mean squared hinge loss of targets -1 and 1, or 0 and 1", .formula = "mean(max(1 - target output, 0)^2)"}),
      row({.class_name = "CategoricalHinge", .about = "the hinge loss of one-hot targets", .formula = "max(max((1 - target) output) - sum(target output) + 1, 0)"}),
  };
}

std::vector<MetricRow> crossentropies() {
  return {
      row({.class_name = "BinaryCrossentropy", .aliases = {"bce", "BCE"}, .about = "the crossentropy of yes and no", .formula = "mean(-(t log p + (1 - t) log(1 - p)))",
           .settings = {from_logits(), label_smoothing()}}),
      row({.class_name = "CategoricalCrossentropy", .about = "the crossentropy of one-hot targets", .formula = "-sum(t log p)", .settings = {from_logits(), label_smoothing(), last_axis()}}),
      row({.class_name = "SparseCategoricalCrossentropy", .about = "the crossentropy of classes", .formula = "-log p[t]",
           .settings = {from_logits(), whole("ignore_class").says("targets of this class have the value 0; without weights they still count"), last_axis()}}, true),
      row({.class_name = "KLDivergence", .about = "the Kullback-Leibler divergence of two distributions", .formula = "sum(t log(t / p)), both from 1e-7 to 1"}),
      row({.class_name = "Poisson", .about = "the Poisson loss", .formula = "mean(output - target log(output + 1e-7))"}),
  };
}

}  // namespace keratin
