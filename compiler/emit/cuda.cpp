// CUDA: a row of lanes is one register in each thread of a (half) warp, a chunk is a block.
#include "compiler/emit/emit.h"
#include "compiler/emit/spelling.h"

namespace keratin {

const Spelling cuda_spelling = {
    .head = "extern \"C\" __global__ void __launch_bounds__($threads) $name($parameters) {\n"
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
