// The gradient of a recurrence: a loop over the same trips backwards. Its body computes the element-wise parts of a forward
// trip again from what was saved, then sweeps back. The gradient of what all trips share (weights) leaves as one product
// or sum over all trips, outside.
#include <algorithm>

#include "compiler/passes/rewrite.h"
#include "compiler/passes/sweep.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

bool saved(const Value& v) {
  auto* input = std::get_if<Input>(&v.op);
  return std::holds_alternative<Contract>(v.op) || (input && input->role == Role::carried);
}

// The body's inputs by role, in order.
std::vector<ValueId> inputs_of(const Graph& body, Role role) {
  std::vector<ValueId> ids;
  for (int i = 0; i < body.size(); ++i)
    if (auto* in = std::get_if<Input>(&body[{i}].op); in && in->role == role) ids.push_back({i});
  return ids;
}
Expr backwards(Expr x) {
  Axes begin(x.rank(), 0), step(x.rank(), 1);
  begin[0] = x.shape()[0] - 1, step[0] = -1;
  return slice(x, begin, x.shape(), step);
}

struct BackwardLoop {
  BackwardLoop(Sweep& outer, const Value& value) : outer(outer), value(value) {}

  Sweep& outer;
  const Value value;
  const Loop& loop = std::get<Loop>(value.op);
  const Graph& body = *loop.body;
  Builder inner{body.name + "_gradient", body.batch};
  std::vector<Expr> first = {}, sequences = {}, captures = {};  // operands of the new loop
  std::map<int, ValueId> now = {};                              // body's value → inner's

  Expr result(ValueId loop_id, int64_t index) { return {&outer.b, outer.b.graph.add(LoopResult{index}, {loop_id}, outer.b.origin)}; }
  Expr operand(size_t i) { return {&outer.b, value.operands[i]}; }
  Expr declare(const std::string& name, Role role, const Type& type) { return input(inner, name, role, type); }

  void write(ValueId loop_id) {
    const auto& gradients = outer.of_results[loop_id.index];
    const auto carried = inputs_of(body, Role::carried), in_sequences = inputs_of(body, Role::sequence), in_captures = inputs_of(body, Role::capture);
    // Inputs: gradients of the carried values, then per trip what was saved, the sequences and the gradients of stacked
    // results, then what is shared.
    std::vector<Expr> d_carried, d_stacked;
    for (size_t i = 0; i < carried.size(); ++i) {
      const Type& type = body.type(carried[i]);
      d_carried.push_back(declare("d_carried" + std::to_string(i), Role::carried, type));
      auto it = gradients.find(static_cast<int64_t>(i));
      first.push_back(it != gradients.end() ? it->second : broadcast_to(constant(outer.b, 0), type));
    }
    int64_t at = first_saved();
    for (int i = 0; i < body.size(); ++i)
      if (saved(body[{i}])) now[i] = sequence("saved" + std::to_string(i), body.type({i}), result(loop_id, at++)).id;
    for (size_t i = 0; i < in_sequences.size(); ++i) now[in_sequences[i].index] = sequence("sequence" + std::to_string(i), body.type(in_sequences[i]), operand(carried.size() + i)).id;
    for (int64_t o = loop.carried; o < outputs(); ++o)  // a gradient's own gradient reaches what was saved, too
      if (auto it = gradients.find(o); it != gradients.end()) d_stacked.push_back(sequence("d_stacked" + std::to_string(o), body.type(body.outputs[o].value), it->second));
      else d_stacked.push_back({});
    for (size_t i = 0; i < in_captures.size(); ++i) {
      now[in_captures[i].index] = declare("capture" + std::to_string(i), Role::capture, body.type(in_captures[i])).id;
      captures.push_back(operand(carried.size() + in_sequences.size() + i));
    }
    recompute();
    sweep_body(d_carried, d_stacked, loop_id, carried, in_sequences, in_captures);
  }

