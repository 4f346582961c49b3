// First values of states: their distributions, and that streams are told apart. All is deterministic; bounds are six
// standard deviations of what is estimated, so another generator would pass as well.
#include "runtime/random/initialize.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

namespace keratin {
namespace {

constexpr int64_t n = 200000;

struct Moments {
  double mean = 0, variance = 0;
};
Moments moments(const std::vector<float>& values) {
  Moments m;
  for (float x : values) m.mean += x;
  m.mean /= static_cast<double>(values.size());
  for (float x : values) m.variance += (x - m.mean) * (x - m.mean);
  m.variance /= static_cast<double>(values.size());
  return m;
}
double normal_below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// What a row's numbers are, before shift and scale: mean 0, and variance and fourth moment as given.
struct Kind {
  const char* name;
  Initial initial;
  double mean, scale;             // of the standard form
  double variance, fourth;        // of the standard form
  double (*below)(double);        // its distribution
  double most;                    // the largest distance from zero
};
const Kind kinds[] = {
    {"uniform", {InitialKind::uniform, -0.05, 0.15}, 0.05, 0.1, 1.0 / 3, 1.0 / 5, [](double x) { return std::clamp((x + 1) / 2, 0.0, 1.0); }, 1},
    {"normal", {InitialKind::normal, 2, 0.05}, 2, 0.05, 1, 3, normal_below, 40},
    // Cut at two deviations: variance 1 - 4 f(2) / P and fourth moment 3 - 28 f(2) / P, P the part that remains. Keras divides
    // by the root of that variance, 0.8796, where it wants the deviation after the cut.
    {"truncated_normal", {InitialKind::truncated_normal, -1, 3}, -1, 3, 0.8796256610342398 * 0.8796256610342398, 1.4161894,
     [](double x) { return (normal_below(std::clamp(x, -2.0, 2.0)) - normal_below(-2)) / (normal_below(2) - normal_below(-2)); }, 2},
};

TEST(InitialValues, HaveTheirMeanAndVariance) {
  for (const Kind& k : kinds) {
    const Moments m = moments(initial_values(k.initial, {n}, 3));
    const double variance = k.variance * k.scale * k.scale;
    EXPECT_NEAR(m.mean, k.mean, 6 * std::sqrt(variance / n)) << k.name;
    EXPECT_NEAR(m.variance, variance, 6 * std::sqrt((k.fourth - k.variance * k.variance) / n) * k.scale * k.scale) << k.name;
  }
}
TEST(InitialValues, FollowTheirDistribution) {
  for (const Kind& k : kinds) {
    std::vector<float> values = initial_values(k.initial, {n}, 4);
    std::sort(values.begin(), values.end());
    double apart = 0;
    for (int64_t i = 0; i < n; ++i) apart = std::max(apart, std::fabs(k.below((values[i] - k.mean) / k.scale) - (static_cast<double>(i) + 0.5) / n));
    EXPECT_LT(apart, 3 / std::sqrt(static_cast<double>(n))) << k.name;  // Kolmogorov: exceeded with probability 2 exp(-18)
    // Numbers near -1 are rounded to 2^-24 there.
    EXPECT_LE(std::fabs(values.front() - k.mean) / k.scale, k.most + 1e-6) << k.name;
    EXPECT_LE(std::fabs(values.back() - k.mean) / k.scale, k.most + 1e-6) << k.name;
  }
}

// Number 2 of this stream is 1 - 1.2e-8 before it is rounded, which to the nearest float is 1.
TEST(InitialValues, UniformNeverReachesItsEnd) {
  const float x = initial_values({InitialKind::uniform, 0, 1}, {3}, 18748704)[2];
  EXPECT_EQ(x, std::nextafter(1.0f, 0.0f));
  EXPECT_EQ(initial_values({InitialKind::uniform, 7, 7}, {2}, 1), (std::vector<float>{7, 7}));
}

TEST(InitialValues, PlainKinds) {
  EXPECT_EQ(initial_values({InitialKind::zeros}, {3}, 1), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(initial_values({InitialKind::ones}, {2}, 1), (std::vector<float>{1, 1}));
  EXPECT_EQ(initial_values({InitialKind::constant, 0.25}, {}, 1), (std::vector<float>{0.25f}));
  EXPECT_EQ(initial_values({InitialKind::identity, 2}, {2, 3}, 1), (std::vector<float>{2, 0, 0, 0, 2, 0}));
  EXPECT_EQ(initial_values({InitialKind::normal, 0, 1}, {0, 5}, 1), std::vector<float>{});
}

// Q^T Q = gain^2 I over the shorter side. Q is computed in double; its n entries are rounded to floats, 2^-24 each.
TEST(InitialValues, ThatAreListed) {
  Initial listed{InitialKind::values};
  listed.values = {1, -2, 0.5, 4};
  EXPECT_EQ(initial_values(listed, {2, 2}, 1), (std::vector<float>{1, -2, 0.5f, 4}));
}
TEST(InitialValues, OrthogonalRowsOrColumns) {
  for (Shape shape : {Shape{20, 20}, Shape{50, 7}, Shape{7, 50}, Shape{1, 9}, Shape{9, 1}, Shape{3, 4, 6}}) {
    const double gain = 1.5;
    const std::vector<float> q = initial_values({InitialKind::orthogonal, gain, 0, 2}, shape, 5);
    const int64_t columns = shape.back(), rows = count(shape) / columns, shorter = std::min(rows, columns), longer = std::max(rows, columns);
    auto at = [&](int64_t i, int64_t k) { return static_cast<double>(rows < columns ? q[i * columns + k] : q[k * columns + i]); };
    for (int64_t i = 0; i < shorter; ++i)
      for (int64_t j = 0; j < shorter; ++j) {
        double dot = 0;
        for (int64_t k = 0; k < longer; ++k) dot += at(i, k) * at(j, k);
        EXPECT_NEAR(dot, i == j ? gain * gain : 0, 4 * gain * gain * 0x1p-24 * std::sqrt(longer)) << to_string(shape);
      }
  }
}
// Haar's measure has no preferred sign: about half of the first entries are negative (±6 deviations of 400 coins).
TEST(InitialValues, OrthogonalHasBothSigns) {
  int negative = 0;
  for (uint32_t ordinal = 0; ordinal < 400; ++ordinal) negative += initial_values({InitialKind::orthogonal, 1, 0, ordinal}, {2, 2}, 1)[0] < 0;
  EXPECT_NEAR(negative, 200, 60);
}

TEST(InitialValues, EqualSeedsGiveEqualBitsAndStreamsDiffer) {
  for (const Kind& k : kinds) {
    auto make = [&](uint64_t seed, uint32_t ordinal, int64_t own = -1) {
      Initial initial = k.initial;
      initial.ordinal = ordinal, initial.seed = own;
      return initial_values(initial, {1000}, seed);
    };
    const std::vector<float> first = make(1, 1);
    EXPECT_EQ(first, make(1, 1)) << k.name;
    EXPECT_NE(first, make(2, 1)) << k.name;
    EXPECT_NE(first, make(1, 2)) << k.name;
    EXPECT_NE(first, make(1 + (uint64_t(1) << 32), 1)) << k.name << ": the seed's upper half counts";
    EXPECT_EQ(make(1, 1, 9), make(2, 3, 9)) << k.name << ": an initializer's own seed alone decides";
    EXPECT_NE(make(1, 1, 9), make(1, 1, 8)) << k.name;
    // Values do not depend on how many are made.
    Initial initial = k.initial;
    initial.ordinal = 1;
    const std::vector<float> longer = initial_values(initial, {1500}, 1);
    EXPECT_TRUE(std::equal(first.begin(), first.end(), longer.begin())) << k.name;
  }
}
// Streams are independent: the correlation of n pairs deviates by 1/sqrt(n).
TEST(InitialValues, StreamsAreUncorrelated) {
  auto stream = [](uint64_t seed, uint32_t ordinal) { return initial_values({InitialKind::normal, 0, 1, ordinal}, {n}, seed); };
  const std::vector<float> a = stream(1, 1);
  for (const std::vector<float>& b : {stream(1, 2), stream(2, 1), stream(uint64_t(1) << 32, 1)})
    EXPECT_LT(std::fabs(std::inner_product(a.begin(), a.end(), b.begin(), 0.0)) / n, 6 / std::sqrt(static_cast<double>(n)));
}

TEST(Permutation, HoldsEveryRowOnce) {
  for (int64_t rows : {0, 1, 2, 3, 100, 4097}) {
    std::vector<uint32_t> order = permutation(rows, 1, 0);
    std::sort(order.begin(), order.end());
    ASSERT_EQ(static_cast<int64_t>(order.size()), rows);
    for (int64_t i = 0; i < rows; ++i) ASSERT_EQ(order[i], i);
  }
}
TEST(Permutation, DependsOnSeedAndEpoch) {
  EXPECT_EQ(permutation(50, 1, 3), permutation(50, 1, 3));
  EXPECT_NE(permutation(50, 1, 3), permutation(50, 1, 4));
  EXPECT_NE(permutation(50, 1, 3), permutation(50, 2, 3));
}
TEST(Permutation, AllOrdersAreAsLikely) {
  std::map<std::vector<uint32_t>, int> times;
  for (uint32_t epoch = 0; epoch < 24000; ++epoch) ++times[permutation(4, 7, epoch)];
  EXPECT_EQ(times.size(), 24u);
  for (const auto& [order, seen] : times) EXPECT_NEAR(seen, 1000, 6 * std::sqrt(1000.0 * 23 / 24));
}

}  // namespace
}  // namespace keratin
