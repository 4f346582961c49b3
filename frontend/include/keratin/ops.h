// Operations on symbols by the names of keras.ops; written from their table, as a test checks.
#pragma once

#include "keratin/formula.h"

namespace keratin {

inline Symbol add(Symbol x, Symbol y) { return apply("add", {}, x, y); }  // a + b
inline Symbol subtract(Symbol x, Symbol y) { return apply("subtract", {}, x, y); }  // a - b
inline Symbol multiply(Symbol x, Symbol y) { return apply("multiply", {}, x, y); }  // a * b
inline Symbol divide(Symbol x, Symbol y) { return apply("divide", {}, x, y); }  // a / b
inline Symbol power(Symbol x, Symbol y) { return apply("power", {}, x, y); }  // a to the power of b
inline Symbol maximum(Symbol x, Symbol y) { return apply("maximum", {}, x, y); }  // the larger one
inline Symbol minimum(Symbol x, Symbol y) { return apply("minimum", {}, x, y); }  // the smaller one
inline Symbol negative(Symbol x) { return apply("negative", {}, x); }  // -x
inline Symbol absolute(Symbol x) { return apply("absolute", {}, x); }  // |x|
inline Symbol sign(Symbol x) { return apply("sign", {}, x); }  // -1, 0 or 1
inline Symbol square(Symbol x) { return apply("square", {}, x); }  // x * x
inline Symbol sqrt(Symbol x) { return apply("sqrt", {}, x); }  // the square root
inline Symbol rsqrt(Symbol x) { return apply("rsqrt", {}, x); }  // 1 / sqrt(x)
inline Symbol reciprocal(Symbol x) { return apply("reciprocal", {}, x); }  // 1 / x
inline Symbol exp(Symbol x) { return apply("exp", {}, x); }  // e to the power of x
inline Symbol log(Symbol x) { return apply("log", {}, x); }  // the natural logarithm
inline Symbol tanh(Symbol x) { return apply("tanh", {}, x); }  // the hyperbolic tangent
inline Symbol floor(Symbol x) { return apply("floor", {}, x); }  // the whole number below
inline Symbol ceil(Symbol x) { return apply("ceil", {}, x); }  // the whole number above
inline Symbol round(Symbol x) { return apply("round", {}, x); }  // the nearest whole number, halves to the even one
inline Symbol clip(Symbol x, Symbol y, Symbol z) { return apply("clip", {}, x, y, z); }  // x, at least the second and at most the third
inline Symbol where(Symbol x, Symbol y, Symbol z) { return apply("where", {}, x, y, z); }  // the second where the first is true, else the third
inline Symbol isnan(Symbol x) { return apply("isnan", {}, x); }  // whether x is not a number
inline Symbol equal(Symbol x, Symbol y) { return apply("equal", {}, x, y); }  // a == b
inline Symbol not_equal(Symbol x, Symbol y) { return apply("not_equal", {}, x, y); }  // a != b
inline Symbol less(Symbol x, Symbol y) { return apply("less", {}, x, y); }  // a < b
inline Symbol less_equal(Symbol x, Symbol y) { return apply("less_equal", {}, x, y); }  // a <= b
inline Symbol greater(Symbol x, Symbol y) { return apply("greater", {}, x, y); }  // a > b
inline Symbol greater_equal(Symbol x, Symbol y) { return apply("greater_equal", {}, x, y); }  // a >= b
inline Symbol logical_and(Symbol x, Symbol y) { return apply("logical_and", {}, x, y); }  // a && b
inline Symbol logical_or(Symbol x, Symbol y) { return apply("logical_or", {}, x, y); }  // a || b
inline Symbol logical_not(Symbol x) { return apply("logical_not", {}, x); }  // !x
inline Symbol relu(Symbol x) { return apply("relu", {}, x); }  // max(0, x)
inline Symbol relu6(Symbol x) { return apply("relu6", {}, x); }  // x between 0 and 6
struct leaky_relu_settings { Number negative_slope = 0.2; };
inline Symbol leaky_relu(Symbol x, const leaky_relu_settings& s = {}) { return apply("leaky_relu", Object("leaky_relu").set("negative_slope", s.negative_slope), x); }  // x, or negative_slope * x below 0
struct elu_settings { Number alpha = 1; };
inline Symbol elu(Symbol x, const elu_settings& s = {}) { return apply("elu", Object("elu").set("alpha", s.alpha), x); }  // x, or alpha * (exp(x) - 1) below 0
inline Symbol selu(Symbol x) { return apply("selu", {}, x); }  // elu, scaled so that mean and variance stay
inline Symbol sigmoid(Symbol x) { return apply("sigmoid", {}, x); }  // 1 / (1 + exp(-x))
inline Symbol hard_sigmoid(Symbol x) { return apply("hard_sigmoid", {}, x); }  // x / 6 + 1/2 between 0 and 1
inline Symbol softsign(Symbol x) { return apply("softsign", {}, x); }  // x / (1 + |x|)
inline Symbol silu(Symbol x) { return apply("silu", {}, x); }  // x * sigmoid(x)
inline Symbol gelu(Symbol x) { return apply("gelu", {}, x); }  // x * Phi(x), by tanh
struct softmax_settings { Extents axis = {}; };
inline Symbol softmax(Symbol x, const softmax_settings& s = {}) { return apply("softmax", Object("softmax").set("axis", s.axis), x); }  // exp(x) / sum(exp(x))
struct log_softmax_settings { Extents axis = {}; };
inline Symbol log_softmax(Symbol x, const log_softmax_settings& s = {}) { return apply("log_softmax", Object("log_softmax").set("axis", s.axis), x); }  // log(softmax(x))
inline Symbol stop_gradient(Symbol x) { return apply("stop_gradient", {}, x); }  // x, as a constant for gradients
struct sum_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol sum(Symbol x, const sum_settings& s = {}) { return apply("sum", Object("sum").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // the sum
struct mean_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol mean(Symbol x, const mean_settings& s = {}) { return apply("mean", Object("mean").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // the mean
struct max_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol max(Symbol x, const max_settings& s = {}) { return apply("max", Object("max").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // the largest element
struct min_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol min(Symbol x, const min_settings& s = {}) { return apply("min", Object("min").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // the smallest element
struct prod_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol prod(Symbol x, const prod_settings& s = {}) { return apply("prod", Object("prod").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // the product
struct var_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol var(Symbol x, const var_settings& s = {}) { return apply("var", Object("var").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // the mean square distance from the mean
struct std_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol std(Symbol x, const std_settings& s = {}) { return apply("std", Object("std").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // sqrt(var(x))
struct logsumexp_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol logsumexp(Symbol x, const logsumexp_settings& s = {}) { return apply("logsumexp", Object("logsumexp").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // log(sum(exp(x)))
struct argmax_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol argmax(Symbol x, const argmax_settings& s = {}) { return apply("argmax", Object("argmax").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // the index of the largest element, the first of equal ones
struct all_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol all(Symbol x, const all_settings& s = {}) { return apply("all", Object("all").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // whether all are true
struct any_settings { Extents axis = {}; Flag keepdims = false; };
inline Symbol any(Symbol x, const any_settings& s = {}) { return apply("any", Object("any").set("axis", s.axis).set("keepdims", s.keepdims), x); }  // whether one is true
struct normalize_settings { Extents axis = {}; Number order = 2; Number epsilon = 1e-07; };
inline Symbol normalize(Symbol x, const normalize_settings& s = {}) { return apply("normalize", Object("normalize").set("axis", s.axis).set("order", s.order).set("epsilon", s.epsilon), x); }  // x / max(norm(x), epsilon)
struct reshape_settings { Extents newshape = {}; };
inline Symbol reshape(Symbol x, const reshape_settings& s) { return apply("reshape", Object("reshape").set("newshape", s.newshape), x); }  // the same elements under another shape
struct transpose_settings { Extents axes = {}; };
inline Symbol transpose(Symbol x, const transpose_settings& s = {}) { return apply("transpose", Object("transpose").set("axes", s.axes), x); }  // the axes in another order, turned round if none is given
struct expand_dims_settings { Extents axis = {}; };
inline Symbol expand_dims(Symbol x, const expand_dims_settings& s) { return apply("expand_dims", Object("expand_dims").set("axis", s.axis), x); }  // a new axis of extent 1
struct squeeze_settings { Extents axis = {}; };
inline Symbol squeeze(Symbol x, const squeeze_settings& s = {}) { return apply("squeeze", Object("squeeze").set("axis", s.axis), x); }  // without axes of extent 1
struct flip_settings { Extents axis = {}; };
inline Symbol flip(Symbol x, const flip_settings& s = {}) { return apply("flip", Object("flip").set("axis", s.axis), x); }  // the elements of axes in reverse
struct slice_settings { Extents start_indices = {}; Extents shape = {}; };
inline Symbol slice(Symbol x, const slice_settings& s) { return apply("slice", Object("slice").set("start_indices", s.start_indices).set("shape", s.shape), x); }  // a part; an extent of -1: all that remain
struct take_settings { Extents indices = {}; Extents axis = {}; };
inline Symbol take(Symbol x, const take_settings& s) { return apply("take", Object("take").set("indices", s.indices).set("axis", s.axis), x); }  // elements of an axis by known indices
inline Symbol matmul(Symbol x, Symbol y) { return apply("matmul", {}, x, y); }  // matrices multiplied
inline Symbol dot(Symbol x, Symbol y) { return apply("dot", {}, x, y); }  // each vector of the first with each of the second

}  // namespace keratin
