#include "frontend/layers/layer.h"

#include <algorithm>

#include "frontend/initializers/initializers.h"

namespace keratin {

Expr ModelContext::state(StateInfo info) {
  if (auto known = b.graph.input(info.name)) return {&b, *known};
  const bool listed = std::any_of(states->begin(), states->end(), [&](const StateInfo& s) { return s.name == info.name; });
  Expr out = input(b, info.name, info.role, {info.element, info.shape});
  if (!listed) states->push_back(std::move(info));
  return out;
}

Expr LayerContext::weight(const std::string& variable, Shape shape, const Config& initializer, const Config* regularizer) {
  StateInfo info{name + "/" + variable, Role::weight, Element::f32, shape};
  info.initial = make_initial(initializer, shape, static_cast<uint32_t>(model.states->size()));
  info.layer = name;
  Expr w = model.state(info);
  if (!regularizer) return w;
  // "l1" and "l2" alone have Keras' strengths of 0.01.
  const std::string& kind = regularizer->class_name;
  if (kind != "L1L2" && kind != "l1" && kind != "l2" && kind != "L1" && kind != "L2" && kind != "l1_l2") unknown(*regularizer, "K2105", "regularizer", kind, {"l1", "l2", "l1_l2"});
  const double l1 = regularizer->number("l1", kind == "l1" || kind == "L1" ? 0.01 : 0), l2 = regularizer->number("l2", kind == "l2" || kind == "L2" ? 0.01 : 0);
  if (l1 < 0 || l2 < 0) refuse(config, "K2106", "a regularizer's strength is at least 0");
  Axes all;
  for (int64_t d = 0; d < w.rank(); ++d) all.push_back(d);
  if (l1 > 0) model.penalties.push_back(sum(abs(w), all) * l1);
  if (l2 > 0) model.penalties.push_back(sum(square(w), all) * l2);
  return w;
}

Expr LayerContext::activate(Expr x, const std::string& activation) {
  Expr y = apply_activation(config, activation, x);
  if (activation != "linear") model.activated[y.id.index] = {activation, x};
  return y;
}

Expr LayerContext::uniform(Type type) {
  if (!model.seed) {
    model.seed = model.state({"seed", Role::counter, Element::i32, {}});
    model.step = model.state({"iterations", Role::counter, Element::i32, {}});
  }
  return random_uniform(model.b, type, ordinal, *model.seed, *model.step);
}

}  // namespace keratin
