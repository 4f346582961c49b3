// Convolution, recurrence and attention as CUDA text: the same kernels as the CPU's, in another language.
#include "tests/compiler/emulator/emulated.h"
#include "tests/compiler/networks.h"

namespace keratin::testing {
namespace {

TEST(Emulated, ConvolutionStep) {
  expect_emulated_equals_interpreted(around(convolution_step(4, 8, 3, 16)));
  expect_emulated_equals_interpreted(around(convolution_step(3, 9, 1, 5, 2)));
}
TEST(Emulated, LstmStep) {
  expect_emulated_equals_interpreted(around(lstm_step(4, 5, 6, 16)));
  expect_emulated_equals_interpreted(around(lstm_step(3, 3, 7, 5)));
}
TEST(Emulated, AttentionStep) {
  expect_emulated_equals_interpreted(around(attention_step(2, 3, 7, 16)));
  expect_emulated_equals_interpreted(around(attention_step(3, 2, 20, 5)));
}

}  // namespace
}  // namespace keratin::testing
