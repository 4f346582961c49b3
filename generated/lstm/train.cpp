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
INLINE lanes load(const float* p) { return *(const lanes_anywhere*)p; }
INLINE void store(float* p, lanes x) { *(lanes_anywhere*)p = x; }
INLINE lanes gather(const float* p, lanes_int offset) {
  lanes x;
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) x[i] = p[offset[i]];
  return x;
}
INLINE lanes_int as_int(lanes x) { return (lanes_int)x; }
INLINE lanes as_float(lanes_int x) { return (lanes)x; }
INLINE lanes to_float(lanes_int x) { return __builtin_convertvector(x, lanes); }
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
// All lanes of the result hold the fold of the sixteen: lanes 2, 1, 4, then 8 apart.
INLINE lanes apart2_(lanes x) { return SHUFFLE(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13); }
INLINE lanes apart1_(lanes x) { return SHUFFLE(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14); }
INLINE lanes apart4_(lanes x) { return SHUFFLE(x, x, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11); }
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
INLINE lanes abs_(lanes x) { return as_float(as_int(x) & 0x7fffffff); }
INLINE lanes with_sign_(lanes x, lanes sign) { return as_float((as_int(x) & 0x7fffffff) | (as_int(sign) & (int)0x80000000)); }
INLINE lanes max_(lanes a, lanes b) { return ((a > b) | (a != a)) ? a : b; }
INLINE lanes min_(lanes a, lanes b) { return ((a < b) | (a != a)) ? a : b; }
INLINE lanes_int max_(lanes_int a, lanes_int b) { return a > b ? a : b; }
INLINE lanes_int min_(lanes_int a, lanes_int b) { return a < b ? a : b; }

// e^x = 2^n e^r for whole n nearest to x / ln 2, and e^r by a polynomial of degree 6.
INLINE lanes exp_reduced_(lanes x, lanes_int& whole) {
  const lanes magic = splat(12582912.0f);
  lanes t = fma_(x, splat(1.44269504f), magic), n = t - magic;
  whole = as_int(t) - 0x4b400000;
  lanes r = fma_(n, splat(-0.693359375f), x);
  return fma_(n, splat(2.12194440e-4f), r);
}
INLINE lanes exp_polynomial_(lanes r) {
  lanes p = fma_(r, splat(0.00138145837f), splat(0.00836872403f));
  p = fma_(p, r, splat(0.041668389f));
  p = fma_(p, r, splat(0.166665211f));
  p = fma_(p, r, splat(0.49999994f));
  return fma_(p * r, r, r) + 1.0f;
}
// Two factors, so that results may be subnormal.
INLINE lanes times_power_of_two_(lanes x, lanes_int n) {
  lanes_int half = n >> 1, rest = n - half;
  return x * as_float((half + 127) << 23) * as_float((rest + 127) << 23);
}
INLINE lanes exp_(lanes x) {
  lanes_int whole;
  x = x > 89.0f ? splat(89.0f) : x;
  x = x < -104.0f ? splat(-104.0f) : x;
  lanes r = exp_reduced_(x, whole), y = times_power_of_two_(exp_polynomial_(r), whole);
  return x != x ? x : y;
}
INLINE lanes sigmoid_(lanes x) {
  lanes z = exp_(as_float(as_int(x) | (int)0x80000000));  // e^-|x|
  return (as_int(x) < 0 ? z : splat(1.0f)) / (1.0f + z);
}
INLINE lanes tanh_(lanes x) {
  lanes a = abs_(x), s = a * a;
  lanes p = fma_(s, splat(-0.00571704516f), splat(0.020650588f));
  p = fma_(p, s, splat(-0.0537434965f));
  p = fma_(p, s, splat(0.133314908f));
  p = fma_(p, s, splat(-0.333332837f));
  lanes small = fma_(p * s, a, a);
  lanes_int whole;
  lanes c = a < 10.0f ? a : splat(10.0f);  // of NaN, too
  lanes e = exp_polynomial_(exp_reduced_(c + c, whole));
  e = as_float(as_int(e) + (whole << 23));
  lanes big = 1.0f - 2.0f / (e + 1.0f);
  return with_sign_(a >= 0.625f ? big : small, x);  // NaN takes `small`, which is NaN
}

