// Layers with random numbers: what they keep, drop and add.
#include <numeric>

#include "tests/frontend/one_layer.h"

namespace keratin::testing {
namespace {

// ---- random numbers

double mean_of(const D& x) { return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size()); }
double deviation_of(const D& x) {
  double sum = 0;
  for (double v : x) sum += (v - mean_of(x)) * (v - mean_of(x));
  return std::sqrt(sum / static_cast<double>(x.size()));
}
constexpr int64_t many = 4096;
D noise(const Config& config, double x = 1, const Around& around = {.training = true}) { return OneLayer(config, {1, many}, around).set("x", D(many, x)).run(); }

// The mean of 4096 numbers of deviation s is off by s / 64, their deviation by s / 90: six of these.
TEST(Layers, NoiseHasItsMeanAndDeviation) {
  for (const auto& [config, mean, deviation] : {std::tuple{layer("GaussianNoise", {{"stddev", 0.5}}), 2.0, 0.5}, {layer("GaussianDropout", {{"rate", 0.5}}), 2.0, 2.0}}) {
    const D y = noise(config, 2);
    EXPECT_NEAR(mean_of(y), mean, 6 * deviation / 64) << config.class_name;
    EXPECT_NEAR(deviation_of(y), deviation, 6 * deviation / 90) << config.class_name;
    EXPECT_EQ(noise(config, 2, {}), D(many, 2)) << config.class_name << " predicts";
  }
}

// Of numbers with mean 0 and deviation 1 what comes out has them again.
TEST(Layers, AlphaDropoutKeepsMeanAndDeviation) {
  OneLayer one(layer("AlphaDropout", {{"rate", 0.25}}), {1, many}, {.training = true});
  D x;
  for (int64_t i = 0; i < many; ++i) x.push_back(i % 2 ? 1 : -1);
  const D y = one.set("x", x).run();
  EXPECT_NEAR(mean_of(y), 0, 6.0 / 64);
  EXPECT_NEAR(deviation_of(y), 1, 6.0 / 64);
  const double p = -1.7580993408473766, a = 1 / std::sqrt(0.75 * (1 + 0.25 * p * p)), b = -a * p * 0.25;
  for (size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(y[i] - b, std::abs(y[i] - b - a * p) < 1e-3 ? a * p : a * x[i], 1e-6) << i;
}

TEST(Layers, SpatialDropoutDropsWholeChannels) {
  const std::pair<Config, std::function<size_t(size_t)>> rows[] = {
      {layer("SpatialDropout1D", {{"rate", 0.5}}), [](size_t i) { return i % 64; }},                                           // (1, 4, 64)
      {layer("SpatialDropout2D", {{"rate", 0.5}}), [](size_t i) { return i % 64; }},                                           // (1, 2, 2, 64)
      {layer("SpatialDropout2D", {{"rate", 0.5}, {"data_format", std::string("channels_first")}}), [](size_t i) { return i / 128; }},  // (1, 2, 2, 64)
      {layer("SpatialDropout3D", {{"rate", 0.5}}), [](size_t i) { return i % 64; }},                                           // (1, 2, 1, 2, 64)
  };
  const Shape shapes[] = {{1, 4, 64}, {1, 2, 2, 64}, {1, 2, 2, 64}, {1, 2, 1, 2, 64}};
  for (size_t r = 0; r < std::size(rows); ++r) {
    const D y = OneLayer(rows[r].first, shapes[r], {.training = true}).set("x", D(256, 1)).run();
    std::map<size_t, double> of_channel;
    for (size_t i = 0; i < y.size(); ++i) EXPECT_EQ(of_channel.try_emplace(rows[r].second(i), y[i]).first->second, y[i]) << r << ": " << i;
    for (const auto& [channel, value] : of_channel) EXPECT_TRUE(value == 0 || value == 2) << value;
  }
}

TEST(Layers, EachLayerHasRandomNumbersOfItsOwnUnlessASeedSaysWhich) {
  const Config plain = layer("Dropout", {{"rate", 0.5}}), seeded = layer("Dropout", {{"rate", 0.5}, {"seed", 7.0}}), other = layer("Dropout", {{"rate", 0.5}, {"seed", 8.0}});
  EXPECT_NE(noise(plain, 1, {.training = true, .ordinal = 1}), noise(plain, 1, {.training = true, .ordinal = 2}));
  EXPECT_EQ(noise(seeded, 1, {.training = true, .ordinal = 1}), noise(seeded, 1, {.training = true, .ordinal = 2}));
  EXPECT_NE(noise(seeded), noise(other));
  EXPECT_EQ(noise(plain, 1, {.training = true, .trainable = false}), noise(plain));  // a frozen layer drops all the same
}

}  // namespace
}  // namespace keratin::testing
