#include "compiler/lower/group.h"

#include <algorithm>
#include <set>

#include "compiler/lower/alignment.h"
#include "compiler/lower/contraction.h"
#include "compiler/lower/group_order.h"

namespace keratin {

Layout layout_for(const Shape& shape, Role role, const Target& target) {
  if (shape.empty()) return {};
  Layout out{.rows = count(shape) / shape.back(), .columns = shape.back()};
  out.pitch = role == Role::data ? out.columns : round_up(out.columns, target.lanes);
  if ((role == Role::weight || role == Role::slot) && shape.size() >= 2 && out.columns > panel) out.panel = panel;
  return out;
}

Layout layout_of(const Graph& graph, ValueId value, const Target& target) {
  const Role none = Role::carried;  // any role that has no layout of its own
  auto* input = std::get_if<Input>(&graph[value].op);
  return layout_for(graph.type(value).shape, input ? input->role : none, target);
}

namespace {

bool is_expensive(const Op& op) {
  auto* map = std::get_if<Map>(&op);
  return map && (info(map->kind).is_long || map->kind == Scalar::sqrt);
}

class Grouper {
 public:
  Grouper(const Graph& graph, const Target& target) : g(graph), target(target) {
    out.group_of.assign(g.size(), -1);
    out.stored.assign(g.size(), false);
    out.deferred.assign(g.outputs.size(), false);
    users.assign(g.size(), 0);
    repeated.assign(g.size(), false);
    folded.assign(g.size(), false);
    forced.assign(g.size(), false);
    bases.stored = [this](ValueId v) { return forced[v.index] || is<Input>(g[v]); };
    bases.layout = [this](ValueId v) { return layout_of(g, v, this->target); };
  }

  Grouping run() {
    find_forced();
    find_folded();
    for (int i = 0; i < g.size(); ++i) place({i});
    merge_neighbours();
    find_stored();
    order_groups(g, out, needs);
    return std::move(out);
  }

 private:
  const Graph& g;
  const Target& target;
  Grouping out;
  Bases bases;
  std::vector<int> users;
  std::vector<char> forced;  // must be an array: outputs, operands of tiles and loops
  std::vector<char> folded;    // cheap, and nothing but terms of sums over other axes than rows: computed where they are added
  std::vector<char> repeated;  // its elements serve many: a channel's scale, a row's length
  GroupNeeds needs = {};

  void find_forced() {
    for (const Value& v : g.values())
      for (ValueId operand : v.operands) ++users[operand.index];
    for (const Output& o : g.outputs) force(o.value);
    for (const Value& v : g.values()) {
      if (auto* broadcast = std::get_if<Broadcast>(&v.op)) {
        const Shape& small = g.type(v.operands[0]).shape;
        if (!small.empty() && count(broadcast->type.shape) > count(small)) repeated[v.operands[0].index] = true;
      }
      if (is<Contract>(v))
        for (ValueId operand : v.operands) force(view_base(g, operand, bases));
      if (is<Loop>(v))
        for (ValueId operand : v.operands) force(operand);
      if (auto* reduce = std::get_if<Reduce>(&v.op); reduce && leading_axes(*reduce) > 1) force(v.operands[0]);
      if (is<Gather>(v) || is<ScatterAdd>(v))
        for (ValueId operand : v.operands) force(view_base(g, operand, bases));
    }
  }
  void find_folded() {
    std::vector<char> wanted_elsewhere(g.size(), false);
    for (const Output& o : g.outputs) wanted_elsewhere[o.value.index] = true;
    for (int i = g.size(); i-- > 0;) {
      const Value& v = g[{i}];
      folded[i] = is<Map>(v) && users[i] > 0 && !forced[i] && !wanted_elsewhere[i] && !is_expensive(v.op);
      const bool adds = is<Reduce>(v) && !along_rows(v);
      for (ValueId operand : v.operands) wanted_elsewhere[operand.index] |= !folded[i] && !adds;
    }
  }
  bool along_rows(const Value& v) const {
    const Type& from = g.type(v.operands[0]);
    return std::get<Reduce>(v.op).axes == Axes{from.rank() - 1} && from.batch_axis != from.rank() - 1;
  }
  void force(ValueId v) {
    if (!is<Input>(g[v]) && !is<LoopResult>(g[v])) forced[v.index] = true;
  }
  static int leading_axes(const Reduce& op) {
    for (size_t i = 0; i < op.axes.size(); ++i)
      if (op.axes[i] != static_cast<int64_t>(i)) return 0;
    return static_cast<int>(op.axes.size());
  }

