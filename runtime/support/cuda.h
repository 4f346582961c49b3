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
INLINE int late_int(const int* p) { return *p; }
INLINE lanes load(const float* p) { return *p; }
INLINE lanes_int load_int(const int* p) { return *p; }
INLINE void store(float* p, lanes x) { *p = x; }
INLINE void store_int(int* p, lanes_int x) { *p = x; }
INLINE void add_row(float* p, lanes_int row, int rows, int stride, lanes x) {
  if (row >= 0 && row < rows) p[row * stride] += x;
}
INLINE lanes gather(const float* p, lanes_int offset) { return p[offset]; }
INLINE lanes_int gather_int(const int* p, lanes_int offset) { return p[offset]; }
INLINE void prefetch(const float*) {}
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
