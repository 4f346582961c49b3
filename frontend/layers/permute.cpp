// Permute: the axes of each row in another order; axis 1 is the first behind the batch.
#include <algorithm>

#include "frontend/layers/layers.h"

namespace keratin {
namespace {

Expr build(LayerContext& c, Expr x) {
  Axes order = c.config.extents("dims");
  Axes sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 0; i < sorted.size(); ++i)
    if (sorted[i] != static_cast<int64_t>(i) + 1) refuse(c.config, "K2116", "dims " + to_string(order) + " are not 1, 2, … in some order");
  if (static_cast<int>(order.size()) != x.rank() - 1) refuse(c.config, "K2116", "dims " + to_string(order) + " do not fit rows with " + std::to_string(x.rank() - 1) + " axes");
  order.insert(order.begin(), 0);
  return transpose(x, order);
}

}  // namespace

LayerRow permute() {
  return {{.class_name = "Permute",
           .about = "the axes of each row in another order",
           .formula = "transpose(x, (0, dims))",
           .settings = {extents("dims").required().says("axis 1 is the first behind the batch")},
           .shapes = "(batch, a, b) → (batch, b, a) for dims {2, 1}"},
          build, Masking::destroys};
}

}  // namespace keratin
