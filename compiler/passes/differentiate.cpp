// rule 3: how a change flows back. Expands every `gradient` by the chain rule; all gradients of one loss share one sweep.
#include <algorithm>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"
#include "compiler/passes/sweep.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

struct Backward {
  Sweep& sweep;
  ValueId id;
  Value value;  // a copy: the graph grows
  Expr dy;

  Expr x(size_t i) const { return {&sweep.b, value.operands[i]}; }
  void give(size_t i, Expr gradient) { sweep.give(value.operands[i], gradient); }

  void operator()(const Input&) {}
  void operator()(const Constant&) {}
  void operator()(const Rows&) {}
  void operator()(const Iota&) {}
  void operator()(const Random&) {}
  void operator()(const StopGradient&) {}
  void operator()(const Map& op) {
    std::vector<Expr> operands;
    for (size_t i = 0; i < value.operands.size(); ++i) operands.push_back(x(i));
    OperandGradients gradients = derive(op.kind, operands, {&sweep.b, id}, dy);
    for (size_t i = 0; i < gradients.size(); ++i)
      if (gradients[i] && sweep.active(value.operands[i])) give(i, *gradients[i]);
  }
  Expr shaped_as(Expr gradient, const Type& type) const {
    if (gradient.type() == type) return gradient;
    return {&sweep.b, sweep.b.graph.add(Reshape{type}, {gradient.id}, sweep.b.origin)};
  }
  void operator()(const Reshape&) { give(0, shaped_as(dy, x(0).type())); }
  void operator()(const Transpose& op) {
    Axes inverse(op.permutation.size());
    for (size_t i = 0; i < inverse.size(); ++i) inverse[op.permutation[i]] = static_cast<int64_t>(i);
    give(0, transpose(dy, inverse));
  }
  void operator()(const Broadcast& op) {
    Axes repeated;
    const Type from = x(0).type();
    for (int64_t d = 0; d < value.type.rank(); ++d) {
      const auto axis = std::find(op.axes.begin(), op.axes.end(), d) - op.axes.begin();
      const bool is_new = axis == from.rank() || (d == value.type.batch_axis) != (axis == from.batch_axis);  // a batch may have one row
      if (is_new || from.shape[axis] != value.type.shape[d]) repeated.push_back(d);
    }
    give(0, shaped_as(sum(dy, repeated), from));
  }
  void operator()(const Slice& op) {
    const Shape& from = x(0).shape();
    Axes begin(from.size(), 0), extent = op.extent, turned(from.size(), 1), low, high, interior;
    for (size_t d = 0; d < from.size(); ++d) {
      const int64_t step = std::abs(op.step[d]), first = std::min(op.begin[d], op.begin[d] + (op.extent[d] - 1) * op.step[d]);
      if (op.step[d] < 0) begin[d] = extent[d] - 1, turned[d] = -1;
      low.push_back(first), interior.push_back(step - 1);
      high.push_back(from[d] - 1 - first - (op.extent[d] - 1) * step);
    }
    give(0, pad(slice(dy, begin, extent, turned), low, high, interior));
  }
  void operator()(const Pad& op) {
    Axes step;
    for (int64_t n : op.interior) step.push_back(n + 1);
    give(0, slice(dy, op.low, x(0).shape(), step));
  }
  void operator()(const Concat& op) {
    int64_t begin = 0;
    for (size_t i = 0; i < value.operands.size(); ++i) {
      const int64_t extent = x(i).shape()[op.axis];
      if (sweep.active(value.operands[i])) give(i, slice_axis(dy, op.axis, begin, extent));
      begin += extent;
    }
  }
  void operator()(const Window& op) {
    give(0, {&sweep.b, sweep.b.graph.add(Unwindow{op.axes, op.size, op.stride, op.dilation, x(0).type()}, {dy.id}, sweep.b.origin)});
  }
  void operator()(const Unwindow& op) { give(0, window(dy, op.axes, op.size, op.stride, op.dilation)); }
  // What was folded away, back over the reduced axes.
  Expr spread(Expr small, const Axes& axes) const {
    Axes kept;
    for (int64_t d = 0; d < x(0).rank(); ++d)
      if (!std::count(axes.begin(), axes.end(), d)) kept.push_back(d);
    Type type = x(0).type();
    type.element = small.type().element;
    return broadcast(small, type, kept);
  }
  // Of all without zeros, divided by the element; with zeros among them only the one zero's others count.
  Expr product_of_others(const Axes& axes) const {
    Expr zero = constant(sweep.b, 0), one = constant(sweep.b, 1);
    Expr is_zero = x(0) == zero, rest = select(is_zero, one, x(0));
    Expr zeros = spread(sum(to_float(is_zero), axes), axes), product = spread(reduce(ReduceKind::product, rest, axes), axes);
    return select(is_zero, select(zeros == one, product, zero), select(zeros == zero, product / rest, zero));
  }
  void operator()(const Reduce& op) {
    switch (op.kind) {
      case ReduceKind::sum: return give(0, spread(dy, op.axes));
      case ReduceKind::product: return give(0, spread(dy, op.axes) * product_of_others(op.axes));
      case ReduceKind::argmax: return;
      case ReduceKind::max:
      case ReduceKind::min: break;
    }
    check(op.axes.size() == 1, "a maximum is taken along one axis at a time");
    // All to the first maximum, as Keras does.
    Type positions = x(0).type();
    positions.element = Element::i32;
    Expr first = argmax(op.kind == ReduceKind::max ? x(0) : -x(0), op.axes[0]);
    Expr here = iota(sweep.b, positions, op.axes[0]) == spread(first, op.axes);
    give(0, select(here, spread(dy, op.axes), constant(sweep.b, 0)));
  }
  void operator()(const Contract& op) {
    const Equation equation = parse_equation(op.equation);
    for (size_t t = 0; t < equation.terms.size(); ++t) {
      const Term& term = equation.terms[t];
      product(2 * t, term.left, equation.result, term.right, dy, x(2 * t + 1));
      product(2 * t + 1, term.right, term.left, equation.result, x(2 * t), dy);
    }
  }
  // The operand's gradient is a contraction of the other two; an index that neither has was summed alone: it is repeated.
  void product(size_t i, const std::string& letters, const std::string& left, const std::string& right, Expr a, Expr b) {
    if (!sweep.active(value.operands[i])) return;
    std::string result;
    Axes axes;
    for (size_t d = 0; d < letters.size(); ++d)
      if (left.find(letters[d]) != std::string::npos || right.find(letters[d]) != std::string::npos) result += letters[d], axes.push_back(static_cast<int64_t>(d));
    Expr gradient = contract(left + "," + right + "->" + result, {a, b});
    give(i, result == letters ? gradient : broadcast(gradient, x(i).type(), axes));
  }
  void operator()(const Gather&) {
    if (sweep.active(value.operands[0])) give(0, {&sweep.b, sweep.b.graph.add(ScatterAdd{x(0).type()}, {value.operands[1], dy.id}, sweep.b.origin)});
  }
  void operator()(const ScatterAdd&) {
    if (sweep.active(value.operands[1])) give(1, gather(dy, x(0)));
  }
  void operator()(const LoopResult& op) {
    auto& gradients = sweep.of_results[value.operands[0].index];
    auto [it, first] = gradients.try_emplace(op.index, dy);
    if (!first) it->second = it->second + dy;
  }
  void operator()(const Loop&) {}  // gathered from its results
  void operator()(const Gradient&) { internal_failure(__FILE__, __LINE__, "a gradient of a gradient is expanded from the inside out"); }
};

}  // namespace

