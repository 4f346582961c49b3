// ZeroPadding, Cropping and UpSampling: more, less, or repeated elements along the spatial axes.
#include "frontend/layers/layers.h"
#include "frontend/layers/spatial.h"

namespace keratin {
namespace {

template <int n>
Expr build_padding(LayerContext& c, Expr x) {
  const Axes axes = spatial_axes(c, x, n);
  const Shape padding = before_and_behind(c.config, "padding", n);
  Shape padded = x.shape();
  Axes low(n + 2, 0), high = low;
  for (size_t i = 0; i < n; ++i) {
    const size_t axis = static_cast<size_t>(axes[i]);
    low[axis] = padding[2 * i], high[axis] = padding[2 * i + 1], padded[axis] += low[axis] + high[axis];
  }
  c.wants_room(padded);
  return pad(x, low, high);
}

template <int n>
Expr build_cropping(LayerContext& c, Expr x) {
  const Axes axes = spatial_axes(c, x, n);
  const Shape cropping = before_and_behind(c.config, "cropping", n);
  for (size_t i = 0; i < n; ++i) {
    const int64_t extent = x.shape()[static_cast<size_t>(axes[i])], left = extent - cropping[2 * i] - cropping[2 * i + 1];
    if (left < 1) refuse(c.config, "K2135", "cropping " + std::to_string(cropping[2 * i]) + " and " + std::to_string(cropping[2 * i + 1]) + " elements leaves nothing of axis " + std::to_string(axes[i]) + ", which has " + std::to_string(extent));
    x = slice_axis(x, axes[i], cropping[2 * i], left);
  }
  return x;
}

template <int n>
Expr build_upsampling(LayerContext& c, Expr x) {
  if (c.config.has("interpolation") && c.config.text("interpolation") != "nearest")
    refuse(c.config, "K4003", "interpolation `" + c.config.text("interpolation") + "` is not in this version", "`nearest` is");
  const Axes axes = spatial_axes(c, x, n);
  const Shape size = for_each_axis(c.config, "size", n);
  for (size_t i = 0; i < n; ++i) {
    Shape larger = x.shape();
    larger[static_cast<size_t>(axes[i])] *= size[i];
    c.wants_room(larger);
    Type repeated = x.type();
    repeated.shape.insert(repeated.shape.begin() + axes[i] + 1, size[i]);
    Axes kept;
    for (int64_t axis = 0; axis < repeated.rank(); ++axis)
      if (axis != axes[i] + 1) kept.push_back(axis);
    x = reshape(broadcast(x, repeated, kept), larger);
  }
  return x;
}

std::string dimension(int n) { return std::to_string(n) + "D"; }

template <int n>
LayerRow zero_padding() {
  return {{.class_name = "ZeroPadding" + dimension(n),
           .about = "zeros before and behind",
           .formula = "x with zeros around it",
           .settings = {extents("padding", Shape{1}).plain().says("one number, one for each axis, or two for each: before and behind"), data_format_setting()}},
          build_padding<n>, Masking::destroys};
}
template <int n>
LayerRow cropping() {
  LayerRow row{{.class_name = "Cropping" + dimension(n),
                .about = "without its first and last elements",
                .formula = "x without what is cropped",
                .settings = {extents("cropping", Shape{n == 2 ? 0 : 1}).plain().says("one number, one for each axis, or two for each: before and behind")}},
               build_cropping<n>, Masking::destroys};
  if (n > 1) row.settings.push_back(data_format_setting());
  return row;
}
template <int n>
LayerRow upsampling() {
  LayerRow row{{.class_name = "UpSampling" + dimension(n),
                .about = "each element several times",
                .formula = "y[i] = x[i / size] along each axis",
                .settings = {extents("size", Shape{2}).plain().says("how often: one number, or one for each axis")}},
               build_upsampling<n>, Masking::destroys};
  if (n > 1) row.settings.push_back(data_format_setting());
  if (n == 2) row.settings.push_back(text("interpolation", "nearest").one_of({"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"}));
  return row;
}

}  // namespace

LayerRow zero_padding1d() { return zero_padding<1>(); }
LayerRow zero_padding2d() { return zero_padding<2>(); }
LayerRow zero_padding3d() { return zero_padding<3>(); }
LayerRow cropping1d() { return cropping<1>(); }
LayerRow cropping2d() { return cropping<2>(); }
LayerRow cropping3d() { return cropping<3>(); }
LayerRow upsampling1d() { return upsampling<1>(); }
LayerRow upsampling2d() { return upsampling<2>(); }
LayerRow upsampling3d() { return upsampling<3>(); }

}  // namespace keratin
