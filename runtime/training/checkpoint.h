// All that a training needs to go on as if it had never stopped, in one archive: every state of the program, where it
// stands, its history so far, and what callbacks carry.
//   training.txt            a line each: format, epoch, step, pass, batch, batch_size, rows, shuffle, seed
//   states/NAME.npy         weights, slots, counters, running means
//   history/NAME.txt        a number an epoch; history/epoch.txt comes first
//   callbacks/NAME.txt      a number; callbacks/NAME.npy an array
#pragma once

#include "runtime/training/callback.h"

namespace keratin {

struct Checkpoint {
  TrainingPlace place;
  int64_t batch_size = 0, rows = 0;
  bool shuffle = true;
  uint64_t seed = 0;
  History history;      // without its params
  NamedArrays states;
  Carried carried;
};

// The file appears whole or not at all.
void write_checkpoint(const std::string& path, TrainingModel& model);
// Error K3121: a damaged file, or another archive.
Checkpoint read_checkpoint(const std::string& path);
// The model goes on from there, before its first epoch. Error K3122 where it is another model or trains on other data: the
// message names the first state that differs, and nothing is changed.
void resume(const Checkpoint& checkpoint, TrainingModel& model, const std::string& path);

}  // namespace keratin
