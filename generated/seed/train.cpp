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
INLINE float one(const float* p) { return *p; }
INLINE int one_int(const int* p) { return *p; }
INLINE float late(const float* p) { return *(const volatile float*)p; }  // a hoisted broadcast would spill an accumulator
INLINE int late_int(const int* p) { return *(const volatile int*)p; }
INLINE lanes load(const float* p) { return *(const lanes_anywhere*)p; }
INLINE void store(float* p, lanes x) { *(lanes_anywhere*)p = x; }
INLINE void store_int(int* p, lanes_int x) { *(lanes_int_anywhere*)p = x; }
INLINE lanes_int as_int(lanes x) { return (lanes_int)x; }
INLINE lanes as_float(lanes_int x) { return (lanes)x; }
INLINE lanes_unsigned as_unsigned(lanes_int x) { return (lanes_unsigned)x; }
INLINE lanes_int from_unsigned(lanes_unsigned x) { return (lanes_int)x; }
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
// Scalar functions of generated text, the same for every target: exp, log, tanh, sigmoid, erf, power and others of a row of lanes,
// and the random numbers. Only the words of the target's prelude are used, and explicit fma, so the bits are the same
// everywhere. Polynomials are minimax fits over the reduced ranges; bounds are tested over all 2^32 inputs.
INLINE lanes from_bits_(int bits) { return as_float(splat_int(bits)); }
INLINE lanes max_(lanes a, lanes b) { return ((a > b) | (a != a)) ? a : b; }
INLINE lanes_int max_(lanes_int a, lanes_int b) { return a > b ? a : b; }

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
// log(2^e (1 + t)) for t from sqrt(1/2) - 1 to sqrt(2) - 1.
INLINE lanes log_reduced_(lanes t, lanes e) {
  lanes p = fma_(t, splat(0.0674664006f), splat(-0.116756521f));
  p = fma_(p, t, splat(0.11888162f));
  p = fma_(p, t, splat(-0.124055892f));
  p = fma_(p, t, splat(0.142195523f));
  p = fma_(p, t, splat(-0.166679963f));
  p = fma_(p, t, splat(0.200021192f));
  p = fma_(p, t, splat(-0.250000089f));
  p = fma_(p, t, splat(0.333333135f));
  lanes t2 = t * t, y = fma_(p * t, t2, e * -2.12194440e-4f);
  y = t + fma_(t2, splat(-0.5f), y);
  return fma_(e, splat(0.693359375f), y);
}
INLINE lanes log_(lanes x) {
  lanes_mask tiny = as_int(x) < 0x00800000;  // zero, subnormal or negative
  lanes scaled = tiny ? x * 16777216.0f : x;
  lanes_int i = from_unsigned(as_unsigned(as_int(scaled)) - 0x3f3504f3u), e = i >> 23;  // of a negative x any number will do
  lanes m = as_float((i & 0x007fffff) + 0x3f3504f3);
  lanes y = log_reduced_(m - 1.0f, to_float(e) - (tiny ? splat(24.0f) : splat(0.0f)));
  y = as_int(x) == 0x7f800000 ? x : y;
  y = x == 0.0f ? from_bits_((int)0xff800000) : y;
  y = x < 0.0f ? from_bits_(0x7fc00000) : y;
  return x != x ? x : y;
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

// kernel k0 lanes 16 rows 4 vectors 4 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0 split_tiles
KERNEL k0(const float* __restrict d0, const float* __restrict s0, const float* __restrict s1, float* __restrict w0, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %2 = contract ai,io->ao %0 %1; %5 = add %2 %4; %8 = maximum %7 %5
    const int part1 = chunk % 8;
    const int p = 0;
    const int m = part1 * 4;
    const int w = 0;
    lanes acc[4][4] = {};
    {
      const float* a = d0 + m * 100 + w * 100;
      const float* b = s0 + p * 64;
#pragma GCC unroll 1
      for (int k = 0; k < 100; ++k) {
        lanes right[4];
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 4
        for (int i = 0; i < 4; ++i) {
          const lanes left = splat(one(a + i * 100 + k));
#pragma GCC unroll 4
          for (int j = 0; j < 4; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
#pragma GCC unroll 4
    for (int r = 0; r < 4; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < 4; ++v) {
        const int row = r, column = v * 16;
        lanes t = load(s1 + p * 64 + column);
        lanes t2 = acc[r][v] + t;
        lanes t3 = max_(splat(0.0f), t2);
        store(w0 + m * 64 + w * 64 + row * 64 + p * 64 + column, t3);
      }
    }
  }
}

// kernel k1 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k1(const float* __restrict w0, const float* __restrict s2, const float* __restrict s3, float* __restrict w1, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %10 = contract ai,io->ao %8 %9; %13 = add %10 %12
    const int p = 0;
#pragma GCC unroll 1
    for (int m = 0; m < 32; m += 16) {
      const int w = 0;
      lanes acc[16][1] = {};
      {
        const float* a = w0 + m * 64 + w * 64;
        const float* b = s2 + p * 64;
#pragma GCC unroll 1
        for (int k = 0; k < 64; ++k) {
          lanes right[1];
#pragma GCC unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 16
          for (int i = 0; i < 16; ++i) {
            const lanes left = splat(one(a + i * 64 + k));
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
#pragma GCC unroll 16
      for (int r = 0; r < 16; ++r) {
#pragma GCC unroll 1
        for (int v = 0; v < 1; ++v) {
          const int row = r, column = v * 16;
          lanes t = load(s3 + p * 64 + column);
          lanes t2 = acc[r][v] + t;
          store(w1 + m * 16 + w * 16 + row * 16 + p * 64 + column, t2);
        }
      }
    }
  }
}

// kernel k2 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0 lane_rows
KERNEL k2(const float* __restrict w1, const float* __restrict d1, float* __restrict w2, int* __restrict w4, int* __restrict w5, float* __restrict w6, char* __restrict scratch, int first, int last) {
  float* const block = (float*)(scratch + 0);
  float* const block2 = (float*)(scratch + 1024);
  float* const block3 = (float*)(scratch + 2048);
  float* const block4 = (float*)(scratch + 3072);
  float* const block5 = (float*)(scratch + 4096);
  float* const block6 = (float*)(scratch + 5120);
  for (int chunk = first; chunk < last; ++chunk) {
    // %14 = reduce %13; %16 = subtract %13 %15; %17 = exp %16; %18 = reduce %17; %20 = divide %17 %19; %22 = log %18; %24 = subtract %16 %23; %25 = multiply %21 %24; %26 = reduce %25; %37 = reduce %21; %38 = reduce %20; %59 = reduce %58; %60 = divide %59 %18; %62 = multiply %61 %17; %63 = add %57 %62
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 32; r += 16) {
      stage(block, 1, 16, w1 + begin * 16 + r * 16, 16, 16, 10);
      lanes t = load(block);
      lanes t2 = load(block + 32);
      lanes t3 = max_(t, t2);
      lanes t4 = load(block + 16);
      lanes t5 = load(block + 48);
      lanes t6 = max_(t4, t5);
      lanes t7 = max_(t3, t6);
      lanes t8 = load(block + 64);
      lanes t9 = load(block + 96);
      lanes t10 = max_(t8, t9);
      lanes t11 = load(block + 80);
      lanes t12 = load(block + 112);
      lanes t13 = max_(t11, t12);
      lanes t14 = max_(t10, t13);
      lanes t15 = max_(t7, t14);
      lanes t16 = load(block + 128);
      lanes t17 = load(block + 144);
      lanes t18 = max_(t16, t17);
      lanes t19 = max_(t15, t18);
#pragma GCC unroll 1
      for (int c = 0; c < 10; ++c) {
        lanes t20 = load(block + c * 16);
        lanes t21 = t20 - t19;
        lanes t22 = exp_(t21);
        store(block2 + c * 16, t22);
      }
      lanes t23 = load(block2);
      lanes t24 = 0.0f + t23;
      lanes t25 = load(block2 + 32);
      lanes t26 = 0.0f + t25;
      lanes t27 = t24 + t26;
      lanes t28 = load(block2 + 16);
      lanes t29 = 0.0f + t28;
      lanes t30 = load(block2 + 48);
      lanes t31 = 0.0f + t30;
      lanes t32 = t29 + t31;
      lanes t33 = t27 + t32;
      lanes t34 = load(block2 + 64);
      lanes t35 = 0.0f + t34;
      lanes t36 = load(block2 + 96);
      lanes t37 = 0.0f + t36;
      lanes t38 = t35 + t37;
      lanes t39 = load(block2 + 80);
      lanes t40 = 0.0f + t39;
      lanes t41 = load(block2 + 112);
      lanes t42 = 0.0f + t41;
      lanes t43 = t40 + t42;
      lanes t44 = t38 + t43;
      lanes t45 = t33 + t44;
      lanes t46 = load(block2 + 128);
      lanes t47 = 0.0f + t46;
      lanes t48 = load(block2 + 144);
      lanes t49 = 0.0f + t48;
      lanes t50 = t47 + t49;
      lanes t51 = t45 + t50;
      lanes t52 = log_(t51);
      stage(block4, 1, 16, d1 + begin * 10 + r * 10, 10, 16, 10);
#pragma GCC unroll 1
      for (int c2 = 0; c2 < 10; ++c2) {
        lanes t53 = load(block4 + c2 * 16);
        lanes t54 = load(block + c2 * 16);
        lanes t55 = t54 - t19;
        lanes t56 = t55 - t52;
        lanes t57 = t53 * t56;
        store(block3 + c2 * 16, t57);
      }
      lanes t58 = load(block3);
      lanes t59 = 0.0f + t58;
      lanes t60 = load(block3 + 32);
      lanes t61 = 0.0f + t60;
      lanes t62 = t59 + t61;
      lanes t63 = load(block3 + 16);
      lanes t64 = 0.0f + t63;
      lanes t65 = load(block3 + 48);
      lanes t66 = 0.0f + t65;
      lanes t67 = t64 + t66;
      lanes t68 = t62 + t67;
      lanes t69 = load(block3 + 64);
      lanes t70 = 0.0f + t69;
      lanes t71 = load(block3 + 96);
      lanes t72 = 0.0f + t71;
      lanes t73 = t70 + t72;
      lanes t74 = load(block3 + 80);
      lanes t75 = 0.0f + t74;
      lanes t76 = load(block3 + 112);
      lanes t77 = 0.0f + t76;
      lanes t78 = t75 + t77;
      lanes t79 = t73 + t78;
      lanes t80 = t68 + t79;
      lanes t81 = load(block3 + 128);
      lanes t82 = 0.0f + t81;
      lanes t83 = load(block3 + 144);
      lanes t84 = 0.0f + t83;
      lanes t85 = t82 + t84;
      lanes t86 = t80 + t85;
      lanes t87 = load(block4);
      lanes largest = t87;
      lanes_int best = splat_int(0);
#pragma GCC unroll 1
      for (int c3 = 1; c3 < 10; ++c3) {
        lanes t88 = load(block4 + c3 * 16);
        lanes_mask t89 = t88 != t88;
        lanes_mask t90 = largest == largest;
        lanes_mask t91 = t89 & t90;
        lanes_mask t92 = t88 > largest;
        lanes_mask t93 = t92 | t91;
        largest = t93 ? t88 : largest;
        best = t93 ? splat_int(c3) : best;
      }
      lanes t94 = load(block2);
      lanes t95 = t94 / t51;
      lanes largest2 = t95;
      lanes_int best2 = splat_int(0);
#pragma GCC unroll 1
      for (int c4 = 1; c4 < 10; ++c4) {
        lanes t96 = load(block2 + c4 * 16);
        lanes t97 = t96 / t51;
        lanes_mask t98 = t97 != t97;
        lanes_mask t99 = largest2 == largest2;
        lanes_mask t100 = t98 & t99;
        lanes_mask t101 = t97 > largest2;
        lanes_mask t102 = t101 | t100;
        largest2 = t102 ? t97 : largest2;
        best2 = t102 ? splat_int(c4) : best2;
      }
#pragma GCC unroll 1
      for (int c5 = 0; c5 < 10; ++c5) {
        lanes_int t103 = splat_int(32);
        lanes t104 = to_float(t103);
        lanes t105 = 1.0f / t104;
        lanes t106 = -t105;
        lanes t107 = load(block4 + c5 * 16);
        lanes t108 = t106 * t107;
        lanes t109 = -t108;
        store(block5 + c5 * 16, t109);
      }
      lanes t110 = load(block5);
      lanes t111 = 0.0f + t110;
      lanes t112 = load(block5 + 32);
      lanes t113 = 0.0f + t112;
      lanes t114 = t111 + t113;
      lanes t115 = load(block5 + 16);
      lanes t116 = 0.0f + t115;
      lanes t117 = load(block5 + 48);
      lanes t118 = 0.0f + t117;
      lanes t119 = t116 + t118;
      lanes t120 = t114 + t119;
      lanes t121 = load(block5 + 64);
      lanes t122 = 0.0f + t121;
      lanes t123 = load(block5 + 96);
      lanes t124 = 0.0f + t123;
      lanes t125 = t122 + t124;
      lanes t126 = load(block5 + 80);
      lanes t127 = 0.0f + t126;
      lanes t128 = load(block5 + 112);
      lanes t129 = 0.0f + t128;
      lanes t130 = t127 + t129;
      lanes t131 = t125 + t130;
      lanes t132 = t120 + t131;
      lanes t133 = load(block5 + 128);
      lanes t134 = 0.0f + t133;
      lanes t135 = load(block5 + 144);
      lanes t136 = 0.0f + t135;
      lanes t137 = t134 + t136;
      lanes t138 = t132 + t137;
      lanes t139 = t138 / t51;
      store(w2 + begin + r, t86);
      store_int(w4 + begin + r, best);
      store_int(w5 + begin + r, best2);
#pragma GCC unroll 1
      for (int c6 = 0; c6 < 10; ++c6) {
        lanes_int t140 = splat_int(32);
        lanes t141 = to_float(t140);
        lanes t142 = 1.0f / t141;
        lanes t143 = -t142;
        lanes t144 = load(block4 + c6 * 16);
        lanes t145 = t143 * t144;
        lanes t146 = load(block2 + c6 * 16);
        lanes t147 = t139 * t146;
        lanes t148 = t145 + t147;
        store(block6 + c6 * 16, t148);
      }
      stage(w6 + begin * 16 + r * 16, 1, 16, block6, 16, 10, 16);
    }
  }
}

// kernel k3 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k3(const float* __restrict w2, float* __restrict w3, float* __restrict s4, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %28 = reduce %27; %31 = divide %28 %30; %32 = multiply %31 %30; %34 = add %33 %32
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 32; ++m) {
      const int v2 = 0;
      lanes t = splat(one(w2 + g + m));
      lanes t2 = -t;
      lanes t3 = partial[v2] + t2;
      partial[v2] = t3;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes_int t4 = splat_int(32);
    lanes t5 = to_float(t4);
    lanes t6 = acc[v4] / t5;
    *(w3) = t6[0];
    lanes t7 = splat(one(s4));
    lanes t8 = t6 * t5;
    lanes t9 = t7 + t8;
    *(s4) = t9[0];
  }
}

// kernel k4 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k4(float* __restrict s5, float* __restrict s7, int* __restrict s9, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %36 = add %35 %30; %48 = add %47 %30; %52 = add %50 %51
    lanes t = splat(one(s5));
    lanes_int t2 = splat_int(32);
    lanes t3 = to_float(t2);
    lanes t4 = t + t3;
    *(s5) = t4[0];
    lanes t5 = splat(one(s7));
    lanes t6 = t5 + t3;
    *(s7) = t6[0];
    lanes_int t7 = splat_int(one_int(s9));
    lanes_int t8 = t7 + splat_int(1);
    *(s9) = t8[0];
  }
}

