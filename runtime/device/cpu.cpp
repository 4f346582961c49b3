#include <algorithm>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/base/memory.h"
#include "runtime/device/device.h"
#include "runtime/threads/pool.h"

namespace keratin {
namespace {

// What can still be had: free memory and swap, within the limit of our control group. Linux would promise more, and end
// the process when it is used.
int64_t available_bytes() {
  int64_t sum = 0, limit = 0;
  std::ifstream info("/proc/meminfo");
  std::string key, unit;
  for (int64_t kib; info >> key >> kib && std::getline(info, unit);)
    if (key == "MemAvailable:" || key == "SwapFree:") sum += kib << 10;
  if (std::ifstream("/sys/fs/cgroup/memory.max") >> limit) sum = std::min(sum, limit);
  return sum > 0 ? sum : INT64_MAX;
}

class Cpu : public Device {
 public:
  Cpu(int threads, int64_t scratch_bytes) : pool_(threads, scratch_bytes) {}
  std::string name() const override { return "cpu"; }
  int threads() const override { return pool_.threads(); }

  std::shared_ptr<char> memory(int64_t bytes, std::string_view purpose) override {
    constexpr int64_t not_worth_asking = 64 << 20;
    if (bytes > not_worth_asking)
      if (const int64_t there = available_bytes(); bytes > there) fail("K6001", fmt::format("no memory for {}: {} bytes, {} can be had", purpose, bytes, there), {}, "use a smaller batch size or model");
    Memory out = allocate(bytes, purpose);
    std::memset(out.get(), 0, static_cast<size_t>(bytes));
    return out;
  }
  void write(char* to, const void* from, int64_t bytes) override { std::memcpy(to, from, static_cast<size_t>(bytes)); }
  void read(void* to, const char* from, int64_t bytes) const override { std::memcpy(to, from, static_cast<size_t>(bytes)); }
  void launch(KeratinEntry step, char* state, char* workspace, const void* const* data, int rows) override {
    OurRounding rounding;
    step(state, workspace, data, rows, pool_.c_pool());
  }

 private:
  Pool pool_;
};

}  // namespace

std::unique_ptr<Device> cpu_device(int threads, int64_t scratch_bytes) { return std::make_unique<Cpu>(threads, scratch_bytes); }

}  // namespace keratin
