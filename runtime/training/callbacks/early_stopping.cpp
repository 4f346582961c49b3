#include "runtime/training/callbacks/early_stopping.h"

#include <fmt/format.h>

#include "runtime/training/progress.h"

namespace keratin {

EarlyStopping::EarlyStopping(EarlyStoppingSettings settings) : MonitorCallback("EarlyStopping", settings.monitor, settings.mode, settings.min_delta), s_(std::move(settings)) {
  at_least("patience", static_cast<double>(s_.patience), 0), at_least("start_from_epoch", static_cast<double>(s_.start_from_epoch), 0);
}

void EarlyStopping::on_train_begin() {
  MonitorCallback::on_train_begin();
  wait_ = stopped_epoch_ = best_epoch_ = 0;
  best_.reset(), best_weights_.clear();
}

void EarlyStopping::on_epoch_end(int64_t epoch, Logs& logs) {
  const double* current = logs.get(monitor_);
  if (!current) model().warn("K1022", fmt::format("Early stopping conditioned on metric `{}` which is not available. Available metrics are: {}", monitor_, fmt::join(logs.names(), ",")));
  if (!current || epoch < s_.start_from_epoch) return;
  const bool first = s_.restore_best_weights && best_weights_.empty(), better = improves(*current, best_);
  if (first || better) {  // the first epoch's weights are the best until another one improves, even if its metric is NaN
    best_epoch_ = epoch;
    if (s_.restore_best_weights) best_weights_ = model().get_weights();
  }
  ++wait_;
  if (better) {
    best_ = *current;
    if (!s_.baseline || improves(*current, s_.baseline)) wait_ = 0;
    return;
  }
  if (wait_ < s_.patience || epoch == 0) return;
  stopped_epoch_ = epoch;
  model().stop_training = true;
}

void EarlyStopping::on_train_end(const Logs&) {
  if (stopped_epoch_ > 0 && s_.verbose > 0) print_message(fmt::format("Epoch {}: early stopping", stopped_epoch_ + 1));
  if (best_weights_.empty()) return;
  if (s_.verbose > 0) print_message(fmt::format("Restoring model weights from the end of the best epoch: {}.", best_epoch_ + 1));
  model().set_weights(best_weights_);
}

// A training that has stopped stays stopped, unless more patience is given.
void EarlyStopping::carry(Carrier& carrier) {
  if (!carrier.of(carried_as())) return;
  carrier("wait", wait_), carrier("stopped_epoch", stopped_epoch_), carrier("best_epoch", best_epoch_), carrier("best", best_), carrier("best_weights", best_weights_);
  if (!carrier.back() || stopped_epoch_ == 0) return;
  if (wait_ >= s_.patience) model().stop_training = true;
  else stopped_epoch_ = 0;
}

}  // namespace keratin