// Folds of a row's sixteen lanes by the fixed tree, over the target's shuffles. Zeros of different signs are equal to max
// and min, so there the first lane speaks for all.
INLINE lanes sum_lanes_all(lanes x) {
  x = x + apart2_(x);
  x = x + apart1_(x);
  x = x + apart4_(x);
  return x + apart8_(x);
}

struct Pool {
  void* self;
  void (*run)(void* self, void (*task)(void* call, char* scratch, int first, int last), void* call, int chunks);
  char* scratch;
};
struct Call {
  char* state;
  char* workspace;
  const void* const* data;
  int rows, trip;
};

// kernel k0 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k0(float* __restrict w0, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %5 = broadcast %4
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      store(w0 + begin * 16 + r * 16 + v, splat(0.0f));
    }
  }
}

// kernel k1 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k1(const float* __restrict d0, float* __restrict w1, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %6 = transpose %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 3; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 2; ++i2) {
        const int v = 0;
        lanes t = load(d0 + begin * 4 + r * 4 + i2 * 12 + v);
        store(w1 + i2 * 16 + begin * 32 + r * 32 + v, t);
      }
    }
  }
}

// kernel k2 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k2(const float* __restrict w0, float* __restrict w13, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w0 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w13 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k3 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k3(const float* __restrict w0, float* __restrict w14, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w0 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w14 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k4 lanes 16 rows 6 vectors 4 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k4(const float* __restrict w1, const float* __restrict s2, const float* __restrict w13, const float* __restrict s1, float* __restrict w18, const float* __restrict s0, const float* __restrict w14, float* __restrict w142, float* __restrict w132, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %6 = contract bi,io->bo + bj,jo->bo %2 %3 %0 %4; %8 = add %6 %7; %10 = tanh %9; %12 = sigmoid %11; %13 = multiply %12 %10; %15 = sigmoid %14; %16 = multiply %15 %1; %17 = add %16 %13; %18 = tanh %17; %20 = sigmoid %19; %21 = multiply %20 %18
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[2][4] = {};
    {
      const float* a = w1 + m * 16 + w * 16;
      const float* b = s2 + p * 64;
#pragma GCC unroll 1
      for (int k = 0; k < 4; ++k) {
        lanes right[4];
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 2
        for (int i = 0; i < 2; ++i) {
          const lanes left = splat(one(a + i * 16 + k));
#pragma GCC unroll 4
          for (int j = 0; j < 4; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
    {
      const float* a = w13 + m * 16 + w * 16;
      const float* b = s1 + p * 64;
#pragma GCC unroll 1
      for (int k = 0; k < 16; ++k) {
        lanes right[4];
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 2
        for (int i = 0; i < 2; ++i) {
          const lanes left = splat(one(a + i * 16 + k));
#pragma GCC unroll 4
          for (int j = 0; j < 4; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
#pragma GCC unroll 2
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        store(w18 + m * 64 + w * 64 + row * 64 + p * 64 + column, acc[r][0]);
        store(w18 + m * 64 + w * 64 + row * 64 + p * 64 + column + 16, acc[r][1]);
        store(w18 + m * 64 + w * 64 + row * 64 + p * 64 + column + 32, acc[r][2]);
        store(w18 + m * 64 + w * 64 + row * 64 + p * 64 + column + 48, acc[r][3]);
        lanes t = load(s0 + p * 64 + column + 16);
        lanes t2 = acc[r][1] + t;
        lanes t3 = sigmoid_(t2);
        lanes t4 = load(w14 + m * 16 + w * 16 + row * 16 + p * 64 + column);
        lanes t5 = t3 * t4;
        lanes t6 = load(s0 + p * 64 + column);
        lanes t7 = acc[r][0] + t6;
        lanes t8 = sigmoid_(t7);
        lanes t9 = load(s0 + p * 64 + column + 32);
        lanes t10 = acc[r][2] + t9;
        lanes t11 = tanh_(t10);
        lanes t12 = t8 * t11;
        lanes t13 = t5 + t12;
        store(w142 + m * 16 + w * 16 + row * 16 + p * 64 + column, t13);
        lanes t14 = load(s0 + p * 64 + column + 48);
        lanes t15 = acc[r][3] + t14;
        lanes t16 = sigmoid_(t15);
        lanes t17 = tanh_(t13);
        lanes t18 = t16 * t17;
        store(w132 + m * 16 + w * 16 + row * 16 + p * 64 + column, t18);
      }
    }
  }
}

// kernel k5 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k5(const float* __restrict w13, float* __restrict w15, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w13 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w15 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k6 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k6(const float* __restrict w13, float* __restrict w16, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w13 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w16 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k7 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k7(const float* __restrict w14, float* __restrict w17, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w14 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w17 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k8 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k8(const float* __restrict w15, float* __restrict w3, float* __restrict w6, const float* __restrict w16, float* __restrict w7, const float* __restrict w17, float* __restrict w8, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %9 = multiply %8 %8; %10 = reduce %9; %21 = multiply %20 %8; %22 = add %21 %21; %24 = slice %23; %26 = slice %25
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 3; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 2; ++i2) {
        lanes t = load(w15 + i2 * 16 + begin * 32 + r * 32);
        lanes t2 = t * t;
        lanes t3 = 0.0f + t2;
        lanes all = sum_lanes_all(t3);
        *(w3 + begin * 16 + r * 16 + i2) = all[0];
        lanes_int t4 = splat_int(2);
        lanes t5 = to_float(t4);
        lanes t6 = t5 * 48.0f;
        lanes t7 = 1.0f / t6;
        lanes t8 = t7 * t;
        lanes t9 = t8 + t8;
        store(w6 + i2 * 16 + begin * 32 + r * 32, t9);
        lanes t10 = load(w16 + i2 * 16 + begin * -32 + r * -32 + 64);
        store(w7 + i2 * 16 + begin * 32 + r * 32, t10);
        lanes t11 = load(w17 + i2 * 16 + begin * -32 + r * -32 + 64);
        store(w8 + i2 * 16 + begin * 32 + r * 32, t11);
      }
    }
  }
}

