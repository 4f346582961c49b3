// The C++ API as a Keras user meets it.
#include <keratin/keratin.h>

#include <Eigen/Dense>
#include <gtest/gtest.h>
#include <unsupported/Eigen/CXX11/Tensor>

#include "runtime/random/initialize.h"

namespace keratin {
namespace {

std::vector<float> uniform(int64_t n, uint32_t ordinal) { return initial_values({InitialKind::uniform, 0, 1, ordinal}, {n}, 7); }

struct Seed : Sequential {
  Seed() {
    add(Dense(64, {.input_dim = 100}));
    add(Activation("relu"));
    add(Dense(10));
    add(Activation("softmax"));
    compile({.optimizer = "sgd", .loss = "categorical_crossentropy", .metrics = {"accuracy"}});
  }
  Tensor x = tensor({1000, 100}, uniform(100000, 1));
  Tensor y = [] {
    Tensor labels(Element::i32, {1000});
    const std::vector<float> u = uniform(1000, 2);
    for (int i = 0; i < 1000; ++i) labels.ints()[i] = u[i] < 0.5f ? 0 : 1;
    return to_categorical(labels, 10);
  }();
};

TEST(Api, TheFirstNetworkOfTheOverview) {
  Seed model;
  const History history = model.fit(model.x, model.y, {.batch_size = 32, .epochs = 10, .verbose = 0});
  EXPECT_EQ(history.epoch.size(), 10u);
  EXPECT_EQ(history.params.steps, 32);  // 31 whole batches and one of 8 rows
  const std::vector<double>& loss = history.history.at("loss");
  EXPECT_LT(loss.back(), 0.8);          // two of ten classes: ln 2 is what guessing reaches
  EXPECT_LT(loss.back(), loss.front());
  EXPECT_EQ(history.history.count("accuracy"), 1u);
}

TEST(Api, SummaryIsKerasTable) {
  Seed model;
  const std::string text = model.summary();
  EXPECT_NE(text.find("Model: \"sequential\""), std::string::npos);
  EXPECT_NE(text.find("│ dense (Dense)                   │ (None, 64)             │         6,464 │"), std::string::npos) << text;
  EXPECT_NE(text.find(" Total params: 7,114 (27.79 KB)"), std::string::npos) << text;
  EXPECT_EQ(model.count_params(), 7114);
}

TEST(Api, AnActivationInsideOrBehindALayerMakesTheSameNumbers) {
  Sequential inside, behind;
  inside.add(Dense(8, {.activation = "tanh", .input_dim = 4}));
  behind.add(Dense(8, {.input_dim = 4}));
  behind.add(Activation("tanh"));
  const Tensor x = tensor({5, 4}, uniform(20, 3));
  inside.set_weights(behind.get_weights());
  EXPECT_EQ(inside.predict(x).bytes, behind.predict(x).bytes);
}

TEST(Api, PermuteExchangesTheAxesOfEachRow) {
  Sequential model;
  model.add(Permute({2, 1}, {.input_shape = {2, 3}}));
  const Tensor y = model.predict(tensor({1, 2, 3}, {1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(y.shape, (Shape{1, 3, 2}));
  EXPECT_EQ(y.bytes, tensor({1, 3, 2}, {1, 4, 2, 5, 3, 6}).bytes);
}

TEST(Api, PredictsEveryRowWhateverTheBatch) {
  Seed model;
  const Tensor all = model.predict(model.x, {.batch_size = 32});
  EXPECT_EQ(all.shape, (Shape{1000, 10}));
  EXPECT_EQ(all.bytes, model.predict(model.x, {.batch_size = 7}).bytes);
  EXPECT_EQ(all.bytes, model.predict(model.x, {.batch_size = 2000}).bytes);
}

TEST(Api, EigenMatricesAndTensorsNeedNoCopy) {
  Sequential model;
  model.add(Dense(3, {.input_dim = 4}));
  const std::vector<float> numbers = uniform(24, 5);
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = Eigen::Map<const Eigen::Matrix<float, 6, 4, Eigen::RowMajor>>(numbers.data());
  const Eigen::MatrixXf columns = rows;
  Eigen::Tensor<float, 2, Eigen::RowMajor> boxed(6, 4);
  std::copy(numbers.begin(), numbers.end(), boxed.data());
  EXPECT_EQ(Array(rows).view().data, reinterpret_cast<const std::byte*>(rows.data()));
  EXPECT_EQ(Array(boxed).view().data, reinterpret_cast<const std::byte*>(boxed.data()));
  const Tensor want = model.predict(Array(std::span<const float>(numbers), {6, 4}));
  EXPECT_EQ(model.predict(rows).bytes, want.bytes);
  EXPECT_EQ(model.predict(columns).bytes, want.bytes);
  EXPECT_EQ(model.predict(boxed).bytes, want.bytes);
}

TEST(Api, TheSameSeedGivesTheSameRunForAnyNumberOfThreads) {
  auto run = [](int threads) {
    Seed model;
    model.set_seed(5), model.set_threads(threads);
    model.fit(model.x, model.y, {.batch_size = 128, .epochs = 2, .verbose = 0});
    std::vector<std::byte> all;
    for (const Tensor& w : model.get_weights()) all.insert(all.end(), w.bytes.begin(), w.bytes.end());
    return all;
  };
  const auto one = run(1);
  EXPECT_EQ(run(1), one);
  EXPECT_EQ(run(2), one);
  EXPECT_EQ(run(3), one);
}

TEST(Api, ValidationTakesTheLastRows) {
  Seed model;
  const History history = model.fit(model.x, model.y, {.epochs = 2, .validation_split = 0.2, .verbose = 0});
  EXPECT_EQ(history.params.samples, 800);
  EXPECT_EQ(history.history.at("val_loss").size(), 2u);
  Seed other;
  const History given = other.fit(Array(std::span(model.x.floats()).first(80000), {800, 100}), Array(std::span(model.y.floats()).first(8000), {800, 10}),
                                  {.epochs = 2, .validation_data = {{Array(std::span(model.x.floats()).last(20000), {200, 100}), Array(std::span(model.y.floats()).last(2000), {200, 10})}}, .verbose = 0});
  EXPECT_EQ(history.history, given.history);
}

TEST(Api, TrainOnBatchIsOneStep) {
  Seed model, other;
  const Array x(std::span(model.x.floats()).first(3200), {32, 100}), y(std::span(model.y.floats()).first(320), {32, 10});
  const auto logs = model.train_on_batch(x, y);
  const History history = other.fit(x, y, {.batch_size = 32, .shuffle = false, .verbose = 0});
  EXPECT_EQ(logs.at("loss"), history.history.at("loss")[0]);
  EXPECT_EQ(model.get_weights()[0].bytes, other.get_weights()[0].bytes);
}

TEST(Api, EvaluateSeesWhatPredictSays) {
  Seed model;
  const auto logs = model.evaluate(model.x, model.y, {.verbose = 0});
  const Tensor p = model.predict(model.x);
  int64_t right = 0;
  double loss = 0;
  for (int r = 0; r < 1000; ++r) {
    const auto row = p.floats().subspan(r * 10, 10), want = std::as_const(model.y).floats().subspan(r * 10, 10);
    const auto best = std::max_element(row.begin(), row.end()) - row.begin();
    right += want[best] == 1.0f;
    for (int c = 0; c < 10; ++c) loss -= want[c] * std::log(row[c]);
  }
  EXPECT_NEAR(logs.at("accuracy"), right / 1000.0, 1e-6);  // a mean of ones in float
  EXPECT_NEAR(logs.at("loss"), loss / 1000, 1e-5);         // float sums of 1000 terms near 2
}

// ---- what is refused, with which code

std::string code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.diagnostics()[0].code;
  }
  return "none";
}

TEST(Api, RefusesWhatCannotBe) {
  struct Case {
    const char* code;
    std::function<void(Sequential&)> describe;
  };
  const Case cases[] = {
      {"K2118", [](Sequential& m) { m.add(Dense(0, {.input_dim = 4})); }},
      {"K2103", [](Sequential& m) { m.add(Dense(4, {.activation = "rleu", .input_dim = 4})); }},
      {"K2104", [](Sequential& m) { m.add(Dense(4, {.kernel_initializer = "glorot", .input_dim = 4})); }},
      {"K2118", [](Sequential& m) { m.add(Dropout(1.5, {.input_shape = {4}})); }},
      {"K2109", [](Sequential& m) { m.add(Reshape({3, 3}, {.input_shape = {4}})); }},
      {"K2116", [](Sequential& m) { m.add(Permute({0, 1}, {.input_shape = {3, 4}})); }},
      {"K2116", [](Sequential& m) { m.add(Permute({2, 1}, {.input_shape = {3, 4, 5}})); }},
      {"K2112", [](Sequential&) {}},
      {"K2118", [](Sequential& m) { m.add(Dense(4, {.input_dim = -1})); }},
      {"K2114", [](Sequential& m) { m.add(Dense(4)); }},
      {"K2110", [](Sequential& m) { m.add(Dense(1000000, {.input_dim = 1000000})); }},
      {"K2111", [](Sequential& m) { m.add(Dense(4, {.input_dim = 4, .name = "a"})), m.add(Dense(4, {.name = "a"})); }},
      {"K2201", [](Sequential& m) { m.add(Dense(4, {.input_dim = 4})), m.compile({.loss = "mean_square"}); }},
      {"K2203", [](Sequential& m) { m.add(Dense(4, {.input_dim = 4})), m.compile({.loss = "mse", .metrics = {"acuracy"}}); }},
      {"K2204", [](Sequential& m) { m.add(Dense(4, {.input_dim = 4})), m.compile({.optimizer = "adan", .loss = "mse"}); }},
      {"K2118", [](Sequential& m) { m.add(Dense(4, {.input_dim = 4})), m.compile({.optimizer = SGD({.learning_rate = -1}), .loss = "mse"}); }},
  };
  for (const Case& c : cases)
    EXPECT_EQ(code_of([&] {
                Sequential model;
                c.describe(model);
                model.predict(tensor({1, 4}, {1, 2, 3, 4}));
              }),
              c.code);
}

TEST(Api, RefusesDataThatDoNotFit) {
  Seed model;
  const Tensor narrow = tensor({4, 99}, std::vector<float>(396)), few = tensor({3, 10}, std::vector<float>(30)), x = tensor({4, 100}, std::vector<float>(400)), y = tensor({4, 10}, std::vector<float>(40));
  EXPECT_EQ(code_of([&] { model.fit(narrow, y); }), "K3204");
  EXPECT_EQ(code_of([&] { model.fit(x, few); }), "K3203");
  EXPECT_EQ(code_of([&] { model.fit(tensor({0, 100}, {}), tensor({0, 10}, {})); }), "K3107");
  Tensor poisoned = x;
  poisoned.floats()[123] = NAN;
  EXPECT_EQ(code_of([&] { model.fit(poisoned, y); }), "K3201");
  EXPECT_EQ(code_of([&] { model.fit(x, y, {.validation_split = 1.0}); }), "K1005");
  EXPECT_EQ(code_of([&] { model.fit(x, y, {.batch_size = 0}); }), "K1006");
  Sequential plain;
  plain.add(Dense(4, {.input_dim = 100}));
  EXPECT_EQ(code_of([&] { plain.fit(x, y); }), "K2207");
}

TEST(Api, NamesTheNearestWord) {
  Sequential model;
  model.add(Dense(4, {.activation = "rleu", .input_dim = 4}));
  try {
    model.predict(tensor({1, 4}, {1, 2, 3, 4}));
    FAIL();
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("did you mean `relu`"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("api_test.cpp"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace keratin
