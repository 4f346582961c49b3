// Losses of a margin: what is on the right side by 1 costs nothing.
#include "frontend/losses/families.h"

namespace keratin {
namespace {

// Targets -1 and 1. Where all targets of the batch are 0 or 1, 0 means -1.
Expr signs(Expr t) {
  Expr binary = (t == 0.0) | (t == 1.0);
  Axes axes;
  for (int64_t axis = 0; axis < t.rank(); ++axis) axes.push_back(axis);
  return select(all(binary, axes), 2.0 * t - 1.0, t);
}
Expr hinge(const Compared& c) { return maximum(1.0 - signs(c.target) * c.output, 0.0); }

Expr categorical_hinge(const Config&, Compared& c) {
  Expr right = sum(c.target * c.output, {-1}), wrong = max((1.0 - c.target) * c.output, {-1});
  return maximum(wrong - right + 1.0, 0.0);
}

}  // namespace

std::vector<LossRow> hinge_losses() {
  return {
      loss_of({.class_name = "Hinge", .aliases = {"hinge"}, .about = "of targets -1 and 1; where all of a batch are 0 or 1, 0 means -1", .formula = "mean(max(1 - target output, 0))"},
              [](const Config&, Compared& c) { return mean(hinge(c), {-1}); }),
      loss_of({.class_name = "SquaredHinge", .aliases = {"squared_hinge"}, .about = "as Hinge, squared", .formula = "mean(max(1 - target output, 0)^2)"},
              [](const Config&, Compared& c) { return mean(square(hinge(c)), {-1}); }),
      loss_of({.class_name = "CategoricalHinge",
               .aliases = {"categorical_hinge"},
               .about = "of rows with one 1: the right class is ahead of all others",
               .formula = "max(max((1 - t) output) - sum(t output) + 1, 0)"},
              categorical_hinge),
  };
}

}  // namespace keratin
