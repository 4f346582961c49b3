// A callback made of functions. Each takes what Keras' does, and the model behind it if it wants:
//   LambdaCallback({.on_epoch_end = [](int64_t epoch, Logs& logs, TrainingModel& model) { model.stop_training = epoch == 3; }})
#pragma once

#include <functional>

#include "runtime/training/callback.h"

namespace keratin {

template <class... Given>
class Hook {
 public:
  Hook() = default;
  template <class F>
    requires std::is_invocable_v<F&, Given..., TrainingModel&> || std::is_invocable_v<F&, Given...>
  Hook(F function) {
    if constexpr (std::is_invocable_v<F&, Given..., TrainingModel&>) function_ = std::move(function);
    else function_ = [function](Given... given, TrainingModel&) mutable { function(given...); };
  }
  void operator()(Given... given, TrainingModel& model) const {
    if (function_) function_(given..., model);
  }
  explicit operator bool() const { return function_ != nullptr; }

 private:
  std::function<void(Given..., TrainingModel&)> function_;
};

struct LambdaCallbackSettings {
  Hook<int64_t> on_epoch_begin = {};
  Hook<int64_t, Logs&> on_epoch_end = {};
  Hook<> on_train_begin = {};
  Hook<const Logs&> on_train_end = {};
  Hook<int64_t> on_train_batch_begin = {};
  Hook<int64_t, const Logs&> on_train_batch_end = {};
  Hook<> on_test_begin = {};
  Hook<const Logs&> on_test_end = {};
};
class LambdaCallback : public Callback {
 public:
  LambdaCallback(LambdaCallbackSettings settings) : s_(std::move(settings)) {}
  bool every_batch() const override { return s_.on_train_batch_begin || s_.on_train_batch_end; }
  void on_epoch_begin(int64_t epoch) override { s_.on_epoch_begin(epoch, model()); }
  void on_epoch_end(int64_t epoch, Logs& logs) override { s_.on_epoch_end(epoch, logs, model()); }
  void on_train_begin() override { s_.on_train_begin(model()); }
  void on_train_end(const Logs& logs) override { s_.on_train_end(logs, model()); }
  void on_train_batch_begin(int64_t batch) override { s_.on_train_batch_begin(batch, model()); }
  void on_train_batch_end(int64_t batch, const Logs& logs) override { s_.on_train_batch_end(batch, logs, model()); }
  void on_test_begin() override { s_.on_test_begin(model()); }
  void on_test_end(const Logs& logs) override { s_.on_test_end(logs, model()); }

 private:
  LambdaCallbackSettings s_;
};

}  // namespace keratin
