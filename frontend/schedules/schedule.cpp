// Schedules in float32, as Keras' tensors are: what it works out in Python floats is folded here, in double.
#include "frontend/schedules/schedule.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace keratin {
namespace {

Expr like(Expr step, double value) { return constant(*step.builder, value); }
Expr ceil(Expr x) { return -floor(-x); }

// Steps in units of decay_steps; whole ones of a staircase.
Expr periods(const Config& config, Expr step) {
  Expr p = step / config.number("decay_steps");
  return config.flag("staircase") ? floor(p) : p;
}
Expr exponential(const Config& config, Expr step) {
  return like(step, config.number("initial_learning_rate")) * power(like(step, config.number("decay_rate")), periods(config, step));
}
Expr inverse_time(const Config& config, Expr step) {
  return like(step, config.number("initial_learning_rate")) / (1.0 + like(step, config.number("decay_rate")) * periods(config, step));
}
Expr polynomial(const Config& config, Expr step) {
  Expr decay_steps = like(step, config.number("decay_steps")), end = like(step, config.number("end_learning_rate"));
  if (config.flag("cycle")) decay_steps = decay_steps * select(step == 0.0, like(step, 1), ceil(step / decay_steps));
  else step = minimum(step, decay_steps);
  Expr left = 1.0 - step / decay_steps;
  return (like(step, config.number("initial_learning_rate")) - end) * power(left, like(step, config.number("power"))) + end;
}
// The value of the first boundary that is not passed. Boundaries are whole steps.
Expr piecewise(const Config& config, Expr step) {
  const Numbers boundaries = config.numbers("boundaries"), values = config.numbers("values");
  if (boundaries.empty() || values.size() != boundaries.size() + 1)
    refuse(config, "K2250", fmt::format("there are {} boundaries and {} values, one value more than boundaries is needed", boundaries.size(), values.size()));
  if (!std::is_sorted(boundaries.begin(), boundaries.end())) refuse(config, "K2251", "the boundaries do not grow", "give them in the order of training");
  Expr rate = like(step, values.back());
  for (size_t i = boundaries.size(); i-- > 0;) rate = select(step > std::trunc(boundaries[i]), rate, like(step, values[i]));
  return rate;
}

ScheduleRow row(Definition definition, Expr (*formula)(const Config&, Expr)) {
  definition.category = Category::schedule;
  definition.settings.push_back(text("name"));
  return {std::move(definition), formula};
}

}  // namespace

const std::vector<ScheduleRow>& schedule_table() {
  static const Setting initial = number("initial_learning_rate").required().from(0).says("the rate of the first update");
  static const Setting decay_steps = number("decay_steps").required().over(0).says("in updates");
  static const Setting decay_rate = number("decay_rate").required().from(0);
  static const Setting staircase = flag("staircase", false).says("only whole multiples of decay_steps count");
  static const std::vector<ScheduleRow> table = {
      row({.class_name = "ExponentialDecay",
           .about = "the rate is multiplied by decay_rate every decay_steps updates",
           .formula = "initial_learning_rate * decay_rate^(step / decay_steps)",
           .settings = {initial, decay_steps, decay_rate, staircase}},
          exponential),
      row({.class_name = "InverseTimeDecay",
           .about = "the rate falls fast first and ever slower",
           .formula = "initial_learning_rate / (1 + decay_rate * step / decay_steps)",
           .settings = {initial, decay_steps, decay_rate, staircase}},
          inverse_time),
      row({.class_name = "PolynomialDecay",
           .about = "from one rate to another in decay_steps updates, straight for power 1; with cycle it starts again, longer each time",
           .formula = "(initial_learning_rate - end_learning_rate) * (1 - step / decay_steps)^power + end_learning_rate",
           .settings = {initial, decay_steps, number("end_learning_rate", 0.0001).from(0), number("power", 1).from(0), flag("cycle", false)}},
          polynomial),
      row({.class_name = "PiecewiseConstantDecay",
           .about = "one rate up to each boundary, and one behind the last",
           .formula = "values[i] up to boundaries[i]",
           .settings = {numbers("boundaries").required().says("the last updates of the rates"), numbers("values").required().says("one more than boundaries")}},
          piecewise),
  };
  return table;
}

Expr scheduled_rate(const Config& schedule, Expr step) {
  const ScheduleRow& row = find_row(schedule_table(), schedule);
  return row.rate(completed(row, schedule), step);
}

}  // namespace keratin
