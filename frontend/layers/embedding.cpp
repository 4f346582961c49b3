// Embedding: a row of a table for each id. Ids arrive as numbers and lose what stands behind the point.
#include <limits>

#include "compiler/ir/table_rows.h"
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

// Ids that come from the data as they are were checked before the step began (DataInfo::classes). Of others one that has no
// row becomes NaN: the loss shows it, and the message names the layer.
Expr rows_of(LayerContext& c, Expr table, Expr x) {
  Expr ids = to_int(x);
  if (!data_behind(c.model.b.graph, ids.id).empty()) return gather(table, ids);
  const double last = static_cast<double>(table.shape()[0] - 1);
  Expr inside = minimum(maximum(ids, 0.0), last);
  Expr rows = gather(table, inside);
  Axes axes;
  for (int64_t axis = 0; axis < x.rank(); ++axis) axes.push_back(axis);
  return select(along(ids == inside, rows, axes), rows, constant(c.model.b, std::numeric_limits<double>::quiet_NaN()));
}

Expr build(LayerContext& c, Expr x) {
  const int64_t ids = c.config.whole("input_dim"), size = c.config.whole("output_dim");
  Shape shape = x.shape();
  shape.push_back(size);
  c.wants_room(shape);
  Expr table = c.weight("embeddings", {ids, size});
  c.mask.reset();
  if (c.config.flag("mask_zero")) c.mask = x != 0.0;
  return rows_of(c, table, x);
}

}  // namespace

LayerRow embedding() {
  return {{.class_name = "Embedding",
           .about = "a row of a table, which is learned, for each id",
           .formula = "embeddings[x]",
           .settings = {whole("input_dim").required().from(1).to(2147483647).says("how many ids there are: 0, 1, … input_dim - 1"), whole("output_dim").required().from(1).to(1e6).says("numbers for each"),
                        initializer("embeddings_initializer", "uniform"), regularizer("embeddings_regularizer"), constraint("embeddings_constraint"),
                        flag("mask_zero", false).says("id 0 is none: what follows passes it over"), extents("input_length").says("deprecated: of the first layer, the input's shape")},
           .shapes = "(batch, …) → (batch, …, output_dim)"},
          build, Masking::makes};
}

}  // namespace keratin
