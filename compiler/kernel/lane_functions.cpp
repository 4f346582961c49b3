// One line a function: the prelude's, with one lane.
#include "compiler/kernel/lane_functions.h"

#include "runtime/base/diagnostic.h"
#include "runtime/support/one_lane.h"

namespace keratin::kernel {

namespace {

Lane number(float x) { return {.number = x}; }
Lane integer(int32_t i) { return {.integer = i}; }

// Whole numbers wrap around, as vector registers do.
int32_t wrapped(uint32_t bits) { return static_cast<int32_t>(bits); }

Lane on_integers(Scalar op, int32_t a, int32_t b) {
  const uint32_t x = static_cast<uint32_t>(a), y = static_cast<uint32_t>(b);
  switch (op) {
    case Scalar::copy: return integer(a);
    case Scalar::negate: return integer(wrapped(0u - x));
    case Scalar::add: return integer(wrapped(x + y));
    case Scalar::subtract: return integer(wrapped(x - y));
    case Scalar::multiply: return integer(wrapped(x * y));
    case Scalar::divide:
    case Scalar::remainder:
      check(b != 0 && !(a == INT32_MIN && b == -1), "a kernel divides whole numbers by zero");
      return integer(op == Scalar::divide ? a / b : a % b);
    case Scalar::maximum: return integer(one_lane::max_(a, b));
    case Scalar::minimum: return integer(one_lane::min_(a, b));
    case Scalar::is_nan: return integer(0);
    case Scalar::equal: return integer(a == b);
    case Scalar::not_equal: return integer(a != b);
    case Scalar::less: return integer(a < b);
    case Scalar::less_equal: return integer(a <= b);
    case Scalar::greater: return integer(a > b);
    case Scalar::greater_equal: return integer(a >= b);
    default: internal_failure(__FILE__, __LINE__, "not a function of whole numbers");
  }
}

Lane on_numbers(Scalar op, float a, float b) {
  switch (op) {
    case Scalar::copy: return number(a);
    case Scalar::negate: return number(-a);
    case Scalar::abs: return number(one_lane::abs_(a));
    case Scalar::sign: return number(one_lane::sign_(a));
    case Scalar::exp: return number(one_lane::exp_(a));
    case Scalar::expm1: return number(one_lane::expm1_(a));
    case Scalar::log: return number(one_lane::log_(a));
    case Scalar::log1p: return number(one_lane::log1p_(a));
    case Scalar::sqrt: return number(one_lane::sqrt_(a));
    case Scalar::tanh: return number(one_lane::tanh_(a));
    case Scalar::sigmoid: return number(one_lane::sigmoid_(a));
    case Scalar::erf: return number(one_lane::erf_(a));
    case Scalar::sin: return number(one_lane::sin_(a));
    case Scalar::cos: return number(one_lane::cos_(a));
    case Scalar::floor: return number(one_lane::floor_(a));
    case Scalar::round: return number(one_lane::round_(a));
    case Scalar::power: return number(one_lane::pow_(a, b));
    case Scalar::add: return number(a + b);
    case Scalar::subtract: return number(a - b);
    case Scalar::multiply: return number(a * b);
    case Scalar::divide: return number(a / b);
    case Scalar::maximum: return number(one_lane::max_(a, b));
    case Scalar::minimum: return number(one_lane::min_(a, b));
    case Scalar::is_nan: return integer(a != a);
    case Scalar::equal: return integer(a == b);
    case Scalar::not_equal: return integer(a != b);
    case Scalar::less: return integer(a < b);
    case Scalar::less_equal: return integer(a <= b);
    case Scalar::greater: return integer(a > b);
    case Scalar::greater_equal: return integer(a >= b);
    default: internal_failure(__FILE__, __LINE__, "not a function of numbers");
  }
}

}  // namespace

Lane apply(Scalar op, Type type, const Lane* of) {
  switch (op) {
    case Scalar::to_float: return number(one_lane::to_float(of[0].integer));
    case Scalar::to_int: return integer(one_lane::to_int(of[0].number));
    case Scalar::logical_not: return integer(of[0].integer == 0);
    case Scalar::logical_and: return integer(of[0].integer & of[1].integer);
    case Scalar::logical_or: return integer(of[0].integer | of[1].integer);
    case Scalar::select: return of[0].integer ? of[1] : of[2];
    case Scalar::fma: return number(one_lane::fma_(of[0].number, of[1].number, of[2].number));
    case Scalar::uniform: return number(one_lane::uniform_(of[0].integer, of[1].integer, of[2].integer, of[3].integer));
    default: break;
  }
  const Lane second = info(op).arity > 1 ? of[1] : of[0];
  return type == Type::number ? on_numbers(op, of[0].number, second.number) : on_integers(op, of[0].integer, second.integer);
}

float fold(Fold kind, float mine, float other) {
  switch (kind) {
    case Fold::sum: return mine + other;
    case Fold::max: return one_lane::max_(mine, other);
    case Fold::min: return one_lane::min_(mine, other);
  }
  return mine;
}

}  // namespace keratin::kernel
