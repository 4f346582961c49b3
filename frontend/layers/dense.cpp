// Dense: activation(x . kernel + bias) over the last axis of x, whatever its rank.
#include "frontend/layers/layers.h"

namespace keratin {
namespace {

Expr build(LayerContext& c, Expr x) {
  const int64_t in = x.shape().back(), out = c.config.whole("units");
  const double rows_of_x = static_cast<double>(count(x.shape()) / in);
  if (std::max(rows_of_x, static_cast<double>(in)) * static_cast<double>(out) > most_elements)
    refuse(c.config, "K2110", "units is " + std::to_string(out) + " over inputs of shape " + to_string(x.shape()) + ": an array would have more than 2^30 numbers", "take fewer units or a smaller batch");
  Expr kernel = c.weight("kernel", {in, out});
  const std::string rows = std::string("abcdefg").substr(0, static_cast<size_t>(x.rank() - 1));
  Expr y = contract(rows + "i,io->" + rows + "o", {x, kernel});
  if (c.config.flag("use_bias")) y = y + c.weight("bias", {out});
  return c.activate(y, *c.config.object("activation"));
}

}  // namespace

LayerRow dense() {
  return {{.class_name = "Dense",
           .about = "a densely connected layer over the last axis",
           .formula = "activation(x . kernel + bias)",
           .settings = {whole("units").required().from(1).to(1e6).says("the extent of the output's last axis"), activation("activation"), flag("use_bias", true),
                        initializer("kernel_initializer", "glorot_uniform"), initializer("bias_initializer", "zeros"),
                        regularizer("kernel_regularizer"), regularizer("bias_regularizer"), constraint("kernel_constraint"), constraint("bias_constraint")},
           .shapes = "(batch, …, n) → (batch, …, units)"},
          build};
}

}  // namespace keratin
