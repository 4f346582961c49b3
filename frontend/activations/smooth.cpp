// Activations with exponentials and roots. An exponential is taken only of what is not positive, so that values and
// gradients stay finite, whatever the number.
#include <cmath>

#include "frontend/activations/families.h"

namespace keratin {
namespace {

Expr bend(Expr x) { return expm1(minimum(x, 0.0)); }  // from -1 to 0

Expr elu(const Config& config, Expr x) {
  const double alpha = config.number("alpha");
  Expr below = bend(x);
  return select(x > 0.0, x, alpha == 1 ? below : below * alpha);
}
Expr celu(const Config& config, Expr x) {
  const double alpha = config.number("alpha");
  return select(x > 0.0, x, bend(x / alpha) * alpha);
}
// The constants keep mean 0 and variance 1 from layer to layer.
Expr selu(const Config&, Expr x) {
  constexpr double scale = 1.0507009873554805, scale_alpha = 1.7580993408473768;
  return select(x < 0.0, bend(x) * scale_alpha, x * scale);
}
// x times the part of a normal distribution below it. By tanh: far out that is 1 as a float, and the cube must not overflow.
Expr gelu(const Config& config, Expr x) {
  if (!config.flag("approximate")) return 0.5 * x * (1.0 + erf(x / std::sqrt(2.0)));
  Expr near = clip(x, -16, 16);
  return 0.5 * x * (1.0 + tanh((near + 0.044715 * (near * near * near)) * std::sqrt(2 / 3.14159265358979323846)));
}
Expr squareplus(const Config& config, Expr x) { return (x + sqrt(square(x) + config.number("b"))) / 2.0; }

}  // namespace

std::vector<ActivationRow> smooth_activations() {
  return {
      activation_of({.class_name = "sigmoid", .about = "from 0 to 1, one half at 0", .formula = "1 / (1 + e^-x)"}, [](const Config&, Expr x) { return sigmoid(x); }),
      activation_of({.class_name = "tanh", .about = "the hyperbolic tangent, from -1 to 1", .formula = "tanh(x)"}, [](const Config&, Expr x) { return tanh(x); }),
      activation_of({.class_name = "elu",
                     .about = "x above 0, an exponential that ends at -alpha below",
                     .formula = "x above 0, else alpha * (e^x - 1)",
                     .settings = {number("alpha", 1)}},
                    elu),
      activation_of({.class_name = "celu",
                     .about = "as elu, with slope 1 at 0 for every alpha",
                     .formula = "x above 0, else alpha * (e^(x / alpha) - 1)",
                     .settings = {number("alpha", 1).over(0)}},
                    celu),
      activation_of({.class_name = "selu",
                     .about = "a scaled elu that keeps mean 0 and variance 1; use it with lecun_normal and AlphaDropout",
                     .formula = "1.0507009873554805 * (x above 0, else 1.6732632423543772 * (e^x - 1))"},
                    selu),
      activation_of({.class_name = "softplus", .about = "a smooth relu", .formula = "log(1 + e^x)"}, [](const Config&, Expr x) { return softplus(x); }),
      activation_of({.class_name = "softsign", .about = "from -1 to 1, slower than tanh", .formula = "x / (1 + |x|)"}, [](const Config&, Expr x) { return x / (1.0 + abs(x)); }),
      activation_of({.class_name = "silu", .aliases = {"swish"}, .about = "the number times its sigmoid", .formula = "x * sigmoid(x)"},
                    [](const Config&, Expr x) { return x * sigmoid(x); }),
      activation_of({.class_name = "gelu",
                     .about = "the number times the part of a normal distribution below it",
                     .formula = "x / 2 * (1 + erf(x / sqrt(2)))",
                     .settings = {flag("approximate", false).says("by tanh")}},
                    gelu),
      activation_of({.class_name = "mish", .about = "the number times a tangent of its softplus", .formula = "x * tanh(log(1 + e^x))"},
                    [](const Config&, Expr x) { return x * tanh(softplus(x)); }),
      activation_of({.class_name = "exponential", .about = "e to the power of the number", .formula = "e^x"}, [](const Config&, Expr x) { return exp(x); }),
      activation_of({.class_name = "squareplus",
                     .about = "a smooth relu without an exponential",
                     .formula = "(x + sqrt(x^2 + b)) / 2",
                     .settings = {number("b", 4).over(0).says("how round it is at 0")}},
                    squareplus),
      activation_of({.class_name = "tanh_shrink", .about = "what tanh leaves of the number", .formula = "x - tanh(x)"}, [](const Config&, Expr x) { return x - tanh(x); }),
      activation_of({.class_name = "log_sigmoid", .about = "the logarithm of the sigmoid", .formula = "-log(1 + e^-x)"}, [](const Config&, Expr x) { return -softplus(-x); }),
  };
}

}  // namespace keratin