  // ---- which group a value joins

  void place(ValueId v) {
    const Value& value = g[v];
    if (is<Input>(value) || is<LoopResult>(value)) return;
    if (is<Loop>(value)) return start(GroupKind::loop, v, {}, -1);
    if (is<Contract>(value)) {
      const bool tile = tile_contraction(g, v, bases).has_value();
      return start(tile ? GroupKind::tile : GroupKind::serial, v, value.type.shape, value.type.batch_axis);
    }
    if (is<ScatterAdd>(value)) return start(GroupKind::serial, v, value.type.shape, value.type.batch_axis);
    if (is<Reduce>(value)) return place_reduction(v);
    if (is<Map>(value)) {
      if (folded[v.index] || is_mask_of_arrays(v) || join(v)) return;
      const bool worth_an_array = (users[v.index] > 1 && is_expensive(value.op)) || (repeated[v.index] && costs(v));
      if (!forced[v.index] && !touches_group(v) && !worth_an_array) return;  // computed where needed
      return start(GroupKind::rows, v, value.type.shape, value.type.batch_axis);
    }
    if (forced[v.index] && !join(v)) start(GroupKind::rows, v, value.type.shape, value.type.batch_axis);
  }

  // Whether computing v in place takes more than cheap functions.
  bool costs(ValueId v) const {
    if (out.group_of[v.index] >= 0 || is<Input>(g[v])) return false;
    if (is_expensive(g[v].op)) return true;
    return std::any_of(g[v].operands.begin(), g[v].operands.end(), [this](ValueId operand) { return costs(operand); });
  }

  // A comparison of what lies in memory anyway (relu's mask) is cheaper to repeat where it is needed than to store.
  bool is_mask_of_arrays(ValueId v) const {
    if (forced[v.index] || g.type(v).element != Element::boolean) return false;
    for (ValueId operand : g[v].operands)
      if (!is<Input>(g[operand]) && !forced[operand.index] && touches_group_or_is_in_one(operand)) return false;
    return true;
  }
  bool touches_group_or_is_in_one(ValueId v) const { return out.group_of[v.index] >= 0 || touches_group(v); }

  void place_reduction(ValueId v) {
    const Type& from = g.type(g[v].operands[0]);
    if (!along_rows(g[v])) return start(GroupKind::serial, v, g.type(v).shape, g.type(v).batch_axis);
    if (!join(v) && !join_same_rows(v, from)) start(GroupKind::rows, v, from.shape, from.batch_axis);
  }
  // A reduction that needs no group goes where rows of its shape are looped over anyway.
  bool join_same_rows(ValueId v, const Type& from) {
    if (touches_group(v)) return false;
    for (size_t id = 0; id < out.groups.size(); ++id) {
      Group& group = out.groups[id];
      if (group.kind != GroupKind::rows || group.domain != from.shape || group.batch_axis != from.batch_axis) continue;
      group.members.push_back(v);
      out.group_of[v.index] = static_cast<int>(id);
      return true;
    }
    return false;
  }

  void start(GroupKind kind, ValueId v, const Shape& domain, int batch_axis) {
    out.groups.push_back({kind, v, domain, batch_axis, {v}});
    const int id = static_cast<int>(out.groups.size()) - 1;
    out.group_of[v.index] = id;
    needs.of.emplace_back();
    for (int n : groups_below(v)) needs.of[id].insert(n);
    needs.of[id].erase(id);
  }

