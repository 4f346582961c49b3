// The words of generated CUDA, over the ISA header: a row of lanes is one register in each thread of a (half) warp.
typedef float lanes;
typedef int lanes_int;
typedef unsigned lanes_unsigned;
typedef bool lanes_mask;
#define INLINE static __device__ __forceinline__
INLINE lanes splat(float x) { return x; }
INLINE lanes_int splat_int(int x) { return x; }
INLINE float one(const float* p) { return *p; }
INLINE int one_int(const int* p) { return *p; }
INLINE float late(const float* p) { return *p; }
INLINE lanes load(const float* p) { return *p; }
INLINE void store(float* p, lanes x) { *p = x; }
INLINE void store_int(int* p, lanes_int x) { *p = x; }
INLINE lanes_int as_int(lanes x) { union { float f; int i; } u; u.f = x; return u.i; }
INLINE lanes as_float(lanes_int x) { union { float f; int i; } u; u.i = x; return u.f; }
INLINE lanes_unsigned as_unsigned(lanes_int x) { return (unsigned)x; }
INLINE lanes_int from_unsigned(lanes_unsigned x) { return (int)x; }
INLINE lanes to_float(lanes_int x) { return (float)x; }
INLINE lanes_int truncate_(lanes x) { return (int)x; }
INLINE lanes_mask not_(lanes_mask x) { return !x; }
INLINE lanes fma_(lanes a, lanes b, lanes c) { return fma_rn(a, b, c); }
INLINE lanes sqrt_(lanes x) { return sqrt_rn(x); }
// The lanes of this thread's half warp: all of them take part, whatever the other half does.
INLINE unsigned half_warp() { return 0xffffu << (threadIdx.x & 16u); }
INLINE lanes apart2_(lanes x) { return shfl_xor(half_warp(), x, 2); }
INLINE lanes apart1_(lanes x) { return shfl_xor(half_warp(), x, 1); }
INLINE lanes apart4_(lanes x) { return shfl_xor(half_warp(), x, 4); }
INLINE lanes first_lane_(lanes x) { return shfl_from(half_warp(), x, threadIdx.x & 16u); }
INLINE lanes apart8_(lanes x) { return shfl_xor(half_warp(), x, 8); }
// All threads of the block copy together; a Barrier stands on both sides.
INLINE void stage(float* to, int to_row, int to_column, const float* from, int from_row, int rows, int columns) {
  for (int i = (int)threadIdx.x; i < rows * columns; i += (int)blockDim.x)
    to[i / columns * to_row + i % columns * to_column] = from[i / columns * from_row + i % columns];
}
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

