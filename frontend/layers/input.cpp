// InputLayer: the shape of the model's data. It stands before all layers and computes nothing.
#include "frontend/layers/layers.h"

namespace keratin {

LayerRow input_layer() {
  return {{.class_name = "InputLayer",
           .aliases = {"Input"},
           .about = "the shape of the model's data",
           .formula = "x",
           .settings = {extents("shape").required().says("without the batch"), text("dtype").one_of({"float32"}), text("name")},
           .shapes = "(batch, shape)",
           .takes_common = false},
          [](LayerContext&, Expr x) { return x; }};
}

}  // namespace keratin
