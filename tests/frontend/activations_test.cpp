// Activations by numbers: what is expected is worked out here in double, from Keras' definitions. Constants are floats in
// graphs, so they are floats here, too; what remains is rounding of double.
#include <algorithm>

#include "frontend/activations/activation.h"
#include "tests/compiler/oracle.h"
#include "tests/frontend/formula.h"

namespace keratin::testing {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }
double clip(double x, double low, double high) { return std::min(std::max(x, low), high); }
double sigmoid_of(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }
double gelu_by_tanh(double x) { return 0.5 * x * (1 + std::tanh(double(0.7978845608028654f) * (x + double(0.044715f) * x * x * x))); }  // sqrt(2 / pi)

struct Case {
  const char* name;
  double (*expected)(double);
  double slope_at_0;  // TensorFlow's choice where it is a kink
  Settings settings = {};
};
const Case cases[] = {
    {"linear", [](double x) { return x; }, 1},
    {"relu", [](double x) { return std::max(x, 0.0); }, 0},
    {"relu", [](double x) { return x > 0 ? x : 0.25 * x; }, 0.25, {{"negative_slope", 0.25}}},
    {"relu", [](double x) { return clip(x, 0, 2.5); }, 0, {{"max_value", 2.5}}},
    {"relu", [](double x) { return x > 0.75 ? x : 0.0; }, 0, {{"threshold", 0.75}}},
    {"relu", [](double x) { return x > 0.75 ? std::min(x, 2.5) : 0.25 * (x - 0.75); }, 0.25, {{"negative_slope", 0.25}, {"max_value", 2.5}, {"threshold", 0.75}}},
    {"relu6", [](double x) { return clip(x, 0, 6); }, 0},
    {"leaky_relu", [](double x) { return x > 0 ? x : 0.2f * x; }, 0.2f},
    {"leaky_relu", [](double x) { return x > 0 ? x : 0.5 * x; }, 0.5, {{"negative_slope", 0.5}}},
    {"hard_sigmoid", [](double x) { return clip(x / 6 + 0.5, 0, 1); }, 1 / 6.0},
    {"hard_sigmoid_keras_2", [](double x) { return clip(0.2f * x + 0.5, 0, 1); }, 0.2f},
    {"hard_silu", [](double x) { return x * clip(x / 6 + 0.5, 0, 1); }, 0.5},
    {"hard_tanh", [](double x) { return clip(x, -1, 1); }, 1},
    {"hard_shrink", [](double x) { return std::abs(x) > 0.5 ? x : 0; }, 0},
    {"hard_shrink", [](double x) { return std::abs(x) > 2 ? x : 0; }, 0, {{"threshold", 2.0}}},
    {"soft_shrink", [](double x) { return x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0; }, 0},
    {"soft_shrink", [](double x) { return x > 2 ? x - 2 : x < -2 ? x + 2 : 0; }, 0, {{"threshold", 2.0}}},
    {"threshold", [](double x) { return x > 0.75 ? x : -2.5; }, 0, {{"threshold", 0.75}, {"default_value", -2.5}}},
    {"sparse_plus", [](double x) { return x <= -1 ? 0 : x < 1 ? (x + 1) * (x + 1) / 4 : x; }, 0.5},
    {"sparse_sigmoid", [](double x) { return clip((x + 1) / 2, 0, 1); }, 0.5},
    {"step", [](double x) { return x > 0 ? 1.0 : 0.0; }, 0},
    {"sigmoid", sigmoid_of, 0.25},
    {"tanh", [](double x) { return std::tanh(x); }, 1},
    {"elu", [](double x) { return x > 0 ? x : std::expm1(x); }, 1},
    {"elu", [](double x) { return x > 0 ? x : 0.5 * std::expm1(x); }, 0.5, {{"alpha", 0.5}}},
    {"celu", [](double x) { return x > 0 ? x : std::expm1(x); }, 1},
    {"celu", [](double x) { return x > 0 ? x : 2 * std::expm1(x / 2); }, 1, {{"alpha", 2.0}}},
    {"selu", [](double x) { return x < 0 ? double(1.7580993408473768f) * std::expm1(x) : 1.0507009873554805f * x; }, 1.0507009873554805f},
    {"softplus", softplus, 0.5},
    {"softsign", [](double x) { return x / (1 + std::abs(x)); }, 1},
    {"silu", [](double x) { return x * sigmoid_of(x); }, 0.5},
    {"gelu", [](double x) { return 0.5 * x * (1 + std::erf(x / double(1.4142135623730951f))); }, 0.5},
    {"gelu", gelu_by_tanh, 0.5, {{"approximate", true}}},
    {"mish", [](double x) { return x * std::tanh(softplus(x)); }, 0.6},
    {"exponential", [](double x) { return std::exp(x); }, 1},
    {"squareplus", [](double x) { return (x + std::sqrt(x * x + 4)) / 2; }, 0.5},
    {"squareplus", [](double x) { return (x + std::sqrt(x * x + 0.25)) / 2; }, 0.5, {{"b", 0.25}}},
    {"tanh_shrink", [](double x) { return x - std::tanh(x); }, 0},
    {"log_sigmoid", [](double x) { return -softplus(-x); }, 0.5},
};

