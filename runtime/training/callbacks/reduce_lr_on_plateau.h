// Lowers the learning rate when a metric no longer improves.
#pragma once

#include "runtime/training/callbacks/monitor.h"

namespace keratin {

struct ReduceLROnPlateauSettings {
  std::string monitor = "val_loss";
  double factor = 0.1;
  int64_t patience = 10;
  int verbose = 0;
  std::string mode = "auto";
  double min_delta = 1e-4;
  int64_t cooldown = 0;              // epochs after a reduction that do not count
  double min_lr = 0;
};
class ReduceLROnPlateau : public MonitorCallback {
 public:
  ReduceLROnPlateau(ReduceLROnPlateauSettings settings = {});

  void on_train_begin() override;
  void on_epoch_end(int64_t epoch, Logs& logs) override;  // adds learning_rate
  void carry(Carrier& carrier) override;

 private:
  void reduce(int64_t epoch);

  ReduceLROnPlateauSettings s_;
  int64_t wait_ = 0, cooldown_ = 0;
};

}  // namespace keratin
