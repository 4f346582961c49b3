// Layers, losses, metrics, optimizers and activations of one's own: what they compute is what the built-in ones compute.
#include <cmath>

#include <gtest/gtest.h>

#include <keratin/keratin.h>

#include "runtime/random/initialize.h"

namespace keratin {
namespace {

Tensor numbers(Shape shape, uint32_t ordinal) { return tensor(shape, initial_values({InitialKind::uniform, -1, 1, ordinal}, shape, 3)); }

// Two models with the same first weights, trained alike, have the same bits afterwards.
void expect_same_training(Sequential& own, Sequential& built_in, const Tensor& x, const Tensor& y) {
  own.set_weights(built_in.get_weights());
  for (Sequential* model : {&own, &built_in}) model->fit(x, y, {.batch_size = 4, .epochs = 3, .shuffle = false, .verbose = 0});
  const std::vector<Tensor> a = own.get_weights(), b = built_in.get_weights();
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].bytes, b[i].bytes) << i;
  EXPECT_EQ(own.predict(x).bytes, built_in.predict(x).bytes);
}

Layer Affine(long units) {
  return custom_layer("Affine", [=](LayerScope& layer, Symbol x) {
    Symbol kernel = layer.weight("kernel", {x.extent(-1), units}), bias = layer.weight("bias", {units}, "zeros");
    return matmul(x, kernel) + bias;
  });
}

TEST(Custom, ALayerIsWhatTheSameBuiltInLayerIs) {
  Sequential own, built_in;
  own.add(Input({5})), own.add(Affine(3)), own.add(Dense(2));
  built_in.add(Input({5})), built_in.add(Dense(3)), built_in.add(Dense(2));
  own.compile({.optimizer = "adam", .loss = "mse"}), built_in.compile({.optimizer = "adam", .loss = "mse"});
  expect_same_training(own, built_in, numbers({10, 5}, 1), numbers({10, 2}, 2));
}

TEST(Custom, AStatisticMovesInTrainingOnly) {
  Sequential model;
  model.add(Input({2}));
  model.add(custom_layer("Counter", [](LayerScope& layer, Symbol x) {
    Symbol steps = layer.statistic("steps", {});
    layer.update("steps", steps + 1.0);
    return layer.is_training() ? x : x * 2.0;
  }));
  model.add(Dense(1));
  model.compile({.optimizer = SGD({.learning_rate = 0}), .loss = "mse"});
  const Tensor x = numbers({6, 2}, 1), y = numbers({6, 1}, 2);
  model.fit(x, y, {.batch_size = 2, .epochs = 2, .verbose = 0});
  model.evaluate(x, y, {.batch_size = 2, .verbose = 0});
  EXPECT_EQ(model.named_weights().at("counter/steps").floats()[0], 6);
}

TEST(Custom, ALossAndAMetric) {
  Sequential own, built_in;
  for (Sequential* model : {&own, &built_in}) model->add(Dense(2, {.activation = "tanh", .input_dim = 3}));
  own.compile({.loss = custom_loss("squares", [](Symbol t, Symbol p) { return mean(square(p - t), {.axis = -1}); }),
               .metrics = {custom_metric("distance", [](Symbol t, Symbol p) { return mean(absolute(p - t), {.axis = -1}); })}});
  built_in.compile({.loss = "mse", .metrics = {"mae"}});
  const Tensor x = numbers({10, 3}, 4), y = numbers({10, 2}, 5);
  expect_same_training(own, built_in, x, y);
  EXPECT_EQ(own.evaluate(x, y, {.verbose = 0}).at("distance"), built_in.evaluate(x, y, {.verbose = 0}).at("mae"));
}

TEST(Custom, AMetricOfTotals) {
  Sequential model;
  model.add(Dense(1, {.input_dim = 2}));
  model.compile({.loss = "mse", .metrics = {custom_metric(
                                    "root", [](MetricScope& m, Symbol t, Symbol p) { m.update("squares", m.total("squares") + sum(square(p - t))), m.update("rows", m.total("rows") + sum(t * 0.0 + 1.0)); },
                                    [](MetricScope& m) { return sqrt(m.total("squares") / m.total("rows")); })}});
  const auto logs = model.evaluate(numbers({7, 2}, 6), numbers({7, 1}, 7), {.batch_size = 4, .verbose = 0});
  EXPECT_NEAR(logs.at("root"), std::sqrt(logs.at("loss")), 1e-6);
}

