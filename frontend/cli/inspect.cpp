// The verbs that look at a model as a whole: summary, verify.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "frontend/cli/kernel_file.h"
#include "frontend/cli/load.h"
#include "frontend/cli/report.h"
#include "frontend/cli/timings.h"
#include "frontend/verify.h"
#include "runtime/files/atomic_file.h"

namespace keratin {
namespace {

int64_t columns_of_terminal() {
  const char* columns = std::getenv("COLUMNS");
  const int64_t n = columns ? std::atoll(columns) : 0;
  return n >= 40 && n <= 1000 ? n : 80;
}

// Exact, and known before anything runs; 0 for a step that the model does not have.
int64_t planned_bytes(const BuiltModel& model, const RunOptions& run, const char* step) {
  BuiltModel one = model;
  std::erase_if(one.graphs, [&](const Graph& g) { return g.name != step; });
  if (one.graphs.empty()) return 0;
  const Program p = make_program(one, run);
  return p.state_bytes + p.workspace_bytes + run.threads * p.scratch_bytes;
}

std::string as_json(const BuiltModel& model, int64_t training, int64_t predicting) {
  nlohmann::ordered_json layers = nlohmann::ordered_json::array();
  int64_t parameters = 0;
  for (const LayerSummary& l : model.layers) {
    layers.push_back({{"name", l.name}, {"class_name", l.class_name}, {"output_shape", l.output}, {"params", l.parameters}});
    parameters += l.parameters;
  }
  return nlohmann::ordered_json{{"name", "sequential"}, {"layers", layers}, {"params", parameters}, {"train_bytes", training}, {"predict_bytes", predicting}}.dump() + "\n";
}

}  // namespace

int run_summary(const Options& o) {
  check_outputs({o.json, o.timings});
  const Opened opened = open_model(o);
  timings().lap("read");
  if (opened.graphs) fail("K4001", "a dumped graph has no layers to sum up", {}, "use `keratin dump MODEL --stage table`");
  const BuiltModel model = opened.build();
  timings().lap("graph");
  const int64_t training = planned_bytes(model, opened.run, "train"), predicting = planned_bytes(model, opened.run, "predict");
  if (!o.json.empty()) write_atomically(o.json, as_json(model, training, predicting));
  print(summary(model, "sequential", columns_of_terminal(), false));
  if (training) print(fmt::format(" Memory to train, batch {}: {} bytes\n", opened.run.batch, training));
  print(fmt::format(" Memory to predict, batch {}: {} bytes\n", opened.run.batch, predicting));
  return 0;
}

int run_verify(const Options& o) {
  check_outputs({o.timings});
  std::string what;
  VerifyReport report;
  if (o.model.ends_with(".kernel")) {
    const std::vector<kernel::Kernel> kernels = read_kernels(o.model);
    report = verify_kernels(kernels, o.seed.value_or(1));
    what = fmt::format("{} kernels", kernels.size());
  } else {
    const Opened opened = open_model(o);
    if (const Cpu& cpu = opened.run.cpu; o.against == "cpu-scalar" && std::count(cpu.features.begin(), cpu.features.end(), "+fma") == 0)
      fail("K4004", "`" + cpu.name + "` has no fused multiply-add, so its last bits differ from the interpreter's", {}, "verify with --cpu-features x86-64-v3, or --against cuda-emulated");
    timings().lap("read");
    const BuiltModel model = opened.build();
    timings().lap("graph");
    check_memory(o, make_program(model, opened.run), opened.run.threads);
    report = o.against == "cuda-emulated" ? verify_emulated(model, opened.seed) : verify_model(model, opened.run, opened.seed);
    what = fmt::format("{} steps", model.graphs.size());
  }
  timings().lap("verify");
  if (report.first_difference.empty()) return print(fmt::format("equal, bit for bit: {} numbers of {}\n", report.values, what)), 0;
  return print("different: " + report.first_difference + "\n"), 70;
}

}  // namespace keratin
