#include "frontend/layers/context.h"

#include <algorithm>

#include "frontend/activations/activation.h"
#include "frontend/formula/formula.h"
#include "frontend/initializers/initializers.h"
#include "frontend/regularizers/regularizer.h"
#include "runtime/base/checked.h"

namespace keratin {

Expr ModelContext::state(StateInfo info) {
  if (auto known = b.graph.input(info.name)) return {&b, *known};
  const bool listed = std::any_of(states->begin(), states->end(), [&](const StateInfo& s) { return s.name == info.name; });
  Expr out = input(b, info.name, info.role, {info.element, info.shape});
  if (!listed) states->push_back(std::move(info));
  return out;
}
Expr ModelContext::current(const std::string& state) {
  for (const Output& o : b.graph.outputs)
    if (o.state && o.name == state) return {&b, o.value};
  return {&b, *b.graph.input(state)};
}
void ModelContext::update(const std::string& state, Expr value) {
  std::erase_if(b.graph.outputs, [&](const Output& o) { return o.state && o.name == state; });
  update_state(b, state, value);
}

Expr LayerContext::weight(const std::string& variable, Shape shape) {
  const Config* initializer = config.object(variable + "_initializer");
  check(initializer != nullptr, "the layer has a setting `" + variable + "_initializer`");
  return weight(variable, std::move(shape), *initializer);
}
Expr LayerContext::weight(const std::string& variable, Shape shape, const Config& initializer) {
  const Initial first = make_initial(initializer, shape, static_cast<uint32_t>(model.states->size()));
  return weight(variable, std::move(shape), first);
}
Expr LayerContext::weight(const std::string& variable, Shape shape, const Initial& first) {
  wants_room(shape);
  StateInfo info{name + "/" + variable, Role::weight, Element::f32, shape, first};
  info.layer = name, info.trainable = trainable;
  const bool again = model.b.graph.input(info.name).has_value();  // by a layer that is used twice
  Expr w = model.state(info);
  if (again || !trainable) return w;
  if (const Config* regularizer = config.object(variable + "_regularizer")) penalize(penalty(*regularizer, w));
  if (const Config* constraint = config.object(variable + "_constraint")) model.constraints[info.name] = *constraint;
  return w;
}

Expr LayerContext::statistic(const std::string& variable, Shape shape, Initial initial, Element element) {
  if (const Config* initializer = config.object(variable + "_initializer")) initial = make_initial(*initializer, shape, static_cast<uint32_t>(model.states->size()));
  const StateInfo info{name + "/" + variable, Role::statistic, element, shape, initial, name, false};
  model.state(info);
  return model.current(info.name);
}
Expr LayerContext::statistic(const std::string& variable, Shape shape, const Config& initializer) {
  return statistic(variable, shape, make_initial(initializer, shape, static_cast<uint32_t>(model.states->size())));
}
void LayerContext::update_statistic(const std::string& variable, Expr value) { model.update(name + "/" + variable, value); }

Expr LayerContext::given(const std::string& variable, Shape shape, const Numbers& values) {
  if (values.size() == 1) return constant(model.b, values[0]);
  check(static_cast<int64_t>(values.size()) == count(shape), "as many numbers as elements");
  Initial first{InitialKind::values};
  first.values = values;
  return model.state({name + "/" + variable, Role::setting, Element::f32, shape, first, name, false});
}

Expr LayerContext::activate(Expr x, const Config& activation) {
  if (activation.formula) {
    Expr y = call_formula(activation, {model.b, {x}, training()});
    if (y.shape() != x.shape()) refuse(activation, "K2123", "the formula makes " + to_string(y.shape()) + " of " + to_string(x.shape()) + ", an activation keeps the shape");
    return y;
  }
  Expr y = apply_activation(activation, x);
  const std::string& by = activation_row(activation).class_name;
  const std::optional<double> axis = activation.maybe_number("axis");
  const bool along_last = !axis || *axis == -1 || *axis == x.rank() - 1;
  if (by == "softmax" && along_last && x.shape().back() == 1) warn("K2191", "softmax over one number is always 1", "use sigmoid for one unit");
  if (by != "linear" && along_last) model.activated[y.id.index] = {by, x};
  return y;
}

// A layer's own seed makes its numbers whatever stands around it: then its place in the model does not count.
LayerContext::Stream LayerContext::stream(uint32_t draws) {
  uint32_t& drawn = model.draws[name];
  const uint32_t draw = drawn;
  drawn += draws;
  const Expr step = model.state({"iterations", Role::counter, Element::i32, {}});
  if (config.has("seed")) return {0, constant(model.b, static_cast<int32_t>(config.whole("seed")), Element::i32), step, draw};
  return {ordinal, model.state({"seed", Role::counter, Element::i32, {}}), step, draw};
}
Expr LayerContext::uniform(Type type) {
  const Stream s = stream(1);
  return random_uniform(model.b, std::move(type), s.ordinal, s.seed, s.step, s.draw);
}
Expr LayerContext::normal(Type type) {
  const Stream s = stream(2);  // a normal number is made of two
  return random_normal(model.b, std::move(type), s.ordinal, s.seed, s.step, s.draw);
}

void LayerContext::warn(const std::string& code, const std::string& message, const std::string& help) {
  if (!model.warnings) return;
  Place place = config.place;
  place.layer = name;
  model.warnings->push_back({code, config.class_name + ": " + message, place, help, Severity::warning});
}

void LayerContext::wants_rank(Expr x, int rank) const {
  Shape shape = x.shape();
  shape[0] = -1;
  if (x.rank() != rank) refuse(config, "K2130", "inputs have shape " + to_string(shape) + ", the layer takes " + std::to_string(rank) + " axes, the batch included");
}
void LayerContext::wants_room(const Shape& shape) const {
  const std::optional<int64_t> elements = checked_count(shape);
  if (!elements || *elements > most_elements) refuse(config, "K2110", "an array of shape " + to_string(shape) + " has more than 2^30 numbers", "take smaller extents or a smaller batch");
}

namespace {
int64_t checked_axis(const Config& config, std::string_view setting, int64_t given, int rank) {
  const int64_t axis = given < 0 ? given + rank : given;
  if (axis < 1 || axis >= rank)
    refuse(config, "K2120", std::string(setting) + " is " + std::to_string(given) + ", an array of rank " + std::to_string(rank) + " has the axes 1 to " + std::to_string(rank - 1) + " behind the batch");
  return axis;
}
}  // namespace

int64_t axis_of(const Config& config, std::string_view setting, int rank) { return checked_axis(config, setting, config.whole(setting), rank); }
Axes axes_of(const Config& config, std::string_view setting, int rank) {
  Axes axes = config.extents(setting);
  for (int64_t& axis : axes) axis = checked_axis(config, setting, axis, rank);
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) refuse(config, "K2120", std::string(setting) + " names an axis twice");
  return axes;
}

Expr along(Expr small, Expr x, const Axes& axes) {
  Type type = x.type();
  type.element = small.type().element;
  return broadcast(small, type, axes);
}
Axes other_axes(Expr x, const Axes& axes) {
  Axes out;
  for (int64_t axis = 0; axis < x.rank(); ++axis)
    if (!std::count(axes.begin(), axes.end(), axis)) out.push_back(axis);
  return out;
}

}  // namespace keratin
