// Formulas: how operands meet, where the batch goes, and what a mean counts.
#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "compiler/ir/evaluate.h"
#include "runtime/base/diagnostic.h"
#include "tests/compiler/networks.h"

namespace keratin::testing {
namespace {

struct Formulas : ::testing::Test {
  Builder b{"four", 4};
  Expr x = input(b, "x", Role::data, batch_of(4, {3}));
  Expr bias = weight(b, "bias", {3});
  Expr column = weight(b, "column", {4, 1});
  const Bindings<double> given = {{"x", {x.type(), {1, 2, 3, 4, 5, 6, 99, 99, 99, 99, 99, 99}, {}}}, {"bias", {bias.type(), {10, 20, 30}, {}}}, {"column", {column.type(), {1, 2, 3, 4}, {}}}};

  std::string type(Expr e) { return to_string(e.type()); }
  std::vector<double> values(Expr e, int64_t rows = -1) { return evaluate_all(b.graph, given, rows)[e.id.index].numbers; }
};

TEST_F(Formulas, OperandsBroadcastByTheRuleOfNumPy) {
  EXPECT_EQ(type(x + bias), "f32[4*,3]");
  EXPECT_EQ(values(x + bias)[4], 25);
  EXPECT_EQ(type(2.0 * x), "f32[4*,3]");
  EXPECT_EQ(type(bias + column), "f32[4,3]");
  EXPECT_EQ(values(bias + column)[3], 12);
  EXPECT_EQ(type(x + weight(b, "deep", {2, 1, 1})), "f32[2,4*,3]");
  EXPECT_THROW(x + weight(b, "four", {4}), InternalError);  // 3 and 4
  EXPECT_EQ(type(select(x > 1.0, x, constant(b, 0))), "f32[4*,3]");
  EXPECT_EQ(type(x == bias), "bool[4*,3]");
}
TEST_F(Formulas, LiteralsTakeTheElementOfTheOther) {
  EXPECT_EQ(type(iota(b, {Element::i32, {3}}, 0) + 1.0), "i32[3]");
  EXPECT_EQ(type(to_float(iota(b, {Element::i32, {3}}, 0)) + 1.0), "f32[3]");
}
TEST_F(Formulas, ComparisonsAndLogic) {
  using V = std::vector<double>;
  auto numbers = [&](Expr e) { return values(to_float(e)); };
  EXPECT_EQ(numbers(bias == 20.0), (V{0, 1, 0}));
  EXPECT_EQ(numbers(bias != 20.0), (V{1, 0, 1}));
  EXPECT_EQ(numbers(bias < 20.0), (V{1, 0, 0}));
  EXPECT_EQ(numbers(bias <= 20.0), (V{1, 1, 0}));
  EXPECT_EQ(numbers(bias > 20.0), (V{0, 0, 1}));
  EXPECT_EQ(numbers(bias >= 20.0), (V{0, 1, 1}));
  EXPECT_EQ(numbers(bias != 30.0 - bias), (V{1, 1, 1}));
  EXPECT_EQ(numbers(bias <= 40.0 - bias), (V{1, 1, 0}));
  EXPECT_EQ(numbers((bias < 15.0) | (bias > 25.0)), (V{1, 0, 1}));
  EXPECT_EQ(numbers(!(bias < 15.0)), (V{0, 1, 1}));
  EXPECT_EQ(numbers(any(bias > 25.0, {0})), V{1});
  EXPECT_EQ(numbers(any(bias > 35.0, {0})), V{0});
  EXPECT_EQ(numbers(all(bias > 5.0, {0})), V{1});
  EXPECT_EQ(numbers(all(bias > 15.0, {0})), V{0});
  EXPECT_EQ(type(any(x > 0.0, {-1}, true)), "bool[4*,1]");
}
TEST_F(Formulas, CompositionsOfNumbers) {
  EXPECT_EQ(values(clip(bias, 15, 25)), (std::vector<double>{15, 20, 25}));
  EXPECT_EQ(values(min(bias, {0})), std::vector<double>{10});
  EXPECT_DOUBLE_EQ(values(softplus(bias - 20.0))[0], std::log1p(std::exp(-10.0)));
  EXPECT_DOUBLE_EQ(values(softplus(bias - 20.0))[1], std::log(2.0));
  EXPECT_DOUBLE_EQ(values(softplus(bias - 20.0))[2], 10 + std::log1p(std::exp(-10.0)));
  EXPECT_EQ(values(softplus(bias * 1e6))[0], 1e7);
  EXPECT_EQ(values(softplus(bias / -0.0))[0], 0);  // of minus infinity
}
TEST_F(Formulas, FurtherDrawsOfALayerAreOtherNumbers) {
  Expr seed = constant(b, 3, Element::i32), step = constant(b, 5, Element::i32);
  auto draw = [&](int64_t ordinal, int64_t number) { return values(random_uniform(b, bias.type(), ordinal, seed, step, number)); };
  EXPECT_EQ(draw(2, 0), values(random_uniform(b, bias.type(), 2, seed, step)));
  const std::set<std::vector<double>> different = {draw(2, 0), draw(2, 1), draw(2, 2), draw(3, 0), draw(3, 1)};
  EXPECT_EQ(different.size(), 5u);
  EXPECT_THROW(draw(1 << 20, 0), InternalError);
  EXPECT_THROW(draw(0, 1 << 11), InternalError);
}
// Means of z, z^2, z^3, z^4 over n normal numbers deviate by the roots of 1, 2, 15, 96 over n; four deviations are allowed.
TEST_F(Formulas, NormalNumbersHaveTheirMoments) {
  constexpr int n = 1 << 16;
  const std::vector<double> z = values(random_normal(b, {Element::f32, {n}}, 2, constant(b, 3, Element::i32), constant(b, 5, Element::i32)));
  double moments[5] = {}, largest = 0, with_next = 0;
  for (int i = 0; i < n; ++i) {
    double power = 1;
    for (double& m : moments) m += power / n, power *= z[i];
    largest = std::max(largest, std::abs(z[i])), with_next += z[i] * z[(i + 1) % n] / n;
  }
  const double deviation = 4 / std::sqrt(n);
  EXPECT_NEAR(moments[1], 0, deviation);
  EXPECT_NEAR(moments[2], 1, deviation * std::sqrt(2));
  EXPECT_NEAR(moments[3], 0, deviation * std::sqrt(15));
  EXPECT_NEAR(moments[4], 3, deviation * std::sqrt(96));
  EXPECT_NEAR(with_next, 0, deviation);
  EXPECT_TRUE(largest > 3 && largest < 6) << largest;
}
TEST_F(Formulas, EqualShapesNeedNoBroadcast) {
  const int before = b.graph.size();
  x + x;
  EXPECT_EQ(b.graph.size(), before + 1);
}

TEST_F(Formulas, ReshapeKeepsTheBatch) {
  EXPECT_EQ(type(reshape(x, {12})), "f32[12*]");
  EXPECT_EQ(type(reshape(x, {4, 3, 1})), "f32[4*,3,1]");
  EXPECT_EQ(type(reshape(reshape(x, {12}), {4, 3})), "f32[4*,3]");
  EXPECT_EQ(type(reshape(transpose(x, {1, 0}), {3, 4, 1})), "f32[3,4*,1]");
  EXPECT_EQ(type(reshape(transpose(x, {1, 0}), {3, 1, 4})), "f32[3,1,4*]");
  EXPECT_THROW(reshape(x, {2, 6}), InternalError);                     // two rows in one
  EXPECT_THROW(reshape(transpose(x, {1, 0}), {12}), InternalError);    // rows no longer side by side
  EXPECT_EQ(reshape(x, {4, 3}).id, x.id);                              // nothing to do
}

TEST_F(Formulas, ReductionsMayKeepTheirAxes) {
  EXPECT_EQ(type(sum(x, {-1})), "f32[4*]");
  EXPECT_EQ(type(sum(x, {-1}, true)), "f32[4*,1]");
  EXPECT_EQ(type(sum(x, {0}, true)), "f32[1,3]");
  EXPECT_EQ(type(sum(x, {0, 1})), "f32[]");
  EXPECT_EQ(sum(x, {}).id, x.id);
  EXPECT_EQ(type(argmax(x, -1)), "i32[4*]");
  EXPECT_THROW(sum(x, {2}), InternalError);
}
TEST_F(Formulas, MeanOverTheBatchCountsTheRowsThatAreThere) {
  Expr columns = mean(x, {0}), rows_ = mean(x, {1}), all = mean(x, {0, 1}), merged = mean(reshape(x, {12}), {0});
  EXPECT_EQ(values(columns, 2), (std::vector<double>{2.5, 3.5, 4.5}));
  EXPECT_EQ(values(rows_, 2), (std::vector<double>{2, 5, 0, 0}));
  EXPECT_EQ(values(all, 2), std::vector<double>{3.5});
  EXPECT_EQ(values(merged, 2), std::vector<double>{3.5});  // three elements a row
  EXPECT_EQ(values(all, 1), std::vector<double>{2});
}

TEST_F(Formulas, EveryValueBearsTheOriginOfItsLayer) {
  b.origin = {"dense_1", "model.cpp", 12};
  Expr y = x * bias;
  EXPECT_EQ(b.graph[y.id].origin, b.origin);
  EXPECT_EQ(b.graph[b.graph[y.id].operands[1]].origin.layer, "dense_1");  // the broadcast in between, too
}

TEST_F(Formulas, LoopGivesItsResultsInOrder) {
  Builder body("body", 4);
  Expr c = input(body, "c", Role::carried, {Element::f32}), s = input(body, "s", Role::sequence, {Element::f32});
  output(body, "c", c + s), output(body, "square", s * s);
  auto results = loop(std::make_shared<const Graph>(body.graph), 3, {constant(b, 0)}, {bias}, {});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(values(results[0]), std::vector<double>{60});
  EXPECT_EQ(values(results[1]), (std::vector<double>{100, 400, 900}));
}

}  // namespace
}  // namespace keratin::testing
