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
INLINE lanes_int load_int(const int* p) { return *(const lanes_int_anywhere*)p; }
INLINE void store(float* p, lanes x) { *(lanes_anywhere*)p = x; }
INLINE void store_int(int* p, lanes_int x) { *(lanes_int_anywhere*)p = x; }
INLINE lanes gather(const float* p, lanes_int offset) {
  lanes x;
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) x[i] = p[offset[i]];
  return x;
}
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
INLINE lanes max_(lanes a, lanes b) { return ((a > b) | (a != a)) ? a : b; }
INLINE lanes min_(lanes a, lanes b) { return ((a < b) | (a != a)) ? a : b; }
INLINE lanes_int max_(lanes_int a, lanes_int b) { return a > b ? a : b; }
INLINE lanes_int min_(lanes_int a, lanes_int b) { return a < b ? a : b; }


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

// kernel k0 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k0(const float* __restrict d0, const float* __restrict s1, const float* __restrict s0, float* __restrict w0, int* __restrict w8, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %4 = contract nabhwc,hwco->nabo %3 %2; %6 = add %4 %5; %9 = maximum %6 %8; %33 = greater_equal %6 %9
    const int part1 = chunk % 4;
    const int o = chunk / 4;
    const int o2 = part1;
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[4][1] = {};
#pragma GCC unroll 1
    for (int k2 = 0; k2 < 3; ++k2) {
      {
        const float* a = d0 + o * 72 + o2 * 12 + k2 * 12 + m * 2 + w * 2;
        const float* b = s1 + p * 64 + k2 * 96;
#pragma GCC unroll 1
        for (int k = 0; k < 6; ++k) {
          lanes right[1];
#pragma GCC unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 4
          for (int i = 0; i < 4; ++i) {
            const lanes left = splat(one(a + i * 2 + k));
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
    }
#pragma GCC unroll 4
    for (int r = 0; r < 4; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        lanes t = load(s0 + p * 64 + column);
        lanes t2 = acc[r][v] + t;
        lanes t3 = max_(t2, splat(0.0f));
        store(w0 + m * 16 + w * 16 + row * 16 + o2 * 64 + o * 256 + p * 64 + column, t3);
        lanes_mask t4 = t2 >= t3;
        lanes_int t5 = splat_int(1);
        lanes_int t6 = t4 ? t5 : splat_int(0);
        store_int(w8 + m * 16 + w * 16 + row * 16 + o2 * 64 + o * 256 + p * 64 + column, t6);
      }
    }
  }
}

// kernel k1 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k1(const float* __restrict w0, const float* __restrict s2, float* __restrict w1, float* __restrict w6, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %12 = contract nabhwc,hwco->nabo %11 %10; %13 = multiply %12 %12; %26 = multiply %25 %12; %27 = add %26 %26
    const int part1 = chunk % 2;
    const int o = chunk / 2;
    const int o2 = part1;
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[2][1] = {};
#pragma GCC unroll 1
    for (int k2 = 0; k2 < 3; ++k2) {
      {
        const float* a = w0 + o * 256 + o2 * 64 + k2 * 64 + m * 16 + w * 16;
        const float* b = s2 + p * 64 + k2 * 768;
#pragma GCC unroll 1
        for (int k = 0; k < 48; ++k) {
          lanes right[1];
#pragma GCC unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 2
          for (int i = 0; i < 2; ++i) {
            const lanes left = splat(one(a + i * 16 + k));
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
    }
#pragma GCC unroll 2
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        lanes t = acc[r][v] * acc[r][v];
        store(w1 + m * 16 + w * 16 + row * 16 + o2 * 32 + o * 64 + p * 64 + column, t);
        lanes_int t2 = splat_int(2);
        lanes t3 = to_float(t2);
        lanes t4 = t3 * 8.0f;
        lanes t5 = 1.0f / t4;
        lanes t6 = t5 * acc[r][v];
        lanes t7 = t6 + t6;
        store(w6 + m * 16 + w * 16 + row * 16 + o2 * 32 + o * 64 + p * 64 + column, t7);
      }
    }
  }
}

