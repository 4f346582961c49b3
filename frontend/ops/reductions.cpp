// What folds axes. Over the batch, the rows that are there are folded.
#include "frontend/ops/rules.h"

namespace keratin {
namespace {

Axes axes(Expr x, const OpSettings& call) { return axes_of(call, "axis", x.rank()); }
Expr fold(ReduceKind kind, Expr x, const OpSettings& call) { return reduce(kind, numbers(x), axes(x, call), flag_of(call, "keepdims")); }
// One axis at a time, the last one first: the gradient goes to one element along each.
Expr extreme(ReduceKind kind, Expr x, const OpSettings& call) {
  const Axes all = axes(x, call);
  x = numbers(x);
  for (size_t i = all.size(); i-- > 0;) x = reduce(kind, x, {all[i]}, flag_of(call, "keepdims"));
  return x;
}

// The largest element, as a number that gradients do not see: shifting by it changes no result.
Expr largest(Expr x, const Axes& axes) { return stop_gradient(max(x, axes, true)); }

}  // namespace

Expr op_sum(Builder&, std::span<const Expr> x, const OpSettings& call) { return fold(ReduceKind::sum, x[0], call); }
Expr op_max(Builder&, std::span<const Expr> x, const OpSettings& call) { return extreme(ReduceKind::max, x[0], call); }
Expr op_min(Builder&, std::span<const Expr> x, const OpSettings& call) { return extreme(ReduceKind::min, x[0], call); }
Expr op_prod(Builder&, std::span<const Expr> x, const OpSettings& call) { return fold(ReduceKind::product, x[0], call); }
Expr op_mean(Builder&, std::span<const Expr> x, const OpSettings& call) { return mean(numbers(x[0]), axes(x[0], call), flag_of(call, "keepdims")); }
Expr op_var(Builder&, std::span<const Expr> x, const OpSettings& call) {
  Expr f = numbers(x[0]);
  return mean(square(f - mean(f, axes(f, call), true)), axes(f, call), flag_of(call, "keepdims"));
}
Expr op_std(Builder& b, std::span<const Expr> x, const OpSettings& call) { return sqrt(op_var(b, x, call)); }
Expr op_all(Builder&, std::span<const Expr> x, const OpSettings& call) { return all(truth(x[0]), axes(x[0], call), flag_of(call, "keepdims")); }
Expr op_any(Builder&, std::span<const Expr> x, const OpSettings& call) { return any(truth(x[0]), axes(x[0], call), flag_of(call, "keepdims")); }
Expr op_argmax(Builder&, std::span<const Expr> x, const OpSettings& call) {
  if (!call.find("axis") && x[0].rank() != 1) refuse(call, "K2405", "needs the setting `axis`: an index into all axes at once means nothing here", "write `argmax(x, -1)` for the last axis");
  const int64_t axis = call.find("axis") ? axis_of(call, "axis", x[0].rank()) : 0;
  Expr found = argmax(numbers(x[0]), axis);
  if (!flag_of(call, "keepdims")) return found;
  Type kept = x[0].type();
  kept.shape[axis] = 1;
  if (kept.batch_axis == axis) kept.batch_axis = -1;
  return reshaped(call, found, kept);
}

Expr op_softmax(Builder&, std::span<const Expr> x, const OpSettings& call) {
  Expr f = numbers(x[0]);
  Expr e = exp(f - largest(f, axes(f, call)));
  return e / sum(e, axes(f, call), true);
}
Expr op_log_softmax(Builder&, std::span<const Expr> x, const OpSettings& call) {
  Expr f = numbers(x[0]);
  Expr shifted = f - largest(f, axes(f, call));
  return shifted - log(sum(exp(shifted), axes(f, call), true));
}
// Where the largest is infinite nothing is shifted, or infinity less infinity would be NaN.
Expr op_logsumexp(Builder& b, std::span<const Expr> x, const OpSettings& call) {
  Expr f = numbers(x[0]), top = largest(f, axes(f, call));
  Expr shift = select(top - top == constant(b, 0), top, constant(b, 0));
  Expr kept = log(sum(exp(f - shift), axes(f, call), true)) + shift;
  return flag_of(call, "keepdims") ? kept : sum(kept, axes(f, call));  // of one element
}
// Rows shorter than epsilon are divided by epsilon; written so that a row of zeros has a gradient.
Expr op_normalize(Builder& b, std::span<const Expr> x, const OpSettings& call) {
  Expr f = numbers(x[0]);
  const double order = number_of(call, "order"), epsilon = number_of(call, "epsilon");
  if (order < 1) refuse(call, "K2405", "`order` is at least 1");
  if (epsilon <= 0) refuse(call, "K2405", "`epsilon` is above 0");
  if (order == 1) return f / maximum(sum(abs(f), axes(f, call), true), epsilon);
  if (order == 2) return f * (1.0 / sqrt(maximum(sum(square(f), axes(f, call), true), epsilon * epsilon)));
  Expr length = power(sum(power(abs(f), constant(b, order)), axes(f, call), true), constant(b, 1 / order));
  return f / maximum(length, epsilon);
}

}  // namespace keratin
