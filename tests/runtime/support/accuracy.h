// What the prelude's functions promise, and how it is measured: the distance to the exact result in units of its last place.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "runtime/support/one_lane.h"
#include "tests/runtime/support/lanes.h"

namespace keratin::lanes_test {

// The reference is libm in double: its own error of about 2^-53 is 2^-29 units of a float. Over all 2^32 floats the largest
// errors are exp 1.0267, expm1 1.4471, log 0.8266, log1p 1.3836, tanh 1.3320, sigmoid 2.4019, erf 1.1339, sin 1.5356,
// cos 1.5331 units; without fma exp 0.9917, expm1 1.5000, log 0.8233, erf 1.2364, sin 2.4942, cos 2.4816.
struct Promise {
  const char* name;
  double (*exact)(double);
  float (*one_lane)(float);
  double units, units_without_fma;  // the largest error
};
inline double logistic(double x) { return 1 / (1 + std::exp(-x)); }
inline const Promise promises[unary_count] = {
    {"exp", [](double x) { return std::exp(x); }, one_lane::exp_, 1.03, 1},
    {"expm1", [](double x) { return std::expm1(x); }, one_lane::expm1_, 1.45, 1.51},
    {"log", [](double x) { return std::log(x); }, one_lane::log_, 0.83, 0.83},
    {"log1p", [](double x) { return std::log1p(x); }, one_lane::log1p_, 1.39, 1.39},
    {"tanh", [](double x) { return std::tanh(x); }, one_lane::tanh_, 1.34, 1.34},
    {"sigmoid", logistic, one_lane::sigmoid_, 2.41, 2.41},
    {"erf", [](double x) { return std::erf(x); }, one_lane::erf_, 1.14, 1.24},
    {"sin", [](double x) { return std::sin(x); }, one_lane::sin_, 1.54, 2.5},
    {"cos", [](double x) { return std::cos(x); }, one_lane::cos_, 1.54, 2.49},
    {"sqrt", [](double x) { return std::sqrt(x); }, one_lane::sqrt_, 0.5, 0.5},
    {"floor", [](double x) { return std::floor(x); }, one_lane::floor_, 0, 0},
    {"round", [](double x) { return std::nearbyint(x); }, one_lane::round_, 0, 0},
};
// x^y is e^(y log x), so an error of the logarithm counts |y log x| times, up to 89. In two floats it is about 2^-30, which
// makes 3 units and twice as many where the result's mantissa is near 1; 24 million pairs give 6.3. Without fma the second
// float of y log x is lost, 2^-24, which makes up to 180.
inline constexpr double power_units = 8, power_units_without_fma = 180;

// One unit in the last place of a float near `exact`; subnormals have all the same.
inline double unit(double exact) {
  const uint64_t exponent = std::bit_cast<uint64_t>(exact) >> 52 & 2047;  // 1023 for 1
  return std::bit_cast<double>((std::max<uint64_t>(exponent, 1023 - 126) - 23) << 52);
}
// Infinite where the kind is wrong: NaN, infinity or the sign of a zero. Infinity counts as 2^128 beside finite results.
inline double error(float got, double exact) {
  constexpr double wrong = HUGE_VAL, end = 0x1p128, largest = 0x1.ffffffp127;  // from here on infinity is nearest
  if (std::isnan(exact) || std::isnan(got)) return std::isnan(exact) && std::isnan(got) ? 0 : wrong;
  if (exact == 0) return got == 0 && std::signbit(got) == std::signbit(exact) ? 0 : wrong;
  if (std::isinf(exact)) return got == exact ? 0 : wrong;
  if (std::fabs(exact) >= largest && std::isinf(got)) return (got > 0) == (exact > 0) ? 0 : wrong;
  const double bounded = std::clamp(exact, -end, end), value = std::clamp<double>(got, -end, end);
  return std::fabs(value - bounded) / unit(std::clamp(exact, -0x1p127, 0x1p127));
}

// About a million floats: every exponent with both signs, the ends of its mantissas and some between them. Zeros,
// subnormals, infinities and NaN are exponents 0 and 255.
inline const std::vector<float>& sample() {
  static const std::vector<float> values = [] {
    std::vector<float> out;
    uint32_t state = 1;
    for (uint32_t head = 0; head < 512; ++head)
      for (int i = 0; i < 2048; ++i) {
        static constexpr uint32_t ends[] = {0, 1, 2, 3, 0x3fffff, 0x400000, 0x400001, 0x3504f3, 0x3504f4, 0x7ffffd, 0x7ffffe, 0x7fffff};
        state = state * 1664525 + 1013904223;
        out.push_back(std::bit_cast<float>(head << 23 | (i < 12 ? ends[i] : state >> 9)));
      }
    return out;
  }();
  return values;
}

// The levels that this processor has.
inline std::vector<const Level*> levels() {
  std::vector<const Level*> out{&level_v2};
  if (__builtin_cpu_supports("x86-64-v3")) out.push_back(&level_v3);
  if (__builtin_cpu_supports("x86-64-v4")) out.push_back(&level_v4);
  return out;
}
inline bool same(float a, float b) { return std::bit_cast<uint32_t>(a) == std::bit_cast<uint32_t>(b) || (std::isnan(a) && std::isnan(b)); }

}  // namespace keratin::lanes_test
