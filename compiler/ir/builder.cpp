#include "compiler/ir/builder.h"

#include <algorithm>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

Expr add(Builder& b, Op op, std::vector<Expr> operands = {}) {
  std::vector<ValueId> ids;
  for (const Expr& x : operands) ids.push_back(x.id);
  return {&b, b.graph.add(std::move(op), std::move(ids), b.origin)};
}
Expr add(Expr x, Op op) { return add(*x.builder, std::move(op), {x}); }

Axes filled(size_t n, int64_t value) { return Axes(n, value); }

// The shape that both broadcast to, with the batch axis of whichever has one.
Type joined(const Type& a, const Type& b) {
  Type out{a.element};
  const int rank = std::max(a.rank(), b.rank());
  out.shape.assign(rank, 1);
  for (const Type* t : {&a, &b})
    for (int i = 0; i < t->rank(); ++i) {
      const int to = rank - t->rank() + i;
      check(out.shape[to] == 1 || t->shape[i] == 1 || out.shape[to] == t->shape[i], "shapes broadcast: " + to_string(a) + " and " + to_string(b));
      out.shape[to] = std::max(out.shape[to], t->shape[i]);
      if (i == t->batch_axis) out.batch_axis = to;
    }
  return out;
}

int64_t positive(int64_t axis, int rank) {
  if (axis < 0) axis += rank;
  check(axis >= 0 && axis < rank, "an axis is inside the rank");
  return axis;
}
Axes positive(Axes axes, int rank) {
  for (int64_t& a : axes) a = positive(a, rank);
  std::sort(axes.begin(), axes.end());
  return axes;
}

}  // namespace

Expr input(Builder& b, std::string name, Role role, Type type) { return add(b, Input{std::move(name), role, std::move(type)}); }
Expr constant(Builder& b, double value, Element element) { return add(b, Constant{{element}, {value}}); }
Expr rows(Builder& b) { return map(Scalar::to_float, {add(b, Rows{})}); }
Expr iota(Builder& b, Type type, int64_t axis) { return add(b, Iota{std::move(type), axis}); }
Expr random_uniform(Builder& b, Type type, int64_t ordinal, Expr seed, Expr step, int64_t draw) {
  constexpr int64_t most_layers = 1 << 20, most_draws = 1 << 11;  // further draws have ordinals behind those of all layers
  check(ordinal >= 0 && ordinal < most_layers && draw >= 0 && draw < most_draws, "an ordinal and a draw fit into 31 bits");
  return add(b, Random{std::move(type), ordinal + draw * most_layers}, {seed, step});
}

// Box and Muller; 1 - u is never 0.
Expr random_normal(Builder& b, Type type, int64_t ordinal, Expr seed, Expr step, int64_t draw) {
  Expr u = random_uniform(b, type, ordinal, seed, step, draw), v = random_uniform(b, type, ordinal, seed, step, draw + 1);
  return sqrt(-2.0 * log(1.0 - u)) * cos(6.283185307179586 * v);
}

Expr map(Scalar kind, std::vector<Expr> operands) {
  Type shape = operands[0].type();
  for (const Expr& x : operands) shape = joined(shape, x.type());
  for (Expr& x : operands) {
    Type to = shape;
    to.element = x.type().element;
    x = broadcast_to(x, to);
  }
  return add(*operands[0].builder, Map{kind}, operands);
}

Expr operator+(Expr a, Expr b) { return map(Scalar::add, {a, b}); }
Expr operator-(Expr a, Expr b) { return map(Scalar::subtract, {a, b}); }
Expr operator*(Expr a, Expr b) { return map(Scalar::multiply, {a, b}); }
Expr operator/(Expr a, Expr b) { return map(Scalar::divide, {a, b}); }
Expr operator-(Expr a) { return map(Scalar::negate, {a}); }

