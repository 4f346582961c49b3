// What tests of formulas share: values to compute with, calls of operations, results in double, and refusals.
#pragma once

#include <cmath>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "compiler/ir/evaluate.h"
#include "compiler/passes/passes.h"
#include "frontend/ops/ops.h"

namespace keratin::testing {

using Numbers = std::vector<double>;

// A refusal: the first diagnostic's code, the first line of its message, and its help. One without a help equals any.
struct Refusal {
  std::string code, message;
  std::optional<std::string> help = std::nullopt;
  bool operator==(const Refusal& other) const { return code == other.code && message == other.message && (!help || !other.help || *help == *other.help); }
  friend std::ostream& operator<<(std::ostream& out, const Refusal& r) { return out << r.code << ": " << r.message << "\n  = help: " << r.help.value_or("any"); }
};
template <class Function>
Refusal refusal(const Function& function) {
  try {
    function();
  } catch (const Error& e) {
    const Diagnostic& d = e.diagnostics()[0];
    return {d.code, d.message.substr(0, d.message.find('\n')), d.help};
  }
  return {"none", "it is accepted"};
}

// A graph under construction, and numbers for its inputs.
class OpBench {
 public:
  explicit OpBench(int64_t batch) : b("ops", batch) {}
  Builder b;

  Expr data(const std::string& name, Shape row, const Numbers& x) { return row.insert(row.begin(), b.graph.batch), add(name, Role::data, {Element::f32, row, 0}, x); }
  Expr whole(const std::string& name, Shape row, const Numbers& x) { return row.insert(row.begin(), b.graph.batch), add(name, Role::data, {Element::i32, row, 0}, x); }
  Expr weight(const std::string& name, const Shape& shape, const Numbers& x) { return add(name, Role::weight, {Element::f32, shape}, x); }
  Expr number(double x) { return constant(b, x); }

  using Settings = std::vector<std::pair<std::string, OpValue>>;
  Expr call(const std::string& op, const std::vector<Expr>& operands, const Settings& settings = {}) { return apply_op(b, operands, {op, settings}); }
  Refusal refused(const std::string& op, const std::vector<Expr>& operands, const Settings& settings = {}) {
    return refusal([&] { call(op, operands, settings); });
  }

  // The graph so far with these results, `result`, `result1` …
  Graph graph(const std::vector<Expr>& results) const {
    Builder copy = b;
    for (size_t i = 0; i < results.size(); ++i) {
      Expr result = {&copy, results[i].id};
      output(copy, "result" + (i ? std::to_string(i) : ""), result.type().element == Element::boolean ? to_float(result) : result);
    }
    return copy.graph;
  }
  // Without `rows`, of a whole batch.
  Plain<double> value(Expr result, int64_t rows = -1) const { return evaluate(graph({result}), inputs_, rows).at("result"); }
  Numbers run(Expr result, int64_t rows = -1) const {
    const Plain<double> out = value(result, rows);
    return out.numbers.empty() ? Numbers(out.integers.begin(), out.integers.end()) : out.numbers;
  }

  // d sum(w * result) / d input for the first `count` inputs, against differences; the weights w tell elements apart.
  void expect_gradients(Expr result, int count, const std::string& what) const {
    const auto [value, slopes] = with_slopes(result);
    for (int n = 0; n < count; ++n)
      for (size_t at = 0; at < inputs_.at(names_[n]).numbers.size(); ++at) {
        const double step = 1e-5;
        Bindings<double> up = inputs_, down = inputs_;
        up.at(names_[n]).numbers[at] += step, down.at(names_[n]).numbers[at] -= step;
        const double above = evaluate(value, up).at("loss").numbers[0], slope = (above - evaluate(value, down).at("loss").numbers[0]) / (2 * step);
        const double got = slopes.at(names_[n]).numbers[at], rounding = 4e-16 * std::abs(above) / step;
        EXPECT_NEAR(got, slope, 2e-5 * std::max(1.0, std::abs(slope)) + rounding) << what << ": by `" << names_[n] << "`[" << at << "]";
      }
  }
  Numbers slopes(Expr result, const std::string& by) const { return with_slopes(result).second.at(by).numbers; }

 private:
  std::pair<Graph, Bindings<double>> with_slopes(Expr result) const {
    Builder copy = b;
    Expr y = to_float({&copy, result.id});
    Axes all;
    for (int d = 0; d < y.rank(); ++d) all.push_back(d);
    Expr i = constant(copy, 1);
    for (int d = 0; d < y.rank(); ++d) i = i * 1.75 + to_float(iota(copy, {Element::i32, y.shape(), y.type().batch_axis}, d));
    Expr loss = sum(y * i, all);
    output(copy, "loss", loss);
    Graph value = copy.graph;
    for (const std::string& name : names_)
      if (inputs_.at(name).type.element == Element::f32) output(copy, name, gradient(loss, {&copy, *copy.graph.input(name)}));
    return {value, evaluate(differentiate(copy.graph), inputs_)};
  }
  Expr add(const std::string& name, Role role, const Type& type, const Numbers& x) {
    Plain<double> plain{type};
    if (type.element == Element::f32) plain.numbers = x;
    else plain.integers.assign(x.begin(), x.end());
    EXPECT_EQ(static_cast<int64_t>(x.size()), count(type.shape)) << name;
    inputs_[name] = plain, names_.push_back(name);
    return input(b, name, role, type);
  }
  Bindings<double> inputs_;
  std::vector<std::string> names_;
};

}  // namespace keratin::testing
