// What kernels mean, against the plainest loops.
#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "runtime/base/diagnostic.h"
#include "tests/compiler/kernel/samples.h"

namespace keratin::kernel {
namespace {

std::vector<float> numbers(size_t size, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::vector<float> all(size);
  for (float& x : all) x = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
  return all;
}
KernelArgument argument(std::vector<float>& v) { return {.numbers = v.data()}; }
KernelArgument argument(std::vector<int32_t>& v) { return {.integers = v.data()}; }
template <class... Array>
void run(const Kernel& k, int rows, Array&... arrays) {
  verify(k);
  evaluate(k, {argument(arrays)...}, rows, 0, chunk_count(k));
}

TEST(EvaluateKernel, ATileIsOneChainOfFmasForBothTargets) {
  for (const Schedule& s : {samples::cpu(), samples::cuda()}) {
    auto x = numbers(240), weight = numbers(2560, 2), bias = numbers(128, 3), y = std::vector<float>(1536);
    run(samples::dense(s), 12, x, weight, bias, y);
    const int used = s.vectors * s.lanes;  // columns of a panel
    ASSERT_EQ(used, 64);
    for (int m = 0; m < 12; ++m)
      for (int n = 0; n < 128; ++n) {
        float sum = 0;
        for (int k = 0; k < 20; ++k) sum = std::fma(x[m * 20 + k], weight[n / 64 * 20 * 64 + k * 64 + n % 64], sum);
        sum += bias[n];
        EXPECT_EQ(y[m * 128 + n], sum > 0 ? sum : 0) << m << " " << n;
      }
  }
}

TEST(EvaluateKernel, ATailComputesAtLeastItsRowsAndStopsBehindThem) {
  auto x = numbers(240), weight = numbers(2560, 2), bias = numbers(128, 3);
  std::vector<float> full(1536), tail(1536, 7.0f);
  run(samples::dense(samples::cpu()), 12, x, weight, bias, full);
  run(samples::dense(samples::cpu(), true), 4, x, weight, bias, tail);
  EXPECT_TRUE(std::equal(full.begin(), full.begin() + 4 * 128, tail.begin()));
  for (size_t i = 6 * 128; i < tail.size(); ++i) EXPECT_EQ(tail[i], 7.0f);  // a tile has three rows
}

TEST(EvaluateKernel, ALaneOwnsARow) {
  for (int lanes : {16, 32}) {
    auto logits = numbers(512), p = std::vector<float>(512), loss = std::vector<float>(32);
    std::vector<int32_t> labels(32);
    for (int i = 0; i < 32; ++i) labels[i] = i % 10;
    run(samples::softmax({.lanes = lanes}), 32, logits, labels, p, loss);
    for (int m = 0; m < 32; ++m) {
      double sum = 0;
      for (int c = 0; c < 10; ++c) sum += std::exp(static_cast<double>(logits[m * 16 + c]));
      for (int c = 0; c < 10; ++c) EXPECT_NEAR(p[m * 16 + c], std::exp(static_cast<double>(logits[m * 16 + c])) / sum, 1e-6);
      for (int c = 10; c < 16; ++c) EXPECT_EQ(p[m * 16 + c], 0.0f);  // what lies between the rows stays
      EXPECT_NEAR(loss[m], -std::log(p[m * 16 + labels[m]]), 1e-6);
    }
  }
}

TEST(EvaluateKernel, SumsEndWithTheBatch) {
  for (int rows : {40, 23, 1}) {
    auto dy = numbers(2560), rate = std::vector<float>{0.5f}, bias = numbers(64, 2), before = bias;
    run(samples::bias_gradient({.lanes = 16}), rows, dy, rate, bias);
    for (int n = 0; n < 64; ++n) {
      float sum = 0;
      for (int m = 0; m < rows; ++m) sum += dy[m * 64 + n];
      EXPECT_EQ(bias[n], before[n] - 0.5f * (sum / static_cast<float>(rows)));
    }
  }
}

TEST(EvaluateKernel, TheDepthOfAProductEndsWithTheBatch) {
  for (int rows : {40, 33, 20, 7}) {
    auto x = numbers(240), dy = numbers(40 * 32, 2), weight = numbers(6 * 32, 3), before = weight;
    run(samples::weight_gradient({.lanes = 16}), rows, x, dy, weight);
    for (int i = 0; i < 6; ++i)
      for (int n = 0; n < 32; ++n) {
        float sum = 0;
        for (int m = 0; m < rows; ++m) sum = std::fma(x[m * 6 + i], dy[m * 32 + n], sum);
        EXPECT_EQ(weight[i * 32 + n], before[i * 32 + n] - sum);
      }
  }
}

TEST(EvaluateKernel, AddsRowsByNumberInTheOrderOfPositions) {
  std::vector<int32_t> ids = {1, 4, 1, -1, 0, 5, 4, 1, 4, 0, 2, 1};
  for (int rows : {12, 7}) {
    auto x = numbers(12 * 32), table = numbers(5 * 32, 2);
    run(samples::scatter(), rows, ids, x, table);
    for (int c = 0; c < 32; ++c)
      for (int r = 0; r < 5; ++r) {
        float sum = 0;
        for (int p = 0; p < rows; ++p)
          if (ids[p] == r) sum += x[p * 32 + c];
        EXPECT_EQ(table[r * 32 + c], sum) << r << ", " << c;
      }
  }
}

TEST(EvaluateKernel, GathersAndFoldsByAFixedTree) {
  std::vector<int32_t> ids(16), where(16);
  for (int i = 0; i < 16; ++i) ids[i] = i * 7 % 9;
  auto table = numbers(45, 6), out = std::vector<float>(80), total = std::vector<float>(1);
  run(samples::gather(), 16, ids, table, out, where, total);  // of these numbers, folds in other orders differ
  std::vector<float> sum(16);
  for (int l = 0; l < 16; ++l) {
    for (int c = 0; c < 5; ++c) {
      EXPECT_EQ(out[c * 16 + l], table[ids[l] * 5 + c]);
      sum[l] += table[ids[l] * 5 + c];
    }
    EXPECT_EQ(where[l], ids[l] * 5 + l * 2 + 1);
  }
  for (int apart : {2, 1, 4, 8}) {
    auto before = sum;
    for (int l = 0; l < 16; ++l) sum[l] = before[l] + before[l ^ apart];
  }
  EXPECT_EQ(total[0], sum[0]);
}

TEST(EvaluateKernel, ChunksMayRunInAnyOrderAndAlone) {
  const Kernel k = samples::chunks();
  EXPECT_EQ(chunk_count(k), 3 + 32 * 3);
  auto x = numbers(1536), turned = std::vector<float>(1536), y = turned, turned2 = turned, y2 = turned;
  run(k, 0, x, turned, y);
  for (long c = chunk_count(k); c-- > 0;) evaluate(k, {argument(x), argument(turned2), argument(y2)}, 0, c, c + 1);
  EXPECT_EQ(turned, turned2);
  EXPECT_EQ(y, y2);
  for (int r = 0; r < 32; ++r)
    for (int c = 0; c < 48; ++c) {
      EXPECT_EQ(turned[c * 32 + r], x[r * 48 + c]);
      EXPECT_EQ(y[r * 48 + c], c < 32 ? std::fabs(x[r * 48 + c]) : -0.5f);
    }
}

TEST(EvaluateKernel, AGatherOutsideItsTableIsRefused) {
  std::vector<int32_t> ids(16, 9), where(16);
  auto table = numbers(45), out = std::vector<float>(80), total = std::vector<float>(1);
  EXPECT_THROW(run(samples::gather(), 16, ids, table, out, where, total), InternalError);
}

}  // namespace
}  // namespace keratin::kernel
