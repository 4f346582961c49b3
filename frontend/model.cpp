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
namespace {

constexpr int64_t most_parameters = int64_t(1) << 33;

class ModelBuilder {
 public:
  ModelBuilder(const Description& description, int64_t batch) : d(description), batch(batch) {}

  BuiltModel build() {
    name_layers();
    out.input = input_shape();
    std::vector<Diagnostic> problems;
    forward("predict", false, &problems);
    if (!problems.empty()) throw Error(problems);
    if (d.compile && d.compile->object("loss")) {
      out.graphs.push_back(step("evaluate", false));
      out.graphs.push_back(step("train", true));
    }
    int64_t n = 0;
    for (const StateInfo& s : out.states) n += count(s.shape);
    if (n > most_parameters) fail("K2110", fmt::format("the model has {} numbers of state, {} is the most", n, most_parameters));
    return std::move(out);
  }

 private:
  const Description& d;
  int64_t batch;
  BuiltModel out;
  std::vector<std::string> names;  // by layer

  void name_layers() {
    std::map<std::string, int> used;
    for (const Config& layer : d.layers) {
      std::string name = layer.text("name", "");
      if (name.empty() && layer.class_name == "InputLayer") name = "input_layer";
      if (name.empty()) {
        const std::string stem = layer_row(layer).stem;
        const int n = used[stem]++;
        name = n ? fmt::format("{}_{}", stem, n) : stem;
      }
      if (std::count(names.begin(), names.end(), name)) refuse(layer, "K2111", "two layers are called `" + name + "`", "give one of them another name");
      names.push_back(name);
    }
  }
  Shape input_shape() const {
    if (d.layers.empty()) fail("K2112", "the model has no layers", {}, "add one, as in model.add(Dense(10, {.input_dim = 4}))");
    const Config& first = d.layers[0];
    Shape shape = first.class_name == "InputLayer" ? first.extents("shape") : first.extents("input_shape");
    if (const double dim = first.number("input_dim", 0); dim != 0) {
      if (dim < 1 || dim > 1e9) refuse(first, "K2113", fmt::format("input_dim is {}, it is at least 1", dim));
      shape = {static_cast<int64_t>(dim)};
    }
    if (shape.empty()) refuse(first, "K2114", "the first layer says nothing of its input's shape", "give it .input_dim = n or .input_shape = {…}, or add Input({…}) before it");
    for (int64_t extent : shape)
      if (extent < 1 || extent >= (int64_t(1) << 31)) refuse(first, "K2113", "input shape " + to_string(shape) + " has an extent that is not from 1 to 2^31 - 1");
    if (shape.size() > 7) refuse(first, "K2113", "input shape " + to_string(shape) + " has more than 7 axes");
    shape.insert(shape.begin(), batch);
    const std::optional<int64_t> elements = checked_count(shape);
    if (!elements || *elements > most_elements) refuse(first, "K2110", "inputs of shape " + to_string(shape) + " have more than 2^30 numbers", "take a smaller batch");
    shape[0] = -1;
    return shape;
  }
  Type batch_type(Shape shape, Element element = Element::f32) const {
    shape[0] = batch;
    return {element, std::move(shape), 0};
  }

  // One graph's forward part; its model output.
  Expr forward_part(ModelContext& m) {
    m.states = &out.states;
    Expr x = input(m.b, "x", Role::data, batch_type(out.input));
    for (size_t i = 0; i < d.layers.size(); ++i) {
      const Config& layer = d.layers[i];
      if (layer.class_name == "InputLayer") {
        if (i) refuse(layer, "K2115", "an Input stands only at the beginning");
        continue;
      }
      m.b.origin = {names[i], layer.place.file, layer.place.line};
      LayerContext c{m, layer, names[i], static_cast<uint32_t>(i)};
      const size_t states_before = out.states.size();
      x = layer_row(layer).build(c, x);
      if (m.b.graph.name != "predict") continue;
      int64_t n = 0;
      for (size_t s = states_before; s < out.states.size(); ++s) n += count(out.states[s].shape);
      Shape shape = x.shape();
      shape[0] = -1;
      out.layers.push_back({names[i], layer.class_name, shape, n});
    }
    return x;
  }
  void forward(const char* name, bool training, std::vector<Diagnostic>* problems) {
    ModelContext m{Builder(name, batch)};
    m.training = training;
    try {
      Expr y = forward_part(m);
      output(m.b, "y", y);
      out.output = y.shape();
      out.output[0] = -1;
    } catch (const Error& e) {
      problems->insert(problems->end(), e.diagnostics().begin(), e.diagnostics().end());
    }
    out.graphs.push_back(std::move(m.b.graph));
  }

