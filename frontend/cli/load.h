// Models as the command line names them.
#pragma once

#include "frontend/cli/options.h"
#include "frontend/model.h"

namespace keratin {

// A model as its file has it: a description, or a dumped program whose batch is settled.
struct Opened {
  std::optional<Description> description;  // with the overrides of the command line
  std::optional<GraphFile> graphs;
  RunOptions run;
  uint64_t seed = 0;
  bool quiet = false;

  BuiltModel build(const BuildOptions& options = {}) const;  // once a command: what is surely a mistake is said then
};
Opened open_model(const Options& o);

// Error K6002 where --max-memory allows less than the program plans.
void check_memory(const Options& o, const Program& program, int threads);

// Error K5001 for the first of these paths that cannot be written: before the work is done, not after it.
void check_outputs(const std::vector<std::string>& paths);

}  // namespace keratin
