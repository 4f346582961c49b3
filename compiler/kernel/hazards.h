// The verifier's second half: who must wait for whom before memory that a chunk's warps share is read or written again.
#pragma once

#include "compiler/kernel/kernel.h"

namespace keratin::kernel {

// Throws InternalError. Kernels of one warp of sixteen lanes, one thread on a CPU, need no barriers and pass.
void verify_barriers(const Kernel& kernel);

}  // namespace keratin::kernel
