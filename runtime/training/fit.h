// Training, evaluating and predicting with a session, by Keras' rules.
#pragma once

#include "runtime/training/callback.h"

namespace keratin {

struct FitArrays {
  std::vector<ArrayView> x, y;
  std::optional<ArrayView> weights = {};  // one number a row, of programs that were built with sample weights
  int64_t rows() const { return x.empty() ? 0 : x[0].rows(); }
};
// After which epochs there is a validation: every so many, or those of a list, counted from 1.
struct ValidationFrequency {
  ValidationFrequency(int64_t every) : every(every) {}
  ValidationFrequency(std::initializer_list<int64_t> epochs) : epochs(epochs) {}
  bool due(int64_t epoch) const { return every ? (epoch + 1) % every == 0 : std::count(epochs.begin(), epochs.end(), epoch + 1) > 0; }

  int64_t every = 0;
  std::vector<int64_t> epochs;
};
struct FitSettings {
  int64_t epochs = 1, initial_epoch = 0;
  double validation_split = 0;
  std::optional<FitArrays> validation;
  bool shuffle = true;
  int verbose = 1;          // 0, 1, 2; -1: 1 on a terminal, else 2
  uint64_t seed = 0;        // of the shuffle
  std::vector<AnyCallback> callbacks;
  std::optional<bool> colour;  // of the progress; without: on a terminal
  // An epoch may be shorter or longer than a pass over the rows: it goes on where the last one stopped, and ends with the pass.
  std::optional<int64_t> steps_per_epoch;
  // The first so many batches validate. A batch that is larger than the program's runs in several.
  std::optional<int64_t> validation_steps, validation_batch_size;
  ValidationFrequency validation_freq = 1;
};

// Data are looked at first: shapes, rows, labels, NaN. A loss or a weight that is not finite is an error (K7001) that names
// the step and the tensor that broke first; the session is then as it was before the epoch, whose first state is kept.
History fit(Session& session, const FitArrays& data, const FitSettings& settings);
std::map<std::string, double> evaluate(Session& session, const FitArrays& data, int verbose, std::optional<bool> colour = {});
Tensor predict(Session& session, const std::vector<ArrayView>& x, const std::string& output);
// One step; the metrics and the loss of this batch. K7001 if it is not finite.
std::map<std::string, double> train_on_batch(Session& session, const FitArrays& data);

// Rows [begin, end) of a view.
ArrayView rows_of(const ArrayView& array, int64_t begin, int64_t end);

// The first SIGINT or SIGTERM from now on lets the batch finish; the second ends the process at once.
void catch_signals();
int caught_signal();  // 0: none

}  // namespace keratin
