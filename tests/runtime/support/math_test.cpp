// Scalar functions of generated text: how exact they are, what they do at the edges, and that vectors of every processor
// level have the bits of one lane. The sample takes a second; all 2^32 floats take some minutes on two cores:
//   KERATIN_LONG=1 build/tests/runtime_support_tests --gtest_filter='*Long*'
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/runtime/support/accuracy.h"

namespace keratin::lanes_test {
namespace {

class Functions : public testing::TestWithParam<int> {
 protected:
  const Unary function = static_cast<Unary>(GetParam());
  const Promise& promise = promises[GetParam()];
};
INSTANTIATE_TEST_SUITE_P(All, Functions, testing::Range(0, static_cast<int>(unary_count)), [](const auto& info) { return promises[info.param].name; });

TEST_P(Functions, AreAsExactAsPromised) {
  const std::vector<float>& x = sample();
  std::vector<float> y(x.size());
  for (const Level* level : levels()) {
    level->unary[function](x.data(), y.data(), static_cast<long>(x.size()));
    const double most = level->fused ? promise.units : promise.units_without_fma;
    for (size_t i = 0; i < x.size(); ++i)
      ASSERT_LE(error(y[i], promise.exact(x[i])), most) << promise.name << "(" << x[i] << ") is " << y[i] << " on " << level->name;
  }
}

TEST_P(Functions, HaveTheBitsOfOneLaneOnEveryLevelWithFma) {
  const std::vector<float>& x = sample();
  std::vector<float> y(x.size()), one(x.size());
  for (size_t i = 0; i < x.size(); ++i) one[i] = promise.one_lane(x[i]);
  for (const Level* level : levels()) {
    if (!level->fused) continue;
    level->unary[function](x.data(), y.data(), static_cast<long>(x.size()));
    for (size_t i = 0; i < x.size(); ++i) ASSERT_TRUE(same(y[i], one[i])) << promise.name << "(" << x[i] << ") on " << level->name;
  }
}

// Every float in its turn, four million at a time, on two threads.
class Long : public Functions {};
INSTANTIATE_TEST_SUITE_P(All, Long, testing::Range(0, static_cast<int>(unary_count)), [](const auto& info) { return promises[info.param].name; });
TEST_P(Long, AllFloatsAreAsExactAsPromised) {
  if (!std::getenv("KERATIN_LONG")) GTEST_SKIP() << "set KERATIN_LONG=1: it takes minutes";
  constexpr uint32_t block = 1 << 12, blocks = 1 << 20;
  std::atomic<uint32_t> next{0};
  std::mutex mutex;
  std::map<std::string, std::pair<double, float>> worst;  // by level: the error, and where
  auto work = [&] {
    std::vector<float> x(block), y(block), fused(block), nearest(block);
    std::vector<double> exact(block);
    std::map<std::string, std::pair<double, float>> mine;
    for (uint32_t b; (b = next++) < blocks;) {
      for (uint32_t i = 0; i < block; ++i) x[i] = std::bit_cast<float>(b * block + i), exact[i] = promise.exact(x[i]), nearest[i] = static_cast<float>(exact[i]);
      const Level* first_fused = nullptr;
      for (const Level* level : levels()) {
        level->unary[function](x.data(), y.data(), block);
        auto& [most, at] = mine[level->name];
        if (level->fused && first_fused) {  // the same bits, and so the same errors
          for (uint32_t i = 0; i < block; ++i)
            if (!same(y[i], fused[i])) most = HUGE_VAL, at = x[i];
          continue;
        }
        for (uint32_t i = 0; i < block; ++i) {
          if (std::bit_cast<uint32_t>(y[i]) == std::bit_cast<uint32_t>(nearest[i])) continue;  // at most half a unit
          if (const double e = error(y[i], exact[i]); e > most) most = e, at = x[i];
        }
        if (level->fused) first_fused = level, fused = y;
      }
    }
    std::lock_guard lock(mutex);
    for (const auto& [level, w] : mine)
      if (w.first >= worst[level].first) worst[level] = w;
  };
  std::thread other(work);
  work();
  other.join();
  for (const Level* level : levels()) {
    const auto [most, at] = worst[level->name];
    if (most > 0) std::printf("%s on %s: %.4f units at %a\n", promise.name, level->name, most, at);
    else std::printf("%s on %s: the nearest floats, or the bits of the level before\n", promise.name, level->name);
    EXPECT_LE(most, level->fused ? promise.units : promise.units_without_fma) << level->name << " at " << at;
  }
}

TEST(Edges, FollowTheStandardLibrary) {
  const float inf = HUGE_VALF, nan = NAN, tiny = 0x1p-149f;
  const struct { float (*f)(float); float x, y; } rows[] = {
      {one_lane::exp_, 0, 1}, {one_lane::exp_, -0.0f, 1}, {one_lane::exp_, inf, inf}, {one_lane::exp_, -inf, 0}, {one_lane::exp_, nan, nan},
      {one_lane::exp_, 88.72283f, 0x1.fffp127f}, {one_lane::exp_, 88.72284f, inf}, {one_lane::exp_, -103.9720f, tiny}, {one_lane::exp_, -103.9722f, 0},
      {one_lane::exp_, tiny, 1}, {one_lane::expm1_, 0, 0}, {one_lane::expm1_, -0.0f, -0.0f}, {one_lane::expm1_, tiny, tiny}, {one_lane::expm1_, -tiny, -tiny}, {one_lane::expm1_, -18, -1},
      {one_lane::expm1_, -inf, -1}, {one_lane::expm1_, inf, inf}, {one_lane::expm1_, 88.72283f, 0x1.fffp127f}, {one_lane::expm1_, 88.72284f, inf}, {one_lane::expm1_, nan, nan},
      {one_lane::log1p_, 0, 0}, {one_lane::log1p_, -0.0f, -0.0f}, {one_lane::log1p_, tiny, tiny}, {one_lane::log1p_, -tiny, -tiny}, {one_lane::log1p_, -1, -inf}, {one_lane::log1p_, -2, nan},
      {one_lane::log1p_, -inf, nan}, {one_lane::log1p_, inf, inf}, {one_lane::log1p_, nan, nan},
      {one_lane::erf_, 0, 0}, {one_lane::erf_, -0.0f, -0.0f}, {one_lane::erf_, tiny, tiny}, {one_lane::erf_, 5, 1}, {one_lane::erf_, -inf, -1}, {one_lane::erf_, inf, 1}, {one_lane::erf_, nan, nan},
      {one_lane::sin_, 0, 0}, {one_lane::sin_, -0.0f, -0.0f}, {one_lane::sin_, tiny, tiny}, {one_lane::sin_, inf, nan}, {one_lane::sin_, -inf, nan}, {one_lane::sin_, nan, nan},
      {one_lane::cos_, 0, 1}, {one_lane::cos_, -0.0f, 1}, {one_lane::cos_, tiny, 1}, {one_lane::cos_, inf, nan}, {one_lane::cos_, -inf, nan}, {one_lane::cos_, nan, nan},
      // Of all floats, 16367173 * 2^72 is the nearest to a whole number of quarter turns.
      {one_lane::cos_, 0x1.f37c8ap+95f, static_cast<float>(std::cos(0x1.f37c8ap+95))},
      {one_lane::log_, 1, 0}, {one_lane::log_, 0, -inf}, {one_lane::log_, -0.0f, -inf}, {one_lane::log_, inf, inf},
      {one_lane::log_, -1, nan}, {one_lane::log_, -inf, nan}, {one_lane::log_, -tiny, nan}, {one_lane::log_, nan, nan},
      {one_lane::tanh_, 0, 0}, {one_lane::tanh_, -0.0f, -0.0f}, {one_lane::tanh_, inf, 1}, {one_lane::tanh_, -inf, -1}, {one_lane::tanh_, tiny, tiny}, {one_lane::tanh_, nan, nan},
      {one_lane::sigmoid_, 0, 0.5f}, {one_lane::sigmoid_, inf, 1}, {one_lane::sigmoid_, -inf, 0}, {one_lane::sigmoid_, nan, nan},
      {one_lane::floor_, 2.5f, 2}, {one_lane::floor_, -2.5f, -3}, {one_lane::floor_, -0.0f, -0.0f}, {one_lane::floor_, -tiny, -1}, {one_lane::floor_, 0x1p31f, 0x1p31f},
      {one_lane::sign_, -3, -1}, {one_lane::sign_, 0, 0}, {one_lane::sign_, tiny, 1}, {one_lane::sign_, nan, nan},
      {one_lane::sqrt_, -0.0f, -0.0f}, {one_lane::sqrt_, -1, nan}, {one_lane::sqrt_, tiny, 0x1.6a09e6p-75f},
  };
  for (const auto& row : rows) {
    const float y = row.f(row.x);
    if (row.y == 0x1.fffp127f) EXPECT_TRUE(std::isfinite(y) && y > row.y) << y;
    else EXPECT_TRUE(same(y, row.y)) << "f(" << row.x << ") is " << y << ", not " << row.y;
  }
}

TEST(Edges, MaximaAndMinimaCarryNan) {
  EXPECT_EQ(one_lane::max_(1.0f, 2.0f), 2.0f);
  EXPECT_EQ(one_lane::min_(1.0f, 2.0f), 1.0f);
  for (float other : {0.0f, HUGE_VALF, -HUGE_VALF}) {
    EXPECT_TRUE(std::isnan(one_lane::max_(NAN, other)) && std::isnan(one_lane::max_(other, NAN)));
    EXPECT_TRUE(std::isnan(one_lane::min_(NAN, other)) && std::isnan(one_lane::min_(other, NAN)));
  }
}

TEST(Edges, WholeNumbersStayInTheirRange) {
  const struct { float x; int n; } rows[] = {{2.9f, 2}, {-2.9f, -2}, {-0.0f, 0}, {1e10f, 2147483520}, {-1e10f, INT32_MIN}, {HUGE_VALF, 2147483520}, {-HUGE_VALF, INT32_MIN}, {NAN, 0}};
  for (const auto& row : rows) EXPECT_EQ(one_lane::to_int(row.x), row.n) << row.x;
}

TEST(Fma, RoundsOnceOnEveryLevelThatHasIt) {
  // Products whose low half decides: (1 + e)^2 - 1 - 2e is e^2, which two roundings lose.
  const float e = 0x1p-20f, a = 1 + e, c = -1 - 2 * e;
  EXPECT_EQ(one_lane::fma_(a, a, c), 0x1p-40f);
  const std::vector<float>& x = sample();
  std::vector<float> b(x.rbegin(), x.rend()), d(x.size()), y(x.size());
  for (size_t i = 0; i < x.size(); ++i) d[i] = -x[i] * b[i] * (i % 3 ? 1.0f : 0.999f);
  for (const Level* level : levels()) {
    if (!level->fused) continue;
    level->fma(x.data(), b.data(), d.data(), y.data(), static_cast<long>(x.size()));
    for (size_t i = 0; i < x.size(); ++i) ASSERT_TRUE(same(y[i], one_lane::fma_(x[i], b[i], d[i]))) << x[i] << " " << b[i] << " on " << level->name;
  }
}

}  // namespace
}  // namespace keratin::lanes_test
