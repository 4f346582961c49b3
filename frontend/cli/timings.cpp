#include "frontend/cli/timings.h"

#include <nlohmann/json.hpp>

#include "runtime/files/atomic_file.h"

namespace keratin {

Timings& timings() {
  static Timings all;
  return all;
}

void Timings::lap(const std::string& stage) {
  const auto now = std::chrono::steady_clock::now();
  own_[stage] += std::chrono::duration<double>(now - last_).count();
  last_ = now;
}

void Timings::write(const std::string& path) const {
  nlohmann::ordered_json out;
  for (const auto* part : {&own_, &compiler})
    for (const auto& [stage, seconds] : *part) out[stage] = seconds;
  out["cache_hit"] = cache_hit;
  write_atomically(path, out.dump() + "\n");
}

}  // namespace keratin
