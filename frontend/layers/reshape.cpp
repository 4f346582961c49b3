// Flatten and Reshape: the same elements of each row under another shape.
#include "frontend/layers/layer.h"

namespace keratin {

Expr build_flatten(LayerContext&, Expr x) { return reshape(x, {x.shape()[0], count(x.shape()) / x.shape()[0]}); }

Expr build_reshape(LayerContext& c, Expr x) {
  Shape target = c.config.extents("target_shape");
  const int64_t row = count(x.shape()) / x.shape()[0];
  int64_t known = 1, open = -1;
  for (size_t i = 0; i < target.size(); ++i) {
    if (target[i] == -1 && open < 0) open = static_cast<int64_t>(i);
    else if (target[i] < 1 || known > row) refuse(c.config, "K2109", "target_shape " + to_string(target) + " has one open extent (-1) at most, the others are at least 1");
    else known *= target[i];
  }
  if (open >= 0 && row % known == 0) target[open] = row / known, known = row;
  if (known != row) refuse(c.config, "K2109", "target_shape " + to_string(target) + " does not fit rows of " + std::to_string(row) + " elements");
  target.insert(target.begin(), x.shape()[0]);
  return reshape(x, target);
}

}  // namespace keratin
