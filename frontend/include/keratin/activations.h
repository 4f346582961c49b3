// Activations by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace activations {

// the number itself; what `None` means: x
inline Object linear() { return Object("linear"); }
// the positive part: max(x, 0); min(x, max_value) above the threshold, else negative_slope * (x - threshold)
struct reluSettings { double negative_slope = 0; Number max_value = {}; double threshold = 0; };
inline Object relu(const reluSettings& s = {}) { return Object("relu").set("negative_slope", s.negative_slope).set("max_value", s.max_value).set("threshold", s.threshold); }
// the positive part, at most 6: min(max(x, 0), 6)
inline Object relu6() { return Object("relu6"); }
// the positive part, and a little of the negative one: x above 0, else negative_slope * x
struct leaky_reluSettings { double negative_slope = 0.2; };
inline Object leaky_relu(const leaky_reluSettings& s = {}) { return Object("leaky_relu").set("negative_slope", s.negative_slope); }
// a sigmoid of three straight lines, as in Keras 3: clip(x / 6 + 0.5, 0, 1)
inline Object hard_sigmoid() { return Object("hard_sigmoid"); }
// what Keras 1 and 2 called hard_sigmoid: a steeper line: clip(0.2 x + 0.5, 0, 1)
inline Object hard_sigmoid_keras_2() { return Object("hard_sigmoid_keras_2"); }
// x times a sigmoid of three straight lines: x * clip(x / 6 + 0.5, 0, 1)
inline Object hard_silu() { return Object("hard_silu"); }
// the number, kept between -1 and 1: clip(x, -1, 1)
inline Object hard_tanh() { return Object("hard_tanh"); }
// 0 for small numbers, others stay: x where |x| > threshold, else 0
struct hard_shrinkSettings { double threshold = 0.5; };
inline Object hard_shrink(const hard_shrinkSettings& s = {}) { return Object("hard_shrink").set("threshold", s.threshold); }
// 0 for small numbers, others move towards 0: x - threshold above the threshold, x + threshold below its negative, else 0
struct soft_shrinkSettings { double threshold = 0.5; };
inline Object soft_shrink(const soft_shrinkSettings& s = {}) { return Object("soft_shrink").set("threshold", s.threshold); }
// the number where it is large enough, else another one: x where x > threshold, else default_value
inline Object threshold(double threshold, double default_value) { return Object("threshold").set("threshold", threshold).set("default_value", default_value); }
// a softplus that is 0 below -1 and x above 1: 0 below -1, (x + 1)^2 / 4 between, x above 1
inline Object sparse_plus() { return Object("sparse_plus"); }
// a sigmoid of three straight lines that begins at -1: clip((x + 1) / 2, 0, 1)
inline Object sparse_sigmoid() { return Object("sparse_sigmoid"); }
// 1 above 0, else 0; its gradient is 0 everywhere, so what stands before it learns nothing: x > 0 ? 1 : 0
inline Object step() { return Object("step"); }
// from 0 to 1, one half at 0: 1 / (1 + e^-x)
inline Object sigmoid() { return Object("sigmoid"); }
// the hyperbolic tangent, from -1 to 1: tanh(x)
inline Object tanh() { return Object("tanh"); }
// x above 0, an exponential that ends at -alpha below: x above 0, else alpha * (e^x - 1)
struct eluSettings { double alpha = 1; };
inline Object elu(const eluSettings& s = {}) { return Object("elu").set("alpha", s.alpha); }
// as elu, with slope 1 at 0 for every alpha: x above 0, else alpha * (e^(x / alpha) - 1)
struct celuSettings { double alpha = 1; };
inline Object celu(const celuSettings& s = {}) { return Object("celu").set("alpha", s.alpha); }
// a scaled elu that keeps mean 0 and variance 1; use it with lecun_normal and AlphaDropout: 1.0507009873554805 * (x above 0, else 1.6732632423543772 * (e^x - 1))
inline Object selu() { return Object("selu"); }
// a smooth relu: log(1 + e^x)
inline Object softplus() { return Object("softplus"); }
// from -1 to 1, slower than tanh: x / (1 + |x|)
inline Object softsign() { return Object("softsign"); }
// the number times its sigmoid: x * sigmoid(x)
inline Object silu() { return Object("silu"); }
// the number times the part of a normal distribution below it: x / 2 * (1 + erf(x / sqrt(2)))
struct geluSettings { bool approximate = false; };
inline Object gelu(const geluSettings& s = {}) { return Object("gelu").set("approximate", s.approximate); }
// the number times a tangent of its softplus: x * tanh(log(1 + e^x))
inline Object mish() { return Object("mish"); }
// e to the power of the number: e^x
inline Object exponential() { return Object("exponential"); }
// a smooth relu without an exponential: (x + sqrt(x^2 + b)) / 2
struct squareplusSettings { double b = 4; };
inline Object squareplus(const squareplusSettings& s = {}) { return Object("squareplus").set("b", s.b); }
// what tanh leaves of the number: x - tanh(x)
inline Object tanh_shrink() { return Object("tanh_shrink"); }
// the logarithm of the sigmoid: -log(1 + e^-x)
inline Object log_sigmoid() { return Object("log_sigmoid"); }
// probabilities that add up to 1 along an axis: e^x / sum(e^x)
struct softmaxSettings { long axis = -1; };
inline Object softmax(const softmaxSettings& s = {}) { return Object("softmax").set("axis", s.axis); }
// the logarithm of softmax: x - log(sum(e^x))
struct log_softmaxSettings { long axis = -1; };
inline Object log_softmax(const log_softmaxSettings& s = {}) { return Object("log_softmax").set("axis", s.axis); }
// probabilities of which many are 0; the work grows with the square of the axis: max(x - tau, 0); tau = (sum of the partial sums of the support - 1) / its size, as Keras 3.15.1
// has it: one partial sum would make them add up to 1
struct sparsemaxSettings { long axis = -1; };
inline Object sparsemax(const sparsemaxSettings& s = {}) { return Object("sparsemax").set("axis", s.axis); }
// one half of an axis, gated by the other: first half * sigmoid(second half)
struct gluSettings { long axis = -1; };
inline Object glu(const gluSettings& s = {}) { return Object("glu").set("axis", s.axis); }

}  // namespace activations

}  // namespace keratin