// kernel k0 lanes 32 rows 8 vectors 1 unroll 4 warps 1 depth 32 pad_a 4 pad_b 0 stage_a stage_b split_tiles
extern "C" __global__ void __launch_bounds__(32, 1) k0(const float* __restrict d0, const float* __restrict s0, const float* __restrict s1, float* __restrict w0, const float* __restrict d1, float* __restrict w1, float* __restrict w6) {
  const int lane = (int)threadIdx.x % 32;
  DYN_SMEM(scratch);
  float* const a_block = (float*)(scratch + 0);
  float* const b_block = (float*)(scratch + 1152);
  { const int chunk = (int)blockIdx.x;
    // %2 = contract ai,io->ao %0 %1; %5 = add %2 %4; %6 = sigmoid %5; %8 = negate %5; %9 = minimum %8 %5; %10 = exp %9; %11 = log1p %10; %12 = multiply %5 %7; %15 = maximum %5 %14; %16 = subtract %15 %12; %17 = add %16 %11; %54 = greater_equal %5 %15; %55 = select %54 %51 %14; %58 = add %10 %57; %59 = divide %51 %58; %60 = multiply %59 %10; %61 = less_equal %8 %9; %62 = select %61 %60 %14; %63 = select %61 %14 %60; %64 = negate %62; %65 = add %55 %56; %66 = add %65 %63; %67 = add %66 %64
    const int p = 0;
    const int m = 0;
    const int w = 0;
    lanes acc[7][1] = {};
    __syncthreads();
    stage(a_block, 1, 11, d0 + m * 20, 20, 7, 20);
    stage(b_block, 64, 1, s0 + p * 64, 32, 20, 3);
    __syncthreads();
    {
      const float* a = a_block + w;
      const float* b = b_block;
#pragma unroll 1
      for (int k = 0; k < 20; k += 4) {
#pragma unroll 4
        for (int u = 0; u < 4; ++u) {
          lanes right[1];
#pragma unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + (k + u) * 64 + j * 32 + lane);
#pragma unroll 7
          for (int i = 0; i < 7; ++i) {
            const lanes left = splat(one(a + i + (k + u) * 11));
#pragma unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
    }
#pragma unroll 7
    for (int r = 0; r < 7; ++r) {
#pragma unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 32;
        lanes t = load(s1 + p * 64 + column + lane);
        lanes t2 = acc[r][v] + t;
        lanes t3 = sigmoid_(t2);
        store(w0 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t3);
        lanes t4 = max_(t2, splat(0.0f));
        lanes t5 = load(d1 + m * 3 + w * 3 + row * 3 + p * 64 + column + lane);
        lanes t6 = t2 * t5;
        lanes t7 = t4 - t6;
        lanes t8 = -t2;
        lanes t9 = min_(t8, t2);
        lanes t10 = exp_(t9);
        lanes t11 = log1p_(t10);
        lanes t12 = t7 + t11;
        store(w1 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t12);
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
        store(w6 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t30);
      }
    }
  }
}

// kernel k1 lanes 16 rows 1 vectors 1 unroll 2 warps 2 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k1(const float* __restrict w1, const float* __restrict d1, const float* __restrict w0, float* __restrict w2, int* __restrict w4, int* __restrict w5) {
  const int lane = (int)threadIdx.x % 16;
  { const int chunk = (int)blockIdx.x;
    // %18 = reduce %17; %31 = reduce %7; %32 = reduce %6
    if (chunk < 3) {
      const int begin = chunk * 2;
      const int r = (int)threadIdx.x / 16;
      lanes t = load(w1 + begin * 32 + r * 32 + lane);
      lanes_int t2 = splat_int(lane);
      lanes_mask t3 = t2 < splat_int(3);
      lanes t4 = t3 ? t : splat(0.0f);
      lanes t5 = 0.0f + t4;
      lanes all = sum_lanes_all(t5);
      lanes t6 = load(d1 + begin * 3 + r * 3 + lane);
      lanes_int t7 = splat_int(lane);
      lanes_mask t8 = t7 < splat_int(3);
      lanes t9 = t8 ? t6 : as_float(splat_int(-8388608));
      lanes all2 = max_lanes_all(t9);
      lanes_mask t10 = all2 != all2;
      lanes_mask t11 = t6 != t6;
      lanes_mask t12 = t10 & t11;
      lanes_mask t13 = t6 == all2;
      lanes_mask t14 = t13 | t12;
      lanes_int t15 = splat_int(lane);
      lanes t16 = to_float(t15);
      lanes t17 = t14 ? t16 : as_float(splat_int(2139095040));
      lanes_int t18 = splat_int(lane);
      lanes_mask t19 = t18 < splat_int(3);
      lanes t20 = t19 ? t17 : as_float(splat_int(2139095040));
      lanes all3 = min_lanes_all(t20);
      lanes_int t21 = to_int(all3);
      lanes t22 = load(w0 + begin * 32 + r * 32 + lane);
      lanes_int t23 = splat_int(lane);
      lanes_mask t24 = t23 < splat_int(3);
      lanes t25 = t24 ? t22 : as_float(splat_int(-8388608));
      lanes all4 = max_lanes_all(t25);
      lanes_mask t26 = all4 != all4;
      lanes_mask t27 = t22 != t22;
      lanes_mask t28 = t26 & t27;
      lanes_mask t29 = t22 == all4;
      lanes_mask t30 = t29 | t28;
      lanes_int t31 = splat_int(lane);
      lanes t32 = to_float(t31);
      lanes t33 = t30 ? t32 : as_float(splat_int(2139095040));
      lanes_int t34 = splat_int(lane);
      lanes_mask t35 = t34 < splat_int(3);
      lanes t36 = t35 ? t33 : as_float(splat_int(2139095040));
      lanes all5 = min_lanes_all(t36);
      lanes_int t37 = to_int(all5);
      if (lane == 0) store(w2 + begin + r, all);
      if (lane == 0) store_int(w4 + begin + r, t21);
      if (lane == 0) store_int(w5 + begin + r, t37);
    }
    if (chunk >= 3 && chunk < 4) {
      const int begin2 = 6;
      if ((int)threadIdx.x / 16 < 1) {
        const int r2 = 0;
        lanes t38 = load(w1 + begin2 * 32 + r2 * 32 + lane);
        lanes_int t39 = splat_int(lane);
        lanes_mask t40 = t39 < splat_int(3);
        lanes t41 = t40 ? t38 : splat(0.0f);
        lanes t42 = 0.0f + t41;
        lanes all6 = sum_lanes_all(t42);
        lanes t43 = load(d1 + begin2 * 3 + r2 * 3 + lane);
        lanes_int t44 = splat_int(lane);
        lanes_mask t45 = t44 < splat_int(3);
        lanes t46 = t45 ? t43 : as_float(splat_int(-8388608));
        lanes all7 = max_lanes_all(t46);
        lanes_mask t47 = all7 != all7;
        lanes_mask t48 = t43 != t43;
        lanes_mask t49 = t47 & t48;
        lanes_mask t50 = t43 == all7;
        lanes_mask t51 = t50 | t49;
        lanes_int t52 = splat_int(lane);
        lanes t53 = to_float(t52);
        lanes t54 = t51 ? t53 : as_float(splat_int(2139095040));
        lanes_int t55 = splat_int(lane);
        lanes_mask t56 = t55 < splat_int(3);
        lanes t57 = t56 ? t54 : as_float(splat_int(2139095040));
        lanes all8 = min_lanes_all(t57);
        lanes_int t58 = to_int(all8);
        lanes t59 = load(w0 + begin2 * 32 + r2 * 32 + lane);
        lanes_int t60 = splat_int(lane);
        lanes_mask t61 = t60 < splat_int(3);
        lanes t62 = t61 ? t59 : as_float(splat_int(-8388608));
        lanes all9 = max_lanes_all(t62);
        lanes_mask t63 = all9 != all9;
        lanes_mask t64 = t59 != t59;
        lanes_mask t65 = t63 & t64;
        lanes_mask t66 = t59 == all9;
        lanes_mask t67 = t66 | t65;
        lanes_int t68 = splat_int(lane);
        lanes t69 = to_float(t68);
        lanes t70 = t67 ? t69 : as_float(splat_int(2139095040));
        lanes_int t71 = splat_int(lane);
        lanes_mask t72 = t71 < splat_int(3);
        lanes t73 = t72 ? t70 : as_float(splat_int(2139095040));
        lanes all10 = min_lanes_all(t73);
        lanes_int t74 = to_int(all10);
        if (lane == 0) store(w2 + begin2 + r2, all6);
        if (lane == 0) store_int(w4 + begin2 + r2, t58);
        if (lane == 0) store_int(w5 + begin2 + r2, t74);
      }
    }
  }
}

// kernel k2 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k2(const float* __restrict w2, float* __restrict w3, float* __restrict s2) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %22 = reduce %21; %25 = divide %22 %24; %26 = multiply %25 %24; %28 = add %27 %26
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma unroll 1
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
    if (lane == 0) store(w3, t6);
    lanes t7 = splat(one(s2));
    lanes t8 = t6 * t5;
    lanes t9 = t7 + t8;
    if (lane == 0) store(s2, t9);
  }
}

