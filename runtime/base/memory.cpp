#include "runtime/base/memory.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"

namespace keratin {

Memory allocate(int64_t bytes, std::string_view purpose) {
  const int64_t lines = std::max<int64_t>((bytes + 63) / 64, 1);
  Memory out(static_cast<char*>(std::aligned_alloc(64, static_cast<size_t>(lines) * 64)));
  if (!out) fail("K6001", fmt::format("no memory for {}: {} bytes", purpose, bytes), {}, "use a smaller batch size or model");
  return out;
}

}  // namespace keratin
