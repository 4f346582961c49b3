#include "runtime/training/callbacks/terminate_on_nan.h"

#include <cmath>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/training/callbacks/python_text.h"
#include "runtime/training/progress.h"

namespace keratin {

void TerminateOnNaN::on_train_batch_end(int64_t batch, const Logs& logs) {
  const double* loss = logs.get("loss");
  if (!loss || std::isfinite(*loss)) return;
  if (s_.raise_error) fail("K7001", fmt::format("NaN or Inf loss encountered at batch {}, its value is {}; training is terminated immediately", batch, python_number(*loss)));
  print_message(fmt::format("Batch {}: Invalid loss, terminating training", batch));
  model().stop_training = true;
}

}  // namespace keratin
