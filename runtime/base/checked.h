// Sizes from files: products that cannot overflow unseen.
#pragma once

#include <optional>

#include "runtime/base/tensor.h"

namespace keratin {

inline constexpr int64_t most_bytes = int64_t(1) << 46;

// Elements of a shape; nullopt for a negative extent, a rank over 8, or more bytes than anybody has.
inline std::optional<int64_t> checked_count(const Shape& shape, int64_t element_bytes = 4) {
  if (shape.size() > 8) return std::nullopt;
  int64_t n = 1;
  bool empty = false;  // the other extents still have to fit: rows are sized without the first
  for (int64_t extent : shape) {
    if (extent < 0 || extent >= (int64_t(1) << 31) || (extent && n > most_bytes / element_bytes / extent)) return std::nullopt;
    if (extent) n *= extent;
    else empty = true;
  }
  return empty ? 0 : n;
}

}  // namespace keratin
