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
constexpr long cost_of_a_unit = 600, cost_of_turn = 280;
constexpr size_t most_units = 8;

// About what a kernel's compilation costs, in twentieths of a millisecond: by its statements, those of unrolled loops as
// often as they turn. Measured on the kernels of `bench/`.
long cost(const kernel::Body& body) {
  long sum = 0;
  for (const kernel::Statement& s : body) {
    if (auto* loop = std::get_if<kernel::For>(&s.node())) sum += 8 + cost(loop->body) * (loop->run == kernel::Run::unrolled ? loop->count : 1);
    else if (auto* tile = std::get_if<kernel::ForTile>(&s.node())) sum += cost(tile->body) * tile->rows * tile->vectors;
    else if (auto* m = std::get_if<kernel::MultiplyTile>(&s.node())) sum += 3 * (m->rows * m->vectors + m->rows + m->vectors) * m->unroll;
    else if (auto* let = std::get_if<kernel::Let>(&s.node())) sum += info(let->op).is_long ? 20 : 1;
    else sum += 2;
  }
  return sum;
}
// Whether it needs the prelude's longest function, `turn`.
bool turns(const kernel::Body& body) {
  return std::any_of(body.begin(), body.end(), [](const kernel::Statement& s) {
    if (auto* loop = std::get_if<kernel::For>(&s.node())) return turns(loop->body);
    auto* stage = std::get_if<kernel::Stage>(&s.node());
    return stage && stage->to_column != 1;
  });
}

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
    long all = 0;
    for (const Written& w : kernels) all += w.cost;
    const size_t units = in_units ? std::clamp<size_t>(all / cost_of_a_unit, 1, most_units) : 1;
    std::vector<std::string> texts(units);
    std::string declarations;
    const std::vector<size_t> unit = balanced_units(units);
    for (size_t i = 0; i < kernels.size(); ++i) {
      const std::string& text = kernels[i].text;
      texts[unit[i]] += "\n" + text;
      const size_t head = text.find("KERNEL");
      if (unit[i] > 0) declarations += text.substr(head, text.find(" {", head) - head) + ";\n";
    }
    out = std::string(seam) + declarations + texts[0];
    for (size_t i = 0; i < step.launches.size(); ++i)
      if (is_shared(step.launches[i])) task(static_cast<int>(i));
    out += fmt::format("\nextern \"C\" void {}(char* state, char* workspace, const void* const* data, int rows, const Pool* pool) {{\n", entry_name(step));
    out += "  Call given = {state, workspace, data, rows, 0}, *call = &given;\n";
    items(step.plan, "  ");
    texts[0] = out + "}\n";
    for (std::string& text : texts) text = (units > 1 ? std::string(shared_kernels) : "") + needed(cpp_prelude(), text) + text;
    return texts;
  }

 private:
  const LoweredStep& step;
  const std::vector<StateInfo>& states;
  std::string out;
  struct Written {
    std::string text;
    long cost;
    bool turns;
  };
  std::vector<Written> kernels;              // the different ones
  std::map<std::string, std::string> known;  // text without a name → the name of the kernel that has it
  std::vector<std::string> name_of;          // by kernel

  // A unit for each kernel, the costliest first, each to the unit that costs least then; the first has the entry, too.
  std::vector<size_t> balanced_units(size_t units) const {
    std::vector<size_t> order(kernels.size()), unit(kernels.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return kernels[a].cost > kernels[b].cost; });
    std::vector<long> costs(units);
    std::vector<bool> has_turn(units);
    costs[0] = 8 * static_cast<long>(step.launches.size());
    for (size_t i : order) {
      auto with = [&](size_t u) { return costs[u] + kernels[i].cost + (kernels[i].turns && !has_turn[u] ? cost_of_turn : 0); };
      for (size_t u = 0; u < units; ++u)
        if (with(u) < with(unit[i])) unit[i] = u;
      costs[unit[i]] = with(unit[i]);
      has_turn[unit[i]] = has_turn[unit[i]] || kernels[i].turns;
    }
    return unit;
  }
  // Equal kernels are written once.
  void kernel(const kernel::Kernel& k) {
    kernel::Kernel unnamed = k;
    unnamed.name = "same";
    auto [it, fresh] = known.try_emplace(emit(unnamed, cpp_spelling), k.name);
    name_of.push_back(it->second);
    if (fresh) kernels.push_back({emit(k, cpp_spelling), cost(k.body), turns(k.body)});
  }
  long chunks(const Launch& launch) const { return chunk_count(step.kernels[launch.kernel].kernel); }
  bool is_shared(const Launch& launch) const { return chunks(launch) > 1 && (launch.flops >= least_flops || launch.bytes >= least_bytes); }
  // `k3((const float*)(call->state + 64), …, `: all but scratch and the range of chunks.
  std::string begin_of_call(const Launch& launch) const {
    const std::vector<std::string> types = parameter_types(step.kernels[launch.kernel].kernel);
    std::string text = name_of[launch.kernel] + "(";
    for (size_t i = 0; i < launch.arguments.size(); ++i) text += fmt::format("({})({}), ", types[i], address(launch.arguments[i], step, states));
    return text + (step.tail ? "call->rows, " : "");
  }
  void task(int id) {
    out += fmt::format("static void task{}(void* given, char* scratch, int first, int last) {{\n  const Call* call = (const Call*)given;\n  {}scratch, first, last);\n}}\n",
                       id, begin_of_call(step.launches[id]));
  }
  void items(const std::vector<PlanItem>& plan, const std::string& indent) {
    for (const PlanItem& item : plan) {
      if (item.launch < 0) {
        out += fmt::format("{}for (call->trip = 0; call->trip < {}; ++call->trip) {{\n", indent, item.trips);
        items(item.body, indent + "  ");
        out += indent + "}\n" + indent + "call->trip = 0;\n";
        continue;
      }
      const Launch& launch = step.launches[item.launch];
      if (is_shared(launch)) out += fmt::format("{}pool->run(pool->self, task{}, call, {});\n", indent, item.launch, chunks(launch));
      else out += fmt::format("{}{}pool->scratch, 0, {});\n", indent, begin_of_call(launch), chunks(launch));
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
