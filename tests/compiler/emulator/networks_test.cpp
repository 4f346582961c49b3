// Convolution, recurrence and attention as CUDA text: the same kernels as the CPU's, in another language.
#include "tests/compiler/emulator/emulated.h"
#include "tests/compiler/networks.h"

namespace keratin::testing {
namespace {

BuiltModel around(Graph graph) {
  BuiltModel model;
  for (const Value& v : graph.values())
    if (auto* in = std::get_if<Input>(&v.op); in && is_state(in->role)) model.states.push_back({in->name, in->role, in->type.element, in->type.shape});
  model.graphs.push_back(std::move(graph));
  return model;
}

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
