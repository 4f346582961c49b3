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
#include "tests/compiler/networks.h"

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

using Formula = std::function<Expr(const std::vector<Expr>&)>;  // of its operands

// loss = sum of the formula's elements, each times a number of its own, so that every element counts; with `gradients`,
// also d loss / d x0, d x1 … of the f32 operands.
inline Graph loss_of(const std::vector<Type>& operands, const Formula& formula, int64_t batch, bool gradients) {
  Builder b("loss", batch);
  std::vector<Expr> x;
  for (const Type& type : operands) x.push_back(input(b, "x" + std::to_string(x.size()), Role::data, type));
  Expr y = formula(x);
  Expr loss = sum(y * input(b, "probe", Role::data, y.type()), all_axes(y));
  output(b, "loss", loss);
  for (size_t i = 0; gradients && i < x.size(); ++i)
    if (operands[i].element == Element::f32) output(b, "d x" + std::to_string(i), gradient(loss, x[i]));
  return std::move(b.graph);
}

// d loss / d x of every operand against central differences in double, whole batch and short: after `differentiate` alone
// and after all passes. A difference is off by h^2 / 6 times the third derivative and by the loss's rounding over h, at
// h = 1e-5 some 2e-11 of each; third derivatives here are below 500.
inline void expect_gradients_by_differences(const std::vector<Type>& operands, const Formula& formula, int64_t batch = 3, uint64_t seed = 1) {
  constexpr double h = 1e-5, tolerance = 1e-8;
  const Graph plain = differentiate(loss_of(operands, formula, batch, false)), derived = differentiate(loss_of(operands, formula, batch, true)), passed = all_passes(derived);
  for (int64_t rows : {batch, (batch + 1) / 2}) {
    Bindings<double> at = random_bindings<double>(plain, seed);
    auto loss = [&] { return evaluate(plain, at, rows).at("loss").numbers[0]; };
    const Bindings<double> got = evaluate(derived, at, rows), got_passed = evaluate(passed, at, rows);
    for (size_t o = 0; o < operands.size(); ++o) {
      if (operands[o].element != Element::f32) continue;
      const std::string name = "x" + std::to_string(o);
      std::vector<double>& x = at.at(name).numbers;
      for (size_t i = 0; i < x.size(); ++i) {
        const double there = x[i];
        x[i] = there + h;
        const double above = loss();
        x[i] = there - h;
        const double want = (above - loss()) / (2 * h);
        x[i] = there;
        EXPECT_NEAR(got.at("d " + name).numbers[i], want, tolerance * (1 + std::abs(want))) << name << "[" << i << "] of " << rows << " rows";
        EXPECT_NEAR(got_passed.at("d " + name).numbers[i], want, tolerance * (1 + std::abs(want))) << name << "[" << i << "] of " << rows << " rows, after all passes";
      }
    }
  }
}

}  // namespace keratin::testing
