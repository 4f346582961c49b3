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
INLINE void store(float* p, lanes x) { *(lanes_anywhere*)p = x; }
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
// Scalar functions of generated text, the same for every target: exp, log, tanh, sigmoid, erf, power and others of a row of lanes,
// and the random numbers. Only the words of the target's prelude are used, and explicit fma, so the bits are the same
// everywhere. Polynomials are minimax fits over the reduced ranges; bounds are tested over all 2^32 inputs.
INLINE lanes from_bits_(int bits) { return as_float(splat_int(bits)); }
INLINE lanes abs_(lanes x) { return as_float(as_int(x) & 0x7fffffff); }
INLINE lanes with_sign_(lanes x, lanes sign) { return as_float((as_int(x) & 0x7fffffff) | (as_int(sign) & (int)0x80000000)); }
INLINE lanes max_(lanes a, lanes b) { return ((a > b) | (a != a)) ? a : b; }
INLINE lanes min_(lanes a, lanes b) { return ((a < b) | (a != a)) ? a : b; }
INLINE lanes_int max_(lanes_int a, lanes_int b) { return a > b ? a : b; }
INLINE lanes_int min_(lanes_int a, lanes_int b) { return a < b ? a : b; }
// Towards zero, inside the range of int; 0 for NaN.
INLINE lanes_int to_int(lanes x) {
  lanes inside = x < 2147483520.0f ? x : splat(2147483520.0f);
  inside = inside > -2147483648.0f ? inside : splat(-2147483648.0f);
  return truncate_(x != x ? splat(0.0f) : inside);
}
INLINE lanes floor_(lanes x) {
  lanes whole = to_float(to_int(x));
  whole = with_sign_(whole > x ? whole - 1.0f : whole, x);
  return abs_(x) < 8388608.0f ? whole : x;  // larger numbers are whole, NaN stays
}

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
// As the logarithm of 1 + x = 2^e m, but m - 1 is taken from x itself, which 1 + x rounds away.
INLINE lanes log1p_(lanes x) {
  lanes u = 1.0f + x;
  lanes_int i = from_unsigned(as_unsigned(as_int(u)) - 0x3f3504f3u), e = i >> 23;
  lanes m = as_float((i & 0x007fffff) + 0x3f3504f3), scale = as_float((127 - e) << 23);  // 2^-e
  lanes y = log_reduced_(x < 16777216.0f ? x * scale + (scale - 1.0f) : m - 1.0f, to_float(e));
  y = ((x == 0.0f) | (as_int(x) == 0x7f800000)) ? x : y;
  y = x == -1.0f ? from_bits_((int)0xff800000) : y;
  y = x < -1.0f ? from_bits_(0x7fc00000) : y;
  return x != x ? x : y;
}
// x^y through a logarithm of two floats: log m = 2 atanh s, s = (m - 1) / (m + 1), with the rounding errors carried along.
INLINE lanes pow_(lanes x, lanes y) {
  lanes a = abs_(x);
  lanes_mask tiny = a < 1.17549435e-38f;
  lanes scaled = tiny ? a * 16777216.0f : a;
  lanes_int i = as_int(scaled) - 0x3f3504f3;
  lanes m = as_float((i & 0x007fffff) + 0x3f3504f3), e = to_float(i >> 23) - (tiny ? splat(24.0f) : splat(0.0f));
  lanes t = m - 1.0f, u = t + 2.0f, u_rest = t - (u - 2.0f);
  lanes s = t / u, s_rest = (fma_(-s, u, t) - s * u_rest) / u;
  lanes z = s * s;
  lanes p = fma_(z, splat(0.181818182f), splat(0.222222222f));
  p = fma_(p, z, splat(0.285714286f));
  p = fma_(p, z, splat(0.4f));
  p = fma_(p, z, splat(0.666666667f));
  lanes whole_part = e * 0.693359375f, sum = whole_part + (s + s);  // e * 0.693359375 is exact
  lanes sum_rest = (s + s) - (sum - whole_part);
  lanes rest = sum_rest + fma_(e, splat(-2.12194440e-4f), fma_(p * z, s, s_rest + s_rest));
  lanes head = sum + rest, tail = rest - (head - sum);
  lanes h = y * head, l = fma_(y, head, -h) + y * tail;
  // e^(h + l): l joins after the reduction, where it still counts; beyond the bounds all is infinity or zero.
  lanes bounded = h > 89.0f ? splat(89.0f) : (h < -104.0f ? splat(-104.0f) : h);
  lanes_int whole;
  lanes r = exp_reduced_(bounded, whole);
  r = bounded == h ? r + l : r;
  lanes power = times_power_of_two_(exp_polynomial_(r), whole);
  // A negative base needs a whole exponent, whose oddness gives the sign.
  lanes half = y * 0.5f;
  lanes_mask is_whole = (floor_(y) == y), is_odd = is_whole & (floor_(half) != half);
  lanes zero_or_inf = y > 0.0f ? a : (a == 0.0f ? from_bits_(0x7f800000) : splat(0.0f));
  power = ((x < 0.0f) & not_(is_whole)) ? from_bits_(0x7fc00000) : power;
  power = ((a == 0.0f) | (as_int(a) == 0x7f800000)) ? zero_or_inf : power;
  power = ((a == 1.0f) & is_whole) ? splat(1.0f) : power;
  power = ((as_int(x) < 0) & is_odd) ? -power : power;
  power = ((x != x) | (y != y)) ? from_bits_(0x7fc00000) : power;
  return ((y == 0.0f) | (x == 1.0f)) ? splat(1.0f) : power;
}

