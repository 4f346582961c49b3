// SHA-256 (FIPS 180-4), for names of cache entries and for telling whether bytes are what they were.
#pragma once

#include <string>
#include <string_view>

namespace keratin {

std::string sha256(std::string_view bytes);  // 64 hexadecimal digits

}  // namespace keratin
