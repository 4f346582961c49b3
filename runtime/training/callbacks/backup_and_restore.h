// Keeps all that is needed to go on with a training in a folder, and goes on from there when `fit` is called again: with
// the same bits, as if it had never stopped. Other callbacks get back what they knew.
#pragma once

#include "runtime/training/callbacks/model_checkpoint.h"

namespace keratin {

struct BackupAndRestoreSettings {
  SaveFrequency save_freq = "epoch";  // a signal's end is saved either way
  bool delete_checkpoint = true;      // once training is complete
};
class BackupAndRestore : public Callback {
 public:
  BackupAndRestore(std::string backup_dir, BackupAndRestoreSettings settings = {});
  // The file in such a folder.
  static std::string file_in(const std::string& folder) { return folder + "/latest.npz"; }

  bool every_batch() const override { return s_.save_freq.batches > 0; }
  void on_train_begin() override;     // Errors K3121, K3122, where the folder holds something else
  void on_train_batch_end(int64_t batch, const Logs&) override;
  void on_pause() override;
  void on_train_end(const Logs&) override;

 private:
  void save();

  std::string folder_;
  BackupAndRestoreSettings s_;
  int64_t seen_ = 0;
};

}  // namespace keratin
