// SGD, RMSprop and Adam, as Keras 3 writes them: epsilon inside RMSprop's root and outside Adam's.
#include "frontend/optimizers/optimizer.h"

namespace keratin {
namespace {

using Weights = std::vector<std::pair<StateInfo, Expr>>;

Expr slot(ModelContext& m, const char* optimizer, const StateInfo& weight, const char* name) {
  StateInfo info{std::string(optimizer) + "/" + weight.name + "/" + name, Role::slot, Element::f32, weight.shape};
  info.layer = weight.layer;
  return m.state(info);
}
std::string name_of(Expr slot) { return std::get<Input>(slot.builder->graph[slot.id].op).name; }

void sgd(ModelContext& m, const Config& c, const Weights& weights, Expr loss, Expr rate, Expr) {
  const double momentum = c.number("momentum", 0);
  const bool nesterov = c.flag("nesterov", false);
  if (!(momentum >= 0 && momentum <= 1)) refuse(c, "K2205", "momentum lies in [0, 1]");
  for (const auto& [info, w] : weights) {
    Expr g = gradient(loss, w);
    m.b.origin.layer = info.layer;
    if (momentum == 0) {
      update_state(m.b, info.name, w - rate * g);
      continue;
    }
    Expr old = slot(m, "sgd", info, "momentum"), mu = constant(m.b, momentum);
    Expr velocity = mu * old - rate * g;
    update_state(m.b, name_of(old), velocity);
    update_state(m.b, info.name, nesterov ? w + mu * velocity - rate * g : w + velocity);
  }
}

void rmsprop(ModelContext& m, const Config& c, const Weights& weights, Expr loss, Expr rate, Expr) {
  const double rho = c.number("rho", 0.9), momentum = c.number("momentum", 0), epsilon = c.number("epsilon", 1e-7);
  for (const auto& [info, w] : weights) {
    Expr g = gradient(loss, w);
    m.b.origin.layer = info.layer;
    Expr v = slot(m, "rmsprop", info, "velocity");
    Expr velocity = rho * v + (1 - rho) * square(g), denominator = velocity + epsilon;
    update_state(m.b, name_of(v), velocity);
    if (c.flag("centered", false)) {
      Expr a = slot(m, "rmsprop", info, "average_gradient"), average = rho * a + (1 - rho) * g;
      update_state(m.b, name_of(a), average);
      denominator = denominator - square(average);
    }
    Expr increment = rate * g / sqrt(denominator);
    if (momentum > 0) {
      Expr p = slot(m, "rmsprop", info, "momentum");
      increment = momentum * p + increment;
      update_state(m.b, name_of(p), increment);
    }
    update_state(m.b, info.name, w - increment);
  }
}

void adam(ModelContext& m, const Config& c, const Weights& weights, Expr loss, Expr rate, Expr step) {
  const double beta_1 = c.number("beta_1", 0.9), beta_2 = c.number("beta_2", 0.999), epsilon = c.number("epsilon", 1e-7);
  if (!(beta_1 >= 0 && beta_1 < 1 && beta_2 >= 0 && beta_2 < 1)) refuse(c, "K2205", "beta_1 and beta_2 lie in [0, 1)");
  Expr b1 = constant(m.b, beta_1), b2 = constant(m.b, beta_2);
  Expr alpha = rate * sqrt(1.0 - power(b2, step)) / (1.0 - power(b1, step));
  for (const auto& [info, w] : weights) {
    Expr g = gradient(loss, w);
    m.b.origin.layer = info.layer;
    Expr m0 = slot(m, "adam", info, "momentum"), v0 = slot(m, "adam", info, "velocity");
    Expr first = m0 + (g - m0) * (1 - beta_1), second = v0 + (square(g) - v0) * (1 - beta_2), largest = second;
    update_state(m.b, name_of(m0), first);
    update_state(m.b, name_of(v0), second);
    if (c.flag("amsgrad", false)) {
      Expr hat = slot(m, "adam", info, "velocity_hat");
      largest = maximum(hat, second);
      update_state(m.b, name_of(hat), largest);
    }
    update_state(m.b, info.name, w - alpha * first / (sqrt(largest) + epsilon));
  }
}

}  // namespace

const std::vector<OptimizerRow>& optimizer_table() {
  static const std::vector<OptimizerRow> table = {
      {"SGD", "sgd", "w - rate g; with momentum m = momentum m - rate g, w + m; nesterov w + momentum m - rate g", 0.01, sgd},
      {"RMSprop", "rmsprop", "v = rho v + (1 - rho) g^2; w - rate g / sqrt(v + epsilon)", 0.001, rmsprop},
      {"Adam", "adam", "m += (g - m)(1 - beta_1); v += (g^2 - v)(1 - beta_2); w - rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon)", 0.001, adam},
  };
  return table;
}

const OptimizerRow& optimizer_row(const Config& config) {
  std::vector<std::string> known;
  for (const OptimizerRow& row : optimizer_table()) {
    if (config.class_name == row.class_name || config.class_name == row.name) return row;
    known.push_back(row.name);
  }
  unknown(config, "K2204", "optimizer", config.class_name, known);
}

}  // namespace keratin
