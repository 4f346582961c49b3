// First values of states, counter-based: the same in any order and for any number of threads.
#pragma once

#include <vector>

#include "runtime/program.h"

namespace keratin {

// All elements of a state in row-major order; `seed` is the program's, used where the initial has none of its own.
std::vector<float> initial_values(const Initial& initial, const Shape& shape, uint64_t seed);

// 0 … n-1 in an order of its own for each epoch: Fisher and Yates over counter-based numbers.
std::vector<uint32_t> permutation(int64_t n, uint64_t seed, uint32_t epoch);

}  // namespace keratin
