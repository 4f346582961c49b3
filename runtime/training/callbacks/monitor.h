// What callbacks share that watch a metric: its name, which way is better, and whether it has improved.
#pragma once

#include "runtime/training/callback.h"

namespace keratin {

class MonitorCallback : public Callback {
 public:
  void on_train_begin() override;  // Error K1022 where mode "auto" cannot tell which way is better
  bool every_batch() const override { return false; }

  const std::string& name() const { return name_; }  // EarlyStopping
  const std::optional<double>& best() const { return best_; }

 protected:
  // Error K1021: no such mode.
  MonitorCallback(std::string name, std::string monitor, std::string mode, double min_delta, std::optional<double> best = {});
  // Error K1021: `value` is less than `least`.
  void at_least(const char* setting, double value, double least) const;

  // By more than min_delta, strictly, in single precision, as Keras compares; anything is better than nothing.
  bool improves(double value, const std::optional<double>& on) const;
  std::string carried_as() const { return name_ + "/" + monitor_; }

  std::string name_, monitor_, mode_;
  double min_delta_;
  std::optional<double> best_;

 private:
  enum class Better { unknown, lower, higher } better_ = Better::unknown;
};

// Whether this is the name of a metric or loss of Keras' that is to be low.
bool lower_is_better(const std::string& metric);

}  // namespace keratin
