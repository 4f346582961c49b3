// What all optimizers share, by numbers; their states, defaults and refusals.
#include "tests/frontend/optimizer_steps.h"

namespace keratin {
namespace {

using namespace optimizing;

// ---- what all of them share

TEST(OptimizerOptions, WeightsDecayBeforeTheStep) {
  expect_same({"sgd", {{"weight_decay", 0.25}}}, {{.decay = 0.25}, plain_sgd()});
  expect_same({"sgd", {{"weight_decay", 0.25}, {"exclude_from_weight_decay", std::string("gamma, bia")}}}, {{.decay = 0.25, .spared = "bias"}, plain_sgd()});
  expect_same({"sgd", {{"weight_decay", 0.25}, {"exclude_from_weight_decay", std::string("dense")}}}, {{.decay = 0.25, .spared = ""}, plain_sgd()});  // a layer's name spares all of it
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
  const Numbers last = map(ours.of("dense/bias"), [i = 0](double w) mutable { return w - weights[1].target[i++]; });
  expect_near(ours.of("adam/dense/bias/gradient_accumulator"), last, "after one more step the last gradient alone");
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
  const Config averaged{"sgd", {{"use_ema", true}, {"ema_momentum", 0.75}, {"ema_overwrite_frequency", 2.0}}};
  expect_same(averaged, {{.ema = 0.75, .every = 2, .constraint = positive}, plain_sgd()}, 5, {{"dense/kernel", {"NonNeg"}}});
}
TEST(OptimizerOptions, AllTogether) {
  const Settings all = {{"weight_decay", 0.25}, {"exclude_from_weight_decay", std::string("bias")}, {"global_clipnorm", 1.5}, {"use_ema", true}, {"ema_momentum", 0.75},
                        {"ema_overwrite_frequency", 3.0}, {"loss_scale_factor", 64.0}, {"gradient_accumulation_steps", 2.0}};
  const Options options{.decay = 0.25, .global_clipnorm = 1.5, .ema = 0.75, .every = 3, .accumulated = 2, .spared = "bias",
                        .constraint = [](double w) { return std::max(w, 0.0); }};
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

void expect_equal(const Config& made, const std::string& setting, const ConfigValue& wanted) {
  ASSERT_TRUE(made.has(setting)) << made.class_name << " " << setting;
  if (auto* flag = std::get_if<bool>(&wanted)) EXPECT_EQ(made.flag(setting), *flag) << made.class_name << " " << setting;
  else EXPECT_EQ(made.number(setting), std::get<double>(wanted)) << made.class_name << " " << setting;
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
      {"Ftrl", {{"learning_rate", 0.001}, {"learning_rate_power", -0.5}, {"initial_accumulator_value", 0.1}, {"l1_regularization_strength", 0.0},
                {"l2_regularization_strength", 0.0}, {"l2_shrinkage_regularization_strength", 0.0}, {"beta", 0.0}}},
      {"Lion", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.99}}},
      {"Lamb", {{"learning_rate", 0.001}, {"beta_1", 0.9}, {"beta_2", 0.999}, {"epsilon", 1e-7}}},
      {"Muon", {{"learning_rate", 0.001}, {"adam_beta_1", 0.9}, {"adam_beta_2", 0.999}, {"adam_weight_decay", 0.004}, {"epsilon", 1e-7}, {"weight_decay", 0.004},
                {"exclude_embeddings", true}, {"muon_a", 3.4445}, {"muon_b", -4.775}, {"muon_c", 2.0315}, {"adam_lr_ratio", 1.0}, {"momentum", 0.95}, {"ns_steps", 5.0},
                {"nesterov", true}, {"rms_rate", 0.2}}},
  };
  EXPECT_EQ(std::size(rows), optimizer_table().size());
  for (const auto& [name, settings] : rows) {
    Config wanted{name, settings};
    wanted.set("use_ema", false), wanted.set("ema_momentum", 0.99);
    const Config made = completed(optimizer_row({name}), {name}, common_optimizer_settings());
    EXPECT_EQ(made.settings.size(), wanted.settings.size()) << name;
    for (const auto& [setting, value] : wanted.settings) expect_equal(made, setting, value);
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
      {"sgd", {"learning_rate", -1}}, {"sgd", {"momentum", 1.5}}, {"sgd", {"gradient_accumulation_steps", 1}}, {"sgd", {"ema_momentum", 1.5}},
      {"sgd", {"ema_overwrite_frequency", 0}}, {"adam", {"beta_1", 1}}, {"lion", {"beta_1", 0}}, {"ftrl", {"learning_rate_power", 0.5}},
      {"ftrl", {"initial_accumulator_value", -1}}, {"ftrl", {"l1_regularization_strength", -1}},
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

}  // namespace
}  // namespace keratin
