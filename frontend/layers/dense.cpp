// Dense: activation(x . kernel + bias) over the last axis of x, whatever its rank.
#include "frontend/layers/layer.h"

namespace keratin {

Expr build_dense(LayerContext& c, Expr x) {
  const double units = c.config.number("units", 0);
  if (units < 1 || units > 1e6 || units != static_cast<int64_t>(units)) refuse(c.config, "K2107", "units is " + std::to_string(static_cast<int64_t>(units)) + ", a layer has from 1 to 1,000,000");
  const int64_t in = x.shape().back(), out = static_cast<int64_t>(units);
  const double rows_of_x = static_cast<double>(count(x.shape()) / in);
  if (std::max(rows_of_x, static_cast<double>(in)) * units > most_elements)
    refuse(c.config, "K2110", "units is " + std::to_string(out) + " over inputs of shape " + to_string(x.shape()) + ": an array would have more than 2^30 numbers", "take fewer units or a smaller batch");
  static const Config glorot{"glorot_uniform"}, zeros{"zeros"};
  auto named = [&](const char* name, const Config& otherwise) { const Config* given = c.config.object(name); return given ? *given : otherwise; };
  Expr kernel = c.weight("kernel", {in, out}, named("kernel_initializer", glorot), c.config.object("kernel_regularizer"));
  const std::string rows = std::string("abcdefg").substr(0, static_cast<size_t>(x.rank() - 1));
  Expr y = contract(rows + "i,io->" + rows + "o", {x, kernel});
  if (c.config.flag("use_bias", true)) y = y + c.weight("bias", {out}, named("bias_initializer", zeros), c.config.object("bias_regularizer"));
  return c.activate(y, c.config.text("activation", "linear"));
}

}  // namespace keratin
