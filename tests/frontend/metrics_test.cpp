// Metrics by numbers, over batches of which the last is short. What is expected is worked out here in double, from Keras'
// definitions alone, over all rows at once.
#include "tests/frontend/metrics.h"

#include <functional>
#include <set>

namespace keratin {
namespace {

// Numbers of rows that repeat after a while, so that there are ties; floats hold them exactly.
Numbers some(int64_t n, int step, int modulus) {
  Numbers out;
  for (int64_t i = 0; i < n; ++i) out.push_back(static_cast<double>((i * step + 3) % modulus) / 8);
  return out;
}
double mean_of(int64_t n, const std::function<double(size_t)>& value, const Numbers& weights = {}) {
  double total = 0, all = 0;
  for (size_t i = 0; i < static_cast<size_t>(n); ++i) {
    const double w = weights.empty() ? 1 : weights[i];
    total += w * value(i), all += w;
  }
  return total / all;
}

const Numbers weights_of_five = {0.5, 2, 0, 1, 0.25};

// ---- accuracies

TEST(Metrics, AccuraciesCountRowsThatAgree) {
  const Data whole{{1}, {1}, {1, 2, 3, 4, 5}, {1, 2, 0, 4, 4}};
  EXPECT_NEAR(result_of({"Accuracy", {}, {}, 1}, whole), 0.6, 1e-12);
  const Data binary{{1}, {1}, {1, 1, 0, 0, 1}, {0.5, 0.75, 0.5, 0.75, 0.25}};
  EXPECT_NEAR(result_of({"binary_accuracy"}, binary), 0.4, 1e-12);  // one half is not above one half
  EXPECT_NEAR(result_of({"BinaryAccuracy", {{"threshold", 0.25}}}, binary), 0.4, 1e-12);
  const Numbers scores = {0.25, 0.5, 0.5, 0.75, 0, 0.25, 0, 0, 1, 0.5, 0.25, 0.5, 0.125, 0.25, 0.125};  // the first of equal ones wins
  EXPECT_NEAR(result_of({"SparseCategoricalAccuracy"}, {{}, {3}, {1, 0, 2, 2, 1}, scores, {}, {}, {}, {}, true}), 0.8, 1e-12);
  EXPECT_NEAR(result_of({"SparseCategoricalAccuracy"}, {{1}, {3}, {1, 0, 2, 2, 1.5}, scores}), 0.6, 1e-12);  // a target that is no class agrees with none
  EXPECT_NEAR(result_of({"categorical_accuracy"}, {{3}, {3}, {0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0}, scores}), 0.6, 1e-12);
}

TEST(Metrics, AllThatTieWithTheBestKAreAmongThem) {
  const Numbers scores = {0.5, 0.5, 0.25, 0.125, 0, 0.75, 0.5, 0.5, 1, 0.5, 0.5, 0.25};
  const Data classes{{}, {4}, {1, 2, 3}, scores, {}, {}, {}, {}, true};
  EXPECT_NEAR(result_of({"SparseTopKCategoricalAccuracy", {{"k", 1.0}}}, classes), 1.0 / 3, 1e-12);  // of row 0
  EXPECT_NEAR(result_of({"SparseTopKCategoricalAccuracy", {{"k", 2.0}}}, classes), 2.0 / 3, 1e-12);
  EXPECT_NEAR(result_of({"SparseTopKCategoricalAccuracy"}, classes), 1, 1e-12);
  EXPECT_NEAR(result_of({"SparseTopKCategoricalAccuracy"}, {{}, {4}, {1, 4, -1}, scores, {}, {}, {}, {}, true}), 1.0 / 3, 1e-12);  // no classes
  EXPECT_NEAR(result_of({"TopKCategoricalAccuracy", {{"k", 2.0}}}, {{4}, {4}, {0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, scores}), 2.0 / 3, 1e-12);
  const Data ids{{}, {4}, {3, 1, 0}, {2, 3, 0, 1, 0, 2, 1, 3, 0, 1, 2, 3}, {}, {}, {}, {}, true};
  EXPECT_NEAR(result_of({"SparseTopKCategoricalAccuracy", {{"k", 2.0}, {"from_sorted_ids", true}}}, ids), 2.0 / 3, 1e-12);
}

// ---- means

TEST(Metrics, MeansAreOverAllRowsHoweverTheyWereBatched) {
  const Numbers t = some(20, 5, 13), p = some(20, 7, 17);
  Data data{{4}, {4}, t, p};
  auto of = [&](const std::function<double(double, double)>& term, const Numbers& weights = {}) {
    return mean_of(5, [&](size_t row) { return mean_of(4, [&](size_t i) { return term(p[row * 4 + i], t[row * 4 + i]); }); }, weights);
  };
  auto square = [](double a, double b) { return (a - b) * (a - b); };
  EXPECT_NEAR(result_of({"mse"}, data), of(square), 1e-12);
  EXPECT_NEAR(result_of({"RootMeanSquaredError"}, data), std::sqrt(of(square)), 1e-12);
  EXPECT_NEAR(result_of({"mae"}, data), of([](double a, double b) { return std::fabs(a - b); }), 1e-12);
  EXPECT_NEAR(result_of({"LogCoshError"}, data), of([](double a, double b) { return std::log(std::cosh(a - b)); }), 1e-6);
  data.w = weights_of_five;
  EXPECT_NEAR(result_of({"mse"}, data), of(square, weights_of_five), 1e-12);
  EXPECT_NEAR(result_of({"RootMeanSquaredError"}, data), std::sqrt(of(square, weights_of_five)), 1e-12);
  data.w = Numbers(5, 0);
  EXPECT_EQ(result_of({"mse"}, data), 0);  // of nothing
  EXPECT_NEAR(result_of({"mae"}, {{1}, {}, {1, 2, 3, 4}, {1, 2.5, 2, 4}}), 1.5 / 4, 1e-12);  // rows of one number, with an axis or without
}

TEST(Metrics, CosineSimilarityIsThePositiveOne) {
  EXPECT_NEAR(result_of({"CosineSimilarity"}, {{2}, {2}, {3, 4, 0, 2, 1, 0, -1, 0}, {6, 8, 3, 4, 0, 1, 1, 0}}), (1 + 0.8 + 0 - 1) / 4, 1e-7);
}

TEST(Metrics, WeightsAndMasksOfPositionsCountPositions) {
  const Numbers t = some(20, 5, 13), p = some(20, 7, 17);
  auto error = [&](size_t i) { return std::fabs(p[i] - t[i]); };
  Data data{{2, 2}, {2, 2}, t, p};
  const Numbers w = some(10, 3, 5);
  auto of_position = [&](size_t i) { return (error(2 * i) + error(2 * i + 1)) / 2; };
  data.w = w, data.weights = {2};
  EXPECT_NEAR(result_of({"mae"}, data), mean_of(10, of_position, w), 1e-12);
  data.w = weights_of_five, data.weights = {};
  data.mask = {1, 0, 1, 1, 0, 0, 1, 0, 1, 1}, data.masked = {2};
  Numbers both, mask(data.mask.begin(), data.mask.end());
  for (size_t i = 0; i < 10; ++i) both.push_back(weights_of_five[i / 2] * mask[i]);
  EXPECT_NEAR(result_of({"mae"}, data), mean_of(10, of_position, both), 1e-12);
  data.w.clear();
  EXPECT_NEAR(result_of({"mae"}, data), mean_of(10, of_position, mask), 1e-12);
  EXPECT_NEAR(result_of({"RootMeanSquaredError"}, data), std::sqrt(mean_of(20, [&](size_t i) { return error(i) * error(i); })), 1e-12);  // takes no notice of it
}

TEST(Metrics, CrossentropiesTakeTheLossesSettings) {
  const Numbers logits = some(15, 7, 19), t = {0, 2, 1, 1, 0};
  auto value = [&](size_t row) {
    double all = 0;
    for (size_t i = 0; i < 3; ++i) all += std::exp(logits[row * 3 + i]);
    return std::log(all) - logits[row * 3 + static_cast<size_t>(t[row])];
  };
  Data data{{}, {3}, t, logits, {}, {}, {}, {}, true};
  EXPECT_NEAR(result_of({"SparseCategoricalCrossentropy", {{"from_logits", true}}}, data), mean_of(5, value), 1e-12);
  // What is left out is 0 and counts; where there are weights it does not.
  const Config ignoring{"SparseCategoricalCrossentropy", {{"from_logits", true}, {"ignore_class", 1.0}}};
  EXPECT_NEAR(result_of(ignoring, data), (value(0) + value(1) + value(4)) / 5, 1e-12);
  data.w = Numbers(5, 1);
  EXPECT_NEAR(result_of(ignoring, data), (value(0) + value(1) + value(4)) / 3, 1e-12);
}

TEST(Metrics, CorrelationsAreOfRows) {
  const Numbers t = some(20, 5, 13), p = some(20, 7, 17);
  struct Moments {
    double t = 0, p = 0, tt = 0, pp = 0, tp = 0;
  };
  auto moments = [&](size_t row) {
    Moments m;
    for (size_t i = row * 4; i < row * 4 + 4; ++i) m.t += t[i] / 4, m.p += p[i] / 4;
    for (size_t i = row * 4; i < row * 4 + 4; ++i) m.tt += (t[i] - m.t) * (t[i] - m.t) / 4, m.pp += (p[i] - m.p) * (p[i] - m.p) / 4, m.tp += (t[i] - m.t) * (p[i] - m.p) / 4;
    return m;
  };
  const Data data{{4}, {4}, t, p};
  EXPECT_NEAR(result_of({"PearsonCorrelation"}, data), mean_of(5, [&](size_t row) { const Moments m = moments(row); return m.tp / std::sqrt(m.tt * m.pp); }), 1e-12);
  EXPECT_NEAR(result_of({"ConcordanceCorrelation"}, data), mean_of(5, [&](size_t row) {
                const Moments m = moments(row);
                return 2 * m.tp / (m.tt + m.pp + (m.t - m.p) * (m.t - m.p) + 1e-7);
              }), 1e-9);
}

TEST(Metrics, R2IsWhatIsExplainedOfTheVariance) {
  const Numbers t = some(14, 5, 13), p = some(14, 7, 17), w = {1, 2, 0, 0.5, 1, 3, 1};
  auto scores = [&](const Numbers& weights) {
    std::vector<std::pair<double, double>> out;  // of each column: total and score
    for (size_t c = 0; c < 2; ++c) {
      auto at = [&](const Numbers& x) { return [&x, c](size_t row) { return x[row * 2 + c]; }; };
      const double middle = mean_of(7, at(t), weights);
      double total = 0, rest = 0;
      for (size_t row = 0; row < 7; ++row) total += weights[row] * std::pow(t[row * 2 + c] - middle, 2), rest += weights[row] * std::pow(t[row * 2 + c] - p[row * 2 + c], 2);
      out.push_back({total, 1 - rest / total});
    }
    return out;
  };
  Data data{{2}, {2}, t, p};
  auto plain = scores(Numbers(7, 1));
  const double uniform = (plain[0].second + plain[1].second) / 2;
  EXPECT_NEAR(result_of({"R2Score"}, data), uniform, 1e-9);
  EXPECT_NEAR(result_of({"R2Score", {{"num_regressors", 3.0}}}, data), 1 - (1 - uniform) * 13 / 10, 1e-9);  // of 14 numbers
  EXPECT_NEAR(result_of({"R2Score", {{"num_regressors", 13.0}}}, data), uniform, 1e-9);
  data.w = w;
  auto weighted = scores(w);
  EXPECT_NEAR(result_of({"R2Score", {{"class_aggregation", std::string("variance_weighted_average")}}}, data),
              (weighted[0].first * weighted[0].second + weighted[1].first * weighted[1].second) / (weighted[0].first + weighted[1].first), 1e-9);
  EXPECT_EQ(result_of({"R2Score"}, {{1}, {1}, {1, 1, 1, 1}, {1, 2, 1, 1}}), 0);  // targets that do not vary
}

// ---- names

TEST(Metrics, AccuracyAndCrossentropyFollowTheShapes) {
  auto row_of = [](const Config& config, Shape target, Shape output) { return metric_row(config, {Element::f32, target, 0}, {Element::f32, output, 0}).class_name; };
  for (const char* word : {"accuracy", "acc", "Accuracy"}) {
    EXPECT_EQ(row_of({word}, {8, 1}, {8, 1}), "BinaryAccuracy");
    EXPECT_EQ(row_of({word}, {8}, {8, 1}), "BinaryAccuracy");
    EXPECT_EQ(row_of({word}, {8}, {8, 4}), "SparseCategoricalAccuracy");
    EXPECT_EQ(row_of({word}, {8, 1}, {8, 4}), "SparseCategoricalAccuracy");
    EXPECT_EQ(row_of({word}, {8, 4}, {8, 4}), "CategoricalAccuracy");
  }
  EXPECT_EQ(row_of({"accuracy", {}, {}, 7}, {8, 4}, {8, 4}), "CategoricalAccuracy");  // a word of a program in C++
  EXPECT_EQ(row_of({"ce"}, {8}, {8, 4}), "SparseCategoricalCrossentropy");
  EXPECT_EQ(row_of({"crossentropy"}, {8, 4}, {8, 4}), "CategoricalCrossentropy");
  EXPECT_EQ(row_of({"Accuracy", {}, {}, 7}, {8, 4}, {8, 4}), "Accuracy");  // an object of the class
}

TEST(Metrics, HaveKerasNames) {
  auto name = [](const Config& config) { return metric_name(config, metric_row(config, {Element::f32, {8, 4}, 0}, {Element::f32, {8, 4}, 0})); };
  EXPECT_EQ(name({"acc"}), "acc");
  EXPECT_EQ(name({"acc", {}, {}, 1}), "acc");
  EXPECT_EQ(name({"AUC"}), "AUC");  // a word
  EXPECT_EQ(name({"AUC", {}, {}, 1}), "auc");
  EXPECT_EQ(name({"MeanIoU", {{"num_classes", 3.0}}}), "mean_io_u");
  EXPECT_EQ(name({"LogCoshError", {}, {}, 1}), "logcosh");
  EXPECT_EQ(name({"FBetaScore", {{"beta", 2.0}}}), "fbeta_score");
  EXPECT_EQ(name({"R2Score", {{"name", std::string("explained")}}}), "explained");
}

TEST(Metrics, EveryOneOfKerasIsThere) {
  std::set<std::string> names;
  for (const MetricRow& row : metric_table()) EXPECT_TRUE(names.insert(row.class_name).second) << row.class_name;
  for (const char* name : {"MeanSquaredError", "RootMeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "CosineSimilarity", "LogCoshError",
                           "R2Score", "AUC", "FalseNegatives", "FalsePositives", "Precision", "PrecisionAtRecall", "Recall", "RecallAtPrecision", "SensitivityAtSpecificity", "SpecificityAtSensitivity",
                           "TrueNegatives", "TruePositives", "ConcordanceCorrelation", "PearsonCorrelation", "Hinge", "SquaredHinge", "CategoricalHinge", "KLDivergence", "Poisson", "BinaryCrossentropy",
                           "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy", "TopKCategoricalAccuracy",
                           "SparseTopKCategoricalAccuracy", "F1Score", "FBetaScore", "IoU", "BinaryIoU", "MeanIoU", "OneHotIoU", "OneHotMeanIoU"})
    EXPECT_EQ(names.count(name), 1u) << name;
  EXPECT_EQ(names.size(), 42u);
}

// ---- what is refused

TEST(Metrics, SayWhatTheyRefuse) {
  const Numbers p = some(12, 7, 9), t = some(12, 5, 2);
  auto code = [&](const Config& config, const Data& data) -> std::string {
    try {
      Compiled compiled(config, data);
    } catch (const Error& e) {
      return e.diagnostics()[0].code;
    }
    return "";
  };
  const Data four{{4}, {4}, t, p}, classes{{}, {4}, {0, 1, 2}, p, {}, {}, {}, {}, true};
  EXPECT_EQ(code({"precison"}, four), "K2203");
  EXPECT_EQ(code({"mse"}, classes), "K2260");
  EXPECT_EQ(code({"SparseCategoricalAccuracy"}, four), "K2260");
  EXPECT_EQ(code({"F1Score", {{"average", std::string("micro")}}}, {{2, 2}, {2, 2}, t, p}), "K2260");
  EXPECT_EQ(code({"R2Score"}, {{2, 2}, {2, 2}, t, p}), "K2260");
  EXPECT_EQ(code({"MeanIoU", {{"num_classes", 4.0}}}, classes), "K2260");  // of four scores nobody said that they are scores
  EXPECT_EQ(code({"Mean"}, four), "K2261");
  EXPECT_EQ(code({"Sum", {}, {}, 1}, four), "K2261");
  EXPECT_EQ(code({"Precision", {{"thresholds", Numbers{0.25, 0.5}}}}, four), "K2262");
  EXPECT_EQ(code({"Precision", {{"thresholds", Numbers{0.25}}}}, four), "");
  EXPECT_EQ(code({"F1Score"}, four), "K2262");
  EXPECT_EQ(code({"F1Score"}, {{1}, {1}, t, p}), "");  // of one class it is one number
  EXPECT_EQ(code({"Recall", {{"thresholds", 1.5}}}, four), "K2263");
  EXPECT_EQ(code({"Recall", {{"class_id", 4.0}}}, four), "K2264");
  EXPECT_EQ(code({"Recall", {{"top_k", 5.0}}}, four), "K2264");
  EXPECT_EQ(code({"IoU", {{"num_classes", 4.0}, {"target_class_ids", Shape{4}}, {"sparse_y_pred", false}}}, classes), "K2264");
  EXPECT_EQ(code({"AUC", {{"num_labels", 4.0}}}, four), "K2265");
  EXPECT_EQ(code({"AUC", {{"multi_label", true}, {"num_labels", 3.0}}}, four), "K2265");
  EXPECT_EQ(code({"AUC", {{"multi_label", true}}}, {{2, 2}, {2, 2}, t, p}), "K2265");
  EXPECT_EQ(code({"AUC", {{"label_weights", Numbers{1, 2}}}}, four), "K2265");
  EXPECT_EQ(code({"OneHotMeanIoU", {{"num_classes", 4.0}, {"axis", 1.0}}}, four), "K2266");
  EXPECT_EQ(code({"AUC", {{"num_thresholds", 1e6}}}, {{4000}, {4000}, Numbers(4000), Numbers(4000)}), "K2267");
  EXPECT_EQ(code({"AUC", {{"num_thresholds", 1.0}}}, four), "K2118");
  EXPECT_EQ(code({"AUC", {{"curve", std::string("area")}}}, four), "K2118");
  EXPECT_EQ(code({"PrecisionAtRecall"}, four), "K2119");
  EXPECT_EQ(code({"CosineSimilarity", {{"axis", 0.0}}}, four), "K2120");
  Data masked = four;
  masked.mask = std::vector<int32_t>(12, 1), masked.masked = {4};
  EXPECT_EQ(code({"mse"}, masked), "K2231");
}

}  // namespace
}  // namespace keratin