// 0 and every other kink are among them.
const Numbers samples = {-1e4, -30, -6, -3, -2.5, -2, -1.25, -1, -0.75, -0.5, -0.125, 0, 0.125, 0.5, 0.75, 1, 1.25, 2, 2.5, 3, 6, 30};

TEST(Activations, Values) {
  for (const Case& c : cases) {
    OpBench bench(1);
    const Numbers got = bench.run(apply_activation({c.name, c.settings}, bench.data("x", {static_cast<int64_t>(samples.size())}, samples)));
    for (size_t i = 0; i < samples.size(); ++i) {
      const double want = c.expected(samples[i]);
      EXPECT_NEAR(got[i], want, 1e-12 * std::max(1.0, std::abs(want))) << c.name << " of " << samples[i];
    }
  }
}

// d sum(y) / d x, evaluated in Real.
template <class Real>
std::vector<Real> slopes(const Config& activation, const Numbers& at, Shape row = {}) {
  if (row.empty()) row = {static_cast<int64_t>(at.size())};
  row.insert(row.begin(), 1);
  Builder b("slopes", 1);
  Expr x = input(b, "x", Role::data, {Element::f32, row, 0});
  Expr y = apply_activation(activation, x);
  Axes all;
  for (int64_t axis = 0; axis < y.rank(); ++axis) all.push_back(axis);
  output(b, "slopes", gradient(sum(y, all), x));
  const Bindings<Real> inputs = {{"x", {x.type(), std::vector<Real>(at.begin(), at.end()), {}}}};
  return evaluate(choose_order(differentiate(b.graph)), inputs).at("slopes").numbers;
}

TEST(Activations, SlopesByDifferences) {
  for (const Case& c : cases) {
    Numbers between;  // no kink is within the step
    for (double x : samples) between.push_back(x + 0.03125);
    const Numbers got = slopes<double>({c.name, c.settings}, between);
    for (size_t i = 0; i < between.size(); ++i) {
      const double x = between[i], h = 1e-5 * std::max(1.0, std::sqrt(std::abs(x))), want = (c.expected(x + h) - c.expected(x - h)) / (2 * h);
      EXPECT_NEAR(got[i], want, 1e-8 * std::max(1.0, std::abs(want))) << c.name << " at " << x;
    }
  }
}

TEST(Activations, SlopesAtKinksAreTensorFlows) {
  for (const Case& c : cases) EXPECT_NEAR(slopes<double>({c.name, c.settings}, {0})[0], c.slope_at_0, 1e-9) << c.name << " at 0";
  EXPECT_EQ(slopes<double>({"relu6"}, {6})[0], 0);
  EXPECT_EQ(slopes<double>({"hard_tanh"}, {-1, 1}), (Numbers{1, 1}));
  EXPECT_EQ(slopes<double>({"hard_sigmoid"}, {-3, 3}), (Numbers{0, 0}));
  EXPECT_EQ(slopes<double>({"sparse_plus"}, {-1, 1}), (Numbers{0, 1}));
}

