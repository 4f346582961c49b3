// The vector prelude as the compiler's users get it, once for each processor level: lanes_v2.cpp … compile this text with
// the level's own flags. Nothing else is included there, so no code of a higher level leaks into the rest of the tests.
#pragma once

namespace keratin::lanes_test {

enum Unary { exp_of, expm1_of, log_of, log1p_of, tanh_of, sigmoid_of, erf_of, sin_of, cos_of, sqrt_of, floor_of, round_of, unary_count };

// A level's functions over arrays of whole rows of 16; `n` is a multiple of 16.
struct Level {
  const char* name;
  bool fused;  // fma rounds once
  void (*unary[unary_count])(const float* x, float* y, long n);
  void (*power)(const float* x, const float* y, float* z, long n);
  void (*fma)(const float* a, const float* b, const float* c, float* z, long n);
  void (*uniform)(const int* element, int ordinal, int step, int seed, float* u, long n);
  void (*sum16)(const float* x, float* y, long n);  // every lane: the fold of its row
  void (*max16)(const float* x, float* y, long n);
  void (*min16)(const float* x, float* y, long n);
  // to[r * to_row + c * to_column] = from[r * from_row + c], in whole rows of lanes
  void (*stage)(float* to, long to_row, long to_column, const float* from, long from_row, int rows, int columns);
};
extern const Level level_v2, level_v3, level_v4;

}  // namespace keratin::lanes_test
