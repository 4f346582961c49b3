// The scalar functions of generated text on one lane: what the interpreter computes with, bit for bit.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace keratin::one_lane {

using lanes = float;
using lanes_int = int;
using lanes_unsigned = unsigned;
using lanes_mask = bool;
#define INLINE inline
INLINE lanes splat(float x) { return x; }
INLINE lanes_int splat_int(int x) { return x; }
INLINE lanes_int as_int(lanes x) { return std::bit_cast<int>(x); }
INLINE lanes as_float(lanes_int x) { return std::bit_cast<float>(x); }
INLINE lanes_unsigned as_unsigned(lanes_int x) { return static_cast<unsigned>(x); }
INLINE lanes_int from_unsigned(lanes_unsigned x) { return static_cast<int>(x); }
INLINE lanes to_float(lanes_int x) { return static_cast<float>(x); }
INLINE lanes_int truncate_(lanes x) { return static_cast<int>(x); }
INLINE lanes_mask not_(lanes_mask x) { return !x; }
INLINE lanes fma_(lanes a, lanes b, lanes c) { return __builtin_fmaf(a, b, c); }
INLINE lanes sqrt_(lanes x) { return std::sqrt(x); }
#include "runtime/support/math.h"
#include "runtime/support/trigonometry.h"
#undef INLINE

inline void philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  for (int i = 0; i < 4; ++i) out[i] = counter[i];
  philox_(out, key[0], key[1]);
}

}  // namespace keratin::one_lane
