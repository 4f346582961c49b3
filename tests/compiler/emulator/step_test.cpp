// Whole training steps as CUDA text, run by the emulator: the interpreter's bits, whatever thread comes first.
#include "frontend/layers/layer.h"
#include "frontend/losses/loss.h"
#include "tests/compiler/emulator/emulated.h"

namespace keratin::testing {
namespace {

TEST(Emulated, TrainingStepOfTheFirstNetwork) { expect_emulated_equals_interpreted(mlp(32, 100, 64, 10)); }
TEST(Emulated, OddPrimeAndSingleSizes) {
  for (auto [batch, in, hidden, out] : {std::array{1, 1, 1, 1}, {1, 17, 31, 2}, {7, 13, 37, 3}, {33, 101, 129, 17}, {64, 5, 200, 64}, {7, 300, 3, 1}})
    expect_emulated_equals_interpreted(mlp(batch, in, hidden, out), std::to_string(batch) + "x" + std::to_string(in));
}
TEST(Emulated, ManyBlocksOfManyThreads) {
  const Compilation compilation = compiled_for_cuda(mlp(128, 200, 256, 10));
  const LoweredStep step = compilation.lower_step("train", false);
  for (const LoweredKernel& k : step.kernels) {
    EXPECT_GE(kernel::block_threads(k.kernel), 32) << k.kernel.name;
    if (k.ops.front() == "contract") {
      EXPECT_GE(kernel::block_threads(k.kernel), 64) << k.kernel.name;
      EXPECT_GE(kernel::chunk_count(k.kernel), 8) << k.kernel.name;
    }
  }
  EXPECT_EQ(StepUnderTest(compilation, compilation.graphs.back(), false).difference_from_interpreter(128, ThreadOrder::descending), "");
}

TEST(Emulated, EveryOptimizer) {
  const Config optimizers[] = {{"sgd", {{"momentum", 0.9}, {"nesterov", true}}}, {"rmsprop", {{"momentum", 0.5}, {"centered", true}}}, {"adam", {}}, {"adam", {{"amsgrad", true}}}};
  for (const Config& optimizer : optimizers) expect_emulated_equals_interpreted(mlp(16, 30, 70, 10, optimizer), optimizer.class_name);
}
TEST(Emulated, EveryActivation) {
  for (const std::string& name : activation_names())
    expect_emulated_equals_interpreted(built({dense(9, name, {{"input_dim", 7.0}}), dense(3, name)}, {"sgd"}, {"mean_squared_error"}, 5), name);
}
TEST(Emulated, EveryLoss) {
  for (const LossRow& loss : loss_table())
    for (const char* last : {"linear", "sigmoid", "softmax"})
      expect_emulated_equals_interpreted(built({dense(9, "relu", {{"input_dim", 7.0}}), dense(4, last)}, {"sgd"}, {loss.name}, 5), std::string(loss.name) + " after " + last);
}
TEST(Emulated, DropoutFlattenReshapeAndRegularizers) {
  const Config regularizer{"L1L2", {{"l1", 0.01}, {"l2", 0.02}}};
  expect_emulated_equals_interpreted(built({{"InputLayer", {{"shape", Shape{12}}}},
                                            {"Dropout", {{"rate", 0.4}}},
                                            dense(6, "relu", {{"kernel_regularizer", std::vector<Config>{regularizer}}}),
                                            {"Reshape", {{"target_shape", Shape{2, -1}}}},
                                            dense(5, "linear"),
                                            {"Flatten"},
                                            dense(2, "linear")},
                                           {"sgd"}, {"mean_squared_error"}, 9));
}

// The emulator can fail: without its barriers the same step reads shared memory that nobody has written yet.
TEST(Emulated, StepWithoutBarriersIsWrong) {
  const Compilation compilation = compiled_for_cuda(mlp(32, 100, 64, 10));
  const StepUnderTest step(compilation, compilation.graphs.back(), false, [](std::string text) {
    for (size_t at; (at = text.find("__syncthreads();")) != text.npos;) text.erase(at, 16);
    return text;
  });
  for (ThreadOrder order : {ThreadOrder::ascending, ThreadOrder::descending}) EXPECT_NE(step.difference_from_interpreter(32, order), "");
}

}  // namespace
}  // namespace keratin::testing
