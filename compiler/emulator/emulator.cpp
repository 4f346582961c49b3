#include "compiler/emulator/emulator.h"

#include <mutex>

#include <fmt/format.h>

#include "compiler/emit/program_text.h"
#include "compiler/emulator/block.h"
#include "runtime/base/diagnostic.h"
#include "runtime/base/hash.h"

namespace keratin {
namespace {

constexpr int64_t most_shared_bytes = 227 << 10;  // of a block on sm_90; 163 KiB on sm_80

// call_k(values): the kernel with its parameters taken from a row of unions.
std::string caller(const KernelSignature& kernel) {
  std::string arguments;
  for (size_t i = 0; i < kernel.types.size(); ++i)
    arguments += fmt::format("{}{}", i ? ", " : "", kernel.types[i] == "int" ? fmt::format("values[{}].number", i) : fmt::format("({})values[{}].pointer", kernel.types[i], i));
  return fmt::format("extern \"C\" void call_{0}(const EmulatedValue* values) {{ {0}({1}); }}\n", kernel.name, arguments);
}

std::vector<KernelSignature> signatures(const LoweredStep& step) {
  std::vector<KernelSignature> out;
  for (const LoweredKernel& k : step.kernels) out.push_back({k.kernel.name, parameter_types(k.kernel)});
  return out;
}

}  // namespace

EmulatedText::EmulatedText(const std::string& text, const std::vector<KernelSignature>& kernels) : kernels_(kernels) {
  CompileRequest request{.cpu = host_cpu(), .tier = Tier::fast};
  if (request.cpu.vector_bits < 256) fail("K8003", "this processor has no fused multiply-add, which emulated CUDA needs", {}, "use a processor of level x86-64-v3");
  std::string unit(emulated_isa());
  const size_t begin = unit.size();
  unit += text;
  hash_ = sha256(std::string_view(unit).substr(begin));
  unit += "\nunion EmulatedValue { const void* pointer; int number; };\n";
  for (const KernelSignature& kernel : kernels_) unit += caller(kernel);
  request.units = {std::move(unit)};
  code_ = compile_text(request);
}

void EmulatedText::launch(const std::string& kernel, const LaunchShape& shape, const std::vector<KernelValue>& arguments, ThreadOrder order) const {
  static std::mutex one_at_a_time;
  std::lock_guard lock(one_at_a_time);
  auto must = [&](bool holds, std::string_view why) {
    if (!holds) throw InternalError(fmt::format("internal error: CUDA kernel {}, {} blocks of {} threads: {}", kernel, shape.blocks, shape.threads, why));
  };
  must(shape.threads > 0 && shape.threads % 32 == 0 && shape.threads <= 1024, "a block has whole warps of 32 threads, and at most 1024");
  must(shape.blocks > 0 && shape.blocks < 1l << 31, "a launch has at least one block");
  must(shape.shared_bytes <= most_shared_bytes, "more shared memory than a block has");
  for (const KernelSignature& known : kernels_)
    if (known.name == kernel) must(known.types.size() == arguments.size(), "another number of arguments");
  auto call = reinterpret_cast<void (*)(const KernelValue*)>(code_->find("call_" + kernel));
  auto seen_by_text = static_cast<EmulatedThread**>(code_->find("emulated_thread"));
  must(call && seen_by_text, "the text has no such kernel");
  EmulatedThread seen{};
  *seen_by_text = &seen;
  for (long i = 0; i < shape.blocks; ++i) {
    const long block = order == ThreadOrder::ascending ? i : shape.blocks - 1 - i;
    const std::string problem = run_block(static_cast<unsigned>(block), shape, order, seen, [&] { call(arguments.data()); });
    must(problem.empty(), fmt::format("block {}, {}", block, problem));
  }
}

EmulatedStep::EmulatedStep(const LoweredStep& step, const std::vector<StateInfo>& states) : EmulatedStep(step, states, cuda_text(step)) {}
EmulatedStep::EmulatedStep(const LoweredStep& step, const std::vector<StateInfo>& states, const std::string& text) : step_(step), states_(states), text_(text, signatures(step)) {}

namespace {

struct Run {
  const LoweredStep& step;
  const std::vector<StateInfo>& states;
  const EmulatedText& text;
  char *state, *workspace;
  const void* const* data;
  int rows;
  ThreadOrder order;
  long trip = 0;

  const void* address(const Storage& s) const {
    const char* begin = s.space == Space::state ? state + states[s.index].offset : s.space == Space::workspace ? workspace + step.slots[s.index].offset : static_cast<const char*>(data[s.index]);
    const long shifted = trip + s.trip_shift, part = s.trip_modulo ? shifted % s.trip_modulo : shifted;
    return begin + 4 * (s.base + (s.trip_stride ? part * s.trip_stride : 0));
  }
  void launch(const Launch& launch) const {
    const kernel::Kernel& k = step.kernels[launch.kernel].kernel;
    std::vector<KernelValue> arguments;
    for (const Storage& s : launch.arguments) arguments.push_back({.pointer = address(s)});
    if (step.tail) arguments.push_back({.number = rows});
    text.launch(k.name, {kernel::chunk_count(k), kernel::block_threads(k), kernel::scratch_bytes(k)}, arguments, order);
  }
  void items(const std::vector<PlanItem>& plan) {
    for (const PlanItem& item : plan) {
      if (item.launch >= 0) launch(step.launches[item.launch]);
      else for (trip = 0; trip < item.trips; ++trip) items(item.body);
      if (item.launch < 0) trip = 0;
    }
  }
};

}  // namespace

void EmulatedStep::run(char* state, char* workspace, const void* const* data, int rows, ThreadOrder order) const {
  check(rows >= 1 && rows <= step_.batch && (step_.tail || rows == step_.batch), "a short batch runs the tail's text");
  Run{step_, states_, text_, state, workspace, data, rows, order}.items(step_.plan);
}

}  // namespace keratin
