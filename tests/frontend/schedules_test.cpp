// Schedules by numbers that are worked out here in double, from Keras' definitions. Constants are floats in graphs: 6e-8 of
// them is rounding.
#include "frontend/schedules/schedule.h"
#include "tests/compiler/oracle.h"
#include "tests/frontend/formula.h"

namespace keratin::testing {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;

template <class Real = double>
Real rate_at(const Config& schedule, Real step) {
  Builder b("schedule", 1);
  output(b, "rate", scheduled_rate(schedule, input(b, "step", Role::setting, {Element::f32})));
  return evaluate<Real>(b.graph, {{"step", {{Element::f32}, {step}, {}}}}).at("rate").numbers[0];
}

double half_wave(double part) { return 0.5 * (1 + std::cos(double(3.14159274f) * part)); }
double warmed_up(double s) { return s < 4 ? 0.5 + 0.5 * s / 4 : 0.75 * half_wave(std::min(s - 4, 8.0) / 8) + 0.25; }  // from 0.5 to 1, then down
// Periods of 8, 8 t_mul, 8 t_mul^2 …
double restarted(double s, double t_mul, double m_mul, double alpha) {
  double length = 8, top = 1;
  while (s >= length) s -= length, length *= t_mul, top *= m_mul;
  return 0.5 * ((1 - alpha) * top * half_wave(s / length) + alpha);
}

struct Case {
  const char* name;
  Settings settings;
  double (*expected)(double step);
};
const Case cases[] = {
    {"ExponentialDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"decay_rate", 0.25}}, [](double s) { return 0.5 * std::pow(0.25, s / 8); }},
    {"ExponentialDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"decay_rate", 0.25}, {"staircase", true}}, [](double s) { return 0.5 * std::pow(0.25, std::floor(s / 8)); }},
    {"InverseTimeDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"decay_rate", 0.25}}, [](double s) { return 0.5 / (1 + 0.25 * s / 8); }},
    {"InverseTimeDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"decay_rate", 0.25}, {"staircase", true}}, [](double s) { return 0.5 / (1 + 0.25 * std::floor(s / 8)); }},
    {"PolynomialDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}}, [](double s) { return (0.5 - 0.0001f) * (1 - std::min(s, 8.0) / 8) + 0.0001f; }},
    {"PolynomialDecay",
     {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"end_learning_rate", 0.125}, {"power", 2.0}},
     [](double s) { return 0.375 * std::pow(1 - std::min(s, 8.0) / 8, 2) + 0.125; }},
    {"PolynomialDecay",
     {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"end_learning_rate", 0.125}, {"power", 0.5}, {"cycle", true}},
     [](double s) { return 0.375 * std::sqrt(1 - s / (8 * (s == 0 ? 1 : std::ceil(s / 8)))) + 0.125; }},
    {"PiecewiseConstantDecay", {{"boundaries", Numbers{8}}, {"values", Numbers{0.5, 0.25}}}, [](double s) { return s <= 8 ? 0.5 : 0.25; }},
    {"PiecewiseConstantDecay",
     {{"boundaries", Numbers{3, 8, 11.5}}, {"values", Numbers{0.5, 0.25, 1, 0.125}}},  // steps are whole, and so is 11 then
     [](double s) { return s <= 3 ? 0.5 : s <= 8 ? 0.25 : s <= 11 ? 1 : 0.125; }},
    {"CosineDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}}, [](double s) { return 0.5 * half_wave(std::min(s, 8.0) / 8); }},
    {"CosineDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"alpha", 0.25}}, [](double s) { return 0.5 * (0.75 * half_wave(std::min(s, 8.0) / 8) + 0.25); }},
    {"CosineDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"alpha", 0.25}, {"warmup_target", 1.0}, {"warmup_steps", 4.0}}, warmed_up},
    {"CosineDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 8.0}, {"warmup_target", 1.0}}, [](double s) { return half_wave(std::min(s, 8.0) / 8); }},
    {"CosineDecayRestarts", {{"initial_learning_rate", 0.5}, {"first_decay_steps", 8.0}}, [](double s) { return restarted(s, 2, 1, 0); }},
    {"CosineDecayRestarts", {{"initial_learning_rate", 0.5}, {"first_decay_steps", 8.0}, {"t_mul", 1.0}, {"m_mul", 0.5}, {"alpha", 0.25}}, [](double s) { return restarted(s, 1, 0.5, 0.25); }},
    {"CosineDecayRestarts", {{"initial_learning_rate", 0.5}, {"first_decay_steps", 8.0}, {"t_mul", 1.5}, {"m_mul", 0.75}}, [](double s) { return restarted(s, 1.5, 0.75, 0); }},
};

TEST(Schedules, Values) {
  for (const Case& c : cases)
    for (double step : {0., 1., 3., 4., 7., 8., 9., 11., 12., 16., 17., 40., 1000.}) {
      EXPECT_NEAR(rate_at({c.name, c.settings}, step), c.expected(step), 1e-12) << c.name << " at " << step;
      EXPECT_NEAR(rate_at<float>({c.name, c.settings}, static_cast<float>(step)), c.expected(step), 1e-6) << c.name << " at " << step << ", as floats";
    }
}
// Where a period begins the rate is at its top, whatever the logarithm of 2^i is rounded to.
TEST(Schedules, RestartsDoNotMissTheirStep) {
  const Config schedule{"CosineDecayRestarts", {{"initial_learning_rate", 0.5}, {"first_decay_steps", 8.0}}};
  for (double step = 8, length = 16; step < 1e6; step += length, length *= 2) {
    EXPECT_NEAR(rate_at<float>(schedule, static_cast<float>(step)), 0.5, 1e-6) << step;
    EXPECT_LT(rate_at<float>(schedule, static_cast<float>(step - 1)), 0.02) << step - 1;
  }
}
TEST(Schedules, EveryRowHasACase) {
  std::set<std::string> tested, known;
  for (const Case& c : cases) tested.insert(c.name);
  for (const ScheduleRow& row : schedule_table()) known.insert(row.class_name);
  EXPECT_EQ(tested, known);
}
TEST(Schedules, AreRefused) {
  auto refused = [](const Config& schedule) { return refusal([&] { rate_at(schedule, 0.0); }); };
  EXPECT_EQ(refused({"ExponentialDeacy"}), (Refusal{"K2209", "ExponentialDeacy: unknown schedule `ExponentialDeacy`", "did you mean `ExponentialDecay`?"}));
  EXPECT_EQ(refused({"ExponentialDecay", {{"initial_learning_rate", 0.5}, {"decay_rate", 0.5}}}).code, "K2119");
  EXPECT_EQ(refused({"PolynomialDecay", {{"initial_learning_rate", 0.5}, {"decay_steps", 0.0}}}), (Refusal{"K2118", "PolynomialDecay: decay_steps is 0, it is above 0"}));
  EXPECT_EQ(refused({"PiecewiseConstantDecay", {{"boundaries", Numbers{1, 2}}, {"values", Numbers{1, 2}}}}),
            (Refusal{"K2250", "PiecewiseConstantDecay: there are 2 boundaries and 2 values, one value more than boundaries is needed"}));
  EXPECT_EQ(refused({"PiecewiseConstantDecay", {{"boundaries", Numbers{2, 1}}, {"values", Numbers{1, 2, 3}}}}).code, "K2251");
}
TEST(Schedules, CompiledAsInterpreted) {
  Builder b("predict", 2);
  Expr x = input(b, "x", Role::data, {Element::f32, {2, 3}, 0}), step = input(b, "step", Role::setting, {Element::f32});
  int n = 0;
  for (const Case& c : cases) output(b, "y" + std::to_string(n++), x * scheduled_rate({c.name, c.settings}, abs(step) * 20.0));
  expect_compiled_equals_interpreted(b.graph);
}

}  // namespace
}  // namespace keratin::testing
