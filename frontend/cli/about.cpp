// The verbs that speak of keratin itself: doctor, explain, cache.
#include <fmt/format.h>

#include "frontend/cli/options.h"
#include "frontend/cli/report.h"
#include "frontend/initializers/initializers.h"
#include "frontend/layers/layer.h"
#include "frontend/losses/loss.h"
#include "frontend/model.h"
#include "frontend/ops/ops.h"
#include "frontend/optimizers/optimizer.h"
#include "runtime/data/dataset.h"
#include "runtime/device/device.h"

namespace keratin {
namespace {

// A page, from the one definition: name, Keras' other names, one line, formula or settings.
struct Page {
  std::string kind, name, text;
  std::vector<std::string> aliases;
};
std::vector<Page> pages() {
  std::vector<Page> out;
  for (const LayerRow& r : layer_table()) out.push_back({"layer", r.class_name, fmt::format("{}\n  formula:  {}\n  settings: {}", r.text, r.formula, r.settings), {r.stem}});
  for (const std::string& name : activation_names()) out.push_back({"activation", name, "", {}});
  auto names = [](const std::vector<const char*>& list) { return std::vector<std::string>(list.begin(), list.end()); };
  for (const LossRow& r : loss_table()) out.push_back({"loss", r.name, r.text, names(r.aliases)});
  out.push_back({"metric", "accuracy", "binary_accuracy, categorical_accuracy or sparse_categorical_accuracy, by the shapes of output and target", {"acc"}});
  for (const MetricRow& r : metric_table()) out.push_back({"metric", r.name, r.text, names(r.aliases)});
  for (const OptimizerRow& r : optimizer_table()) out.push_back({"optimizer", r.class_name, fmt::format("{}\n  learning_rate: {}", r.text, r.learning_rate), {r.name}});
  for (const std::string& name : initializer_names()) out.push_back({"initializer", name, "", {}});
  for (const OpRow& r : op_table()) out.push_back({"operation", r.name, fmt::format("{}\n  call: {}", r.text, signature(r)), names(r.aliases)});
  return out;
}
std::string plural(const std::string& kind) { return kind + (kind.ends_with("s") ? "es" : "s"); }

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
  for (const Page& page : pages()) {
    if (o.name == plural(page.kind)) print(page.name + "\n"), found = true;
    bool hit = o.name == page.name;
    for (const std::string& alias : page.aliases) hit = hit || o.name == alias;
    if (hit) print(fmt::format("{} {}{}{}\n", page.kind, page.name, page.text.empty() ? "" : ": ", page.text)), found = true;
    known.push_back(page.name), known.push_back(plural(page.kind));
  }
  if (found) return 0;
  const std::string near = nearest(o.name, known);
  fail("K1002", "nothing goes by the name `" + o.name + "`", {}, near.empty() ? "`keratin explain layers` lists the layers; so do activations, losses, metrics, optimizers, initializers, operations, codes" : "did you mean `" + near + "`?");
}

int run_cache(const Options& o) {
  if (const CacheReport before = cache_report(); o.clear && !before.problem.empty()) fail("K5001", "the cache is not cleared: " + before.problem);
  if (o.clear) cache_clear();
  const CacheReport report = cache_report();
  print(fmt::format("{}: {} entries, {} bytes{}\n", report.folder, report.entries, report.bytes, report.problem.empty() ? "" : " (" + report.problem + ")"));
  return 0;
}

}  // namespace keratin