// kernel k9 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k9(const float* __restrict w3, float* __restrict w4, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %11 = reduce %10
    const int c = 0;
    lanes acc[1] = {};
#pragma GCC unroll 1
    for (int i2 = 0; i2 < 2; ++i2) {
      const int v = 0;
      lanes_int offset = (splat_int(0) + lane_index() * 16);
      lanes t = gather(w3 + c * 16 + v * 256 + i2, offset);
      acc[v] = acc[v] + t;
    }
    const int v2 = 0;
    store(w4 + c + v2 * 16, acc[v2]);
  }
}

// kernel k10 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k10(const float* __restrict w4, float* __restrict w5, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %12 = reduce %11; %17 = divide %12 %16
    lanes t = load(w4);
    lanes_int t2 = (splat_int(0) + lane_index());
    lanes_mask t3 = t2 < splat_int(3);
    lanes t4 = t3 ? t : splat(0.0f);
    lanes t5 = 0.0f + t4;
    lanes all = sum_lanes_all(t5);
    lanes_int t6 = splat_int(2);
    lanes t7 = to_float(t6);
    lanes t8 = t7 * 48.0f;
    lanes t9 = all / t8;
    *(w5) = t9[0];
  }
}

// kernel k11 lanes 16 rows 1 vectors 4 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k11(const float* __restrict w18, float* __restrict w9, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %28 = slice %27
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 3; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 2; ++i2) {
#pragma GCC unroll 1
        for (int v = 0; v < 64; v += 16) {
          lanes t = load(w18 + i2 * 64 + begin * -128 + r * -128 + v + 256);
          store(w9 + i2 * 64 + begin * 128 + r * 128 + v, t);
        }
      }
    }
  }
}

// kernel k12 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k12(const float* __restrict w1, float* __restrict w10, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %29 = slice %6
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 3; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 2; ++i2) {
        const int v = 0;
        lanes t = load(w1 + i2 * 16 + begin * -32 + r * -32 + v + 64);
        store(w10 + i2 * 16 + begin * 32 + r * 32 + v, t);
      }
    }
  }
}

// kernel k13 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k13(const float* __restrict w6, float* __restrict w11, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %30 = slice %22
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 3; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 2; ++i2) {
        const int v = 0;
        lanes t = load(w6 + i2 * 16 + begin * -32 + r * -32 + v + 64);
        store(w11 + i2 * 16 + begin * 32 + r * 32 + v, t);
      }
    }
  }
}

