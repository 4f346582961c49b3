// ReLU, LeakyReLU, PReLU and ELU: activations that have settings, or a slope to learn.
#include "frontend/activations/activation.h"
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

// The activation `name` with the layer's settings of the same names.
template <const char* name>
Expr build_activation(LayerContext& c, Expr x) {
  Config activation{name, {}, c.config.place};
  for (const Setting& s : activation_row(activation).settings)
    if (const ConfigValue* value = c.config.find(s.name)) activation.set(s.name, *value);
  return apply_activation(activation, x);
}
constexpr char relu_name[] = "relu", leaky_relu_name[] = "leaky_relu", elu_name[] = "elu";

Expr build_prelu(LayerContext& c, Expr x) {
  Shape shape = x.shape();
  for (int64_t axis : axes_of(c.config, "shared_axes", x.rank())) shape[static_cast<size_t>(axis)] = 1;
  Expr alpha = c.weight("alpha", {shape.begin() + 1, shape.end()});
  return select(x > 0.0, x, alpha * x);
}

}  // namespace

LayerRow relu_layer() {
  return {{.class_name = "ReLU",
           .about = "the input where it is above a threshold, else a slope; at most max_value",
           .formula = "min(x, max_value) for x > threshold, else negative_slope (x - threshold)",
           .settings = {number("max_value").from(0).says("None: no bound"), number("negative_slope", 0).from(0), number("threshold", 0).from(0)}},
          build_activation<relu_name>};
}
LayerRow leaky_relu_layer() {
  return {{.class_name = "LeakyReLU",
           .about = "a small slope below 0",
           .formula = "x for x > 0, else negative_slope x",
           .settings = {number("negative_slope", 0.3).plain().from(0)}},
          build_activation<leaky_relu_name>};
}
LayerRow prelu() {
  return {{.class_name = "PReLU",
           .about = "a slope below 0 that is learned, one for each element of a row",
           .formula = "x for x > 0, else alpha x",
           .settings = {initializer("alpha_initializer", "zeros"), regularizer("alpha_regularizer"), constraint("alpha_constraint"),
                        extents("shared_axes").says("axes along which one slope serves all; axis 1 is the first behind the batch")}},
          build_prelu};
}
LayerRow elu_layer() {
  return {{.class_name = "ELU",
           .about = "an exponential below 0",
           .formula = "x for x > 0, else alpha (e^x - 1)",
           .settings = {number("alpha", 1).plain()}},
          build_activation<elu_name>};
}

}  // namespace keratin
