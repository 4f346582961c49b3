#include "frontend/model.h"

#include <algorithm>
#include <future>
#include <mutex>

#include <fmt/format.h>

#include "compiler/emit/program_text.h"
#include "compiler/jit/cache.h"
#include "frontend/losses/loss.h"
#include "frontend/optimizers/optimizer.h"
#include "runtime/base/checked.h"

namespace keratin {
Target target_of(const Cpu& cpu) {
  Target t{.name = cpu.name};
  t.vector_bits = cpu.vector_bits, t.l1_bytes = cpu.l1_bytes, t.l2_bytes = cpu.l2_bytes;
  return t;
}

BuiltModel built_model(GraphFile file) {
  BuiltModel out;
  for (const Graph& g : file.graphs) {
    for (const Value& v : g.values()) {
      auto* in = std::get_if<Input>(&v.op);
      if (!in || in->role != Role::data) continue;
      if (in->type.batch_axis != 0) fail("K2901", "the data `" + in->name + "` has no batch as its first axis");
      if (in->name == "y") out.sparse_targets = in->type.element == Element::i32;
      if (in->name == "x") out.input = in->type.shape, out.input[0] = -1;
      if (in->name == "y" && !out.sparse_targets && out.output.empty()) out.output = in->type.shape, out.output[0] = -1;
    }
    for (const Output& o : g.outputs)
      if (o.name == "y" && !o.state) out.output = g.type(o.value).shape, out.output[0] = -1;
  }
  out.graphs = std::move(file.graphs), out.states = std::move(file.states), out.metrics = std::move(file.metrics), out.passes_run = std::move(file.passes);
  return out;
}
GraphFile graph_file(const BuiltModel& m) { return {m.passes_run, m.states, m.metrics, m.graphs}; }

namespace {

// Compiles the steps of a program when they are first needed, or before, each on a thread of its own.
class StepCompiler {
 public:
  StepCompiler(Compilation compilation, const RunOptions& options) : improved(std::make_shared<std::atomic<bool>>(false)), compilation_(std::move(compilation)), options_(options) {}

  std::shared_future<KeratinEntry> start(const std::string& step, bool tail) {
    std::lock_guard lock(mutex_);
    auto& entry = entries_[{step, tail}];
    if (!entry.valid()) {
      auto promise = std::make_shared<std::promise<KeratinEntry>>();
      entry = promise->get_future().share();
      tasks_.push_back(std::async(std::launch::async, [this, step, tail, promise] { work(step, tail, *promise); }));
    }
    return entry;
  }

  const std::shared_ptr<std::atomic<bool>> improved;

 private:
  void work(const std::string& step, bool tail, std::promise<KeratinEntry>& promise) {
    CompileRequest request{{}, options_.cpu, options_.tier, options_.cached};
    try {
      request.units = units(step, tail);
      if (options_.improve) request.tier = cache_load(cache_key(request)) ? Tier::full : Tier::fast;
      promise.set_value(entry_of(request, step, tail));
    } catch (...) {
      return promise.set_exception(std::current_exception());
    }
    if (!options_.improve || request.tier == Tier::full) return;
    request.tier = Tier::full;
    std::promise<KeratinEntry> better;
    better.set_value(entry_of(request, step, tail));
    std::lock_guard lock(mutex_);
    entries_[{step, tail}] = better.get_future().share();
    improved->store(true);
  }
  std::vector<std::string> units(const std::string& step, bool tail) {
    std::map<std::string, double> seconds;
    Compilation mine = compilation_;
    mine.options.seconds = &seconds;
    std::vector<std::string> out = mine.units(step, tail);
    add(seconds);
    return out;
  }
  KeratinEntry entry_of(const CompileRequest& request, const std::string& step, bool tail) {
    CompileTimes t;
    std::shared_ptr<Code> code = compile_text(request, &t);
    void* entry = code->find("keratin_" + step + (tail ? "_tail" : ""));
    check(entry != nullptr, "compiled code has its entry point");
    add({{"compile", t.front_end + t.optimize + t.generate}, {"link", t.link}, {"load", t.load}});
    std::lock_guard lock(mutex_);
    if (options_.cache_hit) *options_.cache_hit = t.cache_hit && (kept_.empty() || *options_.cache_hit);
    kept_.push_back(code);
    return reinterpret_cast<KeratinEntry>(entry);
  }
  void add(const std::map<std::string, double>& seconds) {
    std::lock_guard lock(mutex_);
    if (options_.seconds)
      for (const auto& [stage, t] : seconds) (*options_.seconds)[stage] += t;
  }

  Compilation compilation_;
  RunOptions options_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Code>> kept_;
  std::map<std::pair<std::string, bool>, std::shared_future<KeratinEntry>> entries_;
  std::vector<std::future<void>> tasks_;  // last: they use the rest
};

}  // namespace

Program make_program(const BuiltModel& model, const RunOptions& options) {
  CompileOptions compile_options{.target = target_of(options.cpu), .passes_run = model.passes_run, .seconds = options.seconds};
  Compilation compilation = compile(model.graphs, model.states, compile_options);
  Program program = compilation.program;
  program.metrics = model.metrics;
  for (Step& step : program.steps)
    for (DataInfo& d : step.data)
      if (d.name == "y" && model.sparse_targets) d.classes = model.output.back(), d.ignored = model.ignored_target;  // a larger label is surely a mistake
  auto compiler = std::make_shared<StepCompiler>(std::move(compilation), options);
  if (options.improve) program.improved = compiler->improved;
  program.provide = [compiler](const std::string& step, bool tail) { return compiler->start(step, tail).get(); };
  program.prepare = [compiler](const std::string& step, bool tail) { compiler->start(step, tail); };
  return program;
}

}  // namespace keratin
