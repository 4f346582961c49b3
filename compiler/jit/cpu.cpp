// What the host's processor can do, without asking LLVM: it errs in virtual machines.
#include <fstream>

#include "compiler/jit/jit.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

struct Level {
  const char* name;
  int vector_bits;
  std::vector<std::string> features;  // on top of the level before
};
const Level levels[] = {
    {"x86-64-v2", 128, {"+cx16", "+popcnt", "+sse3", "+ssse3", "+sse4.1", "+sse4.2"}},
    {"x86-64-v3", 256, {"+avx", "+avx2", "+bmi", "+bmi2", "+f16c", "+fma", "+lzcnt", "+movbe", "+xsave"}},
    {"x86-64-v4", 512, {"+avx512f", "+avx512bw", "+avx512cd", "+avx512dq", "+avx512vl", "+evex512"}},
};

int host_level() {
  __builtin_cpu_init();
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
  return v4 ? 2 : v3 ? 1 : 0;
}

// Bytes of the data cache of a level, as the system tells; `otherwise` where it does not.
int64_t cache_bytes(int wanted, int64_t otherwise) {
  for (int i = 0; i < 8; ++i) {
    const std::string folder = "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(i) + "/";
    std::string level, type, size;
    if (!(std::ifstream(folder + "level") >> level)) return otherwise;
    std::ifstream(folder + "type") >> type;
    std::ifstream(folder + "size") >> size;
    if (level == std::to_string(wanted) && type != "Instruction" && !size.empty()) {
      try {
        return std::stoll(size) * (size.back() == 'M' ? 1 << 20 : 1 << 10);
      } catch (const std::exception&) {
        return otherwise;
      }
    }
  }
  return otherwise;
}

Cpu cpu_of(int level) {
  Cpu cpu{levels[level].name, {}, levels[level].vector_bits};
  for (int i = 0; i <= level; ++i) cpu.features.insert(cpu.features.end(), levels[i].features.begin(), levels[i].features.end());
  cpu.l1_bytes = cache_bytes(1, cpu.l1_bytes), cpu.l2_bytes = cache_bytes(2, cpu.l2_bytes), cpu.l3_bytes = cache_bytes(3, cpu.l3_bytes);
  return cpu;
}

}  // namespace

Cpu host_cpu() { return cpu_of(host_level()); }

Cpu cpu_named(const std::string& name) {
  if (name == "native") return host_cpu();
  std::vector<std::string> known = {"native"};
  for (int i = 0; i < 3; ++i) {
    known.push_back(levels[i].name);
    if (name != levels[i].name) continue;
    if (i > host_level()) fail("K8003", "this processor is " + host_cpu().name + ", it cannot run code for `" + name + "`", {}, "leave out --cpu-features, or name a lower level");
    return cpu_of(i);
  }
  const std::string near = nearest(name, known);
  fail("K1003", "unknown processor level `" + name + "`", {}, near.empty() ? "known are native, x86-64-v2, x86-64-v3 and x86-64-v4" : "did you mean `" + near + "`?");
}

}  // namespace keratin
