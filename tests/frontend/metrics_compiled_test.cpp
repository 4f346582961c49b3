// Metrics in models: compiled code equals the interpreter, and an epoch's numbers are those of all its rows.
#include <cmath>

#include <gtest/gtest.h>

#include "frontend/verify.h"
#include "runtime/training/fit.h"

namespace keratin {
namespace {

Config dense(double units, const char* activation) { return {"Dense", {{"units", units}, {"activation", std::string(activation)}}}; }
Description describe(std::vector<Config> layers, const char* loss, const std::vector<Config>& metrics, const std::vector<Config>& weighted = {}) {
  layers.insert(layers.begin(), Config{"InputLayer", {{"shape", Shape{6}}}});
  return {std::move(layers), Config{"compile", {{"loss", std::vector<Config>{{loss}}}, {"metrics", metrics}, {"weighted_metrics", weighted}}}};
}
std::string text_of(const std::vector<Config>& metrics) {
  std::string out;
  for (const Config& m : metrics) out += m.class_name + " ";
  return out;
}
// Half of them with weights.
void expect_verified(const std::vector<Config>& layers, const char* loss, const std::vector<Config>& metrics) {
  const std::vector<Config> plain(metrics.begin(), metrics.begin() + static_cast<std::ptrdiff_t>(metrics.size() / 2)), weighted(metrics.begin() + static_cast<std::ptrdiff_t>(metrics.size() / 2), metrics.end());
  const std::pair<const std::vector<Config>&, const std::vector<Config>&> ways[] = {{plain, weighted}, {weighted, plain}};
  for (const auto& [first, second] : ways) {
    const BuiltModel model = build_model(describe(layers, loss, first, second), 5, {.sample_weights = Shape{}});
    RunOptions options{.batch = 5, .threads = 2, .tier = Tier::fast};
    EXPECT_EQ(verify_model(model, options, 3).first_difference, "") << text_of(first) << "and, weighted, " << text_of(second);
  }
}
const std::string micro = "micro", weighted = "weighted", pr = "PR", prgain = "PRGAIN";

TEST(CompiledMetrics, OfNumbers) {
  expect_verified({dense(4, "tanh")}, "mse", {{"RootMeanSquaredError"}, {"mape"}, {"msle"}, {"LogCoshError"}, {"CosineSimilarity"}, {"R2Score", {{"num_regressors", 2.0}}}, {"PearsonCorrelation"},
                                              {"ConcordanceCorrelation"}, {"Hinge"}, {"SquaredHinge"}, {"CategoricalHinge"}, {"Poisson"}, {"KLDivergence"}, {"accuracy"}});
}
TEST(CompiledMetrics, OfRowsOfScores) {
  expect_verified({dense(4, "softmax")}, "categorical_crossentropy",
                  {{"TopKCategoricalAccuracy", {{"k", 2.0}}}, {"Precision", {{"top_k", 2.0}}}, {"Recall", {{"class_id", 1.0}}}, {"F1Score", {{"average", micro}}}, {"FBetaScore", {{"average", weighted}, {"beta", 2.0}}},
                   {"OneHotMeanIoU", {{"num_classes", 4.0}}}, {"CategoricalCrossentropy", {{"label_smoothing", 0.25}}}, {"AUC", {{"multi_label", true}, {"num_thresholds", 20.0}}}});
  expect_verified({dense(4, "softmax")}, "sparse_categorical_crossentropy", {{"acc"}, {"SparseTopKCategoricalAccuracy", {{"k", 2.0}}}, {"SparseCategoricalCrossentropy", {{"ignore_class", 1.0}}},
                                                                            {"MeanIoU", {{"num_classes", 4.0}, {"sparse_y_pred", false}, {"ignore_class", 0.0}}}});
}
TEST(CompiledMetrics, OfThresholds) {
  expect_verified({dense(1, "sigmoid")}, "binary_crossentropy",
                  {{"acc"}, {"AUC"}, {"AUC", {{"curve", pr}, {"name", pr}}}, {"AUC", {{"curve", prgain}, {"thresholds", Numbers{0.25, 0.5, 0.875}}, {"name", prgain}}}, {"TruePositives"}, {"FalseNegatives"}, {"Precision"},
                   {"SensitivityAtSpecificity", {{"specificity", 0.5}}}, {"PrecisionAtRecall", {{"recall", 0.5}, {"num_thresholds", 7.0}}}, {"BinaryIoU"}, {"BinaryCrossentropy"}});
}
TEST(CompiledMetrics, OfPositions) {
  const std::vector<Config> layers = {dense(12, "sigmoid"), {"Reshape", {{"target_shape", Shape{4, 3}}}}};
  expect_verified(layers, "mse", {{"mae"}, {"RootMeanSquaredError"}, {"AUC", {{"num_thresholds", 9.0}}}, {"Precision"}, {"BinaryAccuracy"}, {"CategoricalAccuracy"}, {"TrueNegatives"}, {"BinaryIoU"}});
}

// Seven rows in batches of three: the last has one. The model is the input.
TEST(CompiledMetrics, AnEpochsNumbersAreThoseOfItsRows) {
  const std::vector<Config> layers = {{"Reshape", {{"target_shape", Shape{6}}}}};
  const BuiltModel model = build_model(describe(layers, "mse", {{"AUC"}, {"RootMeanSquaredError"}, {"binary_accuracy"}, {"R2Score"}}, {{"Precision", {{"name", std::string("right")}}}, {"mae"}}), 3, {.sample_weights = Shape{}});
  Session session(make_program(model, {.batch = 3, .tier = Tier::fast}), 1);
  session.reset(1);
  Tensor x(Element::f32, {7, 6}), y(Element::f32, {7, 6}), w(Element::f32, {7});
  double squares = 0, same = 0, right = 0, positive = 0, differences = 0, weights = 0, wins = 0, pairs = 0;
  for (int i = 0; i < 42; ++i) {
    const float p = x.floats()[i] = static_cast<float>(i * 11 % 64) / 64, t = y.floats()[i] = static_cast<float>(i * 5 % 7 > 3);
    const float weight = w.floats()[i / 6] = static_cast<float>(i / 6 % 3);
    squares += (p - t) * (p - t), same += (p > 0.5f) == (t > 0), weights += weight, differences += weight * std::fabs(p - t);
    if (p > 0.5f) positive += weight, right += weight * t;
  }
  for (int i = 0; i < 42; ++i)
    for (int j = 0; j < 42; ++j)
      if (y.floats()[i] > y.floats()[j]) wins += x.floats()[i] > x.floats()[j] ? 1 : x.floats()[i] < x.floats()[j] ? 0 : 0.5, pairs += 1;
  for (int epoch = 0; epoch < 2; ++epoch) {  // the second begins from nothing
    const std::map<std::string, double> got = evaluate(session, {{x.view()}, {y.view()}, w.view()}, 0);
    EXPECT_NEAR(got.at("AUC"), wins / pairs, 1e-6);  // outputs are apart by more than thresholds are
    EXPECT_NEAR(got.at("RootMeanSquaredError"), std::sqrt(squares / 42), 1e-6);
    EXPECT_NEAR(got.at("binary_accuracy"), same / 42, 1e-6);
    EXPECT_NEAR(got.at("right"), right / positive, 1e-6);
    EXPECT_NEAR(got.at("mae"), differences / weights, 1e-6);
    EXPECT_EQ(got.size(), 7u);
  }
}

}  // namespace
}  // namespace keratin
