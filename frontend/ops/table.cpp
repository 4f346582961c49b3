// Every operation, once. Names, settings and defaults are those of keras.ops 3.15.
#include <algorithm>

#include "frontend/activations/activation.h"
#include "frontend/ops/rules.h"

namespace keratin {
namespace {

using Operands = std::span<const Expr>;

template <Expr (*f)(Expr)>
Expr unary(Builder&, Operands x, const OpSettings&) {
  return f(numbers(x[0]));
}
template <Expr (*f)(Expr, Expr)>
Expr binary(Builder&, Operands x, const OpSettings& call) {
  const Expr both[] = {numbers(x[0]), numbers(x[1])};
  const std::vector<Expr> j = joined(call, both);
  return f(j[0], j[1]);
}
// Whole numbers are compared as such.
template <Scalar kind>
Expr compare(Builder&, Operands x, const OpSettings& call) {
  const bool same = x[0].type().element == x[1].type().element && x[0].type().element != Element::boolean;
  const Expr both[] = {same ? x[0] : numbers(x[0]), same ? x[1] : numbers(x[1])};
  return map(kind, joined(call, both));
}
template <Scalar kind>
Expr logical(Builder&, Operands x, const OpSettings& call) {
  const Expr both[] = {truth(x[0]), truth(x[1])};
  return map(kind, joined(call, both));
}
Expr where(Builder&, Operands x, const OpSettings& call) {
  const bool same = x[1].type().element == x[2].type().element && x[1].type().element != Element::boolean;
  const Expr all[] = {truth(x[0]), same ? x[1] : numbers(x[1]), same ? x[2] : numbers(x[2])};
  return map(Scalar::select, joined(call, all));
}
Expr clip(Builder&, Operands x, const OpSettings& call) {
  const Expr all[] = {numbers(x[0]), numbers(x[1]), numbers(x[2])};
  const std::vector<Expr> j = joined(call, all);
  return minimum(maximum(j[0], j[1]), j[2]);
}
// A square is the same number as a power of two, and is cheaper to compute and to derive.
Expr powers(Builder& b, Operands x, const OpSettings& call) {
  auto* exponent = std::get_if<Constant>(&b.graph[x[1].id].op);
  if (exponent && exponent->values == std::vector<double>{2} && x[1].rank() == 0) return square(numbers(x[0]));
  return binary<power>(b, x, call);
}

// The one formula of an activation, whose settings have the same names here.
Expr activation(Builder&, Operands x, const OpSettings& call) {
  Config config{call.op};
  config.place = call.place;
  for (const auto& [name, value] : call.values) {
    if (auto* flag = std::get_if<bool>(&value)) config.set(name, *flag);
    else config.set(name, std::holds_alternative<double>(value) ? number_of(call, name) : static_cast<double>(list_of(call, name)[0]));  // one axis
  }
  return apply_activation(config, numbers(x[0]));
}
OpRow activation_op(const char* name, std::vector<OpSettingRow> settings = {}) {
  static const std::vector<ActivationRow>& rows = activation_table();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const ActivationRow& r) { return r.class_name == name; });
  check(row != rows.end(), "an activation of this name is defined");
  std::vector<const char*> aliases;
  for (const std::string& alias : row->aliases) aliases.push_back(alias.c_str());
  return {name, aliases, 1, std::move(settings), row->about.c_str(), activation};
}

Expr rsqrt(Expr x) { return 1.0 / sqrt(x); }
Expr reciprocal(Expr x) { return 1.0 / x; }
Expr tan(Expr x) { return sin(x) / cos(x); }
Expr ceil(Expr x) { return -floor(-x); }
Expr isnan(Expr x) { return map(Scalar::is_nan, {x}); }

}  // namespace

