// Masking: steps that hold nothing but mask_value are passed over by what follows.
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

Expr build(LayerContext& c, Expr x) {
  const int64_t last = x.rank() - 1;
  Expr keep = any(x != c.config.number("mask_value"), {last});
  c.mask = keep;
  return select(along(keep, x, other_axes(x, {last})), x, constant(c.model.b, 0));
}

}  // namespace

LayerRow masking() {
  return {{.class_name = "Masking",
           .about = "marks the steps whose numbers are all mask_value, and makes them 0",
           .formula = "keep[b, t] = any(x[b, t, :] != mask_value); x where keep, else 0",
           .settings = {number("mask_value", 0).plain()}},
          build, Masking::makes};
}

}  // namespace keratin
