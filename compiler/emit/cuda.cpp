// CUDA: a row of lanes is one register in each thread of a (half) warp, a chunk is a block.
#include "compiler/emit/emit.h"
#include "compiler/emit/spelling.h"

namespace keratin {

// One block a multiprocessor is enough to ask for: otherwise registers are spilled to make room for more.
const Spelling cuda_spelling = {
    .head = "extern \"C\" __global__ void __launch_bounds__($threads, 1) $name($parameters) {\n"
            "  const int lane = (int)threadIdx.x % $lanes;\n",
    .scratch = "  DYN_SMEM(scratch);\n",
    .chunks = "{ const int chunk = (int)blockIdx.x;",
    .unroll = "#pragma unroll $n",
    .keep_loop = "#pragma unroll 1",
    .warp = "(int)threadIdx.x / $lanes",
    .barrier = "__syncthreads();",
    .store_first = "if (lane == 0) store$type($to, $value);",
    .whole_rows = false,
    .lanes = 0,
};

}  // namespace keratin
