// A graph to kernels, launches and a plan: the groups in their order, each written by its loop nest.
#include "compiler/lower/lower.h"

#include <algorithm>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

// Lowers one graph into a step; a loop's body is lowered by a Lowering of its own that fills the same step.
class Lowering {
 public:
  Lowering(const Graph& graph, const Target& target, LoweredStep& step, bool tail) : g(graph), target(target), step(step) {
    grouping = group(graph, target);
    arrays.of.resize(graph.size());
    arrays.tail = tail;
    bases.stored = [this](ValueId v) { return arrays.of[v.index].has_value(); };
    bases.layout = [this](ValueId v) { return arrays.of[v.index] ? arrays.of[v.index]->layout : layout_of(g, v, this->target); };
  }

  const Graph& g;
  const Target& target;
  LoweredStep& step;
  Grouping grouping;
  Arrays arrays;
  Bases bases;

  // Every value that a group stores and that has no array yet gets a slot of the workspace.
  void give_arrays() {
    for (int i = 0; i < g.size(); ++i)
      if (grouping.stored[i] && !arrays.of[i]) arrays.of[i] = workspace(g.type({i}));
  }
  Storage workspace(const Type& type, long copies = 1) {
    Storage s{Space::workspace, static_cast<int>(step.slots.size()), type.element == Element::f32 ? Element::f32 : type.element, type.shape};
    s.layout = layout_for(type.shape, Role::carried, target);
    step.slots.push_back({round_up(array_elements(s.layout, target.lanes) * copies * 4, 64)});
    return s;
  }

  void write_groups(std::vector<PlanItem>& plan) {
    for (size_t i = 0; i < grouping.groups.size(); ++i) {
      const Group& group = grouping.groups[i];
      if (group.kind == GroupKind::loop) write_loop(group, plan);
      else write_kernel(static_cast<int>(i), plan);
    }
  }

  // A kernel that copies one array's elements to another: new states that had to wait, first values of a loop.
  void copy(ValueId value, const Storage& to, std::vector<PlanItem>& plan) {
    Graph one("copy", g.batch);
    ValueId in = one.add(Input{"from", Role::carried, g.type(value)}, {});
    ValueId out = one.add(Map{Scalar::copy}, {in}, g[value].origin);
    one.outputs.push_back({"to", out});
    Lowering lowering(one, target, step, arrays.tail);
    lowering.arrays.of[in.index] = *arrays.of[value.index];
    lowering.arrays.of[out.index] = to;
    lowering.write_groups(plan);
  }

 private:
  void write_kernel(int id, std::vector<PlanItem>& plan) {
    const Group& group = grouping.groups[id];
    Elements e(g, grouping, arrays, id, target);
    e.b.add(kernel::Note{formula(group)});
    if (group.kind == GroupKind::tile) lower_tile(e, group, bases);
    else if (group.kind == GroupKind::rows) lower_rows(e, group);
    else lower_serial(e, group);

    LoweredKernel lowered{std::move(e.b.k)};
    lowered.kernel.name = "k" + std::to_string(step.kernels.size());
    lowered.kernel.tail = arrays.tail;
    for (ValueId m : group.members) {
      const std::string& layer = g[m].origin.layer;
      if (!layer.empty() && std::find(lowered.layers.begin(), lowered.layers.end(), layer) == lowered.layers.end()) lowered.layers.push_back(layer);
      auto* map = std::get_if<Map>(&g[m].op);
      lowered.ops.push_back(std::string(map ? info(map->kind).name : info(g[m].op).name));
    }
    // Buffers stand in the order of their first use; parameters come before scratch.
    std::stable_partition(lowered.kernel.buffers.begin(), lowered.kernel.buffers.end(), [](const kernel::Buffer& buffer) { return buffer.use != kernel::Use::scratch; });
    Launch launch{static_cast<int>(step.kernels.size()), e.arguments};
    for (const Storage& s : e.arguments) launch.bytes += 4.0 * count(s.shape);
    launch.flops = flops(group);
    plan.push_back({static_cast<int>(step.launches.size())});
    step.launches.push_back(std::move(launch));
    step.kernels.push_back(std::move(lowered));
  }
  double flops(const Group& group) const {
    auto* op = std::get_if<Contract>(&g[group.root].op);
    if (!op) return 0;
    double sum = 0;
    const Equation equation = parse_equation(op->equation);
    for (size_t t = 0; t < equation.terms.size(); ++t) {
      double one = 2.0 * count(g.type(group.root).shape);
      for (size_t d = 0; d < equation.terms[t].left.size(); ++d)
        if (equation.result.find(equation.terms[t].left[d]) == std::string::npos) one *= g.type(g[group.root].operands[2 * t]).shape[d];
      sum += one;
    }
    return sum;
  }
  // The fused formula, from our own ids: no name of the user's.
  std::string formula(const Group& group) const {
    std::string text;
    for (ValueId m : group.members) {
      auto* map = std::get_if<Map>(&g[m].op);
      auto* contract = std::get_if<Contract>(&g[m].op);
      text += (text.empty() ? "%" : "; %") + std::to_string(m.index) + " = " + std::string(map ? info(map->kind).name : info(g[m].op).name);
      if (contract) text += " " + contract->equation;
      for (ValueId operand : g[m].operands) text += " %" + std::to_string(operand.index);
    }
    return text;
  }

