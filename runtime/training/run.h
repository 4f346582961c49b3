// One batch after the other, for everything that runs a step over data.
#pragma once

#include "runtime/data/batches.h"
#include "runtime/training/fit.h"
#include "runtime/training/progress.h"

namespace keratin {

// The data as the step wants it: shapes, rows, labels and finite numbers are checked (K31xx, K32xx). `batch` 0: the program's.
Batches checked_batches(Session& session, const std::string& step, const FitArrays& data, int64_t batch = 0);
// How many rows batch k had.
int run_batch(Session& session, const std::string& step, Batches& batches, int64_t k);

// The step `evaluate` over all batches; its metrics.
Logs evaluate_batches(Session& session, Batches& batches, Progress& progress, const std::vector<Callback*>& callbacks);

// The loss of step `last` (from 0) of the epoch, or a weight after it, is not finite. Runs the epoch again from its first
// place and state to find which tensor broke first, and refuses; the session keeps the first state.
[[noreturn]] void refuse_broken_epoch(Session& session, Batches& batches, const std::string& first_state, const TrainingPlace& first, int64_t last, float loss);

// Calls a hook of all callbacks; those of batches only where they are wanted.
template <class... Hook, class... Given>
void call(const std::vector<Callback*>& callbacks, void (Callback::*hook)(Hook...), Given&&... given) {
  for (Callback* c : callbacks) (c->*hook)(given...);
}
template <class... Hook, class... Given>
void call_each_batch(const std::vector<Callback*>& callbacks, void (Callback::*hook)(Hook...), Given&&... given) {
  for (Callback* c : callbacks)
    if (c->every_batch()) (c->*hook)(given...);
}
inline bool watched(const std::vector<Callback*>& callbacks) {
  return std::any_of(callbacks.begin(), callbacks.end(), [](const Callback* c) { return c->every_batch(); });
}
// The metrics as callbacks and the progress line have them.
inline Logs logs_of(Session& session) {
  const std::map<std::string, double> metrics = session.metrics();
  return {metrics.begin(), metrics.end()};
}

}  // namespace keratin