static Expr like(Expr x, double value) { return constant(*x.builder, value, x.type().element); }
Expr operator+(Expr a, double b) { return a + like(a, b); }
Expr operator-(Expr a, double b) { return a - like(a, b); }
Expr operator*(Expr a, double b) { return a * like(a, b); }
Expr operator/(Expr a, double b) { return a / like(a, b); }
Expr operator+(double a, Expr b) { return like(b, a) + b; }
Expr operator-(double a, Expr b) { return like(b, a) - b; }
Expr operator*(double a, Expr b) { return like(b, a) * b; }
Expr operator/(double a, Expr b) { return like(b, a) / b; }
Expr operator==(Expr a, Expr b) { return map(Scalar::equal, {a, b}); }
Expr operator!=(Expr a, Expr b) { return map(Scalar::not_equal, {a, b}); }
Expr operator<(Expr a, Expr b) { return map(Scalar::less, {a, b}); }
Expr operator<=(Expr a, Expr b) { return map(Scalar::less_equal, {a, b}); }
Expr operator>(Expr a, Expr b) { return map(Scalar::greater, {a, b}); }
Expr operator>=(Expr a, Expr b) { return map(Scalar::greater_equal, {a, b}); }
Expr operator==(Expr a, double b) { return a == like(a, b); }
Expr operator!=(Expr a, double b) { return a != like(a, b); }
Expr operator<(Expr a, double b) { return a < like(a, b); }
Expr operator<=(Expr a, double b) { return a <= like(a, b); }
Expr operator>(Expr a, double b) { return a > like(a, b); }
Expr operator>=(Expr a, double b) { return a >= like(a, b); }
Expr operator&(Expr a, Expr b) { return map(Scalar::logical_and, {a, b}); }
Expr operator|(Expr a, Expr b) { return map(Scalar::logical_or, {a, b}); }
Expr operator!(Expr a) { return map(Scalar::logical_not, {a}); }
Expr abs(Expr x) { return map(Scalar::abs, {x}); }
Expr sign(Expr x) { return map(Scalar::sign, {x}); }
Expr exp(Expr x) { return map(Scalar::exp, {x}); }
Expr expm1(Expr x) { return map(Scalar::expm1, {x}); }
Expr log(Expr x) { return map(Scalar::log, {x}); }
Expr log1p(Expr x) { return map(Scalar::log1p, {x}); }
Expr sqrt(Expr x) { return map(Scalar::sqrt, {x}); }
Expr tanh(Expr x) { return map(Scalar::tanh, {x}); }
Expr sigmoid(Expr x) { return map(Scalar::sigmoid, {x}); }
Expr erf(Expr x) { return map(Scalar::erf, {x}); }
Expr sin(Expr x) { return map(Scalar::sin, {x}); }
Expr cos(Expr x) { return map(Scalar::cos, {x}); }
Expr floor(Expr x) { return map(Scalar::floor, {x}); }
Expr round(Expr x) { return map(Scalar::round, {x}); }
Expr square(Expr x) { return x * x; }
Expr maximum(Expr a, Expr b) { return map(Scalar::maximum, {a, b}); }
Expr minimum(Expr a, Expr b) { return map(Scalar::minimum, {a, b}); }
Expr maximum(Expr a, double b) { return maximum(a, like(a, b)); }
Expr minimum(Expr a, double b) { return minimum(a, like(a, b)); }
Expr clip(Expr x, double low, double high) { return minimum(maximum(x, low), high); }
// Written with min(-x, x), not -|x|: what both halves give at 0 adds up to the true slope, one half.
Expr softplus(Expr x) { return maximum(x, 0.0) + log1p(exp(minimum(-x, x))); }
Expr power(Expr a, Expr b) { return map(Scalar::power, {a, b}); }
Expr select(Expr condition, Expr a, Expr b) { return map(Scalar::select, {condition, a, b}); }
Expr to_float(Expr x) {
  if (x.type().element == Element::f32) return x;
  if (x.type().element == Element::i32) return map(Scalar::to_float, {x});
  return select(x, constant(*x.builder, 1), constant(*x.builder, 0));
}
Expr to_int(Expr x) { return x.type().element == Element::i32 ? x : map(Scalar::to_int, {x}); }

Expr reshape(Expr x, Shape shape) {
  const Type from = x.type();
  if (from.shape == shape) return x;
  Type to{from.element, std::move(shape)};
  if (from.batch_axis >= 0) {
    // The axis before which as many elements stand, and that holds whole rows of the batch.
    int64_t before = 1, seen = 1;
    for (int i = 0; i < from.batch_axis; ++i) before *= from.shape[i];
    for (int i = 0; i < to.rank() && to.batch_axis < 0; ++i) {
      if (seen == before && to.shape[i] % x.builder->graph.batch == 0 && to.shape[i] >= x.builder->graph.batch) to.batch_axis = i;
      seen *= to.shape[i];
    }
    check(to.batch_axis >= 0, "a reshape keeps the batch: " + to_string(from) + " to " + to_string(to.shape));
  }
  return add(x, Reshape{to});
}
Expr transpose(Expr x, Axes permutation) { return add(x, Transpose{std::move(permutation)}); }
Expr broadcast(Expr x, Type type, Axes axes) { return add(x, Broadcast{std::move(type), std::move(axes)}); }
Expr broadcast_to(Expr x, Type type) {
  if (x.type().shape == type.shape && x.type().batch_axis == type.batch_axis) return x;
  Axes axes(x.rank());
  for (int i = 0; i < x.rank(); ++i) axes[i] = type.rank() - x.rank() + i;
  Type to = type;
  to.element = x.type().element;
  return broadcast(x, to, axes);
}
Expr slice(Expr x, Axes begin, Axes extent, Axes step) {
  if (step.empty()) step = filled(begin.size(), 1);
  return add(x, Slice{std::move(begin), std::move(extent), std::move(step)});
}
Expr slice_axis(Expr x, int64_t axis, int64_t begin, int64_t extent) {
  Axes begins(x.rank(), 0), extents = x.shape();
  axis = positive(axis, x.rank());
  begins[axis] = begin, extents[axis] = extent;
  return slice(x, begins, extents);
}
Expr pad(Expr x, Axes low, Axes high, Axes interior, double value) {
  if (interior.empty()) interior = filled(low.size(), 0);
  return add(x, Pad{std::move(low), std::move(high), std::move(interior), value});
}
Expr concat(std::vector<Expr> xs, int64_t axis) { return add(*xs[0].builder, Concat{positive(axis, xs[0].rank())}, xs); }
Expr window(Expr x, Axes axes, Axes size, Axes stride, Axes dilation) {
  return add(x, Window{std::move(axes), std::move(size), std::move(stride), std::move(dilation)});
}

