// Flatten and Reshape: the same elements of each row under another shape.
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

// The elements in row-major order; with channels_first, axis 1 goes to the end before.
Expr build_flatten(LayerContext& c, Expr x) {
  if (c.config.has("data_format") && c.config.text("data_format") == "channels_first" && x.rank() > 2) {
    Axes order = {0};
    for (int64_t axis = 2; axis < x.rank(); ++axis) order.push_back(axis);
    order.push_back(1);
    x = transpose(x, order);
  }
  return reshape(x, {x.shape()[0], count(x.shape()) / x.shape()[0]});
}

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

}  // namespace

LayerRow flatten() {
  return {{.class_name = "Flatten",
           .about = "each row as one line of numbers",
           .formula = "reshape(x, (batch, -1))",
           .settings = {text("data_format").one_of({"channels_last", "channels_first"}).says("channels_first moves the channels behind the other axes first")},
           .shapes = "(batch, a, b, …) → (batch, a · b · …)"},
          build_flatten, Masking::destroys};
}
LayerRow reshape_layer() {
  return {{.class_name = "Reshape",
           .about = "each row under another shape",
           .formula = "reshape(x, (batch, target_shape))",
           .settings = {extents("target_shape").required().says("without the batch; one extent may be -1")}},
          build_reshape, Masking::destroys};
}

}  // namespace keratin