 private:
  int64_t outputs() const { return static_cast<int64_t>(body.outputs.size()); }
  int64_t first_saved() const {
    int64_t n = outputs();
    for (const Value& v : body.values()) n -= saved(v);
    return n;
  }
  Expr sequence(const std::string& name, const Type& type, Expr whole) {
    sequences.push_back(backwards(whole));
    return declare(name, Role::sequence, type);
  }
  // Element-wise parts again; saved values come from their sequences. Contractions are copied for the sweep's sake: their
  // rule needs operands, not their result, and what stays unused is dropped.
  std::map<int, ValueId> contraction_of = {};
  void recompute() {
    for (int i = 0; i < body.size(); ++i) {
      const Value& v = body[{i}];
      if (now.count(i)) {
        if (!std::holds_alternative<Contract>(v.op)) continue;
        contraction_of[i] = now[i];
      } else {
        now[i] = inner.graph.add(v.op, operands(v), v.origin);
      }
    }
  }
  std::vector<ValueId> operands(const Value& v) const {
    std::vector<ValueId> ids;
    for (ValueId operand : v.operands) ids.push_back(now.at(operand.index));
    return ids;
  }

  void sweep_body(const std::vector<Expr>& d_carried, const std::vector<Expr>& d_stacked, ValueId loop_id, const std::vector<ValueId>& carried, const std::vector<ValueId>& in_sequences, const std::vector<ValueId>& in_captures) {
    std::vector<std::pair<int, Expr>> seeds;
    for (size_t i = 0; i < d_carried.size(); ++i) seeds.push_back({body.outputs[i].value.index, d_carried[i]});
    for (int64_t o = loop.carried; o < outputs(); ++o)
      if (d_stacked[o - loop.carried].builder) seeds.push_back({body.outputs[o].value.index, d_stacked[o - loop.carried]});
    // The body's values in reverse, by hand: the sweep of `Sweep` runs over a graph in which contractions are whole.
    Builder whole{inner.graph.name, inner.graph.batch};
    whole.graph = inner.graph;
    std::map<int, ValueId> in_whole;  // body's value → whole's, with contractions computed
    for (int i = 0; i < body.size(); ++i) {
      const Value& v = body[{i}];
      if (std::holds_alternative<Input>(v.op)) in_whole[i] = now[i];
      else {
        std::vector<ValueId> ids;
        for (ValueId operand : v.operands) ids.push_back(in_whole.at(operand.index));
        in_whole[i] = whole.graph.add(v.op, ids, v.origin);
      }
    }
    std::set<ValueId> leaves;
    for (auto* ids : {&carried, &in_sequences, &in_captures})
      for (ValueId v : *ids) leaves.insert(now[v.index]);
    Sweep sweep(whole, leaves, whole.graph.size());
    for (auto& [old, gradient] : seeds) sweep.seed(in_whole.at(old), {&whole, gradient.id});
    sweep.run();
    // Gradients of the carried values, then the stacked results.
    for (size_t i = 0; i < carried.size(); ++i) {
      auto g = sweep.gradient(now[carried[i].index]);
      Expr value_ = g ? *g : broadcast_to(constant(whole, 0), body.type(carried[i]));
      output(whole, "d_carried" + std::to_string(i), value_);
    }
    std::map<int, size_t> stacked;  // inner value → result
    auto stack = [&](ValueId v) {
      auto [it, fresh] = stacked.try_emplace(v.index, whole.graph.outputs.size());
      if (fresh) whole.graph.outputs.push_back({"stacked" + std::to_string(v.index), v});
      return it->second;
    };
    std::vector<std::optional<size_t>> d_sequence;
    for (ValueId v : in_sequences) {
      auto g = sweep.gradient(now[v.index]);
      d_sequence.push_back(g ? std::optional(stack(g->id)) : std::nullopt);
    }
    std::vector<std::vector<Lift>> lifts;
    for (ValueId v : in_captures) {
      lifts.emplace_back();
      for (Expr g : sweep.contributions(now[v.index])) lifts.back().push_back(lift(whole.graph, g.id, stack));
    }
    use_saved(whole, in_whole);
    finish(whole, loop_id, carried, in_sequences, in_captures, d_sequence, lifts);
  }

