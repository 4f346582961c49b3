// A dumped .kernel file: kernels one below the other, as `keratin dump` writes them.
#pragma once

#include "compiler/kernel/kernel.h"

namespace keratin {

std::vector<kernel::Kernel> read_kernels(const std::string& path);  // verified; Error K2902 with the line in the file

}  // namespace keratin