// kernel k14 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k14(const float* __restrict w0, float* __restrict w19, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w0 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w19 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k15 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k15(const float* __restrict w0, float* __restrict w20, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w0 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w20 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k16 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k16(const float* __restrict w9, const float* __restrict s0, float* __restrict w24, float* __restrict w35, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %12 = tanh %11; %48 = multiply %12 %12; %49 = subtract %27 %48
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w9 + begin * 64 + r * 64 + v + 32);
      lanes t2 = load(s0 + v + 32);
      lanes t3 = t + t2;
      lanes t4 = tanh_(t3);
      store(w24 + begin * 16 + r * 16 + v, t4);
      lanes t5 = t4 * t4;
      lanes t6 = 1.0f - t5;
      store(w35 + begin * 16 + r * 16 + v, t6);
    }
  }
}

// kernel k17 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k17(const float* __restrict w9, const float* __restrict s0, float* __restrict w25, const float* __restrict w24, float* __restrict w26, float* __restrict w33, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %14 = sigmoid %13; %15 = multiply %14 %12; %44 = subtract %27 %14; %45 = multiply %14 %44
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w9 + begin * 64 + r * 64 + v);
      lanes t2 = load(s0 + v);
      lanes t3 = t + t2;
      lanes t4 = sigmoid_(t3);
      store(w25 + begin * 16 + r * 16 + v, t4);
      lanes t5 = load(w24 + begin * 16 + r * 16 + v);
      lanes t6 = t4 * t5;
      store(w26 + begin * 16 + r * 16 + v, t6);
      lanes t7 = 1.0f - t4;
      lanes t8 = t4 * t7;
      store(w33 + begin * 16 + r * 16 + v, t8);
    }
  }
}

// kernel k18 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k18(const float* __restrict w9, const float* __restrict s0, float* __restrict w27, const float* __restrict w19, const float* __restrict w11, const float* __restrict w8, const float* __restrict w26, float* __restrict w28, float* __restrict w30, float* __restrict w31, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %17 = sigmoid %16; %18 = multiply %17 %3; %19 = add %18 %15; %20 = tanh %19; %24 = multiply %23 %20; %32 = multiply %20 %20; %33 = subtract %27 %32; %38 = subtract %27 %17; %39 = multiply %17 %38
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w9 + begin * 64 + r * 64 + v + 16);
      lanes t2 = load(s0 + v + 16);
      lanes t3 = t + t2;
      lanes t4 = sigmoid_(t3);
      store(w27 + begin * 16 + r * 16 + v, t4);
      lanes t5 = load(w19 + begin * 16 + r * 16 + v);
      lanes t6 = load(w11 + begin * 16 + r * 16 + v);
      lanes t7 = t5 + t6;
      lanes t8 = load(w8 + begin * 16 + r * 16 + v);
      lanes t9 = t4 * t8;
      lanes t10 = load(w26 + begin * 16 + r * 16 + v);
      lanes t11 = t9 + t10;
      lanes t12 = tanh_(t11);
      lanes t13 = t7 * t12;
      store(w28 + begin * 16 + r * 16 + v, t13);
      lanes t14 = t12 * t12;
      lanes t15 = 1.0f - t14;
      store(w30 + begin * 16 + r * 16 + v, t15);
      lanes t16 = 1.0f - t4;
      lanes t17 = t4 * t16;
      store(w31 + begin * 16 + r * 16 + v, t17);
    }
  }
}