const std::vector<OpRow>& op_table() {
  static const OpSettingRow axes_all = {"axis", SettingKind::axes}, axes_last = {"axis", SettingKind::axes, OpValue(-1.0)}, axis_none = {"axis", SettingKind::axis};
  static const OpSettingRow axis_first = {"axis", SettingKind::axis, OpValue(0.0)}, keepdims = {"keepdims", SettingKind::flag, OpValue(false)};
  static const std::vector<OpRow> table = {
      {"add", {}, 2, {}, "a + b", binary<operator+>},
      {"subtract", {}, 2, {}, "a - b", binary<(operator-)>},
      {"multiply", {}, 2, {}, "a * b", binary<operator*>},
      {"divide", {"true_divide"}, 2, {}, "a / b", binary<operator/>},
      {"power", {"pow"}, 2, {}, "a to the power of b", powers},
      {"maximum", {}, 2, {}, "the larger one", binary<maximum>},
      {"minimum", {}, 2, {}, "the smaller one", binary<minimum>},
      {"negative", {}, 1, {}, "-x", unary<(operator-)>},
      {"absolute", {"abs", "fabs"}, 1, {}, "|x|", unary<abs>},
      {"sign", {}, 1, {}, "-1, 0 or 1", unary<sign>},
      {"square", {}, 1, {}, "x * x", unary<square>},
      {"sqrt", {}, 1, {}, "the square root", unary<sqrt>},
      {"rsqrt", {}, 1, {}, "1 / sqrt(x)", unary<rsqrt>},
      {"reciprocal", {}, 1, {}, "1 / x", unary<reciprocal>},
      {"exp", {}, 1, {}, "e to the power of x", unary<exp>},
      {"log", {}, 1, {}, "the natural logarithm", unary<log>},
      {"expm1", {}, 1, {}, "exp(x) - 1, exact near 0", unary<expm1>},
      {"log1p", {}, 1, {}, "log(1 + x), exact near 0", unary<log1p>},
      {"sin", {}, 1, {}, "the sine", unary<sin>},
      {"cos", {}, 1, {}, "the cosine", unary<cos>},
      {"tan", {}, 1, {}, "the tangent", unary<tan>},
      {"erf", {}, 1, {}, "the error function", unary<erf>},
      {"tanh", {}, 1, {}, "the hyperbolic tangent", unary<tanh>},
      {"floor", {}, 1, {}, "the whole number below", unary<floor>},
      {"ceil", {}, 1, {}, "the whole number above", unary<ceil>},
      {"round", {}, 1, {}, "the nearest whole number, halves to the even one", unary<round>},
      {"clip", {}, 3, {}, "x, at least the second and at most the third", clip},
      {"where", {}, 3, {}, "the second where the first is true, else the third", where},
      {"isnan", {}, 1, {}, "whether x is not a number", unary<isnan>},
      {"equal", {}, 2, {}, "a == b", compare<Scalar::equal>},
      {"not_equal", {}, 2, {}, "a != b", compare<Scalar::not_equal>},
      {"less", {}, 2, {}, "a < b", compare<Scalar::less>},
      {"less_equal", {}, 2, {}, "a <= b", compare<Scalar::less_equal>},
      {"greater", {}, 2, {}, "a > b", compare<Scalar::greater>},
      {"greater_equal", {}, 2, {}, "a >= b", compare<Scalar::greater_equal>},
      {"logical_and", {}, 2, {}, "a && b", logical<Scalar::logical_and>},
      {"logical_or", {}, 2, {}, "a || b", logical<Scalar::logical_or>},
      {"logical_not", {}, 1, {}, "!x", [](Builder&, Operands x, const OpSettings&) { return map(Scalar::logical_not, {truth(x[0])}); }},

      activation_op("relu"),
      activation_op("relu6"),
      activation_op("leaky_relu", {{"negative_slope", SettingKind::number, OpValue(0.2)}}),
      activation_op("elu", {{"alpha", SettingKind::number, OpValue(1.0)}}),
      activation_op("celu", {{"alpha", SettingKind::number, OpValue(1.0)}}),
      activation_op("selu"),
      activation_op("gelu", {{"approximate", SettingKind::flag, OpValue(true)}}),  // as an activation it is false
      activation_op("silu"),
      activation_op("sigmoid"),
      activation_op("log_sigmoid"),
      activation_op("hard_sigmoid"),
      activation_op("hard_silu"),
      activation_op("hard_tanh"),
      activation_op("tanh_shrink"),
      activation_op("hard_shrink", {{"threshold", SettingKind::number, OpValue(0.5)}}),
      activation_op("soft_shrink", {{"threshold", SettingKind::number, OpValue(0.5)}}),
      activation_op("threshold", {{"threshold", SettingKind::number, {}, true}, {"default_value", SettingKind::number, {}, true}}),
      activation_op("softplus"),
      activation_op("softsign"),
      activation_op("squareplus", {{"b", SettingKind::number, OpValue(4.0)}}),
      activation_op("sparse_plus"),
      activation_op("sparse_sigmoid"),
      activation_op("sparsemax", {{"axis", SettingKind::axis, OpValue(-1.0)}}),
      activation_op("glu", {{"axis", SettingKind::axis, OpValue(-1.0)}}),
      {"softmax", {}, 1, {axes_last}, "exp(x) / sum(exp(x))", op_softmax},
      {"log_softmax", {}, 1, {axes_last}, "log(softmax(x))", op_log_softmax},
      {"stop_gradient", {}, 1, {}, "x, as a constant for gradients", [](Builder&, Operands x, const OpSettings&) { return stop_gradient(x[0]); }},

      {"sum", {}, 1, {axes_all, keepdims}, "the sum", op_sum},
      {"mean", {}, 1, {axes_all, keepdims}, "the mean", op_mean},
      {"max", {"amax"}, 1, {axes_all, keepdims}, "the largest element", op_max},
      {"min", {"amin"}, 1, {axes_all, keepdims}, "the smallest element", op_min},
      {"prod", {}, 1, {axes_all, keepdims}, "the product", op_prod},
      {"var", {}, 1, {axes_all, keepdims}, "the mean square distance from the mean", op_var},
      {"std", {}, 1, {axes_all, keepdims}, "sqrt(var(x))", op_std},
      {"logsumexp", {}, 1, {axes_all, keepdims}, "log(sum(exp(x)))", op_logsumexp},
      {"argmax", {}, 1, {axis_none, keepdims}, "the index of the largest element, the first of equal ones", op_argmax},
      {"all", {}, 1, {axes_all, keepdims}, "whether all are true", op_all},
      {"any", {}, 1, {axes_all, keepdims}, "whether one is true", op_any},
      {"normalize", {}, 1, {axes_last, {"order", SettingKind::whole, OpValue(2.0)}, {"epsilon", SettingKind::number, OpValue(1e-7)}}, "x / max(norm(x), epsilon)", op_normalize},

      {"reshape", {}, 1, {{"newshape", SettingKind::extents, {}, true}}, "the same elements under another shape", op_reshape},
      {"transpose", {}, 1, {{"axes", SettingKind::axes}}, "the axes in another order, turned round if none is given", op_transpose},
      {"expand_dims", {}, 1, {{"axis", SettingKind::axis, {}, true}}, "a new axis of extent 1", op_expand_dims},
      {"squeeze", {}, 1, {axes_all}, "without axes of extent 1", op_squeeze},
      {"concatenate", {}, OpRow::many, {axis_first}, "one after the other along an axis", op_concatenate},
      {"stack", {}, OpRow::many, {axis_first}, "one after the other along a new axis", op_stack},
      {"flip", {}, 1, {axes_all}, "the elements of axes in reverse", op_flip},
      {"slice", {}, 1, {{"start_indices", SettingKind::extents, {}, true}, {"shape", SettingKind::extents, {}, true}}, "a part; an extent of -1: all that remain", op_slice},
      {"take", {}, 1, {{"indices", SettingKind::extents, {}, true}, axis_none}, "elements of an axis by known indices", op_take},
      {"matmul", {}, 2, {}, "matrices multiplied", op_matmul},
      {"dot", {}, 2, {}, "each vector of the first with each of the second", op_dot},
  };
  return table;
}

}  // namespace keratin
