// Which values share a kernel. A contraction takes what follows it element by element (bias, activation, mask, optimizer
// update); a chain of element-wise values takes the reductions of its rows (softmax with its loss and gradient); cheap
// values that depend on inputs alone are computed wherever they are needed.
#pragma once

#include "compiler/lower/schedule.h"
#include "compiler/lower/view.h"

namespace keratin {

enum class GroupKind {
  tile,    // a contraction by register tiles, and its epilogue
  rows,    // element-wise values over rows of the domain's last axis, with reductions of those rows
  serial,  // one reduction or contraction over other axes, a loop for each element, and its epilogue
  loop,    // a Loop
};
inline constexpr std::string_view group_kind_names[] = {"tile", "rows", "serial", "loop"};

struct Group {
  GroupKind kind;
  ValueId root;                  // the contraction, the reduction, the loop; the first value of a rows group
  Shape domain;                  // what its loops run over
  int batch_axis = -1;           // of the domain
  std::vector<ValueId> members;  // in order
  int parts = 1;                 // tile: vectors of one column (gates): the domain's last axis is 1/parts of the contraction's
};

struct Grouping {
  std::vector<Group> groups;     // in the order in which they run
  std::vector<int> group_of;     // by value; -1: an input, a view, or computed where it is needed
  std::vector<char> stored;      // by value: written to an array by its group
  std::vector<char> deferred;    // by output: a new state that is still read after its group; copied at the end
};

// How an array of this shape lies in memory: data as the user has it, weights of more than one panel in panels, all else
// in rows padded to whole rows of lanes.
Layout layout_for(const Shape& shape, Role role, const Target& target);
// The same for a value's array; a new state lies as the state that it replaces.
Layout layout_of(const Graph& graph, ValueId value, const Target& target);

Grouping group(const Graph& graph, const Target& target);

// `kernel 3 tile: dense + bias + relu …` a line a group: what --print-after=group shows above the graph.
std::string print(const Graph& graph, const Grouping& grouping);

}  // namespace keratin
