// A program with its state: what the steps of training, evaluating and predicting run on.
#pragma once

#include <map>
#include <memory>

#include "runtime/device/device.h"
#include "runtime/program.h"

namespace keratin {

class Session {
 public:
  // The arenas have exactly the program's sizes. Values are undefined until `reset` or `write`.
  Session(Program program, int threads) : Session(program, cpu_device(threads, program.scratch_bytes)) {}
  Session(Program program, std::unique_ptr<Device> device);

  const Program& program() const { return program_; }
  void reset(uint64_t seed);  // every state's first value

  // The step will run over this many rows: its code may be made in the background.
  void prepare(const std::string& step, int64_t rows) const {
    if (program_.prepare && rows >= program_.batch) program_.prepare(step, false);
    if (program_.prepare && rows % program_.batch) program_.prepare(step, true);
  }
  // Runs a step on `rows` rows (1 … batch); data as the step's table says.
  void run(const std::string& step, const void* const* data, int rows);

  // A state as a plain row-major array, and back; unknown names and wrong shapes are errors.
  Tensor read(const std::string& state) const;
  void write(const std::string& state, const Tensor& value);
  float number(const std::string& state) const;  // of a scalar
  void set_number(const std::string& state, float value);
  // A result of the last run, cut to its rows.
  Tensor result(const std::string& step, const std::string& name, int rows) const;
  float result_number(const std::string& step, const std::string& name) const;

  // Metrics so far, by the user's names; and their reset at the beginning of an epoch.
  std::map<std::string, double> metrics();
  void reset_metrics();

  // The first state that holds NaN or infinity, in words for a message; empty if all are finite. Running means do not count.
  std::string broken_state() const;

  int64_t bytes() const { return program_.state_bytes + program_.workspace_bytes + device_->threads() * program_.scratch_bytes; }
  std::string snapshot() const;
  void restore(const std::string& snapshot);
  int threads() const { return device_->threads(); }

 private:
  const StateInfo& known_state(const std::string& name) const;
  Tensor gather(const char* from, const Layout& layout, Element element, const Shape& shape) const;

  Program program_;
  std::unique_ptr<Device> device_;
  std::shared_ptr<char> state_, workspace_;
};

}  // namespace keratin
