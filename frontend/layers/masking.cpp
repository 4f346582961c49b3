// Masking: steps that hold nothing but mask_value are passed over by what follows.
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

Expr build(LayerContext& c, Expr x) {
  const int64_t last = x.rank() - 1;
  Expr zero = constant(c.model.b, 0), one = constant(c.model.b, 1);
  Expr differs = map(Scalar::not_equal, {x, constant(c.model.b, c.config.number("mask_value"))});
  Expr keep = max(select(differs, one, zero), {last}) > 0.0;
  c.mask = keep;
  return select(along(keep, x, other_axes(x, {last})), x, zero);
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
