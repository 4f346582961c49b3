// What tests of emulated CUDA share: a step's launches against the interpreter, bit for bit.
#pragma once

#include <algorithm>
#include <cstring>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/emit/program_text.h"
#include "compiler/emulator/emulator.h"
#include "compiler/ir/evaluate.h"
#include "frontend/model.h"
#include "runtime/random/initialize.h"
#include "tests/compiler/models.h"

namespace keratin::testing {

inline Compilation compiled_for_cuda(const BuiltModel& model) {
  return compile(model.graphs, model.states, {.target = cuda_target(), .passes_run = model.passes_run});
}

// Numbers in [-1, 1); slots and settings are not negative; targets are one-hot rows or class numbers.
inline Bindings<float> step_inputs(const Graph& graph, uint64_t seed) {
  Bindings<float> out;
  uint32_t ordinal = 0;
  for (const Value& v : graph.values()) {
    auto* in = std::get_if<Input>(&v.op);
    if (!in) continue;
    Plain<float> p{in->type};
    const std::vector<float> numbers = initial_values({InitialKind::uniform, -1, 1, ++ordinal}, in->type.shape, seed);
    const int64_t classes = in->type.shape.empty() ? 1 : in->type.shape.back();
    for (size_t i = 0; i < numbers.size(); ++i) {
      const int64_t column = static_cast<int64_t>(i) % classes, row = static_cast<int64_t>(i) / classes;
      if (in->type.element == Element::i32) p.integers.push_back(in->role == Role::data ? i % 3 : 3);
      else if (in->name == "y") p.numbers.push_back(column == row * 7 % classes);
      else p.numbers.push_back(in->role == Role::data || in->role == Role::weight ? numbers[i] : std::abs(numbers[i]));
    }
    out[in->name] = std::move(p);
  }
  return out;
}

// Memory as a device would have it: every byte that nobody wrote is part of a NaN, and a guard stands behind the end.
class Arena {
 public:
  explicit Arena(int64_t bytes) : words_((bytes + 3) / 4 + guard, -1), bytes_(bytes) {}
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
  int64_t bytes_;
};

// Empty, or the first number of `name` that differs.
inline std::string difference(const std::string& name, Arena& arena, int64_t offset, const Layout& layout, const Plain<float>& want, int64_t elements) {
  for (int64_t i = 0; i < elements; ++i) {
    const char* from = arena.at(offset + 4 * layout.at(i / layout.columns, i % layout.columns));
    float number;
    int32_t bits, wanted;
    std::memcpy(&number, from, 4), std::memcpy(&bits, from, 4);
    if (want.type.element == Element::f32) std::memcpy(&wanted, &want.numbers[i], 4);
    else wanted = want.integers[i];
    if (bits == wanted) continue;
    if (want.type.element == Element::f32 && number != number && want.numbers[i] != want.numbers[i]) continue;
    return want.type.element == Element::f32 ? fmt::format("{}[{}]: emulated {:.9g}, interpreted {:.9g}", name, i, number, want.numbers[i])
                                             : fmt::format("{}[{}]: emulated {}, interpreted {}", name, i, bits, wanted);
  }
  return "";
}

// One lowered step of a compilation, ready to run; `change` may spoil its text first.
struct StepUnderTest {
  const Compilation& compilation;
  const Graph& graph;
  LoweredStep step;
  EmulatedStep emulated;

  StepUnderTest(const Compilation& compilation, const Graph& graph, bool tail, const std::function<std::string(std::string)>& change = {})
      : compilation(compilation), graph(graph), step(compilation.lower_step(graph.name, tail)),
        emulated(step, compilation.program.states, change ? change(cuda_text(step)) : cuda_text(step)) {}

  // Empty, or the first result or new state that is not the interpreter's, bit for bit.
  std::string difference_from_interpreter(int rows, ThreadOrder order, uint64_t seed = 1) const {
    const Bindings<float> inputs = step_inputs(graph, seed);
    Arena state(compilation.program.state_bytes), workspace(step.workspace_bytes);
    for (const StateInfo& s : compilation.program.states)
      if (auto it = inputs.find(s.name); it != inputs.end()) state.put(s.offset, s.layout, it->second);
    std::vector<Arena> data;
    std::vector<const void*> pointers;
    for (const DataInfo& d : step.data) {
      data.emplace_back(4 * d.size);
      data.back().put(0, {1, count(d.shape), count(d.shape), 0}, inputs.at(d.name));
    }
    for (Arena& arena : data) pointers.push_back(arena.at(0));
    emulated.run(state.at(0), workspace.at(0), pointers.data(), rows, order);
    if (!state.guard_is_whole() || !workspace.guard_is_whole()) return "bytes behind an arena were written";

    const Bindings<float> want = evaluate(graph, inputs, rows);
    std::string found;
    for (const StateInfo& s : compilation.program.states)
      if (auto it = want.find(s.name); it != want.end() && found.empty()) found = difference(s.name, state, s.offset, s.layout, it->second, count(s.shape));
    for (const ResultInfo& r : step.results) {
      const int64_t n = count(r.shape), elements = r.per_row ? n / graph.batch * rows : n;
      if (found.empty()) found = difference(r.name, workspace, r.offset, r.layout, want.at(r.name), elements);
    }
    return found;
  }
};

// All steps of models, whole and short batches, in both orders of threads.
inline void expect_emulated_equals_interpreted(const BuiltModel& model, const std::string& what) {
  const Compilation compilation = compiled_for_cuda(model);
  for (const Graph& graph : compilation.graphs)
    for (bool tail : {false, true}) {
      const StepUnderTest step(compilation, graph, tail);
      const int batch = static_cast<int>(graph.batch);
      for (int rows : tail ? std::set<int>{1, (batch + 1) / 2, batch} : std::set<int>{batch})
        for (ThreadOrder order : {ThreadOrder::ascending, ThreadOrder::descending})
          EXPECT_EQ(step.difference_from_interpreter(rows, order), "") << what << " " << graph.name << ", " << rows << " rows, " << (order == ThreadOrder::ascending ? "ascending" : "descending");
    }
}

inline void expect_emulated_equals_interpreted(const NamedModels& models) {
  for (const auto& [name, model] : models) expect_emulated_equals_interpreted(model, name);
}

}  // namespace keratin::testing
