// Follows views (slices, transposes, windows …) from a value to the array beneath: an address that is affine in the
// value's own indices, if there is one.
#pragma once

#include <functional>
#include <optional>

#include "compiler/ir/graph.h"
#include "runtime/program.h"

namespace keratin {

// Element (i0, i1, …) of the value lies in row `row0 + sum rows[d] * id`, column `column0 + sum columns[d] * id` of its base.
struct View {
  ValueId base;
  long row0 = 0, column0 = 0;
  std::vector<long> rows, columns;
  bool flat = false;  // the rows lie end to end: row0 and rows are 0, columns count elements from the base's beginning
};

struct Bases {
  std::function<bool(ValueId)> stored;    // an array although its op is a view
  std::function<Layout(ValueId)> layout;  // of the array of a base
};
// The array's rows lie end to end, so a reshape is only another way to count.
inline bool contiguous(const Layout& layout) { return !layout.panel && (layout.rows == 1 || layout.pitch == layout.columns); }

std::optional<View> view_of(const Graph& graph, ValueId value, const Bases& bases);

// The base that view_of would reach, or the value at which an address stops being affine.
ValueId view_base(const Graph& graph, ValueId value, const Bases& bases);

std::vector<long> row_major(const Shape& shape);  // strides in elements

}  // namespace keratin
