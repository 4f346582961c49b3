// From one value for each position to the loss, by Keras' rules: masks, sample weights and reductions, of whole batches and
// of short ones.
#include "tests/frontend/losses.h"

namespace keratin::testing {
namespace {

const Numbers v = {1, 2, 4, 8, 16, 32};  // two rows of three

double loss_of(const std::string& reduction, const Numbers& mask = {}, const Numbers& weights = {}, const Shape& of_weights = {}, int64_t rows = -1) {
  OpBench bench(2);
  Expr values = bench.data("v", {3}, v);
  std::optional<Expr> m, w;
  if (!mask.empty()) m = bench.data("m", {3}, mask) > 0.5;
  if (!weights.empty()) w = bench.data("w", of_weights, weights);
  return bench.run(reduced(completed(loss_row({"mse"}), {"mse", {{"reduction", reduction}}}, common_loss_settings()), values, m, w), rows)[0];
}

TEST(Reduction, WithoutWeights) {
  EXPECT_EQ(loss_of("sum_over_batch_size"), 63.0 / 6);
  EXPECT_EQ(loss_of("mean"), 63.0 / 6);
  EXPECT_EQ(loss_of("mean_with_sample_weight"), 63.0 / 6);
  EXPECT_EQ(loss_of("sum"), 63);
}
// What is divided by is the number of values, and not what the weights add up to.
TEST(Reduction, WeightsMultiply) {
  const Numbers w = {0.5, 0, 2, 1, 0, 0.25};
  const double sum = 0.5 + 8 + 8 + 8;
  EXPECT_EQ(loss_of("sum_over_batch_size", {}, w, {3}), sum / 6);
  EXPECT_EQ(loss_of("mean", {}, w, {3}), sum / 6);
  EXPECT_EQ(loss_of("sum", {}, w, {3}), sum);
  EXPECT_EQ(loss_of("mean_with_sample_weight", {}, w, {3}), sum / 3.75);
  EXPECT_EQ(loss_of("mean_with_sample_weight", {}, Numbers(6, 0), {3}), 0);  // nothing counts: no NaN
}
TEST(Reduction, WeightsOfRowsRepeat) {
  const Numbers w = {0.5, 2};
  EXPECT_EQ(loss_of("sum_over_batch_size", {}, w, {}), (0.5 * 7 + 2 * 56) / 6);
  EXPECT_EQ(loss_of("sum_over_batch_size", {}, w, {1}), (0.5 * 7 + 2 * 56) / 6);
  EXPECT_EQ(loss_of("mean_with_sample_weight", {}, w, {}), (0.5 * 7 + 2 * 56) / 2.5);
  EXPECT_EQ(loss_of("mean_with_sample_weight", {}, w, {1}), (0.5 * 7 + 2 * 56) / 2.5);  // Keras adds up the weights as they are given
}
// A mean is that of what counts; a sum leaves out what does not.
TEST(Reduction, MasksCount) {
  const Numbers mask = {1, 0, 1, 1, 0, 0}, w = {0.5, 0, 2, 1, 0, 0.25};
  EXPECT_EQ(loss_of("sum_over_batch_size", mask), 13.0 / 3);
  EXPECT_EQ(loss_of("sum", mask), 13);
  EXPECT_EQ(loss_of("mean_with_sample_weight", mask), 13.0 / 3);
  EXPECT_EQ(loss_of("sum_over_batch_size", mask, w, {3}), 16.5 / 3);
  EXPECT_EQ(loss_of("sum_over_batch_size", mask, {0.5, 2}, {}), (0.5 * 5 + 2 * 8) / 3);
  EXPECT_EQ(loss_of("mean_with_sample_weight", mask, w, {3}), 16.5 / 3.5);
  EXPECT_EQ(loss_of("sum", mask, w, {3}), 16.5);
  EXPECT_EQ(loss_of("sum_over_batch_size", Numbers(6, 0)), 0);
}
// The second row is not there: it neither adds nor counts.
TEST(Reduction, OfAShortBatch) {
  const Numbers mask = {1, 0, 1, 1, 1, 1}, w = {0.5, 0, 2, 9, 9, 9};
  EXPECT_EQ(loss_of("sum_over_batch_size", {}, {}, {}, 1), 7.0 / 3);
  EXPECT_EQ(loss_of("sum", {}, {}, {}, 1), 7);
  EXPECT_EQ(loss_of("sum_over_batch_size", {}, w, {3}, 1), 8.5 / 3);
  EXPECT_EQ(loss_of("mean_with_sample_weight", {}, w, {3}, 1), 8.5 / 2.5);
  EXPECT_EQ(loss_of("sum_over_batch_size", mask, {}, {}, 1), 5.0 / 2);
}

// One number for the whole batch, as that of dice: weights and mask are averaged.
TEST(Reduction, OfOneNumber) {
  const Config loss = completed(loss_row({"mse"}), {"mse"}, common_loss_settings());
  OpBench bench(2);
  Expr one = bench.number(3), w = bench.data("w", {}, {0.5, 2});
  EXPECT_EQ(bench.run(reduced(loss, one, std::nullopt, std::nullopt))[0], 3);
  EXPECT_EQ(bench.run(reduced(loss, one, std::nullopt, w))[0], 3.75);
  EXPECT_EQ(bench.run(reduced(loss, one, bench.data("m", {3}, {1, 0, 1, 1, 0, 0}) > 0.5, w))[0], 3 * (0.5 + 0.5 + 2) / 3);
}

TEST(Reduction, CombinedWeightsHaveTheValuesShape) {
  OpBench bench(2);
  Expr values = bench.data("v", {3}, v), mask = bench.data("m", {3}, {1, 0, 1, 1, 0, 0}) > 0.5, rows = bench.data("w", {}, {0.5, 2});
  EXPECT_FALSE(combined_weights(values, std::nullopt, std::nullopt));
  EXPECT_EQ(bench.run(*combined_weights(values, mask, std::nullopt)), (Numbers{1, 0, 1, 1, 0, 0}));
  EXPECT_EQ(bench.run(*combined_weights(values, std::nullopt, rows)), (Numbers{0.5, 0.5, 0.5, 2, 2, 2}));
  EXPECT_EQ(bench.run(*combined_weights(values, mask, rows)), (Numbers{0.5, 0, 0.5, 2, 0, 0}));
  EXPECT_EQ(combined_weights(values, mask, rows)->type(), values.type());
}

TEST(Reduction, IsRefused) {
  auto refused = [](const Config& loss, const Shape& weights) {
    OpBench bench(2);
    Expr values = bench.data("v", {3}, v), w = bench.data("w", weights, Numbers(static_cast<size_t>(2 * count(weights)), 1));
    return refusal([&] { reduced(completed(loss_row(loss), loss, common_loss_settings()), values, std::nullopt, w); });
  };
  EXPECT_EQ(refused({"mse"}, {2}), (Refusal{"K2231", "MeanSquaredError: sample weights of shape f32[2*,2] do not fit values of shape f32[2*,3]"}));
  EXPECT_EQ(refused({"mse"}, {3, 2}).code, "K2231");
  EXPECT_EQ(refused({"mse"}, {3, 1}).code, "none");
  EXPECT_EQ(refused({"mse", {{"reduction", std::string("none")}}}, {}), (Refusal{"K2232", "MeanSquaredError: reduction is none, and a step needs one number to make smaller"}));
  EXPECT_EQ(refused({"mse", {{"reduction", std::string("men")}}}, {}).code, "K2118");
}

}  // namespace
}  // namespace keratin::testing
