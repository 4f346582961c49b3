// Metrics by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace metrics {

template <class S>
Object with_common(Object o, const S& s) {
  return o.set("name", s.name)
      .set("dtype", s.dtype);
}
// how often the output equals the target: mean(output == target)
struct AccuracySettings { Text name = {}, dtype = {}; };
inline Object Accuracy(const AccuracySettings& s = {}) { return with_common(Object("Accuracy"), s); }
// how often the output is on the target's side of a threshold: mean((output > threshold) == target)
struct BinaryAccuracySettings { double threshold = 0.5; Text name = {}, dtype = {}; };
inline Object BinaryAccuracy(const BinaryAccuracySettings& s = {}) { return with_common(Object("BinaryAccuracy").set("threshold", s.threshold), s); }
// how often the largest output is the class of a one-hot target: mean(argmax(output) == argmax(target))
struct CategoricalAccuracySettings { Text name = {}, dtype = {}; };
inline Object CategoricalAccuracy(const CategoricalAccuracySettings& s = {}) { return with_common(Object("CategoricalAccuracy"), s); }
// how often the largest output is the target's class: mean(argmax(output) == target)
struct SparseCategoricalAccuracySettings { Text name = {}, dtype = {}; };
inline Object SparseCategoricalAccuracy(const SparseCategoricalAccuracySettings& s = {}) { return with_common(Object("SparseCategoricalAccuracy"), s); }
// how often the class of a one-hot target is among the k best outputs: mean(fewer than k outputs are greater than output[argmax(target)])
struct TopKCategoricalAccuracySettings { long k = 5; Text name = {}, dtype = {}; };
inline Object TopKCategoricalAccuracy(const TopKCategoricalAccuracySettings& s = {}) { return with_common(Object("TopKCategoricalAccuracy").set("k", s.k), s); }
// how often the target's class is among the k best outputs: mean(fewer than k outputs are greater than output[target])
struct SparseTopKCategoricalAccuracySettings { long k = 5; bool from_sorted_ids = false; Text name = {}, dtype = {}; };
inline Object SparseTopKCategoricalAccuracy(const SparseTopKCategoricalAccuracySettings& s = {}) {
  return with_common(Object("SparseTopKCategoricalAccuracy").set("k", s.k).set("from_sorted_ids", s.from_sorted_ids), s);
}
// the mean of squared differences: mean((output - target)^2)
struct MeanSquaredErrorSettings { Text name = {}, dtype = {}; };
inline Object MeanSquaredError(const MeanSquaredErrorSettings& s = {}) { return with_common(Object("MeanSquaredError"), s); }
// the root of the mean of squared differences: sqrt(mean((output - target)^2))
struct RootMeanSquaredErrorSettings { Text name = {}, dtype = {}; };
inline Object RootMeanSquaredError(const RootMeanSquaredErrorSettings& s = {}) { return with_common(Object("RootMeanSquaredError"), s); }
// the mean of absolute differences: mean(|output - target|)
struct MeanAbsoluteErrorSettings { Text name = {}, dtype = {}; };
inline Object MeanAbsoluteError(const MeanAbsoluteErrorSettings& s = {}) { return with_common(Object("MeanAbsoluteError"), s); }
// the mean of differences in per cent of the target: 100 mean(|output - target| / max(|target|, 1e-7))
struct MeanAbsolutePercentageErrorSettings { Text name = {}, dtype = {}; };
inline Object MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorSettings& s = {}) { return with_common(Object("MeanAbsolutePercentageError"), s); }
// the mean of squared differences of logarithms: mean((log(output + 1) - log(target + 1))^2), both at least 1e-7
struct MeanSquaredLogarithmicErrorSettings { Text name = {}, dtype = {}; };
inline Object MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorSettings& s = {}) { return with_common(Object("MeanSquaredLogarithmicError"), s); }
// the mean of log(cosh(difference)): mean(log(cosh(output - target)))
struct LogCoshErrorSettings { Text name = "logcosh", dtype = {}; };
inline Object LogCoshError(const LogCoshErrorSettings& s = {}) { return Object("LogCoshError").set("name", s.name).set("dtype", s.dtype); }
// the cosine of the angle between output and target: sum(target output) / (|target| |output|)
struct CosineSimilaritySettings { long axis = -1; Text name = {}, dtype = {}; };
inline Object CosineSimilarity(const CosineSimilaritySettings& s = {}) { return with_common(Object("CosineSimilarity").set("axis", s.axis), s); }
// the mean hinge loss of targets -1 and 1, or 0 and 1: mean(max(1 - target output, 0))
struct HingeSettings { Text name = {}, dtype = {}; };
inline Object Hinge(const HingeSettings& s = {}) { return with_common(Object("Hinge"), s); }
// the mean squared hinge loss of targets -1 and 1, or 0 and 1: mean(max(1 - target output, 0)^2)
struct SquaredHingeSettings { Text name = {}, dtype = {}; };
inline Object SquaredHinge(const SquaredHingeSettings& s = {}) { return with_common(Object("SquaredHinge"), s); }
// the hinge loss of one-hot targets: max(max((1 - target) output) - sum(target output) + 1, 0)
struct CategoricalHingeSettings { Text name = {}, dtype = {}; };
inline Object CategoricalHinge(const CategoricalHingeSettings& s = {}) { return with_common(Object("CategoricalHinge"), s); }
// the crossentropy of yes and no: mean(-(t log p + (1 - t) log(1 - p)))
struct BinaryCrossentropySettings { bool from_logits = false; double label_smoothing = 0; Text name = {}, dtype = {}; };
inline Object BinaryCrossentropy(const BinaryCrossentropySettings& s = {}) {
  return with_common(Object("BinaryCrossentropy").set("from_logits", s.from_logits).set("label_smoothing", s.label_smoothing), s);
}
// the crossentropy of one-hot targets: -sum(t log p)
struct CategoricalCrossentropySettings { bool from_logits = false; double label_smoothing = 0; long axis = -1; Text name = {}, dtype = {}; };
inline Object CategoricalCrossentropy(const CategoricalCrossentropySettings& s = {}) {
  return with_common(Object("CategoricalCrossentropy").set("from_logits", s.from_logits).set("label_smoothing", s.label_smoothing).set("axis", s.axis), s);
}
// the crossentropy of classes: -log p[t]
struct SparseCategoricalCrossentropySettings { bool from_logits = false; Number ignore_class = {}; long axis = -1; Text name = {}, dtype = {}; };
inline Object SparseCategoricalCrossentropy(const SparseCategoricalCrossentropySettings& s = {}) {
  return with_common(Object("SparseCategoricalCrossentropy").set("from_logits", s.from_logits).set("ignore_class", s.ignore_class).set("axis", s.axis), s);
}
// the Kullback-Leibler divergence of two distributions: sum(t log(t / p)), both from 1e-7 to 1
struct KLDivergenceSettings { Text name = {}, dtype = {}; };
inline Object KLDivergence(const KLDivergenceSettings& s = {}) { return with_common(Object("KLDivergence"), s); }
// the Poisson loss: mean(output - target log(output + 1e-7))
struct PoissonSettings { Text name = {}, dtype = {}; };
inline Object Poisson(const PoissonSettings& s = {}) { return with_common(Object("Poisson"), s); }
// the correlation of output and target: mean((t - mean t)(p - mean p)) / (deviation t · deviation p)
struct PearsonCorrelationSettings { long axis = -1; Text name = {}, dtype = {}; };
inline Object PearsonCorrelation(const PearsonCorrelationSettings& s = {}) { return with_common(Object("PearsonCorrelation").set("axis", s.axis), s); }
// how close output and target are to being equal: 2 covariance / (variance t + variance p + (mean t - mean p)^2 + 1e-7)
struct ConcordanceCorrelationSettings { long axis = -1; Text name = {}, dtype = {}; };
inline Object ConcordanceCorrelation(const ConcordanceCorrelationSettings& s = {}) { return with_common(Object("ConcordanceCorrelation").set("axis", s.axis), s); }
// the part of the targets' variance that the outputs explain: 1 - sum((target - output)^2) / sum((target - mean)^2)
struct R2ScoreSettings { Text class_aggregation = "uniform_average"; long num_regressors = 0; Text name = "r2_score", dtype = {}; };
inline Object R2Score(const R2ScoreSettings& s = {}) {
  return Object("R2Score").set("class_aggregation", s.class_aggregation).set("num_regressors", s.num_regressors).set("name", s.name).set("dtype", s.dtype);
}
// how many targets that are not 0 have an output above the threshold: sum(weights (target != 0) (output > threshold))
struct TruePositivesSettings { NumberList thresholds = {}; Text name = {}, dtype = {}; };
inline Object TruePositives(const TruePositivesSettings& s = {}) { return with_common(Object("TruePositives").set("thresholds", s.thresholds), s); }
// how many targets of 0 have an output above the threshold: sum(weights (target == 0) (output > threshold))
struct FalsePositivesSettings { NumberList thresholds = {}; Text name = {}, dtype = {}; };
inline Object FalsePositives(const FalsePositivesSettings& s = {}) { return with_common(Object("FalsePositives").set("thresholds", s.thresholds), s); }
// how many targets of 0 have no output above the threshold: sum(weights (target == 0) (output <= threshold))
struct TrueNegativesSettings { NumberList thresholds = {}; Text name = {}, dtype = {}; };
inline Object TrueNegatives(const TrueNegativesSettings& s = {}) { return with_common(Object("TrueNegatives").set("thresholds", s.thresholds), s); }
// how many targets that are not 0 have no output above the threshold: sum(weights (target != 0) (output <= threshold))
struct FalseNegativesSettings { NumberList thresholds = {}; Text name = {}, dtype = {}; };
inline Object FalseNegatives(const FalseNegativesSettings& s = {}) { return with_common(Object("FalseNegatives").set("thresholds", s.thresholds), s); }
// the part of the positive outputs that is right: true positives / (true positives + false positives)
struct PrecisionSettings { NumberList thresholds = {}; Number top_k = {}, class_id = {}; Text name = {}, dtype = {}; };
inline Object Precision(const PrecisionSettings& s = {}) {
  return with_common(Object("Precision").set("thresholds", s.thresholds).set("top_k", s.top_k).set("class_id", s.class_id), s);
}
// the part of the targets that are not 0 which the outputs find: true positives / (true positives + false negatives)
struct RecallSettings { NumberList thresholds = {}; Number top_k = {}, class_id = {}; Text name = {}, dtype = {}; };
inline Object Recall(const RecallSettings& s = {}) { return with_common(Object("Recall").set("thresholds", s.thresholds).set("top_k", s.top_k).set("class_id", s.class_id), s); }
// the area under the curve of two rates over all thresholds: sum((x[i] - x[i+1]) height[i]) over thresholds i
struct AUCSettings {
  long num_thresholds = 200; Text curve = "ROC", summation_method = "interpolation"; NumberList thresholds = {}; bool multi_label = false; Number num_labels = {};
  NumberList label_weights = {}; bool from_logits = false; Text name = {}, dtype = {};
};
inline Object AUC(const AUCSettings& s = {}) {
  return with_common(Object("AUC").set("num_thresholds", s.num_thresholds).set("curve", s.curve).set("summation_method", s.summation_method).set("thresholds", s.thresholds)
      .set("multi_label", s.multi_label).set("num_labels", s.num_labels).set("label_weights", s.label_weights).set("from_logits", s.from_logits), s);
}
// the best sensitivity where the specificity is at least so high: max over thresholds
struct SensitivityAtSpecificitySettings { long num_thresholds = 200; Number class_id = {}; Text name = {}, dtype = {}; };
inline Object SensitivityAtSpecificity(double specificity, const SensitivityAtSpecificitySettings& s = {}) {
  return with_common(Object("SensitivityAtSpecificity").set("specificity", specificity).set("num_thresholds", s.num_thresholds).set("class_id", s.class_id), s);
}
// the best specificity where the sensitivity is at least so high: max over thresholds
struct SpecificityAtSensitivitySettings { long num_thresholds = 200; Number class_id = {}; Text name = {}, dtype = {}; };
inline Object SpecificityAtSensitivity(double sensitivity, const SpecificityAtSensitivitySettings& s = {}) {
  return with_common(Object("SpecificityAtSensitivity").set("sensitivity", sensitivity).set("num_thresholds", s.num_thresholds).set("class_id", s.class_id), s);
}
// the best precision where the recall is at least so high: max over thresholds
struct PrecisionAtRecallSettings { long num_thresholds = 200; Number class_id = {}; Text name = {}, dtype = {}; };
inline Object PrecisionAtRecall(double recall, const PrecisionAtRecallSettings& s = {}) {
  return with_common(Object("PrecisionAtRecall").set("recall", recall).set("num_thresholds", s.num_thresholds).set("class_id", s.class_id), s);
}
// the best recall where the precision is at least so high: max over thresholds
struct RecallAtPrecisionSettings { long num_thresholds = 200; Number class_id = {}; Text name = {}, dtype = {}; };
inline Object RecallAtPrecision(double precision, const RecallAtPrecisionSettings& s = {}) {
  return with_common(Object("RecallAtPrecision").set("precision", precision).set("num_thresholds", s.num_thresholds).set("class_id", s.class_id), s);
}
// the weighted harmonic mean of precision and recall: (1 + beta^2) precision recall / (beta^2 precision + recall)
struct FBetaScoreSettings { Text average = {}; double beta = 1; Number threshold = {}; Text name = "fbeta_score", dtype = {}; };
inline Object FBetaScore(const FBetaScoreSettings& s = {}) {
  return Object("FBetaScore").set("average", s.average).set("beta", s.beta).set("threshold", s.threshold).set("name", s.name).set("dtype", s.dtype);
}
// the harmonic mean of precision and recall: 2 precision recall / (precision + recall)
struct F1ScoreSettings { Text average = {}; Number threshold = {}; Text name = "f1_score", dtype = {}; };
inline Object F1Score(const F1ScoreSettings& s = {}) {
  return Object("F1Score").set("average", s.average).set("threshold", s.threshold).set("name", s.name).set("dtype", s.dtype);
}
// intersection over union of chosen classes: mean over classes of true positives / (true positives + false positives + false negatives)
struct IoUSettings { Text dtype = {}; Number ignore_class = {}; bool sparse_y_true = true, sparse_y_pred = true; long axis = -1; Text name = {}; };
inline Object IoU(long num_classes, const Extents& target_class_ids, const IoUSettings& s = {}) {
  return Object("IoU").set("num_classes", num_classes).set("target_class_ids", target_class_ids).set("dtype", s.dtype).set("ignore_class", s.ignore_class)
      .set("sparse_y_true", s.sparse_y_true).set("sparse_y_pred", s.sparse_y_pred).set("axis", s.axis).set("name", s.name);
}
// the mean intersection over union of all classes: mean over classes of true positives / (true positives + false positives + false negatives)
struct MeanIoUSettings { Text dtype = {}; Number ignore_class = {}; bool sparse_y_true = true, sparse_y_pred = true; long axis = -1; Text name = {}; };
inline Object MeanIoU(long num_classes, const MeanIoUSettings& s = {}) {
  return Object("MeanIoU").set("num_classes", num_classes).set("dtype", s.dtype).set("ignore_class", s.ignore_class).set("sparse_y_true", s.sparse_y_true)
      .set("sparse_y_pred", s.sparse_y_pred).set("axis", s.axis).set("name", s.name);
}
// intersection over union of chosen classes, with one-hot targets: mean over classes of true positives / (true positives + false positives + false negatives)
struct OneHotIoUSettings { Text dtype = {}; Number ignore_class = {}; bool sparse_y_pred = false; long axis = -1; Text name = {}; };
inline Object OneHotIoU(long num_classes, const Extents& target_class_ids, const OneHotIoUSettings& s = {}) {
  return Object("OneHotIoU").set("num_classes", num_classes).set("target_class_ids", target_class_ids).set("dtype", s.dtype).set("ignore_class", s.ignore_class)
      .set("sparse_y_pred", s.sparse_y_pred).set("axis", s.axis).set("name", s.name);
}
// the mean intersection over union of all classes, with one-hot targets: mean over classes of true positives / (true positives + false positives + false negatives)
struct OneHotMeanIoUSettings { Text dtype = {}; Number ignore_class = {}; bool sparse_y_pred = false; long axis = -1; Text name = {}; };
inline Object OneHotMeanIoU(long num_classes, const OneHotMeanIoUSettings& s = {}) {
  return Object("OneHotMeanIoU").set("num_classes", num_classes).set("dtype", s.dtype).set("ignore_class", s.ignore_class).set("sparse_y_pred", s.sparse_y_pred)
      .set("axis", s.axis).set("name", s.name);
}
// intersection over union of the sides of a threshold: mean over classes of true positives / (true positives + false positives + false negatives)
struct BinaryIoUSettings { Extents target_class_ids = {0, 1}; double threshold = 0.5; Text dtype = {}, name = {}; };
inline Object BinaryIoU(const BinaryIoUSettings& s = {}) {
  return Object("BinaryIoU").set("target_class_ids", s.target_class_ids).set("threshold", s.threshold).set("dtype", s.dtype).set("name", s.name);
}

}  // namespace metrics
using metrics::Accuracy; using metrics::AccuracySettings;
using metrics::BinaryAccuracy; using metrics::BinaryAccuracySettings;
using metrics::CategoricalAccuracy; using metrics::CategoricalAccuracySettings;
using metrics::SparseCategoricalAccuracy; using metrics::SparseCategoricalAccuracySettings;
using metrics::TopKCategoricalAccuracy; using metrics::TopKCategoricalAccuracySettings;
using metrics::SparseTopKCategoricalAccuracy; using metrics::SparseTopKCategoricalAccuracySettings;
using metrics::RootMeanSquaredError; using metrics::RootMeanSquaredErrorSettings;
using metrics::LogCoshError; using metrics::LogCoshErrorSettings;
using metrics::PearsonCorrelation; using metrics::PearsonCorrelationSettings;
using metrics::ConcordanceCorrelation; using metrics::ConcordanceCorrelationSettings;
using metrics::R2Score; using metrics::R2ScoreSettings;
using metrics::TruePositives; using metrics::TruePositivesSettings;
using metrics::FalsePositives; using metrics::FalsePositivesSettings;
using metrics::TrueNegatives; using metrics::TrueNegativesSettings;
using metrics::FalseNegatives; using metrics::FalseNegativesSettings;
using metrics::Precision; using metrics::PrecisionSettings;
using metrics::Recall; using metrics::RecallSettings;
using metrics::AUC; using metrics::AUCSettings;
using metrics::SensitivityAtSpecificity; using metrics::SensitivityAtSpecificitySettings;
using metrics::SpecificityAtSensitivity; using metrics::SpecificityAtSensitivitySettings;
using metrics::PrecisionAtRecall; using metrics::PrecisionAtRecallSettings;
using metrics::RecallAtPrecision; using metrics::RecallAtPrecisionSettings;
using metrics::FBetaScore; using metrics::FBetaScoreSettings;
using metrics::F1Score; using metrics::F1ScoreSettings;
using metrics::IoU; using metrics::IoUSettings;
using metrics::MeanIoU; using metrics::MeanIoUSettings;
using metrics::OneHotIoU; using metrics::OneHotIoUSettings;
using metrics::OneHotMeanIoU; using metrics::OneHotMeanIoUSettings;
using metrics::BinaryIoU; using metrics::BinaryIoUSettings;

}  // namespace keratin
