// Whole training steps as CUDA text, run by the emulator: the interpreter's bits, whatever thread comes first.
#include <regex>

#include "tests/compiler/emulator/emulated.h"

namespace keratin::testing {
namespace {

TEST(Emulated, TrainingStepOfTheFirstNetwork) { expect_emulated_equals_interpreted(first_network()); }
TEST(Emulated, OddPrimeAndSingleSizes) { expect_emulated_equals_interpreted(odd_sizes()); }
TEST(Emulated, EveryOptimizer) { expect_emulated_equals_interpreted(every_optimizer()); }
TEST(Emulated, EveryActivation) { expect_emulated_equals_interpreted(every_activation()); }
TEST(Emulated, EveryLoss) { expect_emulated_equals_interpreted(every_loss()); }
TEST(Emulated, EveryFunction) { expect_emulated_equals_interpreted(every_function()); }
TEST(Emulated, DropoutFlattenReshapeAndRegularizers) { expect_emulated_equals_interpreted(other_layers()); }
TEST(Emulated, ConvolutionStep) { expect_emulated_equals_interpreted(convolutions()); }
TEST(Emulated, LstmStep) { expect_emulated_equals_interpreted(recurrences()); }
TEST(Emulated, AttentionStep) { expect_emulated_equals_interpreted(attentions()); }

// Threads of a block do different work, unless there are only single numbers to make: then all make them and one writes.
bool spreads_over_threads(const std::string& kernel) {
  const std::string body = std::regex_replace(kernel.substr(kernel.find('{')), std::regex("//[^\n]*|int lane =|if \\(lane == 0\\) store(_int)?\\(\\w+, "), "");
  const std::string shared = std::regex_replace(body, std::regex("lane == 0"), "");
  return std::regex_search(shared, std::regex("\\blane\\b|\\bstage\\(")) || !std::regex_search(shared, std::regex("\\bstore(_int|_rows)?\\("));
}
TEST(Emulated, NoKernelUsesOneThreadABlock) {
  for (const auto& [name, model] : test_models()) {
    const Compilation compilation = compiled_for_cuda(model);
    for (const Graph& graph : compilation.graphs)
      for (const LoweredKernel& k : compilation.lower_step(graph.name, false).kernels) {
        EXPECT_EQ(kernel::block_threads(k.kernel) % 32, 0) << name << " " << graph.name << " " << k.kernel.name;
        EXPECT_TRUE(spreads_over_threads(emit(k.kernel, cuda_spelling))) << name << " " << graph.name << "\n" << emit(k.kernel, cuda_spelling);
      }
  }
  EXPECT_TRUE(spreads_over_threads("k() {\n  const int lane = 1;\n  if (lane == 0) store(w, t);\n}\n"));
  EXPECT_TRUE(spreads_over_threads("k() {\n  const int lane = 1;\n  store(w + i + lane, t);\n}\n"));
  EXPECT_FALSE(spreads_over_threads("k() {\n  const int lane = 1;\n  if (lane == 0) store(w + i, t);\n}\n"));
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
  EXPECT_EQ(EmulatedCheck(compilation, compilation.graphs.back(), false).difference_from_interpreter(128, ThreadOrder::descending), "");
}

// The emulator can fail: without its barriers the same step reads shared memory that nobody has written yet.
TEST(Emulated, StepWithoutBarriersIsWrong) {
  const Compilation compilation = compiled_for_cuda(mlp(32, 100, 64, 10));
  const EmulatedCheck step(compilation, compilation.graphs.back(), false, [](std::string text) {
    for (size_t at; (at = text.find("__syncthreads();")) != text.npos;) text.erase(at, 16);
    return text;
  });
  for (ThreadOrder order : {ThreadOrder::ascending, ThreadOrder::descending}) EXPECT_NE(step.difference_from_interpreter(32, order), "");
}

}  // namespace
}  // namespace keratin::testing
