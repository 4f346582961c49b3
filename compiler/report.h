// What people read about a lowered step: its kernels, where every array lies, and what each launch costs.
#pragma once

#include <string>

#include "compiler/lower/plan.h"

namespace keratin {

std::string kernels_text(const LoweredStep& step);
std::string plan_text(const Program& program, const LoweredStep& step);
std::string table_text(const LoweredStep& step);  // a line a launch: flops, bytes, layers, fused ops

}  // namespace keratin