// kernel k5 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k5(const int* __restrict w5, const int* __restrict w4, float* __restrict s6, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %44 = reduce %43; %46 = add %45 %44
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 32; ++m) {
      const int v2 = 0;
      lanes_int t = splat_int(one_int(w5 + g + m));
      lanes_int t2 = splat_int(one_int(w4 + g + m));
      lanes_mask t3 = t == t2;
      lanes t4 = splat(1.0f);
      lanes t5 = t3 ? t4 : splat(0.0f);
      lanes t6 = partial[v2] + t5;
      partial[v2] = t6;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes t7 = splat(one(s6));
    lanes t8 = t7 + acc[v4];
    *(s6) = t8[0];
  }
}

// kernel k6 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k6(const float* __restrict w6, float* __restrict s3, const float* __restrict s8, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %64 = reduce %63; %81 = multiply %80 %64; %82 = subtract %11 %81
    const int c = 0;
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 32; ++m) {
      const int v2 = 0;
      lanes t = load(w6 + g * 16 + m * 16 + c + v2 * 16);
      lanes t2 = partial[v2] + t;
      partial[v2] = t2;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes t3 = load(s3 + c + v4 * 16);
    lanes t4 = splat(one(s8));
    lanes t5 = t4 * acc[v4];
    lanes t6 = t3 - t5;
    store(s3 + c + v4 * 16, t6);
  }
}

