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
INLINE lanes fma_(lanes a, lanes b, lanes c) { return fma_rn(a, b, c); }
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

// kernel k0 lanes 32 rows 8 vectors 1 unroll 4 warps 2 depth 32 pad_a 4 pad_b 0 stage_a stage_b split_tiles
extern "C" __global__ void __launch_bounds__(64, 1) k0(const float* __restrict d0, const float* __restrict s0, const float* __restrict s1, float* __restrict w0) {
  const int lane = (int)threadIdx.x % 32;
  DYN_SMEM(scratch);
  float* const a_block = (float*)(scratch + 0);
  float* const b_block = (float*)(scratch + 2816);
  { const int chunk = (int)blockIdx.x;
    // %2 = contract ai,io->ao %0 %1; %5 = add %2 %4; %8 = maximum %7 %5
    const int part1 = chunk % 4;
    const int p = 0;
    const int part2 = part1 % 2;
    const int q = part1 / 2 * 32;
    const int m = part2 * 16;
    const int w = (int)threadIdx.x / 32 * 8;
    lanes acc[8][1] = {};
#pragma unroll 1
    for (int k2 = 0; k2 < 96; k2 += 32) {
      __syncthreads();
      stage(a_block, 1, 20, d0 + m * 100 + k2, 100, 16, 32);
      stage(b_block, 64, 1, s0 + p * 64 + q + k2 * 64, 64, 32, 32);
      __syncthreads();
      {
        const float* a = a_block + w;
        const float* b = b_block;
#pragma unroll 1
        for (int k = 0; k < 32; k += 4) {
#pragma unroll 4
          for (int u = 0; u < 4; ++u) {
            lanes right[1];
#pragma unroll 1
            for (int j = 0; j < 1; ++j) right[j] = load(b + (k + u) * 64 + j * 32 + lane);
#pragma unroll 8
            for (int i = 0; i < 8; ++i) {
              const lanes left = splat(one(a + i + (k + u) * 20));
#pragma unroll 1
              for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
            }
          }
        }
      }
    }
    __syncthreads();
    stage(a_block, 1, 20, d0 + m * 100 + 96, 100, 16, 4);
    stage(b_block, 64, 1, s0 + p * 64 + q + 6144, 64, 4, 32);
    __syncthreads();
    {
      const float* a = a_block + w;
      const float* b = b_block;
#pragma unroll 1
      for (int k = 0; k < 4; k += 4) {
#pragma unroll 4
        for (int u = 0; u < 4; ++u) {
          lanes right[1];
#pragma unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + (k + u) * 64 + j * 32 + lane);
#pragma unroll 8
          for (int i = 0; i < 8; ++i) {
            const lanes left = splat(one(a + i + (k + u) * 20));
#pragma unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
    }
#pragma unroll 8
    for (int r = 0; r < 8; ++r) {
#pragma unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 32;
        lanes t = load(s1 + p * 64 + q + column + lane);
        lanes t2 = acc[r][v] + t;
        lanes t3 = max_(splat(0.0f), t2);
        store(w0 + m * 64 + w * 64 + row * 64 + p * 64 + q + column + lane, t3);
      }
    }
  }
}

// kernel k1 lanes 32 rows 8 vectors 1 unroll 4 warps 2 depth 32 pad_a 4 pad_b 0 stage_a stage_b split_tiles
extern "C" __global__ void __launch_bounds__(64, 1) k1(const float* __restrict w0, const float* __restrict s2, const float* __restrict s3, float* __restrict w1) {
  const int lane = (int)threadIdx.x % 32;
  DYN_SMEM(scratch);
  float* const a_block = (float*)(scratch + 0);
  float* const b_block = (float*)(scratch + 2816);
  { const int chunk = (int)blockIdx.x;
    // %10 = contract ai,io->ao %8 %9; %13 = add %10 %12
    const int part1 = chunk % 2;
    const int p = 0;
    const int m = part1 * 16;
    const int w = (int)threadIdx.x / 32 * 8;
    lanes acc[8][1] = {};
#pragma unroll 1
    for (int k2 = 0; k2 < 64; k2 += 32) {
      __syncthreads();
      stage(a_block, 1, 20, w0 + m * 64 + k2, 64, 16, 32);
      stage(b_block, 64, 1, s2 + p * 64 + k2 * 32, 32, 32, 10);
      __syncthreads();
      {
        const float* a = a_block + w;
        const float* b = b_block;
#pragma unroll 1
        for (int k = 0; k < 32; k += 4) {
#pragma unroll 4
          for (int u = 0; u < 4; ++u) {
            lanes right[1];
#pragma unroll 1
            for (int j = 0; j < 1; ++j) right[j] = load(b + (k + u) * 64 + j * 32 + lane);
#pragma unroll 8
            for (int i = 0; i < 8; ++i) {
              const lanes left = splat(one(a + i + (k + u) * 20));
#pragma unroll 1
              for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
            }
          }
        }
      }
    }
#pragma unroll 8
    for (int r = 0; r < 8; ++r) {
#pragma unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 32;
        lanes t = load(s3 + p * 64 + column + lane);
        lanes t2 = acc[r][v] + t;
        store(w1 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t2);
      }
    }
  }
}

// kernel k2 lanes 16 rows 1 vectors 1 unroll 2 warps 8 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(128, 1) k2(const float* __restrict w1, const float* __restrict d1, float* __restrict w2, int* __restrict w4, int* __restrict w5, float* __restrict w6) {
  const int lane = (int)threadIdx.x % 16;
  { const int chunk = (int)blockIdx.x;
    // %14 = reduce %13; %16 = subtract %13 %15; %17 = exp %16; %18 = reduce %17; %20 = divide %17 %19; %22 = log %18; %24 = subtract %16 %23; %25 = multiply %21 %24; %26 = reduce %25; %37 = reduce %21; %38 = reduce %20; %59 = reduce %58; %60 = divide %59 %18; %62 = multiply %61 %17; %63 = add %57 %62
    const int begin = chunk * 8;
    const int r = (int)threadIdx.x / 16;
    lanes t = load(w1 + begin * 32 + r * 32 + lane);
    lanes_int t2 = splat_int(lane);
    lanes_mask t3 = t2 < splat_int(10);
    lanes t4 = t3 ? t : as_float(splat_int(-8388608));
    lanes all = max_lanes_all(t4);
    lanes t5 = t - all;
    lanes t6 = exp_(t5);
    lanes_int t7 = splat_int(lane);
    lanes_mask t8 = t7 < splat_int(10);
    lanes t9 = t8 ? t6 : splat(0.0f);
    lanes t10 = 0.0f + t9;
    lanes all2 = sum_lanes_all(t10);
    lanes t11 = load(d1 + begin * 10 + r * 10 + lane);
    lanes t12 = log_(all2);
    lanes t13 = t5 - t12;
    lanes t14 = t11 * t13;
    lanes_int t15 = splat_int(lane);
    lanes_mask t16 = t15 < splat_int(10);
    lanes t17 = t16 ? t14 : splat(0.0f);
    lanes t18 = 0.0f + t17;
    lanes all3 = sum_lanes_all(t18);
    lanes_int t19 = splat_int(lane);
    lanes_mask t20 = t19 < splat_int(10);
    lanes t21 = t20 ? t11 : as_float(splat_int(-8388608));
    lanes all4 = max_lanes_all(t21);
    lanes_mask t22 = all4 != all4;
    lanes_mask t23 = t11 != t11;
    lanes_mask t24 = t22 & t23;
    lanes_mask t25 = t11 == all4;
    lanes_mask t26 = t25 | t24;
    lanes_int t27 = splat_int(lane);
    lanes t28 = to_float(t27);
    lanes t29 = t26 ? t28 : as_float(splat_int(2139095040));
    lanes_int t30 = splat_int(lane);
    lanes_mask t31 = t30 < splat_int(10);
    lanes t32 = t31 ? t29 : as_float(splat_int(2139095040));
    lanes all5 = min_lanes_all(t32);
    lanes_int t33 = to_int(all5);
    lanes t34 = t6 / all2;
    lanes_int t35 = splat_int(lane);
    lanes_mask t36 = t35 < splat_int(10);
    lanes t37 = t36 ? t34 : as_float(splat_int(-8388608));
    lanes all6 = max_lanes_all(t37);
    lanes_mask t38 = all6 != all6;
    lanes_mask t39 = t34 != t34;
    lanes_mask t40 = t38 & t39;
    lanes_mask t41 = t34 == all6;
    lanes_mask t42 = t41 | t40;
    lanes_int t43 = splat_int(lane);
    lanes t44 = to_float(t43);
    lanes t45 = t42 ? t44 : as_float(splat_int(2139095040));
    lanes_int t46 = splat_int(lane);
    lanes_mask t47 = t46 < splat_int(10);
    lanes t48 = t47 ? t45 : as_float(splat_int(2139095040));
    lanes all7 = min_lanes_all(t48);
    lanes_int t49 = to_int(all7);
    lanes_int t50 = splat_int(32);
    lanes t51 = to_float(t50);
    lanes t52 = 1.0f / t51;
    lanes t53 = -t52;
    lanes t54 = t53 * t11;
    lanes t55 = -t54;
    lanes_int t56 = splat_int(lane);
    lanes_mask t57 = t56 < splat_int(10);
    lanes t58 = t57 ? t55 : splat(0.0f);
    lanes t59 = 0.0f + t58;
    lanes all8 = sum_lanes_all(t59);
    if (lane == 0) store(w2 + begin + r, all3);
    if (lane == 0) store_int(w4 + begin + r, t33);
    if (lane == 0) store_int(w5 + begin + r, t49);
    lanes t60 = all8 / all2;
    lanes t61 = t60 * t6;
    lanes t62 = t54 + t61;
    store(w6 + begin * 32 + r * 32 + lane, t62);
  }
}

