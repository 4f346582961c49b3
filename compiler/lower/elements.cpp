#include "compiler/lower/elements.h"

#include <algorithm>

#include "runtime/base/diagnostic.h"

namespace keratin {

using kernel::Index;
using kernel::Operand;
using kernel::Register;

kernel::Type kernel_type(Element element) {
  return element == Element::f32 ? kernel::Type::number : element == Element::i32 ? kernel::Type::integer : kernel::Type::mask;
}

namespace {

void append(std::string& key, const Index& index) {
  key += std::to_string(index.constant);
  for (const kernel::Term& term : index.terms) key += "+" + std::to_string(static_cast<int>(term.variable)) + "*" + std::to_string(term.factor);
}
void append(std::string& key, const Register& reg) {
  key += "r" + std::to_string(static_cast<int>(reg.name));
  for (const Index& e : reg.element) key += "[", append(key, e), key += "]";
}
std::string key_of(ValueId value, const Point& point) {
  std::string key = std::to_string(value.index);
  for (const Coordinate& c : point) {
    key += ",";
    std::visit([&](const auto& x) { append(key, x); }, c);
  }
  return key;
}
std::string key_of(const Storage& s) {
  std::string key;
  for (long n : {static_cast<long>(s.space), static_cast<long>(s.index), s.base, s.trip_stride, s.trip_shift, s.trip_modulo}) key += std::to_string(n) + ",";
  return key;
}
bool depends_on_loops(const Index& index) { return !index.terms.empty(); }

}  // namespace

Elements::Elements(const Graph& graph, const Grouping& grouping, const Arrays& arrays, int group, const Target& target)
    : graph(graph), grouping(grouping), arrays(arrays), group(group), target(target), memo_(1) {
  b.k.tail = arrays.tail;
}

kernel::Type Elements::type_of(ValueId value) const { return kernel_type(graph.type(value).element); }

kernel::Name Elements::buffer(const Storage& storage, kernel::Use use) {
  static constexpr const char* prefix[] = {"d", "s", "w"};
  auto [it, fresh] = buffers_.try_emplace(key_of(storage));
  if (fresh) {
    const auto type = storage.element == Element::f32 ? kernel::Type::number : kernel::Type::integer;
    // Vectors may read past the last row, but never past the array: plan and data keep a row of lanes behind it.
    it->second = b.k.buffer(prefix[static_cast<int>(storage.space)] + std::to_string(storage.index), use, array_elements(storage.layout, target.lanes), type);
    arguments.push_back(storage);
  }
  if (use == kernel::Use::output)
    for (kernel::Buffer& known : b.k.buffers)
      if (known.name == it->second) known.use = use;
  return it->second;
}

// Along an axis of one element every coordinate is 0: lanes behind it hold nothing.
Point Elements::plain(ValueId value, Point point) const {
  const Shape& shape = graph.type(value).shape;
  for (size_t d = 0; d < shape.size(); ++d)
    if (shape[d] == 1) point[d] = Index(0);
  return point;
}

void Elements::define(ValueId value, const Point& point, Operand reg) { memo_.back()[key_of(value, plain(value, point))] = std::move(reg); }

Operand Elements::get(ValueId value, const Point& any_point) {
  const Point point = plain(value, any_point);
  const std::string key = key_of(value, point);
  for (auto scope = memo_.rbegin(); scope != memo_.rend(); ++scope)
    if (auto it = scope->find(key); it != scope->end()) return it->second;
  Operand result = compute(value, point);
  memo_.back().emplace(key, result);
  return result;
}

Register Elements::get_register(ValueId value, const Point& point) {
  Operand x = get(value, point);
  if (auto* reg = std::get_if<Register>(&x)) return *reg;
  return b.let("t", Scalar::copy, {x}, type_of(value));
}

// A scalar function of literals alone would have no lanes: its first operand becomes a register.
Operand Elements::apply(Scalar op, std::vector<Operand> of, kernel::Type type) {
  const bool whole = std::any_of(of.begin(), of.end(), [](const Operand& x) { return std::holds_alternative<Register>(x); });
  const bool two_literal_arms = op == Scalar::select && !std::holds_alternative<Register>(of[1]) && !std::holds_alternative<Register>(of[2]);
  Operand& first = two_literal_arms ? of[1] : of[0];
  if (op != Scalar::copy && (!whole || two_literal_arms))
    first = b.let("t", Scalar::copy, {first}, std::holds_alternative<float>(first) ? kernel::Type::number : kernel::Type::integer);
  return b.let("t", op, std::move(of), type);
}

// ---- coordinates

Operand Elements::integer(const Coordinate& c) {
  return std::visit([](const auto& x) { return Operand(x); }, c);
}
Coordinate Elements::sum(const Coordinate& a, const Coordinate& b_) {
  auto *x = std::get_if<Index>(&a), *y = std::get_if<Index>(&b_);
  if (x && y) return *x + *y;
  if (x && *x == Index(0)) return b_;
  if (y && *y == Index(0)) return a;
  return std::get<Register>(apply(Scalar::add, {integer(a), integer(b_)}, kernel::Type::integer));
}
Coordinate Elements::times(const Coordinate& a, long factor) {
  if (auto* x = std::get_if<Index>(&a)) return *x * factor;
  if (factor == 1) return a;
  return std::get<Register>(apply(Scalar::multiply, {integer(a), Index(factor)}, kernel::Type::integer));
}

// ---- arrays

kernel::Place Elements::place(const Storage& storage, const Point& point) {
  const Layout& layout = storage.layout;
  Coordinate row = Index(0), column = Index(0);
  long stride = 1;
  for (size_t d = point.size(); d-- > 0;) {
    if (d + 1 == point.size()) { column = point[d]; continue; }
    row = sum(row, times(point[d], stride));
    stride *= storage.shape[d];
  }
  Coordinate at = Index(0);
  if (!layout.panel) {
    at = sum(times(row, layout.pitch), column);
  } else if (auto* c = std::get_if<Index>(&column); std::optional<Index> distance = c ? in_panels(*c, layout) : std::nullopt) {
    at = sum(times(row, layout.panel), *distance);
  } else {
    const Operand c2 = integer(column);
    Coordinate across = std::get<Register>(apply(Scalar::divide, {c2, Index(layout.panel)}, kernel::Type::integer));
    Coordinate inside = std::get<Register>(apply(Scalar::remainder, {c2, Index(layout.panel)}, kernel::Type::integer));
    at = sum(sum(times(row, layout.panel), times(across, layout.rows * layout.panel)), inside);
  }
  auto* index = std::get_if<Index>(&at);
  if (!index) return anywhere(storage, std::get<Register>(at));
  const long across_lanes = index->factor(kernel::lane);
  if (across_lanes == 0 || across_lanes == 1) return {buffer(storage, kernel::Use::input), *index};
  const auto reach = b.span(*index);
  if (reach.least < 0 || reach.most >= array_elements(layout, target.lanes)) return anywhere(storage, *index);
  Index rest = *index + kernel::lane * -across_lanes;
  const kernel::Name name = buffer(storage, kernel::Use::input);
  return {name, rest, b.let("offset", Scalar::copy, {Operand(kernel::lane * across_lanes)}, kernel::Type::integer)};
}

// How far a column lies from its row's beginning; nullopt where lanes may fall into different panels.
std::optional<Index> Elements::in_panels(const Index& column, const Layout& layout) const {
  Index across, inside(column.constant);  // terms that move by whole panels, terms inside one
  for (const kernel::Term& term : column.terms) {
    const auto span = b.span(term.variable);
    const bool whole = span.least * term.factor % layout.panel == 0 && span.step * term.factor % layout.panel == 0;
    Index& to = whole ? across : inside;
    to = to + term.variable * term.factor;
  }
  const auto reach = b.span(inside);
  const long first = (reach.least - (reach.least < 0 ? layout.panel - 1 : 0)) / layout.panel * layout.panel;
  if (reach.most >= first + layout.panel) return std::nullopt;
  return across * layout.rows + inside + Index(first * (layout.rows - 1));
}

// Every lane at a place of its own. Lanes behind a row's end, and indices that a user's data gives, stay inside the array.
kernel::Place Elements::anywhere(const Storage& storage, Operand at) {
  const Operand from_zero = apply(Scalar::maximum, {at, Index(0)}, kernel::Type::integer);
  const Operand inside = apply(Scalar::minimum, {from_zero, Index(array_elements(storage.layout, target.lanes) - 1)}, kernel::Type::integer);
  return {buffer(storage, kernel::Use::input), Index(0), std::get<Register>(inside)};
}

// The block of an array whose rows the lanes own: it is staged when it is first asked for.
std::optional<kernel::Name> Elements::turned_array(const Storage& storage, const Point& point) {
  auto* column = point.empty() ? nullptr : std::get_if<Index>(&point.back());
  if (!turned_ || !column || column->factor(kernel::lane) || storage.element != Element::f32 || storage.layout.columns > 16) return std::nullopt;
  Coordinate row = Index(0);
  long stride = 1;
  for (size_t d = point.size() - 1; d-- > 0;) row = sum(row, times(point[d], stride)), stride *= storage.shape[d];
  auto* first = std::get_if<Index>(&row);
  if (!first || first->factor(kernel::lane) != 1) return std::nullopt;
  const long pitch = storage.layout.panel ? storage.layout.panel : storage.layout.pitch;
  const Index begin = (*first + kernel::lane * -1) * pitch;
  const auto reach = b.span(begin);
  if (reach.least < 0 || reach.most + 15 * pitch + 15 >= array_elements(storage.layout, target.lanes)) return std::nullopt;
  std::string key = key_of(storage) + " ";
  append(key, *first);
  auto [it, fresh] = blocks_.try_emplace(key);
  if (fresh) {
    it->second = new_block();
    const kernel::Place from{buffer(storage, kernel::Use::input), begin};
    b.within(*turned_, [&] {
      b.add(kernel::Barrier{});
      b.add(kernel::Stage{{it->second}, 1, 16, from, pitch, 16, static_cast<int>(storage.layout.columns)});
      b.add(kernel::Barrier{});
    });
  }
  return it->second;
}

std::optional<kernel::Name> Elements::block_of(ValueId value, const Point& point) {
  if (!turned_) return std::nullopt;
  if (auto it = blocks_.find(std::to_string(value.index)); it != blocks_.end()) return it->second;
  if (grouping.group_of[value.index] == group || !arrays.of[value.index]) return std::nullopt;
  return turned_array(*arrays.of[value.index], point);
}

Operand Elements::load(const Storage& storage, const Point& point) {
  kernel::Place from = place(storage, point);
  const auto memory = storage.element == Element::f32 ? kernel::Type::number : kernel::Type::integer;
  Register out;
  if (!from.offset && !depends_on_loops(from.at) && hoist_) {
    // The same number for all lanes and turns: loaded once, before the loops.
    b.within(*hoist_, [&] { out = b.load("t", from, kernel::Reach::late, memory); });
    if (storage.element != Element::boolean) memo_[hoist_depth_]["load " + key_of(storage)] = out;
  } else {
    const auto reach = from.offset || from.at.factor(kernel::lane) ? kernel::Reach::lanes : kernel::Reach::one;
    out = b.load("t", from, reach, memory);
  }
  if (storage.element == Element::boolean) return b.let("t", Scalar::not_equal, {out, Operand(Index(0))}, kernel::Type::mask);
  return out;
}

void Elements::store(ValueId value, const Point& point, bool first_lane) {
  Operand x = get(value, point);
  kernel::Type type = type_of(value);
  if (type == kernel::Type::mask) x = apply(Scalar::select, {x, Index(1), Index(0)}, kernel::Type::integer), type = kernel::Type::integer;
  const Storage& storage = *arrays.of[value.index];
  kernel::Place to = place(storage, point);
  check(!to.offset, "a stored value's lanes lie side by side");
  buffer(storage, kernel::Use::output);
  b.add(kernel::Store{to, x, type, first_lane});
}

Operand Elements::compute(ValueId id, const Point& point) {
  if (auto block = block_of(id, point)) return b.load("t", in_block(*block, std::get<Index>(point.back())));
  const int owner = grouping.group_of[id.index];
  const bool own = owner == group;
  if (!own && arrays.of[id.index]) {
    // Loads that were moved before the loops are known by their array alone.
    if (graph.type(id).shape.empty())
      for (auto& scope : memo_)
        if (auto it = scope.find("load " + key_of(*arrays.of[id.index])); it != scope.end()) return it->second;
    return load(*arrays.of[id.index], point);
  }
  return by_rule(graph[id], point);
}

}  // namespace keratin
