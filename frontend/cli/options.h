// What the command line says, for all verbs.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace keratin {

struct Options {
  std::string model, x, y, data, validation_x, validation_y, weights, save, history, output, json, timings;
  std::string loss, optimizer, metrics, cpu = "native", optimize = "full", device = "cpu", color = "auto", against = "cpu-scalar";
  std::string stage = "source", dump_to, print_after, stop_after, target = "cpu", mode = "train", code, verbose = "auto";
  std::optional<double> learning_rate;
  double validation_split = 0;
  long long epochs = 1, batch_size = 32, seed = -1, threads = 0, max_memory = 0;
  bool no_shuffle = false, one_hot = false, print_after_all = false, print_passes = false, quiet = false, show = false, clear = false;
};

int run_train(const Options& o);
int run_evaluate(const Options& o);
int run_predict(const Options& o);
int run_summary(const Options& o);
int run_dump(const Options& o);
int run_verify(const Options& o);
int run_doctor(const Options& o);
int run_explain(const Options& o);
int run_cache(const Options& o);

}  // namespace keratin
