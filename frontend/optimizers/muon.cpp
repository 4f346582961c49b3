// Muon: a matrix moves by its momentum with all singular values brought near 1; anything else moves as with AdamW.
#include <algorithm>
#include <cctype>
#include <cmath>

#include "frontend/optimizers/optimizers.h"

namespace keratin {
namespace {

bool moves_as_adam(const Config& config, const StateInfo& weight) {
  if (weight.shape.size() != 2) return true;
  std::string name = weight.name;
  auto has = [&](const std::string& word) { return name.find(word) != std::string::npos; };
  for (const std::string& word : names_in(config, "exclude_layers"))
    if (has(word)) return true;
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return config.flag("exclude_embeddings") && has("embedding");
}

// Newton and Schulz: an odd polynomial of the singular values, again and again. It never meets their vectors.
Expr near_orthogonal(const Config& config, Expr x) {
  const double a = config.number("muon_a"), b = config.number("muon_b"), c = config.number("muon_c");
  const bool upright = x.shape()[0] > x.shape()[1];  // the products are square in the smaller extent
  if (upright) x = transpose(x, {1, 0});
  x = x / (sqrt(sum_of_squares(x)) + 1e-7);
  for (int64_t i = 0; i < config.whole("ns_steps"); ++i) {
    Expr squares = contract("ik,jk->ij", {x, x});
    Expr powers = b * squares + contract("ik,kj->ij", {c * squares, squares});
    x = a * x + contract("ik,kj->ij", {powers, x});
  }
  return upright ? transpose(x, {1, 0}) : x;
}

Expr rule(WeightUpdate& u) {
  if (moves_as_adam(u.config, u.info)) return adam_step(u, u.rate * u.config.number("adam_lr_ratio"), u.config.number("adam_beta_1"), u.config.number("adam_beta_2"));
  const double momentum = u.config.number("momentum"), size = u.config.number("rms_rate");
  Expr old = u.slot("momentum"), m = u.set("momentum", old + (u.gradient + old * (momentum - 1)));
  Expr step = u.rate * near_orthogonal(u.config, u.config.flag("nesterov") ? u.gradient + momentum * m : m);
  const float longer = std::sqrt(static_cast<float>(std::max(u.weight.shape()[0], u.weight.shape()[1])));
  return u.weight - (size == 0 ? step : step * longer * size);
}

double decay(const Config& config, const StateInfo& weight) { return config.number(moves_as_adam(config, weight) ? "adam_weight_decay" : "weight_decay"); }

}  // namespace

OptimizerRow muon() {
  return {{.category = Category::optimizer,
           .class_name = "Muon",
           .aliases = {"muon"},
           .about = "matrices move by their momentum made nearly orthogonal, other weights as with AdamW",
           .formula = "m = momentum m + g; x = (g + momentum m) / |.|; ns_steps times x = a x + (b x xᵀ + c (x xᵀ)²) x; w - rate rms_rate sqrt(max(rows, columns)) x",
           .settings = {rate("learning_rate", 0.001), number("adam_beta_1", 0.9).from(0).under(1), number("adam_beta_2", 0.999).from(0).under(1),
                        number("adam_weight_decay", 0.004).from(0).says("of weights that move as with AdamW"), number("epsilon", 1e-7).from(0),
                        number("weight_decay", 0.004).from(0).says("of matrices"),
                        text("exclude_layers").says("words with commas between; a weight whose name, `dense/kernel`, has one of them moves as with AdamW"),
                        flag("exclude_embeddings", true), number("muon_a", 3.4445), number("muon_b", -4.775), number("muon_c", 2.0315), number("adam_lr_ratio", 1),
                        number("momentum", 0.95).from(0).to(1), whole("ns_steps", 5).from(1).to(100), flag("nesterov", true),
                        number("rms_rate", 0.2).from(0).says("the root mean square of a step, times the rate; 0 leaves steps as they are, as Keras' None")}},
          rule,
          {{"momentum", "velocity"}},
          decay};
}

}  // namespace keratin
