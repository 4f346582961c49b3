// C++: a row of lanes is one vector register, a chunk is one turn of a loop.
#include "compiler/emit/emit.h"
#include "compiler/emit/spelling.h"

namespace keratin {

const Spelling cpp_spelling = {
    .head = "KERNEL $name($parameters, char* __restrict scratch, int first, int last) {\n",
    .scratch = "",
    .chunks = "for (int chunk = first; chunk < last; ++chunk) {",
    .unroll = "#pragma GCC unroll $n",
    .keep_loop = "#pragma GCC unroll 1",
    .warp = "",
    .barrier = "",
    .store_first = "*($to) = $value[0];",
    .whole_rows = true,
    .lanes = 16,
};

}  // namespace keratin
