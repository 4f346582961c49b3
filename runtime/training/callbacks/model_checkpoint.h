// Saves the weights (.npz) after every epoch, or every so many batches, or when they are the best so far.
#pragma once

#include "runtime/training/callbacks/monitor.h"

namespace keratin {

// "epoch", or every so many batches.
struct SaveFrequency {
  SaveFrequency(const char* word) : word(word) {}
  SaveFrequency(std::integral auto batches) : batches(batches) {}  // no overload: 0 would be a text, too
  std::string word;
  int64_t batches = 0;

  void check(const std::string& of) const;  // Error K1021
  // Whether it is time after this batch of an epoch; `seen` counts since the last time.
  bool due(int64_t& seen) const { return batches > 0 && ++seen >= batches ? (seen = 0, true) : false; }
};

struct ModelCheckpointSettings {
  std::string monitor = "val_loss";
  int verbose = 0;
  bool save_best_only = false;
  bool save_weights_only = false;    // weights are all that is saved, either way
  std::string mode = "auto";
  SaveFrequency save_freq = "epoch";
  std::optional<double> initial_value_threshold = {};
};
class ModelCheckpoint : public MonitorCallback {
 public:
  // The path may hold `{epoch:02d}`, `{batch}` and metrics, as `{val_loss:.2f}`; its folder is made.
  ModelCheckpoint(std::string filepath, ModelCheckpointSettings settings = {});

  bool every_batch() const override { return s_.save_freq.batches > 0; }
  void on_train_batch_end(int64_t batch, const Logs& logs) override;
  void on_epoch_end(int64_t epoch, Logs& logs) override;
  void carry(Carrier& carrier) override;

 private:
  void save(int64_t epoch, std::optional<int64_t> batch, const Logs& logs);
  bool wanted(int64_t epoch, const Logs& logs, const std::string& path);

  std::string filepath_;
  ModelCheckpointSettings s_;
  int64_t seen_ = 0;
};

}  // namespace keratin
