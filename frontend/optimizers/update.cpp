// What all optimizers share, in Keras' order: gradients unscaled, accumulated and clipped; weights decay, move by the
// optimizer's rule, are averaged, and brought back within their constraints.
#include <algorithm>

#include "frontend/constraints/constraint.h"
#include "frontend/optimizers/optimizer.h"
#include "frontend/schedules/schedule.h"

namespace keratin {

Expr sum_of_squares(Expr x) {
  Axes all;
  for (int64_t axis = 0; axis < x.rank(); ++axis) all.push_back(axis);
  return sum(square(x), all);
}

std::vector<std::string> names_in(const Config& config, std::string_view setting) {
  std::vector<std::string> names;
  if (!config.has(setting)) return names;
  std::string rest = config.text(setting) + ",";
  if (rest.find_first_of("\\^$*+?()[]{}|") != std::string::npos)
    refuse(config, "K2283", std::string(setting) + " is `" + config.text(setting) + "`, a pattern", "give words with commas between, as \"bias, gamma\"");
  for (size_t comma; (comma = rest.find(',')) != std::string::npos; rest.erase(0, comma + 1)) {
    const size_t first = rest.find_first_not_of(' ');
    if (first < comma) names.push_back(rest.substr(first, rest.find_last_not_of(' ', comma - 1) + 1 - first));
  }
  return names;
}

// ---- slots

namespace {

Expr slot_of(ModelContext& m, const std::string& prefix, const StateInfo& weight, const std::string& name, Shape shape, double initial = 0) {
  StateInfo info{prefix + "/" + weight.name + "/" + name, Role::slot, Element::f32, std::move(shape)};
  if (initial != 0) info.initial = {InitialKind::constant, initial};
  info.layer = weight.layer;
  return m.state(info);
}
// The new value of a state, or the old one where this step updates nothing.
Expr renew(ModelContext& m, const std::optional<Expr>& applies, const std::string& state, Expr value) {
  m.update(state, applies ? select(*applies, value, {&m.b, *m.b.graph.input(state)}) : value);
  return value;
}

}  // namespace

Expr WeightUpdate::slot(const std::string& name, double initial) { return slot(name, info.shape, initial); }
Expr WeightUpdate::slot(const std::string& name, Shape shape, double initial) { return slot_of(model, prefix, info, name, std::move(shape), initial); }
Expr WeightUpdate::set(const std::string& name, Expr value) { return renew(model, applies, prefix + "/" + info.name + "/" + name, value); }
Expr WeightUpdate::shared(const std::string& name, double initial) {
  return model.state({prefix + "/" + name, Role::slot, Element::f32, {}, {InitialKind::constant, initial}});
}
void WeightUpdate::set_shared(const std::string& name, Expr value) {
  const std::string state = prefix + "/" + name;
  const auto& outputs = model.b.graph.outputs;
  if (std::none_of(outputs.begin(), outputs.end(), [&](const Output& o) { return o.state && o.name == state; })) renew(model, applies, state, value);
}

// ---- one update

namespace {

struct Trained {
  StateInfo info;
  Expr weight, gradient;
};

class Optimization {
 public:
  Optimization(ModelContext& m, const OptimizerRow& row, Config config)
      : m_(m), row_(row), config_(std::move(config)), prefix_(row.is_open ? config_.class_name : row.aliases.front()), spared_(names_in(config_, "exclude_from_weight_decay")) {}

  void run(Expr loss) {
    rate_and_count();
    take_gradients(loss);
    if (config_.flag("use_ema"))
      for (const Trained& t : trained_) average_of(t);  // Keras' files have them first
    accumulate();
    clip();
    const size_t first = m_.states->size();
    for (const Trained& t : trained_) move(t);
    sort_slots(first);
    m_.b.origin = {"optimizer"};
    m_.update("iterations", next_);
  }

 private:
  // A schedule sees every step. Optimizers count updates: with accumulation, only every so many steps is one.
  void rate_and_count() {
    const ConfigValue& rate = *config_.find("learning_rate");
    const double* number = std::get_if<double>(&rate);
    if (number) rate_ = m_.state({"learning_rate", Role::setting, Element::f32, {}, {InitialKind::constant, *number}});
    Expr iterations = m_.state({"iterations", Role::counter, Element::i32, {}});
    if (!number) rate_ = scheduled_rate(*config_.object("learning_rate"), to_float(iterations));
    next_ = iterations + 1.0, updates_ = iterations, next_update_ = next_;
    if (const std::optional<double> steps = config_.maybe_number("gradient_accumulation_steps")) {
      updates_ = iterations / *steps, next_update_ = updates_ + 1.0;
      applies_ = is_multiple(next_, *steps);
    }
    step_ = to_float(next_update_);
  }
  Expr is_multiple(Expr n, double of) { return map(Scalar::remainder, {n, constant(m_.b, of, Element::i32)}) == constant(m_.b, 0, Element::i32); }

  void take_gradients(Expr loss) {
    const std::optional<double> scale = config_.maybe_number("loss_scale_factor");
    if (scale) loss = loss * *scale;
    for (const StateInfo& s : *m_.states) {
      const std::optional<ValueId> weight = s.role == Role::weight && s.trainable ? m_.b.graph.input(s.name) : std::nullopt;
      if (!weight) continue;
      m_.b.origin.layer = s.layer;
      Expr w{&m_.b, *weight}, g = gradient(loss, w);
      trained_.push_back({s, w, scale ? g / *scale : g});
    }
    if (trained_.empty() && m_.warnings) m_.warnings->push_back({"K2282", config_.class_name + ": no weight is trainable", config_.place, "", Severity::warning});
  }

