// New states take the place of old ones only after everybody has read those, and values share loops only where each element
// needs its own alone.
#include "tests/compiler/networks.h"
#include "tests/compiler/oracle.h"

namespace keratin::testing {
namespace {

Expr square_weight(Builder& b, const std::string& name) { return weight(b, name, {20, 20}); }

TEST(States, AWeightIsReadBeforeItsUpdateWhateverIsComputedFirst) {
  Builder b("train", 8);
  Expr x = input(b, "x", Role::data, batch_of(8, {20}));
  // The weight is the left operand, so its gradient and update come before the gradient of what lies below.
  Expr h = tanh(contract("io,bi->bo", {square_weight(b, "below"), x}));
  train(b, mean_square(contract("io,bi->bo", {square_weight(b, "above"), h})));
  expect_compiled_equals_interpreted(b.graph);
}

TEST(States, ANewStateOfOtherElementsOfTheOldOneWaits) {
  Builder b("train", 1);
  Expr turned = square_weight(b, "turned"), shifted = weight(b, "shifted", {40}), product = square_weight(b, "product");
  update_state(b, "turned", transpose(turned, {1, 0}) * 2.0);
  update_state(b, "shifted", concat({slice_axis(shifted, 0, 1, 39), slice_axis(shifted, 0, 0, 1)}, 0) + 1.0);
  update_state(b, "product", contract("ij,jk->ik", {product, product}));
  expect_compiled_equals_interpreted(b.graph);
}

TEST(States, StatesMayChangePlaces) {
  Builder b("train", 1);
  Expr first = square_weight(b, "first"), second = square_weight(b, "second");
  update_state(b, "first", second * 0.5);
  update_state(b, "second", first + second);
  output(b, "difference", first - second);
  expect_compiled_equals_interpreted(b.graph);
}

TEST(Joining, AValueThatReadsOtherElementsOfItsOperandHasAKernelOfItsOwn) {
  Builder b("train", 1);
  Expr product = contract("ij,jk->ik", {square_weight(b, "left"), square_weight(b, "right")});
  output(b, "symmetric", product + transpose(product, {1, 0}));
  Expr row = exp(square_weight(b, "rows"));
  output(b, "of_first_column", row - slice_axis(row, 1, 0, 1));
  expect_compiled_equals_interpreted(b.graph);
}

}  // namespace
}  // namespace keratin::testing