// kernel k2 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k2(const float* __restrict w1, float* __restrict w2, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %14 = reduce %13
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 2; ++i2) {
#pragma GCC unroll 1
        for (int i3 = 0; i3 < 2; ++i3) {
          lanes t = load(w1 + i3 * 16 + i2 * 32 + begin * 64 + r * 64);
          lanes_int t2 = (splat_int(0) + lane_index());
          lanes_mask t3 = t2 < splat_int(2);
          lanes t4 = t3 ? t : splat(0.0f);
          lanes t5 = 0.0f + t4;
          lanes all = sum_lanes_all(t5);
          *(w2 + i2 * 16 + begin * 32 + r * 32 + i3) = all[0];
        }
      }
    }
  }
}

// kernel k3 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k3(const float* __restrict w2, float* __restrict w3, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %15 = reduce %14
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 2; ++i2) {
        lanes t = load(w2 + i2 * 16 + begin * 32 + r * 32);
        lanes_int t2 = (splat_int(0) + lane_index());
        lanes_mask t3 = t2 < splat_int(2);
        lanes t4 = t3 ? t : splat(0.0f);
        lanes t5 = 0.0f + t4;
        lanes all = sum_lanes_all(t5);
        *(w3 + begin * 16 + r * 16 + i2) = all[0];
      }
    }
  }
}

// kernel k4 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k4(const float* __restrict w3, float* __restrict w4, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %16 = reduce %15
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
      lanes t = load(w3 + begin * 16 + r * 16);
      lanes_int t2 = (splat_int(0) + lane_index());
      lanes_mask t3 = t2 < splat_int(2);
      lanes t4 = t3 ? t : splat(0.0f);
      lanes t5 = 0.0f + t4;
      lanes all = sum_lanes_all(t5);
      *(w4 + begin + r) = all[0];
    }
  }
}

// kernel k5 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k5(const float* __restrict w4, float* __restrict w5, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %17 = reduce %16; %22 = divide %17 %21
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 2; ++m) {
      const int v2 = 0;
      lanes t = splat(one(w4 + g + m));
      lanes t2 = partial[v2] + t;
      partial[v2] = t2;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes_int t3 = splat_int(2);
    lanes t4 = to_float(t3);
    lanes t5 = t4 * 8.0f;
    lanes t6 = acc[v4] / t5;
    *(w5) = t6[0];
  }
}

// kernel k6 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k6(const float* __restrict w6, float* __restrict w7, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %29 = pad %27
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 6; ++i2) {
#pragma GCC unroll 1
        for (int i3 = 0; i3 < 6; ++i3) {
          const int v = 0;
          lanes_int t = splat_int(i2 + -2);
          lanes_mask t2 = t >= splat_int(0);
          lanes_int t3 = splat_int(i2 + -2);
          lanes_mask t4 = t3 < splat_int(2);
          lanes_mask t5 = t2 & t4;
          lanes_int t6 = splat_int(i2 + -2);
          lanes_int t7 = t5 ? t6 : splat_int(0);
          lanes_int t8 = t5 ? t7 : splat_int(0);
          lanes_int t9 = splat_int(i3 + -2);
          lanes_mask t10 = t9 >= splat_int(0);
          lanes_int t11 = splat_int(i3 + -2);
          lanes_mask t12 = t11 < splat_int(2);
          lanes_mask t13 = t10 & t12;
          lanes_mask t14 = t5 & t13;
          lanes_int t15 = splat_int(i3 + -2);
          lanes_int t16 = t13 ? t15 : splat_int(0);
          lanes_int t17 = t14 ? t16 : splat_int(0);
          lanes_int t18 = t8 * splat_int(2);
          lanes_int t19 = t17 + t18;
          lanes_int t20 = t19 + splat_int(begin * 4 + r * 4);
          lanes_int t21 = t20 * splat_int(16);
          lanes_int t22 = t21 + (splat_int(v) + lane_index());
          lanes_int t23 = max_(t22, splat_int(0));
          lanes_int t24 = min_(t23, splat_int(271));
          lanes t25 = gather(w6, t24);
          lanes t26 = t14 ? t25 : splat(0.0f);
          store(w7 + i3 * 16 + i2 * 96 + begin * 576 + r * 576 + v, t26);
        }
      }
    }
  }
}