// kernel k19 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k19(const float* __restrict w28, const float* __restrict w9, const float* __restrict s0, float* __restrict w29, const float* __restrict w20, const float* __restrict w19, const float* __restrict w11, const float* __restrict w30, const float* __restrict w27, float* __restrict w202, const float* __restrict w8, const float* __restrict w31, float* __restrict w32, const float* __restrict w24, const float* __restrict w33, float* __restrict w34, const float* __restrict w25, const float* __restrict w35, float* __restrict w36, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %22 = sigmoid %21; %25 = multiply %23 %22; %28 = subtract %27 %22; %29 = multiply %22 %28; %30 = multiply %24 %29; %34 = multiply %25 %33; %35 = add %1 %34; %36 = multiply %35 %3; %37 = multiply %35 %17; %40 = multiply %36 %39; %42 = multiply %35 %12; %43 = multiply %35 %14; %46 = multiply %42 %45; %50 = multiply %43 %49
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w28 + begin * 16 + r * 16 + v);
      lanes t2 = load(w9 + begin * 64 + r * 64 + v + 48);
      lanes t3 = load(s0 + v + 48);
      lanes t4 = t2 + t3;
      lanes t5 = sigmoid_(t4);
      lanes t6 = 1.0f - t5;
      lanes t7 = t5 * t6;
      lanes t8 = t * t7;
      store(w29 + begin * 16 + r * 16 + v, t8);
      lanes t9 = load(w20 + begin * 16 + r * 16 + v);
      lanes t10 = load(w19 + begin * 16 + r * 16 + v);
      lanes t11 = load(w11 + begin * 16 + r * 16 + v);
      lanes t12 = t10 + t11;
      lanes t13 = t12 * t5;
      lanes t14 = load(w30 + begin * 16 + r * 16 + v);
      lanes t15 = t13 * t14;
      lanes t16 = t9 + t15;
      lanes t17 = load(w27 + begin * 16 + r * 16 + v);
      lanes t18 = t16 * t17;
      store(w202 + begin * 16 + r * 16 + v, t18);
      lanes t19 = load(w8 + begin * 16 + r * 16 + v);
      lanes t20 = t16 * t19;
      lanes t21 = load(w31 + begin * 16 + r * 16 + v);
      lanes t22 = t20 * t21;
      store(w32 + begin * 16 + r * 16 + v, t22);
      lanes t23 = load(w24 + begin * 16 + r * 16 + v);
      lanes t24 = t16 * t23;
      lanes t25 = load(w33 + begin * 16 + r * 16 + v);
      lanes t26 = t24 * t25;
      store(w34 + begin * 16 + r * 16 + v, t26);
      lanes t27 = load(w25 + begin * 16 + r * 16 + v);
      lanes t28 = t16 * t27;
      lanes t29 = load(w35 + begin * 16 + r * 16 + v);
      lanes t30 = t28 * t29;
      store(w36 + begin * 16 + r * 16 + v, t30);
    }
  }
}

// kernel k20 lanes 16 rows 1 vectors 4 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k20(const float* __restrict w29, const float* __restrict w32, const float* __restrict w34, const float* __restrict w36, float* __restrict w22, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %52 = add %31 %41; %53 = add %52 %47; %54 = add %53 %51
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 64; v += 16) {
        lanes_int t = (splat_int(v + -48) + lane_index());
        lanes_mask t2 = t >= splat_int(0);
        lanes_int t3 = (splat_int(v + -48) + lane_index());
        lanes_mask t4 = t3 < splat_int(16);
        lanes_mask t5 = t2 & t4;
        lanes_int t6 = (splat_int(v + -48) + lane_index());
        lanes_int t7 = t5 ? t6 : splat_int(0);
        lanes_int t8 = t5 ? t7 : splat_int(0);
        lanes_int t9 = splat_int(begin * 16 + r * 16) + t8;
        lanes_int t10 = max_(t9, splat_int(0));
        lanes_int t11 = min_(t10, splat_int(271));
        lanes t12 = gather(w29, t11);
        lanes t13 = t5 ? t12 : splat(0.0f);
        lanes_int t14 = (splat_int(v + -16) + lane_index());
        lanes_mask t15 = t14 >= splat_int(0);
        lanes_int t16 = (splat_int(v + -16) + lane_index());
        lanes_mask t17 = t16 < splat_int(16);
        lanes_mask t18 = t15 & t17;
        lanes_int t19 = (splat_int(v + -16) + lane_index());
        lanes_int t20 = t18 ? t19 : splat_int(0);
        lanes_int t21 = t18 ? t20 : splat_int(0);
        lanes_int t22 = splat_int(begin * 16 + r * 16) + t21;
        lanes_int t23 = max_(t22, splat_int(0));
        lanes_int t24 = min_(t23, splat_int(271));
        lanes t25 = gather(w32, t24);
        lanes t26 = t18 ? t25 : splat(0.0f);
        lanes t27 = t13 + t26;
        lanes_int t28 = (splat_int(v) + lane_index());
        lanes_mask t29 = t28 >= splat_int(0);
        lanes_int t30 = (splat_int(v) + lane_index());
        lanes_mask t31 = t30 < splat_int(16);
        lanes_mask t32 = t29 & t31;
        lanes_int t33 = (splat_int(v) + lane_index());
        lanes_int t34 = t32 ? t33 : splat_int(0);
        lanes_int t35 = t32 ? t34 : splat_int(0);
        lanes_int t36 = splat_int(begin * 16 + r * 16) + t35;
        lanes_int t37 = max_(t36, splat_int(0));
        lanes_int t38 = min_(t37, splat_int(271));
        lanes t39 = gather(w34, t38);
        lanes t40 = t32 ? t39 : splat(0.0f);
        lanes t41 = t27 + t40;
        lanes_int t42 = (splat_int(v + -32) + lane_index());
        lanes_mask t43 = t42 >= splat_int(0);
        lanes_int t44 = (splat_int(v + -32) + lane_index());
        lanes_mask t45 = t44 < splat_int(16);
        lanes_mask t46 = t43 & t45;
        lanes_int t47 = (splat_int(v + -32) + lane_index());
        lanes_int t48 = t46 ? t47 : splat_int(0);
        lanes_int t49 = t46 ? t48 : splat_int(0);
        lanes_int t50 = splat_int(begin * 16 + r * 16) + t49;
        lanes_int t51 = max_(t50, splat_int(0));
        lanes_int t52 = min_(t51, splat_int(271));
        lanes t53 = gather(w36, t52);
        lanes t54 = t46 ? t53 : splat(0.0f);
        lanes t55 = t41 + t54;
        store(w22 + begin * 64 + r * 64 + v, t55);
      }
    }
  }
}

