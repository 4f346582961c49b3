// Random numbers, folds and copies of the prelude: known answers, ranges, equal bits.
#include <gtest/gtest.h>

#include "tests/runtime/support/accuracy.h"

namespace keratin::lanes_test {
namespace {

// The answers that the authors of Philox publish with Random123 (kat_vectors, philox4x32 with 10 rounds).
TEST(Philox, GivesThePublishedAnswers) {
  const struct { uint32_t counter[4], key[2], answer[4]; } rows[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}, {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (const auto& row : rows) {
    uint32_t out[4];
    one_lane::philox4x32(row.counter, row.key, out);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(out[i], row.answer[i]);
  }
}

TEST(Uniform, TakesTheTop24BitsOfItsWord) {
  for (int element : {0, 1, 2, 3, 4, 1000003, INT32_MAX}) {
    const uint32_t counter[4] = {static_cast<uint32_t>(element) / 4, 7, 11, 0}, key[2] = {42, 0x6b657261};
    uint32_t words[4];
    one_lane::philox4x32(counter, key, words);
    EXPECT_EQ(one_lane::uniform_(element, 7, 11, 42), static_cast<float>(words[element % 4] >> 8) / 16777216.0f);
  }
}

// 2^20 draws: all in [0, 1); the mean of n uniform numbers deviates by 1/sqrt(12 n), so six deviations are 0.0017.
TEST(Uniform, LiesInItsRangeWithTheRightMeanOnEveryLevel) {
  constexpr int n = 1 << 20;
  std::vector<int> element(n);
  for (int i = 0; i < n; ++i) element[i] = i;
  std::vector<float> u(n);
  for (const Level* level : levels()) {
    level->uniform(element.data(), 3, 5, 9, u.data(), n);
    double sum = 0;
    for (int i = 0; i < n; ++i) {
      ASSERT_TRUE(u[i] >= 0 && u[i] < 1) << u[i];
      if (i % 7 == 0) { ASSERT_EQ(u[i], one_lane::uniform_(i, 3, 5, 9)) << i << " on " << level->name; }
      sum += u[i];
    }
    EXPECT_NEAR(sum / n, 0.5, 6 / std::sqrt(12.0 * n));
  }
}

TEST(Uniform, ElementOrdinalStepAndSeedAllCount) {
  const float u = one_lane::uniform_(1, 2, 3, 4);
  EXPECT_NE(u, one_lane::uniform_(0, 2, 3, 4));
  EXPECT_NE(u, one_lane::uniform_(5, 2, 3, 4));
  EXPECT_NE(u, one_lane::uniform_(1, 0, 3, 4));
  EXPECT_NE(u, one_lane::uniform_(1, 2, 0, 4));
  EXPECT_NE(u, one_lane::uniform_(1, 2, 3, 0));
}

// Sums go lanes 2, 1, 4, 8 apart: an order that others obey, too, with numbers that every other order rounds differently.
TEST(Folds, AddByTheirTree) {
  float x[16], y[16];
  uint32_t state = 5;
  for (float& v : x) state = state * 1664525 + 1013904223, v = static_cast<float>(static_cast<int32_t>(state)) * 1e-9f;
  float t[16];
  std::copy(x, x + 16, t);
  for (int apart : {2, 1, 4, 8}) {
    float next[16];
    for (int i = 0; i < 16; ++i) next[i] = t[i] + t[i ^ apart];
    std::copy(next, next + 16, t);
  }
  for (const Level* level : levels()) {
    level->sum16(x, y, 16);
    for (int i = 0; i < 16; ++i) EXPECT_TRUE(same(y[i], t[i])) << level->name;
  }
}

TEST(Folds, LargestAndSmallestCarryNan) {
  for (int at = 0; at < 16; ++at) {
    float x[16], y[16];
    for (int i = 0; i < 16; ++i) x[i] = static_cast<float>(i == at ? 100 : i);
    for (const Level* level : levels()) {
      level->max16(x, y, 16);
      for (float v : y) EXPECT_EQ(v, 100);
      x[at] = -100;
      level->min16(x, y, 16);
      for (float v : y) EXPECT_EQ(v, -100);
      x[at] = NAN;
      level->max16(x, y, 16);
      for (float v : y) EXPECT_TRUE(std::isnan(v));
      level->min16(x, y, 16);
      for (float v : y) EXPECT_TRUE(std::isnan(v));
      x[at] = 100;
    }
  }
}

// Copies and turns; rows behind the last are read as the last, for whole rows of lanes are written.
TEST(Stage, CopiesRowsOrTurnsThem) {
  for (int rows : {1, 5, 16, 17, 40})
    for (int columns : {16, 48}) {
      constexpr int from_row = 50, to_row = 64;
      std::vector<float> from(static_cast<size_t>(rows * from_row)), to(64 * 64);
      for (size_t i = 0; i < from.size(); ++i) from[i] = static_cast<float>(i);
      for (const Level* level : levels()) {
        level->stage(to.data(), to_row, 1, from.data(), from_row, rows, columns);
        for (int r = 0; r < rows; ++r)
          for (int c = 0; c < columns; ++c) ASSERT_EQ(to[r * to_row + c], from[r * from_row + c]) << level->name;
        level->stage(to.data(), 1, to_row, from.data(), from_row, rows, columns);
        for (int r = 0; r < (rows + 15) / 16 * 16; ++r)
          for (int c = 0; c < columns; ++c) ASSERT_EQ(to[c * to_row + r], from[std::min(r, rows - 1) * from_row + c]) << level->name;
      }
    }
}

}  // namespace
}  // namespace keratin::lanes_test
