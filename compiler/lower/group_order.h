// The order in which groups run: what is needed first; a state's new value after everybody has read the old one.
#pragma once

#include <set>

#include "compiler/lower/group.h"

namespace keratin {

struct GroupNeeds {
  std::vector<std::set<int>> of;         // by group: those that must have run before it
  bool reach(int from, int to) const;    // `from` needs `to`, directly or not; or is it
};

// Sorts the groups, leaves out empty ones, and says which new states are copied at the end.
void order_groups(const Graph& graph, Grouping& grouping, GroupNeeds& needs);

}  // namespace keratin
