// Losses by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace losses {

template <class S>
Object with_common(Object o, const S& s) {
  return o.set("reduction", s.reduction)
      .set("name", s.name).set("dtype", s.dtype);
}
// the mean of squared differences: mean((output - target)^2)
struct MeanSquaredErrorSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object MeanSquaredError(const MeanSquaredErrorSettings& s = {}) { return with_common(Object("MeanSquaredError"), s); }
// the mean of differences without sign: mean(|output - target|)
struct MeanAbsoluteErrorSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object MeanAbsoluteError(const MeanAbsoluteErrorSettings& s = {}) { return with_common(Object("MeanAbsoluteError"), s); }
// differences in percent of the target: 100 mean(|target - output| / max(|target|, 1e-7))
struct MeanAbsolutePercentageErrorSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorSettings& s = {}) { return with_common(Object("MeanAbsolutePercentageError"), s); }
// squared differences of logarithms; numbers below 1e-7 count as 1e-7: mean((log(1 + output) - log(1 + target))^2)
struct MeanSquaredLogarithmicErrorSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorSettings& s = {}) { return with_common(Object("MeanSquaredLogarithmicError"), s); }
// the sum of squared differences in a row, of which the mean over the rows is taken: sum((output - target)^2)
struct SumOfSquaredErrorsSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object SumOfSquaredErrors(const SumOfSquaredErrorsSettings& s = {}) { return with_common(Object("SumOfSquaredErrors"), s); }
// squared differences up to delta, straight lines beyond: mean(d^2 / 2 up to delta, else delta |d| - delta^2 / 2)
struct HuberSettings { double delta = 1; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object Huber(const HuberSettings& s = {}) { return with_common(Object("Huber").set("delta", s.delta), s); }
// as squared differences near 0, as their size far away: mean(log(cosh(output - target)))
struct LogCoshSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object LogCosh(const LogCoshSettings& s = {}) { return with_common(Object("LogCosh"), s); }
// of counts, for an output that is the expected count: mean(output - target log(output + 1e-7))
struct PoissonSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object Poisson(const PoissonSettings& s = {}) { return with_common(Object("Poisson"), s); }
// of two classes, or of several that may be true at once: mean(-(t log p + (1 - t) log(1 - p)))
struct BinaryCrossentropySettings { bool from_logits = false; double label_smoothing = 0; long axis = -1; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object BinaryCrossentropy(const BinaryCrossentropySettings& s = {}) {
  return with_common(Object("BinaryCrossentropy").set("from_logits", s.from_logits).set("label_smoothing", s.label_smoothing).set("axis", s.axis), s);
}
// of classes, one of which is true; targets are rows with one 1: -sum(t log p)
struct CategoricalCrossentropySettings { bool from_logits = false; double label_smoothing = 0; long axis = -1; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object CategoricalCrossentropy(const CategoricalCrossentropySettings& s = {}) {
  return with_common(Object("CategoricalCrossentropy").set("from_logits", s.from_logits).set("label_smoothing", s.label_smoothing).set("axis", s.axis), s);
}
// of classes, one of which is true; targets are their numbers, from 0: -log p[t]
struct SparseCategoricalCrossentropySettings {
  bool from_logits = false; Number ignore_class = {}; long axis = -1; Text reduction = "sum_over_batch_size", name = {}, dtype = {};
};
inline Object SparseCategoricalCrossentropy(const SparseCategoricalCrossentropySettings& s = {}) {
  return with_common(Object("SparseCategoricalCrossentropy").set("from_logits", s.from_logits).set("ignore_class", s.ignore_class).set("axis", s.axis), s);
}
// a binary crossentropy in which what is known well counts less: mean((1 - p_t)^gamma * crossentropy), p_t = t p + (1 - t)(1 - p)
struct BinaryFocalCrossentropySettings {
  bool apply_class_balancing = false; double alpha = 0.25, gamma = 2; bool from_logits = false; double label_smoothing = 0; long axis = -1; Text reduction = "sum_over_batch_size";
  Text name = {}, dtype = {};
};
inline Object BinaryFocalCrossentropy(const BinaryFocalCrossentropySettings& s = {}) {
  return with_common(Object("BinaryFocalCrossentropy").set("apply_class_balancing", s.apply_class_balancing).set("alpha", s.alpha).set("gamma", s.gamma)
      .set("from_logits", s.from_logits).set("label_smoothing", s.label_smoothing).set("axis", s.axis), s);
}
// a categorical crossentropy in which what is known well counts less: sum(alpha (1 - p)^gamma * -t log p)
struct CategoricalFocalCrossentropySettings {
  NumberList alpha = {0.25}; double gamma = 2; bool from_logits = false; double label_smoothing = 0; long axis = -1; Text reduction = "sum_over_batch_size", name = {}, dtype = {};
};
inline Object CategoricalFocalCrossentropy(const CategoricalFocalCrossentropySettings& s = {}) {
  return with_common(Object("CategoricalFocalCrossentropy").set("alpha", s.alpha).set("gamma", s.gamma).set("from_logits", s.from_logits)
      .set("label_smoothing", s.label_smoothing).set("axis", s.axis), s);
}
// between a crossentropy (q near 0) and an absolute error (q near 1), for targets that may be wrong; targets are whole numbers: (1 - p[t]^q) / q
struct CategoricalGeneralizedCrossEntropySettings { double q = 0.5; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object CategoricalGeneralizedCrossEntropy(const CategoricalGeneralizedCrossEntropySettings& s = {}) {
  return with_common(Object("CategoricalGeneralizedCrossEntropy").set("q", s.q), s);
}
// of targets -1 and 1; where all of a batch are 0 or 1, 0 means -1: mean(max(1 - target output, 0))
struct HingeSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object Hinge(const HingeSettings& s = {}) { return with_common(Object("Hinge"), s); }
// as Hinge, squared: mean(max(1 - target output, 0)^2)
struct SquaredHingeSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object SquaredHinge(const SquaredHingeSettings& s = {}) { return with_common(Object("SquaredHinge"), s); }
// of rows with one 1: the right class is ahead of all others: max(max((1 - t) output) - sum(t output) + 1, 0)
struct CategoricalHingeSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object CategoricalHinge(const CategoricalHingeSettings& s = {}) { return with_common(Object("CategoricalHinge"), s); }
// how far the output's distribution is from the target's; both are clipped to 1e-7 … 1: sum(t log(t / p))
struct KLDivergenceSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object KLDivergence(const KLDivergenceSettings& s = {}) { return with_common(Object("KLDivergence"), s); }
// -1 for the same direction, 1 for the opposite one: -sum(target / |target| * output / |output|)
struct CosineSimilaritySettings { long axis = -1; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object CosineSimilarity(const CosineSimilaritySettings& s = {}) { return with_common(Object("CosineSimilarity").set("axis", s.axis), s); }
// how little two regions overlap: 1 - 2 sum(t p) / (sum(t) + sum(p) + 1e-7)
struct DiceSettings { Extents axis = {}; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object Dice(const DiceSettings& s = {}) { return with_common(Object("Dice").set("axis", s.axis), s); }
// as Dice, with weights for what is missed (alpha) and what is found wrongly (beta): 1 - s / (s + alpha sum((1 - p) t) + beta sum(p (1 - t)) + 1e-7), s = sum(t p)
struct TverskySettings { double alpha = 0.5, beta = 0.5; Extents axis = {}; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object Tversky(const TverskySettings& s = {}) { return with_common(Object("Tversky").set("alpha", s.alpha).set("beta", s.beta).set("axis", s.axis), s); }
// of vectors of length 1: those of one class come near each other; targets are whole numbers: log(1 + sum(e^(gamma w_n (s_n - margin))) sum(e^(-gamma w_p (s_p - 1 + margin))))
struct CircleSettings { double gamma = 80, margin = 0.4; bool remove_diagonal = true; Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object Circle(const CircleSettings& s = {}) {
  return with_common(Object("Circle").set("gamma", s.gamma).set("margin", s.margin).set("remove_diagonal", s.remove_diagonal), s);
}
// of sequences of labels from outputs at more steps; targets are whole numbers from 1, 0 behind the last of a row, one place for each step: -log(sum of the probabilities of all
// ways to say the labels)
struct CTCSettings { Text reduction = "sum_over_batch_size", name = {}, dtype = {}; };
inline Object CTC(const CTCSettings& s = {}) { return with_common(Object("CTC"), s); }

}  // namespace losses
using losses::MeanSquaredError; using losses::MeanSquaredErrorSettings;
using losses::MeanAbsoluteError; using losses::MeanAbsoluteErrorSettings;
using losses::MeanAbsolutePercentageError; using losses::MeanAbsolutePercentageErrorSettings;
using losses::MeanSquaredLogarithmicError; using losses::MeanSquaredLogarithmicErrorSettings;
using losses::SumOfSquaredErrors; using losses::SumOfSquaredErrorsSettings;
using losses::Huber; using losses::HuberSettings;
using losses::LogCosh; using losses::LogCoshSettings;
using losses::Poisson; using losses::PoissonSettings;
using losses::BinaryCrossentropy; using losses::BinaryCrossentropySettings;
using losses::CategoricalCrossentropy; using losses::CategoricalCrossentropySettings;
using losses::SparseCategoricalCrossentropy; using losses::SparseCategoricalCrossentropySettings;
using losses::BinaryFocalCrossentropy; using losses::BinaryFocalCrossentropySettings;
using losses::CategoricalFocalCrossentropy; using losses::CategoricalFocalCrossentropySettings;
using losses::CategoricalGeneralizedCrossEntropy; using losses::CategoricalGeneralizedCrossEntropySettings;
using losses::Hinge; using losses::HingeSettings;
using losses::SquaredHinge; using losses::SquaredHingeSettings;
using losses::CategoricalHinge; using losses::CategoricalHingeSettings;
using losses::KLDivergence; using losses::KLDivergenceSettings;
using losses::CosineSimilarity; using losses::CosineSimilaritySettings;
using losses::Dice; using losses::DiceSettings;
using losses::Tversky; using losses::TverskySettings;
using losses::Circle; using losses::CircleSettings;
using losses::CTC; using losses::CTCSettings;

}  // namespace keratin
