// The words of generated C++: a row of lanes is one vector of 16 floats (one AVX-512 register, two AVX2 ones …).
typedef float lanes __attribute__((vector_size(64)));
typedef int lanes_int __attribute__((vector_size(64)));
typedef unsigned lanes_unsigned __attribute__((vector_size(64)));
typedef lanes_int lanes_mask;  // -1 or 0
typedef float lanes_anywhere __attribute__((vector_size(64), aligned(4), may_alias));
typedef int lanes_int_anywhere __attribute__((vector_size(64), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline, unused))
#ifndef KERNEL
#define KERNEL static __attribute__((noinline)) void
#endif
#define SHUFFLE __builtin_shufflevector
INLINE lanes splat(float x) { return x - lanes{}; }
INLINE lanes_int splat_int(int x) { return x - lanes_int{}; }
INLINE lanes_int lane_index() { return lanes_int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }
INLINE float one(const float* p) { return *p; }
INLINE int one_int(const int* p) { return *p; }
INLINE float late(const float* p) { return *(const volatile float*)p; }  // a hoisted broadcast would spill an accumulator
INLINE int late_int(const int* p) { return *(const volatile int*)p; }
INLINE lanes load(const float* p) { return *(const lanes_anywhere*)p; }
INLINE lanes_int load_int(const int* p) { return *(const lanes_int_anywhere*)p; }
INLINE void store(float* p, lanes x) { *(lanes_anywhere*)p = x; }
INLINE void store_int(int* p, lanes_int x) { *(lanes_int_anywhere*)p = x; }
INLINE lanes gather(const float* p, lanes_int offset) {
  lanes x;
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) x[i] = p[offset[i]];
  return x;
}
INLINE lanes_int gather_int(const int* p, lanes_int offset) {
  lanes_int x;
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) x[i] = p[offset[i]];
  return x;
}
INLINE void prefetch(const float* p) { __builtin_prefetch(p, 1, 3); }
INLINE lanes_int as_int(lanes x) { return (lanes_int)x; }
INLINE lanes as_float(lanes_int x) { return (lanes)x; }
INLINE lanes_unsigned as_unsigned(lanes_int x) { return (lanes_unsigned)x; }
INLINE lanes_int from_unsigned(lanes_unsigned x) { return (lanes_int)x; }
INLINE lanes to_float(lanes_int x) { return __builtin_convertvector(x, lanes); }
INLINE lanes_int truncate_(lanes x) { return __builtin_convertvector(x, lanes_int); }
INLINE lanes_mask not_(lanes_mask x) { return ~x; }
#if !defined(__FMA__) && defined(__x86_64__)  // x86-64-v2 rounds twice: it has golden values of its own
INLINE lanes fma_(lanes a, lanes b, lanes c) { return a * b + c; }
#elif defined(__clang__) && __clang_major__ >= 17
INLINE lanes fma_(lanes a, lanes b, lanes c) { return __builtin_elementwise_fma(a, b, c); }
#elif defined(__AVX512F__)
INLINE lanes fma_(lanes a, lanes b, lanes c) { return (lanes)__builtin_ia32_vfmaddps512_mask(a, b, c, (unsigned short)-1, 4); }
#else
INLINE lanes fma_(lanes a, lanes b, lanes c) {
  for (int i = 0; i < 16; ++i) a[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return a;
}
#endif
#if defined(__clang__) && __clang_major__ >= 17
INLINE lanes sqrt_(lanes x) { return __builtin_elementwise_sqrt(x); }
#elif defined(__AVX512F__) && !defined(__clang__)
INLINE lanes sqrt_(lanes x) { return (lanes)__builtin_ia32_sqrtps512_mask(x, x, (unsigned short)-1, 4); }
#elif defined(__AVX512F__)
INLINE lanes sqrt_(lanes x) { return (lanes)__builtin_ia32_sqrtps512(x, 4); }
#else
INLINE lanes sqrt_(lanes x) {
  for (int i = 0; i < 16; ++i) x[i] = __builtin_sqrtf(x[i]);
  return x;
}
#endif
INLINE void transpose16(lanes* r) {  // 4 stages of 16 shuffles
  lanes t[16];
#pragma GCC unroll 8
  for (int i = 0; i < 16; i += 2) {
    t[i] = SHUFFLE(r[i], r[i + 1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
    t[i + 1] = SHUFFLE(r[i], r[i + 1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 16; i += 4) {
    r[i] = SHUFFLE(t[i], t[i + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
    r[i + 1] = SHUFFLE(t[i], t[i + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
    r[i + 2] = SHUFFLE(t[i + 1], t[i + 3], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
    r[i + 3] = SHUFFLE(t[i + 1], t[i + 3], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  }
#pragma GCC unroll 4
  for (int q = 0; q < 4; ++q) {
    t[q] = SHUFFLE(r[q], r[q + 4], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
    t[q + 4] = SHUFFLE(r[q], r[q + 4], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
    t[q + 8] = SHUFFLE(r[q + 8], r[q + 12], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
    t[q + 12] = SHUFFLE(r[q + 8], r[q + 12], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
  }
#pragma GCC unroll 4
  for (int q = 0; q < 4; ++q) {
    r[q] = SHUFFLE(t[q], t[q + 8], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    r[q + 8] = SHUFFLE(t[q], t[q + 8], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    r[q + 4] = SHUFFLE(t[q + 4], t[q + 12], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    r[q + 12] = SHUFFLE(t[q + 4], t[q + 12], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  }
}
// tile[c] holds element c of sixteen rows that lie `stride` apart.
INLINE void load_rows(lanes* tile, const float* p, long stride) {
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) tile[i] = load(p + i * stride);
  transpose16(tile);
}
INLINE void store_rows(lanes* tile, float* p, long stride) {
  transpose16(tile);
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) store(p + i * stride, tile[i]);
}
// All lanes of the result hold the fold of the sixteen: lanes 2, 1, 4, then 8 apart.
INLINE lanes apart2_(lanes x) { return SHUFFLE(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13); }
INLINE lanes apart1_(lanes x) { return SHUFFLE(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14); }
INLINE lanes apart4_(lanes x) { return SHUFFLE(x, x, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11); }
INLINE lanes first_lane_(lanes x) { return SHUFFLE(x, x, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0); }
INLINE lanes apart8_(lanes x) { return SHUFFLE(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7); }
// to[r * to_row + c * to_column] = from[r * from_row + c]: whole rows of lanes are read and written; rows behind the last
// are read as the last.
INLINE void stage(float* to, long to_row, long to_column, const float* from, long from_row, int rows, int columns) {
  if (to_column == 1) {
#pragma GCC unroll 1
    for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
      for (int c = 0; c < columns; c += 16) store(to + r * to_row + c, load(from + r * from_row + c));
    return;
  }
#pragma GCC unroll 1
  for (int c = 0; c < columns; c += 16)
#pragma GCC unroll 1
    for (int r = 0; r < rows; r += 16) {
      lanes x[16];
#pragma GCC unroll 16
      for (int i = 0; i < 16; ++i) x[i] = load(from + (rows % 16 == 0 || r + i < rows ? r + i : rows - 1) * from_row + c);
      transpose16(x);
#pragma GCC unroll 16
      for (int i = 0; i < 16; ++i) store(to + (c + i) * to_column + r, x[i]);
    }
}
