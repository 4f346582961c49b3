// Normalization: by mean and variance that were given, or that `adapt` takes from data.
#include "frontend/layers/normalization.h"

#include "frontend/layers/layers.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

double number_at(const ArrayView& data, int64_t i) {
  switch (data.element) {
    case Element::f32: return static_cast<double>(reinterpret_cast<const float*>(data.data)[i] * data.scale);
    case Element::i32: return static_cast<double>(reinterpret_cast<const int32_t*>(data.data)[i]) * static_cast<double>(data.scale);
    case Element::u8: return static_cast<double>(static_cast<float>(std::to_integer<int>(data.data[i])) * data.scale);
    case Element::boolean: break;
  }
  internal_failure(__FILE__, __LINE__, "data are numbers");
}

// As many numbers as there are along the kept axes, from one for all, one for each of the last kept axis, or all of them.
Expr given(LayerContext& c, const char* name, const Shape& shape) {
  Numbers values = c.config.numbers(name);
  const int64_t n = count(shape), m = static_cast<int64_t>(values.size());
  if (m != 1 && m != n && (shape.empty() || m != shape.back()))
    refuse(c.config, "K2134", std::string(name) + " has " + std::to_string(m) + " numbers, the axes that are kept have " + std::to_string(n), "give one number, or one for each");
  if (m == 1) return broadcast(constant(c.model.b, values[0]), {Element::f32, shape}, {});
  while (static_cast<int64_t>(values.size()) < n) values.insert(values.end(), values.begin(), values.begin() + m);
  return c.given(name, shape, values);
}

Expr build(LayerContext& c, Expr x) {
  const Axes kept = axes_of(c.config, "axis", x.rank());
  Shape shape;
  for (int64_t axis : kept) shape.push_back(x.shape()[static_cast<size_t>(axis)]);
  const bool is_given = c.config.has("mean");
  if (is_given != c.config.has("variance")) refuse(c.config, "K2134", "mean and variance are given together, or neither is");
  if (is_given && c.config.numbers("mean").size() != c.config.numbers("variance").size()) refuse(c.config, "K2134", "mean and variance have a different count of numbers");
  Expr mean = is_given ? given(c, "mean", shape) : c.statistic("mean", shape);
  Expr variance = is_given ? given(c, "variance", shape) : c.statistic("variance", shape, {InitialKind::ones});
  if (!is_given) c.statistic("count", {}, {}, Element::i32);  // no formula asks for it, but Keras' files have it
  Expr deviation = maximum(sqrt(variance), 1e-7);
  if (c.config.flag("invert")) return x * along(deviation, x, kept) + along(mean, x, kept);
  return (x - along(mean, x, kept)) * along(1.0 / deviation, x, kept);
}

}  // namespace

// Twice over the data: what is squared is a difference from the mean.
Statistics normalization_statistics(const ArrayView& data, const Axes& kept) {
  Statistics out;
  std::vector<int64_t> stride(data.shape.size(), 0);  // of an element's place among the kept axes
  for (size_t i = kept.size(); i-- > 0;) {
    const size_t axis = static_cast<size_t>(kept[i]);
    stride[axis] = count(out.shape);
    out.shape.insert(out.shape.begin(), data.shape[axis]);
  }
  const int64_t n = count(data.shape), places = count(out.shape);
  const double terms = static_cast<double>(n / places);
  auto each = [&](auto inside) {
    std::vector<int64_t> index(data.shape.size(), 0);
    int64_t place = 0;
    for (int64_t i = 0; i < n; ++i) {
      inside(static_cast<size_t>(place), number_at(data, i));
      for (size_t d = index.size(); d-- > 0;) {
        place += stride[d];
        if (++index[d] < data.shape[d]) break;
        place -= stride[d] * index[d], index[d] = 0;
      }
    }
  };
  out.mean.assign(static_cast<size_t>(places), 0), out.variance = out.mean;
  each([&](size_t place, double x) { out.mean[place] += x; });
  for (double& sum : out.mean) sum /= terms;
  each([&](size_t place, double x) { out.variance[place] += (x - out.mean[place]) * (x - out.mean[place]); });
  for (double& sum : out.variance) sum /= terms;
  return out;
}

LayerRow normalization() {
  return {{.class_name = "Normalization",
           .about = "less a mean, by a deviation: of the data, once `adapt` has seen them, or as given",
           .formula = "(x - mean) / max(sqrt(variance), 1e-7)",
           .settings = {extents("axis", Shape{-1}).plain().says("axes along which each element has its own statistics; none: one mean and variance for all"),
                        numbers("mean").says("given together with variance, instead of adapt"), numbers("variance"), flag("invert", false).says("the way back: x max(sqrt(variance), 1e-7) + mean")}},
          build};
}

}  // namespace keratin