// kernel k3 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k3(const float* __restrict w2, float* __restrict w3, float* __restrict s4) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %28 = reduce %27; %31 = divide %28 %30; %32 = multiply %31 %30; %34 = add %33 %32
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma unroll 1
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
    if (lane == 0) store(w3, t6);
    lanes t7 = splat(one(s4));
    lanes t8 = t6 * t5;
    lanes t9 = t7 + t8;
    if (lane == 0) store(s4, t9);
  }
}

// kernel k4 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k4(float* __restrict s5, float* __restrict s7, int* __restrict s9) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %36 = add %35 %30; %48 = add %47 %30; %52 = add %50 %51
    lanes t = splat(one(s5));
    lanes_int t2 = splat_int(32);
    lanes t3 = to_float(t2);
    lanes t4 = t + t3;
    if (lane == 0) store(s5, t4);
    lanes t5 = splat(one(s7));
    lanes t6 = t5 + t3;
    if (lane == 0) store(s7, t6);
    lanes_int t7 = splat_int(one_int(s9));
    lanes_int t8 = t7 + splat_int(1);
    if (lane == 0) store_int(s9, t8);
  }
}

// kernel k5 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k5(const int* __restrict w5, const int* __restrict w4, float* __restrict s6) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %44 = reduce %43; %46 = add %45 %44
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma unroll 1
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
    if (lane == 0) store(s6, t8);
  }
}

