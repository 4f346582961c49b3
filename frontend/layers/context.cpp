#include "frontend/layers/context.h"

#include <algorithm>

#include "frontend/activations/activation.h"
#include "frontend/initializers/initializers.h"
#include "frontend/regularizers/regularizer.h"

namespace keratin {

Expr ModelContext::state(StateInfo info) {
  if (auto known = b.graph.input(info.name)) return {&b, *known};
  const bool listed = std::any_of(states->begin(), states->end(), [&](const StateInfo& s) { return s.name == info.name; });
  Expr out = input(b, info.name, info.role, {info.element, info.shape});
  if (!listed) states->push_back(std::move(info));
  return out;
}
void ModelContext::update(const std::string& state, Expr value) { update_state(b, state, value); }

Expr LayerContext::weight(const std::string& variable, Shape shape) {
  const Config* initializer = config.object(variable + "_initializer");
  check(initializer != nullptr, "the layer has a setting `" + variable + "_initializer`");
  return weight(variable, std::move(shape), *initializer);
}
Expr LayerContext::weight(const std::string& variable, Shape shape, const Config& initializer) {
  StateInfo info{name + "/" + variable, Role::weight, Element::f32, shape};
  info.initial = make_initial(initializer, shape, static_cast<uint32_t>(model.states->size()));
  info.layer = name, info.trainable = trainable;
  const bool again = model.b.graph.input(info.name).has_value();  // by a layer that is used twice
  Expr w = model.state(info);
  if (again || !trainable) return w;
  if (const Config* regularizer = config.object(variable + "_regularizer")) penalize(penalty(*regularizer, w));
  if (const Config* constraint = config.object(variable + "_constraint")) model.constraints[info.name] = *constraint;
  return w;
}

Expr LayerContext::statistic(const std::string& variable, Shape shape, Initial initial) {
  if (const Config* initializer = config.object(variable + "_initializer")) initial = make_initial(*initializer, shape, static_cast<uint32_t>(model.states->size()));
  return model.state({name + "/" + variable, Role::statistic, Element::f32, shape, initial, name, false});
}
Expr LayerContext::statistic(const std::string& variable, Shape shape, const Config& initializer) {
  return statistic(variable, shape, make_initial(initializer, shape, static_cast<uint32_t>(model.states->size())));
}
void LayerContext::update_statistic(const std::string& variable, Expr value) { model.update(name + "/" + variable, value); }

Expr LayerContext::activate(Expr x, const Config& activation) {
  Expr y = apply_activation(activation, x);
  const std::string& by = activation_row(activation).class_name;
  if (by != "linear") model.activated[y.id.index] = {by, x};
  return y;
}

Expr LayerContext::uniform(Type type) {
  if (!model.seed) {
    model.seed = model.state({"seed", Role::counter, Element::i32, {}});
    model.step = model.state({"iterations", Role::counter, Element::i32, {}});
  }
  return random_uniform(model.b, type, ordinal, *model.seed, *model.step);
}

void LayerContext::warn(const std::string& code, const std::string& message, const std::string& help) {
  if (!model.warnings) return;
  Place place = config.place;
  place.layer = name;
  model.warnings->push_back({code, config.class_name + ": " + message, place, help, Severity::warning});
}

Axes axes_of(const Config& config, std::string_view setting, int rank) {
  Axes axes = config.extents(setting);
  for (int64_t& axis : axes) {
    const int64_t given = axis;
    if (axis < 0) axis += rank;
    if (axis < 1 || axis >= rank)
      refuse(config, "K2120", std::string(setting) + " is " + std::to_string(given) + ", an array of rank " + std::to_string(rank) + " has the axes 1 to " + std::to_string(rank - 1) + " behind the batch");
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) refuse(config, "K2120", std::string(setting) + " names an axis twice");
  return axes;
}

}  // namespace keratin