// kernel k21 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0 stage_b
KERNEL k21(const float* __restrict w22, const float* __restrict s1, float* __restrict w19, char* __restrict scratch, int first, int last) {
  float* const b_block = (float*)(scratch + 0);
  for (int chunk = first; chunk < last; ++chunk) {
    // %55 = contract bo,jo->bj %54 %7
    const int p = 0;
    stage(b_block, 1, 64, s1 + p * 4096, 64, 16, 64);
    const int m = 0;
    const int w = 0;
    lanes acc[2][1] = {};
    {
      const float* a = w22 + m * 64 + w * 64;
      const float* b = b_block;
#pragma GCC unroll 1
      for (int k = 0; k < 64; ++k) {
        lanes right[1];
#pragma GCC unroll 1
        for (int j = 0; j < 1; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 2
        for (int i = 0; i < 2; ++i) {
          const lanes left = splat(one(a + i * 64 + k));
#pragma GCC unroll 1
          for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
#pragma GCC unroll 2
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        store(w19 + m * 16 + w * 16 + row * 16 + p * 64 + column, acc[r][v]);
      }
    }
  }
}

// kernel k22 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k22(const float* __restrict w10, float* __restrict w21, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w10 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w21 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k23 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k23(const float* __restrict w7, float* __restrict w23, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %1 = copy %0
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      const int v = 0;
      lanes t = load(w7 + begin * 16 + r * 16 + v);
      lanes t2 = t;
      store(w23 + begin * 16 + r * 16 + v, t2);
    }
  }
}

