#include "runtime/training/class_weight.h"

#include <cmath>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

float number_at(const ArrayView& a, int64_t i) {
  switch (a.element) {
    case Element::u8: return static_cast<float>(reinterpret_cast<const uint8_t*>(a.data)[i]) * a.scale;
    case Element::i32: return static_cast<float>(reinterpret_cast<const int32_t*>(a.data)[i]) * a.scale;
    default: return reinterpret_cast<const float*>(a.data)[i] * a.scale;
  }
}

// The class of one row: its number, or the place of its largest one; the first wins.
int64_t class_of(const ArrayView& targets, int64_t row) {
  const int64_t n = targets.row_size();
  if (n == 1) return std::llround(number_at(targets, row));
  int64_t best = 0;
  for (int64_t c = 1; c < n; ++c)
    if (number_at(targets, row * n + c) > number_at(targets, row * n + best)) best = c;
  return best;
}

}  // namespace

Tensor weights_of_classes(const ArrayView& targets, const ClassWeight& weights) {
  for (const auto& [label, weight] : weights)
    if (!(weight >= 0 && std::isfinite(weight))) fail("K3207", fmt::format("the weight of class {} is {}, a weight is at least 0", label, weight));
  if (targets.shape.size() > 2) fail("K3207", "class weights are for one class a row; the targets have shape " + to_string(targets.shape), {}, "give sample weights instead");
  Tensor out(Element::f32, {targets.rows()});
  for (int64_t row = 0; row < targets.rows(); ++row) {
    const auto it = weights.find(class_of(targets, row));
    out.floats()[row] = it == weights.end() ? 1.0f : static_cast<float>(it->second);
  }
  return out;
}

}  // namespace keratin
