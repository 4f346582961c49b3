// One C-family printer for every target: a kernel becomes C++ or CUDA text. A target is a table of spellings and a
// prelude (runtime/support); no formula and no loop is written here twice.
#pragma once

#include <string>

#include "compiler/kernel/kernel.h"

namespace keratin {

struct Spelling;                      // about ten strings, see emit.cpp
extern const Spelling cpp_spelling;   // cpp.cpp
extern const Spelling cuda_spelling;  // cuda.cpp

// The function of one kernel, with its schedule as a comment above it. C++: void name(buffers…, [int batch_rows,]
// char* scratch, int first, int last) runs the chunks [first, last). CUDA: a __global__ function, a block a chunk.
std::string emit(const kernel::Kernel& kernel, const Spelling& spelling);

// The parameters' types in order, for who calls it: "const float*", "float*", "const int*", "int" (batch_rows).
std::vector<std::string> parameter_types(const kernel::Kernel& kernel);

}  // namespace keratin