  // Groups whose arrays computing v reads, through values that are computed in place.
  std::set<int> groups_below(ValueId v) const {
    std::set<int> found;
    collect(v, found);
    return found;
  }
  void collect(ValueId v, std::set<int>& found) const {
    for (ValueId operand : g[v].operands) {
      if (out.group_of[operand.index] >= 0) found.insert(out.group_of[operand.index]);
      else collect(operand, found);
    }
  }
  bool touches_group(ValueId v) const { return !groups_below(v).empty(); }

  bool join(ValueId v) {
    std::set<int> below = groups_below(v);
    for (auto it = below.rbegin(); it != below.rend(); ++it)
      if (fits(v, *it) && independent(below, *it)) {
        Group& group = out.groups[*it];
        group.members.push_back(v);
        out.group_of[v.index] = *it;
        for (int n : below)
          if (n != *it) needs.of[*it].insert(n);
        return true;
      }
    return false;
  }
  bool independent(const std::set<int>& below, int group) const {
    for (int n : below)
      if (n != group && needs.reach(n, group)) return false;
    return true;
  }

  // Whether v has a place in the group's loops: its shape is the domain's (or one number a row), and it reads the group's
  // own values only where its own element is computed.
  bool fits(ValueId v, int id) {
    const Group& group = out.groups[id];
    const Shape& domain = group.domain;
    if (group.kind == GroupKind::loop || is<ScatterAdd>(g[group.root])) return false;  // a table is whole only at the end
    const Value& value = g[v];
    Shape shape = value.type.shape;
    Alignment at = identity(static_cast<int>(shape.size()));
    if (auto* reduce = std::get_if<Reduce>(&value.op)) {
      (void)reduce;
      if (group.kind != GroupKind::rows || g.type(value.operands[0]).shape != domain) return false;
      return aligned(value.operands[0], identity(static_cast<int>(domain.size())), id);
    }
    if (!is<Map>(value)) return false;
    if (group.kind == GroupKind::tile && group.parts == 1 && shape != domain) return take_parts(v, id);
    if (group.parts > 1) return shape == domain && aligned_parts(v, id);
    const bool row_value = group.kind == GroupKind::rows && !domain.empty() && shape == Shape(domain.begin(), domain.end() - 1) && has_reduction(group);
    if (shape != domain && !row_value) return false;
    for (size_t i = 0; i < value.operands.size(); ++i)
      if (!aligned(value.operands[i], at, id)) return false;
    return true;
  }
  bool has_reduction(const Group& group) const {
    for (ValueId m : group.members)
      if (is<Reduce>(g[m])) return true;
    return false;
  }
  bool aligned(ValueId v, const Alignment& at, int id) const {
    const Value& value = g[v];
    if (out.group_of[v.index] == id) {
      for (size_t i = 0; i < at.size(); ++i)
        if (at[i] != static_cast<int>(i) && !(at[i] == -1 && value.type.shape[i] == 1)) return false;
      return true;
    }
    if (out.group_of[v.index] >= 0 || is<Input>(value)) return true;
    for (size_t i = 0; i < value.operands.size(); ++i)
      if (!aligned(value.operands[i], through(g, value, i, at), id)) return false;
    return true;
  }

  // ---- parts: equal slices of a contraction's columns that belong to one column of what follows (the gates of a cell)

