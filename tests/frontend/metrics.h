// Runs one metric over a set of rows in batches of three, of which the last may be short.
#pragma once

#include <cmath>

#include <gtest/gtest.h>

#include "compiler/ir/evaluate.h"
#include "frontend/metrics/metric.h"

namespace keratin {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;

// Rows of a set, and the shapes of one row of each array. Weights and mask may be left out.
struct Data {
  Shape target, output;
  Numbers t, p;
  Numbers w = {};
  Shape weights = {};
  std::vector<int32_t> mask = {};
  Shape masked = {};
  bool whole_targets = false;

  int64_t rows() const { return static_cast<int64_t>(p.size()) / count(output); }
};
constexpr int64_t batch_size = 3;

Shape of_batch(Shape row) {
  row.insert(row.begin(), batch_size);
  return row;
}

// The graphs of one metric: what a step adds to its states, and its result.
struct Compiled {
  std::vector<StateInfo> states;
  Graph step, result;

  Compiled(const Config& given, const Data& data) {
    ModelContext m{Builder("evaluate", batch_size)};
    m.states = &states;
    auto in = [&](const char* name, const Shape& row, Element element) { return input(m.b, name, Role::data, {element, of_batch(row), 0}); };
    Expr target = in("t", data.target, data.whole_targets ? Element::i32 : Element::f32), output = in("p", data.output, Element::f32);
    const MetricRow& row = metric_row(given, target.type(), output.type());
    const Config config = completed(row, given, common_metric_settings());
    Compared compared{target, output};
    if (!data.mask.empty()) compared.mask = in("mask", data.masked, Element::i32) > constant(m.b, 0, Element::i32);
    std::optional<Expr> weights;
    if (!data.w.empty()) weights = in("w", data.weights, Element::f32);
    MetricContext c{m, config, "m", compared, weights};
    update_metric(row, c);
    step = std::move(m.b.graph);
    ModelContext r{Builder("metrics", batch_size)};
    r.states = &states;
    MetricContext after{r, config, "m", {}, {}};
    keratin::output(r.b, "m", metric_result(row, after));
    result = std::move(r.b.graph);
    verify(step), verify(result);
  }
};

template <class Real>
Plain<Real> part(const std::vector<double>& numbers, const Shape& row, int64_t first, bool whole) {
  Plain<Real> out{{whole ? Element::i32 : Element::f32, of_batch(row), 0}, {}, {}};
  const int64_t n = count(row);
  for (int64_t i = first * n; i < (first + batch_size) * n; ++i) {
    const double x = i < static_cast<int64_t>(numbers.size()) ? numbers[static_cast<size_t>(i)] : whole ? 1 : 0.75;  // beyond a short batch lies anything
    if (whole) out.integers.push_back(static_cast<int32_t>(x));
    else out.numbers.push_back(static_cast<Real>(x));
  }
  return out;
}

template <class Real>
double run(const Compiled& metric, const Data& data) {
  Bindings<Real> now;
  for (const StateInfo& s : metric.states) now[s.name] = {{s.element, s.shape}, std::vector<Real>(static_cast<size_t>(count(s.shape)), 0), {}};
  for (int64_t first = 0; first < data.rows(); first += batch_size) {
    now["t"] = part<Real>(data.t, data.target, first, data.whole_targets);
    now["p"] = part<Real>(data.p, data.output, first, false);
    now["w"] = part<Real>(data.w, data.weights, first, false);
    now["mask"] = part<Real>({data.mask.begin(), data.mask.end()}, data.masked, first, true);
    for (auto& [name, value] : evaluate(metric.step, now, std::min(batch_size, data.rows() - first))) now[name] = value;
  }
  return evaluate(metric.result, now).at("m").numbers.at(0);
}

// In double, and close to it in float.
double result_of(const Config& metric, const Data& data) {
  const Compiled compiled(metric, data);
  const double out = run<double>(compiled, data);
  EXPECT_NEAR(run<float>(compiled, data), out, 2e-5 * std::max(1.0, std::fabs(out))) << metric.class_name;
  return out;
}

}  // namespace
}  // namespace keratin
