// The line that Keras 3 shows while a model trains, character for character.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "runtime/training/dictionary.h"

namespace keratin {

double steady_seconds();

class Progress {
 public:
  // verbose 0: nothing; 1: a bar that moves; 2: one line an epoch. `colour`: bold and coloured as on a terminal; without
  // it the bar is shown once, when it is finished. `begun`: steps that were made before, and are not timed.
  Progress(std::FILE* out, int64_t steps, int verbose, bool colour, double (*clock)() = steady_seconds, int64_t begun = 0)
      : out_(out), steps_(steps), verbose_(verbose), colour_(colour), clock_(clock), begun_(begun), done_(begun), begin_(clock()) {}

  // After each step, counted from 1. Whether it is time to show it, at most every 0.05 s: cheap.
  bool step(int64_t done);
  void update(const Logs& logs);
  // `done`: steps that were made, where training was stopped among them; -1: all.
  void finish(const Logs& logs, int64_t done = -1);

 private:
  double seconds_per_step(double now) const;
  void draw(const Logs& logs, bool last);

  std::FILE* out_;
  int64_t steps_;
  int verbose_;
  bool colour_;
  double (*clock_)();
  int64_t begun_, done_;
  double begin_, shown_ = -1, after_first_ = -1;
  size_t width_ = 0;
};

// A line of its own in the same stream, as callbacks write. Nobody listening is no error.
void print_message(const std::string& message);

std::string format_seconds_per_step(double seconds);
// Four places, or four digits in scientific form up to 0.001; `by_size` looks at the size alone, as Keras' bar does. Its
// line of verbose 2 takes all negative numbers for small.
std::string format_value(double value, bool by_size = true);

}  // namespace keratin