TEST(Custom, AnOptimizer) {
  Sequential own, built_in;
  for (Sequential* model : {&own, &built_in}) model->add(Dense(2, {.input_dim = 3}));
  own.compile({.optimizer = custom_optimizer("mine",
                                             [](OptimizerScope& o, Symbol w, Symbol g) {
                                               Symbol m = 0.9 * o.slot("momentum") - o.learning_rate() * g;
                                               o.update("momentum", m);
                                               return w + m;
                                             },
                                             0.05),
               .loss = "mse"});
  built_in.compile({.optimizer = SGD({.learning_rate = 0.05, .momentum = 0.9}), .loss = "mse"});
  expect_same_training(own, built_in, numbers({10, 3}, 8), numbers({10, 2}, 9));
  own.compile({.optimizer = custom_optimizer("mine", [](OptimizerScope& o, Symbol w, Symbol g) { return w - o.slot("average") * g; }), .loss = "mse"});
  try {
    own.train_on_batch(numbers({10, 3}, 8), numbers({10, 2}, 9));
    ADD_FAILURE() << "that slot is use_ema's";
  } catch (const Error& e) {
    EXPECT_EQ(e.diagnostics().at(0).code, "K2288");
  }
}

TEST(Custom, AnActivation) {
  Sequential own, built_in;
  own.add(Dense(4, {.activation = custom_activation("cubic", [](Symbol x) { return x * x * x; }), .input_dim = 3}));
  built_in.add(Dense(4, {.input_dim = 3})), built_in.add(Lambda("x * x * x"));
  own.set_weights(built_in.get_weights());
  EXPECT_EQ(own.predict(numbers({5, 3}, 1)).bytes, built_in.predict(numbers({5, 3}, 1)).bytes);
}

TEST(Custom, LambdaIsACallableOrItsText) {
  Sequential callable, text;
  callable.add(Input({4})), callable.add(Lambda([](auto x) { return x * x + sin(x); }));
  text.add(Input({4})), text.add(Lambda("[](auto x) { return x * x + sin(x); }"));
  const Tensor x = numbers({3, 4}, 1);
  const Tensor y = callable.predict(x);
  EXPECT_EQ(y.bytes, text.predict(x).bytes);
  for (int i = 0; i < 12; ++i) EXPECT_NEAR(y.floats()[i], x.floats()[i] * x.floats()[i] + std::sin(x.floats()[i]), 3e-7);  // sums below 2
}

// ---- layers that share or keep their weights

TEST(Sharing, ALayerThatIsAddedTwiceIsOneLayer) {
  Sequential model;
  const Layer shared = Dense(3, {.activation = "tanh", .input_dim = 3});
  model.add(shared), model.add(shared), model.add(Dense(1));
  model.compile({.loss = "mse"});
  EXPECT_EQ(model.count_params(), 3 * 3 + 3 + 3 + 1);
  const Tensor x = numbers({8, 3}, 1), y = numbers({8, 1}, 2);
  const double before = model.evaluate(x, y, {.verbose = 0}).at("loss");
  model.fit(x, y, {.epochs = 20, .verbose = 0});
  EXPECT_LT(model.evaluate(x, y, {.verbose = 0}).at("loss"), before);
}

TEST(Sharing, FrozenWeightsStayAndTransferGoesByName) {
  Sequential first, second;
  first.add(Dense(4, {.activation = "relu", .input_dim = 3, .name = "base"})), first.add(Dense(2, {.name = "old_head"}));
  second.add(Dense(4, {.activation = "relu", .trainable = false, .input_dim = 3, .name = "base"})), second.add(Dense(1, {.name = "head"}));
  first.set_seed(1), second.set_seed(2);
  EXPECT_EQ(second.set_named_weights(first.named_weights()), 2);  // kernel and bias of `base`
  second.compile({.loss = "mse"});
  second.fit(numbers({8, 3}, 1), numbers({8, 1}, 2), {.epochs = 2, .verbose = 0});
  EXPECT_EQ(second.named_weights().at("base/kernel").bytes, first.named_weights().at("base/kernel").bytes);
  EXPECT_NE(second.summary().find(" Non-trainable params: 16"), std::string::npos) << second.summary();
}

// ---- what is refused

std::string code_of(const Layer& layer) {
  try {
    Sequential model;
    model.add(Input({4})), model.add(layer);
    model.predict(numbers({2, 4}, 1));
  } catch (const Error& e) {
    return e.diagnostics()[0].code;
  }
  return "none";
}
TEST(Custom, RefusesWhatCannotBe) {
  EXPECT_EQ(code_of(Lambda([](Symbol x) { return sum(x); })), "K2122");
  EXPECT_EQ(code_of(Lambda([](Symbol) { return Symbol(); })), "K2411");
  EXPECT_EQ(code_of(Lambda([](Symbol x) { return x + Symbol::of(7); })), "K2412");
  EXPECT_EQ(code_of(Lambda([](Symbol x) { return x * Symbol(double(x.extent(3))); })), "K2404");
  EXPECT_EQ(code_of(Dense(2, {.activation = custom_activation("half", [](Symbol x) { return sum(x, {.axis = -1}); })})), "K2123");
  EXPECT_EQ(code_of(Layer("Lambda")), "K2119");
  EXPECT_EQ(code_of(Lambda("x + y")), "K2124");
}

}  // namespace
}  // namespace keratin