// Folds of a row's sixteen lanes by the fixed tree, over the target's shuffles. Zeros of different signs are equal to max
// and min, so there the first lane speaks for all.
INLINE lanes sum_lanes_all(lanes x) {
  x = x + apart2_(x);
  x = x + apart1_(x);
  x = x + apart4_(x);
  return x + apart8_(x);
}
INLINE lanes max_lanes_all(lanes x) {
  x = max_(x, apart2_(x));
  x = max_(x, apart1_(x));
  x = max_(x, apart4_(x));
  return first_lane_(max_(x, apart8_(x)));
}
INLINE lanes min_lanes_all(lanes x) {
  x = min_(x, apart2_(x));
  x = min_(x, apart1_(x));
  x = min_(x, apart4_(x));
  return first_lane_(min_(x, apart8_(x)));
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
KERNEL k0(const float* __restrict d0, const float* __restrict s0, const float* __restrict s1, float* __restrict w0, const float* __restrict d1, float* __restrict w1, float* __restrict w6, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %2 = contract ai,io->ao %0 %1; %5 = add %2 %4; %6 = sigmoid %5; %8 = negate %5; %9 = minimum %8 %5; %10 = exp %9; %11 = log1p %10; %12 = multiply %5 %7; %15 = maximum %5 %14; %16 = subtract %15 %12; %17 = add %16 %11; %54 = greater_equal %5 %15; %55 = select %54 %51 %14; %58 = add %10 %57; %59 = divide %51 %58; %60 = multiply %59 %10; %61 = less_equal %8 %9; %62 = select %61 %60 %14; %63 = select %61 %14 %60; %64 = negate %62; %65 = add %55 %56; %66 = add %65 %63; %67 = add %66 %64
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[7][1] = {};
    {
      const float* a = d0 + m * 20 + w * 20;
      const float* b = s0 + p * 64;
#pragma GCC unroll 1
      for (int k = 0; k < 20; ++k) {
        lanes right[1];
#pragma GCC unroll 1
        for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 7
        for (int i = 0; i < 7; ++i) {
          const lanes left = splat(one(a + i * 20 + k));
#pragma GCC unroll 1
          for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
#pragma GCC unroll 7
    for (int r = 0; r < 7; ++r) {
#pragma GCC unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 16;
        lanes t = load(s1 + p * 64 + column);
        lanes t2 = acc[r][v] + t;
        lanes t3 = sigmoid_(t2);
        store(w0 + m * 16 + w * 16 + row * 16 + p * 64 + column, t3);
        lanes t4 = max_(t2, splat(0.0f));
        lanes t5 = load(d1 + m * 3 + w * 3 + row * 3 + p * 64 + column);
        lanes t6 = t2 * t5;
        lanes t7 = t4 - t6;
        lanes t8 = -t2;
        lanes t9 = min_(t8, t2);
        lanes t10 = exp_(t9);
        lanes t11 = log1p_(t10);
        lanes t12 = t7 + t11;
        store(w1 + m * 16 + w * 16 + row * 16 + p * 64 + column, t12);
        lanes_mask t13 = t2 >= t4;
        lanes_int t14 = splat_int(7);
        lanes t15 = to_float(t14);
        lanes t16 = 1.0f / t15;
        lanes t17 = t16 / 3.0f;
        lanes t18 = t13 ? t17 : splat(0.0f);
        lanes t19 = -t17;
        lanes t20 = t19 * t5;
        lanes t21 = t18 + t20;
        lanes_mask t22 = t8 <= t9;
        lanes t23 = t10 + 1.0f;
        lanes t24 = t17 / t23;
        lanes t25 = t24 * t10;
        lanes t26 = t22 ? splat(0.0f) : t25;
        lanes t27 = t21 + t26;
        lanes t28 = t22 ? t25 : splat(0.0f);
        lanes t29 = -t28;
        lanes t30 = t27 + t29;
        store(w6 + m * 16 + w * 16 + row * 16 + p * 64 + column, t30);
      }
    }
  }
}

// kernel k1 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k1(const float* __restrict w1, const float* __restrict d1, const float* __restrict w0, float* __restrict w2, int* __restrict w4, int* __restrict w5, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %18 = reduce %17; %31 = reduce %7; %32 = reduce %6
    const int begin = 0;
#pragma GCC unroll 1
    for (int r = 0; r < 7; ++r) {
      lanes t = load(w1 + begin * 16 + r * 16);
      lanes_int t2 = (splat_int(0) + lane_index());
      lanes_mask t3 = t2 < splat_int(3);
      lanes t4 = t3 ? t : splat(0.0f);
      lanes t5 = 0.0f + t4;
      lanes all = sum_lanes_all(t5);
      lanes t6 = load(d1 + begin * 3 + r * 3);
      lanes_int t7 = (splat_int(0) + lane_index());
      lanes_mask t8 = t7 < splat_int(3);
      lanes t9 = t8 ? t6 : as_float(splat_int(-8388608));
      lanes all2 = max_lanes_all(t9);
      lanes_mask t10 = all2 != all2;
      lanes_mask t11 = t6 != t6;
      lanes_mask t12 = t10 & t11;
      lanes_mask t13 = t6 == all2;
      lanes_mask t14 = t13 | t12;
      lanes_int t15 = (splat_int(0) + lane_index());
      lanes t16 = to_float(t15);
      lanes t17 = t14 ? t16 : as_float(splat_int(2139095040));
      lanes_int t18 = (splat_int(0) + lane_index());
      lanes_mask t19 = t18 < splat_int(3);
      lanes t20 = t19 ? t17 : as_float(splat_int(2139095040));
      lanes all3 = min_lanes_all(t20);
      lanes_int t21 = to_int(all3);
      lanes t22 = load(w0 + begin * 16 + r * 16);
      lanes_int t23 = (splat_int(0) + lane_index());
      lanes_mask t24 = t23 < splat_int(3);
      lanes t25 = t24 ? t22 : as_float(splat_int(-8388608));
      lanes all4 = max_lanes_all(t25);
      lanes_mask t26 = all4 != all4;
      lanes_mask t27 = t22 != t22;
      lanes_mask t28 = t26 & t27;
      lanes_mask t29 = t22 == all4;
      lanes_mask t30 = t29 | t28;
      lanes_int t31 = (splat_int(0) + lane_index());
      lanes t32 = to_float(t31);
      lanes t33 = t30 ? t32 : as_float(splat_int(2139095040));
      lanes_int t34 = (splat_int(0) + lane_index());
      lanes_mask t35 = t34 < splat_int(3);
      lanes t36 = t35 ? t33 : as_float(splat_int(2139095040));
      lanes all5 = min_lanes_all(t36);
      lanes_int t37 = to_int(all5);
      *(w2 + begin + r) = all[0];
      *(w4 + begin + r) = t21[0];
      *(w5 + begin + r) = t37[0];
    }
  }
}

