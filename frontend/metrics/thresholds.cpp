#include <fmt/format.h>

#include "frontend/metrics/confusion.h"

namespace keratin {
namespace {

// Numbers in a column before the thresholds' axis, and where labels are kept apart before theirs too.
Expr spread(Expr x, bool labels) { return labels ? reshape(x, {x.shape()[0], 1, x.shape()[1]}) : reshape(x, {count(x.shape()), 1}); }

// bool[positions, thresholds] or bool[batch, thresholds, labels].
Expr above(Expr output, const Thresholds& thresholds, bool labels) {
  Builder& b = *output.builder;
  const int64_t n = static_cast<int64_t>(thresholds.at.size());
  Expr x = spread(output, labels);
  if (!thresholds.even) {
    Expr at = vector(b, thresholds.at);
    return x > (labels ? reshape(at, {n, 1}) : at);
  }
  Expr bucket = to_float(iota(b, {Element::i32, labels ? Shape{n, 1} : Shape{n}}, 0));
  Expr scaled = clip(x, 0, 1) * static_cast<double>(n - 1);
  if (!thresholds.margins) return scaled > bucket;
  return (scaled > bucket) | (bucket == 0.0);
}

}  // namespace

void count_over_thresholds(MetricContext& c, const Judged& j, const Thresholds& thresholds, bool labels) {
  const int64_t n = static_cast<int64_t>(thresholds.at.size()), comparisons = count(j.output.shape()) * n;
  if (comparisons > most_elements)
    refuse(c.config, "K2267", fmt::format("{} thresholds and outputs of shape {} are {} comparisons in each batch, 2^30 is the most", n, to_string(j.output.shape()), comparisons), "take fewer thresholds or a smaller batch");
  Expr passes = above(j.output, thresholds, labels), nothing = constant(c.model.b, 0);
  auto counted = [&](Expr weight) { return sum(select(passes, spread(weight, labels), nothing), {0}); };
  auto all = [&](Expr weight) { return sum(labels ? weight : flat(weight), {0}); };
  c.add("true_positives", counted(j.positive));
  c.add("false_positives", counted(j.negative));
  c.add("positives", all(j.positive));
  c.add("negatives", all(j.negative));
}

}  // namespace keratin
