// x^y: the standard's rules at the edges, and the promised distance between them.
#include <gtest/gtest.h>

#include "tests/runtime/support/accuracy.h"

namespace keratin::lanes_test {
namespace {

struct Pairs {
  std::vector<float> x, y;
};

// Every base of a thinned sample, with exponents that spread the results over all that a float can hold and a bit more.
Pairs spread() {
  Pairs out;
  uint32_t state = 1;
  for (size_t i = 0; i < sample().size(); ++i) {
    const float x = std::fabs(sample()[i]);
    state = state * 1664525 + 1013904223;
    const double wanted = (state / 4294967296.0 - 0.5) * 210;  // of y log x: results from 2^-151 to 2^151
    const double log = std::log(static_cast<double>(x));
    out.x.push_back(x), out.y.push_back(static_cast<float>(std::isfinite(log) && log != 0 ? wanted / log : wanted));
  }
  // Bases around one, where exponents are large and the logarithm's last bits count most.
  for (int i = -100000; i < 100000; ++i) {
    state = state * 1664525 + 1013904223;
    out.x.push_back(1 + static_cast<float>(i) * 4e-6f), out.y.push_back(static_cast<float>((state / 4294967296.0 - 0.5) * 180 / std::log(out.x.back() * (1 + 1e-9))));
  }
  return out;
}

TEST(Power, IsAsExactAsPromised) {
  const Pairs p = spread();
  std::vector<float> z(p.x.size());
  for (const Level* level : levels()) {
    level->power(p.x.data(), p.y.data(), z.data(), static_cast<long>(z.size()));
    for (size_t i = 0; i < z.size(); ++i) {
      const double exact = std::pow(static_cast<double>(p.x[i]), static_cast<double>(p.y[i]));
      ASSERT_LE(error(z[i], exact), level->fused ? power_units : power_units_without_fma) << p.x[i] << " ^ " << p.y[i] << " is " << z[i] << " on " << level->name;
    }
  }
}

TEST(Power, HasTheBitsOfOneLaneOnEveryLevelWithFma) {
  const Pairs p = spread();
  std::vector<float> z(p.x.size());
  for (const Level* level : levels()) {
    if (!level->fused) continue;
    level->power(p.x.data(), p.y.data(), z.data(), static_cast<long>(z.size()));
    for (size_t i = 0; i < z.size(); i += 3) ASSERT_TRUE(same(z[i], one_lane::pow_(p.x[i], p.y[i]))) << p.x[i] << " ^ " << p.y[i] << " on " << level->name;
  }
}

TEST(Power, FollowsTheStandardAtTheEdges) {
  std::vector<float> edges;
  for (float x : {0.0f, 0x1p-149f, 0x1.fffffcp-127f, 0x1p-126f, 0.3f, 0.5f, 0.99999994f, 1.0f, 1.0000001f, 1.5f, 2.0f, 2.5f, 3.0f, 7.0f, 64.0f, 8388607.0f, 8388608.0f, 16777215.0f, 16777216.0f, 3e9f, 0x1.fffffep127f, HUGE_VALF, NAN})
    edges.push_back(x), edges.push_back(-x);
  for (float x : edges)
    for (float y : edges) {
      const double exact = std::pow(static_cast<double>(x), static_cast<double>(y));
      // A double underflows later: what is under half of the smallest float is zero.
      const float got = one_lane::pow_(x, y);
      if (std::fabs(exact) <= 0x1p-150) EXPECT_TRUE(got == 0 && std::signbit(got) == std::signbit(exact)) << x << " ^ " << y << " is " << got;
      else EXPECT_LE(error(got, exact), power_units) << x << " ^ " << y << " is " << got << ", not " << exact;
    }
}

}  // namespace
}  // namespace keratin::lanes_test