// kernel k2 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k2(const float* __restrict w2, float* __restrict w3, float* __restrict s2, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %22 = reduce %21; %25 = divide %22 %24; %26 = multiply %25 %24; %28 = add %27 %26
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 7; ++m) {
      const int v2 = 0;
      lanes t = splat(one(w2 + g + m));
      lanes t2 = t / 3.0f;
      lanes t3 = partial[v2] + t2;
      partial[v2] = t3;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes_int t4 = splat_int(7);
    lanes t5 = to_float(t4);
    lanes t6 = acc[v4] / t5;
    *(w3) = t6[0];
    lanes t7 = splat(one(s2));
    lanes t8 = t6 * t5;
    lanes t9 = t7 + t8;
    *(s2) = t9[0];
  }
}

// kernel k3 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k3(float* __restrict s3, float* __restrict s5, int* __restrict s7, const float* __restrict s6, float* __restrict w7, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %30 = add %29 %24; %42 = add %41 %24; %46 = add %44 %45; %47 = to_float %46; %71 = power %70 %47; %72 = subtract %34 %71; %74 = power %73 %47; %75 = subtract %34 %74; %76 = sqrt %75; %77 = multiply %43 %76; %78 = divide %77 %72
    lanes t = splat(one(s3));
    lanes_int t2 = splat_int(7);
    lanes t3 = to_float(t2);
    lanes t4 = t + t3;
    *(s3) = t4[0];
    lanes t5 = splat(one(s5));
    lanes t6 = t5 + t3;
    *(s5) = t6[0];
    lanes_int t7 = splat_int(one_int(s7));
    lanes_int t8 = t7 + splat_int(1);
    *(s7) = t8[0];
    lanes t9 = splat(one(s6));
    lanes t10 = to_float(t8);
    lanes t11 = pow_(splat(0.999f), t10);
    lanes t12 = 1.0f - t11;
    lanes t13 = sqrt_(t12);
    lanes t14 = t9 * t13;
    lanes t15 = pow_(splat(0.9f), t10);
    lanes t16 = 1.0f - t15;
    lanes t17 = t14 / t16;
    *(w7) = t17[0];
  }
}

