// Formulas as text: `x * x`, or `[](auto x) { return x * x + sin(x); }`. Clang reads it, nothing of it is compiled or run.
#pragma once

#include "frontend/ops/recorded.h"

namespace keratin {

// An expression is of `x`, of `x` and `y`, or of `x`, `y` and `z`: the first inputs, as many as the last one it names. A
// lambda names its own. Error K281x for all else, with line and column in the text beside `place`.
RecordedFormula read_formula(const std::string& text, const Place& place = {});

}  // namespace keratin
