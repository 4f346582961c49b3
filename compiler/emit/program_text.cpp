#include "compiler/emit/program_text.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/emit/needed.h"
#include "runtime/support/prelude.h"

namespace keratin {
namespace {

// What generated code is given: see runtime/program.h.
constexpr std::string_view seam = R"(
struct Pool {
  void* self;
  void (*run)(void* self, void (*task)(void* call, char* scratch, int first, int last), void* call, int chunks);
  char* scratch;
};
struct Call {
  char* state;
  char* workspace;
  const void* const* data;
  int rows, trip;
};
)";

// Kernels of several units find each other, and nobody else finds them.
constexpr std::string_view shared_kernels = "#define KERNEL extern \"C\" __attribute__((visibility(\"hidden\"))) void\n";
constexpr size_t characters_of_a_unit = 6000, most_units = 8;

// Sharing a launch costs about a microsecond; less work than this stays with the caller.
constexpr double least_flops = 2e5, least_bytes = 1 << 17;

std::string address(const Storage& s, const LoweredStep& step, const std::vector<StateInfo>& states) {
  const int64_t offset = 4 * s.base + (s.space == Space::state ? states[s.index].offset : s.space == Space::workspace ? step.slots[s.index].offset : 0);
  std::string text = s.space == Space::state ? "call->state" : s.space == Space::workspace ? "call->workspace" : fmt::format("(const char*)call->data[{}]", s.index);
  if (offset) text += fmt::format(" + {}", offset);
  if (!s.trip_stride) return text;
  const std::string trip = s.trip_shift ? fmt::format("(call->trip + {})", s.trip_shift) : "call->trip";
  return text + fmt::format(" + {} * {}l", s.trip_modulo ? fmt::format("{} % {}", trip, s.trip_modulo) : trip, 4 * s.trip_stride);
}

class ProgramText {
 public:
  ProgramText(const LoweredStep& step, const std::vector<StateInfo>& states) : step(step), states(states) {}

  std::vector<std::string> write(bool in_units) {
    for (const LoweredKernel& k : step.kernels) kernel(k.kernel);
    size_t all = 0;
    for (const std::string& text : kernels) all += text.size();
    const size_t units = in_units ? std::clamp<size_t>(all / characters_of_a_unit, 1, most_units) : 1;
    std::vector<std::string> texts(units);
    std::string declarations;
    for (const std::string& text : kernels) {  // to the shortest; the first has the entry, too
      const size_t i = std::min_element(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); }) - texts.begin();
      texts[i] += "\n" + text;
      const size_t head = text.find("KERNEL");
      if (i > 0) declarations += text.substr(head, text.find(" {", head) - head) + ";\n";
    }
    out = std::string(seam) + declarations + texts[0];
    for (size_t i = 0; i < step.launches.size(); ++i) task(static_cast<int>(i));
    out += fmt::format("\nextern \"C\" void {}(char* state, char* workspace, const void* const* data, int rows, const Pool* pool) {{\n", entry_name(step));
    out += "  Call call = {state, workspace, data, rows, 0};\n";
    items(step.plan, "  ");
    texts[0] = out + "}\n";
    for (std::string& text : texts) text = (units > 1 ? std::string(shared_kernels) : "") + needed(cpp_prelude(), text) + text;
    return texts;
  }

 private:
  const LoweredStep& step;
  const std::vector<StateInfo>& states;
  std::string out;
  std::vector<std::string> kernels;          // the texts of the different ones
  std::map<std::string, std::string> known;  // text without a name → the name of the kernel that has it
  std::vector<std::string> name_of;          // by kernel

  // Equal kernels are written once.
  void kernel(const kernel::Kernel& k) {
    kernel::Kernel unnamed = k;
    unnamed.name = "same";
    auto [it, fresh] = known.try_emplace(emit(unnamed, cpp_spelling), k.name);
    name_of.push_back(it->second);
    if (fresh) kernels.push_back(emit(k, cpp_spelling));
  }
  void task(int id) {
    const Launch& launch = step.launches[id];
    const std::vector<std::string> types = parameter_types(step.kernels[launch.kernel].kernel);
    std::string arguments;
    for (size_t i = 0; i < launch.arguments.size(); ++i) arguments += fmt::format("({})({}), ", types[i], address(launch.arguments[i], step, states));
    if (step.tail) arguments += "call->rows, ";
    out += fmt::format("static void task{}(void* given, char* scratch, int first, int last) {{\n  const Call* call = (const Call*)given;\n  {}({}scratch, first, last);\n}}\n",
                       id, name_of[launch.kernel], arguments);
  }
  void items(const std::vector<PlanItem>& plan, const std::string& indent) {
    for (const PlanItem& item : plan) {
      if (item.launch < 0) {
        out += fmt::format("{}for (call.trip = 0; call.trip < {}; ++call.trip) {{\n", indent, item.trips);
        items(item.body, indent + "  ");
        out += indent + "}\n" + indent + "call.trip = 0;\n";
        continue;
      }
      const Launch& launch = step.launches[item.launch];
      const long chunks = chunk_count(step.kernels[launch.kernel].kernel);
      const bool shared = chunks > 1 && (launch.flops >= least_flops || launch.bytes >= least_bytes);
      if (shared) out += fmt::format("{}pool->run(pool->self, task{}, &call, {});\n", indent, item.launch, chunks);
      else out += fmt::format("{}task{}(&call, pool->scratch, 0, {});\n", indent, item.launch, chunks);
    }
  }
};

}  // namespace

std::string entry_name(const LoweredStep& step) { return "keratin_" + step.name + (step.tail ? "_tail" : ""); }

std::string cpp_text(const LoweredStep& step, const std::vector<StateInfo>& states) { return ProgramText(step, states).write(false)[0]; }
std::vector<std::string> cpp_units(const LoweredStep& step, const std::vector<StateInfo>& states) { return ProgramText(step, states).write(true); }

std::string cuda_text(const LoweredStep& step) {
  std::string out;
  for (const LoweredKernel& k : step.kernels) out += "\n" + emit(k.kernel, cuda_spelling);
  return needed(cuda_prelude(), out) + out;
}

}  // namespace keratin