// kernel k7 lanes 16 rows 4 vectors 4 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0 stage_b
KERNEL k7(const float* __restrict w6, const float* __restrict s2, const float* __restrict w0, float* __restrict w7, char* __restrict scratch, int first, int last) {
  float* const b_block = (float*)(scratch + 0);
  for (int chunk = first; chunk < last; ++chunk) {
    // %65 = contract ao,io->ai %63 %9; %68 = select %67 %7 %65
    const int p = 0;
    stage(b_block, 1, 64, s2 + p * 1024, 16, 64, 10);
#pragma GCC unroll 1
    for (int m = 0; m < 32; m += 4) {
      const int w = 0;
      lanes acc[4][4] = {};
      {
        const float* a = w6 + m * 16 + w * 16;
        const float* b = b_block;
#pragma GCC unroll 1
        for (int k = 0; k < 10; ++k) {
          lanes right[4];
#pragma GCC unroll 4
          for (int j = 0; j < 4; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 4
          for (int i = 0; i < 4; ++i) {
            const lanes left = splat(one(a + i * 16 + k));
#pragma GCC unroll 4
            for (int j = 0; j < 4; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
#pragma GCC unroll 4
      for (int r = 0; r < 4; ++r) {
#pragma GCC unroll 4
        for (int v = 0; v < 4; ++v) {
          const int row = r, column = v * 16;
          lanes t = load(w0 + m * 64 + w * 64 + row * 64 + p * 64 + column);
          lanes_mask t2 = 0.0f >= t;
          lanes t3 = t2 ? splat(0.0f) : acc[r][v];
          store(w7 + m * 64 + w * 64 + row * 64 + p * 64 + column, t3);
        }
      }
    }
  }
}

// kernel k8 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k8(const float* __restrict w0, const float* __restrict w6, float* __restrict s2, const float* __restrict s8, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %66 = contract ai,ao->io %8 %63; %78 = multiply %77 %66; %79 = subtract %9 %78
    const int p = 0;
#pragma GCC unroll 1
    for (int m = 0; m < 64; m += 16) {
      const int w = 0;
      lanes acc[16][1] = {};
      {
        const float* a = w0 + m + w;
        const float* b = w6 + p * 64;
#pragma GCC unroll 1
        for (int k = 0; k < 32; ++k) {
          lanes right[1];
#pragma GCC unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 16
          for (int i = 0; i < 16; ++i) {
            const lanes left = splat(one(a + i + k * 64));
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
      lanes t2 = splat(late(s8));
#pragma GCC unroll 16
      for (int r = 0; r < 16; ++r) {
#pragma GCC unroll 1
        for (int v = 0; v < 1; ++v) {
          const int row = r, column = v * 16;
          lanes t = load(s2 + m * 16 + w * 16 + row * 16 + p * 64 + column);
          lanes t3 = t2 * acc[r][v];
          lanes t4 = t - t3;
          store(s2 + m * 16 + w * 16 + row * 16 + p * 64 + column, t4);
        }
      }
    }
  }
}

// kernel k9 lanes 16 rows 1 vectors 4 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k9(const float* __restrict w7, float* __restrict s1, const float* __restrict s8, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %69 = reduce %68; %75 = multiply %74 %69; %76 = subtract %3 %75
    const int c = 0;
    lanes acc[4] = {};
    lanes partial[4] = {};
    const int g = 0;
#pragma GCC unroll 4
    for (int v = 0; v < 4; ++v) {
      partial[v] = splat(0.0f);
    }
#pragma GCC unroll 1
    for (int m = 0; m < 32; ++m) {
#pragma GCC unroll 4
      for (int v2 = 0; v2 < 4; ++v2) {
        lanes t = load(w7 + g * 64 + m * 64 + c + v2 * 16);
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
      lanes t3 = load(s1 + c + v4 * 16);
      lanes t4 = splat(one(s8));
      lanes t5 = t4 * acc[v4];
      lanes t6 = t3 - t5;
      store(s1 + c + v4 * 16, t6);
    }
  }
}

// kernel k10 lanes 16 rows 5 vectors 4 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0 split_tiles
KERNEL k10(const float* __restrict d0, const float* __restrict w7, float* __restrict s0, const float* __restrict s8, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %70 = contract ai,ao->io %0 %68; %72 = multiply %71 %70; %73 = subtract %1 %72
    const int part1 = chunk % 20;
    const int p = 0;
    const int m = part1 * 5;
    const int w = 0;
    lanes acc[5][4] = {};
    {
      const float* a = d0 + m + w;
      const float* b = w7 + p * 64;
#pragma GCC unroll 1
      for (int k = 0; k < 32; ++k) {
        lanes right[4];
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) right[j] = load(b + k * 64 + j * 16);
#pragma GCC unroll 5
        for (int i = 0; i < 5; ++i) {
          const lanes left = splat(one(a + i + k * 100));
#pragma GCC unroll 4
          for (int j = 0; j < 4; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
    lanes t2 = splat(late(s8));
#pragma GCC unroll 5
    for (int r = 0; r < 5; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < 4; ++v) {
        const int row = r, column = v * 16;
        lanes t = load(s0 + m * 64 + w * 64 + row * 64 + p * 64 + column);
        lanes t3 = t2 * acc[r][v];
        lanes t4 = t - t3;
        store(s0 + m * 64 + w * 64 + row * 64 + p * 64 + column, t4);
      }
    }
  }
}
static void task0(void* given, char* scratch, int first, int last) {
  const Call* call = (const Call*)given;
  k0((const float*)((const char*)call->data[0]), (const float*)(call->state), (const float*)(call->state + 28736), (float*)(call->workspace), scratch, first, last);
}
static void task10(void* given, char* scratch, int first, int last) {
  const Call* call = (const Call*)given;
  k10((const float*)((const char*)call->data[0]), (const float*)(call->workspace + 8256), (float*)(call->state), (const float*)(call->state + 33856), scratch, first, last);
}

extern "C" void keratin_train(char* state, char* workspace, const void* const* data, int rows, const Pool* pool) {
  Call given = {state, workspace, data, rows, 0}, *call = &given;
  pool->run(pool->self, task0, call, 8);
  k1((const float*)(call->workspace), (const float*)(call->state + 29056), (const float*)(call->state + 33216), (float*)(call->workspace + 8256), pool->scratch, 0, 1);
  k2((const float*)(call->workspace + 8256), (const float*)((const char*)call->data[1]), (float*)(call->workspace + 10368), (int*)(call->workspace + 10560), (int*)(call->workspace + 10752), (float*)(call->workspace + 16512), pool->scratch, 0, 1);
  k3((const float*)(call->workspace + 10368), (float*)(call->workspace + 18624), (float*)(call->state + 33344), pool->scratch, 0, 1);
  k4((float*)(call->state + 33472), (float*)(call->state + 33728), (int*)(call->state + 33984), pool->scratch, 0, 1);
  k5((const int*)(call->workspace + 10752), (const int*)(call->workspace + 10560), (float*)(call->state + 33600), pool->scratch, 0, 1);
  k6((const float*)(call->workspace + 16512), (float*)(call->state + 33216), (const float*)(call->state + 33856), pool->scratch, 0, 1);
  k7((const float*)(call->workspace + 16512), (const float*)(call->state + 29056), (const float*)(call->workspace), (float*)(call->workspace + 8256), pool->scratch, 0, 1);
  k8((const float*)(call->workspace), (const float*)(call->workspace + 16512), (float*)(call->state + 29056), (const float*)(call->state + 33856), pool->scratch, 0, 1);
  k9((const float*)(call->workspace + 8256), (float*)(call->state + 28736), (const float*)(call->state + 33856), pool->scratch, 0, 1);
  pool->run(pool->self, task10, call, 20);
}
