// The verbs that run a model: train, evaluate, predict.
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "frontend/cli/load.h"
#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"
#include "runtime/training/weights.h"

namespace keratin {

namespace {

class Stopwatch {
 public:
  explicit Stopwatch(std::map<std::string, double>& seconds) : seconds_(seconds) {}
  void lap(const std::string& stage) {
    const auto now = std::chrono::steady_clock::now();
    seconds_[stage] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }

 private:
  std::map<std::string, double>& seconds_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

struct Running {
  Opened opened;
  DataArrays data;
  std::map<std::string, double> seconds;
  bool cache_hit = false;
  std::unique_ptr<Session> session;

  explicit Running(const Options& o, bool labels) {
    Stopwatch watch(seconds);
    preload_compiler();
    std::exception_ptr problem;
    std::thread reader([&] {  // data is read while the description is compiled
      try {
        data = read_data(o, labels);
      } catch (...) {
        problem = std::current_exception();
      }
    });
    try {
      opened = open_model(o);
    } catch (...) {
      reader.join();
      throw;
    }
    watch.lap("read model");
    reader.join();
    if (problem) std::rethrow_exception(problem);
    watch.lap("read data");
    const int64_t rows = data.train.rows();
    opened.set_batch(std::min<int64_t>(o.batch_size, std::max<int64_t>(rows, 1)));  // a batch larger than the data is all of it
    opened.run.seconds = &seconds, opened.run.cache_hit = &cache_hit;
    const BuiltModel built = opened.build();
    match_targets(o, built, data);
    session = std::make_unique<Session>(make_program(built, opened.run), opened.run.threads);
    if (o.max_memory > 0 && session->bytes() > o.max_memory)
      fail("K6002", fmt::format("the model plans {} bytes, --max-memory allows {}", session->bytes(), o.max_memory), {}, "use a smaller --batch-size");
    session->reset(opened.seed);
    watch.lap("graph and kernels");
    if (!o.weights.empty()) load_weights(*session, o.weights);
  }
  void need_compiled() const {
    if (!session->program().step("train")) fail("K2207", "the model is not compiled with a loss", {}, "call model.compile in the description, or give --loss");
  }
  void write_timings(const Options& o) const {
    if (o.timings.empty()) return;
    std::string text = "{";
    for (const auto& [stage, s] : seconds) text += fmt::format("\"{}\": {:.6f}, ", stage, s);
    write_atomically(o.timings, text + fmt::format("\"cache hit\": {}}}\n", cache_hit));
  }
};

int verbosity(const Options& o) { return o.quiet ? 0 : o.verbose == "auto" ? -1 : std::stoi(o.verbose); }

}  // namespace

int run_train(const Options& o) {
  if (o.epochs < 1) fail("K1008", fmt::format("--epochs is {}, it is at least 1", o.epochs));
  Running r(o, true);
  r.need_compiled();
  catch_signals();
  FitSettings settings{.epochs = o.epochs, .validation_split = o.validation_split, .shuffle = !o.no_shuffle, .verbose = verbosity(o), .seed = r.opened.seed};
  if (r.data.validation) settings.validation = r.data.validation;
  const auto start = std::chrono::steady_clock::now();
  r.session->prepare("train", r.data.train.rows());
  if (!r.data.test.x.empty()) r.session->prepare("evaluate", r.data.test.rows());
  const History history = fit(*r.session, r.data.train, settings);
  r.seconds["training"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!o.save.empty()) save_weights(*r.session, o.save);
  if (!o.history.empty()) write_history(o.history, history);
  if (history.interrupted) {
    fmt::print(stderr, "stopped after {} epochs{}\n", history.epoch.size(), o.save.empty() ? "; nothing is saved without --save" : "; go on with --weights " + o.save);
    r.write_timings(o);
    return 128 + history.signal;
  }
  if (!r.data.test.x.empty()) {
    std::string line = "test";
    for (const auto& [name, value] : evaluate(*r.session, r.data.test, 0)) line += fmt::format(" - {}: {:.4f}", name, value);
    fmt::print("{}\n", line);
  }
  r.write_timings(o);
  return 0;
}

int run_evaluate(const Options& o) {
  Running r(o, true);
  r.need_compiled();
  const FitArrays& data = r.data.test.x.empty() ? r.data.train : r.data.test;
  std::string line, json;
  for (const auto& [name, value] : evaluate(*r.session, data, o.quiet ? 0 : std::max(verbosity(o), 0))) {
    line += fmt::format("{}{}: {:.4f}", line.empty() ? "" : " - ", name, value);
    json += fmt::format("{}\"{}\": {:.17g}", json.empty() ? "" : ", ", name, value);
  }
  fmt::print("{}\n", line);
  if (!o.json.empty()) write_atomically(o.json, "{" + json + "}\n");
  r.write_timings(o);
  return 0;
}

int run_predict(const Options& o) {
  Running r(o, false);
  write_npy(o.output, predict(*r.session, r.data.test.x.empty() ? r.data.train.x : r.data.test.x, "y"));
  r.write_timings(o);
  return 0;
}

}  // namespace keratin
