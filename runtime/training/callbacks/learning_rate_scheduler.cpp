#include "runtime/training/callbacks/learning_rate_scheduler.h"

#include <cmath>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/training/callbacks/python_text.h"
#include "runtime/training/progress.h"

namespace keratin {

void LearningRateScheduler::on_epoch_begin(int64_t epoch) {
  const double rate = schedule_(epoch, model().learning_rate());
  if (!std::isfinite(rate)) fail("K1021", fmt::format("the output of the `schedule` function should be a float, for epoch {} it is {}", epoch, python_number(rate)));
  model().set_learning_rate(rate);
  if (s_.verbose > 0) print_message(fmt::format("\nEpoch {}: LearningRateScheduler setting learning rate to {}.", epoch + 1, python_number(rate)));
}
void LearningRateScheduler::on_epoch_end(int64_t, Logs& logs) { logs["learning_rate"] = model().learning_rate(); }

}  // namespace keratin