  // Loss, metrics and, in training, the optimizer's updates: one graph.
  Graph step(const char* name, bool training) {
    ModelContext m{Builder(name, batch)};
    m.training = training;
    Expr y = forward_part(m);
    const Config& compile = *d.compile;
    const LossRow& loss = loss_row(*compile.object("loss"));
    out.sparse_targets = loss.sparse;
    m.b.origin = {"loss", compile.place.file, compile.place.line};
    Shape target_shape = y.shape();
    if (loss.sparse) target_shape.pop_back();
    Expr target = input(m.b, "y", Role::data, batch_type(target_shape, loss.sparse ? Element::i32 : Element::f32));
    if (loss.sparse && y.rank() < 2) refuse(compile, "K2206", "a sparse loss wants an axis of classes");
    auto it = m.activated.find(y.id.index);
    const Compared compared{target, y, it == m.activated.end() ? nullptr : &it->second};
    Expr each = loss.formula(*compile.object("loss"), compared);
    Axes all;
    for (int64_t axis = 0; axis < each.rank(); ++axis) all.push_back(axis);
    Expr total = mean(each, all);
    for (Expr penalty : m.penalties) total = total + penalty;
    output(m.b, "loss", total);
    Expr there = rows(m.b);
    add_metric(m, "loss", total * there, there);
    for (const Config& metric : compile.objects("metrics")) {
      Expr value = metric_row(metric, target.type(), y.type()).formula(compared);
      Axes axes;
      int64_t positions = 1;
      for (int64_t axis = 0; axis < value.rank(); ++axis) axes.push_back(axis), positions *= axis ? value.shape()[axis] : 1;
      add_metric(m, metric.class_name, sum(value, axes), positions == 1 ? there : there * static_cast<double>(positions));
    }
    if (training) optimize(m, compile, total);
    return std::move(m.b.graph);
  }
  void add_metric(ModelContext& m, const std::string& name, Expr total, Expr n) {
    const std::string stem = "metrics/" + name;
    for (auto [state, value] : {std::pair{stem + "/total", total}, {stem + "/count", n}}) {
      Expr old = m.state({state, Role::metric});
      update_state(m.b, state, old + value);
    }
    const bool known = std::any_of(out.metrics.begin(), out.metrics.end(), [&](const MetricInfo& i) { return i.name == name; });
    if (!known) out.metrics.push_back({name, stem + "/total", stem + "/count"});
  }
  void optimize(ModelContext& m, const Config& compile, Expr loss) {
    const Config* given = compile.object("optimizer");
    static const Config standard{"rmsprop"};
    const Config& config = given ? *given : standard;
    const OptimizerRow& row = optimizer_row(config);
    const double rate = config.number("learning_rate", row.learning_rate);
    if (!(rate >= 0 && rate < 1e30)) refuse(config, "K2205", fmt::format("learning_rate is {}, it is at least 0", rate));
    std::vector<std::pair<StateInfo, Expr>> weights;
    for (const StateInfo& s : out.states)
      if (s.role == Role::weight && s.trainable) weights.push_back({s, {&m.b, *m.b.graph.input(s.name)}});
    const size_t before = out.states.size();
    Expr learning_rate = m.state({"learning_rate", Role::setting, Element::f32, {}, {InitialKind::constant, rate}});
    Expr iterations = m.state({"iterations", Role::counter, Element::i32, {}});
    Expr next = iterations + 1.0;
    row.update(m, config, weights, loss, learning_rate, to_float(next));
    m.b.origin = {"optimizer"};
    update_state(m.b, "iterations", next);
    for (size_t i = before; i < out.states.size(); ++i) out.optimizer_parameters += count(out.states[i].shape);
  }
};

}  // namespace

BuiltModel build_model(const Description& description, int64_t batch) {
  if (batch < 1 || batch > (1 << 24)) fail("K1006", fmt::format("batch_size is {}, it is from 1 to 16,777,216", batch));
  return ModelBuilder(description, batch).build();
}

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
      if (d.name == "y" && model.sparse_targets) d.classes = model.output.back();  // a larger label would read past its row
  auto compiler = std::make_shared<StepCompiler>(std::move(compilation), options);
  if (options.improve) program.improved = compiler->improved;
  program.provide = [compiler](const std::string& step, bool tail) { return compiler->start(step, tail).get(); };
  program.prepare = [compiler](const std::string& step, bool tail) { compiler->start(step, tail); };
  return program;
}

}  // namespace keratin