// kernel k6 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k6(const float* __restrict w6, float* __restrict s3, const float* __restrict s8) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %64 = reduce %63; %81 = multiply %80 %64; %82 = subtract %11 %81
    const int c = 0;
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma unroll 1
    for (int m = 0; m < 32; ++m) {
      const int v2 = 0;
      lanes t = load(w6 + g * 32 + m * 32 + c + v2 * 32 + lane);
      lanes t2 = partial[v2] + t;
      partial[v2] = t2;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes t3 = load(s3 + c + v4 * 32 + lane);
    lanes t4 = splat(one(s8));
    lanes t5 = t4 * acc[v4];
    lanes t6 = t3 - t5;
    store(s3 + c + v4 * 32 + lane, t6);
  }
}

// kernel k7 lanes 32 rows 8 vectors 1 unroll 4 warps 2 depth 64 pad_a 4 pad_b 1 stage_a stage_b split_tiles
extern "C" __global__ void __launch_bounds__(64, 1) k7(const float* __restrict w6, const float* __restrict s2, const float* __restrict w0, float* __restrict w7) {
  const int lane = (int)threadIdx.x % 32;
  DYN_SMEM(scratch);
  float* const a_block = (float*)(scratch + 0);
  float* const b_block = (float*)(scratch + 1088);
  { const int chunk = (int)blockIdx.x;
    // %65 = contract ao,io->ai %63 %9; %68 = select %67 %7 %65
    const int part1 = chunk % 4;
    const int p = 0;
    const int part2 = part1 % 2;
    const int q = part1 / 2 * 32;
    const int m = part2 * 16;
    const int w = (int)threadIdx.x / 32 * 8;
    lanes acc[8][1] = {};
    __syncthreads();
    stage(a_block, 1, 20, w6 + m * 32, 32, 16, 10);
    stage(b_block, 1, 65, s2 + p * 2048 + q * 32, 32, 32, 10);
    __syncthreads();
    {
      const float* a = a_block + w;
      const float* b = b_block;
#pragma unroll 1
      for (int k = 0; k < 10; ++k) {
        lanes right[1];
#pragma unroll 1
        for (int j = 0; j < 1; ++j) right[j] = load(b + k * 65 + j * 32 + lane);
#pragma unroll 8
        for (int i = 0; i < 8; ++i) {
          const lanes left = splat(one(a + i + k * 20));
#pragma unroll 1
          for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
        }
      }
    }
#pragma unroll 8
    for (int r = 0; r < 8; ++r) {
#pragma unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 32;
        lanes t = load(w0 + m * 64 + w * 64 + row * 64 + p * 64 + q + column + lane);
        lanes_mask t2 = 0.0f >= t;
        lanes t3 = t2 ? splat(0.0f) : acc[r][v];
        store(w7 + m * 64 + w * 64 + row * 64 + p * 64 + q + column + lane, t3);
      }
    }
  }
}

