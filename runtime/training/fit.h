// Training, evaluating and predicting with a session, by Keras' rules.
#pragma once

#include <atomic>
#include <optional>

#include "runtime/training/session.h"

namespace keratin {

struct History {
  std::vector<int64_t> epoch;                             // from 0
  std::map<std::string, std::vector<double>> history;     // by name, sorted: accuracy, loss, val_accuracy, val_loss
  struct {
    int64_t epochs = 0, steps = 0, batch_size = 0, samples = 0;
  } params;
  bool interrupted = false;                               // by a signal; the last epoch may be short
  int signal = 0;
};

class Callback {
 public:
  virtual ~Callback() = default;
  virtual void on_epoch_begin(int64_t) {}
  // `logs` hold what the epoch's line shows; true: stop training.
  virtual bool on_epoch_end(int64_t, const std::map<std::string, double>&) { return false; }
  virtual bool on_batch_end(int64_t, double) { return false; }
};

struct FitArrays {
  std::vector<ArrayView> x, y;
  std::optional<ArrayView> weights = {};  // one number a row, of programs that were built with sample weights
  int64_t rows() const { return x.empty() ? 0 : x[0].rows(); }
};
struct FitSettings {
  int64_t epochs = 1, initial_epoch = 0;
  double validation_split = 0;
  std::optional<FitArrays> validation;
  bool shuffle = true;
  int verbose = 1;          // 0, 1, 2; -1: 1 on a terminal, else 2
  uint64_t seed = 0;        // of the shuffle
  std::vector<Callback*> callbacks;
  std::optional<bool> colour;  // of the progress; without: on a terminal
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

void write_history(const std::string& path, const History& history);  // .json or .csv

// The first SIGINT or SIGTERM from now on lets the batch finish; the second ends the process at once.
void catch_signals();
int caught_signal();  // 0: none

}  // namespace keratin
