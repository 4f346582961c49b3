#include "compiler/lower/view.h"

namespace keratin {

std::vector<long> row_major(const Shape& shape) {
  std::vector<long> strides(shape.size(), 1);
  for (size_t d = shape.size(); d-- > 1;) strides[d - 1] = strides[d] * shape[d];
  return strides;
}

namespace {

// Turns the view of an op's operand into the view of its result; nullopt where the address is not affine.
struct Through {
  const Graph& graph;
  const Value& value;
  View view;

  std::optional<View> with(auto column_or_row) {
    View out = view;
    column_or_row(out.rows, view.rows, out.row0);
    column_or_row(out.columns, view.columns, out.column0);
    return out;
  }

  std::optional<View> operator()(const Transpose& op) {
    return with([&](auto& to, const auto& from, long&) {
      for (size_t i = 0; i < to.size(); ++i) to[i] = from[op.permutation[i]];
    });
  }
  std::optional<View> operator()(const Slice& op) {
    return with([&](auto& to, const auto& from, long& start) {
      for (size_t i = 0; i < to.size(); ++i) start += op.begin[i] * from[i], to[i] = op.step[i] * from[i];
    });
  }
  std::optional<View> operator()(const Broadcast& op) {
    const Shape& from_shape = graph.type(value.operands[0]).shape;
    return with([&](auto& to, const auto& from, long&) {
      to.assign(op.type.shape.size(), 0);
      for (size_t i = 0; i < from.size(); ++i)
        if (from_shape[i] != 1) to[op.axes[i]] = from[i];
    });
  }
  std::optional<View> operator()(const Window& op) {
    return with([&](auto& to, const auto& from, long&) {
      to.clear();
      size_t last = op.axes.back();
      for (size_t d = 0; d < from.size(); ++d) {
        long stride = from[d];
        for (size_t a = 0; a < op.axes.size(); ++a)
          if (op.axes[a] == static_cast<int64_t>(d)) stride *= op.stride[a];
        to.push_back(stride);
        if (d == last)
          for (size_t a = 0; a < op.axes.size(); ++a) to.push_back(from[op.axes[a]] * op.dilation[a]);
      }
    });
  }
  std::optional<View> operator()(const StopGradient&) { return view; }
  std::optional<View> operator()(const Reshape& op) {
    // Only where the operand's own elements lie end to end: then its strides are those of its shape.
    const Shape& from = graph.type(value.operands[0]).shape;
    std::vector<long> strides = row_major(from);
    for (size_t d = 0; d < from.size(); ++d)
      if (!view.flat || (from[d] != 1 && view.columns[d] != strides[d])) return std::nullopt;
    View out = view;
    out.columns = row_major(op.type.shape);
    out.rows.assign(out.columns.size(), 0);
    return out;
  }
  std::optional<View> operator()(const auto&) { return std::nullopt; }
};

View whole(const Graph& graph, ValueId value, bool flat) {
  const Shape& shape = graph.type(value).shape;
  View view{.base = value, .flat = flat};
  view.columns = row_major(shape);
  view.rows.assign(shape.size(), 0);
  if (flat || shape.empty()) return view;
  Shape leading(shape.begin(), shape.end() - 1);
  view.rows = row_major(leading);
  view.rows.push_back(0);
  view.columns.assign(shape.size(), 0);
  view.columns.back() = 1;
  return view;
}

bool is_view(const Op& op) {
  return std::holds_alternative<Transpose>(op) || std::holds_alternative<Slice>(op) || std::holds_alternative<Broadcast>(op) ||
         std::holds_alternative<Window>(op) || std::holds_alternative<Reshape>(op) || std::holds_alternative<StopGradient>(op);
}

}  // namespace

std::optional<View> view_of(const Graph& graph, ValueId id, const Bases& bases) {
  const Value& value = graph[id];
  if (bases.stored(id) || !is_view(value.op)) return whole(graph, id, contiguous(bases.layout(id)));
  std::optional<View> below = view_of(graph, value.operands[0], bases);
  if (!below) return std::nullopt;
  return std::visit(Through{graph, value, *below}, value.op);
}

ValueId view_base(const Graph& graph, ValueId id, const Bases& bases) {
  if (std::optional<View> view = view_of(graph, id, bases)) return view->base;
  ValueId below = graph[id].operands[0];  // the value at which the view breaks is the one to store
  return view_of(graph, below, bases) ? id : view_base(graph, below, bases);
}

}  // namespace keratin