// kernel k8 lanes 32 rows 8 vectors 1 unroll 4 warps 2 depth 32 pad_a 4 pad_b 0 stage_a stage_b split_tiles
extern "C" __global__ void __launch_bounds__(64, 1) k8(const float* __restrict w0, const float* __restrict w6, float* __restrict s2, const float* __restrict s8) {
  const int lane = (int)threadIdx.x % 32;
  DYN_SMEM(scratch);
  float* const a_block = (float*)(scratch + 0);
  float* const b_block = (float*)(scratch + 2816);
  { const int chunk = (int)blockIdx.x;
    // %66 = contract ai,ao->io %8 %63; %78 = multiply %77 %66; %79 = subtract %9 %78
    const int part1 = chunk % 4;
    const int p = 0;
    const int m = part1 * 16;
    const int w = (int)threadIdx.x / 32 * 8;
    lanes acc[8][1] = {};
    __syncthreads();
    stage(a_block, 20, 1, w0 + m, 64, 32, 16);
    stage(b_block, 64, 1, w6 + p * 64, 32, 32, 10);
    __syncthreads();
    {
      const float* a = a_block + w;
      const float* b = b_block;
#pragma unroll 1
      for (int k = 0; k < 32; k += 4) {
#pragma unroll 4
        for (int u = 0; u < 4; ++u) {
          lanes right[1];
#pragma unroll 1
          for (int j = 0; j < 1; ++j) right[j] = load(b + (k + u) * 64 + j * 32 + lane);
#pragma unroll 8
          for (int i = 0; i < 8; ++i) {
            const lanes left = splat(one(a + i + (k + u) * 20));
#pragma unroll 1
            for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
          }
        }
      }
    }
    lanes t2 = splat(late(s8));
#pragma unroll 8
    for (int r = 0; r < 8; ++r) {
#pragma unroll 1
      for (int v = 0; v < 1; ++v) {
        const int row = r, column = v * 32;
        lanes t = load(s2 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane);
        lanes t3 = t2 * acc[r][v];
        lanes t4 = t - t3;
        store(s2 + m * 32 + w * 32 + row * 32 + p * 64 + column + lane, t4);
      }
    }
  }
}

// kernel k9 lanes 32 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0
extern "C" __global__ void __launch_bounds__(32, 1) k9(const float* __restrict w7, float* __restrict s1, const float* __restrict s8) {
  const int lane = (int)threadIdx.x % 32;
  { const int chunk = (int)blockIdx.x;
    // %69 = reduce %68; %75 = multiply %74 %69; %76 = subtract %3 %75
    const int part1 = chunk % 2;
    const int c = 0;
    const int c2 = part1 * 32;
    lanes acc[1] = {};
    lanes partial[1] = {};
    const int g = 0;
    const int v = 0;
    partial[v] = splat(0.0f);
#pragma unroll 1
    for (int m = 0; m < 32; ++m) {
      const int v2 = 0;
      lanes t = load(w7 + g * 64 + m * 64 + c + c2 + v2 * 32 + lane);
      lanes t2 = partial[v2] + t;
      partial[v2] = t2;
    }
    const int v3 = 0;
    acc[v3] = acc[v3] + partial[v3];
    const int v4 = 0;
    lanes t3 = load(s1 + c + c2 + v4 * 32 + lane);
    lanes t4 = splat(one(s8));
    lanes t5 = t4 * acc[v4];
    lanes t6 = t3 - t5;
    store(s1 + c + c2 + v4 * 32 + lane, t6);
  }
}

