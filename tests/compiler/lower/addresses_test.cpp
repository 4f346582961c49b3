// Where an element lies: weights of several panels read and written by every kind of kernel, rows that run backwards, axes
// of one element, reductions over any axis. Compiled equals interpreted, bit for bit.
#include "tests/compiler/networks.h"
#include "tests/compiler/oracle.h"

namespace keratin::testing {
namespace {

Type labels(int64_t batch) { return batch_of(batch, {}, Element::i32); }
Expr data(Builder& b, Shape rest) { return input(b, "x", Role::data, batch_of(b.graph.batch, std::move(rest))); }
void expect_step(int64_t batch, auto write) {
  Builder b("train", batch);
  train(b, write(b));
  expect_compiled_equals_interpreted(b.graph);
}

// 100 columns are a panel and a part of one.
TEST(Addresses, SumsOverAWideWeight) {
  expect_step(3, [](Builder& b) {
    Expr w = weight(b, "w", {7, 100});
    return mean_square(contract("bi,io->bo", {data(b, {7}), w})) + sum(square(w), {0, 1}) + sum(abs(w), {0, 1}) + mean_square(max(w, {1})) + mean_square(sum(w, {0}));
  });
}
TEST(Addresses, RowsOfAWideTable) {
  expect_step(5, [](Builder& b) { return mean_square(tanh(gather(weight(b, "table", {6, 200}), input(b, "label", Role::data, labels(5))))); });
}
TEST(Addresses, PartsOfAWideWeight) {
  expect_step(4, [](Builder& b) {
    Expr w = weight(b, "w", {5, 150}), x = data(b, {5});
    Expr across = slice_axis(w, 1, 10, 100), second = slice_axis(w, 1, 64, 64);  // across a panel's edge; a whole panel
    return mean_square(contract("bi,io->bo", {x, across})) + mean_square(contract("bi,io->bo", {x, second})) + sum(across * across, {0, 1});
  });
}
TEST(Addresses, ColumnsBackwards) {
  expect_step(3, [](Builder& b) {
    Expr w = weight(b, "w", {5, 70}), turned = slice(w, {0, 69}, {5, 70}, {1, -1}), x = data(b, {5});
    return mean_square(contract("bi,io->bo", {slice(x, {0, 4}, {3, 5}, {1, -1}), turned})) + mean_square(turned * w) + mean_square(slice(x, {0, 4}, {3, 2}, {1, -3}));
  });
}
TEST(Addresses, TransposedAndReshapedWeights) {
  expect_step(3, [](Builder& b) {
    Expr w = weight(b, "w", {6, 70}), x = data(b, {70}), y = contract("bo,io->bi", {x, w});
    return mean_square(y) + mean_square(transpose(w, {1, 0}) * 2.0) + mean_square(reshape(w, {70, 6}) * weight(b, "v", {6}));
  });
}
TEST(Addresses, ParametersOfWideRows) {
  expect_step(4, [](Builder& b) {
    Expr x = data(b, {130}), m = mean(x, {1}, true);
    return mean_square((x - m) / sqrt(mean(square(x - m), {1}, true) + 0.1) * weight(b, "gamma", {130}) + weight(b, "beta", {130}));
  });
}

TEST(Addresses, AxesOfOneElement) {
  expect_step(9, [](Builder& b) {
    Expr y = tanh(contract("bi,io->bo", {data(b, {4}), weight(b, "w", {4, 1})})), m = mean(y, {1}, true);
    Expr z = (y - m) / sqrt(mean(square(y - m), {1}, true) + 0.1) * weight(b, "gamma", {1}) + weight(b, "beta", {1});
    return mean(square(contract("bi,bi->b", {z, z})), {0});
  });
}
TEST(Addresses, BatchesOfOneRow) {
  expect_step(1, [](Builder& b) {
    Expr y = contract("bi,io->bo", {data(b, {4}), weight(b, "w", {4, 3})}), m = mean(y, {0}, true);
    return mean_square((y - m) / sqrt(mean(square(y - m), {0}, true) + 0.1) * weight(b, "gamma", {3}) + y);
  });
}

TEST(Addresses, LargestAlongEveryAxis) {
  for (int64_t axis : {1, 2, 3})
    expect_step(3, [&](Builder& b) { return mean_square(max(tanh(data(b, {4, 5, 70}) * weight(b, "w", {4, 5, 70})), {axis})); });
}
TEST(Addresses, ProductsAndSmallestAlongEveryAxis) {
  for (int64_t axis : {0, 1, 2})
    expect_step(3, [&](Builder& b) {
      Expr y = tanh(data(b, {4, 20}) * weight(b, "w", {4, 20})) + 1.0;
      return mean_square(reduce(ReduceKind::min, y, {axis})) + (axis ? mean_square(reduce(ReduceKind::product, y, {axis})) : sum(square(y), {0, 1, 2}));
    });
}

}  // namespace
}  // namespace keratin::testing
