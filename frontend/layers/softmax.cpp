// Softmax over one axis or several; what a mask leaves out takes no part and is 0.
#include "frontend/activations/activation.h"
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

// Keras aligns a mask's axes with the input's last ones, so only a mask of the input's own rank is one for its elements.
Expr fitting_mask(const LayerContext& c, Expr x) {
  Expr mask = *c.mask;
  bool fits = mask.rank() == x.rank();
  for (int axis = 0; fits && axis < x.rank(); ++axis) fits = mask.shape()[axis] == 1 || mask.shape()[axis] == x.shape()[axis];
  if (!fits) refuse(c.config, "K2133", "the mask of the input has shape " + to_string(mask.type()) + ", the input " + to_string(x.type()), "a mask of elements has an axis for each of the input's");
  return mask;
}

Expr build(LayerContext& c, Expr x) {
  const Axes axes = axes_of(c.config, "axis", x.rank());
  if (axes.empty()) refuse(c.config, "K2120", "axis names no axis");
  const Config over{"softmax", {{"axis", static_cast<double>(axes[0])}}, c.config.place};
  if (!c.mask && axes == Axes{x.rank() - 1}) return c.activate(x, over);
  std::optional<Expr> mask;
  if (c.mask) mask = fitting_mask(c, x), x = select(*mask, x, constant(c.model.b, -1e9));
  Expr y = x;
  if (axes.size() == 1) {
    y = apply_activation(over, x);
  } else {
    Expr e = exp(x - stop_gradient(max(x, axes, true)));
    y = e / sum(e, axes, true);
  }
  return mask ? select(*mask, y, constant(c.model.b, 0)) : y;
}

}  // namespace

LayerRow softmax_layer() {
  return {{.class_name = "Softmax",
           .about = "positive numbers that add up to 1",
           .formula = "e^x / sum(e^x) over the axes",
           .settings = {extents("axis", Shape{-1}).says("one axis, or several that count as one")}},
          build};
}

}  // namespace keratin
