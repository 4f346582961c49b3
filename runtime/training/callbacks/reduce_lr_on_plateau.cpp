#include "runtime/training/callbacks/reduce_lr_on_plateau.h"

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/training/callbacks/python_text.h"
#include "runtime/training/progress.h"

namespace keratin {

ReduceLROnPlateau::ReduceLROnPlateau(ReduceLROnPlateauSettings settings) : MonitorCallback("ReduceLROnPlateau", settings.monitor, settings.mode, settings.min_delta), s_(std::move(settings)) {
  if (!(s_.factor < 1)) fail("K1021", fmt::format("ReduceLROnPlateau does not support a factor >= 1.0, it is {}", python_number(s_.factor)));
  at_least("factor", s_.factor, 0), at_least("patience", static_cast<double>(s_.patience), 0), at_least("cooldown", static_cast<double>(s_.cooldown), 0), at_least("min_lr", s_.min_lr, 0);
}

void ReduceLROnPlateau::on_train_begin() {
  MonitorCallback::on_train_begin();
  model().learning_rate();  // before anything runs: a schedule's is refused
  best_.reset(), wait_ = cooldown_ = 0;
}

void ReduceLROnPlateau::on_epoch_end(int64_t epoch, Logs& logs) {
  logs["learning_rate"] = model().learning_rate();
  const double* current = logs.get(monitor_);
  if (!current)
    return model().warn("K1022", fmt::format("Learning rate reduction is conditioned on metric `{}` which is not available. Available metrics are: {}.", monitor_, fmt::join(logs.names(), ",")));
  if (cooldown_ > 0) --cooldown_, wait_ = 0;
  if (improves(*current, best_)) {
    best_ = *current, wait_ = 0;
  } else if (cooldown_ == 0 && ++wait_ >= s_.patience) {
    reduce(epoch);
  }
}

void ReduceLROnPlateau::reduce(int64_t epoch) {
  const double old = model().learning_rate();
  if (!(old > static_cast<double>(static_cast<float>(s_.min_lr)))) return;
  const double rate = std::max(old * s_.factor, s_.min_lr);
  model().set_learning_rate(rate);
  if (s_.verbose > 0) print_message(fmt::format("\nEpoch {}: ReduceLROnPlateau reducing learning rate to {}.", epoch + 1, python_number(rate)));
  cooldown_ = s_.cooldown, wait_ = 0;
}

void ReduceLROnPlateau::carry(Carrier& carrier) {
  if (carrier.of(carried_as())) carrier("wait", wait_), carrier("cooldown", cooldown_), carrier("best", best_);
}

}  // namespace keratin
