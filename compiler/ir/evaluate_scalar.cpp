#include "compiler/ir/evaluate_scalar.h"

#include <algorithm>
#include <cmath>

#include "runtime/base/diagnostic.h"
#include "runtime/support/one_lane.h"

namespace keratin {

double apply(Scalar kind, double a, double b, double c) {
  switch (kind) {
    case Scalar::copy: return a;
    case Scalar::negate: return -a;
    case Scalar::abs: return std::fabs(a);
    case Scalar::sign: return a > 0 ? 1 : a < 0 ? -1 : a;
    case Scalar::exp: return std::exp(a);
    case Scalar::expm1: return std::expm1(a);
    case Scalar::log: return std::log(a);
    case Scalar::log1p: return std::log1p(a);
    case Scalar::sqrt: return std::sqrt(a);
    case Scalar::tanh: return std::tanh(a);
    case Scalar::sigmoid: return 1 / (1 + std::exp(-a));
    case Scalar::erf: return std::erf(a);
    case Scalar::sin: return std::sin(a);
    case Scalar::cos: return std::cos(a);
    case Scalar::floor: return std::floor(a);
    case Scalar::round: return std::nearbyint(a);
    case Scalar::add: return a + b;
    case Scalar::subtract: return a - b;
    case Scalar::multiply: return a * b;
    case Scalar::divide: return a / b;
    case Scalar::maximum: return a > b || a != a ? a : b;
    case Scalar::minimum: return a < b || a != a ? a : b;
    case Scalar::power: return std::pow(a, b);
    case Scalar::fma: return std::fma(a, b, c);
    default: internal_failure(__FILE__, __LINE__, "a function of numbers");
  }
}
float apply(Scalar kind, float a, float b, float c) {
  using namespace one_lane;
  switch (kind) {
    case Scalar::copy: return a;
    case Scalar::negate: return -a;
    case Scalar::abs: return abs_(a);
    case Scalar::sign: return sign_(a);
    case Scalar::exp: return exp_(a);
    case Scalar::expm1: return expm1_(a);
    case Scalar::log: return log_(a);
    case Scalar::log1p: return log1p_(a);
    case Scalar::sqrt: return sqrt_(a);
    case Scalar::tanh: return tanh_(a);
    case Scalar::sigmoid: return sigmoid_(a);
    case Scalar::erf: return erf_(a);
    case Scalar::sin: return sin_(a);
    case Scalar::cos: return cos_(a);
    case Scalar::floor: return floor_(a);
    case Scalar::round: return round_(a);
    case Scalar::add: return a + b;
    case Scalar::subtract: return a - b;
    case Scalar::multiply: return a * b;
    case Scalar::divide: return a / b;
    case Scalar::maximum: return max_(a, b);
    case Scalar::minimum: return min_(a, b);
    case Scalar::power: return pow_(a, b);
    case Scalar::fma: return fma_(a, b, c);
    default: internal_failure(__FILE__, __LINE__, "a function of numbers");
  }
}
int32_t apply(Scalar kind, int32_t a, int32_t b) {
  const int64_t x = a, y = b;
  switch (kind) {
    case Scalar::copy: return a;
    case Scalar::negate: return static_cast<int32_t>(-x);
    case Scalar::add: return static_cast<int32_t>(x + y);
    case Scalar::subtract: return static_cast<int32_t>(x - y);
    case Scalar::multiply: return static_cast<int32_t>(x * y);
    case Scalar::divide: return y == 0 ? 0 : static_cast<int32_t>(x / y);
    case Scalar::remainder: return y == 0 ? 0 : static_cast<int32_t>(x % y);
    case Scalar::maximum: return std::max(a, b);
    case Scalar::minimum: return std::min(a, b);
    case Scalar::logical_not: return !a;
    case Scalar::logical_and: return a & b;
    case Scalar::logical_or: return a | b;
    default: internal_failure(__FILE__, __LINE__, "a function of whole numbers");
  }
}

template <class T>
bool compare(Scalar kind, T a, T b) {
  switch (kind) {
    case Scalar::is_nan: return a != a;
    case Scalar::equal: return a == b;
    case Scalar::not_equal: return a != b;
    case Scalar::less: return a < b;
    case Scalar::less_equal: return a <= b;
    case Scalar::greater: return a > b;
    case Scalar::greater_equal: return a >= b;
    default: internal_failure(__FILE__, __LINE__, "a comparison");
  }
}
template bool compare(Scalar, double, double);
template bool compare(Scalar, float, float);
template bool compare(Scalar, int32_t, int32_t);

}  // namespace keratin
