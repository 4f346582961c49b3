// Dropout: in training, x / (1 - rate) where a number drawn for the element is at least `rate`, else 0; x otherwise.
#include <fmt/format.h>

#include "frontend/layers/layer.h"

namespace keratin {

Expr build_dropout(LayerContext& c, Expr x) {
  const double rate = c.config.number("rate", 0);
  if (!(rate >= 0 && rate <= 1)) refuse(c.config, "K2108", fmt::format("rate is {}, it lies in [0, 1]", rate));
  if (!c.model.training || rate == 0) return x;
  if (rate == 1) return x * 0.0;
  Expr keep = c.uniform(x.type()) >= constant(c.model.b, rate);
  return select(keep, x * (1 / (1 - rate)), constant(c.model.b, 0));
}

}  // namespace keratin
