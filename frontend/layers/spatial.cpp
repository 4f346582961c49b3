#include "frontend/layers/spatial.h"

namespace keratin {
namespace {

Shape whole_numbers(const Config& config, std::string_view setting, std::initializer_list<size_t> counts, int64_t least) {
  const Shape given = config.extents(setting);
  for (int64_t x : given)
    if (x < least || x >= (int64_t(1) << 31)) refuse(config, "K2118", std::string(setting) + " is " + std::to_string(x) + ", it is at least " + std::to_string(least));
  for (size_t n : counts)
    if (given.size() == n) return given;
  std::string wanted;
  for (size_t n : counts) wanted += (wanted.empty() ? "" : " or ") + std::to_string(n);
  refuse(config, "K2134", std::string(setting) + " has " + std::to_string(given.size()) + " numbers, it takes " + wanted);
}

}  // namespace

Setting data_format_setting() { return text("data_format").one_of({"channels_last", "channels_first"}).says("which axis the channels are; channels_last is usual"); }
bool channels_first(const Config& config) { return config.has("data_format") && config.text("data_format") == "channels_first"; }

Axes spatial_axes(const LayerContext& c, Expr x, int n) {
  c.wants_rank(x, n + 2);
  Axes out;
  for (int i = 0; i < n; ++i) out.push_back(i + (channels_first(c.config) ? 2 : 1));
  return out;
}

Shape for_each_axis(const Config& config, std::string_view setting, int n) {
  Shape out = whole_numbers(config, setting, {1, static_cast<size_t>(n)}, 1);
  if (out.size() == 1) out.assign(static_cast<size_t>(n), out[0]);
  return out;
}
Shape before_and_behind(const Config& config, std::string_view setting, int n) {
  const size_t axes = static_cast<size_t>(n);
  const Shape given = whole_numbers(config, setting, {1, axes, 2 * axes}, 0);
  Shape out;
  for (size_t i = 0; i < 2 * axes; ++i) out.push_back(given.size() == 2 * axes ? given[i] : given.size() == axes ? given[i / 2] : given[0]);
  return out;
}

}  // namespace keratin
