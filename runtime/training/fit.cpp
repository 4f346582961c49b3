#include "runtime/training/fit.h"

#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"
#include "runtime/base/finite.h"
#include "runtime/data/dataset.h"
#include "runtime/random/initialize.h"
#include "runtime/threads/pool.h"
#include "runtime/training/progress.h"
#include "runtime/training/run.h"

namespace keratin {
namespace {

Logs shown(const std::map<std::string, double>& metrics) { return {metrics.begin(), metrics.end()}; }

std::map<std::string, double> evaluate(Session& session, Batches& batches, int verbose, bool colour) {
  session.reset_metrics();
  Progress progress(stderr, batches.steps(), verbose, colour);
  for (int64_t k = 0; k < batches.steps(); ++k) {
    run_batch(session, "evaluate", batches, k);
    if (progress.step(k + 1)) progress.update(shown(session.metrics()));
  }
  progress.finish(shown(session.metrics()));
  return session.metrics();
}

// Training rows, and the rows to validate with. A split takes the last ones, before any shuffling; data given for
// validation go before a split, as in Keras.
struct Parts {
  FitArrays train;
  std::optional<FitArrays> validation;
};
Parts parts_of(const FitArrays& all, const FitSettings& s) {
  OurRounding rounding;  // the place of the split is rounded down from a product
  if (!(s.validation_split >= 0 && s.validation_split < 1)) fail("K1005", fmt::format("validation_split is {}, it lies in [0, 1)", s.validation_split));
  Parts out{all, s.validation};
  if (s.validation_split == 0 || s.validation) return out;
  for (const ArrayView& y : all.y) check_rows(all.x.at(0), y);
  const int64_t n = all.rows(), train = static_cast<int64_t>(std::floor(static_cast<double>(n) * (1 - s.validation_split)));
  if (train == 0 || train == n) fail("K3205", fmt::format("a validation_split of {} leaves {} of {} rows to train on and {} to validate", s.validation_split, train, n, n - train));
  out.validation.emplace();
  for (auto [from, to, tail] : {std::tuple{&all.x, &out.train.x, &out.validation->x}, std::tuple{&all.y, &out.train.y, &out.validation->y}})
    for (size_t i = 0; i < from->size(); ++i) (*to)[i] = rows_of((*from)[i], 0, train), tail->push_back(rows_of((*from)[i], train, n));
  return out;
}

// The steps of one epoch; what its line shows without validation. Sets `stop` where a callback or a signal wants it.
int64_t run_epoch(Session& session, Batches& batches, const FitSettings& s, int64_t epoch, Progress& progress, History& out, bool& stop) {
  const std::string first_state = session.snapshot();
  int64_t k = 0;
  while (k < batches.steps() && !stop) {
    run_batch(session, "train", batches, k);
    const float loss = session.result_number("train", "loss");
    if (!std::isfinite(loss)) refuse_broken_epoch(session, batches, first_state, epoch, k);
    for (Callback* c : s.callbacks) stop |= c->on_batch_end(k, loss);
    if (progress.step(++k)) progress.update(shown(session.metrics()));
    if (caught_signal()) stop = out.interrupted = true;
  }
  if (!session.broken_state().empty()) refuse_broken_epoch(session, batches, first_state, epoch, k - 1);
  return k;
}

}  // namespace

ArrayView rows_of(const ArrayView& a, int64_t begin, int64_t end) {
  ArrayView out = a;
  out.shape[0] = end - begin;
  out.data = a.data + begin * a.row_size() * info(a.element).bytes;
  return out;
}

std::map<std::string, double> evaluate(Session& session, const FitArrays& data, int verbose, std::optional<bool> colour) {
  Batches batches = checked_batches(session, "evaluate", data);
  return evaluate(session, batches, verbose, colour.value_or(isatty(2)));
}

History fit(Session& session, const FitArrays& all, const FitSettings& s) {
  const Parts parts = parts_of(all, s);
  session.prepare("train", parts.train.rows());
  if (parts.validation) session.prepare("evaluate", parts.validation->rows());
  Batches batches = checked_batches(session, "train", parts.train);
  std::optional<Batches> validation;
  if (parts.validation) validation.emplace(checked_batches(session, "evaluate", *parts.validation));
  const int verbose = s.verbose >= 0 ? s.verbose : isatty(2) ? 1 : 2;
  History out;
  out.params = {s.epochs, batches.steps(), session.program().batch, batches.rows()};
  bool stop = false;
  for (int64_t epoch = s.initial_epoch; epoch < s.epochs && !stop; ++epoch) {
    for (Callback* c : s.callbacks) c->on_epoch_begin(epoch);
    if (verbose && s.epochs > 1) std::fputs(fmt::format("Epoch {}/{}\n", epoch + 1, s.epochs).c_str(), stderr);  // fmt::print would throw when nobody reads
    if (s.shuffle) {
      OurRounding rounding;
      batches.set_order(permutation(batches.rows(), s.seed, static_cast<uint32_t>(epoch)));
    }
    session.reset_metrics();
    Progress progress(stderr, batches.steps(), verbose, s.colour.value_or(isatty(2)));
    const int64_t done = run_epoch(session, batches, s, epoch, progress, out, stop);
    std::map<std::string, double> logs = session.metrics();
    if (validation && !out.interrupted)
      for (const auto& [name, value] : evaluate(session, *validation, 0, false)) logs["val_" + name] = value;
    progress.finish(shown(logs), out.interrupted ? done : batches.steps());
    out.epoch.push_back(epoch);
    for (const auto& [name, value] : logs) out.history[name].push_back(value);
    for (Callback* c : s.callbacks) stop |= c->on_epoch_end(epoch, logs);
    if (caught_signal()) stop = out.interrupted = true;  // during validation, or in a callback
  }
  if (out.interrupted) out.signal = caught_signal();
  return out;
}

std::map<std::string, double> train_on_batch(Session& session, const FitArrays& data) {
  Batches batches = checked_batches(session, "train", data);
  session.reset_metrics();
  for (int64_t k = 0; k < batches.steps(); ++k) {
    run_batch(session, "train", batches, k);
    const float loss = session.result_number("train", "loss");
    if (std::isfinite(loss)) continue;
    const std::string broken = session.broken_state();
    fail("K7001", fmt::format("the loss of this batch is {}{}", not_finite_name(loss), broken.empty() ? "" : "; after it " + broken), {}, "lower the learning rate, or scale the data");
  }
  return session.metrics();
}

Tensor predict(Session& session, const std::vector<ArrayView>& x, const std::string& output) {
  Batches batches = checked_batches(session, "predict", {x, {}});
  Tensor out;
  for (int64_t k = 0; k < batches.steps(); ++k) {
    const int rows = run_batch(session, "predict", batches, k);
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
