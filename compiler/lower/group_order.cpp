#include "compiler/lower/group_order.h"

#include <algorithm>

#include "compiler/lower/alignment.h"

namespace keratin {
namespace {

struct Orderer {
  const Graph& g;
  Grouping& out;
  GroupNeeds& needs;

  // A new value is written where the old one was, once nobody will read that; or it is copied there at the end.
  void wait_for_readers() {
    for (size_t o = 0; o < g.outputs.size(); ++o) {
      if (!g.outputs[o].state) continue;
      const int writer = out.group_of[g.outputs[o].value.index];
      const std::optional<ValueId> old = g.input(g.outputs[o].name);
      if (writer < 0 || !old) { out.deferred[o] = true; continue; }
      std::set<int> readers = readers_of(*old);
      bool later = readers.count(writer) && (!reads_in_place(writer, *old) || read_behind(writer, g.outputs[o].value, *old));
      for (int r : readers)
        if (r != writer && needs.reach(r, writer)) later = true;
      if (std::count_if(g.outputs.begin(), g.outputs.end(), [&](const Output& other) { return other.value == g.outputs[o].value; }) > 1) later = true;
      out.deferred[o] = later;
      if (!later)
        for (int r : readers)
          if (r != writer) needs.of[writer].insert(r);
    }
  }
  void sort() {
    const int n = static_cast<int>(out.groups.size());
    std::vector<int> order, at(n, -1);
    while (static_cast<int>(order.size()) < n)
      for (int i = 0; i < n; ++i) {
        if (at[i] >= 0 || std::any_of(needs.of[i].begin(), needs.of[i].end(), [&](int m) { return at[m] < 0; })) continue;
        at[i] = static_cast<int>(order.size());
        order.push_back(i);
        break;
      }
    std::vector<Group> sorted;
    std::vector<int> position(n, -1);
    for (int i : order)
      if (!out.groups[i].members.empty()) position[i] = static_cast<int>(sorted.size()), sorted.push_back(std::move(out.groups[i]));
    out.groups = std::move(sorted);
    for (int& group : out.group_of)
      if (group >= 0) group = position[group];
  }

  std::set<int> readers_of(ValueId state) const {
    std::set<int> readers;
    for (size_t i = 0; i < out.groups.size(); ++i)
      for (ValueId member : out.groups[i].members)
        if (reads(member, state, static_cast<int>(i))) readers.insert(static_cast<int>(i));
    return readers;
  }
  bool reads(ValueId v, ValueId state, int id) const {
    for (ValueId operand : g[v].operands)
      if (operand == state || (out.group_of[operand.index] < 0 && reads(operand, state, id))) return true;
    return false;
  }
  // A member behind the new value would find it in the old one's place.
  bool read_behind(int id, ValueId value, ValueId state) const {
    const std::vector<ValueId>& members = out.groups[id].members;
    return std::any_of(std::find(members.begin(), members.end(), value), members.end(), [&](ValueId m) { return m != value && reads(m, state, id); });
  }
  // The group reads the old value only at the element whose new value it writes.
  bool reads_in_place(int id, ValueId state) const {
    const Group& group = out.groups[id];
    if (group.parts > 1 || g.type(state).shape != group.domain) return false;
    for (ValueId member : group.members) {
      const bool loops = is<Contract>(g[member]) || is<Reduce>(g[member]) || is<ScatterAdd>(g[member]);
      if (loops && reads(member, state, id)) return false;
      if (!in_place(member, state, identity(static_cast<int>(group.domain.size())), id)) return false;
    }
    return true;
  }
  bool in_place(ValueId v, ValueId state, const Alignment& at, int id) const {
    if (g.type(v).shape.size() != at.size()) return !reads(v, state, id);
    for (size_t i = 0; i < g[v].operands.size(); ++i) {
      const ValueId operand = g[v].operands[i];
      const Alignment below = through(g, g[v], i, at);
      if (operand == state && below != identity(static_cast<int>(below.size()))) return false;
      if (operand != state && out.group_of[operand.index] < 0 && !is<Input>(g[operand]) && !in_place(operand, state, below, id)) return false;
    }
    return true;
  }
};

}  // namespace

bool GroupNeeds::reach(int from, int to) const {
  if (from == to) return true;
  for (int n : of[from])
    if (reach(n, to)) return true;
  return false;
}

void order_groups(const Graph& graph, Grouping& grouping, GroupNeeds& needs) {
  Orderer orderer{graph, grouping, needs};
  orderer.wait_for_readers();
  orderer.sort();
}

}  // namespace keratin
