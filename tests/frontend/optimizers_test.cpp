// Optimizers by numbers: Keras' rules and what all of them share are worked out here in double, from Keras' definitions
// alone, over several steps. Settings are numbers that floats hold exactly, so 1e-12 is rounding of double.
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "compiler/ir/evaluate.h"
#include "compiler/passes/passes.h"
#include "frontend/optimizers/optimizer.h"
#include "frontend/verify.h"

namespace keratin {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;

// A matrix and a vector that are trained, another that is not; the loss is half the squares of what they are off.
struct Weight {
  std::string name;
  Shape shape;
  Numbers first, target;
};
const std::vector<Weight> weights = {
    {"dense/kernel", {2, 3}, {0.5, -0.25, 1, 2, -1.5, 0.125}, {0.25, 0.5, -1, 2.5, -0.5, 1}},
    {"dense/bias", {3}, {1, -0.5, 0.75}, {-1, 0.25, 1}},
};
const Weight frozen = {"still/kernel", {2}, {3, 4}, {0, 0}};

struct Trainer {
  std::vector<StateInfo> states;
  Graph graph;
  Bindings<double> now;

  Trainer(const Config& optimizer, std::map<std::string, Config> constraints = {}) {
    ModelContext m{Builder("train")};
    m.states = &states, m.constraints = std::move(constraints), m.training = true;
    std::optional<Expr> loss;
    for (const Weight* w : {&weights[0], &frozen, &weights[1]}) {
      StateInfo info{w->name, Role::weight, Element::f32, w->shape, {}, w->name.substr(0, w->name.find('/')), w != &frozen};
      Expr off = m.state(info) - Expr{&m.b, m.b.graph.add(Constant{{Element::f32, w->shape}, w->target}, {})};
      loss = loss ? *loss + sum_of_squares(off) : sum_of_squares(off);
    }
    optimize(m, optimizer, *loss * 0.5);
    verify(m.b.graph);
    graph = differentiate(m.b.graph);
    for (const StateInfo& s : states) {
      const bool number = s.element == Element::f32;
      now[s.name] = {{s.element, s.shape}, Numbers(number ? count(s.shape) : 0, s.initial.kind == InitialKind::constant ? s.initial.a : 0), std::vector<int32_t>(number ? 0 : count(s.shape), 0)};
    }
    for (const Weight* w : {&weights[0], &frozen, &weights[1]}) now[w->name].numbers = w->first;
  }
  void step() {
    const Bindings<double> made = evaluate(graph, now);
    for (const Output& o : graph.outputs) now[o.name] = made.at(o.name);
  }
  const Numbers& of(const std::string& state) const { return now.at(state).numbers; }
};

// ---- Keras in double

double norm(const Numbers& x) {
  double squares = 0;
  for (double n : x) squares += n * n;
  return std::sqrt(squares);
}
Numbers map(Numbers x, const std::function<double(double)>& f) {
  for (double& n : x) n = f(n);
  return x;
}

struct One {  // weight in one update
  Numbers& w;
  const Numbers& g;
  const Shape& shape;
  double rate;
  int t;
  std::vector<Numbers>& slots;  // three, zeros at first
};
using Rule = std::function<void(const One&)>;
using Element_rule = std::function<double(double w, double g, double rate, int t, double& a, double& b, double& c)>;
Rule each(const Element_rule& rule) {
  return [rule](const One& u) {
    for (size_t i = 0; i < u.w.size(); ++i) u.w[i] = rule(u.w[i], u.g[i], u.rate, u.t, u.slots[0][i], u.slots[1][i], u.slots[2][i]);
  };
}

struct Options {
  std::function<double(int)> rate = [](int) { return 0.125; };  // of iterations
  double decay = 0, clipnorm = 0, clipvalue = 0, global_clipnorm = 0, ema = -1;
  int every = 0, accumulated = 1;
  std::string spared = "-";
  std::function<double(double)> constraint = [](double w) { return w; };  // of the kernel
};

struct Reference {
  Options o;
  Rule rule;
  std::vector<Numbers> w = {}, average = {}, sums = {};
  std::vector<std::vector<Numbers>> slots = {};
  int iterations = 0;

