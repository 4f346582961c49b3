// Statistics of data for the layer Normalization: what Keras' adapt computes.
#pragma once

#include "compiler/ir/ops.h"
#include "runtime/base/tensor.h"

namespace keratin {

struct Statistics {
  Shape shape;                         // the data's extents along the kept axes
  std::vector<double> mean, variance;  // row-major; the variance is that of these numbers, by their count
};

// Over all axes of `data` (axis 0 counts its rows) but `kept`, ascending; none kept: of all numbers together.
Statistics normalization_statistics(const ArrayView& data, const Axes& kept);

}  // namespace keratin
