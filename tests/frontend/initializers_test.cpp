// First values of weights: ranges and spreads from Keras' rules, and what a sample of them shows.
#include "frontend/initializers/initializers.h"
#include "runtime/random/initialize.h"
#include "tests/frontend/formula.h"

namespace keratin::testing {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;

// Of a weight of shape (3, 5, 40, 60): 15 * 40 = 600 numbers go in, 15 * 60 = 900 out.
const Shape kernel = {3, 5, 40, 60};
constexpr double truncated = 0.8796256610342398;  // the deviation of a normal that is cut at two deviations
double cut(double variance) { return 2 * std::sqrt(variance) / truncated; }

struct Spread {
  const char* name;
  double mean, variance, limit;  // |x - mean| <= limit; 0: none
  Settings settings = {};
};
const Spread spreads[] = {
    {"GlorotUniform", 0, 2.0 / 1500, std::sqrt(6.0 / 1500)},
    {"GlorotUniform", 0, 2.0 / 135, std::sqrt(6.0 / 135), {{"input_axes", Shape{0, -2}}, {"output_axes", Shape{1, 0}}}},  // 3 * 40 and 5 * 3
    {"GlorotNormal", 0, 2.0 / 1500, cut(2.0 / 1500)},
    {"HeUniform", 0, 2.0 / 600, std::sqrt(6.0 / 600)},
    {"HeNormal", 0, 2.0 / 600, cut(2.0 / 600)},
    {"LecunUniform", 0, 1.0 / 600, std::sqrt(3.0 / 600)},
    {"LecunNormal", 0, 1.0 / 600, cut(1.0 / 600)},
    {"VarianceScaling", 0, 1.0 / 600, cut(1.0 / 600)},
    {"VarianceScaling", 0, 3.0 / 900, std::sqrt(9.0 / 900), {{"scale", 3.0}, {"mode", std::string("fan_out")}, {"distribution", std::string("uniform")}}},
    {"VarianceScaling", 0, 3.0 / 750, 0, {{"scale", 3.0}, {"mode", std::string("fan_avg")}, {"distribution", std::string("untruncated_normal")}}},
    {"VarianceScaling", 0, 3.0 / 900, cut(3.0 / 900), {{"scale", 3.0}, {"mode", std::string("fan_out")}, {"distribution", std::string("normal")}}},
    {"RandomNormal", 0, 0.0025, 0},
    {"RandomNormal", 2, 0.25, 0, {{"mean", 2.0}, {"stddev", 0.5}}},
    {"TruncatedNormal", 0, 0.0025 * truncated * truncated, 0.1},
    {"TruncatedNormal", -1, 0.25 * truncated * truncated, 1, {{"mean", -1.0}, {"stddev", 0.5}}},
    {"RandomUniform", 0, 0.01 / 12, 0.05},
    {"RandomUniform", 2, 4.0 / 12, 1, {{"minval", 1.0}, {"maxval", 3.0}}},
};

// The mean of n numbers is off by their deviation over sqrt(n), their mean square by at most sqrt(2 / n) of itself (that is
// of normal ones; shorter tails vary less). Five of those are seen once in a million. The outermost of 36,000 is within 2%
// of a limit: where numbers are rarest, near the end of a truncated normal, one in 370 lies there.
TEST(Initializers, SpreadAsKerasSays) {
  for (const Spread& s : spreads) {
    const std::vector<float> x = initial_values(make_initial({s.name, s.settings}, kernel, 7), kernel, 1);
    const double n = static_cast<double>(x.size());
    double sum = 0, squares = 0, furthest = 0;
    for (float v : x) sum += v, squares += (v - s.mean) * (v - s.mean), furthest = std::max(furthest, std::abs(v - s.mean));
    EXPECT_NEAR(sum / n, s.mean, 5 * std::sqrt(s.variance / n)) << s.name;
    EXPECT_NEAR(squares / n, s.variance, 5 * std::sqrt(2 / n) * s.variance) << s.name;
    if (s.limit == 0) continue;
    EXPECT_LE(furthest, s.limit * (1 + 1e-6)) << s.name;
    EXPECT_GT(furthest, s.limit * 0.98) << s.name;
  }
}

TEST(Initializers, FansFollowTheShape) {
  auto limit = [](const char* name, const Shape& shape) { return make_initial({name}, shape, 0).b; };
  EXPECT_DOUBLE_EQ(limit("glorot_uniform", {}), std::sqrt(6.0 / 2));
  EXPECT_DOUBLE_EQ(limit("glorot_uniform", {7}), std::sqrt(6.0 / 14));
  EXPECT_DOUBLE_EQ(limit("glorot_uniform", {30, 20}), std::sqrt(6.0 / 50));
  EXPECT_DOUBLE_EQ(limit("he_uniform", {30, 20}), std::sqrt(6.0 / 30));
  EXPECT_DOUBLE_EQ(limit("he_uniform", {5, 30, 20}), std::sqrt(6.0 / 150));
}

TEST(Initializers, OfOneNumberOrOne1InEachRow) {
  auto values = [](const Config& config, const Shape& shape) { return initial_values(make_initial(config, shape, 0), shape, 1); };
  EXPECT_EQ(values({"zeros"}, {3}), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(values({"ones"}, {3}), (std::vector<float>{1, 1, 1}));
  EXPECT_EQ(values({"constant"}, {2}), (std::vector<float>{0, 0}));
  EXPECT_EQ(values({"Constant", {{"value", 0.25}}}, {2}), (std::vector<float>{0.25, 0.25}));
  EXPECT_EQ(values({"identity", {{"gain", 2.0}}}, {2, 3}), (std::vector<float>{2, 0, 0, 0, 2, 0}));
  for (const Shape& shape : {Shape{6, 4}, Shape{4, 6}, Shape{2, 3, 4}}) {  // the shorter side's vectors have length gain, at right angles
    const std::vector<float> q = values({"orthogonal", {{"gain", 2.0}}}, shape);
    const size_t columns = static_cast<size_t>(shape.back()), rows = q.size() / columns;
    const bool by_rows = rows < columns;
    for (size_t i = 0; i < std::min(rows, columns); ++i)
      for (size_t j = 0; j < std::min(rows, columns); ++j) {
        double dot = 0;
        for (size_t k = 0; k < std::max(rows, columns); ++k) dot += by_rows ? q[i * columns + k] * q[j * columns + k] : q[k * columns + i] * q[k * columns + j];
        EXPECT_NEAR(dot, i == j ? 4 : 0, 1e-6);
      }
  }
}

TEST(Initializers, ASeedIsTheWeightsOwn) {
  auto values = [](const Config& config, uint32_t ordinal, uint64_t seed) { return initial_values(make_initial(config, {4, 4}, ordinal), {4, 4}, seed); };
  const Config free{"he_normal"}, seeded{"he_normal", {{"seed", 5.0}}}, other{"he_normal", {{"seed", 6.0}}};
  EXPECT_EQ(values(seeded, 1, 1), values(seeded, 2, 3));
  EXPECT_NE(values(seeded, 1, 1), values(other, 1, 1));
  EXPECT_EQ(values(free, 1, 1), values(free, 1, 1));
  EXPECT_NE(values(free, 1, 1), values(free, 2, 1));
  EXPECT_NE(values(free, 1, 1), values(free, 1, 2));
}

TEST(Initializers, GoByKerasNames) {
  const std::pair<const char*, const char*> names[] = {
      {"glorot_uniform", "GlorotUniform"}, {"glorot_normal", "GlorotNormal"}, {"he_uniform", "HeUniform"},     {"he_normal", "HeNormal"},
      {"lecun_uniform", "LecunUniform"},   {"lecun_normal", "LecunNormal"},   {"uniform", "RandomUniform"},    {"random_uniform", "RandomUniform"},
      {"normal", "RandomNormal"},          {"random_normal", "RandomNormal"}, {"zero", "Zeros"},               {"one", "Ones"},
      {"zeros", "Zeros"},                  {"ones", "Ones"},                  {"constant", "Constant"},        {"truncated_normal", "TruncatedNormal"},
      {"orthogonal", "Orthogonal"},        {"identity", "Identity"},          {"variance_scaling", "VarianceScaling"}};
  for (const auto& [alias, name] : names) {
    const Initial a = make_initial({alias}, {4, 4}, 3), b = make_initial({name}, {4, 4}, 3);
    EXPECT_TRUE(a.kind == b.kind && a.a == b.a && a.b == b.b && a.ordinal == 3 && b.ordinal == 3) << alias;
  }
}

TEST(Initializers, AreRefused) {
  auto refused = [](const Config& config, const Shape& shape = {4, 4}) { return refusal([&] { make_initial(config, shape, 0); }); };
  EXPECT_EQ(refused({"he_norml"}), (Refusal{"K2104", "he_norml: unknown initializer `he_norml`", "did you mean `he_normal`?"}));
  EXPECT_EQ(refused({"VarianceScaling", {{"scale", 0.0}}}), (Refusal{"K2118", "VarianceScaling: scale is 0, it is above 0"}));
  EXPECT_EQ(refused({"VarianceScaling", {{"mode", std::string("fan")}}}).code, "K2118");
  EXPECT_EQ(refused({"RandomNormal", {{"stddev", -1.0}}}), (Refusal{"K2118", "RandomNormal: stddev is -1, it is at least 0"}));
  EXPECT_EQ(refused({"RandomUniform", {{"minval", 1.0}}}), (Refusal{"K2163", "RandomUniform: minval is 1, which is above maxval, 0.05"}));
  EXPECT_EQ(refused({"orthogonal"}, {4}), (Refusal{"K2164", "Orthogonal: the weight has shape (4,), an orthogonal one has at least two axes"}));
  EXPECT_EQ(refused({"identity"}, {4, 4, 4}).code, "K2164");
  EXPECT_EQ(refused({"GlorotUniform", {{"input_axes", Shape{2}}, {"output_axes", Shape{0}}}}).code, "K2120");
}

}  // namespace
}  // namespace keratin::testing
