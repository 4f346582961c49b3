// What tests of the compiler share: a graph's compiled code against its interpreter, and what the passes may change.
#pragma once

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "compiler/ir/evaluate.h"
#include "compiler/passes/passes.h"
#include "frontend/verify.h"
#include "runtime/base/hash.h"
#include "runtime/data/batches.h"
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

// Compiled steps beside the interpreter's: both start from the same states and go on from their own.
class StepsOfBoth {
 public:
  StepsOfBoth(const Compilation& compilation, const Program& program, const Bindings<float>& states, int threads)
      : graph_(compilation.graphs[0]), session_(program, threads), states_(states) {
    session_.reset(0);
    for (const StateInfo& s : program.states) session_.write(s.name, tensor_of(states.at(s.name)));
  }

  // Runs `rows` rows of the data in both. Empty where all results and new states have equal bits; else the first that differ.
  std::string run(const Bindings<float>& data, int64_t rows) {
    run_compiled(data, rows);
    Bindings<float> inputs = data;
    inputs.insert(states_.begin(), states_.end());
    const Bindings<float> want = evaluate(graph_, inputs, rows);
    std::string difference;
    for (const Output& o : graph_.outputs) {
      const Tensor got = o.state ? session_.read(o.name) : session_.result(graph_.name, o.name, static_cast<int>(rows)), expected = tensor_of(want.at(o.name));
      for (int64_t i = 0; i < got.size() && difference.empty(); ++i) {
        const float x = got.floats()[i], y = expected.floats()[i];
        if (got.ints()[i] != expected.ints()[i] && !(got.element == Element::f32 && x != x && y != y))
          difference = fmt::format("`{}`, element {}: compiled {:.9g}, interpreted {:.9g}", o.name, i, x, y);
      }
      if (o.state) states_[o.name] = want.at(o.name);
    }
    return difference;
  }
  // The compiled step alone.
  void run_compiled(const Bindings<float>& data, int64_t rows) {
    const Step& step = *session_.program().step(graph_.name);
    std::vector<Tensor> arrays;
    std::vector<ArrayView> views;
    for (const DataInfo& d : step.data) arrays.push_back(tensor_of(data.at(d.name)));
    for (Tensor& t : arrays) t.shape[0] = t.shape[0] / graph_.batch * rows, views.push_back(t.view());
    Batches batches(views, step.data, graph_.batch);
    int there = 0;
    const void* const* pointers = batches.get(0, &there);
    session_.run(graph_.name, pointers, static_cast<int>(rows));
  }
  // Of every state's values; what lies between rows of lanes is nobody's.
  std::string state_hash() const {
    std::string values;
    for (const StateInfo& s : session_.program().states) {
      const Tensor t = session_.read(s.name);
      values.append(reinterpret_cast<const char*>(t.bytes.data()), t.bytes.size());
    }
    return sha256(values);
  }

 private:
  static Tensor tensor_of(const Plain<float>& p) {
    const bool numbers = p.type.element == Element::f32;
    Tensor t(numbers ? Element::f32 : Element::i32, p.type.shape);
    std::memcpy(t.bytes.data(), numbers ? static_cast<const void*>(p.numbers.data()) : p.integers.data(), t.bytes.size());
    return t;
  }

  const Graph& graph_;
  Session session_;
  Bindings<float> states_;
};

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
