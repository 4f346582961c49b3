// Formulas of your own: a callable is run once over symbols, and what it does becomes ops of the model, differentiated,
// fused and printed as the built-in layers are.
#pragma once

#include "keratin/object.h"

namespace keratin {

// A value of the model while a formula is written down. Axis 0 is the batch, -1 the last axis.
struct Symbol {
  int id = -1;
  Symbol() = default;
  Symbol(double number) : id(keratin_calls.constant(number)) {}
  static Symbol of(int id) {
    Symbol s;
    return s.id = id, s;
  }
  int rank() const { return keratin_calls.rank(id); }
  long extent(int axis) const { return keratin_calls.extent(id, axis); }
};
template <class... Operands>
Symbol apply(const char* op, const Object& settings, const Operands&... operands) {
  const int ids[] = {operands.id...};
  return Symbol::of(keratin_calls.apply(op, ids, sizeof...(operands), settings.handle()));
}

inline Symbol operator+(Symbol a, Symbol b) { return apply("add", {}, a, b); }
inline Symbol operator-(Symbol a, Symbol b) { return apply("subtract", {}, a, b); }
inline Symbol operator*(Symbol a, Symbol b) { return apply("multiply", {}, a, b); }
inline Symbol operator/(Symbol a, Symbol b) { return apply("divide", {}, a, b); }
inline Symbol operator-(Symbol a) { return apply("negative", {}, a); }
inline Symbol operator<(Symbol a, Symbol b) { return apply("less", {}, a, b); }
inline Symbol operator>(Symbol a, Symbol b) { return apply("greater", {}, a, b); }
inline Symbol operator<=(Symbol a, Symbol b) { return apply("less_equal", {}, a, b); }
inline Symbol operator>=(Symbol a, Symbol b) { return apply("greater_equal", {}, a, b); }
inline Symbol operator==(Symbol a, Symbol b) { return apply("equal", {}, a, b); }
inline Symbol operator!=(Symbol a, Symbol b) { return apply("not_equal", {}, a, b); }
inline Symbol operator&&(Symbol a, Symbol b) { return apply("logical_and", {}, a, b); }
inline Symbol operator||(Symbol a, Symbol b) { return apply("logical_or", {}, a, b); }
inline Symbol operator!(Symbol a) { return apply("logical_not", {}, a); }

// What a formula may ask for besides its arguments.
class FormulaScope {
 public:
  explicit FormulaScope(void* scope) : scope_(scope) {}

 protected:
  enum Kind { weight_state, statistic_state, slot_state };
  Symbol state(const char* name, const Extents& shape, const Object& initializer, Kind kind) {
    return Symbol::of(keratin_calls.state(scope_, name, shape.values, shape.count, initializer.handle(), kind));
  }
  void set(const char* name, Symbol value) { keratin_calls.update(scope_, name, value.id); }
  bool training() const { return keratin_calls.is_training(scope_) != 0; }

 private:
  void* scope_;
};
struct LayerScope : FormulaScope {
  using FormulaScope::FormulaScope;
  // A weight that training moves, or with `statistic` a state that `update` moves in training.
  Symbol weight(const char* name, const Extents& shape, const Object& initializer = "glorot_uniform") { return state(name, shape, initializer, weight_state); }
  Symbol statistic(const char* name, const Extents& shape, const Object& initializer = "zeros") { return state(name, shape, initializer, statistic_state); }
  void update(const char* name, Symbol value) { set(name, value); }
  bool is_training() const { return training(); }
};
struct MetricScope : FormulaScope {
  using FormulaScope::FormulaScope;
  Symbol total(const char* name) { return state(name, {}, "zeros", slot_state); }  // a number that is 0 when an epoch begins
  void update(const char* name, Symbol value) { set(name, value); }
};
struct OptimizerScope : FormulaScope {
  using FormulaScope::FormulaScope;
  // Of the weight's shape.
  Symbol slot(const char* name, double initial = 0) { return state(name, {}, Object("constant").set("value", initial), slot_state); }
  void update(const char* name, Symbol value) { set(name, value); }
  Symbol learning_rate() { return Symbol::of(keratin_calls.argument(nullptr, 2)); }
  Symbol step() { return Symbol::of(keratin_calls.argument(nullptr, 3)); }  // counts from 1
};

namespace details {
template <class Scope, int arguments, class F>
void run_formula(void* self, void* scope) {
  F& f = *static_cast<F*>(self);
  Scope s{scope};
  auto argument = [&](int i) { return Symbol::of(keratin_calls.argument(scope, i)); };
  Symbol out;
  if constexpr (arguments == 0) {
    out = f(s);
  } else if constexpr (arguments == 1) {
    if constexpr (requires { f(s, Symbol()); }) out = f(s, argument(0));
    else out = f(argument(0));
  } else if constexpr (requires { f(s, Symbol(), Symbol()); }) {
    out = f(s, argument(0), argument(1));
  } else {
    out = f(argument(0), argument(1));
  }
  keratin_calls.result(scope, out.id);
}
template <class Scope, int arguments, class O, class F>
O with_formula(O object, const F& f) {
  keratin_calls.formula(object.handle(), run_formula<Scope, arguments, F>, new F(f), [](void* self) { delete static_cast<F*>(self); });
  return object;
}
}  // namespace details

// A layer of your own: `formula(x)` or `formula(LayerScope&, x)` gives its output. Settings that files should keep are
// added with `.set("factor", 2.0)`.
template <class F>
Layer custom_layer(const char* class_name, const F& formula) {
  return details::with_formula<LayerScope, 1>(Layer(class_name), formula);
}
// One value for each position from (y_true, y_pred), the last axis folded: `mean(square(p - t), {.axis = -1})`.
template <class F>
Object custom_loss(const char* name, const F& formula) {
  return details::with_formula<FormulaScope, 2>(Object(name), formula);
}
// The mean of `values(y_true, y_pred)`; or totals that `update(MetricScope&, y_true, y_pred)` moves and `result(MetricScope&)`
// makes a number of.
template <class F>
Object custom_metric(const char* name, const F& values) {
  return details::with_formula<MetricScope, 2>(Object(name), values);
}
template <class Update, class Result>
Object custom_metric(const char* name, const Update& update, const Result& result) {
  auto and_nothing = [update](MetricScope& s, Symbol target, Symbol output) { return update(s, target, output), target; };
  return details::with_formula<MetricScope, 2>(Object(name), and_nothing).set("result", details::with_formula<MetricScope, 0>(Object("result"), result));
}
// `rule(OptimizerScope&, weight, gradient)` gives the new weight.
template <class F>
Object custom_optimizer(const char* name, const F& rule, const Rate& learning_rate = 0.01) {
  return details::with_formula<OptimizerScope, 2>(Object(name), rule).set("learning_rate", learning_rate);
}
// Keras' Lambda: a callable over symbols, or the text of one ("x * x", "[](auto x) { return sin(x); }").
template <class F>
  requires(!requires(const F& f) { static_cast<const char*>(f); })
Layer Lambda(const F& formula, Text name = {}) {
  return details::with_formula<LayerScope, 1>(Layer("Lambda"), formula).set("name", name);
}
inline Layer Lambda(const char* text, Text name = {}) { return Layer("Lambda").set("function", text).set("name", name); }
// An activation of your own.
template <class F>
Object custom_activation(const char* name, const F& formula) {
  return details::with_formula<LayerScope, 1>(Object(name), formula);
}

}  // namespace keratin

#include "keratin/ops.h"
