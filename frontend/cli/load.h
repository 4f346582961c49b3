// Models and data as the command line names them.
#pragma once

#include "frontend/cli/options.h"
#include "frontend/model.h"
#include "runtime/data/dataset.h"

namespace keratin {

// A model as its file has it: a description, or a dumped program whose batch is settled.
struct Opened {
  std::optional<Description> description;  // with the overrides of the command line
  std::optional<GraphFile> graphs;
  RunOptions run;
  uint64_t seed = 0;

  BuiltModel build() const { return graphs ? built_model(*graphs) : build_model(*description, run.batch); }
  void set_batch(int64_t batch) { run.batch = graphs ? graphs->graphs[0].batch : batch; }
};
Opened open_model(const Options& o);

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
