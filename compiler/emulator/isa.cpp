// The CPU twin of the device's ISA header: every primitive that CUDA text may use, as a question to the emulator.
#include "compiler/emulator/emulator.h"

namespace keratin {

// EmulatedThread mirrors the struct of block.h.
std::string_view emulated_isa() {
  return R"(struct ThreadNumber { unsigned x; };
struct EmulatedThread {
  ThreadNumber thread, block, threads;
  char* shared;
  void (*wait)(int line);
  float (*exchange)(int line, unsigned mask, float value, unsigned lane);
};
extern "C" { EmulatedThread* emulated_thread; }
#define threadIdx (emulated_thread->thread)
#define blockIdx (emulated_thread->block)
#define blockDim (emulated_thread->threads)
#define __global__
#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(threads, blocks)
#define DYN_SMEM(name) char* const name = emulated_thread->shared
#define __syncthreads() emulated_thread->wait(__LINE__)
static inline float shfl_from(unsigned mask, float x, unsigned lane, int line = __builtin_LINE()) { return emulated_thread->exchange(line, mask, x, lane); }
static inline float shfl_xor(unsigned mask, float x, int apart, int line = __builtin_LINE()) { return shfl_from(mask, x, threadIdx.x ^ (unsigned)apart, line); }
static inline float fma_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
static inline float sqrt_rn(float x) { return __builtin_elementwise_sqrt(x); }
#line 1 "step.cu"
)";
}

}  // namespace keratin
