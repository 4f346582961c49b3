// What metrics share: how targets meet outputs, running means, and the rows of each family.
#pragma once

#include "frontend/losses/families.h"
#include "frontend/metrics/metric.h"

namespace keratin {

// Target and output as floats of one shape; an axis of extent 1 at the end may stand in one alone, and
// rows of no axis get one. Error K2260.
struct Pair {
  Expr target, output;
};
Pair paired(const Config& config, const Compared& compared);
// The target as one number for each position of the output, whose last axis holds the classes. Error K2260.
Expr target_of_positions(const Config& config, const Compared& compared);

std::string in_small_letters(std::string text);
Expr divide_no_nan(Expr a, Expr b);                       // 0 where b is 0
Expr flat(Expr x);                                        // [positions], the batch's axis
Expr weights_like(const Config& config, Expr values, std::optional<Expr> weights);  // of the values' shape; none: all 1
Expr vector(Builder& b, const Numbers& numbers);
// bool[…, n]: where the class is; nowhere for one that is not from 0 to n-1.
Expr each_class(Expr classes, int64_t n);

// Keras' Mean: `total` and `count` grow by the rows' weighted means over their positions, and their weights'.
void add_mean(MetricContext& c, Expr values, std::optional<Expr> mask, std::optional<Expr> weights);
Expr mean_so_far(MetricContext& c);

// The value of a metric that is a loss's formula under the metric's name and settings.
Expr value_of_loss(const Config& config, Compared& compared);

std::vector<MetricRow> accuracies();
std::vector<MetricRow> regressions();
std::vector<MetricRow> crossentropies();
std::vector<MetricRow> correlations();
std::vector<MetricRow> confusions();
std::vector<MetricRow> curves();
std::vector<MetricRow> regression_scores();
std::vector<MetricRow> f_scores();
std::vector<MetricRow> unions();  // intersections over unions
const MetricRow& custom_metric_row(const Config& config);

}  // namespace keratin
