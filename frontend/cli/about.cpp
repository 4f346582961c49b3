// The verbs that speak of keratin itself: doctor, explain, cache.
#include <fmt/format.h>

#include "frontend/cli/options.h"
#include "frontend/cli/report.h"
#include "frontend/model.h"
#include "frontend/surface/page.h"
#include "frontend/surface/registry.h"
#include "frontend/ops/ops.h"
#include "runtime/data/dataset.h"
#include "runtime/device/device.h"

namespace keratin {
namespace {

void line(bool good, const std::string& what, const std::string& text, const std::string& cost = "") {
  print(fmt::format("{} {:<16} {}{}\n", good ? "ok  " : "lack", what, text, good || cost.empty() ? "" : "; " + cost));
}

}  // namespace

int run_doctor(const Options&) {
  const Cpu cpu = host_cpu();
  line(cpu.vector_bits >= 256, "processor", fmt::format("{}-bit vectors, caches of {} KiB, {} KiB, {} KiB", cpu.vector_bits, cpu.l1_bytes >> 10, cpu.l2_bytes >> 10, cpu.l3_bytes >> 10), "without AVX2 and FMA training is several times slower");
  try {
    compile_text({.units = {"extern \"C\" int keratin_doctor() { return 1; }"}, .cpu = cpu, .cached = false});
    line(true, "compiler", "Clang in process");
  } catch (const Error& e) {
    line(false, "compiler", e.what(), "only code in the cache runs");
  }
  std::string version;
  const bool nvrtc = nvrtc_found(&version);
  line(nvrtc, "NVRTC", nvrtc ? version : "not found", "CUDA text is written and emulated, not compiled");
  const CudaReport cuda = cuda_report();
  line(cuda.problem.empty(), "CUDA driver", cuda.problem.empty() ? fmt::format("for CUDA {}.{}", cuda.driver_version / 1000, cuda.driver_version % 1000 / 10) : cuda.problem, "models run on the processor");
  for (size_t i = 0; i < cuda.devices.size(); ++i) {
    const CudaDevice& device = cuda.devices[i];
    line(true, fmt::format("cuda:{}", i), fmt::format("{}, sm_{}{}, {} MiB; not used by this version", device.name, device.major, device.minor, device.bytes >> 20));
  }
  const CacheReport cache = cache_report();
  line(cache.problem.empty(), "cache", cache.problem.empty() ? fmt::format("{}: {} entries, {} bytes", cache.folder, cache.entries, cache.bytes) : cache.problem, "every program is compiled anew");
  for (const std::string& name : dataset_names()) {
    try {
      const Dataset set = load_dataset(name);
      line(true, name, fmt::format("{} rows, {} to test", set.x.shape[0], set.test_x.shape[0]));
    } catch (const Error& e) {
      line(false, name, e.diagnostics()[0].message, e.diagnostics()[0].help);
    }
  }
  return 0;
}

int run_explain(const Options& o) {
  if (const CodeInfo* code = find_code(o.name)) {
    print(fmt::format("{}: {}\n\n{}\n\nexit code {}\n", code->code, code->title, code->text, exit_code(code->code)));
    return 0;
  }
  std::vector<std::string> known;
  bool found = false;
  for (const CodeInfo& code : code_table()) {
    known.push_back(std::string(code.code));
    if (o.name == "codes") print(fmt::format("{}  {}\n", code.code, code.title)), found = true;
  }
  for (const Category category : every_category) {
    known.push_back(info(category).plural);
    for (const Definition* d : definitions(category)) {
      if (o.name == info(category).plural) print(fmt::format("{:<34} {}\n", d->class_name, d->about)), found = true;
      known.push_back(d->class_name);
      known.insert(known.end(), d->aliases.begin(), d->aliases.end());
    }
  }
  for (const Definition* d : find_definitions(o.name)) print((found ? "\n" : "") + page(*d)), found = true;
  if (found) return 0;
  std::string kinds;
  for (const Category category : every_category) kinds += std::string(", ") + info(category).plural;
  const std::string near = nearest(o.name, known);
  fail("K1002", "nothing goes by the name `" + o.name + "`", {}, near.empty() ? "`keratin explain layers` lists the layers; so do" + kinds.substr(std::string(", layers").size()) + ", codes" : "did you mean `" + near + "`?");
}

int run_cache(const Options& o) {
  if (const CacheReport before = cache_report(); o.clear && !before.problem.empty()) fail("K5001", "the cache is not cleared: " + before.problem);
  if (o.clear) cache_clear();
  const CacheReport report = cache_report();
  print(fmt::format("{}: {} entries, {} bytes{}\n", report.folder, report.entries, report.bytes, report.problem.empty() ? "" : " (" + report.problem + ")"));
  return 0;
}

}  // namespace keratin
