#include "frontend/emulated_step.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "compiler/emit/program_text.h"
#include "compiler/ir/table_rows.h"
#include "runtime/random/initialize.h"

namespace keratin {
namespace {

// Memory as a device would have it: every byte that nobody wrote is part of a NaN, and a guard stands behind the end.
class Arena {
 public:
  explicit Arena(int64_t bytes) : words_((bytes + 3) / 4 + guard, -1) {}
  char* at(int64_t offset) { return reinterpret_cast<char*>(words_.data()) + offset; }
  void put(int64_t offset, const Layout& layout, const Plain<float>& p) {
    for (int64_t i = 0; i < count(p.type.shape); ++i) {
      char* to = at(offset + 4 * layout.at(i / layout.columns, i % layout.columns));
      if (p.type.element == Element::f32) std::memcpy(to, &p.numbers[i], 4);
      else std::memcpy(to, &p.integers[i], 4);
    }
  }
  bool guard_is_whole() const {
    return std::all_of(words_.end() - guard, words_.end(), [](int32_t word) { return word == -1; });
  }

 private:
  static constexpr int guard = 64;
  std::vector<int32_t> words_;
};

// Empty, or the first number of `name` that differs; one NaN is as good as another.
std::string difference(const std::string& name, Arena& arena, int64_t offset, const Layout& layout, const Plain<float>& want, int64_t elements) {
  const bool numbers = want.type.element == Element::f32;
  for (int64_t i = 0; i < elements; ++i) {
    const char* from = arena.at(offset + 4 * layout.at(i / layout.columns, i % layout.columns));
    float number;
    int32_t bits, wanted;
    std::memcpy(&number, from, 4), std::memcpy(&bits, from, 4);
    if (numbers) std::memcpy(&wanted, &want.numbers[i], 4);
    else wanted = want.integers[i];
    if (bits == wanted || (numbers && number != number && want.numbers[i] != want.numbers[i])) continue;
    return numbers ? fmt::format("{}[{}]: emulated {:.9g}, interpreted {:.9g}", name, i, number, want.numbers[i])
                   : fmt::format("{}[{}]: emulated {}, interpreted {}", name, i, bits, wanted);
  }
  return "";
}

}  // namespace

Bindings<float> verification_inputs(const Graph& graph, uint64_t seed) {
  Bindings<float> out;
  const std::map<std::string, int64_t> rows = table_rows(graph);
  uint32_t ordinal = 0;
  for (const Value& v : graph.values()) {
    auto* in = std::get_if<Input>(&v.op);
    if (!in) continue;
    Plain<float> p{in->type};
    const int64_t n = count(in->type.shape);
    const double low = in->role == Role::data || in->role == Role::weight ? -1 : 0, size = in->role == Role::weight ? 0.3 : 1;
    const std::vector<float> numbers = initial_values({InitialKind::uniform, low * size, size, ++ordinal}, in->type.shape, seed);
    const int64_t classes = in->type.shape.empty() ? 1 : in->type.shape.back();
    const auto ids = rows.find(in->name);
    for (int64_t i = 0; i < n; ++i) {
      if (ids != rows.end() && in->type.element == Element::f32) p.numbers.push_back(std::floor((numbers[static_cast<size_t>(i)] + 1) / 2 * static_cast<float>(ids->second)));
      else if (in->type.element == Element::i32) p.integers.push_back(in->role == Role::data ? static_cast<int32_t>(i % 2) : 3);
      else if (in->name == "y") p.numbers.push_back(i % classes == i / classes * 7 % classes ? 1.0f : 0.0f);
      else p.numbers.push_back(numbers[static_cast<size_t>(i)]);
    }
    out[in->name] = std::move(p);
  }
  return out;
}

EmulatedCheck::EmulatedCheck(const Compilation& compilation, const Graph& graph, bool tail, const std::function<std::string(std::string)>& change)
    : compilation_(compilation), graph_(graph), step_(compilation.lower_step(graph.name, tail)),
      emulated_(step_, compilation.program.states, change ? change(cuda_text(step_)) : cuda_text(step_)) {}

int64_t EmulatedCheck::numbers() const {
  int64_t n = 0;
  for (const Output& o : graph_.outputs) n += count(graph_.type(o.value).shape);
  return n;
}

std::string EmulatedCheck::difference_from_interpreter(int rows, ThreadOrder order, uint64_t seed) const {
  const Bindings<float> inputs = verification_inputs(graph_, seed);
  const std::vector<StateInfo>& states = compilation_.program.states;
  Arena state(compilation_.program.state_bytes), workspace(step_.workspace_bytes);
  for (const StateInfo& s : states)
    if (auto it = inputs.find(s.name); it != inputs.end()) state.put(s.offset, s.layout, it->second);
  std::vector<Arena> data;
  std::vector<const void*> pointers;
  for (const DataInfo& d : step_.data) {
    data.emplace_back(4 * d.size);
    data.back().put(0, {1, count(d.shape), count(d.shape), 0}, inputs.at(d.name));
  }
  for (Arena& arena : data) pointers.push_back(arena.at(0));
  emulated_.run(state.at(0), workspace.at(0), pointers.data(), rows, order);
  if (!state.guard_is_whole() || !workspace.guard_is_whole()) return "bytes behind an arena were written";

  const Bindings<float> want = evaluate(graph_, inputs, rows);
  std::string found;
  for (const StateInfo& s : states)
    if (auto it = want.find(s.name); it != want.end() && found.empty()) found = difference(s.name, state, s.offset, s.layout, it->second, count(s.shape));
  for (const ResultInfo& r : step_.results) {
    const int64_t n = count(r.shape), elements = r.per_row ? n / graph_.batch * rows : n;
    if (found.empty()) found = difference(r.name, workspace, r.offset, r.layout, want.at(r.name), elements);
  }
  return found;
}

}  // namespace keratin