// kernel k7 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0 stage_b
KERNEL k7(const float* __restrict w7, const float* __restrict s2, const int* __restrict w8, float* __restrict w9, char* __restrict scratch, int first, int last) {
  float* const b_block = (float*)(scratch + 0);
  for (int chunk = first; chunk < last; ++chunk) {
    // %32 = contract nabhwo,hwco->nabc %30 %31; %34 = select %33 %32 %8
    const int part1 = chunk % 4;
    const int o = chunk / 4;
    const int o2 = part1;
    const int p = 0;
#pragma GCC unroll 1
    for (int k2 = 0; k2 < 3; ++k2) {
#pragma GCC unroll 1
      for (int k3 = 0; k3 < 3; ++k3) {
        stage(b_block + k2 * 384 + k3 * 128, 1, 64, s2 + p * 1024 + k2 * -768 + k3 * -256 + 2048, 16, 16, 2);
      }
    }
    const int m = 0;
    const int w = 0;
    lanes acc[4][1] = {};
#pragma GCC unroll 1
    for (int k4 = 0; k4 < 3; ++k4) {
#pragma GCC unroll 1
      for (int k5 = 0; k5 < 3; ++k5) {
        {
          const float* a = w7 + o * 576 + o2 * 96 + k4 * 96 + k5 * 16 + m * 16 + w * 16;
          const float* b = b_block + k4 * 384 + k5 * 128;
#pragma GCC unroll 1
          for (int k = 0; k < 2; ++k) {
            lanes right[1];
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 4
            for (int i = 0; i < 4; ++i) {
              const lanes left = splat(one(a + i * 16 + k));
#pragma GCC unroll 1
              for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
            }
          }
        }
      }
    }
#pragma GCC unroll 4
    for (int r = 0; r < 4; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        lanes_int t = load_int(w8 + m * 16 + w * 16 + row * 16 + o2 * 64 + o * 256 + p * 64 + column);
        lanes_mask t2 = t != splat_int(0);
        lanes t3 = t2 ? acc[r][v] : splat(0.0f);
        store(w9 + m * 16 + w * 16 + row * 16 + o2 * 64 + o * 256 + p * 64 + column, t3);
      }
    }
  }
}

// kernel k8 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k8(const float* __restrict w0, const float* __restrict w6, float* __restrict s2, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %28 = contract nabhwc,nabo->hwco %11 %27; %47 = multiply %46 %28; %48 = subtract %10 %47
    const int part1 = chunk % 3;
    const int o = chunk / 3;
    const int o2 = part1;
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[16][1] = {};
#pragma GCC unroll 1
    for (int k2 = 0; k2 < 2; ++k2) {
#pragma GCC unroll 1
      for (int k3 = 0; k3 < 2; ++k3) {
        {
          const float* a = w0 + o * 64 + o2 * 16 + k2 * 256 + k3 * 64 + m + w;
          const float* b = w6 + p * 64 + k2 * 64 + k3 * 32;
#pragma GCC unroll 1
          for (int k = 0; k < 2; ++k) {
            lanes right[1];
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 16
            for (int i = 0; i < 16; ++i) {
              const lanes left = splat(one(a + i + k * 16));
#pragma GCC unroll 1
              for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
            }
          }
        }
      }
    }
#pragma GCC unroll 16
    for (int r = 0; r < 16; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        lanes t = load(s2 + m * 16 + w * 16 + row * 16 + o2 * 256 + o * 768 + p * 64 + column);
        lanes t2 = 0.1f * acc[r][v];
        lanes t3 = t - t2;
        store(s2 + m * 16 + w * 16 + row * 16 + o2 * 256 + o * 768 + p * 64 + column, t3);
      }
    }
  }
}

// kernel k9 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k9(const float* __restrict w9, float* __restrict w10, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %35 = reduce %34
    const int r = chunk;
#pragma GCC unroll 1
    for (int r2 = 0; r2 < 4; ++r2) {
      const int c = 0;
      lanes acc[1] = {};
#pragma GCC unroll 1
      for (int i2 = 0; i2 < 4; ++i2) {
        const int v = 0;
        lanes t = load(w9 + i2 * 16 + r2 * 64 + r * 256 + c + v * 16);
        acc[v] = acc[v] + t;
      }
      const int v2 = 0;
      store(w10 + r2 * 16 + r * 64 + c + v2 * 16, acc[v2]);
    }
  }
}

// kernel k10 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k10(const float* __restrict w10, float* __restrict w11, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %36 = reduce %35
    const int r = chunk;
    const int c = 0;
    lanes acc[1] = {};
