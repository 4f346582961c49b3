// The floor: how many fused multiply-adds this core does a second when nothing else is in their way.
#pragma once

#include "bench/timing.h"

namespace keratin::bench {

typedef float Row __attribute__((vector_size(64)));

// 24 independent accumulators: more than any core's latency times its ports.
inline double flops_a_second() {
  const double start = thread_seconds();
  Row acc[24];
  for (int i = 0; i < 24; ++i) acc[i] = Row{} + static_cast<float>(i);  // different, or the compiler keeps but one
  Row x = Row{} + 1.000001f, y = Row{} + 0.999999f;
  constexpr long turns = 400000;
  for (long t = 0; t < turns; ++t) {
    asm volatile("" : "+x"(x), "+x"(y));
#pragma GCC unroll 24
    for (int i = 0; i < 24; ++i) acc[i] = acc[i] * x + y;  // -ffp-contract=fast in this room
  }
  Row sum = {};
  for (Row& a : acc) sum += a;
  asm volatile("" : : "x"(sum));
  return turns * 24.0 * 16 * 2 / (thread_seconds() - start);
}

// What the floor should come to: the clock, by a chain of multiplications that take three cycles each, times two vector
// units of fused multiply-adds.
inline double clock_times_flops_a_cycle() {
#if defined(__AVX512F__)
  constexpr double flops_a_cycle = 64;
#else
  constexpr double flops_a_cycle = 32;
#endif
  double best = 0;
#if defined(__x86_64__)
  for (int i = 0; i < 5; ++i) {
    const double start = thread_seconds();
    long x = 3;
    for (int turn = 0; turn < 20000; ++turn) asm volatile(".rept 100\n\timul %0, %0\n\t.endr" : "+r"(x));
    best = std::max(best, 20000 * 100 * 3 / (thread_seconds() - start) * flops_a_cycle);
  }
#endif
  return best;
}

// The best of several, as clocks settle.
inline double peak() {
  double best = 0;
  for (int i = 0; i < 5; ++i) best = std::max(best, flops_a_second());
  return best;
}

}  // namespace keratin::bench
