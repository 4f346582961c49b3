// Identity, and ActivityRegularization: the input as it is, with a term of the loss.
#include "frontend/layers/layers.h"
#include "frontend/regularizers/regularizer.h"

namespace keratin {
namespace {

Expr build_activity_regularization(LayerContext& c, Expr x) {
  const Config l1l2{"L1L2", {{"l1", c.config.number("l1")}, {"l2", c.config.number("l2")}}, c.config.place};
  if (c.config.number("l1") != 0 || c.config.number("l2") != 0) c.penalize(penalty(l1l2, x) / c.model.rows());
  return x;
}

}  // namespace

LayerRow identity() {
  return {{.class_name = "Identity", .about = "its input", .formula = "x"}, [](LayerContext&, Expr x) { return x; }};
}
LayerRow activity_regularization() {
  return {{.class_name = "ActivityRegularization",
           .about = "its input, whose size becomes a term of the loss, in training and evaluating",
           .formula = "x; loss + (l1 sum|x| + l2 sum x^2) / rows",
           .settings = {number("l1", 0).from(0), number("l2", 0).from(0)}},
          build_activity_regularization};
}

}  // namespace keratin
