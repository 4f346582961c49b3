// Models and data as the command line names them.
#pragma once

#include "frontend/cli/options.h"
#include "frontend/model.h"
#include "runtime/data/dataset.h"

namespace keratin {

struct Opened {
  Description description;
  RunOptions run;
  uint64_t seed = 0;
};
Opened open_model(const Options& o);
Description read_model(const Options& o);  // with the overrides of the command line

struct DataArrays {
  std::vector<Tensor> kept;
  FitArrays train, test;
  std::optional<FitArrays> validation;
  int64_t classes = 0;
};
DataArrays read_data(const Options& o, bool labels);
// Whole-number targets against the loss: one-hot rows where --one-hot says so, an error where they cannot be meant.
void match_targets(const Options& o, const BuiltModel& model, DataArrays& data);

}  // namespace keratin
