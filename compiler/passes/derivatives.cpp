// The derivative of every scalar function. At ties: abs has 0 at 0, as sign has; maximum gives all to its first operand
// where that is at least the second, minimum where it is at most the second (TensorFlow's choice), so relu, written
// maximum(0, x), has 0 at 0, as Keras' has. Comparisons with the result instead of the other operand mean the same and
// spare an array.
#include "compiler/passes/sweep.h"
#include "runtime/base/diagnostic.h"

namespace keratin {

OperandGradients derive(Scalar kind, const std::vector<Expr>& x, Expr y, Expr dy) {
  auto zero = [&] { return constant(*dy.builder, 0); };
  switch (kind) {
    case Scalar::copy: return {dy};
    case Scalar::negate: return {-dy};
    case Scalar::abs: return {dy * sign(x[0])};
    case Scalar::exp: return {dy * y};
    case Scalar::expm1: return {dy * (y + 1.0)};
    case Scalar::log: return {dy / x[0]};
    case Scalar::log1p: return {dy / (x[0] + 1.0)};
    case Scalar::sqrt: return {dy * 0.5 / y};
    case Scalar::tanh: return {dy * (1.0 - y * y)};
    case Scalar::sigmoid: return {dy * (y * (1.0 - y))};
    case Scalar::erf: {
      Expr bell = dy * exp(-square(x[0]));
      return {bell * 1.125 + bell * 0.0033791670955126};  // 2 / sqrt(pi) = 1.12837916709…: a literal is a float, so it is two
    }
    case Scalar::sin: return {dy * cos(x[0])};
    case Scalar::cos: return {-(dy * sin(x[0]))};
    case Scalar::add: return {dy, dy};
    case Scalar::subtract: return {dy, -dy};
    case Scalar::multiply: return {dy * x[1], dy * x[0]};
    case Scalar::divide: return {dy / x[1], -(dy * y) / x[1]};
    case Scalar::maximum: {
      Expr first = x[0] >= y;
      return {select(first, dy, zero()), select(first, zero(), dy)};
    }
    case Scalar::minimum: {
      Expr first = x[0] <= y;
      return {select(first, dy, zero()), select(first, zero(), dy)};
    }
    case Scalar::power: {
      Expr positive = x[0] > 0.0;
      return {dy * (x[1] * power(x[0], x[1] - 1.0)), dy * select(positive, y * log(select(positive, x[0], constant(*dy.builder, 1))), zero())};
    }
    case Scalar::select: return {std::nullopt, select(x[0], dy, zero()), select(x[0], zero(), dy)};
    case Scalar::fma: return {dy * x[1], dy * x[0], dy};
    case Scalar::sign:
    case Scalar::floor:
    case Scalar::round:
    case Scalar::logical_not:
    case Scalar::is_nan:
    case Scalar::to_float:
    case Scalar::to_int:
    case Scalar::remainder:
    case Scalar::equal:
    case Scalar::not_equal:
    case Scalar::less:
    case Scalar::less_equal:
    case Scalar::greater:
    case Scalar::greater_equal:
    case Scalar::logical_and:
    case Scalar::logical_or: return OperandGradients(x.size());  // steps: nothing flows
    case Scalar::uniform: break;
  }
  internal_failure(__FILE__, __LINE__, "a scalar function of graphs has a derivative");
}

}  // namespace keratin
