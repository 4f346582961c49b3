// Operations of formulas: against plain loops in double, gradients against differences, compiled code against the
// interpreter, and what they refuse.
#include "frontend/ops/recorded.h"
#include "tests/compiler/oracle.h"
#include "tests/frontend/formula.h"

namespace keratin::testing {
namespace {

// ---- element by element

struct Elementwise {
  const char* name;
  double (*expected)(double, double, double);
  bool smooth = true;  // has a derivative at the samples
};
const double samples[] = {-2.75, -1.5, -0.625, -0.125, 0.375, 0.875, 1.25, 6.5};
constexpr double lambda = 1.0507009873554805, alpha = 1.6732632423543772;
const Elementwise elementwise[] = {
    {"add", [](double a, double b, double) { return a + b; }},
    {"subtract", [](double a, double b, double) { return a - b; }},
    {"multiply", [](double a, double b, double) { return a * b; }},
    {"divide", [](double a, double b, double) { return a / b; }},
    {"maximum", [](double a, double b, double) { return std::max(a, b); }},
    {"minimum", [](double a, double b, double) { return std::min(a, b); }},
    {"negative", [](double a, double, double) { return -a; }},
    {"absolute", [](double a, double, double) { return std::abs(a); }},
    {"sign", [](double a, double, double) { return a > 0 ? 1.0 : -1.0; }},
    {"square", [](double a, double, double) { return a * a; }},
    {"reciprocal", [](double a, double, double) { return 1 / a; }},
    {"exp", [](double a, double, double) { return std::exp(a); }},
    {"expm1", [](double a, double, double) { return std::expm1(a); }},
    {"sin", [](double a, double, double) { return std::sin(a); }},
    {"cos", [](double a, double, double) { return std::cos(a); }},
    {"tan", [](double a, double, double) { return std::tan(a); }},
    {"erf", [](double a, double, double) { return std::erf(a); }},
    {"tanh", [](double a, double, double) { return std::tanh(a); }},
    {"floor", [](double a, double, double) { return std::floor(a); }},
    {"ceil", [](double a, double, double) { return std::ceil(a); }},
    {"round", [](double a, double, double) { return std::nearbyint(a); }, false},  // some samples are halves
    {"clip", [](double a, double b, double c) { return std::min(std::max(a, b), c); }},
    {"where", [](double, double b, double c) { return b + 0 * c; }},  // no sample is 0
    {"isnan", [](double, double, double) { return 0.0; }, false},
    {"equal", [](double a, double b, double) { return double(a == b); }, false},
    {"not_equal", [](double a, double b, double) { return double(a != b); }, false},
    {"less", [](double a, double b, double) { return double(a < b); }, false},
    {"less_equal", [](double a, double b, double) { return double(a <= b); }, false},
    {"greater", [](double a, double b, double) { return double(a > b); }, false},
    {"greater_equal", [](double a, double b, double) { return double(a >= b); }, false},
    {"logical_and", [](double, double, double) { return 1.0; }, false},
    {"logical_or", [](double, double, double) { return 1.0; }, false},
    {"logical_not", [](double, double, double) { return 0.0; }, false},
    {"relu", [](double a, double, double) { return std::max(a, 0.0); }},
    {"relu6", [](double a, double, double) { return std::min(std::max(a, 0.0), 6.0); }},
    {"leaky_relu", [](double a, double, double) { return a > 0 ? a : a * double(0.2f); }},
    {"elu", [](double a, double, double) { return a > 0 ? a : std::exp(a) - 1; }},
    {"selu", [](double a, double, double) { return lambda * (a > 0 ? a : alpha * (std::exp(a) - 1)); }},
    {"sigmoid", [](double a, double, double) { return 1 / (1 + std::exp(-a)); }},
    {"hard_sigmoid", [](double a, double, double) { return std::min(std::max(a / 6 + 0.5, 0.0), 1.0); }},
    {"softsign", [](double a, double, double) { return a / (1 + std::abs(a)); }},
    {"silu", [](double a, double, double) { return a / (1 + std::exp(-a)); }},
    {"gelu", [](double a, double, double) { return 0.5 * a * (1 + std::tanh(std::sqrt(2 / M_PI) * (a + 0.044715 * a * a * a))); }},
    {"celu", [](double a, double, double) { return a > 0 ? a : std::exp(a) - 1; }},
    {"log_sigmoid", [](double a, double, double) { return -std::log1p(std::exp(-a)); }},
    {"hard_silu", [](double a, double, double) { return a * std::min(std::max(a / 6 + 0.5, 0.0), 1.0); }},
    {"hard_tanh", [](double a, double, double) { return std::min(std::max(a, -1.0), 1.0); }},
    {"tanh_shrink", [](double a, double, double) { return a - std::tanh(a); }},
    {"hard_shrink", [](double a, double, double) { return std::abs(a) > 0.5 ? a : 0; }},
    {"soft_shrink", [](double a, double, double) { return a > 0.5 ? a - 0.5 : a < -0.5 ? a + 0.5 : 0; }},
    {"softplus", [](double a, double, double) { return std::log1p(std::exp(a)); }},
    {"squareplus", [](double a, double, double) { return (a + std::sqrt(a * a + 4)) / 2; }},
    {"sparse_plus", [](double a, double, double) { return a <= -1 ? 0 : a >= 1 ? a : (a + 1) * (a + 1) / 4; }},
    {"sparse_sigmoid", [](double a, double, double) { return std::min(std::max((a + 1) / 2, 0.0), 1.0); }},
    {"stop_gradient", [](double a, double, double) { return a; }, false},
};
// Functions of positive numbers.
const Elementwise of_positive[] = {
    {"sqrt", [](double a, double, double) { return std::sqrt(a); }},
    {"rsqrt", [](double a, double, double) { return 1 / std::sqrt(a); }},
    {"log", [](double a, double, double) { return std::log(a); }},
    {"log1p", [](double a, double, double) { return std::log1p(a); }},
    {"power", [](double a, double b, double) { return std::pow(a, b); }},
};

// Each sample with each, in rows of the batch: x, and beside it the operands b and c, which avoid ties with x.
template <size_t n>
void expect_elementwise(const Elementwise (&rows)[n], bool positive) {
  OpBench bench(4);
  Numbers a, b, c;
  for (double x : samples)
    for (double y : samples) a.push_back(positive ? std::abs(x) : x), b.push_back(y * 1.125 + 0.25), c.push_back(std::abs(y) + 1.75);
  const Expr operands[] = {bench.data("a", {16}, a), bench.data("b", {16}, b), bench.data("c", {16}, c)};
  std::vector<Expr> results;
  for (const Elementwise& row : rows) {
    const int count = find_op(row.name)->operands;
    results.push_back(bench.call(row.name, {operands, operands + count}));
    const Numbers got = bench.run(results.back());
    ASSERT_EQ(got.size(), a.size()) << row.name;
    for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(got[i], row.expected(a[i], b[i], c[i]), 1e-6 * std::max(1.0, std::abs(got[i]))) << row.name << " of " << a[i] << ", " << b[i] << ", " << c[i];
    if (row.smooth) bench.expect_gradients(results.back(), count, row.name);
  }
  expect_compiled_equals_interpreted(bench.graph(results));
}
TEST(Ops, ElementByElement) {
  expect_elementwise(elementwise, false);
  expect_elementwise(of_positive, true);
}
// Every row of the table has its test: here, or in ops_arrays_test.cpp.
TEST(Ops, EachIsTested) {
  std::set<std::string> tested = {"softmax", "log_softmax", "sum", "mean", "max", "min", "prod", "var", "std", "logsumexp", "argmax", "all", "any", "normalize", "reshape", "transpose", "expand_dims", "squeeze", "glu", "sparsemax", "threshold",
                                  "concatenate", "stack", "flip", "slice", "take", "matmul", "dot"};
  for (const Elementwise& row : elementwise) tested.insert(row.name);
  for (const Elementwise& row : of_positive) tested.insert(row.name);
  for (const OpRow& row : op_table()) EXPECT_TRUE(tested.count(row.name)) << row.name;
}

// Their formulas and ranges are those of the activations.
TEST(Ops, ActivationsHaveTheirSettings) {
  OpBench b(2);
  Expr x = b.data("x", {4}, {-2, -0.25, 0.5, 1, 3, -1, 0.25, 2});
  EXPECT_EQ(b.run(b.call("leaky_relu", {x}, {{"negative_slope", 0.5}})), (Numbers{-1, -0.125, 0.5, 1, 3, -0.5, 0.25, 2}));
  EXPECT_EQ(b.run(b.call("threshold", {x}, {{"threshold", 0.5}, {"default_value", -8.0}})), (Numbers{-8, -8, -8, 1, 3, -8, -8, 2}));
  EXPECT_NEAR(b.run(b.call("gelu", {x}, {{"approximate", false}}))[0], -1 * std::erfc(2 / std::sqrt(2)), 1e-6);
  EXPECT_NEAR(b.run(b.call("elu", {x}, {{"alpha", 3.0}}))[0], 3 * (std::exp(-2) - 1), 1e-6);
  const Numbers gated = b.run(b.call("glu", {x}));
  EXPECT_NEAR(gated[0], -2 / (1 + std::exp(-0.5)), 1e-6);
  EXPECT_EQ(gated.size(), 4u);
  EXPECT_EQ(b.run(b.call("glu", {x}, {{"axis", Axes{1}}})), gated);  // a list of one axis
  EXPECT_EQ(b.call("argmax", {x}, {{"axis", Axes{-1}}}).shape(), (Shape{2}));
  EXPECT_EQ(b.run(b.call("sparsemax", {x})), (Numbers{0, 0, 0, 0.25, 1, 0, 0, 0}));
  EXPECT_EQ(b.refused("squareplus", {x}, {{"b", -1.0}}).code, "K2118");
  EXPECT_EQ(b.refused("glu", {x}, {{"axis", 0.0}}).code, "K2120");
}

TEST(Ops, NamesAndAliases) {
  std::set<std::string> seen;
  for (const std::string& name : op_names()) EXPECT_TRUE(seen.insert(name).second) << name << " stands twice";
  EXPECT_EQ(find_op("pow"), find_op("power"));
  EXPECT_EQ(find_op("Add"), nullptr);
  EXPECT_EQ(signature(*find_op("sum")), "sum(x, axis=None, keepdims=false)");
  EXPECT_EQ(signature(*find_op("expand_dims")), "expand_dims(x, axis)");
  EXPECT_EQ(signature(*find_op("concatenate")), "concatenate({a, b, …}, axis=0)");
}

// ---- elements of other types become numbers

TEST(Ops, TruthAndWholeNumbersCount) {
  OpBench b(2);
  Expr x = b.data("x", {2}, {-1, 0, 2, 3}), k = b.whole("k", {2}, {1, 0, 7, 3});
  Expr positive = b.call("greater", {x, b.number(0)});
  EXPECT_EQ(b.run(b.call("multiply", {x, positive})), (Numbers{0, 0, 2, 3}));
  EXPECT_EQ(b.run(b.call("add", {positive, positive})), (Numbers{0, 0, 2, 2}));
  EXPECT_EQ(b.run(b.call("sum", {positive})), (Numbers{2}));
  EXPECT_EQ(b.run(b.call("divide", {k, b.number(2)})), (Numbers{0.5, 0, 3.5, 1.5}));
  EXPECT_EQ(b.run(b.call("equal", {k, k})), (Numbers{1, 1, 1, 1}));
  EXPECT_EQ(b.run(b.call("equal", {x, k})), (Numbers{0, 1, 0, 1}));
  EXPECT_EQ(b.run(b.call("logical_and", {x, k})), (Numbers{1, 0, 1, 1}));
  EXPECT_EQ(b.run(b.call("where", {k, x, positive})), (Numbers{-1, 0, 2, 3}));
  EXPECT_EQ(b.run(b.call("all", {k}, {{"axis", -1.0}})), (Numbers{0, 1}));
  EXPECT_EQ(b.run(b.call("any", {positive}, {{"axis", -1.0}, {"keepdims", true}})), (Numbers{0, 1}));
}
TEST(Ops, ShapesBroadcastAndTheBatchMeetsTheBatch) {
  OpBench b(2);
  Expr x = b.data("x", {3, 2}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), w = b.weight("w", {2}, {10, 20}), v = b.weight("v", {3, 1}, {1, 2, 3});
  EXPECT_EQ(b.run(b.call("add", {x, w})), (Numbers{11, 22, 13, 24, 15, 26, 17, 28, 19, 30, 21, 32}));
  EXPECT_EQ(b.run(b.call("multiply", {v, w})), (Numbers{10, 20, 20, 40, 30, 60}));
  EXPECT_EQ(b.run(b.call("subtract", {x, v})), (Numbers{0, 1, 1, 2, 2, 3, 6, 7, 7, 8, 8, 9}));
  Expr y = b.data("y", {2}, {1, 2, 3, 4});
  EXPECT_EQ(b.refused("add", {x, b.weight("u", {5}, Numbers(5))}), (Refusal{"K2403", "`add`: shapes do not fit: (None, 3, 2) and (5,)"}));
  EXPECT_EQ(b.refused("add", {y, b.weight("z", {2, 2}, Numbers(4))}), (Refusal{"K2403", "`add`: the batch meets another axis: (None, 2) and (2, 2)"}));
  EXPECT_EQ(b.refused("add", {x, y}), (Refusal{"K2403", "`add`: the batch meets another axis: (None, 3, 2) and (None, 2)"}));
  Expr one = b.data("one", {1}, {1, 2});
  EXPECT_EQ(b.refused("add", {b.call("expand_dims", {one}, {{"axis", -1.0}}), b.call("expand_dims", {one}, {{"axis", 0.0}})}), (Refusal{"K2403", "`add`: the batch is another axis in each: (None, 1, 1) and (1, None, 1)"}));
}

// ---- calls that are wrong

TEST(Ops, WrongCallsAreRefusedWithTheirPlace) {
  OpBench b(2);
  Expr x = b.data("x", {4}, Numbers(8)), image = b.data("image", {3, 2}, Numbers(12));
  EXPECT_EQ(b.refused("sotfmax", {x}), (Refusal{"K2401", "there is no operation `sotfmax`", "did you mean `softmax`?"}));
  EXPECT_EQ(b.refused("xyzzy", {x}), (Refusal{"K2401", "there is no operation `xyzzy`", "`keratin explain operations` lists them; the names are those of keras.ops"}));
  EXPECT_EQ(b.refused("clip", {x, x}), (Refusal{"K2402", "`clip`: takes 3 operands, not 2", "it is `clip(a, b, c)`"}));
  EXPECT_EQ(b.refused("sum", {x, x}), (Refusal{"K2402", "`sum`: takes 1 operand, not 2", "it is `sum(x, axis=None, keepdims=false)`"}));
  EXPECT_EQ(b.refused("concatenate", {}), (Refusal{"K2402", "`concatenate`: takes at least 1 operand, not 0"}));
  EXPECT_EQ(b.refused("sum", {x}, {{"axes", 1.0}}), (Refusal{"K2405", "`sum`: has no setting `axes`", "did you mean `axis`?"}));
  EXPECT_EQ(b.refused("exp", {x}, {{"base", 1.0}}), (Refusal{"K2405", "`exp`: has no setting `base`", "it takes none"}));
  EXPECT_EQ(b.refused("sum", {x}, {{"axis", 1.5}}), (Refusal{"K2405", "`sum`: the setting `axis` is one axis or several"}));
  EXPECT_EQ(b.refused("sum", {x}, {{"axis", true}}), (Refusal{"K2405", "`sum`: the setting `axis` is one axis or several"}));
  EXPECT_EQ(b.refused("argmax", {x}, {{"axis", Axes{0, 1}}}), (Refusal{"K2405", "`argmax`: the setting `axis` is one axis"}));
  EXPECT_EQ(b.refused("sum", {x}, {{"keepdims", 1.0}}), (Refusal{"K2405", "`sum`: the setting `keepdims` is true or false"}));
  EXPECT_EQ(b.refused("sum", {x}, {{"axis", 1.0}, {"axis", 0.0}}), (Refusal{"K2405", "`sum`: the setting `axis` is given twice"}));
  EXPECT_EQ(b.refused("reshape", {x}), (Refusal{"K2405", "`reshape`: needs the setting `newshape`"}));
  EXPECT_EQ(b.refused("sum", {x}, {{"axis", 2.0}}), (Refusal{"K2404", "`sum`: axis 2 is outside 2 axes", "axes are -2 to 1; axis 0 is the batch"}));
  EXPECT_EQ(b.refused("sum", {x}, {{"axis", Axes{1, -1}}}), (Refusal{"K2404", "`sum`: axis names an axis twice"}));
  EXPECT_EQ(b.refused("expand_dims", {x}, {{"axis", -4.0}}), (Refusal{"K2404", "`expand_dims`: axis -4 is outside 3 axes"}));
  EXPECT_EQ(b.refused("transpose", {image}, {{"axes", Axes{0, 1}}}), (Refusal{"K2404", "`transpose`: axes are 2 of 3"}));
  EXPECT_EQ(b.refused("argmax", {x}), (Refusal{"K2405", "`argmax`: needs the setting `axis`: an index into all axes at once means nothing here", "write `argmax(x, -1)` for the last axis"}));
  EXPECT_EQ(b.refused("normalize", {x}, {{"order", 0.0}}), (Refusal{"K2405", "`normalize`: `order` is at least 1"}));
  const Place place{.file = "model.cpp", .line = 7, .layer = "mine"};
  try {
    const Expr operands[] = {x};
    apply_op(b.b, operands, {"sum", {{"axis", 5.0}}, place});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.diagnostics()[0].place.file, "model.cpp");
    EXPECT_EQ(e.diagnostics()[0].place.line, 7);
    EXPECT_EQ(e.diagnostics()[0].place.layer, "mine");
  }
}
TEST(Ops, WhatIsTooLargeIsRefusedBeforeItIsMade) {
  OpBench b(1);
  Expr x = b.weight("x", {40000, 1}, Numbers(40000)), row = b.call("transpose", {x}), deep = b.weight("deep", {1}, {1});
  for (const char* op : {"add", "matmul", "dot"}) EXPECT_EQ(b.refused(op, {x, row}), (Refusal{"K2407", "`" + std::string(op) + "`: a result of (40000, 40000) is too large"}));
  for (int i = 0; i < 7; ++i) deep = b.call("expand_dims", {deep}, {{"axis", 0.0}});
  EXPECT_EQ(b.refused("expand_dims", {deep}, {{"axis", 0.0}}), (Refusal{"K2407", "`expand_dims`: a result has 9 axes, 8 are the most"}));
}

// ---- recorded formulas

TEST(Recorded, IsReplayedPrintedAndCompared) {
  RecordedFormula f{.arguments = 2};
  const int half = f.add_number(0.5), product = f.add({"multiply", {0, half}});
  f.result = f.add({.name = "sum", .operands = {f.add({"subtract", {product, 1}})}, .settings = {{"axis", Axes{1, 2}}, {"keepdims", true}}});
  EXPECT_EQ(print(f), "%2 = number 0.5\n%3 = multiply %0 %2\n%4 = subtract %3 %1\n%5 = sum %4 axis={1, 2} keepdims=true\nreturn %5\n");
  RecordedFormula g = f;
  EXPECT_EQ(f, g);
  g.ops[0].number = 0.25;
  EXPECT_FALSE(f == g);
  OpBench b(2);
  const Expr arguments[] = {b.data("x", {2, 1}, {1, 2, 3, 4}), b.data("y", {2, 1}, {1, 1, 1, 1})};
  EXPECT_EQ(b.run(replay(b.b, f, arguments)), (Numbers{-0.5, 1.5}));
}
TEST(Recorded, SaysWhereInTheTextAnErrorIs) {
  RecordedFormula f{.text = "x +\n  sum(x, 9)"};
  f.result = f.add({.name = "sum", .operands = {0}, .settings = {{"axis", 9.0}}, .line = 2, .column = 3});
  OpBench b(2);
  b.b.origin = {"mine", "model.cpp", 12};
  const Expr arguments[] = {b.data("x", {2}, Numbers(4))};
  auto said = [&] {
    try {
      replay(b.b, f, arguments);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_EQ(said(), "model.cpp:12 formula:2:3: layer `mine`: error[K2404]: `sum`: axis 9 is outside 2 axes\n   |   sum(x, 9)\n   |   ^\n  = help: axes are -2 to 1; axis 0 is the batch");
  f.text = "", f.ops[0].line = 40, f.ops[0].column = 0;  // traced
  EXPECT_EQ(said(), "model.cpp:40: layer `mine`: error[K2404]: `sum`: axis 9 is outside 2 axes\n  = help: axes are -2 to 1; axis 0 is the batch");
}

}  // namespace
}  // namespace keratin::testing
