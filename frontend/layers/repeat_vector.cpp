// RepeatVector: each row n times, one below the other.
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

Expr build(LayerContext& c, Expr x) {
  c.wants_rank(x, 2);
  Type repeated = x.type();
  repeated.shape.insert(repeated.shape.begin() + 1, c.config.whole("n"));
  c.wants_room(repeated.shape);
  return broadcast(x, repeated, {0, 2});
}

}  // namespace

LayerRow repeat_vector() {
  return {{.class_name = "RepeatVector",
           .about = "each row n times",
           .formula = "y[b, i, :] = x[b, :] for i < n",
           .settings = {whole("n").required().from(1).to(2147483647)},
           .shapes = "(batch, a) → (batch, n, a)"},
          build, Masking::destroys};
}

}  // namespace keratin
