// What the command line says, for all verbs.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace keratin {

struct Options {
  std::string model, data, validation_x, validation_y, weights, save, history, output, json, timings;
  std::string checkpoint, early_stop, reduce_lr, log, sample_weight, class_weight;
  std::vector<std::string> x, y, metrics;
  std::string loss, optimizer, cpu = "native", optimize = "full", device = "cpu", color = "auto", diagnostics = "text", against = "cpu-scalar";
  std::string stage = "source", dump_to, print_after, stop_after, target = "cpu", mode = "train", name, verbose = "auto";
  std::optional<double> learning_rate;
  std::optional<long long> batch_size, seed, threads, max_memory;
  double validation_split = 0;
  long long epochs = 1;
  bool no_shuffle = false, one_hot = false, print_after_all = false, print_passes = false, quiet = false, resume = false, show = false, clear = false;
};

// Verbs give the exit code.
int run_train(const Options& o);
int run_evaluate(const Options& o);
int run_predict(const Options& o);
int run_summary(const Options& o);
int run_dump(const Options& o);
int run_verify(const Options& o);
int run_doctor(const Options& o);
int run_explain(const Options& o);
int run_cache(const Options& o);

// Reads the command line; help and completion are printed here. Error K1001 for what is not understood.
struct Parsed {
  Options options;
  int (*run)(const Options&) = nullptr;  // null: everything is said
};
Parsed parse_command_line(int argc, char** argv);

}  // namespace keratin
