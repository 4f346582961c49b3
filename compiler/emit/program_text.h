// The whole text of one step: prelude, kernels, and the function that calls them in order.
#pragma once

#include "compiler/emit/emit.h"
#include "compiler/lower/plan.h"

namespace keratin {

// `train`, `train_tail` …: the exported function of a step's text.
std::string entry_name(const LoweredStep& step);

// C++ that includes nothing. `states` give the offsets of state; launches of enough work are shared with the pool.
std::string cpp_text(const LoweredStep& step, const std::vector<StateInfo>& states);
// The same as some texts that compile side by side: the kernels in shares of about equal length, the function that calls
// them in the first. How many depends on the text alone.
std::vector<std::string> cpp_units(const LoweredStep& step, const std::vector<StateInfo>& states);

// CUDA: prelude (without the ISA header) and kernels; whoever launches them follows the step's plan.
std::string cuda_text(const LoweredStep& step);

}  // namespace keratin
