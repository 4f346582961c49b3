// Rescaling: x * scale + offset; several numbers go along the last axis.
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

Expr setting(LayerContext& c, const char* name, int64_t columns) {
  const Numbers values = c.config.numbers(name);
  if (values.size() != 1 && static_cast<int64_t>(values.size()) != columns)
    refuse(c.config, "K2134", std::string(name) + " has " + std::to_string(values.size()) + " numbers, the last axis of the input has " + std::to_string(columns), "give one number, or one for each");
  return c.given(name, {columns}, values);
}
Expr build(LayerContext& c, Expr x) {
  const int64_t columns = x.shape().back();
  return x * setting(c, "scale", columns) + setting(c, "offset", columns);
}

}  // namespace

LayerRow rescaling() {
  return {{.class_name = "Rescaling",
           .about = "numbers on another scale, as pictures from 0 to 255 on 0 to 1",
           .formula = "x scale + offset",
           .settings = {numbers("scale").required().says("one number, or one for each column of the last axis"), numbers("offset", Numbers{0})}},
          build};
}

}  // namespace keratin
