// What runs without an epoch: evaluating, predicting, one step alone.
#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"
#include "runtime/base/finite.h"
#include "runtime/training/run.h"

namespace keratin {

Logs evaluate_batches(Session& session, Batches& batches, Progress& progress, const std::vector<Callback*>& callbacks) {
  call(callbacks, &Callback::on_test_begin);
  session.reset_metrics();
  for (int64_t k = 0; k < batches.steps(); ++k) {
    call_each_batch(callbacks, &Callback::on_test_batch_begin, k);
    run_batch(session, "evaluate", batches, k);
    if (watched(callbacks)) call_each_batch(callbacks, &Callback::on_test_batch_end, k, logs_of(session));
    if (progress.step(k + 1)) progress.update(logs_of(session));
  }
  const Logs logs = logs_of(session);
  progress.finish(logs);
  call(callbacks, &Callback::on_test_end, logs);
  return logs;
}

std::map<std::string, double> evaluate(Session& session, const FitArrays& data, int verbose, std::optional<bool> colour) {
  Batches batches = checked_batches(session, "evaluate", data);
  Progress progress(stderr, batches.steps(), verbose, colour.value_or(isatty(2)));
  const Logs logs = evaluate_batches(session, batches, progress, {});
  return {logs.begin(), logs.end()};
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