// kernel k3 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k3(float* __restrict s3, float* __restrict s5, int* __restrict s7, const float* __restrict s6, float* __restrict w7) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %30 = add %29 %24; %42 = add %41 %24; %46 = add %44 %45; %47 = to_float %46; %71 = power %70 %47; %72 = subtract %34 %71; %74 = power %73 %47; %75 = subtract %34 %74; %76 = sqrt %75; %77 = multiply %43 %76; %78 = divide %77 %72
    lanes t = splat(one(s3));
    lanes_int t2 = splat_int(7);
    lanes t3 = to_float(t2);
    lanes t4 = t + t3;
    if (lane == 0) store(s3, t4);
    lanes t5 = splat(one(s5));
    lanes t6 = t5 + t3;
    if (lane == 0) store(s5, t6);
    lanes_int t7 = splat_int(one_int(s7));
    lanes_int t8 = t7 + splat_int(1);
    if (lane == 0) store_int(s7, t8);
    lanes t9 = splat(one(s6));
    lanes t10 = to_float(t8);
    lanes t11 = pow_(splat(0.999f), t10);
    lanes t12 = 1.0f - t11;
    lanes t13 = sqrt_(t12);
    lanes t14 = t9 * t13;
    lanes t15 = pow_(splat(0.9f), t10);
    lanes t16 = 1.0f - t15;
    lanes t17 = t14 / t16;
    if (lane == 0) store(w7, t17);
  }
}

// kernel k4 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k4(const int* __restrict w5, const int* __restrict w4, float* __restrict s4) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %38 = reduce %37; %40 = add %39 %38
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma unroll 1
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
    if (lane == 0) store(s4, t8);
  }
}