  Reference(Options options, Rule r, double initial = 0) : o(std::move(options)), rule(std::move(r)) {
    for (const Weight& weight : weights) {
      const Numbers zeros(weight.first.size(), 0);
      w.push_back(weight.first), average.push_back(zeros), sums.push_back(zeros);
      slots.push_back({Numbers(zeros.size(), initial), zeros, zeros});
    }
  }
  std::vector<Numbers> clipped(std::vector<Numbers> g) const {
    double all = 0;
    for (const Numbers& one : g) all += norm(one) * norm(one);
    for (Numbers& one : g) {
      const double n = norm(one);
      one = map(one, [&](double x) {
        if (o.clipnorm > 0) x *= o.clipnorm / std::max(n, o.clipnorm);
        if (o.clipvalue > 0) x = std::min(std::max(x, -o.clipvalue), o.clipvalue);
        return o.global_clipnorm > 0 ? x * std::min(1.0, o.global_clipnorm / std::sqrt(all)) : x;
      });
    }
    return g;
  }
  void step() {
    std::vector<Numbers> g = w;
    for (size_t k = 0; k < w.size(); ++k)
      for (size_t i = 0; i < w[k].size(); ++i) g[k][i] = sums[k][i] + w[k][i] - weights[k].target[i];
    const int updates = iterations / o.accumulated;
    if ((iterations + 1) % o.accumulated == 0) {
      for (Numbers& one : g) one = map(one, [&](double x) { return x / o.accumulated; });
      g = clipped(g);
      const double rate = o.rate(iterations);
      for (size_t k = 0; k < w.size(); ++k) {
        if (weights[k].name.find("/" + o.spared) == std::string::npos) w[k] = map(w[k], [&](double x) { return x - x * o.decay * rate; });
        rule({w[k], g[k], weights[k].shape, rate, updates + 1, slots[k]});
        sums[k].assign(sums[k].size(), 0);
      }
    } else {
      sums = g;
    }
    for (size_t k = 0; k < w.size(); ++k)
      for (size_t i = 0; i < w[k].size(); ++i) {
        const double m = updates == 0 ? 0 : o.ema;
        average[k][i] = m * average[k][i] + (1 - m) * w[k][i];
        if (o.every && (updates + 1) % o.every == 0) w[k][i] = average[k][i];
      }
    w[0] = map(w[0], o.constraint);
    ++iterations;
  }
};

void expect_near(const Numbers& made, const Numbers& wanted, const std::string& what, double relative = 1e-12) {
  ASSERT_EQ(made.size(), wanted.size()) << what;
  for (size_t i = 0; i < made.size(); ++i) EXPECT_NEAR(made[i], wanted[i], relative * (1 + std::abs(wanted[i]))) << what << "[" << i << "]";
}
Trainer expect_same(Config optimizer, Reference keras, int steps = 5, std::map<std::string, Config> constraints = {}) {
  if (!optimizer.has("learning_rate")) optimizer.set("learning_rate", 0.125);
  Trainer ours(optimizer, std::move(constraints));
  for (int i = 0; i < steps; ++i) {
    ours.step(), keras.step();
    for (size_t k = 0; k < weights.size(); ++k) expect_near(ours.of(weights[k].name), keras.w[k], optimizer.class_name + " " + weights[k].name + ", step " + std::to_string(i + 1));
  }
  EXPECT_EQ(ours.of(frozen.name), frozen.first) << "a weight that is not trainable stays";
  EXPECT_EQ(ours.now.at("iterations").integers[0], steps);
  for (size_t k = 0; keras.o.ema >= 0 && k < weights.size(); ++k) expect_near(ours.of(optimizer.class_name + "/" + weights[k].name + "/average"), keras.average[k], "average");
  return ours;
}

// ---- rules

Rule plain_sgd() { return each([](double w, double g, double rate, int, double&, double&, double&) { return w - rate * g; }); }
Rule plain_adam(bool amsgrad = false) {
  return each([amsgrad](double w, double g, double rate, int t, double& m, double& v, double& most) {
    m += (g - m) * 0.5, v += (g * g - v) * 0.75, most = std::max(most, v);
    return w - rate * std::sqrt(1 - std::pow(0.25, t)) / (1 - std::pow(0.5, t)) * m / (std::sqrt(amsgrad ? most : v) + 0.0625);
  });
}
const Settings adam_settings = {{"beta_1", 0.5}, {"beta_2", 0.25}, {"epsilon", 0.0625}};
Config with(Config config, const Settings& more) {
  for (const auto& [name, value] : more) config.set(name, value);
  return config;
}

TEST(OptimizerRules, SgdAndItsMomentum) {
  for (const bool nesterov : {false, true})
    expect_same({"sgd", {{"momentum", 0.5}, {"nesterov", nesterov}}}, {{}, each([&](double w, double g, double rate, int, double& m, double&, double&) {
                  m = 0.5 * m - rate * g;
                  return nesterov ? w + 0.5 * m - rate * g : w + m;
                })});
  expect_same({"sgd"}, {{}, plain_sgd()});
}
TEST(OptimizerRules, LionStepsBySigns) {
  expect_same({"lion", {{"beta_1", 0.5}, {"beta_2", 0.75}}}, {{}, each([](double w, double g, double rate, int, double& m, double&, double&) {
                const double direction = 0.5 * m + 0.5 * g;
                m = 0.75 * m + 0.25 * g;
                return w - rate * (direction > 0 ? 1 : direction < 0 ? -1 : 0);
              })});
}
TEST(OptimizerRules, RmspropAndAdagradHaveEpsilonInsideTheRoot) {
  for (const bool centered : {false, true})
    expect_same({"rmsprop", {{"rho", 0.75}, {"epsilon", 0.0625}, {"momentum", centered ? 0.5 : 0.0}, {"centered", centered}}}, {{}, each([&](double w, double g, double rate, int, double& v, double& m, double& a) {
                  v = 0.75 * v + 0.25 * g * g, a = centered ? 0.75 * a + 0.25 * g : 0;
                  m = (centered ? 0.5 * m : 0) + rate * g / std::sqrt(v - a * a + 0.0625);
                  return w - m;
                })});
  expect_same({"adagrad", {{"initial_accumulator_value", 0.5}, {"epsilon", 0.0625}}}, {{}, each([](double w, double g, double rate, int, double& a, double&, double&) {
                                                                                        a += g * g;
                                                                                        return w - rate * g / std::sqrt(a + 0.0625);
                                                                                      }), 0.5});
}
TEST(OptimizerRules, AdadeltaTakesStepsAsLargeAsTheLast) {
  expect_same({"adadelta", {{"rho", 0.75}, {"epsilon", 0.0625}}}, {{}, each([](double w, double g, double rate, int, double& e, double& d, double&) {
                e = 0.75 * e + 0.25 * g * g;
                const double step = -std::sqrt(d + 0.0625) / std::sqrt(e + 0.0625) * g;
                d = 0.75 * d + 0.25 * step * step;
                return w + rate * step;
              })});
}
TEST(OptimizerRules, AdamHasEpsilonOutsideTheRootAndCorrectsBothBiases) {
  expect_same(with({"adam"}, adam_settings), {{}, plain_adam()});
  expect_same(with({"adam", {{"amsgrad", true}}}, adam_settings), {{}, plain_adam(true)});
  expect_same(with({"adamw", {{"weight_decay", 0.25}}}, adam_settings), {{.decay = 0.25}, plain_adam()});
}
TEST(OptimizerRules, AdamaxAndNadam) {
  expect_same(with({"adamax"}, adam_settings), {{}, each([](double w, double g, double rate, int t, double& m, double& u, double&) {
                m += (g - m) * 0.5, u = std::max(0.25 * u, std::abs(g));
                return w - rate * m / ((1 - std::pow(0.5, t)) * (u + 0.0625));
              })});
  auto factor = [](int t) { return 0.5 * (1 - 0.5 * std::pow(static_cast<double>(0.96f), t)); };
  expect_same(with({"nadam"}, adam_settings), {{}, each([&](double w, double g, double rate, int t, double& m, double& v, double&) {
                double product = 1;
                for (int i = 1; i <= t; ++i) product *= factor(i);
                m += (g - m) * 0.5, v += (g * g - v) * 0.75;
                const double ahead = factor(t + 1) * m / (1 - product * factor(t + 1)) + (1 - factor(t)) * g / (1 - product);
                return w - rate * ahead / (std::sqrt(v / (1 - std::pow(0.25, t))) + 0.0625);
              })});
}
TEST(OptimizerRules, LambScalesToTheNormOfTheWeight) {
  expect_same(with({"lamb"}, adam_settings), {{}, [](const One& u) {
                Numbers step = u.w;
                for (size_t i = 0; i < step.size(); ++i) {
                  double &m = u.slots[0][i], &v = u.slots[1][i];
                  m += (u.g[i] - m) * 0.5, v += (u.g[i] * u.g[i] - v) * 0.75;
                  step[i] = m / (1 - std::pow(0.5, u.t)) / (std::sqrt(v / (1 - std::pow(0.25, u.t))) + 0.0625);
                }
                const double ratio = norm(u.w) / norm(step);
                for (size_t i = 0; i < step.size(); ++i) u.w[i] -= ratio * u.rate * step[i];
              }});
}
TEST(OptimizerRules, FtrlWorksWeightsOutAnew) {
  const double l1 = 0.25, l2 = 0.125, shrinkage = 0.5, beta = 0.0625;
  expect_same({"ftrl", {{"initial_accumulator_value", 0.5}, {"learning_rate_power", -0.25}, {"l1_regularization_strength", l1}, {"l2_regularization_strength", l2}, {"l2_shrinkage_regularization_strength", shrinkage}, {"beta", beta}}},
              {{}, each([&](double w, double g, double rate, int, double& n, double& z, double&) {
                 const double before = std::pow(n, 0.25);
                 n += g * g;
                 z += g + 2 * shrinkage * w - (std::pow(n, 0.25) - before) / rate * w;
                 return (std::min(std::max(z, -l1), l1) - z) / (std::pow(n, 0.25) / rate + 2 * (l2 + beta / (2 * rate)));
               }), 0.5});
}
// Of the kernel only the means of its rows and columns are kept, of the bias all squares.
TEST(OptimizerRules, AdafactorFactorsMatrices) {
  const double least = static_cast<double>(1e-30f), size = static_cast<double>(1e-3f), power = static_cast<double>(-0.8f);
  expect_same({"adafactor", {{"clip_threshold", 0.5}}}, {{}, [&](const One& u) {
                const double beta = 1 - std::pow(u.t, power), n = static_cast<double>(u.w.size());
                Numbers &all = u.slots[0], &row = u.slots[1], &column = u.slots[2], step = u.g;
                auto moved = [&](double& x, double to) { x = beta * x + (1 - beta) * to; };
                auto square = [&](size_t i) { return u.g[i] * u.g[i] + least; };
                if (u.shape.size() == 1)
                  for (size_t i = 0; i < 3; ++i) moved(all[i], square(i));
                for (size_t r = 0; u.shape.size() == 2 && r < 2; ++r) moved(row[r], (square(3 * r) + square(3 * r + 1) + square(3 * r + 2)) / 3);
                for (size_t c = 0; u.shape.size() == 2 && c < 3; ++c) moved(column[c], (square(c) + square(c + 3)) / 2);
                for (size_t i = 0; u.shape.size() == 2 && i < 6; ++i) all[i] = row[i / 3] / ((row[0] + row[1]) / 2) * column[i % 3];
                for (size_t i = 0; i < step.size(); ++i) step[i] /= std::sqrt(all[i]);
                const double alpha = std::max(size, norm(u.w) / std::sqrt(n)) * std::min(u.rate, 1 / std::sqrt(u.t)), bound = std::max(1.0, norm(step) / std::sqrt(n) / 0.5);
                for (size_t i = 0; i < step.size(); ++i) u.w[i] -= alpha * step[i] / bound;
              }});
}
// The kernel has two rows: x xᵀ is 2 by 2. The bias moves as with Adam.
TEST(OptimizerRules, MuonMakesMatricesNearlyOrthogonal) {
  const double a = 3.5, b = -4.75, c = 2, small = static_cast<double>(1e-7f);
  const Rule adam = plain_adam();
  const Settings settings = {{"adam_beta_1", 0.5}, {"adam_beta_2", 0.25}, {"epsilon", 0.0625}, {"weight_decay", 0.25}, {"adam_weight_decay", 0.25}, {"muon_a", a}, {"muon_b", b}, {"muon_c", c}, {"momentum", 0.5}, {"ns_steps", 2.0}, {"rms_rate", 0.25}};
  Config muon{"muon", settings}, spared = with(muon, {{"exclude_layers", std::string("still, dense")}});
  expect_same(spared, {{.decay = 0.25}, adam});
  expect_same(muon, {{.decay = 0.25}, [&](const One& u) {
                if (u.shape.size() == 1) return adam(u);
                Numbers x = u.g;
                for (size_t i = 0; i < 6; ++i) u.slots[0][i] = 0.5 * u.slots[0][i] + u.g[i], x[i] += 0.5 * u.slots[0][i];
                const double size = norm(x) + small;
                for (double& n : x) n /= size;
                for (int k = 0; k < 2; ++k) {
                  auto dot = [&](int i, int j) { return x[3 * i] * x[3 * j] + x[3 * i + 1] * x[3 * j + 1] + x[3 * i + 2] * x[3 * j + 2]; };
                  const double s[2][2] = {{dot(0, 0), dot(0, 1)}, {dot(1, 0), dot(1, 1)}};
                  Numbers next = x;
                  for (int i = 0; i < 2; ++i)
                    for (int j = 0; j < 3; ++j) {
                      next[3 * i + j] = a * x[3 * i + j];
                      for (int q = 0; q < 2; ++q) next[3 * i + j] += (b * s[i][q] + c * (s[i][0] * s[0][q] + s[i][1] * s[1][q])) * x[3 * q + j];
                    }
                  x = next;
                }
                for (size_t i = 0; i < 6; ++i) u.w[i] -= u.rate * x[i] * std::sqrt(3.0f) * 0.25;
              }});
}

// ---- what all of them share

TEST(OptimizerOptions, WeightsDecayBeforeTheStep) {
  expect_same({"sgd", {{"weight_decay", 0.25}}}, {{.decay = 0.25}, plain_sgd()});
  expect_same({"sgd", {{"weight_decay", 0.25}, {"exclude_from_weight_decay", std::string("gamma, bia")}}}, {{.decay = 0.25, .spared = "bias"}, plain_sgd()});
  expect_same({"sgd", {{"weight_decay", 0.25}, {"exclude_from_weight_decay", std::string("dense")}}}, {{.decay = 0.25}, plain_sgd()});  // the variable's name, not the layer's
}
TEST(OptimizerOptions, GradientsAreClippedInOneOfThreeWays) {
  expect_same({"sgd", {{"clipnorm", 1.5}}}, {{.clipnorm = 1.5}, plain_sgd()});
  expect_same({"sgd", {{"clipvalue", 0.5}}}, {{.clipvalue = 0.5}, plain_sgd()});
  expect_same({"sgd", {{"global_clipnorm", 2.0}}}, {{.global_clipnorm = 2}, plain_sgd()});
  expect_same({"sgd", {{"global_clipnorm", 512.0}}}, {{}, plain_sgd()});  // nothing to clip
  expect_same({"sgd", {{"clipnorm", 0.0}}}, {{}, plain_sgd()});           // Keras' 0 is none
}
TEST(OptimizerOptions, AveragesBeginWithTheFirstWeights) {
  expect_same({"sgd", {{"use_ema", true}, {"ema_momentum", 0.75}}}, {{.ema = 0.75}, plain_sgd()});
  expect_same({"sgd", {{"use_ema", true}, {"ema_momentum", 0.75}, {"ema_overwrite_frequency", 2.0}}}, {{.ema = 0.75, .every = 2}, plain_sgd()});
}
TEST(OptimizerOptions, TheScaleOfTheLossLeavesTheStepAsItIs) { expect_same({"sgd", {{"loss_scale_factor", 1024.0}}}, {{}, plain_sgd()}); }
// Adam corrects by the number of updates, not of steps.
TEST(OptimizerOptions, GradientsAreAccumulatedOverSteps) {
  const Trainer ours = expect_same(with({"adam", {{"gradient_accumulation_steps", 3.0}}}, adam_settings), {{.accumulated = 3}, plain_adam()}, 10);
  expect_near(ours.of("adam/dense/bias/gradient_accumulator"), map(ours.of("dense/bias"), [i = 0](double w) mutable { return w - weights[1].target[i++]; }), "after one more step the last gradient alone");
}
TEST(OptimizerOptions, SchedulesSeeStepsAndNoRateIsKept) {
  const Config decay{"ExponentialDecay", {{"initial_learning_rate", 0.25}, {"decay_steps", 2.0}, {"decay_rate", 0.25}}};
  const auto rate = [](int iterations) { return 0.25 * std::pow(0.25, iterations / 2.0); };
  for (const int accumulated : {1, 2}) {
    Config adam = with({"adam", {{"learning_rate", std::vector<Config>{decay}}}}, adam_settings);
    if (accumulated > 1) adam.set("gradient_accumulation_steps", 2.0);
    const Trainer ours = expect_same(adam, {{.rate = rate, .accumulated = accumulated}, plain_adam()}, 6);
    EXPECT_FALSE(ours.now.contains("learning_rate"));
  }
}
TEST(OptimizerOptions, ConstraintsComeLast) {
  const auto positive = [](double w) { return std::max(w, 0.0); };
  expect_same({"sgd"}, {{.constraint = positive}, plain_sgd()}, 5, {{"dense/kernel", {"NonNeg"}}});
  expect_same({"sgd", {{"use_ema", true}, {"ema_momentum", 0.75}, {"ema_overwrite_frequency", 2.0}}}, {{.ema = 0.75, .every = 2, .constraint = positive}, plain_sgd()}, 5, {{"dense/kernel", {"NonNeg"}}});
}
TEST(OptimizerOptions, AllTogether) {
  const Settings all = {{"weight_decay", 0.25}, {"exclude_from_weight_decay", std::string("bias")}, {"global_clipnorm", 1.5}, {"use_ema", true}, {"ema_momentum", 0.75},
                        {"ema_overwrite_frequency", 3.0}, {"loss_scale_factor", 64.0}, {"gradient_accumulation_steps", 2.0}};
  const Options options{.decay = 0.25, .global_clipnorm = 1.5, .ema = 0.75, .every = 3, .accumulated = 2, .spared = "bias", .constraint = [](double w) { return std::max(w, 0.0); }};
  expect_same(with(with({"adam", {{"amsgrad", true}}}, adam_settings), all), {options, plain_adam(true)}, 13, {{"dense/kernel", {"NonNeg"}}});
}

// What is off costs nothing: the graph is the formula alone.
TEST(OptimizerOptions, ThatAreOffLeaveNoTrace) {
  auto shrunk = [](Graph g) {
    for (const GraphPass& pass : graph_passes()) g = pass.run(g);
    return g;
  };
  ModelContext plain{Builder("train")};
  std::vector<StateInfo> states;
  plain.states = &states;
  std::vector<Expr> all;
  std::optional<Expr> loss;
  for (const Weight* w : {&weights[0], &frozen, &weights[1]}) {
    all.push_back(plain.state({w->name, Role::weight, Element::f32, w->shape, {}, "", true}));
    Expr off = all.back() - Expr{&plain.b, plain.b.graph.add(Constant{{Element::f32, w->shape}, w->target}, {})};
    loss = loss ? *loss + sum_of_squares(off) : sum_of_squares(off);
  }
  Expr rate = plain.state({"learning_rate", Role::setting, Element::f32, {}}), n = plain.state({"iterations", Role::counter, Element::i32, {}});
  for (int k : {0, 2}) plain.update(states[k].name, all[k] - rate * gradient(*loss * 0.5, all[k]));
  plain.update("iterations", n + 1.0);
  const Graph wanted = shrunk(plain.b.graph), made = shrunk(Trainer({"sgd"}).graph);
  EXPECT_EQ(made.size(), wanted.size()) << print(made) << print(wanted);
}

// ---- states, defaults, refusals

std::string slots_of(const Config& optimizer) {
  std::string out;
  for (const StateInfo& s : Trainer(optimizer).states)
    if (s.role == Role::slot) out += (out.empty() ? "" : " ") + s.name.substr(s.name.find('/') + 1);
  return out;
}
std::string by_weight(const std::string& names) {  // `dense/kernel/a dense/kernel/b dense/bias/a dense/bias/b`
  std::string out;
  for (const Weight& w : weights)
    for (size_t begin = 0, end; begin < names.size(); begin = end + 1) {
      end = std::min(names.find(' ', begin), names.size());
      out += (out.empty() ? "" : " ") + w.name + "/" + names.substr(begin, end - begin);
    }
  return out;
}

// Files of Keras number them: dense/kernel is the first weight, dense/bias the second.
TEST(OptimizerStates, AreInTheOrderOfKerasFiles) {
  EXPECT_EQ(slots_of({"sgd"}), "");
  EXPECT_EQ(slots_of({"sgd", {{"momentum", 0.5}}}), by_weight("momentum"));
  EXPECT_EQ(slots_of({"rmsprop", {{"momentum", 0.5}, {"centered", true}}}), by_weight("velocity") + " " + by_weight("momentum") + " " + by_weight("average_gradient"));
  EXPECT_EQ(slots_of({"adam", {{"amsgrad", true}, {"use_ema", true}, {"gradient_accumulation_steps", 2.0}}}),
            by_weight("average") + " " + by_weight("gradient_accumulator") + " " + by_weight("momentum velocity") + " " + by_weight("velocity_hat"));
  EXPECT_EQ(slots_of({"adamax"}), by_weight("momentum norm"));
  EXPECT_EQ(slots_of({"nadam"}), by_weight("momentum velocity") + " u_product");
  EXPECT_EQ(slots_of({"adadelta"}), by_weight("accumulated_grad accumulated_delta_var"));
  EXPECT_EQ(slots_of({"adafactor"}), by_weight("row column velocity"));
  EXPECT_EQ(slots_of({"ftrl"}), by_weight("accumulator linear"));
  EXPECT_EQ(slots_of({"muon"}), "dense/kernel/momentum dense/bias/momentum dense/bias/velocity");
}
TEST(OptimizerStates, HaveKerasFirstValues) {
  const Trainer ftrl({"ftrl"}), nadam({"nadam", {{"learning_rate", 0.5}}});
  EXPECT_EQ(ftrl.of("ftrl/dense/bias/accumulator"), Numbers(3, 0.1));
  EXPECT_EQ(nadam.of("nadam/u_product"), Numbers{1});
  EXPECT_EQ(nadam.of("learning_rate"), Numbers{0.5});
}

TEST(Optimizers, HaveKerasDefaults) {
  const std::pair<const char*, Settings> rows[] = {
      {"SGD", {{"learning_rate", 0.01}, {"momentum", 0.0}, {"nesterov", false}}},
      {"RMSprop", {{"learning_rate", 0.001}, {"rho", 0.9}, {"momentum", 0.0}, {"epsilon", 1e-7}, {"centered", false}}},
      {"Adam", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.999}, {"epsilon", 1e-7}, {"amsgrad", false}}},
      {"AdamW", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.999}, {"epsilon", 1e-7}, {"amsgrad", false}, {"weight_decay", 0.004}}},
      {"Adamax", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.999}, {"epsilon", 1e-7}}},
      {"Nadam", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.999}, {"epsilon", 1e-7}}},
      {"Adagrad", {{"learning_rate", 0.001}, {"initial_accumulator_value", 0.1}, {"epsilon", 1e-7}}},
      {"Adadelta", {{"learning_rate", 0.001}, {"rho", 0.95}, {"epsilon", 1e-7}}},
      {"Adafactor", {{"learning_rate", 0.001}, {"beta_2_decay", -0.8}, {"epsilon_1", 1e-30}, {"epsilon_2", 1e-3}, {"clip_threshold", 1.0}, {"relative_step", true}}},
      {"Ftrl", {{"learning_rate", 0.001}, {"learning_rate_power", -0.5}, {"initial_accumulator_value", 0.1}, {"l1_regularization_strength", 0.0}, {"l2_regularization_strength", 0.0}, {"l2_shrinkage_regularization_strength", 0.0}, {"beta", 0.0}}},
      {"Lion", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.99}}},
      {"Lamb", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.999}, {"epsilon", 1e-7}}},
      {"Muon", {{"learning_rate", 0.001}, {"adam_beta_1", 0.9}, {"adam_beta_2", 0.999}, {"adam_weight_decay", 0.004}, {"epsilon", 1e-7}, {"weight_decay", 0.004}, {"exclude_embeddings", true},
                {"muon_a", 3.4445}, {"muon_b", -4.775}, {"muon_c", 2.0315}, {"adam_lr_ratio", 1.0}, {"momentum", 0.95}, {"ns_steps", 5.0}, {"nesterov", true}, {"rms_rate", 0.2}}},
  };
  EXPECT_EQ(std::size(rows), optimizer_table().size());
  for (const auto& [name, settings] : rows) {
    Config wanted{name, settings};
    wanted.set("use_ema", false), wanted.set("ema_momentum", 0.99);
    const Config made = completed(optimizer_row({name}), {name}, common_optimizer_settings());
    EXPECT_EQ(made.settings.size(), wanted.settings.size()) << name;
    for (const auto& [setting, value] : wanted.settings) EXPECT_TRUE(made.has(setting) && *made.find(setting) == value) << name << " " << setting;
  }
}

