#include "frontend/cli/load.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frontend/cli/later.h"
#include "frontend/cli/report.h"
#include "frontend/cli/timings.h"
#include "frontend/source/description_file.h"
#include "runtime/device/device.h"
#include "runtime/files/atomic_file.h"

namespace keratin {
namespace {

// Replaces or adds objects of compile's settings.
void override_objects(Config& compile, const std::string& field, const std::vector<std::string>& names) {
  std::vector<Config> objects;
  for (const std::string& name : names) objects.push_back({name, {}, compile.place});
  compile.set(field, objects);
}

bool overrides(const Options& o) { return !o.loss.empty() || !o.optimizer.empty() || !o.metrics.empty() || o.learning_rate; }

void override_compile(const Options& o, Description& d) {
  if (!overrides(o)) return;
  if (!d.compile) d.compile = Config{"compile"};
  if (!o.loss.empty()) override_objects(*d.compile, "loss", {o.loss});
  if (!o.optimizer.empty()) override_objects(*d.compile, "optimizer", {o.optimizer});
  if (!o.metrics.empty()) override_objects(*d.compile, "metrics", o.metrics);
  if (!o.learning_rate) return;
  if (!d.compile->object("optimizer")) override_objects(*d.compile, "optimizer", {"rmsprop"});
  Config optimizer = *d.compile->object("optimizer");
  optimizer.set("learning_rate", *o.learning_rate);
  d.compile->set("optimizer", std::vector<Config>{optimizer});
}

// A dumped program has its batch, loss and optimizer inside.
GraphFile open_graph(const Options& o) {
  if (overrides(o)) fail("K1011", "a dumped graph has its loss and optimizer inside; they cannot be overridden");
  GraphFile file = parse_graph_file(read_whole(o.model), o.model);
  const int64_t batch = file.graphs[0].batch;
  if (o.batch_size && *o.batch_size != batch) fail("K1011", fmt::format("a dumped graph has its batch size inside, {}; it cannot be run with {}", batch, *o.batch_size), {.file = o.model});
  return file;
}

}  // namespace

Opened open_model(const Options& o) {
  check_device(o.device);
  Opened out;
  out.run.batch = o.batch_size.value_or(32);
  out.run.threads = static_cast<int>(o.threads.value_or(std::clamp(std::thread::hardware_concurrency(), 1u, 1024u)));
  out.run.cpu = cpu_named(o.cpu);
  out.run.tier = o.optimize == "fast" ? Tier::fast : Tier::full;
  out.run.improve = o.optimize == "auto";
  out.run.seconds = &timings().compiler, out.run.cache_hit = &timings().cache_hit;
  out.quiet = o.quiet;
  out.seed = o.seed ? static_cast<uint64_t>(*o.seed) : std::random_device{}();
  if (o.model.ends_with(".graph")) {
    out.graphs = open_graph(o);
    out.run.batch = out.graphs->graphs[0].batch;
  } else if (o.model.ends_with(".cpp")) {
    out.description = read_description(o.model, [](const Description& d) { build_model(d, 2); });
    override_compile(o, *out.description);
  } else {
    check_model_kind(o.model);
  }
  return out;
}

BuiltModel Opened::build(const BuildOptions& options) const {
  BuiltModel built = graphs ? built_model(*graphs) : build_model(*description, run.batch, options);
  if (!quiet) report(built.warnings);
  return built;
}

void check_memory(const Options& o, const Program& program, int threads) {
  const int64_t planned = program.state_bytes + program.workspace_bytes + threads * program.scratch_bytes;
  if (o.max_memory && planned > *o.max_memory) fail("K6002", fmt::format("the model plans {} bytes, --max-memory allows {}", planned, *o.max_memory), {}, "use a smaller --batch-size or fewer --threads");
}

void check_outputs(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    struct stat there;
    const bool exists = stat(path.c_str(), &there) == 0;
    const size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const bool is_folder = exists && S_ISDIR(there.st_mode);
    const bool can = !is_folder && access(exists ? path.c_str() : folder.c_str(), W_OK) == 0;
    if (!can) fail("K5001", "cannot write `" + path + "`: " + (is_folder ? "it is a folder" : std::strerror(errno)), {}, "choose a folder that exists and can be written");
  }
}

}  // namespace keratin
