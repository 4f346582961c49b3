// Permute: the axes of each row in another order; axis 1 is the first behind the batch.
#include <algorithm>

#include "frontend/layers/layer.h"

namespace keratin {

Expr build_permute(LayerContext& c, Expr x) {
  Axes order = c.config.extents("dims");
  Axes sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 0; i < sorted.size(); ++i)
    if (sorted[i] != static_cast<int64_t>(i) + 1) refuse(c.config, "K2116", "dims " + to_string(order) + " are not 1, 2, … in some order");
  if (static_cast<int>(order.size()) != x.rank() - 1) refuse(c.config, "K2116", "dims " + to_string(order) + " do not fit rows with " + std::to_string(x.rank() - 1) + " axes");
  order.insert(order.begin(), 0);
  return transpose(x, order);
}

}  // namespace keratin
