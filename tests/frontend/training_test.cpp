// What a fit leaves behind, and labels that it leaves out.
#include <keratin/keratin.h>

#include <cmath>

#include <gtest/gtest.h>

#include "runtime/random/initialize.h"

namespace keratin {
namespace {

std::vector<float> uniform(int64_t n, uint32_t ordinal) { return initial_values({InitialKind::uniform, 0, 1, ordinal}, {n}, 7); }

struct Averaging : Sequential {
  Tensor x = tensor({20, 3}, uniform(60, 1)), y = tensor({20, 2}, uniform(40, 2));
  explicit Averaging(bool averages) {
    add(Dense(4, {.activation = "tanh", .input_dim = 3}));
    add(BatchNormalization());
    add(Dense(2, {.trainable = false}));
    compile({.optimizer = SGD({.learning_rate = 0.5, .use_ema = averages, .ema_momentum = 0.5}), .loss = "mse"});
  }
  void train(int64_t epochs = 1) { fit(x, y, {.batch_size = 8, .epochs = epochs, .verbose = 0}); }
};

TEST(Training, AveragesTakeTheWeightsPlaceWhenAFitEnds) {
  Averaging plain(false), averaged(true);
  const std::map<std::string, Tensor> before = averaged.named_weights();
  plain.train(), averaged.train();
  const std::map<std::string, Tensor> without = plain.named_weights(), with = averaged.named_weights(), optimizer = averaged.optimizer_variables();
  int averages = 0;
  for (const auto& [name, weight] : with) {
    const auto slot = optimizer.find("sgd/" + name + "/average");
    if (slot == optimizer.end()) {
      EXPECT_EQ(weight.bytes, without.at(name).bytes) << name << " is not trained: it has no average";
      continue;
    }
    ++averages;
    EXPECT_EQ(weight.bytes, slot->second.bytes) << name;
    EXPECT_NE(weight.bytes, without.at(name).bytes) << name << ": the average lies behind";
    EXPECT_NE(weight.bytes, before.at(name).bytes) << name;
  }
  EXPECT_EQ(averages, 4);
  averaged.train();  // goes on from the averages, as in Keras
  for (const auto& [name, weight] : averaged.named_weights())
    if (optimizer.count("sgd/" + name + "/average")) EXPECT_NE(weight.bytes, with.at(name).bytes) << name;
}
// Without a step there is no average yet.
TEST(Training, AveragesOfNoStepLeaveTheWeights) {
  Averaging model(true);
  const std::vector<Tensor> before = model.get_weights();
  model.train(0);
  const std::vector<Tensor> after = model.get_weights();
  for (size_t i = 0; i < before.size(); ++i) EXPECT_EQ(after[i].bytes, before[i].bytes);
}

struct Sparse : Sequential {
  Tensor x = tensor({12, 3}, uniform(36, 1)), y{Element::i32, {12}};
  explicit Sparse(const Object& loss) {
    add(Dense(4, {.activation = "softmax", .input_dim = 3}));
    compile({.optimizer = "sgd", .loss = loss, .metrics = {"accuracy", "sparse_top_k_categorical_accuracy"}});
    for (int i = 0; i < 12; ++i) y.ints()[i] = i % 3 == 0 ? -1 : i % 4;
  }
  std::string refusal() {
    try {
      fit(x, y, {.verbose = 0});
    } catch (const Error& e) {
      return e.diagnostics().at(0).code;
    }
    return "";
  }
};

TEST(Training, TheIgnoredLabelNeedNotBeAClass) {
  Sparse ignoring(SparseCategoricalCrossentropy({.ignore_class = -1}));
  EXPECT_EQ(ignoring.refusal(), "");
  EXPECT_TRUE(std::isfinite(ignoring.evaluate(ignoring.x, ignoring.y, {.verbose = 0}).at("loss")));
  ignoring.y.ints()[0] = -2;
  EXPECT_EQ(ignoring.refusal(), "K3202") << "that number alone";
  ignoring.y.ints()[0] = 4;
  EXPECT_EQ(ignoring.refusal(), "K3202");
  Sparse other(SparseCategoricalCrossentropy({.ignore_class = 255})), none("sparse_categorical_crossentropy");
  EXPECT_EQ(other.refusal(), "K3202");
  EXPECT_EQ(none.refusal(), "K3202");
}

}  // namespace
}  // namespace keratin