  // ---- loops

  void write_loop(const Group& group, std::vector<PlanItem>& plan) {
    const Value& value = g[group.root];
    const Loop& loop = std::get<Loop>(value.op);
    const Graph& body = *loop.body;
    Lowering inside(body, target, step, arrays.tail);
    const std::vector<Type> results = loop_results(loop);
    std::vector<std::optional<Storage>> of_result(results.size());

    // Carried values live in two places by turns: trip t reads t % 2 and writes (t + 1) % 2.
    int position = 0;
    for (int i = 0; i < body.size(); ++i) {
      auto* input = std::get_if<Input>(&body[{i}].op);
      if (!input) continue;
      const ValueId operand = value.operands[position];
      if (position < loop.carried) {
        Storage pair = workspace(body.type({i}), 2);
        pair.trip_stride = pair_stride(pair), pair.trip_modulo = 2;
        inside.arrays.of[i] = pair;
        Storage first = pair;
        first.trip_stride = first.trip_modulo = 0;
        copy(operand, first, plan);
        Storage last = first;
        last.base = loop.trips % 2 * pair.trip_stride;
        of_result[position] = last;
      } else if (position < loop.carried + loop.sequences) {
        inside.arrays.of[i] = part_of(*arrays.of[operand.index], body.type({i}).shape);
      } else {
        inside.arrays.of[i] = *arrays.of[operand.index];
      }
      ++position;
    }
    std::vector<std::pair<ValueId, Storage>> copies;  // body outputs that are not computed by a group of their own
    for (size_t o = 0; o < body.outputs.size(); ++o) {
      const ValueId v = body.outputs[o].value;
      Storage to;
      if (o < static_cast<size_t>(loop.carried)) {
        to = *inside.arrays.of[input_at(body, static_cast<int>(o)).index];
        to.trip_shift = 1;
      } else {
        of_result[o] = workspace(results[o]);
        to = part_of(*of_result[o], body.type(v).shape);
      }
      const bool own = inside.grouping.group_of[v.index] >= 0 && !inside.arrays.of[v.index];
      if (own) inside.arrays.of[v.index] = to;
      else copies.push_back({v, to});
    }
    inside.give_arrays();
    PlanItem item{-1, loop.trips};
    inside.write_groups(item.body);
    for (auto& [v, to] : copies) inside.copy(v, to, item.body);
    plan.push_back(std::move(item));
    for (int i = 0; i < g.size(); ++i)
      if (auto* result = std::get_if<LoopResult>(&g[{i}].op); result && g[{i}].operands[0] == group.root) arrays.of[i] = of_result[result->index];
  }
  static ValueId input_at(const Graph& body, int position) {
    for (int i = 0; i < body.size(); ++i)
      if (is<Input>(body[{i}]) && position-- == 0) return {i};
    internal_failure(__FILE__, __LINE__, "a loop's body has an input for each carried value");
  }
  long pair_stride(const Storage& s) const { return round_up(array_elements(s.layout, target.lanes), 16); }
  // One trip's part of an array whose first axis is the trip.
  Storage part_of(const Storage& whole, const Shape& shape) const {
    check(!whole.trip_stride && !whole.layout.panel, "what a loop walks along lies in rows");
    Storage part = whole;
    part.shape = shape;
    part.layout.rows = shape.empty() ? 1 : count(shape) / shape.back();
    part.trip_stride = shape.empty() ? 1 : part.layout.rows * whole.layout.pitch;
    if (shape.empty()) part.layout = {};
    return part;
  }
};

// ---- what the program's tables say of a graph

int state_index(const std::vector<StateInfo>& states, const std::string& name) {
  for (size_t i = 0; i < states.size(); ++i)
    if (states[i].name == name) return static_cast<int>(i);
  internal_failure(__FILE__, __LINE__, "the graph's state `" + name + "` is in the program's table");
}

