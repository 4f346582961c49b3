// Every scalar function: its value in double and in float, at plain numbers, zeros of both signs, infinities and NaN.
#include <bit>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "compiler/ir/evaluate.h"

namespace keratin::testing {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

template <class Real>
Plain<Real> one(Element element, double x) {
  Plain<Real> p{{element}, {}, {}};
  if (element == Element::f32) p.numbers = {static_cast<Real>(x)};
  else p.integers = {static_cast<int32_t>(x)};
  return p;
}
template <class Real>
double value_of(Scalar kind, Element element, const std::vector<double>& x) {
  Builder b;
  Bindings<Real> given;
  std::vector<Expr> operands;
  for (size_t i = 0; i < x.size(); ++i) {
    const Element own = kind == Scalar::select && i == 0 ? Element::boolean : element;
    const std::string name(1, static_cast<char>('a' + i));
    operands.push_back(input(b, name, Role::data, {own}));
    given[name] = one<Real>(own, x[i]);
  }
  output(b, "y", map(kind, operands));
  const Plain<Real> y = evaluate(b.graph, given).at("y");
  return y.type.element == Element::f32 ? static_cast<double>(y.numbers[0]) : y.integers[0];
}
// NaN equals NaN; a zero has its sign. Otherwise `ulps` steps of a float apart, or of a double's last bits.
::testing::AssertionResult near(double got, double want, double epsilon, int ulps) {
  if (want != want) return got != got ? ::testing::AssertionSuccess() : ::testing::AssertionFailure() << got << " is no NaN";
  if (want == 0 || std::isinf(want)) {
    if (got == want && std::signbit(got) == std::signbit(want)) return ::testing::AssertionSuccess();
  } else if (std::abs(got - want) <= ulps * epsilon * std::abs(want)) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << got << " is not " << want;
}

struct Row {
  Scalar kind;
  std::vector<double> x;
  double want;
  Element element = Element::f32;
  int ulps = 0;  // how far the float may be: what runtime/support promises of its polynomials; 0: exact
};
const double e = std::exp(1.0);
const Row rows[] = {
    {Scalar::copy, {-0.0}, -0.0}, {Scalar::copy, {nan}, nan}, {Scalar::copy, {-7}, -7, Element::i32},
    {Scalar::negate, {2}, -2}, {Scalar::negate, {0.0}, -0.0}, {Scalar::negate, {nan}, nan}, {Scalar::negate, {5}, -5, Element::i32},
    {Scalar::abs, {-2}, 2}, {Scalar::abs, {-0.0}, 0.0}, {Scalar::abs, {-inf}, inf}, {Scalar::abs, {nan}, nan},
    {Scalar::sign, {-3}, -1}, {Scalar::sign, {inf}, 1}, {Scalar::sign, {0.0}, 0.0}, {Scalar::sign, {-0.0}, -0.0}, {Scalar::sign, {nan}, nan},
    {Scalar::exp, {0}, 1}, {Scalar::exp, {1}, e, Element::f32, 1}, {Scalar::exp, {-inf}, 0}, {Scalar::exp, {inf}, inf}, {Scalar::exp, {1000}, inf}, {Scalar::exp, {nan}, nan},
    {Scalar::expm1, {-0.0}, -0.0}, {Scalar::expm1, {1e-4}, std::expm1(1e-4), Element::f32, 2}, {Scalar::expm1, {-2}, std::expm1(-2.0), Element::f32, 2}, {Scalar::expm1, {-inf}, -1}, {Scalar::expm1, {inf}, inf}, {Scalar::expm1, {nan}, nan},
    {Scalar::log, {1}, 0}, {Scalar::log, {8}, std::log(8.0), Element::f32, 1}, {Scalar::log, {0.0}, -inf}, {Scalar::log, {-0.0}, -inf}, {Scalar::log, {-1}, nan}, {Scalar::log, {inf}, inf}, {Scalar::log, {nan}, nan},
    {Scalar::log1p, {-0.0}, -0.0}, {Scalar::log1p, {1e-4}, std::log1p(1e-4), Element::f32, 2}, {Scalar::log1p, {7}, std::log(8.0), Element::f32, 2}, {Scalar::log1p, {-1}, -inf}, {Scalar::log1p, {-2}, nan}, {Scalar::log1p, {inf}, inf}, {Scalar::log1p, {nan}, nan},
    {Scalar::sqrt, {9}, 3}, {Scalar::sqrt, {-0.0}, -0.0}, {Scalar::sqrt, {-1}, nan}, {Scalar::sqrt, {inf}, inf}, {Scalar::sqrt, {nan}, nan},
    {Scalar::tanh, {0.5}, std::tanh(0.5), Element::f32, 2}, {Scalar::tanh, {-0.0}, -0.0}, {Scalar::tanh, {-inf}, -1}, {Scalar::tanh, {50}, 1}, {Scalar::tanh, {nan}, nan},
    {Scalar::sigmoid, {0}, 0.5}, {Scalar::sigmoid, {2}, 1 / (1 + std::exp(-2.0)), Element::f32, 2}, {Scalar::sigmoid, {-inf}, 0}, {Scalar::sigmoid, {inf}, 1}, {Scalar::sigmoid, {nan}, nan},
    {Scalar::erf, {-0.0}, -0.0}, {Scalar::erf, {0.5}, std::erf(0.5), Element::f32, 2}, {Scalar::erf, {-1.5}, std::erf(-1.5), Element::f32, 2}, {Scalar::erf, {inf}, 1}, {Scalar::erf, {-inf}, -1}, {Scalar::erf, {nan}, nan},
    {Scalar::sin, {-0.0}, -0.0}, {Scalar::sin, {1}, std::sin(1.0), Element::f32, 2}, {Scalar::sin, {-0x1p73}, -std::sin(0x1p73), Element::f32, 2}, {Scalar::sin, {inf}, nan}, {Scalar::sin, {-inf}, nan}, {Scalar::sin, {nan}, nan},
    {Scalar::cos, {-0.0}, 1}, {Scalar::cos, {2}, std::cos(2.0), Element::f32, 2}, {Scalar::cos, {-0x1p73}, std::cos(0x1p73), Element::f32, 2}, {Scalar::cos, {inf}, nan}, {Scalar::cos, {-inf}, nan}, {Scalar::cos, {nan}, nan},
    {Scalar::floor, {2.5}, 2}, {Scalar::floor, {-2.5}, -3}, {Scalar::floor, {-0.0}, -0.0}, {Scalar::floor, {1e9}, 1e9}, {Scalar::floor, {-inf}, -inf}, {Scalar::floor, {nan}, nan},
    {Scalar::round, {2.5}, 2}, {Scalar::round, {3.5}, 4}, {Scalar::round, {-0.4}, -0.0}, {Scalar::round, {-0.0}, -0.0}, {Scalar::round, {8388609}, 8388609}, {Scalar::round, {-inf}, -inf}, {Scalar::round, {nan}, nan},
    {Scalar::logical_not, {0}, 1, Element::boolean}, {Scalar::logical_not, {1}, 0, Element::boolean},
    {Scalar::is_nan, {nan}, 1}, {Scalar::is_nan, {inf}, 0}, {Scalar::is_nan, {3}, 0, Element::i32},
    {Scalar::to_float, {-7}, -7, Element::i32}, {Scalar::to_float, {16777217}, 16777216, Element::i32},  // as a float holds it
    {Scalar::to_int, {2.9}, 2}, {Scalar::to_int, {-2.9}, -2}, {Scalar::to_int, {nan}, 0}, {Scalar::to_int, {1e20}, 2147483520}, {Scalar::to_int, {-inf}, -2147483648.0},
    {Scalar::add, {2, 3}, 5}, {Scalar::add, {inf, -inf}, nan}, {Scalar::add, {-0.0, -0.0}, -0.0}, {Scalar::add, {2147483647, 1}, -2147483648.0, Element::i32},  // wraps
    {Scalar::subtract, {2, 3}, -1}, {Scalar::subtract, {3, 3}, 0}, {Scalar::subtract, {2, 3}, -1, Element::i32},
    {Scalar::multiply, {2, 3}, 6}, {Scalar::multiply, {0, inf}, nan}, {Scalar::multiply, {-1, 0}, -0.0}, {Scalar::multiply, {2, -3}, -6, Element::i32},
    {Scalar::divide, {3, 2}, 1.5}, {Scalar::divide, {1, -0.0}, -inf}, {Scalar::divide, {0, 0}, nan}, {Scalar::divide, {-7, 2}, -3, Element::i32},  // towards zero
    // On a tie the second; a NaN on either side stays.
    {Scalar::maximum, {2, 3}, 3}, {Scalar::maximum, {0.0, -0.0}, -0.0}, {Scalar::maximum, {-0.0, 0.0}, 0.0}, {Scalar::maximum, {nan, 1}, nan}, {Scalar::maximum, {1, nan}, nan},
    {Scalar::maximum, {-inf, -5}, -5}, {Scalar::maximum, {2, -3}, 2, Element::i32},
    {Scalar::minimum, {2, 3}, 2}, {Scalar::minimum, {0.0, -0.0}, -0.0}, {Scalar::minimum, {-0.0, 0.0}, 0.0}, {Scalar::minimum, {nan, 1}, nan}, {Scalar::minimum, {1, nan}, nan},
    {Scalar::minimum, {inf, 5}, 5}, {Scalar::minimum, {2, -3}, -3, Element::i32},
    {Scalar::power, {2, 10}, 1024, Element::f32, 1}, {Scalar::power, {2, -0.5}, std::sqrt(0.5), Element::f32, 2}, {Scalar::power, {0, 0}, 1}, {Scalar::power, {nan, 0}, 1},
    {Scalar::power, {-2, 3}, -8, Element::f32, 1}, {Scalar::power, {-2, 0.5}, nan}, {Scalar::power, {0, -1}, inf}, {Scalar::power, {-0.0, -1}, -inf}, {Scalar::power, {inf, -1}, 0}, {Scalar::power, {1, nan}, 1}, {Scalar::power, {2, nan}, nan},
    {Scalar::remainder, {7, 3}, 1, Element::i32}, {Scalar::remainder, {6, 3}, 0, Element::i32},
    {Scalar::equal, {2, 2}, 1}, {Scalar::equal, {0.0, -0.0}, 1}, {Scalar::equal, {nan, nan}, 0}, {Scalar::equal, {2, 3}, 0, Element::i32},
    {Scalar::not_equal, {2, 2}, 0}, {Scalar::not_equal, {nan, nan}, 1}, {Scalar::not_equal, {2, 3}, 1, Element::i32},
    {Scalar::less, {2, 3}, 1}, {Scalar::less, {3, 3}, 0}, {Scalar::less, {nan, 3}, 0}, {Scalar::less, {-1, 0}, 1, Element::i32},
    {Scalar::less_equal, {3, 3}, 1}, {Scalar::less_equal, {4, 3}, 0}, {Scalar::less_equal, {3, nan}, 0},
    {Scalar::greater, {3, 2}, 1}, {Scalar::greater, {3, 3}, 0}, {Scalar::greater, {nan, 3}, 0},
    {Scalar::greater_equal, {3, 3}, 1}, {Scalar::greater_equal, {2, 3}, 0}, {Scalar::greater_equal, {3, nan}, 0},
    {Scalar::logical_and, {1, 1}, 1, Element::boolean}, {Scalar::logical_and, {1, 0}, 0, Element::boolean},
    {Scalar::logical_or, {0, 1}, 1, Element::boolean}, {Scalar::logical_or, {0, 0}, 0, Element::boolean},
    {Scalar::select, {1, 2, 3}, 2}, {Scalar::select, {0, 2, nan}, nan}, {Scalar::select, {0, nan, 3}, 3}, {Scalar::select, {1, 2, 3}, 2, Element::i32}, {Scalar::select, {0, 1, 0}, 0, Element::boolean},
    {Scalar::fma, {2, 3, 4}, 10}, {Scalar::fma, {0, inf, 1}, nan}, {Scalar::fma, {1, nan, 1}, nan},
};

TEST(Scalar, EveryRowInDoubleAndFloat) {
  for (const Row& row : rows) {
    std::string what = std::string(info(row.kind).name);
    for (double x : row.x) what += " " + std::to_string(x);
    // A double's own functions are off by an ulp at most; what has one in float has one here.
    EXPECT_TRUE(near(value_of<double>(row.kind, row.element, row.x), row.want, 0x1p-52, row.ulps ? 1 : 0)) << what;
    EXPECT_TRUE(near(value_of<float>(row.kind, row.element, row.x), row.want, 0x1p-23, row.ulps)) << what;
  }
}

// A new function has no example yet: this fails until it has one.
TEST(Scalar, EveryFunctionHasARow) {
  std::set<Scalar> seen = {Scalar::uniform};  // of kernels alone; graphs have Random
  for (const Row& row : rows) seen.insert(row.kind);
  for (size_t i = 0; i < scalar_table.size(); ++i) EXPECT_TRUE(seen.count(static_cast<Scalar>(i))) << scalar_table[i].name;
}

TEST(Scalar, TableIsFoundByName) {
  for (size_t i = 0; i < scalar_table.size(); ++i) EXPECT_EQ(find_scalar(scalar_table[i].name), static_cast<Scalar>(i));
  EXPECT_EQ(find_scalar("glorp"), std::nullopt);
}

// relu, clip and friends are maximum and minimum: a NaN goes through.
TEST(Scalar, ReluAndClipPassANanOn) {
  Builder b;
  Expr x = input(b, "x", Role::data, {Element::f32, {4}});
  output(b, "relu", maximum(constant(b, 0), x));
  output(b, "clip", minimum(maximum(x, -1.0), 1.0));
  const Bindings<float> y = evaluate<float>(b.graph, {{"x", {x.type(), {-2, -0.0f, 3, static_cast<float>(nan)}, {}}}});
  EXPECT_EQ(std::vector<float>(y.at("relu").numbers.begin(), y.at("relu").numbers.begin() + 3), (std::vector<float>{0, 0, 3}));
  EXPECT_EQ(std::vector<float>(y.at("clip").numbers.begin(), y.at("clip").numbers.begin() + 3), (std::vector<float>{-1, 0, 1}));
  EXPECT_TRUE(std::isnan(y.at("relu").numbers[3]) && std::isnan(y.at("clip").numbers[3]));
}

}  // namespace
}  // namespace keratin::testing