// As floats: no exponential of anything large, no infinity times 0.
TEST(Activations, SlopesOfLargeNumbersAreFinite) {
  const Numbers far = {-1e18, -1e4, -104, -89, -20, 20, 89, 104, 1e4, 1e18};
  for (const Case& c : cases) {
    const std::vector<float> got = slopes<float>({c.name, c.settings}, far);
    for (size_t i = 0; i < far.size(); ++i) {
      const bool overflows = std::string(c.name) == "exponential" && far[i] > 88;
      EXPECT_TRUE(overflows || std::isfinite(got[i])) << c.name << " at " << far[i] << ": " << got[i];
    }
  }
  for (const float slope : slopes<float>({"gelu", {{"approximate", true}}}, {-1e30, 1e30})) EXPECT_TRUE(std::isfinite(slope)) << slope;  // whose square overflows
  for (const char* name : {"softmax", "log_softmax", "sparsemax", "glu"})
    for (const float slope : slopes<float>({name}, {-1e18, 1e18, 1e4, -1e4})) EXPECT_TRUE(std::isfinite(slope)) << name << ": " << slope;
}

// ---- along an axis: (2, 3, 2), of which the middle one folds

const Numbers cube = {0.5, -1, 2, 0.25, -0.75, 3, 1, 1, 1, 0.5, -4, 0.5};

Numbers along_middle(const std::function<Numbers(const Numbers&)>& of_three) {
  Numbers out(12);
  for (int n = 0; n < 2; ++n)
    for (int k = 0; k < 2; ++k) {
      const Numbers made = of_three({cube[n * 6 + k], cube[n * 6 + 2 + k], cube[n * 6 + 4 + k]});
      for (int i = 0; i < 3; ++i) out[n * 6 + i * 2 + k] = made[i];
    }
  return out;
}
Numbers softmax_of(const Numbers& x) {
  double total = 0;
  for (double v : x) total += std::exp(v);
  Numbers out;
  for (double v : x) out.push_back(std::exp(v) / total);
  return out;
}
// As Keras has it, by sorting: the partial sums of the support are added up.
Numbers sparsemax_of(const Numbers& x) {
  Numbers sorted = x;
  std::sort(sorted.rbegin(), sorted.rend());
  double running = 0, kept = 0, k = 0;
  for (size_t i = 0; i < sorted.size(); ++i) {
    running += sorted[i];
    if (sorted[i] - (running - 1) / double(i + 1) > 0) kept += running, k = double(i + 1);
  }
  Numbers out;
  for (double v : x) out.push_back(std::max(v - (kept - 1) / k, 0.0));
  return out;
}

