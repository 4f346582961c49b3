// Crossentropies by numbers that are worked out here in double: from probabilities, from logits, behind activations, with
// their settings, and what extreme numbers do.
#include "tests/frontend/losses.h"

namespace keratin::testing {
namespace {

const Numbers p = {0.25, 0.125, 0.5, 0.125, 0.75, 0.0625}, t = {0, 0, 1, 0.25, 0.5, 0.25}, scores = {0.5, -3, 2, 0.25, 1.5, -0.75};
constexpr double s = 0.25;  // label_smoothing

double clipped(double x) { return std::min(std::max(x, epsilon_as_float), most_as_float); }
double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }
double binary(double p, double t) { return -(t * std::log(clipped(p)) + (1 - t) * std::log(1 - clipped(p))); }

// Of two rows of three: what `row` makes of each.
using Row = std::function<double(const Numbers& p, const Numbers& t)>;
Numbers rows_of(const Numbers& p, const Numbers& t, const Row& row) { return {row({p[0], p[1], p[2]}, {t[0], t[1], t[2]}), row({p[3], p[4], p[5]}, {t[3], t[4], t[5]})}; }
Row mean_over(const std::function<double(double, double)>& term) {
  return [term](const Numbers& p, const Numbers& t) { return (term(p[0], t[0]) + term(p[1], t[1]) + term(p[2], t[2])) / 3; };
}
Numbers shares_of(const Numbers& x) { return {x[0] / (x[0] + x[1] + x[2]), x[1] / (x[0] + x[1] + x[2]), x[2] / (x[0] + x[1] + x[2])}; }
Numbers softmax_of(const Numbers& x) { return shares_of({std::exp(x[0]), std::exp(x[1]), std::exp(x[2])}); }
double categorical(const Numbers& p, const Numbers& t) {
  const Numbers q = shares_of(p);
  return -(t[0] * std::log(clipped(q[0])) + t[1] * std::log(clipped(q[1])) + t[2] * std::log(clipped(q[2])));
}

Numbers run(const Config& loss, const Numbers& output, const Numbers& target, const std::string& activation = "linear") {
  LossBench bench(2, {3}, output, target);
  if (activation != "linear") bench.after(activation);
  return bench.run(loss);
}

TEST(Crossentropies, Binary) {
  expect_near(run({"bce"}, p, t), rows_of(p, t, mean_over(binary)), "of probabilities");
  expect_near(run({"bce", {{"label_smoothing", s}}}, p, t), rows_of(p, t, mean_over([](double p, double t) { return binary(p, t * (1 - s) + s / 2); })), "smoothed");
  auto of_logits = mean_over([](double z, double t) { return binary(sigmoid_of(z), t); });
  expect_near(run({"bce", {{"from_logits", true}}}, scores, t), rows_of(scores, t, of_logits), "of logits");
  expect_near(run({"bce"}, scores, t, "sigmoid"), rows_of(scores, t, of_logits), "behind sigmoid");
  LossBench over_columns(1, {2, 3}, p, t);
  const Numbers want = {(binary(p[0], t[0]) + binary(p[3], t[3])) / 2, (binary(p[1], t[1]) + binary(p[4], t[4])) / 2, (binary(p[2], t[2]) + binary(p[5], t[5])) / 2};
  expect_near(over_columns.run({"bce", {{"axis", 1.0}}}), want, "over columns");
}

TEST(Crossentropies, Categorical) {
  expect_near(run({"categorical_crossentropy"}, p, t), rows_of(p, t, categorical), "of what is divided by its sum first");
  auto smoothed = [](const Numbers& p, const Numbers& t) {
    const double rest = float(s / 3);
    return categorical(p, {t[0] * (1 - s) + rest, t[1] * (1 - s) + rest, t[2] * (1 - s) + rest});
  };
  expect_near(run({"categorical_crossentropy", {{"label_smoothing", s}}}, p, t), rows_of(p, t, smoothed), "smoothed");
  auto of_logits = [](const Numbers& z, const Numbers& t) { return categorical(softmax_of(z), t); };
  expect_near(run({"categorical_crossentropy", {{"from_logits", true}}}, scores, t), rows_of(scores, t, of_logits), "of logits");
  expect_near(run({"categorical_crossentropy"}, scores, t, "softmax"), rows_of(scores, t, of_logits), "behind softmax");
  LossBench over_first(2, {3, 1}, p, t);
  expect_near(over_first.run({"categorical_crossentropy", {{"axis", 1.0}}}), rows_of(p, t, categorical), "of another axis");
}

// Probabilities are not divided by their sum before they are clipped, but their logarithms go through softmax.
TEST(Crossentropies, Sparse) {
  const Numbers classes = {2, 0};
  auto of = [&](const Numbers& x, const std::function<double(double)>& log_score) {
    Numbers out;
    for (size_t r = 0; r < 2; ++r) {
      const Numbers e = softmax_of({log_score(x[3 * r]), log_score(x[3 * r + 1]), log_score(x[3 * r + 2])});
      out.push_back(-std::log(e[static_cast<size_t>(classes[r])]));
    }
    return out;
  };
  const Numbers want = of(p, [](double x) { return std::log(clipped(x)); }), want_of_scores = of(scores, [](double x) { return x; });
  expect_near(run({"sparse_categorical_crossentropy"}, p, classes), want, "of probabilities");
  expect_near(run({"sparse_categorical_crossentropy", {{"from_logits", true}}}, scores, classes), want_of_scores, "of logits");
  expect_near(run({"sparse_categorical_crossentropy"}, scores, classes, "softmax"), want_of_scores, "behind softmax");
  LossBench with_an_axis_of_1(2, {3}, p, classes);
  with_an_axis_of_1.target = reshape(with_an_axis_of_1.target, {2, 1});
  expect_near(with_an_axis_of_1.run({"sparse_categorical_crossentropy"}), want, "of targets with an axis more");
}

// Positions of the class do not count, whatever stands there.
TEST(Crossentropies, IgnoreAClass) {
  for (const double ignored : {-1.0, 255.0}) {
    const Numbers z = {0.5, -3, 2, NAN, NAN, NAN, 0.25, 1.5, -0.75, 1, 2, 3};
    LossBench bench(2, {2, 3}, z, {2, ignored, 0, 1});
    Expr values = bench.values({"sparse_categorical_crossentropy", {{"from_logits", true}, {"ignore_class", ignored}}});
    const Numbers got = bench.bench.run(values);
    expect_near({got[0], got[2], got[3]}, {-std::log(softmax_of({0.5, -3, 2})[2]), -std::log(softmax_of({0.25, 1.5, -0.75})[0]), -std::log(softmax_of({1, 2, 3})[1])}, "what counts");
    EXPECT_EQ(got[1], 0);
    EXPECT_EQ(bench.bench.run(*bench.mask), (Numbers{1, 0, 1, 1}));
    const Bindings<double> inputs = {{"p", {bench.output.type(), z, {}}}, {"t", {bench.target.type(), {}, {2, static_cast<int32_t>(ignored), 0, 1}}}};
    const Numbers slopes = evaluate(differentiate(bench.bench.graph({gradient(sum(values, {0, 1}), bench.output)})), inputs).at("result").numbers;
    for (size_t i = 0; i < 12; ++i) EXPECT_TRUE(i / 3 == 1 ? slopes[i] == 0 : std::isfinite(slopes[i])) << i << ": " << slopes[i];
  }
}

TEST(Crossentropies, BinaryFocal) {
  auto focal = [](double gamma, std::optional<double> alpha) {
    return mean_over([=](double p, double t) {
      const double p_t = t * p + (1 - t) * (1 - p);
      return std::pow(1 - p_t, gamma) * binary(p, t) * (alpha ? t * *alpha + (1 - t) * (1 - *alpha) : 1);
    });
  };
  expect_near(run({"binary_focal_crossentropy"}, p, t), rows_of(p, t, focal(2, {})), "focal");
  for (const double gamma : {0.0, 0.5, 1.0, 3.0})
    expect_near(run({"binary_focal_crossentropy", {{"gamma", gamma}}}, p, t), rows_of(p, t, focal(gamma, {})), "gamma " + std::to_string(gamma));
  expect_near(run({"binary_focal_crossentropy", {{"apply_class_balancing", true}}}, p, t), rows_of(p, t, focal(2, 0.25)), "balanced");
  const Numbers of_scores = {sigmoid_of(0.5), sigmoid_of(-3), sigmoid_of(2), sigmoid_of(0.25), sigmoid_of(1.5), sigmoid_of(-0.75)};
  expect_near(run({"binary_focal_crossentropy", {{"from_logits", true}}}, scores, t), rows_of(of_scores, t, focal(2, {})), "of logits");
  expect_near(run({"binary_focal_crossentropy"}, scores, t, "sigmoid"), rows_of(of_scores, t, focal(2, {})), "behind sigmoid");
}

TEST(Crossentropies, CategoricalFocal) {
  auto focal = [](double gamma, const Numbers& alpha) {
    return [=](const Numbers& p, const Numbers& t) {
      const Numbers q = shares_of(p);
      double sum = 0;
      for (size_t i = 0; i < 3; ++i) sum -= alpha[i] * std::pow(1 - clipped(q[i]), gamma) * t[i] * std::log(clipped(q[i]));
      return sum;
    };
  };
  expect_near(run({"categorical_focal_crossentropy"}, p, t), rows_of(p, t, focal(2, {0.25, 0.25, 0.25})), "focal");
  expect_near(run({"categorical_focal_crossentropy", {{"alpha", Numbers{0.25, 1, 0.5}}, {"gamma", 1.5}}}, p, t), rows_of(p, t, focal(1.5, {0.25, 1, 0.5})), "a number for each class");
  const Numbers a = softmax_of({0.5, -3, 2}), b = softmax_of({0.25, 1.5, -0.75});
  expect_near(run({"categorical_focal_crossentropy", {{"from_logits", true}}}, scores, t), rows_of({a[0], a[1], a[2], b[0], b[1], b[2]}, t, focal(2, {0.25, 0.25, 0.25})), "of logits");
}

TEST(Crossentropies, Generalized) {
  expect_near(run({"categorical_generalized_cross_entropy"}, p, {2, 0}), {(1 - std::sqrt(0.5)) / 0.5, (1 - std::sqrt(0.125)) / 0.5}, "q is one half");
  expect_near(run({"categorical_generalized_cross_entropy", {{"q", 0.75}}}, p, {1, 1}), {(1 - std::pow(0.125, 0.75)) / 0.75, (1 - std::pow(0.75, 0.75)) / 0.75}, "q is 3/4");
}

// ---- extreme numbers

// Keras' own digits: limits are 1e-7 and 1 - 1e-7 as floats.
TEST(Crossentropies, ClipProbabilities) {
  auto one = [](const char* loss, const Numbers& output, const Numbers& target) {
    LossBench bench(1, {2}, output, target);
    return bench.bench.run(bench.values({loss}))[0];
  };
  EXPECT_NEAR(one("bce", {0, 0}, {1, 1}), 16.118096, 1e-6);
  EXPECT_NEAR(one("bce", {1, 1}, {0, 0}), 15.942385, 1e-6);
  EXPECT_NEAR(one("categorical_crossentropy", {0, 2}, {1, 0}), 16.118096, 1e-6);
}

// Slopes of the first row by its outputs, as floats.
std::vector<float> slopes(const Config& loss, const Numbers& output, const Numbers& target) {
  LossBench bench(1, {static_cast<int64_t>(output.size())}, output, target);
  Expr values = bench.values(loss);
  Bindings<float> inputs = {{"p", {bench.output.type(), std::vector<float>(output.begin(), output.end()), {}}}};
  const bool whole = target.size() < output.size();
  inputs["t"] = {bench.target.type(), std::vector<float>(whole ? 0 : target.size()), std::vector<int32_t>(whole ? target.size() : 0)};
  for (size_t i = 0; i < target.size(); ++i) whole ? void(inputs["t"].integers[i] = static_cast<int32_t>(target[i])) : void(inputs["t"].numbers[i] = static_cast<float>(target[i]));
  const Graph graph = choose_order(differentiate(bench.bench.graph({gradient(sum(values, {0}), bench.output)})));
  return evaluate(graph, inputs).at("result").numbers;
}
TEST(Crossentropies, SlopesOfLogitsAreDifferences) {
  const Config of_logits{"bce", {{"from_logits", true}}}, of_scores{"categorical_crossentropy", {{"from_logits", true}}};
  EXPECT_EQ(slopes(of_logits, {0}, {1}), (std::vector<float>{-0.5}));  // sigmoid(z) - t, at 0 as well
  EXPECT_EQ(slopes(of_logits, {0}, {0}), (std::vector<float>{0.5}));
  EXPECT_EQ(slopes(of_logits, {1e4, -1e4, 1e4, -1e4}, {1, 1, 0, 0}), (std::vector<float>{0, -0.25, 0.25, 0}));
  EXPECT_EQ(slopes(of_scores, {1e4, -1e4, 0}, {0, 0, 1}), (std::vector<float>{1, 0, -1}));
}
TEST(Crossentropies, SlopesAtTheEndsAreFinite) {
  const Numbers ends = {0, 1, 1, 0};
  for (const Config& loss : {Config{"bce"}, {"categorical_crossentropy"}, {"categorical_focal_crossentropy"}, {"binary_focal_crossentropy"}, {"binary_focal_crossentropy", {{"gamma", 0.5}}},
                             {"categorical_focal_crossentropy", {{"gamma", 0.5}}}, {"kld"}, {"poisson"}})
    for (const float slope : slopes(loss, ends, {0, 0, 1, 1})) EXPECT_TRUE(std::isfinite(slope)) << loss.class_name << ": " << slope;
  for (const char* loss : {"sparse_categorical_crossentropy", "categorical_generalized_cross_entropy"})
    for (const double target : {0.0, 1.0})
      for (const float slope : slopes({loss}, ends, {target})) EXPECT_TRUE(std::isfinite(slope)) << loss << ": " << slope;
}

// ---- what is surely a mistake

std::vector<std::string> warned(const Config& loss, const std::string& activation, const Shape& row = {3}, bool whole = false) {
  const size_t n = static_cast<size_t>(2 * count(row));
  LossBench bench(2, row, Numbers(n, 0.5), Numbers(whole ? n / static_cast<size_t>(row.back()) : n, 0.0));
  if (activation != "linear") bench.after(activation);
  bench.values(loss);
  std::vector<std::string> out;
  for (const Diagnostic& d : bench.warnings) {
    EXPECT_EQ(d.severity, Severity::warning);
    out.push_back(d.code + " " + d.message);
  }
  return out;
}
TEST(Crossentropies, WarnOfMistakes) {
  using Lines = std::vector<std::string>;
  const ConfigValue yes = true;
  for (const auto& [loss, activation] : {std::pair{"bce", "sigmoid"}, {"categorical_crossentropy", "softmax"}, {"bce", "linear"}, {"mse", "softmax"}, {"bce", "relu"}})
    EXPECT_EQ(warned({loss}, activation), Lines{}) << loss << " behind " << activation;
  EXPECT_EQ(warned({"bce", {{"from_logits", yes}}}, "linear"), Lines{});
  EXPECT_EQ(warned({"bce", {{"from_logits", yes}}}, "sigmoid"), Lines{"K2290 BinaryCrossentropy: from_logits is true, and the output comes from `sigmoid`: these are no logits"});
  EXPECT_EQ(warned({"categorical_focal_crossentropy", {{"from_logits", yes}}}, "softmax").size(), 1u);
  EXPECT_EQ(warned({"categorical_crossentropy"}, "sigmoid"), Lines{"K2291 CategoricalCrossentropy: the output comes from `sigmoid`, and this loss goes with `softmax`"});
  EXPECT_EQ(warned({"bce"}, "softmax"), Lines{"K2291 BinaryCrossentropy: the output comes from `softmax`, and this loss goes with `sigmoid`"});
  EXPECT_EQ(warned({"categorical_crossentropy"}, "softmax", {1}), Lines{"K2292 CategoricalCrossentropy: the output has one class, so there is nothing to choose"});
}
// from_logits behind an activation takes what the activation was given, as Keras on TensorFlow does.
TEST(Crossentropies, FromLogitsBehindTheirActivation) {
  expect_near(run({"bce", {{"from_logits", true}}}, scores, t, "sigmoid"), run({"bce"}, scores, t, "sigmoid"), "sigmoid");
}

}  // namespace
}  // namespace keratin::testing