// kernel k24 lanes 16 rows 4 vectors 4 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k24(const float* __restrict w21, const float* __restrict w22, float* __restrict s2, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %35 = contract Abi,Abo->io %32 %33; %46 = multiply %45 %35; %47 = subtract %3 %46
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[4][4] = {};
#pragma GCC unroll 1
    for (int k2 = 0; k2 < 3; ++k2) {
      {
        const float* a = w21 + k2 * 32 + m + w;
        const float* b = w22 + p * 64 + k2 * 128;
#pragma GCC unroll 1
        for (int k = 0; k < 2; ++k) {
          lanes right[4];
#pragma GCC unroll 4
          for (int j = 0; j < 4; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 4
          for (int i = 0; i < 4; ++i) {
            const lanes left = splat(one(a + i + k * 16));
#pragma GCC unroll 4
            for (int j = 0; j < 4; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
    }
#pragma GCC unroll 4
    for (int r = 0; r < 4; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < 4; ++v) {
        const int row = r, column = v * 16;
        lanes t = load(s2 + m * 64 + w * 64 + row * 64 + p * 64 + column);
        lanes t2 = 0.1f * acc[r][v];
        lanes t3 = t - t2;
        store(s2 + m * 64 + w * 64 + row * 64 + p * 64 + column, t3);
      }
    }
  }
}

// kernel k25 lanes 16 rows 4 vectors 4 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k25(const float* __restrict w23, const float* __restrict w22, float* __restrict s1, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %36 = contract Abj,Abo->jo %34 %33; %43 = multiply %42 %36; %44 = subtract %2 %43
    const int p = 0;
#pragma GCC unroll 1
    for (int m = 0; m < 16; m += 4) {
      const int w = 0;
      lanes acc[4][4] = {};
#pragma GCC unroll 1
      for (int k2 = 0; k2 < 3; ++k2) {
        {
          const float* a = w23 + k2 * 32 + m + w;
          const float* b = w22 + p * 64 + k2 * 128;
#pragma GCC unroll 1
          for (int k = 0; k < 2; ++k) {
            lanes right[4];
#pragma GCC unroll 4
            for (int j = 0; j < 4; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 4
            for (int i = 0; i < 4; ++i) {
              const lanes left = splat(one(a + i + k * 16));
#pragma GCC unroll 4
              for (int j = 0; j < 4; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
            }
          }
        }
      }
#pragma GCC unroll 4
      for (int r = 0; r < 4; ++r) {
#pragma GCC unroll 4
        for (int v = 0; v < 4; ++v) {
          const int row = r, column = v * 16;
          lanes t = load(s1 + m * 64 + w * 64 + row * 64 + p * 64 + column);
          lanes t2 = 0.1f * acc[r][v];
          lanes t3 = t - t2;
          store(s1 + m * 64 + w * 64 + row * 64 + p * 64 + column, t3);
        }
      }
    }
  }
}

// kernel k26 lanes 16 rows 1 vectors 4 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k26(const float* __restrict w22, float* __restrict s0, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %37 = reduce %33; %40 = multiply %39 %37; %41 = subtract %1 %40
    const int c = 0;
    lanes acc[4] = {};
    lanes partial[4] = {};
    const int g = 0;
#pragma GCC unroll 4
    for (int v = 0; v < 4; ++v) {
      partial[v] = splat(0.0f);
    }
#pragma GCC unroll 1
    for (int m = 0; m < 6; ++m) {
#pragma GCC unroll 4
      for (int v2 = 0; v2 < 4; ++v2) {
        lanes t = load(w22 + g * 64 + m * 64 + c + v2 * 16);
        lanes t2 = partial[v2] + t;
        partial[v2] = t2;
      }
    }
#pragma GCC unroll 4
    for (int v3 = 0; v3 < 4; ++v3) {
      acc[v3] = acc[v3] + partial[v3];
    }
#pragma GCC unroll 4
    for (int v4 = 0; v4 < 4; ++v4) {
      lanes t3 = load(s0 + c + v4 * 16);
      lanes t4 = 0.1f * acc[v4];
      lanes t5 = t3 - t4;
      store(s0 + c + v4 * 16, t5);
    }
  }
}

