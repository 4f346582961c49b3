// Memory for arenas: aligned to a cache line, whole lines, at least one, and not a line more than was asked for.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace keratin {

struct FreeMemory {
  void operator()(char* p) const { std::free(p); }
};
using Memory = std::unique_ptr<char, FreeMemory>;

// `bytes` rounded up to 64, not set to anything. Error K6001 says what it was for.
Memory allocate(int64_t bytes, std::string_view purpose);

}  // namespace keratin