  void accumulate() {
    if (!applies_) return;
    for (Trained& t : trained_) {
      m_.b.origin.layer = t.info.layer;
      Expr total = slot_of(m_, prefix_, t.info, "gradient_accumulator", t.info.shape) + t.gradient;
      m_.update(prefix_ + "/" + t.info.name + "/gradient_accumulator", select(*applies_, constant(m_.b, 0), total));
      t.gradient = total / config_.number("gradient_accumulation_steps");
    }
  }

  // A bound of 0 bounds nothing, as in Keras.
  std::optional<double> bound(const char* setting) const {
    const std::optional<double> x = config_.maybe_number(setting);
    return x && *x > 0 ? x : std::nullopt;
  }
  void clip() {
    std::optional<Expr> total;
    for (Trained& t : trained_) {
      m_.b.origin.layer = t.info.layer;
      if (auto most = bound("clipnorm")) t.gradient = t.gradient * *most / maximum(sqrt(sum_of_squares(t.gradient)), *most);
      if (auto most = bound("clipvalue")) t.gradient = minimum(maximum(t.gradient, -*most), *most);
      if (bound("global_clipnorm")) total = total ? *total + sum_of_squares(t.gradient) : sum_of_squares(t.gradient);
    }
    if (!total) return;
    const double most = *bound("global_clipnorm");
    Expr norm = sqrt(*total);
    Expr scale = most * minimum(1.0 / norm, 1 / most) + (norm - norm);  // the last term: what is not finite stays so
    for (Trained& t : trained_) t.gradient = t.gradient * scale;
  }

  // Keras on TensorFlow looks for the words in `dense_1/kernel`, the layer's name included.
  bool is_spared(const StateInfo& weight) const {
    return std::any_of(spared_.begin(), spared_.end(), [&](const std::string& word) { return weight.name.find(word) != std::string::npos; });
  }
  Expr decayed(const Trained& t) {
    const double decay = row_.decay ? row_.decay(config_, t.info) : config_.maybe_number("weight_decay").value_or(0);
    if (decay == 0 || is_spared(t.info)) return t.weight;
    return t.weight - t.weight * decay * rate_;
  }

  void move(const Trained& t) {
    m_.b.origin.layer = t.info.layer;
    WeightUpdate update{m_, config_, prefix_, t.info, decayed(t), t.gradient, rate_, step_, applies_};
    Expr w = row_.rule(update);
    if (applies_) w = select(*applies_, w, t.weight);
    if (config_.flag("use_ema")) w = averaged(t, w);
    if (auto it = m_.constraints.find(t.info.name); it != m_.constraints.end()) w = constrained(it->second, w);
    m_.update(t.info.name, w);
  }

  // The first update's average is the weight itself.
  Expr average_of(const Trained& t) { return slot_of(m_, prefix_, t.info, "average", t.info.shape); }
  Expr averaged(const Trained& t, Expr w) {
    Expr momentum = select(updates_ == constant(m_.b, 0, Element::i32), constant(m_.b, 0), constant(m_.b, config_.number("ema_momentum")));
    Expr average = momentum * average_of(t) + (1.0 - momentum) * w;
    m_.update(prefix_ + "/" + t.info.name + "/average", average);
    const std::optional<double> every = config_.maybe_number("ema_overwrite_frequency");
    return every ? select(is_multiple(next_update_, *every), average, w) : w;
  }

  // From the order in which rules asked for them to that of the row's groups; what has no group stays behind.
  void sort_slots(size_t first) {
    auto next = m_.states->begin() + static_cast<std::ptrdiff_t>(first);
    for (const std::vector<std::string>& group : row_.slots)
      for (const Trained& t : trained_)
        for (const std::string& name : group) {
          const std::string wanted = prefix_ + "/" + t.info.name + "/" + name;
          const auto found = std::find_if(next, m_.states->end(), [&](const StateInfo& s) { return s.name == wanted; });
          if (found != m_.states->end()) std::rotate(next, found, found + 1), ++next;
        }
  }

  ModelContext& m_;
  const OptimizerRow& row_;
  const Config config_;
  const std::string prefix_;
  const std::vector<std::string> spared_;  // words of variables that do not decay
  std::vector<Trained> trained_;
  Expr rate_, next_;                       // next_: iterations after this step
  Expr updates_, next_update_, step_;      // updates before this one and with it, step_ as a float
  std::optional<Expr> applies_;            // whether this step is an update
};

}  // namespace

void optimize(ModelContext& model, const Config& optimizer, Expr loss) {
  const OptimizerRow& row = optimizer_row(optimizer);
  const Config config = completed(row, optimizer, common_optimizer_settings());
  std::string bounds;
  int given = 0;
  for (const char* bound : {"clipnorm", "clipvalue", "global_clipnorm"})
    if (config.has(bound)) bounds += (given++ ? " and " : "") + std::string(bound);
  if (given > 1) refuse(config, "K2280", bounds + " are given, a gradient is clipped in one way", "leave one of them");
  Optimization(model, row, config).run(loss);
}

}  // namespace keratin
