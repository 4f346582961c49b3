// From a description to a program that runs: graphs, states, compilation, and the session.
#pragma once

#include <map>
#include <memory>

#include "compiler/compile.h"
#include "compiler/jit/jit.h"
#include "compiler/replay.h"
#include "frontend/config/config.h"
#include "frontend/layers/layer.h"
#include "runtime/training/fit.h"

namespace keratin {

struct LayerSummary {
  std::string name, class_name;
  Shape output;         // -1 for the batch
  int64_t parameters = 0, trainable = 0;
  Config config = {};   // completed
  int input_rank = 0;
};

// Graphs over the same states, before any pass: predict always; train and evaluate where the description compiles a loss;
// metrics where a metric is more than a mean: its result from states alone.
struct BuiltModel {
  std::vector<Graph> graphs;
  std::vector<std::string> passes_run;  // that the graphs have behind them: none, unless they come from a dump
  std::vector<StateInfo> states;
  std::vector<MetricInfo> metrics;
  std::vector<LayerSummary> layers;
  std::vector<Diagnostic> warnings;  // what is surely a mistake, though Keras accepts it
  bool sparse_targets = false;
  std::optional<int64_t> ignored_target = {};  // the loss's ignore_class: it need not be one of the classes
  Shape input, output;  // -1 for the batch
  int64_t optimizer_parameters = 0;
};
struct BuildOptions {
  // Steps that train or evaluate take `sample_weight`: one number a row, or with more extents one a position.
  std::optional<Shape> sample_weights = {};  // without the batch
};
// Errors K2xxx. The targets' shape follows the loss.
BuiltModel build_model(const Description& description, int64_t batch, const BuildOptions& options = {});

// A dumped program as a model again, and back.
BuiltModel built_model(GraphFile file);
GraphFile graph_file(const BuiltModel& model);

struct RunOptions {
  int64_t batch = 32;
  int threads = 1;
  Cpu cpu = host_cpu();
  Tier tier = Tier::full;
  bool improve = false;  // begin with fast code where full code is not in the cache, and go on with full code once it is there
  bool cached = true;
  std::map<std::string, double>* seconds = nullptr;  // of each stage; whole when the program is gone
  bool* cache_hit = nullptr;                         // whether all code came from the cache
};
// A program whose code is compiled step by step, when a step is first run.
Program make_program(const BuiltModel& model, const RunOptions& options);
Target target_of(const Cpu& cpu);

std::string summary(const BuiltModel& model, const std::string& name, int64_t columns, bool compiled);

}  // namespace keratin
