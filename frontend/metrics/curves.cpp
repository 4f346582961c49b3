// The area under a curve over thresholds, and the best of one rate where another is high enough.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "frontend/metrics/confusion.h"

namespace keratin {
namespace {

// 0, 1 / (n - 1), …, 1.
Numbers even_thresholds(int64_t n) {
  Numbers out;
  for (int64_t i = 0; i < n; ++i) out.push_back(static_cast<double>(i) / static_cast<double>(n - 1));
  return out;
}
// As numpy's allclose with Keras' epsilon.
bool are_even(const Numbers& at) {
  const Numbers even = even_thresholds(static_cast<int64_t>(at.size()));
  for (size_t i = 0; i < at.size(); ++i)
    if (!(std::fabs(at[i] - even[i]) <= epsilon + 1e-5 * even[i])) return false;
  return at.size() >= 3;
}

// ---- rates at each threshold: f32[thresholds], or f32[thresholds, labels]

struct Counts {
  Expr true_positives, false_positives, positives, negatives;  // the last two over all thresholds, f32[] or f32[labels]
  Expr recall() const { return divide_no_nan(true_positives, positives); }
  Expr precision() const { return divide_no_nan(true_positives, true_positives + false_positives); }
  Expr fall_out() const { return divide_no_nan(false_positives, negatives); }
  Expr specificity() const { return divide_no_nan(negatives - false_positives, negatives); }
};
Counts counts(MetricContext& c) { return {c.state("true_positives"), c.state("false_positives"), c.state("positives"), c.state("negatives")}; }

// From each threshold to the next: all but the last, and all but the first.
Expr here(Expr x) { return slice_axis(x, 0, 0, x.shape()[0] - 1); }
Expr next(Expr x) { return slice_axis(x, 0, 1, x.shape()[0] - 1); }

// ---- AUC

Thresholds thresholds_of_area(const Config& config) {
  const bool given = config.has("thresholds");
  Numbers at = config.numbers("thresholds");
  std::sort(at.begin(), at.end());
  at.insert(at.begin(), 0.0), at.push_back(1.0);
  if (!given) at = even_thresholds(config.whole("num_thresholds"));
  const bool even = !given || are_even(at);
  at.front() = -epsilon, at.back() = 1 + epsilon;  // what rounding moves to 0 or 1 lies inside
  return {at, even, true};
}

void check_labels(const Config& config, const Shape& output) {
  const int64_t labels = output.back();
  const std::optional<double> wanted = config.maybe_number("num_labels");
  const size_t weights = config.numbers("label_weights").size();
  if (wanted && !config.flag("multi_label")) refuse(config, "K2265", "num_labels is given, it belongs to multi_label = true");
  if (config.flag("multi_label") && output.size() != 2) refuse(config, "K2265", "multi_label wants an output of shape (batch, labels), it has " + to_string(output));
  if (wanted && *wanted != static_cast<double>(labels)) refuse(config, "K2265", fmt::format("num_labels is {}, the output has {}", *wanted, labels));
  if (config.has("label_weights") && static_cast<int64_t>(weights) != labels) refuse(config, "K2265", fmt::format("there are {} label_weights, the output has {} labels", weights, labels));
}
void count_area(MetricContext& c) {
  check_labels(c.config, c.compared.output.shape());
  Judged j = judged(c, c.config.flag("from_logits") ? sigmoid(c.compared.output) : c.compared.output);
  const bool labels = c.config.flag("multi_label");
  if (c.config.has("label_weights") && !labels) {
    Expr weights = vector(c.model.b, c.config.numbers("label_weights"));
    j.positive = j.positive * weights, j.negative = j.negative * weights;
  }
  count_over_thresholds(c, j, thresholds_of_area(c.config), labels);
}

// Davis and Goadrich: between two thresholds true positives grow in step with positive outputs.
Expr steps_of_precision(const Counts& at) {
  Expr all = at.true_positives + at.false_positives;
  Expr found = here(at.true_positives) - next(at.true_positives);
  Expr slope = divide_no_nan(found, maximum(here(all) - next(all), 0.0));
  Expr intercept = next(at.true_positives) - slope * next(all);
  Expr is_safe = (here(all) > 0.0) & (next(all) > 0.0);
  Expr ratio = select(is_safe, divide_no_nan(here(all), maximum(next(all), 0.0)), constant(*all.builder, 1));
  return divide_no_nan(slope * (found + intercept * log(ratio)), maximum(at.positives, 0.0));
}

struct Curve {
  Expr x, y;
};
// Flach and Kull's gains: where nothing is found the precision's is 1, and a recall worse than chance counts as chance.
Curve gains(const Counts& at) {
  Expr odds = divide_no_nan(at.positives, at.negatives), nothing = constant(*odds.builder, 0), one = constant(*odds.builder, 1);
  auto gain = [&](Expr wrong) { return 1.0 - odds * divide_no_nan(wrong, at.true_positives); };
  Expr none = at.true_positives == 0.0;
  return {maximum(select(none, nothing, gain(at.positives - at.true_positives)), 0.0), select(none, one, gain(at.false_positives))};
}
Expr steps_of_curve(const Curve& curve, const std::string& summation) {
  Expr a = here(curve.y), b = next(curve.y);
  Expr height = summation == "interpolation" ? (a + b) / 2.0 : summation == "minoring" ? minimum(a, b) : maximum(a, b);
  return (here(curve.x) - next(curve.x)) * height;
}

Expr area(MetricContext& c) {
  const Counts at = counts(c);
  const std::string curve = in_small_letters(c.config.text("curve")), summation = in_small_letters(c.config.text("summation_method"));
  const bool davis_goadrich = curve == "pr" && summation == "interpolation";
  auto points = [&]() -> Curve { return curve == "roc" ? Curve{at.fall_out(), at.recall()} : curve == "pr" ? Curve{at.recall(), at.precision()} : gains(at); };
  Expr areas = sum(davis_goadrich ? steps_of_precision(at) : steps_of_curve(points(), summation), {0});
  if (!c.config.flag("multi_label")) return areas;
  if (!c.config.has("label_weights")) return mean(areas, {0});
  Expr weights = vector(c.model.b, c.config.numbers("label_weights"));
  return divide_no_nan(sum(areas * weights, {0}), sum(weights, {0}));
}

MetricRow area_under_curve() {
  return {{.class_name = "AUC",
           .about = "the area under the curve of two rates over all thresholds",
           .formula = "sum((x[i] - x[i+1]) height[i]) over thresholds i",
           .settings = {whole("num_thresholds", 200).from(2).to(1e6), text("curve", "ROC").one_of({"ROC", "PR", "PRGAIN", "roc", "pr", "prgain"}).says("recall over fall-out, precision over recall, or their gains"),
                        text("summation_method", "interpolation").one_of({"interpolation", "minoring", "majoring", "Interpolation", "Minoring", "Majoring"}).says("which height a step has"),
                        numbers("thresholds").says("in place of num_thresholds; one below 0 and one above 1 are added"), flag("multi_label", false).says("an area for each column, then their mean"),
                        whole("num_labels").from(1).says("the columns of multi_label"), numbers("label_weights").says("of the columns"), flag("from_logits", false).says("the output passes through sigmoid first")}},
          nullptr, count_area, area, true};
}

// ---- the best of one rate where another is at least so high

struct Bound {
  const char *class_name, *setting, *about;
  Expr (Counts::*bounded)() const;
  Expr (Counts::*best)() const;
};
constexpr Bound bounds[] = {
    {"SensitivityAtSpecificity", "specificity", "the best sensitivity where the specificity is at least so high", &Counts::specificity, &Counts::recall},
    {"SpecificityAtSensitivity", "sensitivity", "the best specificity where the sensitivity is at least so high", &Counts::recall, &Counts::specificity},
    {"PrecisionAtRecall", "recall", "the best precision where the recall is at least so high", &Counts::recall, &Counts::precision},
    {"RecallAtPrecision", "precision", "the best recall where the precision is at least so high", &Counts::precision, &Counts::recall},
};

void count_at_even_thresholds(MetricContext& c) {
  const int64_t n = c.config.whole("num_thresholds");
  count_over_thresholds(c, judged(c, c.compared.output), n == 1 ? Thresholds{{0.5}} : Thresholds{even_thresholds(n), true});
}
Expr best_within(MetricContext& c) {
  const Counts at = counts(c);
  const Bound& bound = *std::find_if(std::begin(bounds), std::end(bounds), [&](const Bound& b) { return c.config.class_name == b.class_name; });
  Expr is_bounded = (at.*bound.bounded)() >= c.config.number(bound.setting);
  return maximum(max(select(is_bounded, (at.*bound.best)(), constant(c.model.b, 0)), {0}), 0.0);
}

}  // namespace

std::vector<MetricRow> curves() {
  std::vector<MetricRow> rows = {area_under_curve()};
  for (const Bound& bound : bounds) {
    const std::vector<Setting> settings = {number(bound.setting).required().from(0).to(1).says("how high the other rate is at least"), whole("num_thresholds", 200).from(1).to(1e6),
                                           whole("class_id").from(0).says("only this class counts")};
    rows.push_back({{.class_name = bound.class_name, .about = bound.about, .formula = "max over thresholds", .settings = settings}, nullptr, count_at_even_thresholds, best_within, true});
  }
  return rows;
}

}  // namespace keratin