extern "C" void keratin_train(char* state, char* workspace, const void* const* data, int rows, const Pool* pool) {
  Call given = {state, workspace, data, rows, 0}, *call = &given;
  k0((float*)(call->workspace + 12672), pool->scratch, 0, 1);
  k1((const float*)((const char*)call->data[0]), (float*)(call->workspace + 10496), pool->scratch, 0, 1);
  k2((const float*)(call->workspace + 12672), (float*)(call->workspace), pool->scratch, 0, 1);
  k3((const float*)(call->workspace + 12672), (float*)(call->workspace + 8320), pool->scratch, 0, 1);
  for (call->trip = 0; call->trip < 3; ++call->trip) {
    k4((const float*)(call->workspace + 10496 + call->trip * 128l), (const float*)(call->state + 4480), (const float*)(call->workspace + call->trip % 2 * 1088l), (const float*)(call->state + 320), (float*)(call->workspace + 4160 + call->trip * 512l), (const float*)(call->state), (const float*)(call->workspace + 8320 + call->trip % 2 * 1088l), (float*)(call->workspace + 8320 + (call->trip + 1) % 2 * 1088l), (float*)(call->workspace + (call->trip + 1) % 2 * 1088l), pool->scratch, 0, 1);
    k5((const float*)(call->workspace + (call->trip + 1) % 2 * 1088l), (float*)(call->workspace + 2176 + call->trip * 128l), pool->scratch, 0, 1);
    k6((const float*)(call->workspace + call->trip % 2 * 1088l), (float*)(call->workspace + 11584 + call->trip * 128l), pool->scratch, 0, 1);
    k7((const float*)(call->workspace + 8320 + call->trip % 2 * 1088l), (float*)(call->workspace + 15936 + call->trip * 128l), pool->scratch, 0, 1);
  }
  call->trip = 0;
  k8((const float*)(call->workspace + 2176), (float*)(call->workspace), (float*)(call->workspace + 8320), (const float*)(call->workspace + 11584), (float*)(call->workspace + 13760), (const float*)(call->workspace + 15936), (float*)(call->workspace + 14848), pool->scratch, 0, 1);
  k9((const float*)(call->workspace), (float*)(call->workspace + 1088), pool->scratch, 0, 1);
  k10((const float*)(call->workspace + 1088), (float*)(call->workspace + 33344), pool->scratch, 0, 1);
  k11((const float*)(call->workspace + 4160), (float*)(call->workspace), pool->scratch, 0, 1);
  k12((const float*)(call->workspace + 10496), (float*)(call->workspace + 15936), pool->scratch, 0, 1);
  k13((const float*)(call->workspace + 8320), (float*)(call->workspace + 17024), pool->scratch, 0, 1);
  k14((const float*)(call->workspace + 12672), (float*)(call->workspace + 8320), pool->scratch, 0, 1);
  k15((const float*)(call->workspace + 12672), (float*)(call->workspace + 10496), pool->scratch, 0, 1);
  for (call->trip = 0; call->trip < 3; ++call->trip) {
    k16((const float*)(call->workspace + call->trip * 512l), (const float*)(call->state), (float*)(call->workspace + 19200), (float*)(call->workspace + 31168), pool->scratch, 0, 1);
    k17((const float*)(call->workspace + call->trip * 512l), (const float*)(call->state), (float*)(call->workspace + 20288), (const float*)(call->workspace + 19200), (float*)(call->workspace + 21376), (float*)(call->workspace + 28992), pool->scratch, 0, 1);
    k18((const float*)(call->workspace + call->trip * 512l), (const float*)(call->state), (float*)(call->workspace + 22464), (const float*)(call->workspace + 8320 + call->trip % 2 * 1088l), (const float*)(call->workspace + 17024 + call->trip * 128l), (const float*)(call->workspace + 14848 + call->trip * 128l), (const float*)(call->workspace + 21376), (float*)(call->workspace + 23552), (float*)(call->workspace + 25728), (float*)(call->workspace + 26816), pool->scratch, 0, 1);
    k19((const float*)(call->workspace + 23552), (const float*)(call->workspace + call->trip * 512l), (const float*)(call->state), (float*)(call->workspace + 24640), (const float*)(call->workspace + 10496 + call->trip % 2 * 1088l), (const float*)(call->workspace + 8320 + call->trip % 2 * 1088l), (const float*)(call->workspace + 17024 + call->trip * 128l), (const float*)(call->workspace + 25728), (const float*)(call->workspace + 22464), (float*)(call->workspace + 10496 + (call->trip + 1) % 2 * 1088l), (const float*)(call->workspace + 14848 + call->trip * 128l), (const float*)(call->workspace + 26816), (float*)(call->workspace + 27904), (const float*)(call->workspace + 19200), (const float*)(call->workspace + 28992), (float*)(call->workspace + 30080), (const float*)(call->workspace + 20288), (const float*)(call->workspace + 31168), (float*)(call->workspace + 32256), pool->scratch, 0, 1);
    k20((const float*)(call->workspace + 24640), (const float*)(call->workspace + 27904), (const float*)(call->workspace + 30080), (const float*)(call->workspace + 32256), (float*)(call->workspace + 4160 + call->trip * 512l), pool->scratch, 0, 1);
    k21((const float*)(call->workspace + 4160 + call->trip * 512l), (const float*)(call->state + 320), (float*)(call->workspace + 8320 + (call->trip + 1) % 2 * 1088l), pool->scratch, 0, 1);
    k22((const float*)(call->workspace + 15936 + call->trip * 128l), (float*)(call->workspace + 12672 + call->trip * 128l), pool->scratch, 0, 1);
    k23((const float*)(call->workspace + 13760 + call->trip * 128l), (float*)(call->workspace + 18112 + call->trip * 128l), pool->scratch, 0, 1);
  }
  call->trip = 0;
  k24((const float*)(call->workspace + 12672), (const float*)(call->workspace + 4160), (float*)(call->state + 4480), pool->scratch, 0, 1);
  k25((const float*)(call->workspace + 18112), (const float*)(call->workspace + 4160), (float*)(call->state + 320), pool->scratch, 0, 1);
  k26((const float*)(call->workspace + 4160), (float*)(call->state), pool->scratch, 0, 1);
}
