// The device's own side of the primitives that CUDA text may use; the emulator has a twin of each.
#define DYN_SMEM(name) extern __shared__ __align__(1024) char name[]
static __device__ __forceinline__ float shfl_xor(unsigned mask, float x, int apart) { return __shfl_xor_sync(mask, x, apart); }
static __device__ __forceinline__ float shfl_from(unsigned mask, float x, unsigned lane) { return __shfl_sync(mask, x, (int)lane); }
static __device__ __forceinline__ float fma_rn(float a, float b, float c) { return __fmaf_rn(a, b, c); }
static __device__ __forceinline__ float sqrt_rn(float x) { return __fsqrt_rn(x); }
