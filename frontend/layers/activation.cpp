// Activations by name, each one formula.
#include "frontend/layers/layer.h"

namespace keratin {
namespace {

Expr softmax(Expr x) {
  Expr e = exp(x - stop_gradient(max(x, {-1}, true)));
  return e / sum(e, {-1}, true);
}
// The exponential is taken of what is not positive only, so that its gradient stays finite.
Expr elu(Expr x) { return select(x > 0.0, x, exp(minimum(x, 0.0)) - 1.0); }

struct Row {
  const char* name;
  Expr (*formula)(Expr);
};
const Row table[] = {
    {"linear", [](Expr x) { return x; }},
    {"relu", [](Expr x) { return maximum(constant(*x.builder, 0), x); }},
    {"sigmoid", [](Expr x) { return sigmoid(x); }},
    {"tanh", [](Expr x) { return tanh(x); }},
    {"softmax", softmax},
    {"elu", elu},
};

}  // namespace

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Row& row : table) out.push_back(row.name);
    return out;
  }();
  return names;
}

Expr apply_activation(const Config& config, const std::string& name, Expr x) {
  for (const Row& row : table)
    if (name == row.name) return row.formula(x);
  unknown(config, "K2103", "activation", name, activation_names());
}

Expr build_activation(LayerContext& c, Expr x) { return c.activate(x, c.config.text("activation", "linear")); }

}  // namespace keratin
