// The verbs that speak of keratin itself: doctor, explain, cache.
#include <filesystem>

#include <fmt/format.h>

#include "frontend/cli/options.h"
#include "frontend/initializers/initializers.h"
#include "frontend/layers/layer.h"
#include "frontend/losses/loss.h"
#include "frontend/model.h"
#include "frontend/optimizers/optimizer.h"
#include "runtime/data/dataset.h"

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
  for (const MetricRow& r : metric_table()) out.push_back({"metric", r.name, r.text, names(r.aliases)});
  for (const OptimizerRow& r : optimizer_table()) out.push_back({"optimizer", r.class_name, fmt::format("{}\n  learning_rate: {}", r.text, r.learning_rate), {r.name}});
  for (const std::string& name : initializer_names()) out.push_back({"initializer", name, "", {}});
  return out;
}
std::string plural(const std::string& kind) { return kind + (kind.ends_with("s") ? "es" : "s"); }

void line(bool good, const std::string& what, const std::string& text, const std::string& cost = "") {
  fmt::print("{} {:<16} {}{}\n", good ? "ok  " : "lack", what, text, good || cost.empty() ? "" : "; " + cost);
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
  line(nvrtc_found(&version), "NVRTC", version.empty() ? "not found" : version, "CUDA text is written and emulated, not compiled");
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
  if (const CodeInfo* code = find_code(o.code)) {
    fmt::print("{}: {}\n\n{}\n\nexit code {}\n", code->code, code->title, code->text, exit_code(code->code));
    return 0;
  }
  std::vector<std::string> known;
  bool found = false;
  for (const CodeInfo& code : code_table()) {
    known.push_back(std::string(code.code));
    if (o.code == "codes") fmt::print("{}  {}\n", code.code, code.title), found = true;
  }
  for (const Page& page : pages()) {
    if (o.code == plural(page.kind)) fmt::print("{}\n", page.name), found = true;
    bool hit = o.code == page.name;
    for (const std::string& alias : page.aliases) hit = hit || o.code == alias;
    if (hit) fmt::print("{} {}{}{}\n", page.kind, page.name, page.text.empty() ? "" : ": ", page.text), found = true;
    known.push_back(page.name), known.push_back(plural(page.kind));
  }
  if (found) return 0;
  const std::string near = nearest(o.code, known);
  fail("K1002", "nothing goes by the name `" + o.code + "`", {}, near.empty() ? "`keratin explain layers` lists the layers; so do activations, losses, metrics, optimizers, initializers, codes" : "did you mean `" + near + "`?");
}

int run_cache(const Options& o) {
  if (o.clear) cache_clear();
  const CacheReport report = cache_report();
  fmt::print("{}: {} entries, {} bytes{}\n", report.folder, report.entries, report.bytes, report.problem.empty() ? "" : " (" + report.problem + ")");
  return 0;
}

}  // namespace keratin
