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
inline Symbol expm1(Symbol x) { return apply("expm1", {}, x); }  // exp(x) - 1, exact near 0
inline Symbol log1p(Symbol x) { return apply("log1p", {}, x); }  // log(1 + x), exact near 0
inline Symbol sin(Symbol x) { return apply("sin", {}, x); }  // the sine
inline Symbol cos(Symbol x) { return apply("cos", {}, x); }  // the cosine
inline Symbol tan(Symbol x) { return apply("tan", {}, x); }  // the tangent
inline Symbol erf(Symbol x) { return apply("erf", {}, x); }  // the error function
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
inline Symbol relu(Symbol x) { return apply("relu", {}, x); }  // the positive part
inline Symbol relu6(Symbol x) { return apply("relu6", {}, x); }  // the positive part, at most 6
struct leaky_relu_settings { Number negative_slope = 0.2; };
inline Symbol leaky_relu(Symbol x, const leaky_relu_settings& s = {}) { return apply("leaky_relu", Object("leaky_relu").set("negative_slope", s.negative_slope), x); }  // the positive part, and a little of the negative one
struct elu_settings { Number alpha = 1; };
inline Symbol elu(Symbol x, const elu_settings& s = {}) { return apply("elu", Object("elu").set("alpha", s.alpha), x); }  // x above 0, an exponential that ends at -alpha below
struct celu_settings { Number alpha = 1; };
inline Symbol celu(Symbol x, const celu_settings& s = {}) { return apply("celu", Object("celu").set("alpha", s.alpha), x); }  // as elu, with slope 1 at 0 for every alpha
inline Symbol selu(Symbol x) { return apply("selu", {}, x); }  // a scaled elu that keeps mean 0 and variance 1; use it with lecun_normal and AlphaDropout
struct gelu_settings { Flag approximate = true; };
inline Symbol gelu(Symbol x, const gelu_settings& s = {}) { return apply("gelu", Object("gelu").set("approximate", s.approximate), x); }  // the number times the part of a normal distribution below it
inline Symbol silu(Symbol x) { return apply("silu", {}, x); }  // the number times its sigmoid
inline Symbol sigmoid(Symbol x) { return apply("sigmoid", {}, x); }  // from 0 to 1, one half at 0
inline Symbol log_sigmoid(Symbol x) { return apply("log_sigmoid", {}, x); }  // the logarithm of the sigmoid
inline Symbol hard_sigmoid(Symbol x) { return apply("hard_sigmoid", {}, x); }  // a sigmoid of three straight lines, as in Keras 3
inline Symbol hard_silu(Symbol x) { return apply("hard_silu", {}, x); }  // x times a sigmoid of three straight lines
inline Symbol hard_tanh(Symbol x) { return apply("hard_tanh", {}, x); }  // the number, kept between -1 and 1
inline Symbol tanh_shrink(Symbol x) { return apply("tanh_shrink", {}, x); }  // what tanh leaves of the number
struct hard_shrink_settings { Number threshold = 0.5; };
inline Symbol hard_shrink(Symbol x, const hard_shrink_settings& s = {}) { return apply("hard_shrink", Object("hard_shrink").set("threshold", s.threshold), x); }  // 0 for small numbers, others stay
struct soft_shrink_settings { Number threshold = 0.5; };
inline Symbol soft_shrink(Symbol x, const soft_shrink_settings& s = {}) { return apply("soft_shrink", Object("soft_shrink").set("threshold", s.threshold), x); }  // 0 for small numbers, others move towards 0
struct threshold_settings { Number threshold = {}; Number default_value = {}; };
inline Symbol threshold(Symbol x, const threshold_settings& s) { return apply("threshold", Object("threshold").set("threshold", s.threshold).set("default_value", s.default_value), x); }  // the number where it is large enough, else another one
inline Symbol softplus(Symbol x) { return apply("softplus", {}, x); }  // a smooth relu
inline Symbol softsign(Symbol x) { return apply("softsign", {}, x); }  // from -1 to 1, slower than tanh
struct squareplus_settings { Number b = 4; };
inline Symbol squareplus(Symbol x, const squareplus_settings& s = {}) { return apply("squareplus", Object("squareplus").set("b", s.b), x); }  // a smooth relu without an exponential
inline Symbol sparse_plus(Symbol x) { return apply("sparse_plus", {}, x); }  // a softplus that is 0 below -1 and x above 1
inline Symbol sparse_sigmoid(Symbol x) { return apply("sparse_sigmoid", {}, x); }  // a sigmoid of three straight lines that begins at -1
struct sparsemax_settings { Extents axis = {}; };
inline Symbol sparsemax(Symbol x, const sparsemax_settings& s = {}) { return apply("sparsemax", Object("sparsemax").set("axis", s.axis), x); }  // probabilities of which many are 0; the work grows with the square of the axis
struct glu_settings { Extents axis = {}; };
inline Symbol glu(Symbol x, const glu_settings& s = {}) { return apply("glu", Object("glu").set("axis", s.axis), x); }  // one half of an axis, gated by the other
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