  // v reads slices of the group's domain [.., parts * n] and is itself [.., n]: from now on the domain is v's.
  bool take_parts(ValueId v, int id) {
    Group& group = out.groups[id];
    const Shape& shape = g.type(v).shape;
    if (shape.empty() || shape.size() != group.domain.size() || group.domain.back() % shape.back()) return false;
    if (!std::equal(shape.begin(), shape.end() - 1, group.domain.begin())) return false;
    const long parts = group.domain.back() / shape.back();
    if (parts < 2 || parts > 8 || shape.back() % target.lanes) return false;
    const Contraction contraction = *tile_contraction(g, group.root, bases);
    if (contraction.row < 0 || !all_users_slice(group, shape.back())) return false;
    for (const Product& p : contraction.products)  // parts of a panelled weight are whole panels apart
      if (p.b_column != 1 || (bases.layout(p.b.base).panel && shape.back() % panel)) return false;
    Group before = group;
    group.parts = static_cast<int>(parts), group.domain = shape;
    if (aligned_parts(v, id)) return true;
    group = before;
    return false;
  }
  // Every value outside that reads a member reads it through a slice of one part, or is a plain reader of the array.
  bool all_users_slice(const Group& group, long n) const {
    for (int i = 0; i < g.size(); ++i)
      for (ValueId operand : g[{i}].operands)
        if (std::count(group.members.begin(), group.members.end(), operand) && !std::count(group.members.begin(), group.members.end(), ValueId{i})) {
          auto* slice = std::get_if<Slice>(&g[{i}].op);
          if (slice && (slice->extent.back() != n || slice->begin.back() % n || slice->step.back() != 1)) return false;
        }
    return true;
  }
  bool aligned_parts(ValueId v, int id) const {
    const Group& group = out.groups[id];
    for (ValueId operand : g[v].operands)
      if (!part_of(operand, id, group.domain)) return false;
    return true;
  }
  bool part_of(ValueId v, int id, const Shape& shape) const {
    const Value& value = g[v];
    if (out.group_of[v.index] == id) return value.type.shape == shape;
    if (out.group_of[v.index] >= 0 || is<Input>(value)) return true;
    if (auto* slice = std::get_if<Slice>(&value.op); slice && out.group_of[value.operands[0].index] == id) {
      for (size_t d = 0; d + 1 < shape.size(); ++d)
        if (slice->begin[d] || slice->extent[d] != shape[d]) return false;
      return slice->extent.back() == shape.back() && slice->begin.back() % shape.back() == 0 && slice->step.back() == 1;
    }
    if (is<Map>(value)) {
      for (ValueId operand : value.operands)
        if (!part_of(operand, id, shape)) return false;
      return true;
    }
    std::set<int> below;
    collect(v, below);
    return !below.count(id);
  }

  // ---- groups over the same rows that do not need each other share their loops

  void merge_neighbours() {
    const int n = static_cast<int>(out.groups.size());
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j) {
        Group &a = out.groups[i], &b = out.groups[j];
        if (a.members.empty() || b.members.empty() || a.kind != GroupKind::rows || b.kind != GroupKind::rows) continue;
        if (a.domain != b.domain || a.batch_axis != b.batch_axis || needs.reach(i, j) || needs.reach(j, i)) continue;
        a.members.insert(a.members.end(), b.members.begin(), b.members.end());
        std::sort(a.members.begin(), a.members.end());
        for (ValueId m : b.members) out.group_of[m.index] = i;
        needs.of[i].insert(needs.of[j].begin(), needs.of[j].end());
        needs.of[j] = {i};
        b.members.clear();
      }
  }

  // ---- which values are arrays

  void find_stored() {
    for (int i = 0; i < g.size(); ++i)
      if (forced[i] && out.group_of[i] >= 0) out.stored[i] = true;
    for (const Group& group : out.groups)
      for (ValueId member : group.members) read_below(member, out.group_of[member.index]);
  }
  void read_below(ValueId v, int id) {
    for (ValueId operand : g[v].operands) {
      const int other = out.group_of[operand.index];
      if (other < 0) read_below(operand, id);
      else if (other != id) out.stored[operand.index] = true;
    }
  }
};

}  // namespace

Grouping group(const Graph& graph, const Target& target) { return Grouper(graph, target).run(); }

std::string print(const Graph& graph, const Grouping& grouping) {
  std::string text;
  for (size_t i = 0; i < grouping.groups.size(); ++i) {
    const Group& group = grouping.groups[i];
    text += "kernel " + std::to_string(i) + " " + std::string(group_kind_names[static_cast<int>(group.kind)]) + " {";
    if (group.parts > 1) text += "  # " + std::to_string(group.parts) + " parts in one tile";
    text += "\n";
    for (ValueId m : group.members) text += "  " + print_value(graph, m) + (grouping.stored[m.index] ? "  stored" : "") + "\n";
    text += "}\n";
  }
  return text;
}

}  // namespace keratin
