// Whether numbers are numbers: neither NaN nor infinity.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace keratin {

// Index of the first NaN or infinity, or n. Whole blocks are looked at together, which vectors do fast.
inline int64_t first_not_finite(const float* x, int64_t n) {
  for (int64_t begin = 0; begin < n; begin += 4096) {
    const int64_t end = std::min<int64_t>(begin + 4096, n);
    uint32_t bad = 0;
    for (int64_t i = begin; i < end; ++i) {
      uint32_t bits;
      std::memcpy(&bits, x + i, 4);
      bad |= (bits & 0x7f800000) == 0x7f800000;
    }
    if (!bad) continue;
    for (int64_t i = begin; i < end; ++i)
      if (!std::isfinite(x[i])) return i;
  }
  return n;
}
inline const char* not_finite_name(float x) { return std::isnan(x) ? "NaN" : x > 0 ? "infinity" : "-infinity"; }

}  // namespace keratin
