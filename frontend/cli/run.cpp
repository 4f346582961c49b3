// The verbs that run a model: train, evaluate, predict.
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include <fmt/format.h>

#include "frontend/cli/callbacks.h"
#include "frontend/cli/data.h"
#include "frontend/cli/later.h"
#include "frontend/cli/load.h"
#include "frontend/cli/report.h"
#include "frontend/cli/row_weights.h"
#include "frontend/cli/timings.h"
#include "runtime/data/array_file.h"
#include "runtime/data/dataset.h"
#include "runtime/files/atomic_file.h"
#include "runtime/training/weights.h"

namespace keratin {
namespace {

enum class Verb { train, evaluate, predict };

// A model with its data, ready to run.
struct ModelRun {
  Opened opened;
  DataArrays data;
  std::unique_ptr<Session> session;
  const Verb verb;

  // Data are read while the description is compiled.
  ModelRun(const Options& o, Verb of) : verb(of) {
    const bool labels = verb != Verb::predict;
    check_weight_options(o);
    if (o.model.ends_with(".cpp")) preload_compiler();
    std::exception_ptr problem;
    std::thread reader([&] {
      try {
        data = read_data(o, labels);
        read_sample_weight(o, data, rows());
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
    reader.join();
    if (problem) std::rethrow_exception(problem);
    timings().lap("read");
    if (opened.description) opened.run.batch = std::min<int64_t>(opened.run.batch, std::max<int64_t>(data.train.rows(), 1));  // a batch larger than the data is all of it
    const BuildOptions options = build_options(o, rows());
    if (opened.graphs && options.sample_weights) fail("K1011", "a dumped graph has its steps inside; they take no weights of rows", {.file = o.model});
    const BuiltModel built = opened.build(options);
    timings().lap("graph");
    if (labels) match_targets(o, built, data), weigh_classes(o, built, data, rows());
    Program program = make_program(built, opened.run);
    check_memory(o, program, opened.run.threads);
    session = std::make_unique<Session>(std::move(program), opened.run.threads);
    session->reset(opened.seed);
    if (!o.weights.empty()) load_weights(*session, o.weights);
    timings().lap("prepare");
  }
  // What the verb runs over: of a named set training takes its own part.
  FitArrays& rows() { return verb == Verb::train || data.test.x.empty() ? data.train : data.test; }
  bool has(const char* step) const { return session->program().step(step) != nullptr; }
  void need(const char* step) const {
    if (has(step)) return;
    if (opened.graphs) fail("K2207", fmt::format("the dumped graph has no step `{}`", step), {}, "dump the whole program with `keratin dump MODEL --stage graph`");
    fail("K2207", "the model is not compiled with a loss", {}, "call model.compile in the description, or give --loss");
  }
};

// Where training is, for whoever interrupts it; and how long the first step took.
class Watch : public Callback {
 public:
  TrainingPlace place;
  bool every_batch() const override { return !stepped_; }
  void on_train_batch_end(int64_t, const Logs&) override {
    timings().set("first_step", std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count());
    stepped_ = true;
  }
  void on_pause() override { place = model().place; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  bool stepped_ = false;
};

int verbosity(const Options& o) { return o.quiet ? 0 : o.verbose == "auto" ? -1 : std::stoi(o.verbose); }

using Values = std::map<std::string, double>;
std::string line_of(const Values& values) {
  std::string line;
  for (const auto& [name, value] : values) line += fmt::format("{}{}: {:.4f}", line.empty() ? "" : " - ", name, value);
  return line;
}

// One file that cannot be written does not cost the others.
template <class... Writes>
void write_all(Writes... writes) {
  std::exception_ptr first;
  auto attempt = [&](auto& write) {
    try {
      write();
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  };
  (attempt(writes), ...);
  if (first) std::rethrow_exception(first);
}

void say_stopped(const Options& o, const History& history, const Watch& watch) {
  std::string kept = o.save.empty() ? "nothing is saved without --save" : fmt::format("the weights are in `{}`, --weights goes on from them", o.save);
  if (!o.checkpoint.empty()) kept = fmt::format("{}the checkpoint is in `{}`, --resume goes on from it", o.save.empty() ? "" : "the weights are in `" + o.save + "`, ", o.checkpoint);
  const bool whole = watch.place.step == 0;  // between epochs
  say(fmt::format("stopped by {} after batch {} of {} in epoch {}; {}", history.signal == SIGINT ? "SIGINT" : "SIGTERM", whole ? history.params.steps : watch.place.step, history.params.steps,
                  watch.place.epoch + !whole, kept));
}

}  // namespace

int run_train(const Options& o) {
  check_ending(o.save, {".npz"}, "--save"), check_ending(o.history, {".json", ".csv"}, "--history");
  check_ending(o.log, {".csv"}, "--log");
  check_outputs({o.save, o.history, o.log, o.timings});
  check_checkpoint(o);
  ModelRun r(o, Verb::train);
  r.need("train");
  const bool validated = o.validation_split > 0 || r.data.validation;
  if (validated) r.need("evaluate");
  const bool test = !r.data.test.x.empty() && r.has("evaluate");
  Watch watch;
  FitSettings settings{.epochs = o.epochs, .validation_split = o.validation_split, .validation = r.data.validation, .shuffle = !o.no_shuffle, .verbose = verbosity(o), .seed = r.opened.seed, .callbacks = callbacks_of(o, r.session->program(), validated), .colour = coloured()};
  settings.callbacks.push_back(watch);
  catch_signals();
  r.session->prepare("train", r.data.train.rows());
  if (test) r.session->prepare("evaluate", r.data.test.rows());
  const History history = fit(*r.session, r.data.train, settings);
  timings().lap("train");
  write_all([&] { if (!o.save.empty()) save_weights(*r.session, o.save); }, [&] { if (!o.history.empty()) write_history(o.history, history); });
  if (history.interrupted) return say_stopped(o, history, watch), 128 + history.signal;
  if (test) print("test - " + line_of(evaluate(*r.session, r.data.test, 0)) + "\n");
  return 0;
}

int run_evaluate(const Options& o) {
  check_outputs({o.json, o.timings});
  ModelRun r(o, Verb::evaluate);
  r.need("evaluate");
  const Values values = evaluate(*r.session, r.rows(), o.quiet ? 0 : std::max(verbosity(o), 0), coloured());
  timings().lap("evaluate");
  print(line_of(values) + "\n");
  std::string json;
  for (const auto& [name, value] : values) json += fmt::format("{}\"{}\": {}", json.empty() ? "" : ", ", name, std::isfinite(value) ? fmt::format("{:.17g}", value) : "NaN");
  if (!o.json.empty()) write_atomically(o.json, "{" + json + "}\n");
  if (auto loss = values.find("loss"); loss != values.end() && !std::isfinite(loss->second)) fail("K7001", "the loss is not a finite number", {}, "look at the weights, and at the range of the data");
  return 0;
}

int run_predict(const Options& o) {
  if (o.output.empty()) fail("K1001", "no file is given for the outputs", {}, "give -o FILE.npy");
  check_one_array({o.output}, "-o"), check_ending(o.output, {".npy"}, "-o");
  check_outputs({o.output, o.timings});
  ModelRun r(o, Verb::predict);
  r.need("predict");
  write_npy(o.output, predict(*r.session, r.rows().x, "y"));
  timings().lap("predict");
  return 0;
}

}  // namespace keratin
