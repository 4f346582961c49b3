// CUDA text on the CPU: the bytes that NVRTC would get, compiled by Clang over a CPU twin of the ISA header. The threads of a
// block take turns at barriers and shuffles, in an order of the caller's choice.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/jit/jit.h"
#include "compiler/lower/plan.h"

namespace keratin {

// Which threads, and which blocks, come first. A result that depends on it is a race.
enum class ThreadOrder { ascending, descending };

struct LaunchShape {
  long blocks = 1;
  int threads = 32;          // of a block: whole warps, at most 1024
  int64_t shared_bytes = 0;  // begin as NaN in every block; writing behind them is an error
};
struct KernelSignature {
  std::string name;
  std::vector<std::string> types;  // of the parameters: pointers, or int
};
union KernelValue {
  const void* pointer;
  int number;
};

// Kernels of one text. Misbehaviour of a kernel (threads at different barriers, a barrier or shuffle that some never reach,
// a block without a whole warp) throws InternalError that names kernel, block and line; nothing runs behind it.
class EmulatedText {
 public:
  EmulatedText(const std::string& text, const std::vector<KernelSignature>& kernels);
  void launch(const std::string& kernel, const LaunchShape& shape, const std::vector<KernelValue>& arguments, ThreadOrder order) const;
  const std::string& text_hash() const { return hash_; }  // SHA-256 of the CUDA text within what was compiled

 private:
  std::vector<KernelSignature> kernels_;
  std::string hash_;
  std::shared_ptr<Code> code_;
};

// One training, evaluation or prediction step: all its launches, in order.
class EmulatedStep {
 public:
  EmulatedStep(const LoweredStep& step, const std::vector<StateInfo>& states);
  EmulatedStep(const LoweredStep& step, const std::vector<StateInfo>& states, const std::string& text);  // instead of cuda_text(step)
  // As KeratinEntry: `state` and `workspace` are laid out as the program says; `rows` of the batch count.
  void run(char* state, char* workspace, const void* const* data, int rows, ThreadOrder order) const;
  const std::string& text_hash() const { return text_.text_hash(); }

 private:
  LoweredStep step_;
  std::vector<StateInfo> states_;
  EmulatedText text_;
};

// The twin of the device's ISA header (runtime/support/isa_cuda.h).
std::string_view emulated_isa();

}  // namespace keratin
