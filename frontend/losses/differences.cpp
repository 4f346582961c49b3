// Losses of the difference between two numbers, folded over the last axis.
#include <cmath>

#include "frontend/losses/families.h"

namespace keratin {
namespace {

Expr difference(const Compared& c) { return c.output - c.target; }

Expr percentage(const Config&, Compared& c) { return mean(abs((c.target - c.output) / maximum(abs(c.target), epsilon)), {-1}) * 100.0; }
Expr squared_logarithmic(const Config&, Compared& c) {
  return mean(square(log(maximum(c.output, epsilon) + 1.0) - log(maximum(c.target, epsilon) + 1.0)), {-1});
}
Expr huber(const Config& config, Compared& c) {
  const double delta = config.number("delta");
  Expr d = difference(c), size = abs(d);
  return mean(select(size > delta, size * delta - 0.5 * delta * delta, square(d) * 0.5), {-1});
}
Expr log_cosh(const Config&, Compared& c) {
  Expr d = difference(c);
  return mean(d + softplus(d * -2.0) - std::log(2.0), {-1});
}
Expr poisson(const Config&, Compared& c) { return mean(c.output - c.target * log(c.output + epsilon), {-1}); }

}  // namespace

std::vector<LossRow> difference_losses() {
  return {
      loss_of({.class_name = "MeanSquaredError", .aliases = {"mean_squared_error", "mse", "MSE"}, .about = "the mean of squared differences", .formula = "mean((output - target)^2)"},
              [](const Config&, Compared& c) { return mean(square(difference(c)), {-1}); }),
      loss_of({.class_name = "MeanAbsoluteError",
               .aliases = {"mean_absolute_error", "mae", "MAE"},
               .about = "the mean of differences without sign",
               .formula = "mean(|output - target|)"},
              [](const Config&, Compared& c) { return mean(abs(difference(c)), {-1}); }),
      loss_of({.class_name = "MeanAbsolutePercentageError",
               .aliases = {"mean_absolute_percentage_error", "mape", "MAPE"},
               .about = "differences in percent of the target",
               .formula = "100 mean(|target - output| / max(|target|, 1e-7))"},
              percentage),
      loss_of({.class_name = "MeanSquaredLogarithmicError",
               .aliases = {"mean_squared_logarithmic_error", "msle", "MSLE"},
               .about = "squared differences of logarithms; numbers below 1e-7 count as 1e-7",
               .formula = "mean((log(1 + output) - log(1 + target))^2)"},
              squared_logarithmic),
      loss_of({.class_name = "SumOfSquaredErrors",
               .aliases = {"sum_of_squared_errors", "sse"},
               .about = "the sum of squared differences in a row, of which the mean over the rows is taken",
               .formula = "sum((output - target)^2)",
               .is_extension = true},
              [](const Config&, Compared& c) { return sum(square(difference(c)), {-1}); }),
      loss_of({.class_name = "Huber",
               .aliases = {"huber", "huber_loss"},
               .about = "squared differences up to delta, straight lines beyond",
               .formula = "mean(d^2 / 2 up to delta, else delta |d| - delta^2 / 2)",
               .settings = {number("delta", 1).over(0)}},
              huber),
      loss_of({.class_name = "LogCosh",
               .aliases = {"log_cosh", "logcosh"},
               .about = "as squared differences near 0, as their size far away",
               .formula = "mean(log(cosh(output - target)))"},
              log_cosh),
      loss_of({.class_name = "Poisson",
               .aliases = {"poisson"},
               .about = "of counts, for an output that is the expected count",
               .formula = "mean(output - target log(output + 1e-7))"},
              poisson),
  };
}

}  // namespace keratin