#pragma GCC unroll 1
    for (int i2 = 0; i2 < 4; ++i2) {
      const int v = 0;
      lanes t = load(w10 + i2 * 16 + r * 64 + c + v * 16);
      acc[v] = acc[v] + t;
    }
    const int v2 = 0;
    store(w11 + r * 16 + c + v2 * 16, acc[v2]);
  }
}

// kernel k11 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k11(const float* __restrict w11, float* __restrict s0, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %37 = reduce %36; %41 = multiply %40 %37; %42 = subtract %1 %41
    const int c = 0;
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 2; ++m) {
      const int v2 = 0;
      lanes t = load(w11 + g * 16 + m * 16 + c + v2 * 16);
      lanes t2 = partial[v2] + t;
      partial[v2] = t2;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes t3 = load(s0 + c + v4 * 16);
    lanes t4 = 0.1f * acc[v4];
    lanes t5 = t3 - t4;
    store(s0 + c + v4 * 16, t5);
  }
}

// kernel k12 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k12(const float* __restrict d0, const float* __restrict w9, float* __restrict s1, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %38 = contract nabhwc,nabo->hwco %3 %34; %44 = multiply %43 %38; %45 = subtract %2 %44
    const int part1 = chunk % 3;
    const int o = chunk / 3;
    const int o2 = part1;
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[2][1] = {};
#pragma GCC unroll 1
    for (int k2 = 0; k2 < 2; ++k2) {
#pragma GCC unroll 1
      for (int k3 = 0; k3 < 4; ++k3) {
        {
          const float* a = d0 + o * 12 + o2 * 2 + k2 * 72 + k3 * 12 + m + w;
          const float* b = w9 + p * 64 + k2 * 256 + k3 * 64;
#pragma GCC unroll 1
          for (int k = 0; k < 4; ++k) {
            lanes right[1];
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 2
            for (int i = 0; i < 2; ++i) {
              const lanes left = splat(one(a + i + k * 2));
#pragma GCC unroll 1
              for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
            }
          }
        }
      }
    }
#pragma GCC unroll 2
    for (int r = 0; r < 2; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        lanes t = load(s1 + m * 16 + w * 16 + row * 16 + o2 * 32 + o * 96 + p * 64 + column);
        lanes t2 = 0.1f * acc[r][v];
        lanes t3 = t - t2;
        store(s1 + m * 16 + w * 16 + row * 16 + o2 * 32 + o * 96 + p * 64 + column, t3);
      }
    }
  }
}

extern "C" void keratin_train(char* state, char* workspace, const void* const* data, int rows, const Pool* pool) {
  Call given = {state, workspace, data, rows, 0}, *call = &given;
  k0((const float*)((const char*)call->data[0]), (const float*)(call->state + 128), (const float*)(call->state), (float*)(call->workspace + 5184), (int*)(call->workspace + 7296), pool->scratch, 0, 8);
  k1((const float*)(call->workspace + 5184), (const float*)(call->state + 2240), (float*)(call->workspace), (float*)(call->workspace + 11520), pool->scratch, 0, 4);
  k2((const float*)(call->workspace), (float*)(call->workspace + 1088), pool->scratch, 0, 1);
  k3((const float*)(call->workspace + 1088), (float*)(call->workspace), pool->scratch, 0, 1);
  k4((const float*)(call->workspace), (float*)(call->workspace + 1088), pool->scratch, 0, 1);
  k5((const float*)(call->workspace + 1088), (float*)(call->workspace + 12608), pool->scratch, 0, 1);
  k6((const float*)(call->workspace + 11520), (float*)(call->workspace), pool->scratch, 0, 1);
  k7((const float*)(call->workspace), (const float*)(call->state + 2240), (const int*)(call->workspace + 7296), (float*)(call->workspace + 9408), pool->scratch, 0, 8);
  k8((const float*)(call->workspace + 5184), (const float*)(call->workspace + 11520), (float*)(call->state + 2240), pool->scratch, 0, 9);
  k9((const float*)(call->workspace + 9408), (float*)(call->workspace), pool->scratch, 0, 2);
  k10((const float*)(call->workspace), (float*)(call->workspace + 1088), pool->scratch, 0, 2);
  k11((const float*)(call->workspace + 1088), (float*)(call->state), pool->scratch, 0, 1);
  k12((const float*)((const char*)call->data[0]), (const float*)(call->workspace + 9408), (float*)(call->state + 128), pool->scratch, 0, 9);
}
