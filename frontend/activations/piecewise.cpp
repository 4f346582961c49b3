// Activations of straight lines. At a kink the gradient is TensorFlow's: relu, relu6 and what is made of them have 0 there,
// clips have 1, and the rest has that of the line to the left.
#include "frontend/activations/families.h"

namespace keratin {
namespace {

Expr number_like(Expr x, double value) { return constant(*x.builder, value); }

Expr relu(Expr x) { return maximum(number_like(x, 0), x); }
Expr relu6(Expr x) { return minimum(number_like(x, 6), relu(x)); }
Expr leaky(Expr x, double slope) { return select(x > 0.0, x, x * slope); }

// Keras' relu with all its settings: x above the threshold, at most max_value; below it a line through the threshold.
Expr relu_of(const Config& config, Expr x) {
  const double slope = config.number("negative_slope"), threshold = config.number("threshold");
  const std::optional<double> most = config.maybe_number("max_value");
  if (slope != 0 && !most && threshold == 0) return leaky(x, slope);
  Expr y = threshold != 0 ? select(x > threshold, x, number_like(x, 0)) : relu(x);
  if (most) y = minimum(number_like(x, *most), maximum(number_like(x, 0), y));
  return slope != 0 ? y - slope * relu(threshold - x) : y;
}
Expr hard_sigmoid(Expr x) { return relu6(x + 3.0) / 6.0; }

Expr soft_shrink(const Config& config, Expr x) {
  const double t = config.number("threshold");
  return select(x > t, x - t, select(x < -t, x + t, number_like(x, 0)));
}
Expr sparse_plus(const Config&, Expr x) {
  Expr bend = square(minimum(x, 1.0) + 1.0) * 0.25;  // no larger number is squared: it might overflow
  return select(x > -1.0, select(x < 1.0, bend, x), number_like(x, 0));
}
Expr sparse_sigmoid(const Config&, Expr x) {
  return select(x > -1.0, select(x < 1.0, (x + 1.0) * 0.5, number_like(x, 1)), number_like(x, 0));
}

}  // namespace

std::vector<ActivationRow> piecewise_activations() {
  const Setting shrink = number("threshold", 0.5).says("how far from 0 numbers count");
  return {
      activation_of({.class_name = "linear", .about = "the number itself; what `None` means", .formula = "x"}, [](const Config&, Expr x) { return x; }),
      activation_of({.class_name = "relu",
                     .about = "the positive part",
                     .formula = "max(x, 0); min(x, max_value) above the threshold, else negative_slope * (x - threshold)",
                     .settings = {number("negative_slope", 0).says("the slope below the threshold"), number("max_value").from(0).says("no number is larger"), number("threshold", 0)}},
                    relu_of),
      activation_of({.class_name = "relu6", .about = "the positive part, at most 6", .formula = "min(max(x, 0), 6)"}, [](const Config&, Expr x) { return relu6(x); }),
      activation_of({.class_name = "leaky_relu",
                     .about = "the positive part, and a little of the negative one",
                     .formula = "x above 0, else negative_slope * x",
                     .settings = {number("negative_slope", 0.2)}},
                    [](const Config& config, Expr x) { return leaky(x, config.number("negative_slope")); }),
      activation_of({.class_name = "hard_sigmoid", .about = "a sigmoid of three straight lines, as in Keras 3", .formula = "clip(x / 6 + 0.5, 0, 1)"},
                    [](const Config&, Expr x) { return hard_sigmoid(x); }),
      activation_of({.class_name = "hard_sigmoid_keras_2",
                     .about = "what Keras 1 and 2 called hard_sigmoid: a steeper line",
                     .formula = "clip(0.2 x + 0.5, 0, 1)",
                     .is_extension = true},
                    [](const Config&, Expr x) { return clip(x * 0.2 + 0.5, 0, 1); }),
      activation_of({.class_name = "hard_silu", .aliases = {"hard_swish"}, .about = "x times a sigmoid of three straight lines", .formula = "x * clip(x / 6 + 0.5, 0, 1)"},
                    [](const Config&, Expr x) { return x * hard_sigmoid(x); }),
      activation_of({.class_name = "hard_tanh", .about = "the number, kept between -1 and 1", .formula = "clip(x, -1, 1)"}, [](const Config&, Expr x) { return clip(x, -1, 1); }),
      activation_of({.class_name = "hard_shrink", .about = "0 for small numbers, others stay", .formula = "x where |x| > threshold, else 0", .settings = {shrink}},
                    [](const Config& config, Expr x) { return select(abs(x) > config.number("threshold"), x, number_like(x, 0)); }),
      activation_of({.class_name = "soft_shrink",
                     .about = "0 for small numbers, others move towards 0",
                     .formula = "x - threshold above the threshold, x + threshold below its negative, else 0",
                     .settings = {shrink}},
                    soft_shrink),
      activation_of({.class_name = "threshold",
                     .about = "the number where it is large enough, else another one",
                     .formula = "x where x > threshold, else default_value",
                     .settings = {number("threshold").required(), number("default_value").required()}},
                    [](const Config& config, Expr x) { return select(x > config.number("threshold"), x, number_like(x, config.number("default_value"))); }),
      activation_of({.class_name = "sparse_plus", .about = "a softplus that is 0 below -1 and x above 1", .formula = "0 below -1, (x + 1)^2 / 4 between, x above 1"}, sparse_plus),
      activation_of({.class_name = "sparse_sigmoid", .about = "a sigmoid of three straight lines that begins at -1", .formula = "clip((x + 1) / 2, 0, 1)"}, sparse_sigmoid),
      activation_of({.class_name = "step",
                     .about = "1 above 0, else 0; its gradient is 0 everywhere, so what stands before it learns nothing",
                     .formula = "x > 0 ? 1 : 0",
                     .is_extension = true},
                    [](const Config&, Expr x) { return select(x > 0.0, number_like(x, 1), number_like(x, 0)); }),
  };
}

}  // namespace keratin
