// The line that Keras 3 shows while a model trains, character for character.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace keratin {

using Logs = std::vector<std::pair<std::string, double>>;  // in the order in which they are shown

class Progress {
 public:
  // verbose 0: nothing; 1: a bar that moves; 2: one line an epoch. `colour`: bold and coloured as on a terminal.
  Progress(std::FILE* out, int64_t steps, int verbose, bool colour) : out_(out), steps_(steps), verbose_(verbose), colour_(colour) { start(); }

  void update(int64_t step, const Logs& logs);   // shows it at most every 0.05 s
  bool due();                                    // whether an update would be shown: cheap
  void finish(const Logs& logs);

 private:
  void start();
  void draw(int64_t step, const Logs& logs, bool last);

  std::FILE* out_;
  int64_t steps_;
  int verbose_;
  bool colour_;
  double begin_ = 0, shown_ = -1, first_step_ = 0;
  int64_t seen_ = 0;
  size_t width_ = 0;
};

std::string format_seconds_per_step(double seconds);
std::string format_value(double value);  // four places, or four digits in scientific form under 0.001

}  // namespace keratin
