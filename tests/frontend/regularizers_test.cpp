// Regularizers and constraints by numbers that are worked out here in double, from Keras' definitions.
#include "frontend/constraints/constraint.h"
#include "frontend/regularizers/regularizer.h"
#include "tests/compiler/oracle.h"
#include "tests/frontend/formula.h"

namespace keratin::testing {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;

const Shape shape = {3, 2};
const Numbers w = {0.5, -2, 1.5, 0.25, -1, 3};  // rows (0.5, -2), (1.5, 0.25), (-1, 3)

double penalty_of(const Config& config) {
  OpBench bench(1);
  Expr p = penalty(config, bench.weight("w", shape, w));
  bench.expect_gradients(p, 1, config.class_name);
  return bench.run(p)[0];
}
// The mean of |cosine| over pairs of vectors of w, each given by its first element's index; `step` apart.
double mean_cosine(const std::vector<size_t>& first, size_t step, size_t length) {
  auto dot = [&](size_t a, size_t b) {
    double sum = 0;
    for (size_t i = 0; i < length; ++i) sum += w[a + i * step] * w[b + i * step];
    return sum;
  };
  double total = 0, pairs = 0;
  for (size_t i = 0; i < first.size(); ++i)
    for (size_t j = 0; j < i; ++j, ++pairs) total += std::abs(dot(first[i], first[j])) / std::sqrt(dot(first[i], first[i]) * dot(first[j], first[j]));
  return total / pairs;
}

TEST(Regularizers, Values) {
  const double sum = 8.25, squares = 0.25 + 4 + 2.25 + 0.0625 + 1 + 9;
  EXPECT_NEAR(penalty_of({"l1"}), 0.01f * sum, 1e-12);
  EXPECT_NEAR(penalty_of({"L1", {{"l1", 0.5}}}), 0.5 * sum, 1e-12);
  EXPECT_NEAR(penalty_of({"l2"}), 0.01f * squares, 1e-12);
  EXPECT_NEAR(penalty_of({"L2", {{"l2", 0.25}}}), 0.25 * squares, 1e-12);  // no half
  EXPECT_EQ(penalty_of({"l1_l2"}), 0);
  EXPECT_NEAR(penalty_of({"L1L2", {{"l1", 0.5}}}), 0.5 * sum, 1e-12);
  EXPECT_NEAR(penalty_of({"L1L2", {{"l1", 0.5}, {"l2", 0.25}}}), 0.5 * sum + 0.25 * squares, 1e-12);
  EXPECT_NEAR(penalty_of({"OrthogonalRegularizer"}), 0.01f * mean_cosine({0, 2, 4}, 1, 2), 1e-12);
  EXPECT_NEAR(penalty_of({"orthogonal_regularizer", {{"factor", 0.5}, {"mode", std::string("columns")}}}), 0.5 * mean_cosine({0, 1}, 2, 3), 1e-12);
}
// A row of zeros has no direction, and no NaN.
TEST(Regularizers, OrthogonalBearsARowOfZeros) {
  OpBench bench(1);
  Expr x = bench.weight("w", {2, 2}, {0, 0, 1, 1}), p = penalty({"OrthogonalRegularizer"}, x);
  EXPECT_EQ(bench.run(p)[0], 0);
  EXPECT_TRUE(std::isfinite(evaluate(differentiate(bench.graph({gradient(p, x)})), Bindings<double>{{"w", {x.type(), {0, 0, 1, 1}, {}}}}).at("result").numbers[0]));
}

Numbers after(const Config& config, const Numbers& weight = w, const Shape& of = shape) {
  OpBench bench(1);
  return bench.run(constrained(config, bench.weight("w", of, weight)));
}
// w times `factor` of the length of its column (or row).
Numbers scaled(bool columns, const std::function<double(double)>& factor) {
  Numbers out = w;
  for (size_t i = 0; i < 6; ++i) {
    double squares = 0;
    for (size_t j = 0; j < 6; ++j)
      if (columns ? j % 2 == i % 2 : j / 2 == i / 2) squares += w[j] * w[j];
    out[i] *= factor(std::sqrt(squares));
  }
  return out;
}
void expect_near(const Numbers& got, const Numbers& want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-12) << i;
}

