// What tests of emulated CUDA share: a step's launches against the interpreter, bit for bit.
#pragma once

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/emit/program_text.h"
#include "frontend/emulated_step.h"
#include "frontend/model.h"
#include "tests/compiler/models.h"

namespace keratin::testing {

inline Compilation compiled_for_cuda(const BuiltModel& model) {
  return compile(model.graphs, model.states, {.target = cuda_target(), .passes_run = model.passes_run});
}

// All steps of a model, whole and short batches, in both orders of threads.
inline void expect_emulated_equals_interpreted(const BuiltModel& model, const std::string& what = "") {
  const Compilation compilation = compiled_for_cuda(model);
  for (const Graph& graph : compilation.graphs)
    for (bool tail : {false, true}) {
      const EmulatedCheck step(compilation, graph, tail);
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