Sweep::Sweep(Builder& builder, const std::set<ValueId>& wanted, int limit) : b(builder), active_(limit, 0) {
  for (int i = 0; i < limit; ++i) {
    const Value& v = b.graph[{i}];
    active_[i] = wanted.count({i}) > 0;
    if (!std::holds_alternative<StopGradient>(v.op))
      for (ValueId operand : v.operands) active_[i] |= active_[operand.index];
  }
}

void Sweep::give(ValueId value, Expr gradient) {
  if (active(value)) given_[value.index].push_back(gradient);
}
std::optional<Expr> Sweep::gradient(ValueId value) const {
  auto it = given_.find(value.index);
  if (it == given_.end()) return std::nullopt;
  Expr total = it->second[0];
  for (size_t i = 1; i < it->second.size(); ++i) total = total + it->second[i];
  return total;
}
std::vector<Expr> Sweep::contributions(ValueId value) const {
  auto it = given_.find(value.index);
  return it == given_.end() ? std::vector<Expr>{} : it->second;
}

void Sweep::run() {
  for (int i = static_cast<int>(active_.size()); i-- > 0;) {
    if (!active_[i]) continue;
    b.origin = b.graph[{i}].origin;
    if (std::holds_alternative<Loop>(b.graph[{i}].op)) {
      if (of_results.count(i)) differentiate_loop(*this, {i});
      continue;
    }
    if (std::optional<Expr> dy = gradient({i})) {
      given_[i] = {*dy};
      const Value value = b.graph[{i}];
      std::visit(Backward{*this, {i}, value, *dy}, value.op);
    }
  }
}

Graph differentiate(const Graph& graph) {
  const bool any = std::any_of(graph.values().begin(), graph.values().end(), [](const Value& v) { return std::holds_alternative<Gradient>(v.op); });
  if (!any) return graph;
  Rewrite rewrite(graph);
  std::map<int, std::map<int, ValueId>> known;  // by old loss, by old value: the gradient
  return rewrite.run([&](const Value& value, ValueId) -> ValueId {
    if (auto* loop = std::get_if<Loop>(&value.op)) {
      Loop saving = *loop;
      saving.body = save_for_gradient(*loop->body);
      return rewrite.to.graph.add(saving, rewrite.operands(value), value.origin);
    }
    if (!std::holds_alternative<Gradient>(value.op)) return rewrite.copy(value);
    const ValueId loss = value.operands[0];
    auto [it, first] = known.try_emplace(loss.index);
    if (first) {
      std::set<ValueId> wanted;
      std::vector<ValueId> old;
      for (const Value& other : graph.values())
        if (std::holds_alternative<Gradient>(other.op) && other.operands[0] == loss && other.operands[1].index < static_cast<int>(rewrite.now.size()))
          wanted.insert(rewrite(other.operands[1])), old.push_back(other.operands[1]);
      const Origin origin = rewrite.to.origin;
      Sweep sweep(rewrite.to, wanted, rewrite.to.graph.size());
      sweep.seed(rewrite(loss), constant(rewrite.to, 1));
      sweep.run();
      rewrite.to.origin = origin;
      for (ValueId by : old) {
        std::optional<Expr> g = sweep.gradient(rewrite(by));
        Expr zero = g ? *g : broadcast_to(constant(rewrite.to, 0), graph.type(by));
        it->second[by.index] = zero.id;
      }
    }
    auto found = it->second.find(value.operands[1].index);
    check(found != it->second.end(), "what a gradient is taken by stands before the first gradient of its loss");
    return found->second;
  });
}

}  // namespace keratin