TEST(Constraints, Values) {
  const double e = 1e-7f;
  expect_near(after({"non_neg"}), {0.5, 0, 1.5, 0.25, 0, 3});
  expect_near(after({"unit_norm"}), scaled(true, [&](double n) { return 1 / (e + n); }));
  expect_near(after({"UnitNorm", {{"axis", -1.0}}}), scaled(false, [&](double n) { return 1 / (e + n); }));
  expect_near(after({"max_norm"}), scaled(true, [&](double n) { return std::min(n, 2.0) / (e + n); }));
  expect_near(after({"MaxNorm", {{"max_value", 1.75}, {"axis", 1.0}}}), scaled(false, [&](double n) { return std::min(n, 1.75) / (e + n); }));
  expect_near(after({"min_max_norm"}), scaled(true, [&](double n) { return std::min(n, 1.0) / (e + n); }));
  const Config slow{"MinMaxNorm", {{"min_value", 1.75}, {"max_value", 2.5}, {"rate", 0.25}, {"axis", Shape{1}}}};
  expect_near(after(slow), scaled(false, [&](double n) { return (0.25 * std::min(std::max(n, 1.75), 2.5) + 0.75 * n) / (e + n); }));
  // Of several axes: the whole of a filter.
  const Numbers one = after({"UnitNorm", {{"axis", Shape{0, 1}}}}, {3, 0, 4, 1}, {1, 2, 2});
  expect_near(one, {3 / (e + 5), 0, 4 / (e + 5), 1 / (e + 1)});
}
TEST(Constraints, BearZeros) { EXPECT_EQ(after({"unit_norm"}, Numbers(6, 0)), Numbers(6, 0)); }

TEST(Regularizers, AndConstraintsAreRefused) {
  OpBench bench(1);
  Expr matrix = bench.weight("w", shape, w), bias = bench.weight("b", {3}, {1, 2, 3}), row = bench.weight("r", {1, 3}, {1, 2, 3});
  auto no_penalty = [&](const Config& config, Expr x) { return refusal([&] { penalty(config, x); }); };
  auto no_constraint = [&](const Config& config, Expr x) { return refusal([&] { constrained(config, x); }); };
  EXPECT_EQ(no_penalty({"l3"}, matrix), (Refusal{"K2105", "l3: unknown regularizer `l3`"}));
  EXPECT_EQ(no_penalty({"l1", {{"l1", -0.5}}}, matrix), (Refusal{"K2118", "l1: l1 is -0.5, it is at least 0"}));
  EXPECT_EQ(no_penalty({"OrthogonalRegularizer"}, bias), (Refusal{"K2161", "OrthogonalRegularizer: the array has shape (3,), the regularizer is for matrices"}));
  EXPECT_EQ(no_penalty({"OrthogonalRegularizer"}, row), (Refusal{"K2161", "OrthogonalRegularizer: the array has shape (1, 3), there are no two rows to compare"}));
  EXPECT_EQ(no_constraint({"maxnrom"}, matrix), (Refusal{"K2121", "maxnrom: unknown constraint `maxnrom`", "did you mean `maxnorm`?"}));
  EXPECT_EQ(no_constraint({"MaxNorm", {{"axis", 1.0}}}, bias), (Refusal{"K2120", "MaxNorm: axis is 1, a weight of shape (3,) has no such axis"}));
  EXPECT_EQ(no_constraint({"UnitNorm", {{"axis", Shape{0, -2}}}}, matrix), (Refusal{"K2120", "UnitNorm: axis names an axis twice"}));
  EXPECT_EQ(no_constraint({"MinMaxNorm", {{"min_value", 2.0}}}, matrix), (Refusal{"K2162", "MinMaxNorm: min_value is 2, which is above max_value, 1"}));
}

TEST(Regularizers, AndConstraintsCompiledAsInterpreted) {
  Builder b("predict", 2);
  Expr x = input(b, "x", Role::data, {Element::f32, {2, 5, 6}, 0}), m = input(b, "m", Role::weight, {Element::f32, {5, 6}});
  Expr loss = constant(b, 0);
  for (const RegularizerRow& row : regularizer_table()) loss = loss + penalty({row.class_name}, m);
  loss = loss + penalty({"L2"}, x) + penalty({"L1L2", {{"l1", 0.5}, {"l2", 0.25}}}, x);
  for (const ConstraintRow& row : constraint_table()) output(b, row.class_name, constrained({row.class_name}, m));
  output(b, "loss", loss), output(b, "slopes", gradient(loss, m));
  expect_compiled_equals_interpreted(b.graph);
}

}  // namespace
}  // namespace keratin::testing