Expr reduce(ReduceKind kind, Expr x, Axes axes, bool keep) {
  axes = positive(std::move(axes), x.rank());
  Expr out = axes.empty() ? x : add(x, Reduce{kind, axes});
  if (!keep || axes.empty()) return out;
  Type kept{out.type().element, x.shape()};
  for (int64_t a : axes) kept.shape[a] = 1;
  const bool batch_kept = x.type().batch_axis >= 0 && !std::count(axes.begin(), axes.end(), x.type().batch_axis);
  kept.batch_axis = batch_kept ? x.type().batch_axis : -1;
  return add(out, Reshape{kept});
}
Expr sum(Expr x, Axes axes, bool keep) { return reduce(ReduceKind::sum, x, std::move(axes), keep); }
Expr max(Expr x, Axes axes, bool keep) { return reduce(ReduceKind::max, x, std::move(axes), keep); }
Expr min(Expr x, Axes axes, bool keep) { return reduce(ReduceKind::min, x, std::move(axes), keep); }
Expr any(Expr x, Axes axes, bool keep) { return max(to_float(x), std::move(axes), keep) > 0.0; }
Expr all(Expr x, Axes axes, bool keep) { return min(to_float(x), std::move(axes), keep) > 0.0; }
Expr mean(Expr x, Axes axes, bool keep) {
  axes = positive(std::move(axes), x.rank());
  int64_t n = 1;
  bool batch = false;
  for (int64_t a : axes) {
    const bool here = a == x.type().batch_axis;
    n *= here ? x.shape()[a] / x.builder->graph.batch : x.shape()[a];
    batch |= here;
  }
  Expr total = sum(x, axes, keep);
  if (!batch) return total / static_cast<double>(n);
  Expr there = rows(*x.builder);
  return total / (n == 1 ? there : there * static_cast<double>(n));
}
Expr argmax(Expr x, int64_t axis) { return add(x, Reduce{ReduceKind::argmax, {positive(axis, x.rank())}}); }
Expr contract(const std::string& equation, std::vector<Expr> operands) { return add(*operands[0].builder, Contract{equation}, operands); }
Expr gather(Expr table, Expr indices) { return add(*table.builder, Gather{}, {table, indices}); }
std::vector<Expr> loop(std::shared_ptr<const Graph> body, int64_t trips, std::vector<Expr> carried, std::vector<Expr> sequences, std::vector<Expr> captures) {
  Builder& b = *(!carried.empty() ? carried : !sequences.empty() ? sequences : captures)[0].builder;
  Loop op{body, trips, static_cast<int64_t>(carried.size()), static_cast<int64_t>(sequences.size())};
  std::vector<Expr> operands = carried, results;
  operands.insert(operands.end(), sequences.begin(), sequences.end());
  operands.insert(operands.end(), captures.begin(), captures.end());
  const int64_t n = static_cast<int64_t>(body->outputs.size());
  Expr whole = add(b, std::move(op), operands);
  for (int64_t i = 0; i < n; ++i) results.push_back(add(whole, LoopResult{i}));
  return results;
}
Expr stop_gradient(Expr x) { return add(x, StopGradient{}); }
Expr gradient(Expr loss, Expr by) { return add(*loss.builder, Gradient{}, {loss, by}); }

void output(Builder& b, std::string name, Expr value) { b.graph.outputs.push_back({std::move(name), value.id, false}); }
void update_state(Builder& b, std::string state, Expr value) { b.graph.outputs.push_back({std::move(state), value.id, true}); }

}  // namespace keratin
