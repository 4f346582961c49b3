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

constexpr double pi = 3.14159265358979323846;

// From 1 at 0 to 0 at 1, half a period of the cosine.
Expr half_wave(Expr part) { return 0.5 * (1.0 + cos(pi * part)); }

// First, where there is a target, in a straight line to it.
Expr cosine(const Config& config, Expr step) {
  const double alpha = config.number("alpha"), warmup_steps = config.number("warmup_steps");
  const std::optional<double> target = config.maybe_number("warmup_target");
  Expr initial = like(step, config.number("initial_learning_rate")), decay_steps = like(step, config.number("decay_steps"));
  auto decayed = [&](Expr at, Expr from) { return from * ((1 - alpha) * half_wave(minimum(at, decay_steps) / decay_steps) + alpha); };
  if (!target) return decayed(step, initial);
  Expr top = like(step, *target);
  if (warmup_steps == 0) return decayed(step, top);
  return select(step < warmup_steps, (top - initial) * (step / warmup_steps) + initial, decayed(step - warmup_steps, top));
}

// Period i is t_mul^i as long as the first and begins at m_mul^i of the rate. Its number follows from a logarithm, which may
// miss a whole number by its rounding; so it is compared with where periods begin.
Expr cosine_restarts(const Config& config, Expr step) {
  const double alpha = config.number("alpha"), t_mul = config.number("t_mul");
  Expr passed = step / config.number("first_decay_steps"), period = floor(passed), part = passed - period;
  if (static_cast<float>(t_mul) != 1) {
    Expr t = like(step, t_mul);
    auto begin = [&](Expr i) { return (1.0 - power(t, i)) / (1.0 - t); };
    period = floor(log(1.0 - passed * (1.0 - t)) / log(t));
    period = select(passed >= begin(period + 1.0), period + 1.0, select(passed < begin(period), period - 1.0, period));
    part = (passed - begin(period)) / power(t, period);
  }
  Expr wave = power(like(step, config.number("m_mul")), period) * half_wave(part);
  return like(step, config.number("initial_learning_rate")) * ((1.0 - like(step, alpha)) * wave + alpha);
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
  static const Setting alpha = number("alpha", 0).says("the least rate, as a part of the first one");
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
      row({.class_name = "CosineDecay",
           .about = "half a wave down from the rate to alpha times it, after a straight way up where there is a warmup",
           .formula = "initial_learning_rate * ((1 - alpha) (1 + cos(pi step / decay_steps)) / 2 + alpha)",
           .settings = {initial, decay_steps, alpha, number("warmup_target").from(0).says("the rate that warmup leads to"), number("warmup_steps", 0).from(0).says("before the decay, in updates")}},
          cosine),
      row({.class_name = "CosineDecayRestarts",
           .about = "half a wave down, again and again, each t_mul times as long as the last and from m_mul times the rate",
           .formula = "initial_learning_rate * ((1 - alpha) m_mul^i (1 + cos(pi part of period i)) / 2 + alpha)",
           .settings = {initial, number("first_decay_steps").required().over(0).says("in updates"), number("t_mul", 2).from(1), number("m_mul", 1).from(0), alpha}},
          cosine_restarts),
  };
  return table;
}

Expr scheduled_rate(const Config& schedule, Expr step) {
  const ScheduleRow& row = find_row(schedule_table(), schedule);
  return row.rate(completed(row, schedule), step);
}

}  // namespace keratin
