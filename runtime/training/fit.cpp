#include "runtime/training/fit.h"

#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"
#include "runtime/data/dataset.h"
#include "runtime/random/initialize.h"
#include "runtime/threads/pool.h"
#include "runtime/training/run.h"

namespace keratin {
namespace {

void check_settings(const FitSettings& s) {
  auto at_least = [](const char* name, std::optional<int64_t> value, int64_t least) {
    if (value && *value < least) fail("K1025", fmt::format("{} is {}, it is at least {}", name, *value, least));
  };
  at_least("initial_epoch", s.initial_epoch, 0);
  at_least("steps_per_epoch", s.steps_per_epoch, 1);
  at_least("validation_steps", s.validation_steps, 1);
  at_least("validation_batch_size", s.validation_batch_size, 1);
  if (s.validation_freq.epochs.empty()) at_least("validation_freq", s.validation_freq.every, 1);
  for (int64_t epoch : s.validation_freq.epochs) at_least("an epoch of validation_freq", epoch, 1);
  if (!(s.validation_split >= 0 && s.validation_split < 1)) fail("K1005", fmt::format("validation_split is {}, it lies in [0, 1)", s.validation_split));
}

// Training rows, and the rows to validate with. A split takes the last ones, before any shuffling; data given for
// validation go before a split, as in Keras.
struct Parts {
  FitArrays train;
  std::optional<FitArrays> validation;
};
Parts parts_of(const FitArrays& all, const FitSettings& s) {
  OurRounding rounding;  // the place of the split is rounded down from a product
  Parts out{all, s.validation};
  if (s.validation_split == 0 || s.validation) return out;
  for (const ArrayView& y : all.y) check_rows(all.x.at(0), y);
  if (all.weights) check_rows(all.x.at(0), *all.weights);
  const int64_t n = all.rows(), train = static_cast<int64_t>(std::floor(static_cast<double>(n) * (1 - s.validation_split)));
  if (train == 0 || train == n) fail("K3205", fmt::format("a validation_split of {} leaves {} of {} rows to train on and {} to validate", s.validation_split, train, n, n - train));
  out.validation.emplace();
  for (auto [from, to, tail] : {std::tuple{&all.x, &out.train.x, &out.validation->x}, std::tuple{&all.y, &out.train.y, &out.validation->y}})
    for (size_t i = 0; i < from->size(); ++i) (*to)[i] = rows_of((*from)[i], 0, train), tail->push_back(rows_of((*from)[i], train, n));
  if (all.weights) out.train.weights = rows_of(*all.weights, 0, train), out.validation->weights = rows_of(*all.weights, train, n);
  return out;
}

// Where the optimizer averages weights (use_ema), the averages take the weights' place when a fit ends, once there was a step.
void take_averages(Session& session) {
  const std::string end = "/average";
  const Program& program = session.program();
  if (!program.state("iterations")) return;
  const Tensor iterations = session.read("iterations");
  if (iterations.ints()[0] == 0) return;
  for (const StateInfo& slot : program.states) {
    if (slot.role != Role::slot || !slot.name.ends_with(end)) continue;
    const size_t from = slot.name.find('/') + 1, to = slot.name.size() - end.size();  // `adam/dense/kernel/average`
    const StateInfo* weight = from < to ? program.state(slot.name.substr(from, to - from)) : nullptr;
    if (weight && weight->role == Role::weight && weight->shape == slot.shape) session.write(weight->name, session.read(slot.name));
  }
}

// One call of `fit`.
class Fit {
 public:
  Fit(Session& session, const Parts& parts, const FitSettings& s);
  ~Fit() {
    for (Callback* c : model_.callbacks) c->set_model(nullptr);
  }
  Fit(const Fit&) = delete;
  History run();

 private:
  void make_validation(FitArrays data);
  void begin_pass();
  Logs run_epoch();
  void run_steps(Progress& progress);
  void record(int64_t epoch, const Logs& logs);
  bool goes_on() const { return model_.place.epoch < s_.epochs && !model_.stop_training && !model_.history.interrupted; }

