// R2: how much of the targets' variance the outputs explain.
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

void count(MetricContext& c) {
  const auto [target, output] = paired(c.config, c.compared);
  if (output.rank() != 2) refuse(c.config, "K2260", "the output has the shape " + to_string(output.shape()) + ", R2Score wants (batch, numbers)");
  const int64_t columns = output.shape()[1];
  Expr weights = weights_like(c.config, output, c.weights), weighted = target * weights;
  c.add("sum", sum(weighted, {0}));
  c.add("squared_sum", sum(target * weighted, {0}));
  c.add("residual", sum(square(target - output) * weights, {0}));
  c.add("count", sum(weights, {0}));
  c.add("num_samples", columns == 1 ? c.model.rows() : c.model.rows() * static_cast<double>(columns));  // of numbers, as in Keras
}

// For every regressor a part of the score is luck. With too few samples Keras warns and leaves the score as it is.
Expr adjusted(Expr score, Expr n, double regressors) {
  Expr degrees = n - 1.0, enough = degrees > regressors;
  return select(enough, 1.0 - (1.0 - score) * degrees / (n - regressors - 1.0), score);
}

Expr explained(MetricContext& c) {
  Expr sums = c.state("sum"), nothing = constant(c.model.b, 0);
  Expr total = c.state("squared_sum") - sums * (sums / c.state("count"));
  Expr raw = 1.0 - c.state("residual") / total;
  Expr scores = select(abs(raw) > 3.4028234663852886e38, nothing, raw);  // infinite: the targets do not vary
  Expr score = c.config.text("class_aggregation") == "variance_weighted_average" ? sum(total * scores, {0}) / sum(total, {0}) : mean(scores, {0});
  const double regressors = c.config.number("num_regressors");
  return regressors == 0 ? score : adjusted(score, c.state("num_samples"), regressors);
}

}  // namespace

std::vector<MetricRow> regression_scores() {
  return {{{.class_name = "R2Score",
            .about = "the part of the targets' variance that the outputs explain",
            .formula = "1 - sum((target - output)^2) / sum((target - mean)^2)",
            .settings = {text("class_aggregation", "uniform_average").one_of({"uniform_average", "variance_weighted_average"}).says("how columns are brought together"),
                         whole("num_regressors", 0).from(0).says("how many inputs explain it, for the adjusted score"), text("name", "r2_score")}},
           nullptr, count, explained, true}};
}

}  // namespace keratin
