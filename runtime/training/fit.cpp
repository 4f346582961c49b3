#include "runtime/training/fit.h"

#include <algorithm>
#include <cmath>
#include <csignal>

#include <fmt/format.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"
#include "runtime/data/batches.h"
#include "runtime/data/dataset.h"
#include "runtime/random/initialize.h"
#include "runtime/training/progress.h"

namespace keratin {
namespace {

volatile std::sig_atomic_t signal_seen = 0;
void on_signal(int number) {
  if (signal_seen) _exit(128 + number);
  signal_seen = number;
}

Batches batches_for(Session& session, const char* step, const FitArrays& data) {
  std::vector<ArrayView> arrays = data.x;
  arrays.insert(arrays.end(), data.y.begin(), data.y.end());
  const std::vector<DataInfo>& wanted = session.program().step(step)->data;
  check(arrays.size() == wanted.size(), "an array for each input of the step");
  for (size_t i = 0; i < arrays.size(); ++i) {
    const Shape want(wanted[i].shape.begin() + 1, wanted[i].shape.end());
    int64_t n = count(want);
    if (arrays[i].row_size() != n) {
      Shape expected = wanted[i].shape;
      expected[0] = -1;
      fail("K3204", "`" + wanted[i].name + "` has shape " + to_string(arrays[i].shape) + ", the model expects " + to_string(expected));
    }
  }
  for (size_t i = 1; i < arrays.size(); ++i) check_rows(arrays[0], arrays[i]);
  if (!arrays.empty()) check_rows(arrays[0], {});
  return Batches(arrays, wanted, session.program().batch);
}

Logs shown(const std::map<std::string, double>& metrics) { return {metrics.begin(), metrics.end()}; }

// Which tensor holds the first NaN, for the message: what people look at first.
std::string where_is_nan(Session& session) {
  for (const StateInfo& s : session.program().states) {
    if (s.element != Element::f32 || s.role == Role::metric) continue;
    const Tensor value = session.read(s.name);
    for (float x : value.floats())
      if (!std::isfinite(x)) return fmt::format("; `{}` holds {}", s.name, std::isnan(x) ? "NaN" : "infinity");
  }
  return "";
}

}  // namespace

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}
int caught_signal() { return signal_seen; }

ArrayView rows_of(const ArrayView& a, int64_t begin, int64_t end) {
  ArrayView out = a;
  out.shape[0] = end - begin;
  out.data = a.data + begin * a.row_size() * info(a.element).bytes;
  return out;
}

std::map<std::string, double> evaluate(Session& session, const FitArrays& data, int verbose) {
  Batches batches = batches_for(session, "evaluate", data);
  session.reset_metrics();
  Progress progress(stderr, batches.steps(), verbose, isatty(2));
  for (int64_t k = 0; k < batches.steps(); ++k) {
    int rows = 0;
    const void* const* pointers = batches.get(k, &rows);
    session.run("evaluate", pointers, rows);
    if (progress.due()) progress.update(k + 1, shown(session.metrics()));
  }
  progress.finish(shown(session.metrics()));
  return session.metrics();
}

History fit(Session& session, const FitArrays& all, const FitSettings& s) {
  FitArrays data = all;
  std::optional<FitArrays> validation = s.validation;
  if (s.validation_split < 0 || s.validation_split >= 1) fail("K1005", fmt::format("validation_split is {}, it lies in [0, 1)", s.validation_split));
  if (s.validation_split > 0) {  // the tail, before any shuffling
    const int64_t n = all.rows(), train = static_cast<int64_t>(std::floor(static_cast<double>(n) * (1 - s.validation_split)));
    if (train == 0 || train == n) fail("K3205", fmt::format("a validation_split of {} leaves {} of {} rows to train on and {} to validate", s.validation_split, train, n, n - train));
    validation.emplace();
    for (auto [from, to, tail] : {std::tuple{&all.x, &data.x, &validation->x}, std::tuple{&all.y, &data.y, &validation->y}})
      for (size_t i = 0; i < from->size(); ++i) (*to)[i] = rows_of((*from)[i], 0, train), tail->push_back(rows_of((*from)[i], train, n));
  }
  session.prepare("train", data.rows());
  if (validation) session.prepare("evaluate", validation->rows());
  Batches batches = batches_for(session, "train", data);
  for (size_t i = 0; i < data.x.size(); ++i) check_finite(data.x[i], "x");
  for (size_t i = 0; i < data.y.size(); ++i) check_finite(data.y[i], "y");
  const int verbose = s.verbose >= 0 ? s.verbose : isatty(2) ? 1 : 2;
  History out;
  out.params = {s.epochs, batches.steps(), session.program().batch, batches.rows()};
  bool stop = false;
  for (int64_t epoch = s.initial_epoch; epoch < s.epochs && !stop; ++epoch) {
    for (Callback* c : s.callbacks) c->on_epoch_begin(epoch);
    if (verbose && s.epochs > 1) fmt::print(stderr, "Epoch {}/{}\n", epoch + 1, s.epochs);
    if (s.shuffle) batches.set_order(permutation(batches.rows(), s.seed, static_cast<uint32_t>(epoch)));
    session.reset_metrics();
    Progress progress(stderr, batches.steps(), verbose, isatty(2));
    for (int64_t k = 0; k < batches.steps() && !stop; ++k) {
      int rows = 0;
      const void* const* pointers = batches.get(k, &rows);
      session.run("train", pointers, rows);
      const float loss = session.result_number("train", "loss");
      if (!std::isfinite(loss)) fail("K7001", fmt::format("the loss is {} in epoch {}, step {}{}", std::isnan(loss) ? "NaN" : "infinite", epoch + 1, k + 1, where_is_nan(session)), {}, "try a smaller learning rate; look at the data with numpy");
      for (Callback* c : s.callbacks) stop |= c->on_batch_end(k, loss);
      if ((k & 15) == 0 && progress.due()) progress.update(k + 1, shown(session.metrics()));
      if (signal_seen) stop = out.interrupted = true, out.signal = signal_seen;
    }
    std::map<std::string, double> logs = session.metrics();
    if (validation && !out.interrupted)
      for (const auto& [name, value] : evaluate(session, *validation, 0)) logs["val_" + name] = value;
    progress.finish(shown(logs));
    out.epoch.push_back(epoch);
    for (const auto& [name, value] : logs) out.history[name].push_back(value);
    for (Callback* c : s.callbacks) stop |= c->on_epoch_end(epoch, logs);
  }
  return out;
}

std::map<std::string, double> train_on_batch(Session& session, const FitArrays& data) {
  Batches batches = batches_for(session, "train", data);
  session.reset_metrics();
  for (int64_t k = 0; k < batches.steps(); ++k) {
    int rows = 0;
    const void* const* pointers = batches.get(k, &rows);
    session.run("train", pointers, rows);
  }
  return session.metrics();
}

Tensor predict(Session& session, const std::vector<ArrayView>& x, const std::string& output) {
  Batches batches = batches_for(session, "predict", {x, {}});
  Tensor out;
  for (int64_t k = 0; k < batches.steps(); ++k) {
    int rows = 0;
    const void* const* pointers = batches.get(k, &rows);
    session.run("predict", pointers, rows);
    const Tensor part = session.result("predict", output, rows);
    if (k == 0) {
      out.element = part.element, out.shape = part.shape;
      out.shape[0] = batches.rows();
      out.bytes.reserve(static_cast<size_t>(out.size()) * 4);
    }
    out.bytes.insert(out.bytes.end(), part.bytes.begin(), part.bytes.end());
  }
  return out;
}

}  // namespace keratin