  // How a shared value's gradient is made outside, from stacked values.
  struct Lift {
    Op op;                       // Contract or Reduce, of one trip
    std::vector<size_t> stacked; // results
    std::vector<Type> types;
    std::vector<bool> by_trip;
    std::vector<ValueId> shared; // for operands that all trips share: the inner value
    std::optional<Type> shape;   // reshaped to, at the end
  };
  template <class Stack>
  Lift lift(const Graph& graph, ValueId v, Stack stack) {
    std::optional<Type> shape;
    if (std::holds_alternative<Reshape>(graph[v].op)) shape = graph.type(v), v = graph[v].operands[0];
    const Value value_ = graph[v];
    auto* contract = std::get_if<Contract>(&value_.op);
    auto* reduce = std::get_if<Reduce>(&value_.op);
    if (contract && parse_equation(contract->equation).terms.size() == 1) {
      Lift out{value_.op, {}, {}, {}, {}, shape};
      for (ValueId operand : value_.operands) out.stacked.push_back(stack(operand)), out.types.push_back(graph.type(operand));
      return out;
    }
    if (reduce && reduce->kind == ReduceKind::sum) return {value_.op, {stack(value_.operands[0])}, {graph.type(value_.operands[0])}, {}, {}, shape};
    return {Reduce{ReduceKind::sum, {}}, {stack(v)}, {graph.type(v)}, {}, {}, shape};
  }
  Expr apply(const Lift& lift, const std::vector<Expr>& results) {
    Expr out;
    if (auto* contract = std::get_if<Contract>(&lift.op)) {
      const Equation e = parse_equation(contract->equation);
      char trip = 'A';
      while (contract->equation.find(trip) != std::string::npos) ++trip;
      out = keratin::contract(trip + e.terms[0].left + "," + trip + e.terms[0].right + "->" + e.result, {results[lift.stacked[0]], results[lift.stacked[1]]});
    } else {
      Axes axes{0};
      for (int64_t a : std::get<Reduce>(lift.op).axes) axes.push_back(a + 1);
      out = sum(results[lift.stacked[0]], axes);
    }
    if (!lift.shape || out.type() == *lift.shape) return out;
    return {&outer.b, outer.b.graph.add(Reshape{*lift.shape}, {out.id}, outer.b.origin)};
  }

  // Contractions of the forward trip are read from what was saved.
  void use_saved(Builder& whole, const std::map<int, ValueId>& in_whole) {
    std::map<int, ValueId> replace;
    for (auto& [old, leaf] : contraction_of) replace[in_whole.at(old).index] = leaf;
    Graph out(whole.graph.name, whole.graph.batch);
    std::vector<ValueId> to;
    for (int i = 0; i < whole.graph.size(); ++i) {
      auto it = replace.find(i);
      if (it != replace.end()) { to.push_back(to[it->second.index]); continue; }
      std::vector<ValueId> ids;
      for (ValueId operand : whole.graph[{i}].operands) ids.push_back(to[operand.index]);
      to.push_back(out.add(whole.graph[{i}].op, ids, whole.graph[{i}].origin));
    }
    for (const Output& o : whole.graph.outputs) out.outputs.push_back({o.name, to[o.value.index], o.state});
    whole.graph = std::move(out);
  }

  void finish(Builder& whole, ValueId, const std::vector<ValueId>& carried, const std::vector<ValueId>& in_sequences, const std::vector<ValueId>& in_captures, const std::vector<std::optional<size_t>>& d_sequence, const std::vector<std::vector<Lift>>& lifts) {
    std::vector<Expr> results = keratin::loop(save_for_gradient(whole.graph), loop.trips, first, sequences, captures);
    for (size_t i = 0; i < carried.size(); ++i) outer.give(value.operands[i], results[i]);
    for (size_t i = 0; i < in_sequences.size(); ++i)
      if (d_sequence[i]) outer.give(value.operands[carried.size() + i], backwards(results[*d_sequence[i]]));
    for (size_t i = 0; i < in_captures.size(); ++i) {
      const ValueId shared = value.operands[carried.size() + in_sequences.size() + i];
      if (!outer.active(shared)) continue;
      for (const Lift& lift : lifts[i]) outer.give(shared, apply(lift, results));
    }
  }
};

}  // namespace

std::shared_ptr<const Graph> save_for_gradient(const Graph& body) {
  Rewrite rewrite(body);
  Graph out = rewrite.run([&](const Value& value, ValueId) {
    Op op = value.op;
    if (auto* loop = std::get_if<Loop>(&op)) loop->body = save_for_gradient(*loop->body);
    return rewrite.to.graph.add(std::move(op), rewrite.operands(value), value.origin);
  });
  for (int i = 0; i < out.size(); ++i) {
    const std::string name = "saved %" + std::to_string(i);
    const bool there = std::any_of(out.outputs.begin(), out.outputs.end(), [&](const Output& o) { return o.name == name; });  // a gradient's own loop
    if (saved(out[{i}]) && !there) out.outputs.push_back({name, {i}});
  }
  return std::make_shared<const Graph>(std::move(out));
}

void differentiate_loop(Sweep& sweep, ValueId loop) { BackwardLoop(sweep, sweep.b.graph[loop]).write(loop); }

}  // namespace keratin
