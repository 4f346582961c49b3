// The texts that stand before generated code, embedded in the library: words and functions, no include.
#pragma once

#include <string_view>

namespace keratin {

std::string_view cpp_prelude();
std::string_view cuda_prelude();   // without the ISA header
std::string_view cuda_isa();       // of the device; the emulator has its own

}  // namespace keratin
