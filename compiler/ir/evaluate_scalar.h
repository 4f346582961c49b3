// The oracle's scalar functions: in double the C library's, in float the prelude's own with one lane.
#pragma once

#include <cstdint>

#include "compiler/ir/scalar.h"

namespace keratin {

double apply(Scalar kind, double a, double b, double c);
float apply(Scalar kind, float a, float b, float c);
int32_t apply(Scalar kind, int32_t a, int32_t b);  // wraps around; by zero: 0

template <class T>
bool compare(Scalar kind, T a, T b);  // of double, float, int32_t

}  // namespace keratin
