// Models of many settings: compiled code equals the interpreter, gradients equal differences.
#include <gtest/gtest.h>

#include "compiler/ir/evaluate.h"
#include "compiler/lower/group.h"
#include "compiler/passes/passes.h"
#include "frontend/activations/activation.h"
#include "frontend/layers/layer.h"
#include "frontend/losses/loss.h"
#include "frontend/optimizers/optimizer.h"
#include "frontend/verify.h"
#include "runtime/random/initialize.h"

namespace keratin {
namespace {

Config layer(std::string class_name, std::vector<std::pair<std::string, ConfigValue>> settings) { return {std::move(class_name), std::move(settings)}; }
Config dense(double units, const std::string& activation = "linear") { return layer("Dense", {{"units", units}, {"activation", activation}}); }

struct Wanted {
  int64_t inputs = 7, batch = 5;
  std::vector<Config> layers;
  Config loss{"mean_squared_error"}, optimizer{"sgd"};
  std::vector<Config> metrics = {};
};
Description describe(const Wanted& w) {
  Description d;
  d.layers = {layer("InputLayer", {{"shape", Shape{w.inputs}}})};
  d.layers.insert(d.layers.end(), w.layers.begin(), w.layers.end());
  d.compile = Config{"compile", {{"loss", std::vector<Config>{w.loss}}, {"optimizer", std::vector<Config>{w.optimizer}}, {"metrics", w.metrics}}};
  return d;
}
void expect_verified(const Wanted& w, const std::string& what) {
  const BuiltModel model = build_model(describe(w), w.batch);
  RunOptions options{.batch = w.batch, .threads = 2, .tier = Tier::fast};
  const VerifyReport report = verify_model(model, options, 3);
  EXPECT_EQ(report.first_difference, "") << what;
}

TEST(Models, EveryActivation) {
  for (const ActivationRow& row : activation_table())
    if (row.settings.empty() || !row.settings[0].is_required) expect_verified({.layers = {dense(10, row.class_name), dense(3)}}, row.class_name);
}
TEST(Models, EveryLossAndMetric) {
  for (const LossRow& loss : loss_table())
    for (const char* last : {"linear", "softmax"}) {
      if (loss.class_name == "CTC") continue;  // which wants steps
      Wanted w{.layers = {dense(9, "relu"), dense(4, last)}, .loss = Config{loss.class_name}, .metrics = {Config{"accuracy"}}};
      expect_verified(w, loss.class_name + " after " + last);
    }
  expect_verified({.layers = {dense(3, "sigmoid")}, .metrics = {Config{"mae"}, Config{"mse"}, Config{"binary_accuracy"}}}, "metrics");
  expect_verified({.layers = {dense(4)}, .loss = Config{"categorical_crossentropy", {{"from_logits", true}, {"label_smoothing", 0.1}}}}, "smoothing");
}
TEST(Models, EveryOptimizerAndSetting) {
  const Config optimizers[] = {
      {"sgd", {{"momentum", 0.9}}},
      {"sgd", {{"momentum", 0.9}, {"nesterov", true}}},
      {"rmsprop", {}},
      {"rmsprop", {{"momentum", 0.5}, {"centered", true}}},
      {"adam", {}},
      {"adam", {{"amsgrad", true}}},
  };
  for (const Config& o : optimizers) expect_verified({.layers = {dense(9, "tanh"), dense(3)}, .optimizer = o}, o.class_name);
}
TEST(Models, DropoutFlattenReshapeAndRegularizers) {
  Config regularized = dense(6, "relu");
  regularized.settings.push_back({"kernel_regularizer", std::vector<Config>{{"L1L2", {{"l1", 0.01}, {"l2", 0.02}}}}});
  expect_verified({.inputs = 12, .layers = {layer("Dropout", {{"rate", 0.4}}), regularized, layer("Reshape", {{"target_shape", Shape{2, -1}}}), dense(5), layer("Flatten", {}), dense(2)}}, "mixed");
}
TEST(Models, Permute) {
  expect_verified({.inputs = 12, .layers = {layer("Reshape", {{"target_shape", Shape{4, 3}}}), dense(5, "tanh"), layer("Permute", {{"dims", Shape{2, 1}}}), dense(3), layer("Flatten", {}), dense(2)}}, "permute");
}
TEST(Models, OddPrimeAndSingleSizes) {
  for (auto [batch, inputs, hidden, outputs] : {std::array{1, 1, 1, 1}, {1, 17, 31, 2}, {31, 67, 65, 3}, {33, 128, 129, 17}, {64, 5, 200, 64}, {7, 300, 3, 1}})
    expect_verified({.inputs = inputs, .batch = batch, .layers = {dense(hidden, "relu"), dense(outputs)}}, std::to_string(batch) + "x" + std::to_string(inputs));
}
// Sixteen rows at once, a lane each.
TEST(Models, ThinRowsOfALargeBatch) {
  for (int columns : {3, 10, 16})
    expect_verified({.inputs = 20, .batch = 37, .layers = {dense(columns, "softmax")}, .loss = Config{"categorical_crossentropy"}, .metrics = {Config{"accuracy"}}}, std::to_string(columns) + " columns");
}
TEST(Models, BothTiersAndLevelsGiveTheSameBits) {
  const Wanted w{.inputs = 20, .batch = 9, .layers = {dense(33, "sigmoid"), dense(5, "softmax")}, .loss = Config{"categorical_crossentropy"}, .optimizer = Config{"adam"}};
  const BuiltModel model = build_model(describe(w), w.batch);
  for (const char* level : {"x86-64-v3", "x86-64-v4"})
    for (Tier tier : {Tier::fast, Tier::full}) {
      RunOptions options{.batch = w.batch, .threads = 3, .tier = tier};
      try {
        options.cpu = cpu_named(level);
      } catch (const Error&) {
        continue;
      }
      EXPECT_EQ(verify_model(model, options, 4).first_difference, "") << level;
    }
}

// Without fused multiply-adds a chain of 33 products rounds 33 times more, each time by 2^-24 of a partial sum below 8: the
// logits move by less than 2e-5, and softmax by less than they do. Bits repeat all the same.
TEST(Models, BaselineProcessorsComeCloseAndRepeat) {
  const BuiltModel model = build_model(describe({.inputs = 20, .batch = 9, .layers = {dense(33, "sigmoid"), dense(5, "softmax")}}), 9);
  auto predicted = [&](const char* level, int threads) {
    Session session(make_program(model, {.batch = 9, .threads = threads, .cpu = cpu_named(level)}), threads);
    session.reset(1);
    const Tensor x = tensor({9, 20}, initial_values({InitialKind::uniform, -1, 1, 7}, {9, 20}, 1));
    return predict(session, {x.view()}, "y");
  };
  const Tensor base = predicted("x86-64-v2", 1), native = predicted("native", 1);
  EXPECT_EQ(base.bytes, predicted("x86-64-v2", 3).bytes);
  for (int64_t i = 0; i < base.size(); ++i) EXPECT_NEAR(base.floats()[i], native.floats()[i], 2e-5) << i;
}

TEST(Models, DenseWithItsActivationIsOneKernel) {
  const BuiltModel inside = build_model(describe({.layers = {dense(9, "tanh")}}), 5);
  const BuiltModel behind = build_model(describe({.layers = {dense(9), layer("Activation", {{"activation", std::string("tanh")}})}}), 5);
  auto kernels = [](const BuiltModel& m) {
    const Compilation c = compile(m.graphs, m.states, {});
    std::vector<std::string> ops;
    for (const LoweredKernel& k : c.lower_step("predict", false).kernels) ops.push_back(kernel::print(k.kernel));
    return ops;
  };
  ASSERT_EQ(kernels(inside).size(), 1u);
  auto without_notes = [](std::string text) {
    const size_t note = text.find("  #");
    return text.erase(note, text.find('\n', note) - note);
  };
  EXPECT_EQ(without_notes(kernels(inside)[0]), without_notes(kernels(behind)[0]));
}

// d loss / d weight of every weight, by central differences in double over the graph as the formulas wrote it. The
// difference's own error is about h^2 |f'''| + 1e-16 |f| / h, below 1e-8 at h = 1e-5.
void expect_gradients(const Wanted& w, const std::string& what) {
  const BuiltModel model = build_model(describe(w), w.batch);
  for (const Graph& built : model.graphs) {
    if (built.name != "train") continue;
    Graph passed = built;
    for (const GraphPass& pass : graph_passes()) passed = pass.run(passed);
    Bindings<double> at;
    uint32_t ordinal = 0;
    for (const Value& v : built.values()) {
      auto* in = std::get_if<Input>(&v.op);
      if (!in) continue;
      Plain<double> p{in->type, {}, {}};
      const int64_t n = count(in->type.shape), classes = in->type.shape.empty() ? 1 : in->type.shape.back();
      const std::vector<float> numbers = initial_values({InitialKind::uniform, -1, 1, ++ordinal}, in->type.shape, 11);
      for (int64_t i = 0; i < n; ++i) {
        if (in->type.element == Element::i32) p.integers.push_back(in->role == Role::data ? static_cast<int>(i % 2) : 1);
        else if (in->name == "learning_rate") p.numbers.push_back(1.0);  // w - new w is then the gradient
        else if (in->name == "y") p.numbers.push_back(i % classes == i / classes % classes ? 1.0 : 0.0);
        else p.numbers.push_back(numbers[i]);
      }
      at[in->name] = std::move(p);
    }
    const Bindings<double> after = evaluate(passed, at);
    for (const StateInfo& s : model.states) {
      if (s.role != Role::weight) continue;
      std::vector<double>& x = at.at(s.name).numbers;
      for (size_t i = 0; i < x.size(); ++i) {
        constexpr double h = 1e-5;
        const double there = x[i];
        auto loss = [&](double value) {
          x[i] = value;
          return evaluate(passed, at).at("loss").numbers[0];
        };
        const double want = (loss(there + h) - loss(there - h)) / (2 * h);
        x[i] = there;
        EXPECT_NEAR(there - after.at(s.name).numbers[i], want, 1e-7 * (1 + std::abs(want))) << what << " " << s.name << "[" << i << "]";
      }
    }
  }
}
TEST(Gradients, OfEveryActivation) {
  for (const ActivationRow& row : activation_table())
    if (row.settings.empty() || !row.settings[0].is_required) expect_gradients({.inputs = 3, .batch = 4, .layers = {dense(4, row.class_name), dense(2)}}, row.class_name);
}
TEST(Gradients, OfEveryLoss) {
  for (const LossRow& loss : loss_table())
    for (const char* last : {"sigmoid", "softmax"})
      if (loss.class_name != "CTC") expect_gradients({.inputs = 3, .batch = 4, .layers = {dense(3, last)}, .loss = Config{loss.class_name}}, loss.class_name);
}
TEST(Gradients, OfDropoutAndRegularizers) {
  Config regularized = dense(3, "tanh");
  regularized.settings.push_back({"kernel_regularizer", std::vector<Config>{{"L1L2", {{"l1", 0.01}, {"l2", 0.02}}}}});
  expect_gradients({.inputs = 4, .batch = 3, .layers = {layer("Dropout", {{"rate", 0.3}}), regularized}}, "dropout");
}

}  // namespace
}  // namespace keratin
