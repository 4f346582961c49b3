// What happened in every epoch: Keras' History, which `fit` returns.
#pragma once

#include <cstdint>

#include "runtime/training/dictionary.h"

namespace keratin {

struct History {
  std::vector<int64_t> epoch;                        // from 0
  Dictionary<std::vector<double>> history;           // in Keras' order: accuracy, loss, val_accuracy, val_loss, what callbacks add
  struct {
    int64_t epochs = 0, steps = 0, batch_size = 0, samples = 0;
  } params;
  bool interrupted = false;                          // by a signal; the last epoch may be short
  int signal = 0;
};

void write_history(const std::string& path, const History& history);  // .json or .csv

}  // namespace keratin
