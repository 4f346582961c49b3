// Dumped kernels run again: their text in the language they are scheduled for, against the meaning of the same kernel.
#include <cstring>

#include <fmt/format.h>

#include "compiler/emit/emit.h"
#include "compiler/emit/needed.h"
#include "compiler/emulator/emulator.h"
#include "frontend/verify.h"
#include "runtime/base/memory.h"
#include "runtime/random/initialize.h"
#include "runtime/support/prelude.h"
#include "runtime/threads/pool.h"

namespace keratin {
namespace {

constexpr int cpu_lanes = 16;

// Numbers in [-1, 1), and zeros and ones where whole numbers are wanted.
struct Buffers {
  std::vector<std::vector<float>> words;
  Buffers(const kernel::Kernel& k, uint64_t seed) {
    uint32_t ordinal = 0;
    for (const kernel::Buffer& b : k.buffers) {
      if (b.use == kernel::Use::scratch) continue;
      words.push_back(initial_values({InitialKind::uniform, -1, 1, ++ordinal}, {b.size}, seed));
      for (int64_t i = 0; b.type != kernel::Type::number && i < b.size; ++i) {
        const int32_t whole = static_cast<int32_t>(i % 2);
        std::memcpy(&words.back()[static_cast<size_t>(i)], &whole, 4);
      }
    }
  }
};

bool same(float a, float b) { return std::memcmp(&a, &b, 4) == 0 || (a != a && b != b); }

// The kernel's function behind one that takes an array of pointers.
std::string with_caller(const kernel::Kernel& k) {
  const std::string text = emit(k, cpp_spelling);
  const std::vector<std::string> types = parameter_types(k);
  std::string arguments;
  for (size_t i = 0; i < types.size(); ++i) arguments += types[i] == "int" ? "rows, " : fmt::format("({})given[{}], ", types[i], i);
  return needed(cpp_prelude(), text) + text + fmt::format("\nextern \"C\" void keratin_kernel(void* const* given, int rows, char* scratch, int first, int last) {{ {}({}scratch, first, last); }}\n", k.name, arguments);
}

// A short batch has one row: how many a whole one has, a kernel does not say.
constexpr int rows = 1;

void run_compiled(const kernel::Kernel& k, Buffers& b) {
  const std::shared_ptr<Code> code = compile_text({.units = {with_caller(k)}, .cpu = host_cpu(), .cached = false});
  auto call = reinterpret_cast<void (*)(void* const*, int, char*, int, int)>(code->find("keratin_kernel"));
  std::vector<void*> given;
  for (std::vector<float>& words : b.words) given.push_back(words.data());
  const Memory scratch = allocate(kernel::scratch_bytes(k), "a kernel's scratch");
  OurRounding rounding;
  call(given.data(), rows, scratch.get(), 0, static_cast<int>(kernel::chunk_count(k)));
}
void run_emulated(const kernel::Kernel& k, Buffers& b) {
  const std::string text = emit(k, cuda_spelling);
  const EmulatedText emulated(needed(cuda_prelude(), text) + text, {{k.name, parameter_types(k)}});
  std::vector<KernelValue> given;
  for (std::vector<float>& words : b.words) given.push_back({.pointer = words.data()});
  if (k.tail) given.push_back({.number = rows});
  emulated.launch(k.name, {kernel::chunk_count(k), kernel::block_threads(k), kernel::scratch_bytes(k)}, given, ThreadOrder::descending);
}
void run_interpreted(const kernel::Kernel& k, Buffers& b) {
  std::vector<kernel::KernelArgument> given;
  for (size_t i = 0, n = 0; i < k.buffers.size(); ++i) {
    if (k.buffers[i].use == kernel::Use::scratch) continue;
    float* words = b.words[n++].data();
    if (k.buffers[i].type == kernel::Type::number) given.push_back({.numbers = words});
    else given.push_back({.integers = reinterpret_cast<int32_t*>(words)});
  }
  OurRounding rounding;
  kernel::evaluate(k, given, rows, 0, kernel::chunk_count(k));
}

}  // namespace

VerifyReport verify_kernels(const std::vector<kernel::Kernel>& kernels, uint64_t seed) {
  VerifyReport report;
  for (const kernel::Kernel& k : kernels) {
    const bool for_cpu = k.schedule.lanes == cpu_lanes && k.schedule.warps == 1;
    Buffers got(k, seed), want(k, seed);
    for_cpu ? run_compiled(k, got) : run_emulated(k, got);
    run_interpreted(k, want);
    for (size_t b = 0; b < want.words.size(); ++b)
      for (size_t i = 0; i < want.words[b].size(); ++i, ++report.values)
        if (report.first_difference.empty() && !same(got.words[b][i], want.words[b][i]))
          report.first_difference = fmt::format("kernel `{}`, parameter {}, element {}: {} {:.9g}, interpreted {:.9g}", k.name, b, i, for_cpu ? "compiled" : "emulated", got.words[b][i], want.words[b][i]);
  }
  return report;
}

}  // namespace keratin
