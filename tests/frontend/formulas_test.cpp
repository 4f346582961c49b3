// Keras' formulas by numbers: what is expected is worked out here in double, from Keras' definitions alone. Settings are
// numbers that floats hold exactly, so 1e-12 is rounding of double; where a default is no such number, its rounding to float
// is 6e-8 of it.
#include <cmath>

#include <gtest/gtest.h>

#include "compiler/ir/evaluate.h"
#include "compiler/passes/passes.h"
#include "frontend/initializers/initializers.h"
#include "frontend/model.h"

namespace keratin {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;
using Numbers = std::vector<double>;

// One step of a model in double: states keep their values from run to run.
struct Stepper {
  BuiltModel model;
  Graph graph;
  Bindings<double> now;

  Stepper(const std::vector<Config>& layers, const Config& compile, const std::string& step, int64_t batch = 1) : model(build_model({layers, compile}, batch)) {
    for (const Graph& g : model.graphs)
      if (g.name == step) graph = differentiate(g);
    for (const Value& v : graph.values())
      if (auto* in = std::get_if<Input>(&v.op)) {
        const size_t n = count(in->type.shape);
        now[in->name] = {in->type, Numbers(in->type.element == Element::f32 ? n : 0, 0), std::vector<int32_t>(in->type.element == Element::f32 ? 0 : n, 0)};
      }
  }
  void set(const std::string& name, Numbers numbers) { now.at(name).numbers = std::move(numbers); }
  double number(const std::string& name) const { return now.at(name).numbers.at(0); }
  Bindings<double> run() {
    Bindings<double> made = evaluate(graph, now);
    for (const Output& o : graph.outputs)
      if (o.state) now[o.name] = made.at(o.name);
    return made;
  }
};
Config compiled(const Config& loss, const Config& optimizer = {"sgd"}, const std::vector<Config>& metrics = {}) {
  return {"compile", {{"loss", std::vector<Config>{loss}}, {"optimizer", std::vector<Config>{optimizer}}, {"metrics", metrics}}};
}
Config dense(double units, Settings more = {}) {
  more.insert(more.begin(), {"units", units});
  return {"Dense", more};
}

// ---- optimizers: one weight w, one row x = 1, loss (w - 0.25)^2

constexpr double rate = 0.125;
using Update = std::function<void(double& w, double g, int t)>;

void expect_updates(const std::string& name, Settings settings, const Update& update, double relative = 1e-12) {
  settings.push_back({"learning_rate", rate});
  Stepper s({dense(1, {{"use_bias", false}, {"input_dim", 1.0}})}, compiled({"mse"}, {name, settings}), "train");
  s.set("x", {1}), s.set("y", {0.25}), s.set("dense/kernel", {1}), s.set("learning_rate", {rate});
  double w = 1;
  for (int t = 1; t <= 4; ++t) {
    update(w, 2 * (w - 0.25), t);
    s.run();
    EXPECT_NEAR(s.number("dense/kernel"), w, relative * std::abs(w)) << name << ", step " << t;
  }
}

TEST(Optimizers, Sgd) {
  expect_updates("sgd", {}, [](double& w, double g, int) { w -= rate * g; });
  double m = 0;
  expect_updates("sgd", {{"momentum", 0.5}}, [&](double& w, double g, int) { m = 0.5 * m - rate * g, w += m; });
  m = 0;
  expect_updates("sgd", {{"momentum", 0.5}, {"nesterov", true}}, [&](double& w, double g, int) { m = 0.5 * m - rate * g, w += 0.5 * m - rate * g; });
}

TEST(Optimizers, RmspropHasEpsilonInsideTheRoot) {
  const Settings settings = {{"rho", 0.75}, {"epsilon", 0.0625}};
  double v = 0;
  expect_updates("rmsprop", settings, [&](double& w, double g, int) { v = 0.75 * v + 0.25 * g * g, w -= rate * g / std::sqrt(v + 0.0625); });
  Settings all = settings;
  all.insert(all.end(), {{"momentum", 0.5}, {"centered", true}});
  double a = 0, m = 0;
  v = 0;
  expect_updates("rmsprop", all, [&](double& w, double g, int) {
    v = 0.75 * v + 0.25 * g * g, a = 0.75 * a + 0.25 * g;
    m = 0.5 * m + rate * g / std::sqrt(v - a * a + 0.0625);
    w -= m;
  });
  v = 0;
  expect_updates("rmsprop", {}, [&](double& w, double g, int) { v = 0.9 * v + 0.1 * g * g, w -= rate * g / std::sqrt(v + 1e-7); }, 1e-6);
}

TEST(Optimizers, AdamHasEpsilonOutsideTheRootAndCorrectsItsBias) {
  double m = 0, v = 0, most = 0;
  auto adam = [&](double b1, double b2, double epsilon, bool amsgrad) {
    m = v = most = 0;
    return [&, b1, b2, epsilon, amsgrad](double& w, double g, int t) {
      m += (g - m) * (1 - b1), v += (g * g - v) * (1 - b2), most = std::max(most, v);
      const double alpha = rate * std::sqrt(1 - std::pow(b2, t)) / (1 - std::pow(b1, t));
      w -= alpha * m / (std::sqrt(amsgrad ? most : v) + epsilon);
    };
  };
  const Settings settings = {{"beta_1", 0.5}, {"beta_2", 0.25}, {"epsilon", 0.0625}};
  expect_updates("adam", settings, adam(0.5, 0.25, 0.0625, false));
  Settings amsgrad = settings;
  amsgrad.push_back({"amsgrad", true});
  expect_updates("adam", amsgrad, adam(0.5, 0.25, 0.0625, true));
  expect_updates("adam", {}, adam(0.9, 0.999, 1e-7, false), 2e-5);  // 1 less 0.999 as a float is wrong by 1.3e-5 of itself
}

// ---- losses and metrics: two rows of three numbers

const Numbers output = {0.25, 0.25, 0.5, 0.125, 0.75, 0.125}, target = {0, 0, 1, 0.25, 0.5, 0.25};

Bindings<double> compared(const std::string& activation, const Config& compile, const Numbers& x, const Numbers& y, const std::vector<int32_t>& classes = {}) {
  Stepper s({{"Activation", {{"activation", activation}, {"input_shape", Shape{static_cast<int64_t>(x.size() / 2)}}}}}, compile, "evaluate", 2);
  s.set("x", x);
  if (classes.empty()) s.set("y", y);
  else s.now.at("y").integers = classes;
  return s.run();
}
double loss_of(const Config& loss, const Numbers& y = target, const std::vector<int32_t>& classes = {}, const std::string& activation = "linear", const Numbers& x = output) {
  return compared(activation, compiled(loss), x, y, classes).at("loss").numbers.at(0);
}
// The mean of `term(p, t)` over all, times how many of them a row folds.
double sum_of_rows(double (*term)(double, double), const Numbers& y = target, const Numbers& p = output) {
  double sum = 0;
  for (size_t i = 0; i < p.size(); ++i) sum += term(p[i], y[i]);
  return sum / 2;
}
Numbers smoothed(double rest) {
  Numbers out = target;
  for (double& t : out) t = t * 0.75 + rest;
  return out;
}

TEST(Losses, OfDifferences) {
  EXPECT_NEAR(loss_of({"mse"}), sum_of_rows([](double p, double t) { return (p - t) * (p - t); }) / 3, 1e-12);
  EXPECT_NEAR(loss_of({"mae"}), sum_of_rows([](double p, double t) { return std::abs(p - t); }) / 3, 1e-12);
}

TEST(Losses, Crossentropies) {
  auto binary = [](double p, double t) { return -(t * std::log(p) + (1 - t) * std::log(1 - p)); };
  auto categorical = [](double p, double t) { return -t * std::log(p); };
  const double s = 0.25;
  EXPECT_NEAR(loss_of({"binary_crossentropy"}), sum_of_rows(binary) / 3, 1e-12);
  EXPECT_NEAR(loss_of({"binary_crossentropy", {{"label_smoothing", s}}}), sum_of_rows(binary, smoothed(s / 2)) / 3, 1e-12);
  EXPECT_NEAR(loss_of({"categorical_crossentropy"}), sum_of_rows(categorical), 1e-12);
  EXPECT_NEAR(loss_of({"categorical_crossentropy", {{"label_smoothing", s}}}), sum_of_rows(categorical, smoothed(s / 3)), 1e-7);  // a third as a float
  EXPECT_NEAR(loss_of({"sparse_categorical_crossentropy"}, {}, {2, 0}), -(std::log(0.5) + std::log(0.125)) / 2, 1e-12);
}

TEST(Losses, LogitsAndActivationsMeanTheSame) {
  Numbers logits, odds;
  for (double p : output) logits.push_back(std::log(p) + 3), odds.push_back(std::log(p / (1 - p)));
  const Settings from_logits = {{"from_logits", true}};
  for (const char* activation : {"linear", "softmax"}) {
    const Settings settings = activation[0] == 'l' ? from_logits : Settings{};
    EXPECT_NEAR(loss_of({"categorical_crossentropy", settings}, target, {}, activation, logits), loss_of({"categorical_crossentropy"}), 1e-12);
    EXPECT_NEAR(loss_of({"sparse_categorical_crossentropy", settings}, {}, {2, 0}, activation, logits), loss_of({"sparse_categorical_crossentropy"}, {}, {2, 0}), 1e-12);
  }
  EXPECT_NEAR(loss_of({"binary_crossentropy", from_logits}, target, {}, "linear", odds), loss_of({"binary_crossentropy"}), 1e-12);
  EXPECT_NEAR(loss_of({"binary_crossentropy"}, target, {}, "sigmoid", odds), loss_of({"binary_crossentropy"}), 1e-12);
}

// Probabilities of 0 and 1 are moved to 1e-7 and 1 - 1e-7 as floats: Keras' own limits, to the digits that it prints.
TEST(Losses, ProbabilitiesAreClipped) {
  EXPECT_NEAR(loss_of({"binary_crossentropy"}, {1, 1}, {}, "linear", {0, 0}), 16.118096, 1e-6);
  EXPECT_NEAR(loss_of({"binary_crossentropy"}, {0, 0}, {}, "linear", {1, 1}), 15.942385, 1e-6);
  EXPECT_NEAR(loss_of({"categorical_crossentropy"}, {1, 0, 1, 0}, {}, "linear", {0, 2, 0, 2}), 16.118096, 1e-6);  // divided by their sum before
}

TEST(Metrics, AreMeansOverRows) {
  auto value = [](const char* metric, const Numbers& p, const Numbers& y, const std::vector<int32_t>& classes = {}) {
    const auto made = compared("linear", compiled({classes.empty() ? "mse" : "sparse_categorical_crossentropy"}, {"sgd"}, {{metric}}), p, y, classes);
    const std::string name = std::string("metrics/") + metric;
    return made.at(name + "/total").numbers[0] / made.at(name + "/count").numbers[0];
  };
  EXPECT_EQ(value("accuracy", output, {0, 1, 0, 0, 1, 0}), 0.5);
  EXPECT_EQ(value("accuracy", output, {}, {2, 1}), 1.0);
  EXPECT_EQ(value("accuracy", {0.5, 0.75}, {1, 1}), 0.5);  // one column: strictly above one half
  EXPECT_EQ(value("binary_accuracy", output, {0, 0, 0, 1, 1, 1}), 4.0 / 6);
  EXPECT_NEAR(value("mse", output, target), loss_of({"mse"}), 1e-12);
  EXPECT_NEAR(value("mae", output, target), loss_of({"mae"}), 1e-12);
}

// ---- layers

TEST(Layers, ActivationsOfNumbers) {
  const Numbers x = {-1.5, 0, 2};
  const double e = std::exp(-1.5) + 1 + std::exp(2.0);
  const std::pair<const char*, Numbers> rows[] = {
      {"linear", x},
      {"relu", {0, 0, 2}},
      {"elu", {std::exp(-1.5) - 1, 0, 2}},
      {"sigmoid", {1 / (1 + std::exp(1.5)), 0.5, 1 / (1 + std::exp(-2.0))}},
      {"tanh", {std::tanh(-1.5), 0, std::tanh(2.0)}},
      {"softmax", {std::exp(-1.5) / e, 1 / e, std::exp(2.0) / e}},
  };
  for (const auto& [name, want] : rows) {
    Stepper s({{"Activation", {{"activation", std::string(name)}, {"input_shape", Shape{3}}}}}, compiled({"mse"}), "predict");
    s.set("x", x);
    const Numbers y = s.run().at("y").numbers;
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(y[i], want[i], 1e-12) << name;
  }
}

TEST(Layers, DenseIsInputTimesKernelPlusBias) {
  Stepper s({dense(2, {{"input_dim", 3.0}})}, compiled({"mse"}), "predict");
  s.set("x", {1, 2, 3}), s.set("dense/kernel", {1, 2, 3, 4, 5, 6}), s.set("dense/bias", {0.5, -1});
  EXPECT_EQ(s.run().at("y").numbers, (Numbers{22.5, 27}));
}

// With x = 1 and target 0 the loss is the kept share times 1 / (1 - rate)^2.
TEST(Layers, DropoutKeepsTheMeanInTrainingAndDoesNothingElsewhere) {
  constexpr int n = 4096;
  const std::vector<Config> layers = {{"Dropout", {{"rate", 0.25}, {"input_shape", Shape{n}}}}};
  Stepper training(layers, compiled({"mse"}), "train"), predicting(layers, compiled({"mse"}), "evaluate");
  training.set("x", Numbers(n, 1)), predicting.set("x", Numbers(n, 1));
  const double kept = training.run().at("loss").numbers[0] * 9 / 16;
  EXPECT_NEAR(kept, 0.75, 0.025);  // the deviation of a share of 4096 is 0.007
  EXPECT_NEAR(kept * n, std::round(kept * n), 1e-2);  // 1 / 0.75 as a float
  EXPECT_EQ(predicting.run().at("loss").numbers[0], 1);
}

TEST(Layers, RegularizersAddTheirPenaltyToTheLoss) {
  const Config both{"L1L2", {{"l1", 0.5}, {"l2", 0.25}}};
  Stepper s({dense(2, {{"input_dim", 1.0}, {"kernel_regularizer", std::vector<Config>{both}}})}, compiled({"mse"}), "evaluate");
  s.set("dense/kernel", {2, -3});  // x, y and bias are 0, and so is what they add
  EXPECT_EQ(s.run().at("loss").numbers[0], 0.5 * (2 + 3) + 0.25 * (4 + 9));
}

TEST(Initializers, SpreadByFans) {
  auto initial = [](const char* name, Shape shape) { return make_initial({name}, shape, 0); };
  EXPECT_DOUBLE_EQ(initial("glorot_uniform", {30, 20}).b, std::sqrt(6.0 / 50));
  EXPECT_DOUBLE_EQ(initial("glorot_uniform", {30, 20}).a, -std::sqrt(6.0 / 50));
  EXPECT_DOUBLE_EQ(initial("he_uniform", {30, 20}).b, std::sqrt(6.0 / 30));
  EXPECT_DOUBLE_EQ(initial("lecun_uniform", {7}).b, std::sqrt(3.0 / 7));
  EXPECT_DOUBLE_EQ(initial("he_normal", {3, 3, 4, 5}).b, std::sqrt(2.0 / 36) / 0.8796256610342398);
  EXPECT_DOUBLE_EQ(initial("glorot_normal", {3, 3, 4, 5}).b, std::sqrt(2.0 / (36 + 45)) / 0.8796256610342398);
}

}  // namespace
}  // namespace keratin
