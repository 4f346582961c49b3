// A step's CUDA text in the emulator against the interpreter, bit for bit: what `verify --against cuda-emulated` and the
// tests of emulated CUDA share.
#pragma once

#include <functional>

#include "compiler/compile.h"
#include "compiler/emulator/emulator.h"
#include "compiler/ir/evaluate.h"

namespace keratin {

// Numbers for every input of a graph: in [-1, 1) for data, smaller ones for weights, none negative for slots and counters;
// targets are one-hot rows or class numbers.
Bindings<float> verification_inputs(const Graph& graph, uint64_t seed);

// One lowered step of a compilation for CUDA, ready to run; `change` may spoil its text first.
class EmulatedCheck {
 public:
  EmulatedCheck(const Compilation& compilation, const Graph& graph, bool tail, const std::function<std::string(std::string)>& change = {});

  // Empty, or the first result or new state that is not the interpreter's, or a byte behind an arena.
  std::string difference_from_interpreter(int rows, ThreadOrder order, uint64_t seed = 1) const;
  int64_t numbers() const;  // that a call compares, of a whole batch
  const LoweredStep& step() const { return step_; }

 private:
  const Compilation& compilation_;
  const Graph& graph_;
  LoweredStep step_;
  EmulatedStep emulated_;
};

}  // namespace keratin
