// One block of a launch: its threads are fibers that take turns wherever CUDA threads wait for each other.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "compiler/emulator/emulator.h"

namespace keratin {

struct ThreadNumber {
  unsigned x;
};
// What compiled text sees of the thread that runs now; emulated_isa() declares the same struct.
struct EmulatedThread {
  ThreadNumber thread, block, threads;
  char* shared;
  void (*wait)(int line);                                                     // a barrier of the block
  float (*exchange)(int line, unsigned mask, float value, unsigned lane);     // a shuffle of the lanes in `mask`
};

// Runs `body` once for each thread; `seen` is kept up to date for the thread that runs. The answer is empty, or what the
// threads did that no CUDA block may do.
std::string run_block(unsigned block, const LaunchShape& shape, ThreadOrder order, EmulatedThread& seen, const std::function<void()>& body);

}  // namespace keratin