// kernel k4 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k4(const int* __restrict w5, const int* __restrict w4, float* __restrict s4, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %38 = reduce %37; %40 = add %39 %38
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 7; ++m) {
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
    lanes t7 = splat(one(s4));
    lanes t8 = t7 + acc[v4];
    *(s4) = t8[0];
  }
}

// kernel k5 lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k5(const float* __restrict w6, float* __restrict s10, float* __restrict s11, float* __restrict s1, const float* __restrict w7, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %68 = reduce %67; %101 = subtract %68 %100; %103 = multiply %101 %102; %104 = add %100 %103; %105 = multiply %68 %68; %107 = subtract %105 %106; %109 = multiply %107 %108; %110 = add %106 %109; %111 = sqrt %110; %113 = add %111 %112; %115 = multiply %114 %104; %116 = divide %115 %113; %117 = subtract %3 %116
    const int c = 0;
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma GCC unroll 1
    for (int m = 0; m < 7; ++m) {
      const int v2 = 0;
      lanes t = load(w6 + g * 16 + m * 16 + c + v2 * 16);
      lanes t2 = partial[v2] + t;
      partial[v2] = t2;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes t3 = load(s10 + c + v4 * 16);
    lanes t4 = acc[v4] - t3;
    lanes t5 = t4 * 0.1f;
    lanes t6 = t3 + t5;
    store(s10 + c + v4 * 16, t6);
    lanes t7 = load(s11 + c + v4 * 16);
    lanes t8 = acc[v4] * acc[v4];
    lanes t9 = t8 - t7;
    lanes t10 = t9 * 0.001f;
    lanes t11 = t7 + t10;
    store(s11 + c + v4 * 16, t11);
    lanes t12 = load(s1 + c + v4 * 16);
    lanes t13 = splat(one(w7));
    lanes t14 = t13 * t6;
    lanes t15 = sqrt_(t11);
    lanes t16 = t15 + 1e-07f;
    lanes t17 = t14 / t16;
    lanes t18 = t12 - t17;
    store(s1 + c + v4 * 16, t18);
  }
}