// kernel k5 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k5(const float* __restrict w6, float* __restrict s10, float* __restrict s11, float* __restrict s1, const float* __restrict w7) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %68 = reduce %67; %101 = subtract %68 %100; %103 = multiply %101 %102; %104 = add %100 %103; %105 = multiply %68 %68; %107 = subtract %105 %106; %109 = multiply %107 %108; %110 = add %106 %109; %111 = sqrt %110; %113 = add %111 %112; %115 = multiply %114 %104; %116 = divide %115 %113; %117 = subtract %3 %116
    const int c = 0;
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma unroll 1
    for (int m = 0; m < 7; ++m) {
      const int v2 = 0;
      lanes t = load(w6 + g * 32 + m * 32 + c + v2 * 32 + lane);
      lanes t2 = partial[v2] + t;
      partial[v2] = t2;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes t3 = load(s10 + c + v4 * 32 + lane);
    lanes t4 = acc[v4] - t3;
    lanes t5 = t4 * 0.1f;
    lanes t6 = t3 + t5;
    store(s10 + c + v4 * 32 + lane, t6);
    lanes t7 = load(s11 + c + v4 * 32 + lane);
    lanes t8 = acc[v4] * acc[v4];
    lanes t9 = t8 - t7;
    lanes t10 = t9 * 0.001f;
    lanes t11 = t7 + t10;
    store(s11 + c + v4 * 32 + lane, t11);
    lanes t12 = load(s1 + c + v4 * 32 + lane);
    lanes t13 = splat(one(w7));
    lanes t14 = t13 * t6;
    lanes t15 = sqrt_(t11);
    lanes t16 = t15 + 1e-07f;
    lanes t17 = t14 / t16;
    lanes t18 = t12 - t17;
    store(s1 + c + v4 * 32 + lane, t18);
  }
}

// kernel k6 lanes 32 rows 8 vectors 1 unroll 4 warps 2 depth 32 pad_a 4 pad_b 0 stage_a stage_b split_tiles
extern "C" __global__ void __launch_bounds__(64, 1) k6(const float* __restrict d0, const float* __restrict w6, float* __restrict s8, float* __restrict s9, float* __restrict s0, const float* __restrict w7) {
  const int lane = (int)threadIdx.x % 32;
  DYN_SMEM(scratch);
  float* const a_block = (float*)(scratch + 0);
  float* const b_block = (float*)(scratch + 704);
  { const int chunk = (int)blockIdx.x;
    // %69 = contract ai,ao->io %0 %67; %80 = subtract %69 %79; %83 = multiply %80 %82; %84 = add %79 %83; %85 = multiply %69 %69; %87 = subtract %85 %86; %90 = multiply %87 %89; %91 = add %86 %90; %92 = sqrt %91; %95 = add %92 %94; %97 = multiply %96 %84; %98 = divide %97 %95; %99 = subtract %1 %98
    const int part1 = chunk % 2;
    const int p = 0;
    const int m = part1 * 10;
    const int w = (int)threadIdx.x / 32 * 5;
    lanes acc[5][1] = {};
    __syncthreads();
    stage(a_block, 14, 1, d0 + m, 20, 7, 10);
    stage(b_block, 64, 1, w6 + p * 64, 32, 7, 3);
    __syncthreads();
    {
      const float* a = a_block + w;
      const float* b = b_block;
#pragma unroll 1
      for (int k = 0; k < 7; ++k) {
        lanes right[1];
#pragma unroll 1
        for (int j = 0; j < 1; ++j) right[j] = load(b + k * 64 + j * 32 + lane);
#pragma unroll 5
        for (int i = 0; i < 5; ++i) {
          const lanes left = splat(one(a + i + k * 14));
#pragma unroll 1
          for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
    lanes t11 = splat(late(w7));
#pragma unroll 5
    for (int r = 0; r < 5; ++r) {
#pragma unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 32;
        lanes t = load(s8 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane);
        lanes t2 = acc[r][v] - t;
        lanes t3 = t2 * 0.1f;
        lanes t4 = t + t3;
        store(s8 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t4);
        lanes t5 = load(s9 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane);
        lanes t6 = acc[r][v] * acc[r][v];
        lanes t7 = t6 - t5;
        lanes t8 = t7 * 0.001f;
        lanes t9 = t5 + t8;
        store(s9 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t9);
        lanes t10 = load(s0 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane);
        lanes t12 = t11 * t4;
        lanes t13 = sqrt_(t9);
        lanes t14 = t13 + 1e-07f;
        lanes t15 = t12 / t14;
        lanes t16 = t10 - t15;
        store(s0 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t16);
      }
    }
  }
}
