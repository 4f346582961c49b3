// Metrics made of counts, by numbers: thresholds, curves, F-scores and confusions of classes.
#include "tests/frontend/metrics.h"

#include <algorithm>
#include <functional>

namespace keratin {
namespace {

// Seven rows of three outputs that tie here and there, targets and weights, of numbers that floats hold exactly.
Numbers some(int64_t n, int step, int modulus, double unit) {
  Numbers out;
  for (int64_t i = 0; i < n; ++i) out.push_back(static_cast<double>((i * step + 2) % modulus) * unit);
  return out;
}
const Numbers p = some(21, 7, 17, 1.0 / 16), t = some(21, 5, 2, 1);
const Numbers row_weights = {0.5, 2, 1, 0, 1.5, 1, 0.25};

Data three(bool weighted = false) { return {{3}, {3}, t, p, weighted ? row_weights : Numbers{}}; }
double weight(size_t i, bool weighted) { return weighted ? row_weights[i / 3] : 1; }

struct Counts {
  double tp = 0, fp = 0, tn = 0, fn = 0;
  void add(bool target, bool output, double w) { (target ? output ? tp : fn : output ? fp : tn) += w; }
  double recall() const { return tp + fn == 0 ? 0 : tp / (tp + fn); }
  double precision() const { return tp + fp == 0 ? 0 : tp / (tp + fp); }
  double fall_out() const { return fp + tn == 0 ? 0 : fp / (fp + tn); }
  double specificity() const { return fp + tn == 0 ? 0 : tn / (fp + tn); }
};
Counts counted(const std::function<bool(size_t)>& positive, bool weighted = false, const std::function<bool(size_t)>& counts = {}) {
  Counts out;
  for (size_t i = 0; i < p.size(); ++i)
    if (!counts || counts(i)) out.add(t[i] != 0, positive(i), weight(i, weighted));
  return out;
}

TEST(Metrics, CountsAtAThreshold) {
  for (const bool weighted : {false, true})
    for (const double threshold : {0.5, 0.25}) {
      const Counts want = counted([&](size_t i) { return p[i] > threshold; }, weighted);
      const Settings settings = threshold == 0.5 ? Settings{} : Settings{{"thresholds", threshold}};
      EXPECT_NEAR(result_of({"TruePositives", settings}, three(weighted)), want.tp, 1e-12);
      EXPECT_NEAR(result_of({"FalsePositives", settings}, three(weighted)), want.fp, 1e-12);
      EXPECT_NEAR(result_of({"TrueNegatives", settings}, three(weighted)), want.tn, 1e-12);
      EXPECT_NEAR(result_of({"FalseNegatives", settings}, three(weighted)), want.fn, 1e-12);
      EXPECT_NEAR(result_of({"Precision", settings}, three(weighted)), want.precision(), 1e-12);
      EXPECT_NEAR(result_of({"Recall", settings}, three(weighted)), want.recall(), 1e-12);
    }
}

TEST(Metrics, PrecisionOfNothingIsZeroAndMasksCountNothing) {
  EXPECT_EQ(result_of({"Precision"}, {{1}, {1}, {1, 0}, {0.25, 0.5}}), 0);
  Data masked = three();
  masked.mask = {0, 1, 1, 0, 1, 0, 1};
  EXPECT_EQ(result_of({"Precision"}, masked), result_of({"Precision"}, three()));  // as in Keras
}

// The k-th and the next may be equal: the one that comes first is in.
TEST(Metrics, TopKKeepsExactlyK) {
  auto rank = [](size_t i) {
    size_t before = 0;
    for (size_t j = i / 3 * 3; j < i / 3 * 3 + 3; ++j) before += p[j] > p[i] || (p[j] == p[i] && j < i);
    return before;
  };
  for (const size_t k : {1u, 2u}) {
    const Settings settings = {{"top_k", static_cast<double>(k)}};
    EXPECT_NEAR(result_of({"Precision", settings}, three()), counted([&](size_t i) { return rank(i) < k; }).precision(), 1e-12);
    EXPECT_NEAR(result_of({"Recall", settings}, three(true)), counted([&](size_t i) { return rank(i) < k; }, true).recall(), 1e-12);
    Settings more = settings;
    more.insert(more.end(), {{"thresholds", 0.75}, {"class_id", 1.0}});
    EXPECT_NEAR(result_of({"Recall", more}, three()), counted([&](size_t i) { return rank(i) < k && p[i] > 0.75; }, false, [](size_t i) { return i % 3 == 1; }).recall(), 1e-12);
  }
  EXPECT_NEAR(result_of({"Precision", {{"top_k", 1.0}}}, {{3}, {3}, {1, 0, 0, 0, 1, 0}, {0.5, 0.5, 0.5, 0.25, 0.25, 0.25}}), 0.5, 1e-12);  // all equal
}

// ---- curves

// Counts at each threshold from the lowest on: even ones by the bucket, the first below 0 and the last above 1.
std::vector<Counts> over_even_thresholds(int n, bool margins, bool weighted = false, const std::function<bool(size_t)>& counts = {}) {
  std::vector<Counts> out;
  for (int k = 0; k < n; ++k) out.push_back(counted([&](size_t i) { return p[i] * (n - 1) > k || (margins && k == 0); }, weighted, counts));
  return out;
}
double area(const std::vector<Counts>& at, const std::string& curve, const std::string& summation) {
  double out = 0;
  for (size_t k = 0; k + 1 < at.size(); ++k) {
    const Counts &a = at[k], &b = at[k + 1];
    auto gain = [](const Counts& c, double wrong, double none) { return c.tp == 0 ? none : 1 - (c.tp + c.fn) / (c.tn + c.fp) * wrong / c.tp; };
    auto x = [&](const Counts& c) { return curve == "ROC" ? c.fall_out() : curve == "PR" ? c.recall() : std::max(gain(c, c.fn, 0), 0.0); };
    auto y = [&](const Counts& c) { return curve == "ROC" ? c.recall() : curve == "PR" ? c.precision() : gain(c, c.fp, 1); };
    if (curve == "PR" && summation == "interpolation") {
      const double pa = a.tp + a.fp, pb = b.tp + b.fp, slope = pa > pb ? (a.tp - b.tp) / (pa - pb) : 0, intercept = b.tp - slope * pb;
      out += slope * (a.tp - b.tp + intercept * std::log(pa > 0 && pb > 0 ? pa / pb : 1)) / (b.tp + b.fn);
    } else {
      const double height = summation == "interpolation" ? (y(a) + y(b)) / 2 : summation == "minoring" ? std::min(y(a), y(b)) : std::max(y(a), y(b));
      out += (x(a) - x(b)) * height;
    }
  }
  return out;
}
Settings of_curve(const std::string& curve, const std::string& summation, Settings more = {}) {
  more.insert(more.end(), {{"curve", curve}, {"summation_method", summation}});
  return more;
}

TEST(Metrics, AreasUnderCurves) {
  for (const char* curve : {"ROC", "PR", "PRGAIN"})
    for (const char* summation : {"interpolation", "minoring", "majoring"})
      for (const bool weighted : {false, true}) {
        EXPECT_NEAR(result_of({"AUC", of_curve(curve, summation)}, three(weighted)), area(over_even_thresholds(200, true, weighted), curve, summation), 1e-9) << curve << ", " << summation;
        EXPECT_NEAR(result_of({"AUC", of_curve(curve, summation, {{"num_thresholds", 9.0}})}, three(weighted)), area(over_even_thresholds(9, true, weighted), curve, summation), 1e-9);
      }
}

TEST(Metrics, AreasOfGivenThresholds) {
  std::vector<Counts> at;
  for (const double threshold : {-1.0, 0.125, 0.5, 0.625, 2.0}) at.push_back(counted([&](size_t i) { return p[i] > threshold; }));
  EXPECT_NEAR(result_of({"AUC", {{"thresholds", Numbers{0.5, 0.125, 0.625}}}}, three()), area(at, "ROC", "interpolation"), 1e-12);  // in any order
  Data logits = three();
  for (double& x : logits.p) x = std::log(std::max(x, 1.0 / 64) / (1 - x));
  EXPECT_NEAR(result_of({"AUC", {{"thresholds", Numbers{0.52, 0.13, 0.65}}, {"from_logits", true}}}, logits), area([&] {
                std::vector<Counts> out;
                for (const double threshold : {-1.0, 0.13, 0.52, 0.65, 2.0}) out.push_back(counted([&](size_t i) { return p[i] > threshold; }));
                return out;
              }(), "ROC", "interpolation"), 1e-9);
}

TEST(Metrics, AreasOfLabels) {
  const Numbers labels = {1, 2, 0.5};
  double mean = 0, weighted = 0;
  for (size_t label = 0; label < 3; ++label) {
    const double one = area(over_even_thresholds(20, true, false, [&](size_t i) { return i % 3 == label; }), "ROC", "interpolation");
    mean += one / 3, weighted += labels[label] * one / 3.5;
  }
  const Settings settings = {{"multi_label", true}, {"num_labels", 3.0}, {"num_thresholds", 20.0}};
  EXPECT_NEAR(result_of({"AUC", settings}, three()), mean, 1e-9);
  Settings more = settings;
  more.push_back({"label_weights", labels});
  EXPECT_NEAR(result_of({"AUC", more}, three()), weighted, 1e-9);
  // Without multi_label they weigh positions.
  std::vector<Counts> at;
  for (int k = 0; k < 20; ++k) {
    Counts here;
    for (size_t i = 0; i < p.size(); ++i) here.add(t[i] != 0, p[i] * 19 > k || k == 0, labels[i % 3]);
    at.push_back(here);
  }
  EXPECT_NEAR(result_of({"AUC", {{"num_thresholds", 20.0}, {"label_weights", labels}}}, three()), area(at, "ROC", "interpolation"), 1e-9);
}

TEST(Metrics, TheBestOfOneRateWhereAnotherIsHighEnough) {
  using Rate = double (Counts::*)() const;
  const std::tuple<const char*, const char*, Rate, Rate> rows[] = {{"SensitivityAtSpecificity", "specificity", &Counts::specificity, &Counts::recall},
                                                                   {"SpecificityAtSensitivity", "sensitivity", &Counts::recall, &Counts::specificity},
                                                                   {"PrecisionAtRecall", "recall", &Counts::recall, &Counts::precision},
                                                                   {"RecallAtPrecision", "precision", &Counts::precision, &Counts::recall}};
  for (const auto& [name, setting, bounded, best] : rows)
    for (const double least : {0.0, 0.5, 0.75, 1.0}) {
      auto want = [&](const std::vector<Counts>& at) {
        double most = 0;
        for (const Counts& c : at)
          if ((c.*bounded)() >= least) most = std::max(most, (c.*best)());
        return most;
      };
      EXPECT_NEAR(result_of({name, {{setting, least}}}, three()), want(over_even_thresholds(200, false)), 1e-9) << name;
      EXPECT_NEAR(result_of({name, {{setting, least}, {"num_thresholds", 5.0}, {"class_id", 2.0}}}, three(true)), want(over_even_thresholds(5, false, true, [](size_t i) { return i % 3 == 2; })), 1e-9) << name;
      EXPECT_NEAR(result_of({name, {{setting, least}, {"num_thresholds", 1.0}}}, three()), want({counted([](size_t i) { return p[i] > 0.5; })}), 1e-9) << name;
    }
}

// ---- F-scores

TEST(Metrics, FScoresBringClassesTogether) {
  auto chosen = [](size_t i) { return p[i] > 0 && p[i] == std::max({p[i / 3 * 3], p[i / 3 * 3 + 1], p[i / 3 * 3 + 2]}); };
  for (const double beta : {1.0, 2.0})
    for (const bool weighted : {false, true})
      for (const bool by_threshold : {false, true}) {
        auto positive = [&](size_t i) { return by_threshold ? p[i] > 0.5 : chosen(i); };
        auto score = [&](const Counts& c) {
          const double precision = c.tp / (c.tp + c.fp + 1e-7), recall = c.tp / (c.tp + c.fn + 1e-7);
          return (1 + beta * beta) * precision * recall / (beta * beta * precision + recall + 1e-7);
        };
        double macro = 0, by_count = 0;
        const Counts all = counted(positive, weighted);
        for (size_t label = 0; label < 3; ++label) {
          const Counts one = counted(positive, weighted, [&](size_t i) { return i % 3 == label; });
          macro += score(one) / 3, by_count += score(one) * (one.tp + one.fn) / (all.tp + all.fn);
        }
        auto config = [&](const char* average) {
          Settings settings = {{"average", std::string(average)}};
          if (by_threshold) settings.push_back({"threshold", 0.5});
          if (beta != 1) settings.push_back({"beta", beta});
          return Config{beta == 1 ? "F1Score" : "FBetaScore", settings};
        };
        EXPECT_NEAR(result_of(config("micro"), three(weighted)), score(all), 1e-7);
        EXPECT_NEAR(result_of(config("macro"), three(weighted)), macro, 1e-7);
        EXPECT_NEAR(result_of(config("weighted"), three(weighted)), by_count, 1e-7);
      }
  EXPECT_NEAR(result_of({"F1Score", {{"average", std::string("micro")}}}, {{2}, {2}, {1, 0, 0, 1}, {0, 0, 0.25, 0.5}}), 2.0 / 3, 1e-6);  // a row of zeros chooses none
}

// ---- intersections over unions

double union_of(const std::vector<std::array<double, 3>>& pairs, const std::vector<int>& classes) {
  double sum = 0, there = 0;
  for (const int id : classes) {
    double both = 0, any = 0;
    for (const auto& [target, output, w] : pairs) both += target == id && output == id ? w : 0, any += target == id || output == id ? w : 0;
    if (any > 1e-9) sum += both / any, there += 1;
  }
  return there ? sum / there : 0;
}

TEST(Metrics, IntersectionsOverUnions) {
  const Numbers targets = {0, 1, 2, 2, 1, 0, 2}, outputs = {0, 2, 2, 1, 1, 3, -1};  // no class 3 or -1
  std::vector<std::array<double, 3>> pairs, chosen, weighted;
  for (size_t i = 0; i < 5; ++i) pairs.push_back({targets[i], outputs[i], 1});
  const Data ids{{}, {}, targets, outputs};
  EXPECT_NEAR(result_of({"MeanIoU", {{"num_classes", 3.0}}}, ids), union_of(pairs, {0, 1, 2}), 1e-6);
  EXPECT_NEAR(result_of({"MeanIoU", {{"num_classes", 5.0}}}, {{}, {}, {0, 1, 2, 2, 1, 3, 4}, {0, 2, 2, 1, 1, 5, -1}}), union_of(pairs, {0, 1, 2}), 1e-6);  // classes that are nowhere do not count
  EXPECT_NEAR(result_of({"IoU", {{"num_classes", 3.0}, {"target_class_ids", Shape{0, 2}}}}, ids), union_of(pairs, {0, 2}), 1e-6);
  for (size_t row = 0; row < 7; ++row) {
    const auto first = p.begin() + static_cast<std::ptrdiff_t>(row) * 3;
    const double best = static_cast<double>(std::max_element(first, first + 3) - first);
    if (targets[row] != 1) chosen.push_back({targets[row], best, 1});
    weighted.push_back({targets[row], best, std::trunc(row_weights[row])});
  }
  const Data scores{{}, {3}, targets, p};
  EXPECT_NEAR(result_of({"MeanIoU", {{"num_classes", 3.0}, {"sparse_y_pred", false}, {"ignore_class", 1.0}}}, scores), union_of(chosen, {0, 1, 2}), 1e-6);
  Data one_hot{{3}, {3}, Numbers(21), p, row_weights};
  for (size_t row = 0; row < 7; ++row) one_hot.t[row * 3 + static_cast<size_t>(targets[row])] = 1;
  EXPECT_NEAR(result_of({"OneHotMeanIoU", {{"num_classes", 3.0}}}, one_hot), union_of(weighted, {0, 1, 2}), 1e-6);  // weights lose their fractions
  for (size_t row = 0; row < 7; ++row) weighted[row][2] = row_weights[row];
  EXPECT_NEAR(result_of({"OneHotIoU", {{"num_classes", 3.0}, {"target_class_ids", 1.0}, {"dtype", std::string("float32")}}}, one_hot), union_of(weighted, {1}), 1e-6);
}

TEST(Metrics, IntersectionOverUnionOfTwoSides) {
  std::vector<std::array<double, 3>> pairs;
  for (size_t i = 0; i < p.size(); ++i) pairs.push_back({t[i], p[i] >= 0.5 ? 1.0 : 0.0, 1});  // the threshold itself is of class 1
  EXPECT_NEAR(result_of({"BinaryIoU"}, three()), union_of(pairs, {0, 1}), 1e-6);
  EXPECT_NEAR(result_of({"BinaryIoU", {{"target_class_ids", Shape{1}}}}, three()), union_of(pairs, {1}), 1e-6);
}

}  // namespace
}  // namespace keratin