void bind_inputs(Lowering& lowering, const std::vector<StateInfo>& states) {
  const Graph& g = lowering.g;
  for (int i = 0; i < g.size(); ++i) {
    auto* input = std::get_if<Input>(&g[{i}].op);
    if (!input) continue;
    Storage s{.element = input->type.element, .shape = input->type.shape, .layout = layout_for(input->type.shape, input->role, lowering.target)};
    if (is_state(input->role)) {
      s.space = Space::state, s.index = state_index(states, input->name);
    } else {
      s.space = Space::data, s.index = static_cast<int>(lowering.step.data.size());
      const int64_t row = input->type.shape.empty() ? 1 : count(input->type.shape) / input->type.shape[0];
      lowering.step.data.push_back({input->name, input->type.element, input->type.shape, row, count(input->type.shape)});
    }
    lowering.arrays.of[i] = s;
  }
}

// Data that vectors read must have a row of lanes behind it, and whole rows of lanes where a lane owns a row.
bool touched_by_lanes(const kernel::Body& body, kernel::Name buffer) {
  for (const kernel::Statement& s : body) {
    bool found = false;
    if (auto* x = std::get_if<kernel::Load>(&s.node())) found = x->from.buffer == buffer && (x->reach == kernel::Reach::lanes || x->from.offset);
    if (auto* x = std::get_if<kernel::Stage>(&s.node())) found = x->from.buffer == buffer;
    if (auto* x = std::get_if<kernel::MultiplyTile>(&s.node())) found = x->b.buffer == buffer;
    if (auto* x = std::get_if<kernel::For>(&s.node())) found = touched_by_lanes(x->body, buffer);
    if (auto* x = std::get_if<kernel::ForTile>(&s.node())) found = touched_by_lanes(x->body, buffer);
    if (found) return true;
  }
  return false;
}
void widen_data(LoweredStep& step, const Target& target) {
  for (const Launch& launch : step.launches) {
    const kernel::Kernel& k = step.kernels[launch.kernel].kernel;
    for (size_t i = 0; i < launch.arguments.size(); ++i) {
      const Storage& s = launch.arguments[i];
      if (s.space != Space::data || !touched_by_lanes(k.body, k.buffers[i].name)) continue;
      DataInfo& data = step.data[s.index];
      data.size = std::max(data.size, array_elements(layout_for(data.shape, Role::data, target), target.lanes));
    }
  }
}

}  // namespace

LoweredStep lower(const Graph& graph, const Target& target, const std::vector<StateInfo>& states, bool tail) {
  LoweredStep step{.name = graph.name, .tail = tail, .batch = graph.batch};
  Lowering lowering(graph, target, step, tail);
  bind_inputs(lowering, states);
  // A new state is written where the old one lies, unless somebody still has to read that.
  std::vector<const Output*> later;
  for (size_t o = 0; o < graph.outputs.size(); ++o) {
    const Output& output = graph.outputs[o];
    if (!output.state) continue;
    const ValueId old = *graph.input(output.name);
    if (lowering.grouping.deferred[o] || lowering.arrays.of[output.value.index]) { later.push_back(&output); continue; }
    lowering.arrays.of[output.value.index] = *lowering.arrays.of[old.index];
    lowering.arrays.replaces[output.value.index] = *lowering.arrays.of[old.index];
  }
  lowering.give_arrays();
  lowering.write_groups(step.plan);
  for (const Output* output : later) {
    if (output->value == *graph.input(output->name)) continue;
    lowering.copy(output->value, *lowering.arrays.of[graph.input(output->name)->index], step.plan);
  }
  for (const Output& output : graph.outputs) {
    if (output.state) continue;
    Storage s = *lowering.arrays.of[output.value.index];
    if (s.space != Space::workspace || s.trip_stride || s.base) {  // an input handed back: results lie in the workspace
      Storage slot = lowering.workspace(graph.type(output.value));
      lowering.copy(output.value, slot, step.plan);
      s = slot;
    }
    const Type& type = graph.type(output.value);
    step.results.push_back({output.name, type.element, type.shape, type.batch_axis == 0, s.layout});
    step.result_slots.push_back(s.index);
  }
  for (const LoweredKernel& k : step.kernels) step.scratch_bytes = std::max<int64_t>(step.scratch_bytes, kernel::scratch_bytes(k.kernel));
  widen_data(step, target);
  plan_memory(step);
  return step;
}

}  // namespace keratin
