// Compiled code against the interpreter: every result and every new state of every step, bit for bit.
#pragma once

#include "compiler/kernel/kernel.h"
#include "frontend/model.h"

namespace keratin {

struct VerifyReport {
  int64_t values = 0;            // numbers compared
  std::string first_difference;  // empty: none; else the step, the tensor, its layer, the index and both numbers
};
// Random data and states from `seed`; whole batches and a short one.
VerifyReport verify_model(const BuiltModel& model, const RunOptions& options, uint64_t seed);
// The same for the CUDA text of every step, in the emulator, with threads in two orders.
VerifyReport verify_emulated(const BuiltModel& model, uint64_t seed);
// Single kernels on random buffers: compiled, or emulated where they are scheduled for a GPU.
VerifyReport verify_kernels(const std::vector<kernel::Kernel>& kernels, uint64_t seed);

}  // namespace keratin
