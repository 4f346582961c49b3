// Losses by numbers: what is expected is worked out here in double, from Keras' definitions. Constants are floats in graphs,
// so they are floats here, too.
#include <algorithm>

#include "tests/compiler/oracle.h"
#include "tests/frontend/losses.h"

namespace keratin::testing {
namespace {

constexpr double e = epsilon_as_float;

double mean_of(const Numbers& x) {
  double sum = 0;
  for (double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}
using Row = std::function<double(const Numbers& p, const Numbers& t)>;
// The mean of `term` over a row.
Row mean_over(double (*term)(double p, double t)) {
  return [term](const Numbers& p, const Numbers& t) {
    Numbers all;
    for (size_t i = 0; i < p.size(); ++i) all.push_back(term(p[i], t[i]));
    return mean_of(all);
  };
}
Row sum_over(double (*term)(double p, double t)) {
  return [mean = mean_over(term)](const Numbers& p, const Numbers& t) { return mean(p, t) * static_cast<double>(p.size()); };
}
// Two rows of three.
void expect_rows(const Config& loss, const Numbers& p, const Numbers& t, const Row& row) {
  LossBench bench(2, {3}, p, t);
  expect_near(bench.run(loss), {row({p[0], p[1], p[2]}, {t[0], t[1], t[2]}), row({p[3], p[4], p[5]}, {t[3], t[4], t[5]})}, loss.class_name);
}

const Numbers probabilities = {0.25, 0.125, 0.5, 0.125, 0.75, 0.0625}, shares = {0, 0, 1, 0.25, 0.5, 0.25};
const Numbers apart = {0.5, -3, 2, 0.25, 1.5, -0.75}, wanted = {0, 1.25, 2.75, -0.25, 1, 2};

// ---- differences

TEST(Losses, OfTwoNumbers) {
  expect_rows({"mse"}, apart, wanted, mean_over([](double p, double t) { return (p - t) * (p - t); }));
  expect_rows({"mae"}, apart, wanted, mean_over([](double p, double t) { return std::abs(p - t); }));
  expect_rows({"sse"}, apart, wanted, sum_over([](double p, double t) { return (p - t) * (p - t); }));
  expect_rows({"mape"}, apart, {1, 1.25, 2.75, -0.25, 1, 2}, mean_over([](double p, double t) { return 100 * std::abs((t - p) / t); }));
  expect_rows({"msle"}, apart, wanted, mean_over([](double p, double t) { return std::pow(std::log(std::max(p, e) + 1) - std::log(std::max(t, e) + 1), 2); }));
  expect_rows({"huber"}, apart, wanted, mean_over([](double p, double t) { return std::abs(p - t) <= 1 ? (p - t) * (p - t) / 2 : std::abs(p - t) - 0.5; }));
  expect_rows({"Huber", {{"delta", 0.625}}}, apart, wanted, mean_over([](double p, double t) {
                const double d = std::abs(p - t);
                return d <= 0.625 ? d * d / 2 : 0.625 * d - 0.625 * 0.625 / 2;
              }));
  expect_rows({"log_cosh"}, apart, wanted, mean_over([](double p, double t) { return std::log(2 * std::cosh(p - t)) - double(0.6931471805599453f); }));
  expect_rows({"poisson"}, probabilities, shares, mean_over([](double p, double t) { return p - t * std::log(p + e); }));
}
// A target of 0 counts as 1e-7.
TEST(Losses, PercentOfNothingIsLargeButFinite) {
  LossBench bench(1, {2}, {0.5, 3}, {0, 2});
  expect_near(bench.bench.run(bench.values({"mape"})), {100 * (0.5 / e + 0.5) / 2}, "mape");
}

// ---- hinges

TEST(Losses, Hinges) {
  const Numbers signs = {-1, 1, 1, 1, -1, 1};
  expect_rows({"hinge"}, apart, signs, mean_over([](double p, double t) { return std::max(1 - t * p, 0.0); }));
  expect_rows({"squared_hinge"}, apart, signs, mean_over([](double p, double t) { return std::pow(std::max(1 - t * p, 0.0), 2); }));
  expect_rows({"categorical_hinge"}, apart, {0, 0, 1, 1, 0, 0}, [](const Numbers& p, const Numbers& t) {
    double right = 0, wrong = -1e9;
    for (size_t i = 0; i < 3; ++i) right += t[i] * p[i], wrong = std::max(wrong, (1 - t[i]) * p[i]);
    return std::max(wrong - right + 1, 0.0);
  });
}
// Where all targets of the batch are 0 or 1, 0 means -1; one other number, and all stay what they are.
TEST(Losses, HingesTake0ForMinus1WhereAllTargetsAre0Or1) {
  auto as_signs = [](double p, double t) { return std::max(1 - (2 * t - 1) * p, 0.0); };
  auto as_they_are = [](double p, double t) { return std::max(1 - t * p, 0.0); };
  expect_rows({"hinge"}, apart, {0, 1, 1, 1, 0, 1}, mean_over(as_signs));
  expect_rows({"hinge"}, apart, {0, 1, 1, 1, 0, 0.5}, mean_over(as_they_are));
  LossBench bench(2, {3}, apart, {0, 1, 1, 1, 0, 0.5});  // in a short batch the second row is not there
  EXPECT_NEAR(bench.bench.run(bench.values({"hinge"}), 1)[0], mean_of({as_signs(0.5, 0), as_signs(-3, 1), as_signs(2, 1)}), 1e-12);
}

// ---- whole rows and regions

TEST(Losses, OfDistributionsAndDirections) {
  expect_rows({"kld"}, probabilities, shares, sum_over([](double p, double t) { return std::max(t, e) * std::log(std::max(t, e) / std::max(p, e)); }));
  auto cosine = [](const Numbers& p, const Numbers& t) {
    double both = 0, pp = 0, tt = 0;
    for (size_t i = 0; i < p.size(); ++i) both += p[i] * t[i], pp += p[i] * p[i], tt += t[i] * t[i];
    return -both / std::sqrt(pp * tt);
  };
  expect_rows({"cosine_similarity"}, apart, wanted, cosine);
  LossBench columns(2, {2, 3}, {1, 2, 3, 4, 5, 6, -1, 2, -3, 1, 0.5, 2}, {1, 0, 2, 1, 1, 0.5, 3, 1, -2, 0.25, 1, 1});
  expect_near(columns.run({"cosine_similarity", {{"axis", 1.0}}}),
              {cosine({1, 4}, {1, 1}), cosine({2, 5}, {0, 1}), cosine({3, 6}, {2, 0.5}), cosine({-1, 1}, {3, 0.25}), cosine({2, 0.5}, {1, 1}), cosine({-3, 2}, {-2, 1})}, "by columns");
  LossBench none(1, {2}, {0, 0}, {1, 2});
  Expr v = none.values({"cosine_similarity"});
  EXPECT_EQ(none.bench.run(v)[0], 0);
  const Graph slopes = differentiate(none.bench.graph({gradient(sum(v, {0}), none.output)}));
  const Bindings<double> inputs = {{"p", {none.output.type(), {0, 0}, {}}}, {"t", {none.target.type(), {1, 2}, {}}}};
  for (double slope : evaluate(slopes, inputs).at("result").numbers) EXPECT_TRUE(std::isfinite(slope));
}

struct Overlap {
  double both = 0, p = 0, t = 0, missed = 0, wrong = 0;
  void add(double output, double target) { both += output * target, p += output, t += target, missed += (1 - output) * target, wrong += output * (1 - target); }
  double dice() const { return 1 - 2 * both / (p + t + e); }
  double tversky(double alpha, double beta) const { return 1 - both / (both + alpha * missed + beta * wrong + e); }
};
TEST(Losses, OfRegions) {
  auto over = [&](const std::vector<size_t>& at) {
    Overlap o;
    for (size_t i : at) o.add(probabilities[i], shares[i]);
    return o;
  };
  auto run = [&](const Config& loss, int64_t rows = -1) { return LossBench(2, {3}, probabilities, shares).run(loss, rows); };
  const Overlap all = over({0, 1, 2, 3, 4, 5}), rows[] = {over({0, 1, 2}), over({3, 4, 5})};
  expect_near(run({"dice"}), {all.dice()}, "dice");
  expect_near(run({"dice"}, 1), {rows[0].dice()}, "dice of a short batch");
  expect_near(run({"dice", {{"axis", -1.0}}}), {rows[0].dice(), rows[1].dice()}, "dice of rows");
  expect_near(run({"dice", {{"axis", Shape{0}}}}), {over({0, 3}).dice(), over({1, 4}).dice(), over({2, 5}).dice()}, "dice over the batch");
  expect_near(run({"tversky"}), {all.tversky(0.5, 0.5)}, "tversky");
  expect_near(run({"tversky", {{"alpha", 0.25}, {"beta", 2.0}, {"axis", Shape{1}}}}), {rows[0].tversky(0.25, 2), rows[1].tversky(0.25, 2)}, "tversky of rows");
}

// Each row against each other one that is there, in plain loops.
Numbers circle_of(const std::vector<Numbers>& y, const std::vector<int>& label, double gamma, double margin, bool others_only) {
  Numbers out;
  for (size_t i = 0; i < y.size(); ++i) {
    double near = 0, far = 0;
    for (size_t j = 0; j < y.size(); ++j) {
      const double d = std::max(1 - (y[i][0] * y[j][0] + y[i][1] * y[j][1]), 0.0);
      if (label[i] == label[j]) near += others_only && i == j ? 0 : std::exp(-gamma * std::max(margin + d, 0.0) * (margin - d));
      else far += std::exp(gamma * std::max(1 + margin - d, 0.0) * (1 - margin - d));
    }
    out.push_back(near > 0 && far > 0 ? std::log(1 + near * far) : 0);
  }
  return out;
}
TEST(Losses, CircleComparesRowsWithEachOther) {
  const std::vector<Numbers> y = {{0.625, 0.75}, {0.75, 0.625}, {-0.5, 0.75}, {0.125, -0.875}};
  const Numbers flat = {0.625, 0.75, 0.75, 0.625, -0.5, 0.75, 0.125, -0.875};
  const double margin = 0.375, gamma = 8;
  for (const bool others_only : {true, false}) {
    const Config loss{"circle", {{"gamma", gamma}, {"margin", margin}, {"remove_diagonal", others_only}}};
    LossBench bench(4, {2}, flat, {1, 1, 0, 3});
    const Numbers want = circle_of(y, {1, 1, 0, 3}, gamma, margin, others_only);
    expect_near(bench.run(loss), want, "circle");
    Numbers counts;
    for (double v : want) counts.push_back(v > 0);
    EXPECT_EQ(bench.bench.run(*bench.mask), counts);  // rows that are alone, or among their kind alone, do not count
    const Numbers three = LossBench(4, {2}, flat, {1, 1, 0, 3}).run(loss, 3), shorter = circle_of({y[0], y[1], y[2]}, {1, 1, 0}, gamma, margin, others_only);
    expect_near({three[0], three[1], three[2]}, shorter, "circle of a short batch");
  }
  const Config standard{"circle"};
  LossBench bench(4, {2}, flat, {1, 1, 0, 1});
  expect_near(bench.bench.run(bench.values(standard)), circle_of(y, {1, 1, 0, 1}, 80, 0.4, true), "circle", 1e-6);  // 0.4 as a float
}

// By trying every way to say something in four steps of three classes: repeats are one label, blanks (0) are left out.
double ctc_of(const Numbers& z, const std::vector<int>& labels) {
  double total = 0;
  for (int way = 0; way < 81; ++way) {
    double p = 1;
    std::vector<int> said;
    for (int step = 0, rest = way, previous = 0; step < 4; ++step, rest /= 3) {
      const int label = rest % 3;
      double all = 0;
      for (int k = 0; k < 3; ++k) all += std::exp(z[static_cast<size_t>(3 * step + k)]);
      p *= std::exp(z[static_cast<size_t>(3 * step + label)]) / all;
      if (label && label != previous) said.push_back(label);
      previous = label;
    }
    if (said == labels) total += p;
  }
  return -std::log(total);
}
TEST(Losses, CtcCountsAllWaysToSayTheLabels) {
  Numbers z;
  for (int i = 0; i < 5 * 12; ++i) z.push_back(std::sin(i * 1.7) * 2);
  const std::vector<std::vector<int>> labels = {{1, 2}, {1, 1}, {}, {2}, {2, 1, 2, 1}};
  Numbers padded, want;
  for (size_t r = 0; r < labels.size(); ++r) {
    for (size_t i = 0; i < 4; ++i) padded.push_back(i < labels[r].size() ? labels[r][i] : 0);
    want.push_back(ctc_of(Numbers(z.begin() + static_cast<long>(12 * r), z.begin() + static_cast<long>(12 * r + 12)), labels[r]));
  }
  LossBench bench(5, {4, 3}, z, padded);
  expect_near(bench.run({"ctc"}), want, "ctc");
  LossBench too_many(1, {4, 3}, Numbers(12, 0.5), {1, 1, 1, 0});  // takes five steps
  EXPECT_GT(too_many.run({"ctc"})[0], 1e29);
}

// ---- the table

TEST(Losses, GoByKerasNames) {
  const std::pair<const char*, const char*> names[] = {
      {"mse", "MeanSquaredError"}, {"MAE", "MeanAbsoluteError"}, {"mape", "MeanAbsolutePercentageError"}, {"MSLE", "MeanSquaredLogarithmicError"},
      {"bce", "BinaryCrossentropy"}, {"kullback_leibler_divergence", "KLDivergence"}, {"KLD", "KLDivergence"}, {"logcosh", "LogCosh"},
      {"huber", "Huber"}, {"categorical_crossentropy", "CategoricalCrossentropy"}, {"sse", "SumOfSquaredErrors"}};
  for (const auto& [alias, name] : names) EXPECT_EQ(loss_row({alias}).class_name, name);
  for (const LossRow& row : loss_table()) {
    for (const std::string& alias : row.aliases) EXPECT_EQ(&loss_row({alias}), &row) << alias;
    EXPECT_EQ(&loss_row({row.class_name}), &row);
  }
}
TEST(Losses, CrossentropyIsChosenByShapes) {
  auto chosen = [](const char* name, const Type& target, const Type& output) { return loss_row({name}, target, output).class_name; };
  EXPECT_EQ(chosen("crossentropy", {Element::f32, {4, 1}, 0}, {Element::f32, {4, 1}, 0}), "BinaryCrossentropy");
  EXPECT_EQ(chosen("ce", {Element::f32, {4, 3}, 0}, {Element::f32, {4, 3}, 0}), "CategoricalCrossentropy");
  EXPECT_EQ(chosen("CE", {Element::i32, {4}, 0}, {Element::f32, {4, 3}, 0}), "SparseCategoricalCrossentropy");
  EXPECT_EQ(chosen("crossentropy", {Element::i32, {4, 1}, 0}, {Element::f32, {4, 3}, 0}), "SparseCategoricalCrossentropy");
  EXPECT_EQ(refusal([] { loss_row({"crossentropy"}); }).code, "K2230");
}
TEST(Losses, AreRefused) {
  auto refused = [](const Config& loss, const Shape& row = {3}, size_t targets = 6) {
    Numbers p(static_cast<size_t>(2 * count(row)), 0.5), t(targets, 0.0);
    return refusal([&] { LossBench(2, row, p, t).values(loss); });
  };
  EXPECT_EQ(refused({"mean_sqared_error"}), (Refusal{"K2201", "mean_sqared_error: unknown loss `mean_sqared_error`", "did you mean `mean_squared_error`?"}));
  EXPECT_EQ(refused({"bce", {{"label_smoothing", 1.5}}}), (Refusal{"K2118", "bce: label_smoothing is 1.5, it is at least 0 and at most 1"}));
  EXPECT_EQ(refused({"bce", {{"axis", 2.0}}}), (Refusal{"K2120", "BinaryCrossentropy: axis is 2, an output of shape f32[2*,3] has no such axis"}));
  EXPECT_EQ(refused({"huber", {{"delta", 0.0}}}), (Refusal{"K2118", "huber: delta is 0, it is above 0"}));
  EXPECT_EQ(refused({"sparse_categorical_crossentropy", {{"axis", 1.0}}}, {3, 2}, 6), (Refusal{"K2233", "SparseCategoricalCrossentropy: axis is 1, the classes are on the last axis"}));
  EXPECT_EQ(refused({"categorical_focal_crossentropy", {{"alpha", Numbers{0.5, 0.5}}}}), (Refusal{"K2234", "CategoricalFocalCrossentropy: alpha has 2 numbers for 3 classes"}));
  EXPECT_EQ(refused({"categorical_generalized_cross_entropy", {{"q", 1.0}}}, {3}, 2), (Refusal{"K2118", "categorical_generalized_cross_entropy: q is 1, it is above 0 and below 1"}));
  EXPECT_EQ(refused({"circle"}, {3, 2}, 6), (Refusal{"K2235", "Circle: the output has shape f32[2*,3,2], it is one vector for each row"}));
  EXPECT_EQ(refused({"dice", {{"axis", Shape{1, -1}}}}), (Refusal{"K2120", "Dice: axis names an axis twice"}));
}

// Each loss and its gradient, as a model has it: reduced, in one graph.
TEST(Losses, CompiledAsInterpreted) {
  Builder b("evaluate", 5);
  Expr x = input(b, "x", Role::data, {Element::f32, {5, 4}, 0}), t = input(b, "t", Role::data, {Element::f32, {5, 4}, 0});
  Expr p = sigmoid(x * 2.0), shares = sigmoid(t), label = to_int(floor(shares * 3.0) * mean(shares, {1}, true));
  label = reshape(slice_axis(label, 1, 0, 1), {5});
  Expr total = constant(b, 0);
  for (const LossRow& row : loss_table()) {
    const Config loss = completed(row, {row.class_name}, common_loss_settings());
    Compared c{row.sparse ? label : shares, p};
    if (row.class_name == "CTC") c.output = reshape(x, {5, 2, 2}), c.target = to_int(floor(slice_axis(shares, 1, 0, 2) * 2.0));
    Expr values = row.formula(loss, c), one = reduced(loss, values, c.mask, std::nullopt);
    output(b, row.class_name, one);
    total = total + one;
  }
  output(b, "slopes", gradient(total, x));
  expect_compiled_equals_interpreted(b.graph);
}

}  // namespace
}  // namespace keratin::testing
