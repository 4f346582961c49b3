// The words of generated C++: a row of lanes is one vector of 16 floats (one AVX-512 register, two AVX2 ones, four SSE ones).
typedef float lanes __attribute__((vector_size(64)));
typedef int lanes_int __attribute__((vector_size(64)));
typedef unsigned lanes_unsigned __attribute__((vector_size(64)));
typedef lanes_int lanes_mask;  // -1 or 0
typedef float lanes_anywhere __attribute__((vector_size(64), aligned(4), may_alias));
typedef int lanes_int_anywhere __attribute__((vector_size(64), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline, unused))
#define OUTLINE static __attribute__((noinline, unused))
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
INLINE void add_row(float* p, lanes_int row, int rows, int stride, lanes x) {
  const int r = row[0];
  if (r >= 0 && r < rows) store(p + r * stride, load(p + r * stride) + x);
}
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
// All lanes of the result hold the fold of the sixteen: lanes 2, 1, 4, then 8 apart.
INLINE lanes apart2_(lanes x) { return SHUFFLE(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13); }
INLINE lanes apart1_(lanes x) { return SHUFFLE(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14); }
INLINE lanes apart4_(lanes x) { return SHUFFLE(x, x, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11); }
INLINE lanes first_lane_(lanes x) { return SHUFFLE(x, x, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0); }
INLINE lanes apart8_(lanes x) { return SHUFFLE(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7); }
// to[r + c * to_column] = from[r * from_row + c], sixteen by sixteen; rows behind the last are read as the last. First four
// rows at a time trade places inside their quarters, then the quarters do. Long, and the same for all who need it.
OUTLINE void turn(float* to, long to_column, const float* from, long from_row, int rows, int columns) {
  float half[256] __attribute__((aligned(64)));
#pragma GCC unroll 1
  for (int c = 0; c < columns; c += 16)
#pragma GCC unroll 1
    for (int r = 0; r < rows; r += 16) {
#pragma GCC unroll 1
      for (int i = 0; i < 16; i += 4) {
        lanes x[4];
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) x[j] = load(from + (r + i + j < rows ? r + i + j : rows - 1) * from_row + c);
        lanes a = SHUFFLE(x[0], x[1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
        lanes b = SHUFFLE(x[0], x[1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
        lanes d = SHUFFLE(x[2], x[3], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
        lanes e = SHUFFLE(x[2], x[3], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
        store(half + i * 4, SHUFFLE(a, d, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29));
        store(half + i * 4 + 64, SHUFFLE(a, d, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31));
        store(half + i * 4 + 128, SHUFFLE(b, e, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29));
        store(half + i * 4 + 192, SHUFFLE(b, e, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31));
      }
#pragma GCC unroll 1
      for (int q = 0; q < 4; ++q) {
        lanes x[4];
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) x[j] = load(half + q * 64 + j * 16);
        lanes a = SHUFFLE(x[0], x[1], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        lanes b = SHUFFLE(x[0], x[1], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        lanes d = SHUFFLE(x[2], x[3], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        lanes e = SHUFFLE(x[2], x[3], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        float* own = to + (c + q) * to_column + r;
        store(own, SHUFFLE(a, d, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27));
        store(own + 4 * to_column, SHUFFLE(b, e, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27));
        store(own + 8 * to_column, SHUFFLE(a, d, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
        store(own + 12 * to_column, SHUFFLE(b, e, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
      }
    }
}
// to[r * to_row + c * to_column] = from[r * from_row + c]: whole rows of lanes are read and written.
INLINE void stage(float* to, long to_row, long to_column, const float* from, long from_row, int rows, int columns) {
  if (to_column != 1) return turn(to, to_column, from, from_row, rows, columns);
#pragma GCC unroll 1
  for (int r = 0; r < rows; ++r)
#pragma GCC unroll 4
    for (int c = 0; c < columns; c += 16) store(to + r * to_row + c, load(from + r * from_row + c));
}
