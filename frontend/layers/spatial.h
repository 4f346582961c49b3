// Sequences, pictures and volumes: [batch, 1 to 3 spatial axes, channels], or with the channels before the spatial axes.
#pragma once

#include "frontend/layers/layer.h"

namespace keratin {

Setting data_format_setting();
bool channels_first(const Config& config);

// The axes of x that are neither batch nor channels. Error K2130 unless there are `n`.
Axes spatial_axes(const LayerContext& c, Expr x, int n);

// A setting of one number for all spatial axes, or one for each.
Shape for_each_axis(const Config& config, std::string_view setting, int n);
// Two for each, before and behind: {low 0, high 0, low 1, …}; from one number, one for each axis, or all of them.
Shape before_and_behind(const Config& config, std::string_view setting, int n);

}  // namespace keratin
