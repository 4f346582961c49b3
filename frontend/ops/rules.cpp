#include "frontend/ops/rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace keratin {

void refuse(const OpSettings& call, const std::string& code, const std::string& message, const std::string& help) {
  fail(code, "`" + call.op.substr(0, 60) + "`: " + message, call.place, help);
}
std::string shown(const Type& type) {
  Shape shape = type.shape;
  if (type.batch_axis >= 0) shape[type.batch_axis] = -1;
  return to_string(shape);
}

const OpValue* OpSettings::find(std::string_view name) const {
  for (const auto& [known, value] : values)
    if (known == name) return &value;
  return nullptr;
}
double number_of(const OpSettings& call, std::string_view name) { return std::get<double>(*call.find(name)); }
bool flag_of(const OpSettings& call, std::string_view name) { return std::get<bool>(*call.find(name)); }
Axes list_of(const OpSettings& call, std::string_view name) {
  const OpValue& value = *call.find(name);
  if (auto* one = std::get_if<double>(&value)) return {static_cast<int64_t>(*one)};
  return std::get<Axes>(value);
}
static int64_t inside(const OpSettings& call, std::string_view name, int64_t axis, int rank) {
  if (axis < -rank || axis >= rank) refuse(call, "K2404", fmt::format("{} {} is outside {} axes", name, axis, rank), rank > 0 ? fmt::format("axes are {} to {}; axis 0 is the batch", -rank, rank - 1) : "");
  return axis < 0 ? axis + rank : axis;
}
int64_t axis_of(const OpSettings& call, std::string_view name, int rank) { return inside(call, name, list_of(call, name)[0], rank); }
Axes axes_of(const OpSettings& call, std::string_view name, int rank) {
  Axes axes;
  if (!call.find(name))
    for (int d = 0; d < rank; ++d) axes.push_back(d);
  else
    for (int64_t axis : list_of(call, name)) axes.push_back(inside(call, name, axis, rank));
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) refuse(call, "K2404", fmt::format("{} names an axis twice", name));
  return axes;
}

bool is_batch(Expr x, int64_t axis) { return x.type().batch_axis == axis; }
Expr numbers(Expr x) { return to_float(x); }
Expr truth(Expr x) {
  if (x.type().element == Element::boolean) return x;
  return map(Scalar::not_equal, {x, constant(*x.builder, 0, x.type().element)});
}

std::vector<Expr> joined(const OpSettings& call, std::span<const Expr> operands) {
  Type all;
  for (const Expr& x : operands) all.shape.resize(std::max<size_t>(all.shape.size(), x.rank()), 1);
  std::string seen;
  for (const Expr& x : operands) seen += (seen.empty() ? "" : " and ") + shown(x.type());
  for (const Expr& x : operands)
    for (int i = 0; i < x.rank(); ++i) {
      const int to = static_cast<int>(all.shape.size()) - x.rank() + i;
      if (x.shape()[i] == 1 && !is_batch(x, i)) continue;  // repeats
      const bool first = all.shape[to] == 1 && all.batch_axis != to;
      if (!first && (all.batch_axis == to) != is_batch(x, i)) refuse(call, "K2403", "the batch meets another axis: " + seen, "bring the batch to the front of both, for instance with `expand_dims`");
      if (!first && all.shape[to] != x.shape()[i]) refuse(call, "K2403", "shapes do not fit: " + seen, "axes are matched from the last one on; two extents are equal, or one of them is 1");
      if (is_batch(x, i) && all.batch_axis >= 0 && all.batch_axis != to) refuse(call, "K2403", "the batch is another axis in each: " + seen, "bring the batch to the front of both, for instance with `expand_dims`");
      all.shape[to] = x.shape()[i];
      if (is_batch(x, i)) all.batch_axis = to;
    }
  all = allowed(call, all);
  std::vector<Expr> out;
  for (const Expr& x : operands) out.push_back(broadcast_to(x, all));
  return out;
}

Type allowed(const OpSettings& call, Type type) {
  constexpr int64_t most = int64_t(1) << 30;  // kernels count in 32 bits, padding included
  int64_t n = 1;
  for (int64_t extent : type.shape) n = extent > most / n ? most + 1 : n * extent;
  if (n > most) refuse(call, "K2407", "a result of " + shown(type) + " is too large");
  if (type.rank() > 8) refuse(call, "K2407", fmt::format("a result has {} axes, 8 are the most", type.rank()));
  return type;
}
Expr reshaped(const OpSettings& call, Expr x, Type type) {
  type.element = x.type().element;
  if (type == x.type()) return x;
  return {x.builder, x.builder->graph.add(Reshape{allowed(call, type)}, {x.id}, x.builder->origin)};
}

}  // namespace keratin
