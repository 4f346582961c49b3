// Counts of right and wrong positives and negatives at one threshold, and what is made of them.
#include "frontend/metrics/confusion.h"

#include <fmt/format.h>

#include "frontend/layers/layer.h"

namespace keratin {
namespace {

// Whether fewer than k outputs are greater; of equal ones the first.
Expr among_top_k(const Config& config, Expr x, int64_t k) {
  const int64_t n = x.shape().back(), pairs = count(x.shape()) * n;
  if (k > n) refuse(config, "K2264", fmt::format("top_k is {}, the output has {} classes", k, n));
  if (pairs > most_elements) refuse(config, "K2267", fmt::format("top_k compares {} pairs of outputs in each batch, 2^30 is the most", pairs), "take a smaller batch");
  Shape mine = x.shape(), others = x.shape();
  mine.push_back(1), others.insert(others.end() - 1, 1);
  Expr own = reshape(x, mine), other = reshape(x, others);
  const Type square{Element::i32, {n, n}};
  Expr earlier = iota(*x.builder, square, 1) < iota(*x.builder, square, 0);
  Expr first = (other > own) | ((other == own) & earlier);
  return sum(to_float(first), {-1}) < static_cast<double>(k);
}

Expr of_class(const Config& config, Expr x, int64_t id) {
  if (x.rank() < 2) refuse(config, "K2264", "class_id wants an output with an axis of classes");
  if (id >= x.shape().back()) refuse(config, "K2264", fmt::format("class_id is {}, the output has {} classes", id, x.shape().back()));
  return slice_axis(x, -1, id, 1);
}

double threshold_of(const Config& config) {
  const Numbers given = config.numbers("thresholds");
  for (double x : given)
    if (!(x >= 0 && x <= 1)) refuse(config, "K2263", fmt::format("a threshold is {}, thresholds are from 0 to 1", x));
  if (given.size() > 1) refuse(config, "K2262", fmt::format("{} thresholds give as many results, and the history holds one number for each metric", given.size()), "list a metric for each threshold");
  if (!given.empty()) return given[0];
  return config.has("top_k") ? -1e10 : 0.5;  // Keras' NEG_INF: what top_k leaves is above it
}

}  // namespace

Judged judged(MetricContext& c, Expr output) {
  Compared compared = c.compared;
  compared.output = output;
  Pair pair = paired(c.config, compared);
  std::optional<Expr> kept;
  if (c.config.has("top_k")) kept = among_top_k(c.config, pair.output, c.config.whole("top_k"));
  if (kept) pair.output = select(*kept, pair.output, constant(c.model.b, -1e10));
  if (c.config.has("class_id")) {
    const int64_t id = c.config.whole("class_id");
    pair = {of_class(c.config, pair.target, id), of_class(c.config, pair.output, id)};
  }
  Expr nothing = constant(c.model.b, 0), weight = weights_like(c.config, pair.output, c.weights), is_negative = pair.target == 0.0;
  return {pair.output, select(is_negative, nothing, weight), select(is_negative, weight, nothing)};
}

// ---- counts at one threshold

namespace {

// The four of Keras' ConfusionMatrix by the names of its variables: what the target is, and on which side the output.
struct Condition {
  const char* name;
  bool target, output;
};
constexpr Condition conditions[] = {{"true_positives", true, true}, {"false_positives", false, true}, {"true_negatives", false, false}, {"false_negatives", true, false}};

void count_at_threshold(MetricContext& c, std::initializer_list<std::string> wanted) {
  const Judged j = judged(c, c.compared.output);
  Expr above = j.output > threshold_of(c.config), nothing = constant(c.model.b, 0);
  for (const Condition& condition : conditions)
    for (const std::string& name : wanted) {
      if (name != condition.name) continue;
      Expr weight = condition.target ? j.positive : j.negative;
      c.add(name, sum(flat(condition.output ? select(above, weight, nothing) : select(above, nothing, weight)), {0}));
    }
}
Expr share(MetricContext& c, const char* part, const char* rest) { return divide_no_nan(c.state(part), c.state(part) + c.state(rest)); }

// TruePositives and its like: the class is called as the condition is.
void count_one(MetricContext& c) { count_at_threshold(c, {snake_case(c.config.class_name)}); }
Expr one(MetricContext& c) { return c.state(snake_case(c.config.class_name)); }
void count_precision(MetricContext& c) { count_at_threshold(c, {"true_positives", "false_positives"}); }
Expr precision(MetricContext& c) { return share(c, "true_positives", "false_positives"); }
void count_recall(MetricContext& c) { count_at_threshold(c, {"true_positives", "false_negatives"}); }
Expr recall(MetricContext& c) { return share(c, "true_positives", "false_negatives"); }

}  // namespace

std::vector<MetricRow> confusions() {
  const Setting thresholds = numbers("thresholds").says("what an output must be greater than to count as positive: 0.5, or any of the top_k");
  const std::vector<Setting> both = {thresholds, whole("top_k").from(1).says("only so many outputs of a row, its best, can be positive"), whole("class_id").from(0).says("only this class counts")};
  return {
      {{.class_name = "TruePositives", .about = "how many targets that are not 0 have an output above the threshold", .formula = "sum(weights (target != 0) (output > threshold))", .settings = {thresholds}},
       nullptr, count_one, one, true},
      {{.class_name = "FalsePositives", .about = "how many targets of 0 have an output above the threshold", .formula = "sum(weights (target == 0) (output > threshold))", .settings = {thresholds}},
       nullptr, count_one, one},
      {{.class_name = "TrueNegatives", .about = "how many targets of 0 have no output above the threshold", .formula = "sum(weights (target == 0) (output <= threshold))", .settings = {thresholds}},
       nullptr, count_one, one, true},
      {{.class_name = "FalseNegatives", .about = "how many targets that are not 0 have no output above the threshold", .formula = "sum(weights (target != 0) (output <= threshold))", .settings = {thresholds}},
       nullptr, count_one, one},
      {{.class_name = "Precision", .about = "the part of the positive outputs that is right", .formula = "true positives / (true positives + false positives)", .settings = both},
       nullptr, count_precision, precision, true},
      {{.class_name = "Recall", .about = "the part of the targets that are not 0 which the outputs find", .formula = "true positives / (true positives + false negatives)", .settings = both},
       nullptr, count_recall, recall, true},
  };
}

}  // namespace keratin