std::string code_of(const Config& optimizer) {
  try {
    Trainer{optimizer};
  } catch (const Error& e) {
    return e.diagnostics().at(0).code;
  }
  return "";
}
TEST(Optimizers, RefuseWhatKerasRefuses) {
  EXPECT_EQ(code_of({"adan"}), "K2204");
  EXPECT_EQ(code_of({"LossScaleOptimizer"}), "K2281");
  EXPECT_EQ(code_of({"adam", {{"clipnorm", 1.0}, {"clipvalue", 1.0}}}), "K2280");
  EXPECT_EQ(code_of({"adam", {{"clipnorm", 1.0}, {"global_clipnorm", 1.0}}}), "K2280");
  EXPECT_EQ(code_of({"adam", {{"exclude_from_weight_decay", std::string("bias|gamma")}}}), "K2283");
  const std::pair<const char*, std::pair<const char*, double>> outside[] = {
      {"sgd", {"learning_rate", -1}}, {"sgd", {"momentum", 1.5}}, {"sgd", {"gradient_accumulation_steps", 1}}, {"sgd", {"ema_momentum", 1.5}}, {"sgd", {"ema_overwrite_frequency", 0}},
      {"adam", {"beta_1", 1}}, {"lion", {"beta_1", 0}}, {"ftrl", {"learning_rate_power", 0.5}}, {"ftrl", {"initial_accumulator_value", -1}}, {"ftrl", {"l1_regularization_strength", -1}},
  };
  for (const auto& [name, setting] : outside) EXPECT_EQ(code_of({name, {{setting.first, setting.second}}}), "K2118") << name << " " << setting.first;
}

