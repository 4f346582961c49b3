#include "compiler/report.h"

#include <fmt/format.h>

namespace keratin {

std::string kernels_text(const LoweredStep& step) {
  std::string text;
  for (const LoweredKernel& k : step.kernels) text += kernel::print(k.kernel) + "\n";
  return text;
}

std::string plan_text(const Program& program, const LoweredStep& step) {
  std::string text = fmt::format("state arena: {} bytes\n", program.state_bytes);
  for (const StateInfo& s : program.states)
    text += fmt::format("  {:>10}  {:<10} {} {}{}\n", s.offset, role_names[static_cast<int>(s.role)], s.name, to_string(s.shape), s.layout.panel ? fmt::format("  panels of {}", s.layout.panel) : "");
  text += fmt::format("workspace: {} bytes; scratch of a thread: {} bytes\n", step.workspace_bytes, step.scratch_bytes);
  for (size_t i = 0; i < step.slots.size(); ++i)
    text += fmt::format("  {:>10}  slot {}: {} bytes, launches {} to {}\n", step.slots[i].offset, i, step.slots[i].bytes, step.slots[i].first, step.slots[i].last);
  for (const ResultInfo& r : step.results) text += fmt::format("  {:>10}  result {} {}\n", r.offset, r.name, to_string(r.shape));
  return text;
}

std::string table_text(const LoweredStep& step) {
  std::string text = fmt::format("{:<12} {:>12} {:>12}  {:<24} ops\n", "kernel", "flops", "bytes", "layers");
  for (const Launch& l : step.launches) {
    const LoweredKernel& k = step.kernels[l.kernel];
    text += fmt::format("{:<12} {:>12.0f} {:>12.0f}  {:<24} {}\n", k.kernel.name, l.flops, l.bytes, fmt::format("{}", fmt::join(k.layers, " ")), fmt::join(k.ops, " + "));
  }
  return text;
}

}  // namespace keratin
