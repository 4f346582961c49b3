// The text of keratin/keratin.h, as description files include it.
#pragma once

#include <string_view>

namespace keratin {

std::string_view description_header();

}  // namespace keratin
