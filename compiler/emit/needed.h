// Generated text carries only the prelude's functions that it calls, and what those call.
#pragma once

#include <string>
#include <string_view>

namespace keratin {

std::string needed(std::string_view prelude, std::string_view code);

}  // namespace keratin
