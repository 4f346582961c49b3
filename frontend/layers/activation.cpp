// Activation: an activation by name.
#include "frontend/layers/layers.h"

namespace keratin {

LayerRow activation_layer() {
  return {{.class_name = "Activation",
           .about = "an activation by name",
           .formula = "activation(x)",
           .settings = {object(Category::activation, "activation").required().says("`keratin explain activations` lists them")}},
          [](LayerContext& c, Expr x) { return c.activate(x, *c.config.object("activation")); }};
}

}  // namespace keratin
