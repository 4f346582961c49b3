// Rows as a step wants them: in order or shuffled, converted, the last batch short, and never more than the data has.
#include "runtime/data/batches.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "runtime/random/initialize.h"

namespace keratin {
namespace {

// Row i of n is (10 i, 10 i + 1).
Tensor rows_of_two(int64_t n) {
  Tensor t(Element::f32, {n, 2});
  for (int64_t i = 0; i < n; ++i) t.floats()[2 * i] = static_cast<float>(10 * i), t.floats()[2 * i + 1] = static_cast<float>(10 * i + 1);
  return t;
}
DataInfo wanted(int64_t batch, Element element = Element::f32, int64_t row = 2) { return {"x", element, {batch, row}, row, batch * row}; }

// All numbers that the batches give, row after row.
template <class T = float>
std::vector<T> all(Batches& batches, int64_t row = 2, int64_t pitch = 2) {
  std::vector<T> out;
  for (int64_t k = 0; k < batches.steps(); ++k) {
    int rows = 0;
    const auto* x = static_cast<const T*>(batches.get(k, &rows)[0]);
    for (int r = 0; r < rows; ++r) out.insert(out.end(), x + r * pitch, x + r * pitch + row);
  }
  return out;
}

TEST(Batches, RowsComeAsTheyAreWithAShortLastBatch) {
  const Tensor x = rows_of_two(10);
  Batches batches({x.view()}, {wanted(4)}, 4);
  EXPECT_EQ(batches.rows(), 10);
  EXPECT_EQ(batches.steps(), 3);
  std::vector<int> sizes(3);
  for (int k = 0; k < 3; ++k) batches.get(k, &sizes[k]);
  EXPECT_EQ(sizes, (std::vector<int>{4, 4, 2}));
  EXPECT_EQ(all(batches), std::vector<float>(x.floats().begin(), x.floats().end()));
}
TEST(Batches, SizesAroundABatch) {
  for (int64_t n : {0, 1, 3, 4, 5, 8}) {
    const Tensor x = rows_of_two(n);
    Batches batches({x.view()}, {wanted(4)}, 4);
    EXPECT_EQ(batches.steps(), (n + 3) / 4);
    EXPECT_EQ(all(batches), std::vector<float>(x.floats().begin(), x.floats().end())) << n << " rows";
  }
}
TEST(Batches, AnOrderIsFollowedEveryRowOnce) {
  const Tensor x = rows_of_two(101);
  Batches batches({x.view()}, {wanted(8)}, 8);
  const std::vector<uint32_t> order = permutation(101, 3, 0);
  batches.set_order(order);
  std::vector<float> want;
  for (uint32_t row : order) want.insert(want.end(), {static_cast<float>(10 * row), static_cast<float>(10 * row + 1)});
  EXPECT_EQ(all(batches), want);
  batches.set_order({});
  EXPECT_EQ(all(batches), std::vector<float>(x.floats().begin(), x.floats().end()));
}
TEST(Batches, ArraysStayTogether) {
  const Tensor x = rows_of_two(9);
  Tensor y(Element::i32, {9});
  for (int i = 0; i < 9; ++i) y.ints()[i] = 10 * i;
  Batches batches({x.view(), y.view()}, {wanted(4), wanted(4, Element::i32, 1)}, 4);
  batches.set_order(permutation(9, 1, 0));
  for (int64_t k = 0; k < batches.steps(); ++k) {
    int rows = 0;
    const void* const* data = batches.get(k, &rows);
    for (int r = 0; r < rows; ++r) EXPECT_EQ(static_cast<const float*>(data[0])[2 * r], static_cast<float>(static_cast<const int32_t*>(data[1])[r]));
  }
}

TEST(Batches, TheCallersMemoryServesWhereItFits) {
  const Tensor x = rows_of_two(8);
  Batches batches({x.view()}, {wanted(4)}, 4);
  int rows = 0;
  EXPECT_EQ(batches.get(1, &rows)[0], x.bytes.data() + 4 * 8);
  // A step that may touch more than its rows gets a copy where the data end.
  DataInfo wide = wanted(4);
  wide.size = 16;
  Batches touching({x.view()}, {wide}, 4);
  EXPECT_EQ(touching.get(0, &rows)[0], x.bytes.data());
  EXPECT_NE(touching.get(1, &rows)[0], x.bytes.data() + 4 * 8);
  EXPECT_EQ(all(touching), std::vector<float>(x.floats().begin(), x.floats().end()));
}
TEST(Batches, ElementsAreConverted) {
  Tensor bytes(Element::u8, {3, 2}), whole(Element::i32, {3, 2});
  for (int i = 0; i < 6; ++i) bytes.as<uint8_t>()[i] = static_cast<uint8_t>(51 * i), whole.ints()[i] = i - 3;
  ArrayView scaled = bytes.view();
  scaled.scale = 1 / 255.0f;
  Batches pictures({scaled}, {wanted(2)}, 2);
  std::vector<float> want;
  for (int i = 0; i < 6; ++i) want.push_back(static_cast<float>(51 * i) * (1 / 255.0f));
  EXPECT_EQ(all(pictures), want);
  Batches numbers({whole.view()}, {wanted(2)}, 2);
  EXPECT_EQ(all(numbers), (std::vector<float>{-3, -2, -1, 0, 1, 2}));
  const Tensor labels = tensor({3, 2}, {0, 1, 2, 3, 4, 5});
  Batches back({labels.view()}, {wanted(2, Element::i32)}, 2);
  EXPECT_EQ(all<int32_t>(back), (std::vector<int32_t>{0, 1, 2, 3, 4, 5}));
}
TEST(Batches, RowsMayLieApart) {
  const Tensor x = rows_of_two(5);
  DataInfo apart = wanted(2);
  apart.pitch = 16, apart.size = 32;
  Batches batches({x.view()}, {apart}, 2);
  EXPECT_EQ(all(batches, 2, 16), std::vector<float>(x.floats().begin(), x.floats().end()));
}
TEST(Batches, MemoryIsAlignedToALine) {
  const Tensor x = rows_of_two(5);
  Batches batches({x.view()}, {wanted(4)}, 4);
  batches.set_order({4, 3, 2, 1, 0});
  int rows = 0;
  EXPECT_EQ(reinterpret_cast<uintptr_t>(batches.get(0, &rows)[0]) % 64, 0u);
}

}  // namespace
}  // namespace keratin
