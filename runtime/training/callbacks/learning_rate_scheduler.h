// Sets the learning rate at the beginning of every epoch, by a function of the caller's.
#pragma once

#include <functional>

#include "runtime/training/callback.h"

namespace keratin {

struct LearningRateSchedulerSettings {
  int verbose = 0;
};
class LearningRateScheduler : public Callback {
 public:
  // schedule(epoch, learning_rate) or schedule(epoch): the new rate. Epochs count from 0.
  template <class Schedule>
    requires std::is_invocable_r_v<double, Schedule, int64_t, double> || std::is_invocable_r_v<double, Schedule, int64_t>
  LearningRateScheduler(Schedule schedule, LearningRateSchedulerSettings settings = {}) : s_(settings) {
    if constexpr (std::is_invocable_r_v<double, Schedule, int64_t, double>) schedule_ = std::move(schedule);
    else schedule_ = [schedule](int64_t epoch, double) { return schedule(epoch); };
  }

  bool every_batch() const override { return false; }
  void on_epoch_begin(int64_t epoch) override;             // Error K1021: no finite rate
  void on_epoch_end(int64_t epoch, Logs& logs) override;   // adds learning_rate

 private:
  std::function<double(int64_t, double)> schedule_;
  LearningRateSchedulerSettings s_;
};

}  // namespace keratin