// kernel k6 lanes 16 rows 16 vectors 1 unroll 1 warps 1 depth 0 pad_a 0 pad_b 0
KERNEL k6(const float* __restrict d0, const float* __restrict w6, float* __restrict s8, float* __restrict s9, float* __restrict s0, const float* __restrict w7, char* __restrict scratch, int first, int last) {
  for (int chunk = first; chunk < last; ++chunk) {
    // %69 = contract ai,ao->io %0 %67; %80 = subtract %69 %79; %83 = multiply %80 %82; %84 = add %79 %83; %85 = multiply %69 %69; %87 = subtract %85 %86; %90 = multiply %87 %89; %91 = add %86 %90; %92 = sqrt %91; %95 = add %92 %94; %97 = multiply %96 %84; %98 = divide %97 %95; %99 = subtract %1 %98
    const int p = 0;
#pragma GCC unroll 1
    for (int m = 0; m < 20; m += 10) {
      const int w = 0;
      lanes acc[10][1] = {};
      {
        const float* a = d0 + m + w;
        const float* b = w6 + p * 64;
#pragma GCC unroll 1
        for (int k = 0; k < 7; ++k) {
          lanes right[1];
#pragma GCC unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + k * 16 + j * 16);
#pragma GCC unroll 10
          for (int i = 0; i < 10; ++i) {
            const lanes left = splat(one(a + i + k * 20));
#pragma GCC unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
      lanes t11 = splat(late(w7));
#pragma GCC unroll 10
      for (int r = 0; r < 10; ++r) {
#pragma GCC unroll 1
        for (int v = 0; v < 1; ++v) {
          const int row = r, column = v * 16;
          lanes t = load(s8 + m * 16 + w * 16 + row * 16 + p * 64 + column);
          lanes t2 = acc[r][v] - t;
          lanes t3 = t2 * 0.1f;
          lanes t4 = t + t3;
          store(s8 + m * 16 + w * 16 + row * 16 + p * 64 + column, t4);
          lanes t5 = load(s9 + m * 16 + w * 16 + row * 16 + p * 64 + column);
          lanes t6 = acc[r][v] * acc[r][v];
          lanes t7 = t6 - t5;
          lanes t8 = t7 * 0.001f;
          lanes t9 = t5 + t8;
          store(s9 + m * 16 + w * 16 + row * 16 + p * 64 + column, t9);
          lanes t10 = load(s0 + m * 16 + w * 16 + row * 16 + p * 64 + column);
          lanes t12 = t11 * t4;
          lanes t13 = sqrt_(t9);
          lanes t14 = t13 + 1e-07f;
          lanes t15 = t12 / t14;
          lanes t16 = t10 - t15;
          store(s0 + m * 16 + w * 16 + row * 16 + p * 64 + column, t16);
        }
      }
    }
  }
}

extern "C" void keratin_train(char* state, char* workspace, const void* const* data, int rows, const Pool* pool) {
  Call given = {state, workspace, data, rows, 0}, *call = &given;
  k0((const float*)((const char*)call->data[0]), (const float*)(call->state), (const float*)(call->state + 2112), (float*)(call->workspace), (const float*)((const char*)call->data[1]), (float*)(call->workspace + 1088), (float*)(call->workspace + 2176), pool->scratch, 0, 1);
  k1((const float*)(call->workspace + 1088), (const float*)((const char*)call->data[1]), (const float*)(call->workspace), (float*)(call->workspace + 3264), (int*)(call->workspace + 3392), (int*)(call->workspace + 3520), pool->scratch, 0, 1);
  k2((const float*)(call->workspace + 3264), (float*)(call->workspace), (float*)(call->state + 2240), pool->scratch, 0, 1);
  k3((float*)(call->state + 2368), (float*)(call->state + 2624), (int*)(call->state + 2880), (const float*)(call->state + 2752), (float*)(call->workspace + 128), pool->scratch, 0, 1);
  k4((const int*)(call->workspace + 3520), (const int*)(call->workspace + 3392), (float*)(call->state + 2496), pool->scratch, 0, 1);
  k5((const float*)(call->workspace + 2176), (float*)(call->state + 7232), (float*)(call->state + 7360), (float*)(call->state + 2112), (const float*)(call->workspace + 128), pool->scratch, 0, 1);
  k6((const float*)((const char*)call->data[0]), (const float*)(call->workspace + 2176), (float*)(call->state + 3008), (float*)(call->state + 5120), (float*)(call->state), (const float*)(call->workspace + 128), pool->scratch, 0, 1);
}
