// Data as the command line names them.
#pragma once

#include "frontend/cli/options.h"
#include "frontend/model.h"

namespace keratin {

struct DataArrays {
  ArrayView keep(Tensor array);

  std::vector<Tensor> kept;  // what the views look at
  FitArrays train, test;     // to test: of named sets only
  std::optional<FitArrays> validation;
};
// An array file; of an .npz the only array, or the one that is called as the model calls it.
Tensor array_of(const std::string& path, const std::string& name);
DataArrays read_data(const Options& o, bool labels);

// Targets against the loss: whole numbers are classes that there are, one-hot rows where --one-hot says so, and an error
// where they cannot be meant.
void match_targets(const Options& o, const BuiltModel& model, DataArrays& data);

}  // namespace keratin
