// Adafactor: of a matrix only the mean squares of its rows and columns are kept; their product stands for the whole.
#include "frontend/optimizers/optimizers.h"

namespace keratin {
namespace {

Expr root_of_mean_square(Expr x) { return sqrt(sum_of_squares(x) / static_cast<double>(count(x.shape()))); }

// The mean of the gradient's last squares.
Expr mean_squares(WeightUpdate& u) {
  Expr beta = 1.0 - power(u.step, constant(u.model.b, u.config.number("beta_2_decay")));
  Expr now = square(u.gradient) + u.config.number("epsilon_1");
  auto moved = [&](const char* name, Expr old, Expr to) { return u.set(name, beta * old + (1.0 - beta) * to); };
  if (u.weight.rank() < 2) {
    u.slot("row", Shape{}), u.slot("column", Shape{});  // Keras has a number in place of each, and so have its files
    return moved("velocity", u.slot("velocity"), now);
  }
  Shape shape = u.weight.shape(), rows = shape, columns = shape;
  rows.pop_back(), columns.erase(columns.end() - 2);
  Expr row = moved("row", u.slot("row", rows), mean(now, {-1})), column = moved("column", u.slot("column", columns), mean(now, {-2}));
  Shape upright = rows, flat = shape;
  upright.push_back(1), flat[flat.size() - 2] = 1;
  u.slot("velocity");  // kept for Keras' files alone
  return u.set("velocity", reshape(row / mean(row, {-1}, true), upright) * reshape(column, flat));
}

// Keras' relative_step bounds the rate by 1 / sqrt(t), which the step does anyway: it changes nothing.
Expr rule(WeightUpdate& u) {
  Expr alpha = maximum(root_of_mean_square(u.weight), u.config.number("epsilon_2")) * minimum(u.rate, 1.0 / sqrt(u.step));
  Expr step = u.gradient / sqrt(mean_squares(u));
  return u.weight - alpha * (step / maximum(root_of_mean_square(step) / u.config.number("clip_threshold"), 1.0));
}

}  // namespace

OptimizerRow adafactor() {
  return {{.category = Category::optimizer,
           .class_name = "Adafactor",
           .aliases = {"adafactor"},
           .about = "gradients over the root of mean squares, of which a matrix keeps one for each row and column",
           .formula = "b = 1 - t^beta_2_decay; r, c = means of b v + (1 - b)(g^2 + epsilon_1) over columns, rows; v = r c / mean(r); s = g / sqrt(v); "
                      "w - max(epsilon_2, rms(w)) min(rate, 1 / sqrt(t)) s / max(1, rms(s) / clip_threshold)",
           .settings = {rate("learning_rate", 0.001), number("beta_2_decay", -0.8).to(0), number("epsilon_1", 1e-30).from(0).says("keeps squares from 0"),
                        number("epsilon_2", 1e-3).from(0).says("the least that a weight's size counts"), number("clip_threshold", 1).over(0).says("of the step's root mean square"),
                        flag("relative_step", true).says("the rate is at most 1 / sqrt(t), as it is without")}},
          rule,
          {{"row", "column", "velocity"}}};
}

}  // namespace keratin
