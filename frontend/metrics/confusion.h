// Counts of right and wrong positives and negatives over thresholds, as Keras' update_confusion_matrix_variables takes them.
#pragma once

#include "frontend/metrics/shared.h"

namespace keratin {

// What there is to count in a batch: numbers of one shape.
struct Judged {
  Expr output;
  Expr positive;  // the weight of a position whose target is not 0, and nothing elsewhere
  Expr negative;  // the other way round
};
// After `top_k` and `class_id`, where the metric has these settings. Error K2264.
Judged judged(MetricContext& c, Expr output);

// Thresholds in a row. Even ones, i / (n - 1), are compared as Keras does it: by the bucket that an output, clipped to [0, 1], falls
// in; with margins the first threshold lies below 0, where everything is above it.
struct Thresholds {
  Numbers at;
  bool even = false, margins = false;
};
// Adds to `true_positives` and `false_positives`, f32[thresholds], and to `positives` and `negatives`, what there is of each.
// With `labels` all of it is kept for each column of the output: f32[thresholds, labels]. Error K2267.
void count_over_thresholds(MetricContext& c, const Judged& judged, const Thresholds& thresholds, bool labels = false);

}  // namespace keratin