// kernel k10 lanes 32 rows 8 vectors 1 unroll 4 warps 2 depth 32 pad_a 4 pad_b 0 stage_a stage_b split_tiles
extern "C" __global__ void __launch_bounds__(64, 1) k10(const float* __restrict d0, const float* __restrict w7, float* __restrict s0, const float* __restrict s8) {
  const int lane = (int)threadIdx.x % 32;
  DYN_SMEM(scratch);
  float* const a_block = (float*)(scratch + 0);
  float* const b_block = (float*)(scratch + 2816);
  { const int chunk = (int)blockIdx.x;
    // %70 = contract ai,ao->io %0 %68; %72 = multiply %71 %70; %73 = subtract %1 %72
    const int part1 = chunk % 14;
    const int p = 0;
    const int part2 = part1 % 7;
    const int q = part1 / 7 * 32;
    if (part2 < 1) {
      const int m = 0;
      const int w = (int)threadIdx.x / 32 * 8;
      lanes acc[8][1] = {};
      __syncthreads();
      stage(a_block, 20, 1, d0 + m, 100, 32, 16);
      stage(b_block, 64, 1, w7 + p * 64 + q, 64, 32, 32);
      __syncthreads();
      {
        const float* a = a_block + w;
        const float* b = b_block;
#pragma unroll 1
        for (int k = 0; k < 32; k += 4) {
#pragma unroll 4
          for (int u = 0; u < 4; ++u) {
            lanes right[1];
#pragma unroll 1
            for (int j = 0; j < 1; ++j) right[j] = load(b + (k + u) * 64 + j * 32 + lane);
#pragma unroll 8
            for (int i = 0; i < 8; ++i) {
              const lanes left = splat(one(a + i + (k + u) * 20));
#pragma unroll 1
              for (int j = 0; j < 1; ++j) acc[i][j] = fma_(left, right[j], acc[i][j]);
            }
          }
        }
      }
      lanes t2 = splat(late(s8));
#pragma unroll 8
      for (int r = 0; r < 8; ++r) {
#pragma unroll 1
        for (int v = 0; v < 1; ++v) {
          const int row = r, column = v * 32;
          lanes t = load(s0 + m * 64 + w * 64 + row * 64 + p * 64 + q + column + lane);
          lanes t3 = t2 * acc[r][v];
          lanes t4 = t - t3;
          store(s0 + m * 64 + w * 64 + row * 64 + p * 64 + q + column + lane, t4);
        }
      }
    }
    if (part2 >= 1 && part2 < 7) {
      const int m2 = 16 + (part2 - 1) * 14;
      const int w2 = (int)threadIdx.x / 32 * 7;
      lanes acc2[7][1] = {};
      __syncthreads();
      stage(a_block, 18, 1, d0 + m2, 100, 32, 14);
      stage(b_block, 64, 1, w7 + p * 64 + q, 64, 32, 32);
      __syncthreads();
      {
        const float* a = a_block + w2;
        const float* b = b_block;
#pragma unroll 1
        for (int k = 0; k < 32; k += 4) {
#pragma unroll 4
          for (int u = 0; u < 4; ++u) {
            lanes right[1];
#pragma unroll 1
            for (int j = 0; j < 1; ++j) right[j] = load(b + (k + u) * 64 + j * 32 + lane);
#pragma unroll 7
            for (int i = 0; i < 7; ++i) {
              const lanes left = splat(one(a + i + (k + u) * 18));
#pragma unroll 1
              for (int j = 0; j < 1; ++j) acc2[i][j] = fma_(left, right[j], acc2[i][j]);
            }
          }
        }
      }
      lanes t6 = splat(late(s8));
#pragma unroll 7
      for (int r2 = 0; r2 < 7; ++r2) {
#pragma unroll 1
        for (int v2 = 0; v2 < 1; ++v2) {
          const int row2 = r2, column2 = v2 * 32;
          lanes t5 = load(s0 + m2 * 64 + w2 * 64 + row2 * 64 + p * 64 + q + column2 + lane);
          lanes t7 = t6 * acc2[r2][v2];
          lanes t8 = t5 - t7;
          store(s0 + m2 * 64 + w2 * 64 + row2 * 64 + p * 64 + q + column2 + lane, t8);
        }
      }
    }
  }
}
