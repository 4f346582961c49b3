// Accuracies: how often the output says what the target says.
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

Expr accuracy(const Config& config, Compared& c) {
  const auto [target, output] = paired(config, c);
  return to_float(target == output);
}
Expr binary_accuracy(const Config& config, Compared& c) {
  const auto [target, output] = paired(config, c);
  return to_float(to_float(output > config.number("threshold")) == target);  // strictly above
}
Expr categorical_accuracy(const Config& config, Compared& c) {
  const auto [target, output] = paired(config, c);
  return to_float(argmax(output, -1) == argmax(target, -1));
}
Expr sparse_categorical_accuracy(const Config& config, Compared& c) {
  Expr target = target_of_positions(config, c), guess = argmax(c.output, -1);
  return to_float(target.type().element == Element::i32 ? guess == target : to_float(guess) == target);
}

// A hit where fewer than k scores are greater than the one of the true class: all that tie with the k-th best count.
Expr among_the_best(const Config& config, Expr scores, Expr classes) {
  const int64_t n = scores.shape().back();
  Expr hit = each_class(classes, n);
  Expr own = sum(select(hit, scores, constant(*scores.builder, 0)), {-1}, true);
  Expr better = sum(to_float(scores > own), {-1});
  return to_float(any(hit, {-1}) & (better < config.number("k")));
}
Expr top_k_categorical_accuracy(const Config& config, Compared& c) {
  const auto [target, output] = paired(config, c);
  return among_the_best(config, output, argmax(target, -1));
}
// Without scores the output lists classes, the best first.
Expr among_the_first(const Config& config, Compared& c) {
  Expr target = to_float(target_of_positions(config, c));
  Shape shape = target.shape();
  shape.push_back(1);
  Expr first = slice_axis(c.output, -1, 0, std::min(config.whole("k"), c.output.shape().back()));
  return to_float(any(first == reshape(target, shape), {-1}));
}
Expr sparse_top_k_categorical_accuracy(const Config& config, Compared& c) {
  if (config.flag("from_sorted_ids")) return among_the_first(config, c);
  return among_the_best(config, c.output, to_int(target_of_positions(config, c)));
}

MetricRow row(Definition definition, Expr (*value)(const Config&, Compared&), bool sparse = false) { return {std::move(definition), value, nullptr, nullptr, true, sparse}; }

}  // namespace

std::vector<MetricRow> accuracies() {
  const Setting k = whole("k", 5).from(1).says("how many of the best scores count");
  return {
      row({.class_name = "Accuracy", .about = "how often the output equals the target", .formula = "mean(output == target)"}, accuracy),
      row({.class_name = "BinaryAccuracy", .about = "how often the output is on the target's side of a threshold", .formula = "mean((output > threshold) == target)",
           .settings = {number("threshold", 0.5)}}, binary_accuracy),
      row({.class_name = "CategoricalAccuracy", .about = "how often the largest output is the class of a one-hot target", .formula = "mean(argmax(output) == argmax(target))"}, categorical_accuracy),
      row({.class_name = "SparseCategoricalAccuracy", .about = "how often the largest output is the target's class", .formula = "mean(argmax(output) == target)"}, sparse_categorical_accuracy, true),
      row({.class_name = "TopKCategoricalAccuracy", .about = "how often the class of a one-hot target is among the k best outputs",
           .formula = "mean(fewer than k outputs are greater than output[argmax(target)])", .settings = {k}}, top_k_categorical_accuracy),
      row({.class_name = "SparseTopKCategoricalAccuracy", .about = "how often the target's class is among the k best outputs", .formula = "mean(fewer than k outputs are greater than output[target])",
           .settings = {k, flag("from_sorted_ids", false).says("outputs are classes, the best first, not scores")}}, sparse_top_k_categorical_accuracy, true),
  };
}

}  // namespace keratin