  const FitSettings& s_;
  Session& session_;
  Batches batches_;
  std::optional<Batches> validation_;
  bool validation_runs_out_ = false;
  TrainingModel model_;
  int64_t steps_;          // of an epoch
  int64_t ordered_ = -1;   // the pass whose order the batches have
  int verbose_;
  bool colour_, takes_broken_loss_ = false;
};

constexpr const char* runs_out = "Your input ran out of data; interrupting training. Make sure that your dataset or generator can generate at least `steps_per_epoch * epochs` batches.";

Fit::Fit(Session& session, const Parts& parts, const FitSettings& s)
    : s_(s), session_(session), batches_(checked_batches(session, "train", parts.train)), model_(session), steps_(s.steps_per_epoch.value_or(batches_.steps())),
      verbose_(s.verbose >= 0 ? s.verbose : isatty(2) ? 1 : 2), colour_(s.colour.value_or(isatty(2))) {
  if (parts.validation) make_validation(*parts.validation);
  model_.history.params = {s.epochs, steps_, session.program().batch, batches_.rows()};
  model_.place = {s.initial_epoch, 0, s.initial_epoch, 0};
  model_.seed = s.seed, model_.shuffle = s.shuffle;
  for (const AnyCallback& c : s.callbacks) {
    check(c.get() != nullptr, "a callback is there");
    model_.callbacks.push_back(c.get());
    c.get()->set_model(&model_);
    takes_broken_loss_ |= c.get()->takes_broken_loss();
  }
}

// Results do not depend on how rows are grouped but for rounding; validation_steps counts batches of the size that was asked for.
void Fit::make_validation(FitArrays data) {
  const int64_t batch = s_.validation_batch_size.value_or(session_.program().batch), there = (data.rows() + batch - 1) / batch;
  const int64_t wanted = s_.validation_steps.value_or(there);
  validation_runs_out_ = wanted > there;
  if (wanted < there) {
    checked_batches(session_, "evaluate", data);  // all of them, though few are used
    for (auto* arrays : {&data.x, &data.y})
      for (ArrayView& a : *arrays) a = rows_of(a, 0, wanted * batch);
    if (data.weights) data.weights = rows_of(*data.weights, 0, wanted * batch);
  }
  validation_.emplace(checked_batches(session_, "evaluate", data, std::min(batch, session_.program().batch)));
}

void Fit::begin_pass() {
  if (model_.place.batch == 0) model_.place.pass = model_.place.epoch;
  if (!s_.shuffle || ordered_ == model_.place.pass) return;
  OurRounding rounding;
  ordered_ = model_.place.pass;
  batches_.set_order(permutation(batches_.rows(), model_.seed, static_cast<uint32_t>(ordered_)));
}

// The steps of an epoch, or its rest. A callback may end it by stop_training, a signal by being caught.
void Fit::run_steps(Progress& progress) {
  TrainingPlace& place = model_.place;
  const TrainingPlace first = place;
  const std::string first_state = session_.snapshot();
  float loss = 0;
  for (; place.step < steps_ && !model_.stop_training && !model_.history.interrupted; model_.history.interrupted |= caught_signal() != 0) {
    if (place.batch == batches_.steps()) {
      model_.warn("K1025", runs_out);
      break;
    }
    call_each_batch(model_.callbacks, &Callback::on_train_batch_begin, place.step);
    run_batch(session_, "train", batches_, place.batch);
    loss = session_.result_number("train", "loss");  // before metrics run, which need the workspace, too
    if (!std::isfinite(loss) && !takes_broken_loss_) refuse_broken_epoch(session_, batches_, first_state, first, place.step, loss);
    ++place.step, ++place.batch;
    if (watched(model_.callbacks)) call_each_batch(model_.callbacks, &Callback::on_train_batch_end, place.step - 1, logs_of(session_));
    if (progress.step(place.step)) progress.update(logs_of(session_));
  }
  if (!takes_broken_loss_ && !session_.broken_state().empty()) refuse_broken_epoch(session_, batches_, first_state, first, place.step - 1, loss);
}

void Fit::record(int64_t epoch, const Logs& logs) {
  model_.history.epoch.push_back(epoch);
  for (const auto& [name, value] : logs) model_.history.history[name].push_back(value);
}

// What the epoch measured. Keras' order of events: its own line and its history come behind the callbacks.
Logs Fit::run_epoch() {
  TrainingPlace& place = model_.place;
  const int64_t epoch = place.epoch;
  const bool from_the_beginning = place.step == 0;
  if (from_the_beginning) {
    session_.reset_metrics();
    call(model_.callbacks, &Callback::on_epoch_begin, epoch);
  }
  if (verbose_ && s_.epochs > 1) print_message(fmt::format("Epoch {}/{}", epoch + 1, s_.epochs));
  begin_pass();
  Progress progress(stderr, steps_, verbose_, colour_, steady_seconds, place.step);
  run_steps(progress);
  Logs logs = logs_of(session_);
  if (model_.history.interrupted) {
    progress.finish(logs, place.step);
    call(model_.callbacks, &Callback::on_pause);
    record(epoch, logs);
    return logs;
  }
  if (validation_ && s_.validation_freq.due(epoch)) {
    Progress silent(stderr, validation_->steps(), 0, false);
    for (const auto& [name, value] : evaluate_batches(session_, *validation_, silent, model_.callbacks)) logs["val_" + name] = value;
    if (validation_runs_out_) model_.warn("K1025", runs_out);
  }
  Logs shown = logs;
  call(model_.callbacks, &Callback::on_epoch_end, epoch, shown);
  progress.finish(shown);
  record(epoch, shown);
  place = {epoch + 1, 0, place.pass, s_.steps_per_epoch && place.batch < batches_.steps() ? place.batch : 0};
  call(model_.callbacks, &Callback::on_pause);
  return logs;
}

History Fit::run() {
  call(model_.callbacks, &Callback::on_train_begin);
  if (model_.resumed) {
    Carrier carrier(Carrier::Way::back, *model_.resumed);
    for (Callback* c : model_.callbacks) c->carry(carrier);
  }
  Logs logs;
  while (goes_on()) {
    logs = run_epoch();
    model_.history.interrupted |= caught_signal() != 0;  // during validation, or in a callback
  }
  if (!model_.history.interrupted) take_averages(session_);  // who goes on later goes on with the weights themselves
  call(model_.callbacks, &Callback::on_train_end, logs);
  if (model_.history.interrupted) model_.history.signal = caught_signal();
  return model_.history;
}

}  // namespace

ArrayView rows_of(const ArrayView& a, int64_t begin, int64_t end) {
  ArrayView out = a;
  out.shape[0] = end - begin;
  out.data = a.data + begin * a.row_size() * info(a.element).bytes;
  return out;
}

History fit(Session& session, const FitArrays& all, const FitSettings& s) {
  check_settings(s);
  const Parts parts = parts_of(all, s);
  session.prepare("train", parts.train.rows());
  if (parts.validation) session.prepare("evaluate", parts.validation->rows());
  return Fit(session, parts, s).run();
}

}  // namespace keratin
