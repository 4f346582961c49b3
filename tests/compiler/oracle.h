// What tests of the compiler share: a graph's compiled code against its interpreter, and what the passes may change.
#pragma once

#include <cmath>

#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "compiler/ir/evaluate.h"
#include "compiler/passes/passes.h"
#include "frontend/verify.h"
#include "runtime/random/initialize.h"

namespace keratin::testing {

// A model around one graph: its states as the inputs say.
inline BuiltModel model_of(Graph graph) {
  BuiltModel model;
  for (const Value& v : graph.values())
    if (auto* in = std::get_if<Input>(&v.op); in && is_state(in->role)) model.states.push_back({in->name, in->role, in->type.element, in->type.shape});
  model.graphs.push_back(std::move(graph));
  return model;
}

// Whole and short batches, bit for bit, on every processor level of this machine that has fma.
inline void expect_compiled_equals_interpreted(const Graph& graph, uint64_t seed = 1, int threads = 2) {
  for (const char* level : {"x86-64-v4", "x86-64-v3"}) {
    RunOptions options{.batch = graph.batch, .threads = threads};
    try {
      options.cpu = cpu_named(level);
    } catch (const Error&) {
      continue;  // this machine lacks the level
    }
    options.tier = Tier::fast, options.cached = false;
    const VerifyReport report = verify_model(model_of(graph), options, seed);
    EXPECT_EQ(report.first_difference, "") << level;
    EXPECT_GT(report.values, 0) << level;
  }
}

// Random numbers in [-1, 1) for every input; a class index where an i32 is asked for.
template <class Real>
Bindings<Real> random_bindings(const Graph& graph, uint64_t seed) {
  Bindings<Real> out;
  uint32_t ordinal = 0;
  for (const Value& v : graph.values()) {
    auto* in = std::get_if<Input>(&v.op);
    if (!in) continue;
    Plain<Real> p{in->type, {}, {}};
    for (float x : initial_values({InitialKind::uniform, -1, 1, ++ordinal}, in->type.shape, seed)) {
      if (in->type.element == Element::f32) p.numbers.push_back(static_cast<Real>(x));
      else p.integers.push_back(static_cast<int32_t>((x + 1) * 2));
    }
    out[in->name] = std::move(p);
  }
  return out;
}

inline Graph all_passes(Graph graph) {
  for (const GraphPass& pass : graph_passes()) graph = pass.run(graph), verify(graph);
  return graph;
}

// The gradient of the first output, `loss`, by the input `by`, against central differences in double. The error of a
// difference is about h^2 times the third derivative plus the rounding of the loss over h: 1e-10 and 1e-11 at h = 1e-5.
inline void expect_gradient_by_differences(const std::function<Expr(Builder&, std::map<std::string, Expr>&)>& formula, const std::string& by, int64_t batch, uint64_t seed = 1) {
  Builder plain("plain", batch), derived("derived", batch);
  std::map<std::string, Expr> inputs, derived_inputs;
  output(plain, "loss", formula(plain, inputs));
  Expr loss = formula(derived, derived_inputs);
  output(derived, "gradient", gradient(loss, derived_inputs.at(by)));
  Bindings<double> at = random_bindings<double>(plain.graph, seed);
  const Plain<double> got = evaluate(all_passes(derived.graph), at).at("gradient");
  std::vector<double>& x = at.at(by).numbers;
  ASSERT_EQ(got.numbers.size(), x.size());
  for (size_t i = 0; i < x.size(); ++i) {
    constexpr double h = 1e-5;
    const double there = x[i];
    x[i] = there + h;
    const double above = evaluate(plain.graph, at).at("loss").numbers[0];
    x[i] = there - h;
    const double below = evaluate(plain.graph, at).at("loss").numbers[0];
    x[i] = there;
    const double want = (above - below) / (2 * h);
    EXPECT_NEAR(got.numbers[i], want, 1e-7 * (1 + std::abs(want))) << by << "[" << i << "]";
  }
}

}  // namespace keratin::testing
