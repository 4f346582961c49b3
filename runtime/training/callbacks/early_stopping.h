// Stops training when a metric no longer improves, and may bring back the weights of the best epoch.
#pragma once

#include "runtime/training/callbacks/monitor.h"

namespace keratin {

struct EarlyStoppingSettings {
  std::string monitor = "val_loss";
  double min_delta = 0;
  int64_t patience = 0;              // epochs without improvement that are borne
  int verbose = 0;
  std::string mode = "auto";         // or min, max
  std::optional<double> baseline = {};
  bool restore_best_weights = false; // at the end of training, however it ended
  int64_t start_from_epoch = 0;
};
class EarlyStopping : public MonitorCallback {
 public:
  EarlyStopping(EarlyStoppingSettings settings = {});

  void on_train_begin() override;
  void on_epoch_end(int64_t epoch, Logs& logs) override;
  void on_train_end(const Logs&) override;
  void carry(Carrier& carrier) override;

  int64_t stopped_epoch() const { return stopped_epoch_; }  // from 0; 0: it has not stopped training
  int64_t best_epoch() const { return best_epoch_; }        // from 0

 private:
  EarlyStoppingSettings s_;
  int64_t wait_ = 0, stopped_epoch_ = 0, best_epoch_ = 0;
  NamedArrays best_weights_;
};

}  // namespace keratin