void expect_along_middle(const char* name, const std::function<Numbers(const Numbers&)>& of_three) {
  const Numbers want = along_middle(of_three);
  for (const double axis : {1.0, -2.0}) {
    OpBench bench(2);
    Expr y = apply_activation({name, {{"axis", axis}}}, bench.data("x", {3, 2}, cube));
    const Numbers got = bench.run(y);
    for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-12) << name << "[" << i << "]";
    bench.expect_gradients(y, 1, name);
  }
}
TEST(Activations, AlongAnAxis) {
  expect_along_middle("softmax", softmax_of);
  expect_along_middle("log_softmax", [](const Numbers& x) {
    Numbers out = softmax_of(x);
    for (double& v : out) v = std::log(v);
    return out;
  });
}
TEST(Activations, SparsemaxCutsByPartialSums) {
  const std::vector<Numbers> rows = {{0.5, 2, -0.75}, {-1, 0.25, 3}, {1, 1, -4}, {0.3, 0.2, 0.1}, {0, 0, 0}, {5, 4.5, 4.5}};
  for (const Numbers& row : rows) {
    OpBench bench(1);
    const Numbers got = bench.run(apply_activation({"sparsemax"}, bench.data("x", {3}, row))), want = sparsemax_of(row);
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(got[i], want[i], 1e-12) << row[0] << ", " << row[1] << ", " << row[2];
  }
  OpBench bench(2);
  bench.expect_gradients(apply_activation({"sparsemax", {{"axis", 1.0}}}, bench.data("x", {3, 2}, {0.3, -1, 0.2, 0.25, 0.1, 3, 0.9, 1, 1.4, 0.6, -4, 0.5})), 1, "sparsemax");
}
TEST(Activations, GluGatesOneHalfByTheOther) {
  OpBench bench(2);
  Expr y = apply_activation({"glu"}, bench.data("x", {3, 2}, cube));
  EXPECT_EQ(y.shape(), (Shape{2, 3, 1}));
  const Numbers got = bench.run(y);
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(got[i], cube[2 * i] * sigmoid_of(cube[2 * i + 1]), 1e-12) << i;
  bench.expect_gradients(y, 1, "glu");
}

// ---- what the table promises

TEST(Activations, EveryRowHasACase) {
  std::set<std::string> tested = {"softmax", "log_softmax", "sparsemax", "glu"}, known;
  for (const Case& c : cases) tested.insert(c.name);
  for (const ActivationRow& row : activation_table()) known.insert(row.class_name);
  EXPECT_EQ(tested, known);
}
TEST(Activations, AreRefused) {
  OpBench bench(2);
  Expr x = bench.data("x", {3}, {1, 2, 3, 4, 5, 6});
  auto refused = [&](const Config& config) { return refusal([&] { apply_activation(config, x); }); };
  EXPECT_EQ(refused({"rleu"}), (Refusal{"K2103", "rleu: unknown activation `rleu`", "did you mean `relu`?"}));
  EXPECT_EQ(refused({"elu", {{"alhpa", 1.0}}}), (Refusal{"K2117", "elu: unknown setting `alhpa`", "did you mean `alpha`?"}));
  EXPECT_EQ(refused({"celu", {{"alpha", 0.0}}}), (Refusal{"K2118", "celu: alpha is 0, it is above 0"}));
  EXPECT_EQ(refused({"threshold", {{"threshold", 1.0}}}), (Refusal{"K2119", "threshold: `default_value` is not given"}));
  EXPECT_EQ(refused({"softmax", {{"axis", 2.0}}}), (Refusal{"K2120", "softmax: axis is 2, an array of rank 2 has no such axis"}));
  EXPECT_EQ(refused({"softmax", {{"axis", -2.0}}}), (Refusal{"K2120", "softmax: axis is -2, which is the batch: its rows do not depend on each other"}));
  EXPECT_EQ(refused({"glu"}), (Refusal{"K2160", "glu: axis 1 has the extent 3, glu splits it in two equal halves"}));
}
TEST(Activations, ShortNamesMeanTheSame) {
  for (const auto& [name, row] : {std::pair{"swish", "silu"}, {"hard_swish", "hard_silu"}}) EXPECT_EQ(activation_row({name}).class_name, row);
}

// All of them and their gradients in one graph.
TEST(Activations, CompiledAsInterpreted) {
  Builder b("predict", 5);
  Expr x = input(b, "x", Role::data, {Element::f32, {5, 6}, 0});
  Expr loss = constant(b, 0);
  auto use = [&](const Config& config) {
    Expr y = apply_activation(config, x * 4.0);
    output(b, "y" + std::to_string(b.graph.outputs.size()), y);
    loss = loss + sum(y, {0, 1});
  };
  for (const Case& c : cases) use({c.name, c.settings});
  for (const char* name : {"softmax", "log_softmax", "sparsemax", "glu"}) use({name});
  output(b, "slopes", gradient(loss, x));
  expect_compiled_equals_interpreted(b.graph);
}

}  // namespace
}  // namespace keratin::testing
