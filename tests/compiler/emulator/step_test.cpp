// Whole training steps as CUDA text, run by the emulator: the interpreter's bits, whatever thread comes first.
#include "tests/compiler/emulator/emulated.h"

namespace keratin::testing {
namespace {

BuiltModel mlp(int64_t batch, double in, double hidden, double out, const std::string& optimizer = "sgd") {
  return built({dense(hidden, "relu", {{"input_dim", in}}), dense(out, "softmax")}, optimizer, "categorical_crossentropy", batch);
}

TEST(Emulated, TrainingStepOfTheFirstNetwork) { expect_emulated_equals_interpreted(mlp(32, 100, 64, 10)); }
TEST(Emulated, OddSizes) {
  expect_emulated_equals_interpreted(mlp(7, 13, 37, 3));
  expect_emulated_equals_interpreted(mlp(33, 101, 129, 17));
}
TEST(Emulated, OneOfEverything) { expect_emulated_equals_interpreted(mlp(1, 1, 1, 1)); }
TEST(Emulated, Adam) { expect_emulated_equals_interpreted(mlp(32, 30, 70, 10, "adam")); }

}  // namespace
}  // namespace keratin::testing
