#include <cctype>

#include "frontend/metrics/shared.h"

namespace keratin {

static std::string state_name(const MetricContext& c, const std::string& variable) { return "metrics/" + c.name + "/" + variable; }

Expr MetricContext::state(const std::string& variable, Shape shape) {
  StateInfo info{state_name(*this, variable), Role::metric, Element::f32, std::move(shape)};
  for (const StateInfo& known : *model.states)
    if (known.name == info.name) info.shape = known.shape;
  return model.state(std::move(info));
}
void MetricContext::update(const std::string& variable, Expr value) { model.update(state_name(*this, variable), value); }

void update_metric(const MetricRow& row, MetricContext& c) {
  if (row.update) return row.update(c);
  const std::optional<Expr> of_output = c.compared.mask;
  Compared mine = c.compared;
  Expr values = row.value(c.config, mine);
  // What a formula leaves out (ignore_class) counts in full unless there are weights to take from: Keras divides by all.
  const bool weighted = c.weights || of_output;
  add_mean(c, values, weighted ? mine.mask : std::nullopt, c.weights);
}
Expr metric_result(const MetricRow& row, MetricContext& c) { return row.result ? row.result(c) : mean_so_far(c); }

void add_mean(MetricContext& c, Expr values, std::optional<Expr> mask, std::optional<Expr> weights) {
  auto sum_of_rows = [](Expr x) {
    Axes positions;
    for (int axis = 1; axis < x.rank(); ++axis) positions.push_back(axis);
    return sum(positions.empty() ? x : mean(x, positions), {0});
  };
  check_weights(c.config, values, mask, weights);
  const std::optional<Expr> w = combined_weights(values, mask, weights);
  c.add("total", sum_of_rows(w ? values * *w : values));
  c.add("count", w ? sum_of_rows(*w) : c.model.rows());
}
Expr mean_so_far(MetricContext& c) { return divide_no_nan(c.state("total"), c.state("count")); }

// ---- targets and outputs

namespace {

[[noreturn]] void do_not_fit(const Config& config, const Compared& c) {
  refuse(config, "K2260", "the target has the shape " + to_string(c.target.shape()) + ", the output " + to_string(c.output.shape()),
         "take a metric that compares what the loss compares");
}
// Whether `longer` is `shorter` with an axis of extent 1 behind it.
bool has_one_behind(const Shape& longer, Shape shorter) {
  shorter.push_back(1);
  return longer == shorter;
}

}  // namespace

Pair paired(const Config& config, const Compared& c) {
  const Shape target = c.target.shape(), output = c.output.shape();
  if (target != output && !has_one_behind(target, output) && !has_one_behind(output, target)) do_not_fit(config, c);
  Shape both = output;
  if (both.size() == 1) both.push_back(1);  // a row of one number
  return {reshape(to_float(c.target), both), reshape(c.output, both)};
}

Expr target_of_positions(const Config& config, const Compared& c) {
  Shape positions = c.output.shape();
  if (positions.size() < 2) do_not_fit(config, c);
  positions.pop_back();
  if (c.target.shape() != positions && !has_one_behind(c.target.shape(), positions)) do_not_fit(config, c);
  return reshape(c.target, positions);
}

// ---- small things

std::string in_small_letters(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Expr divide_no_nan(Expr a, Expr b) { return select(b == 0.0, constant(*b.builder, 0), a / b); }
Expr flat(Expr x) { return reshape(x, {count(x.shape())}); }
Expr weights_like(const Config& config, Expr values, std::optional<Expr> weights) {
  check_weights(config, values, std::nullopt, weights);
  const std::optional<Expr> w = combined_weights(values, std::nullopt, weights);
  return w ? *w : broadcast_to(constant(*values.builder, 1), values.type());
}
Expr vector(Builder& b, const Numbers& numbers) {
  return {&b, b.graph.add(Constant{{Element::f32, {static_cast<int64_t>(numbers.size())}}, numbers}, {}, b.origin)};
}
Expr each_class(Expr classes, int64_t n) {
  Type type = classes.type();
  type.shape.push_back(n);
  Axes axes;
  for (int axis = 0; axis < classes.rank(); ++axis) axes.push_back(axis);
  return iota(*classes.builder, type, classes.rank()) == broadcast(classes, type, axes);
}

}  // namespace keratin
