// F-scores: the harmonic mean of precision and recall, for each class or for all of them.
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

double beta_of(const Config& config) { return config.has("beta") ? config.number("beta") : 1.0; }

// The largest output of a row, or all above the threshold; a row of zeros says nothing.
Expr chosen(const Config& config, Expr output) {
  if (auto threshold = config.maybe_number("threshold")) return to_float(output > *threshold);
  return to_float((output >= max(output, {-1}, true)) & (abs(output) > 1e-9));
}

void count(MetricContext& c) {
  const auto [target, output] = paired(c.config, c.compared);
  if (output.rank() != 2) refuse(c.config, "K2260", "the output has the shape " + to_string(output.shape()) + ", an F-score wants (batch, classes)");
  if (!c.config.has("average") && output.shape()[1] > 1) refuse(c.config, "K2262", "average is None: it gives a number for each class, and the history holds one for each metric", "take `micro`, `macro` or `weighted`");
  Expr guess = chosen(c.config, output), weights = weights_like(c.config, output, c.weights);
  const bool micro = c.config.has("average") && c.config.text("average") == "micro";
  auto add = [&](const char* state, Expr numbers) {
    Expr of_classes = sum(numbers * weights, {0});
    c.add(state, micro ? sum(of_classes, {0}) : of_classes);
  };
  add("true_positives", guess * target);
  add("false_positives", guess * (1.0 - target));
  add("false_negatives", (1.0 - guess) * target);
  add("intermediate_weights", target);
}

Expr score(MetricContext& c) {
  Expr right = c.state("true_positives"), wrong = c.state("false_positives"), missed = c.state("false_negatives");
  const double squared = beta_of(c.config) * beta_of(c.config);
  Expr precision = right / (right + wrong + epsilon), recall = right / (right + missed + epsilon);
  Expr scores = precision * recall / (squared * precision + recall + epsilon) * (1 + squared);
  if (scores.rank() == 0) return scores;
  if (!c.config.has("average") || c.config.text("average") == "macro") return mean(scores, {0});
  Expr weights = c.state("intermediate_weights");
  return sum(scores * (weights / (sum(weights, {0}) + epsilon)), {0});
}

}  // namespace

std::vector<MetricRow> f_scores() {
  const Setting average = text("average").one_of({"micro", "macro", "weighted"}).says("of all counts together, the classes' mean, or their mean by how often they are");
  const Setting threshold = number("threshold").over(0).to(1).says("outputs above it are positive; without one, the largest of a row");
  const Setting beta = number("beta", 1).over(0).says("how many times the recall counts");
  const std::string formula = "(1 + beta^2) precision recall / (beta^2 precision + recall)";
  return {
      {{.class_name = "FBetaScore", .about = "the weighted harmonic mean of precision and recall", .formula = formula, .settings = {average, beta, threshold, text("name", "fbeta_score")}}, nullptr, count, score, true},
      {{.class_name = "F1Score", .about = "the harmonic mean of precision and recall", .formula = "2 precision recall / (precision + recall)", .settings = {average, threshold, text("name", "f1_score")}},
       nullptr, count, score, true},
  };
}

}  // namespace keratin
