// The scalar functions on one lane, from the prelude that generated text carries: so they give the same bits.
#pragma once

#include <cstdint>

#include "compiler/kernel/kernel.h"

namespace keratin::kernel {

union Lane {
  float number;
  int32_t integer;  // a mask is 0 or 1
};

// `type` is that of the operands that may have any; of holds as many as the function takes.
Lane apply(Scalar op, Type type, const Lane* of);

// What one lane gets from folding with another.
float fold(Fold kind, float mine, float other);

}  // namespace keratin::kernel
