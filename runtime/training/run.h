// One batch after the other, for everything that runs a step over data.
#pragma once

#include "runtime/data/batches.h"
#include "runtime/training/fit.h"

namespace keratin {

// The data as the step wants it: shapes, rows, labels and finite numbers are checked (K31xx, K32xx).
Batches checked_batches(Session& session, const std::string& step, const FitArrays& data);
// How many rows batch k had.
int run_batch(Session& session, const std::string& step, Batches& batches, int64_t k);

// The loss of step `last` (from 0), or a weight after it, is not finite. Runs the epoch again from its first state to find
// which tensor broke first, and refuses; the session keeps the first state.
[[noreturn]] void refuse_broken_epoch(Session& session, Batches& batches, const std::string& first_state, int64_t epoch, int64_t last);

}  // namespace keratin