TEST(Optimizers, WarnOfNothingToTrain) {
  std::vector<StateInfo> states;
  std::vector<Diagnostic> warnings;
  ModelContext m{Builder("train")};
  m.states = &states, m.warnings = &warnings;
  optimize(m, {"adam", {{"global_clipnorm", 1.0}}}, constant(m.b, 1));
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].code, "K2282");
}

// ---- compiled

BuiltModel model_with(const Config& optimizer) {
  const std::vector<Config> positive = {{"NonNeg"}};
  const Description d{{{"InputLayer", {{"shape", Shape{7}}}}, {"Dense", {{"units", 9.0}, {"activation", std::string("tanh")}, {"kernel_constraint", positive}}}, {"Dense", {{"units", 4.0}, {"trainable", false}}}, {"Dense", {{"units", 3.0}}}},
                      Config{"compile", {{"loss", std::vector<Config>{{"mean_squared_error"}}}, {"optimizer", std::vector<Config>{optimizer}}}}};
  return build_model(d, 5);
}
TEST(Optimizers, OfModelsLeaveFrozenLayersAlone) {
  for (const StateInfo& s : model_with({"adam", {{"use_ema", true}}}).states) EXPECT_FALSE(s.role == Role::slot && s.layer == "dense_1") << s.name;
}
TEST(Optimizers, CompiledEqualTheInterpreter) {
  const Settings all = {{"weight_decay", 0.1}, {"global_clipnorm", 0.5}, {"use_ema", true}, {"ema_overwrite_frequency", 3.0}, {"loss_scale_factor", 8.0}, {"gradient_accumulation_steps", 2.0}};
  for (const OptimizerRow& row : optimizer_table())
    for (const Settings& more : {Settings{}, all}) {
      const VerifyReport report = verify_model(model_with({row.class_name, more}), RunOptions{.batch = 5, .threads = 2, .tier = Tier::fast}, 3);
      EXPECT_EQ(report.first_difference, "") << row.class_name;
      EXPECT_GT(report.values, 0);
    }
}

}  // namespace
}  // namespace keratin
