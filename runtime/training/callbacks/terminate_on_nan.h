// Ends training at the first loss that is NaN or infinite, as Keras does: the weights stay as they are. Without it such a
// loss is an error (K7001), and the weights are those from before the epoch.
#pragma once

#include "runtime/training/callback.h"

namespace keratin {

struct TerminateOnNaNSettings {
  bool raise_error = false;
};
class TerminateOnNaN : public Callback {
 public:
  TerminateOnNaN(TerminateOnNaNSettings settings = {}) : s_(settings) {}
  bool takes_broken_loss() const override { return true; }
  void on_train_batch_end(int64_t batch, const Logs& logs) override;

 private:
  TerminateOnNaNSettings s_;
};

}  // namespace keratin
