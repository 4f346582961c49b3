// Optimizers' rules by numbers, over several steps; and compiled steps against the interpreter.
#include "frontend/verify.h"
#include "tests/frontend/optimizer_steps.h"

namespace keratin {
namespace {

using namespace optimizing;

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
    for (const double momentum : {0.0, 0.5})
      expect_same({"rmsprop", {{"rho", 0.75}, {"epsilon", 0.0625}, {"momentum", momentum}, {"centered", centered}}},
                  {{}, each([&](double w, double g, double rate, int, double& v, double& m, double& a) {
                     v = 0.75 * v + 0.25 * g * g, a = centered ? 0.75 * a + 0.25 * g : 0;
                     m = momentum * m + rate * g / std::sqrt(v - a * a + 0.0625);
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
  expect_same({"ftrl", {{"initial_accumulator_value", 0.5}, {"learning_rate_power", -0.25}, {"l1_regularization_strength", l1},
                        {"l2_regularization_strength", l2}, {"l2_shrinkage_regularization_strength", shrinkage}, {"beta", beta}}},
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
  const Settings settings = {{"adam_beta_1", 0.5}, {"adam_beta_2", 0.25}, {"epsilon", 0.0625}, {"weight_decay", 0.25}, {"adam_weight_decay", 0.25},
                             {"muon_a", a}, {"muon_b", b}, {"muon_c", c}, {"momentum", 0.5}, {"ns_steps", 2.0}, {"rms_rate", 0.25}};
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

// ---- compiled

BuiltModel model_with(const Config& optimizer) {
  const std::vector<Config> positive = {{"NonNeg"}};
  const Description d{{{"InputLayer", {{"shape", Shape{7}}}},
                       {"Dense", {{"units", 9.0}, {"activation", std::string("tanh")}, {"kernel_constraint", positive}}},
                       {"Dense", {{"units", 4.0}, {"trainable", false}}},
                       {"Dense", {{"units", 3.0}}}},
                      Config{"compile", {{"loss", std::vector<Config>{{"mean_squared_error"}}}, {"optimizer", std::vector<Config>{optimizer}}}}};
  return build_model(d, 5);
}
TEST(Optimizers, OfModelsLeaveFrozenLayersAlone) {
  for (const StateInfo& s : model_with({"adam", {{"use_ema", true}}}).states) EXPECT_FALSE(s.role == Role::slot && s.layer == "dense_1") << s.name;
}
TEST(Optimizers, CompiledEqualTheInterpreter) {
  const Settings all = {{"weight_decay", 0.1}, {"global_clipnorm", 0.5}, {"use_ema", true}, {"ema_overwrite_frequency", 3.0},
                        {"loss_scale_factor", 8.0}, {"gradient_accumulation_steps", 2.0}};
  for (const OptimizerRow& row : optimizer_table())
    for (const Settings& more : {Settings{}, all}) {
      const VerifyReport report = verify_model(model_with({row.class_name, more}), RunOptions{.batch = 5, .threads = 2, .tier = Tier::fast}, 3);
      EXPECT_EQ(report.first_difference, "") << row.class_name;
      EXPECT_GT(report.values, 0);
    }
}

}  // namespace
}  // namespace keratin
