// Whole training steps, compiled, equal the interpreter bit for bit: forward, gradients, updates, short batches.
#include "tests/compiler/networks.h"
#include "tests/compiler/oracle.h"

namespace keratin::testing {
namespace {

TEST(Compiled, FunctionsStep) { expect_compiled_equals_interpreted(functions_step(5, 20)); }
TEST(Compiled, ConvolutionStep) {
  expect_compiled_equals_interpreted(convolution_step(4, 8, 3, 16));
  expect_compiled_equals_interpreted(convolution_step(3, 9, 1, 5, 2));
}
TEST(Compiled, LstmStep) {
  expect_compiled_equals_interpreted(lstm_step(4, 5, 6, 16));
  expect_compiled_equals_interpreted(lstm_step(3, 3, 7, 5));
}
TEST(Compiled, AttentionStep) {
  expect_compiled_equals_interpreted(attention_step(2, 3, 7, 16));
  expect_compiled_equals_interpreted(attention_step(3, 2, 20, 5));
}

}  // namespace
}  // namespace keratin::testing
