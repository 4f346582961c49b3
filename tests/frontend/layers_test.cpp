// Layers by numbers: what is expected is worked out here in double, from Keras' definitions alone. Settings are numbers that
// floats hold exactly, so 1e-12 is rounding of double.
#include <numeric>

#include "frontend/layers/normalization.h"
#include "tests/frontend/one_layer.h"

namespace keratin::testing {
namespace {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;
using D = std::vector<double>;
constexpr double epsilon = 0.0625, momentum = 0.75;

Config layer(std::string class_name, Settings settings = {}) { return {std::move(class_name), std::move(settings)}; }

// ---- element by element

TEST(Layers, ActivationsWithSettings) {
  const D x = {-2, -0.5, 0, 0.5, 1, 3};
  auto y = [&](const Config& config) { return OneLayer(config, {1, 6}).set("x", x).run(); };
  expect_numbers(y(layer("ReLU")), {0, 0, 0, 0.5, 1, 3});
  expect_numbers(y(layer("ReLU", {{"max_value", 1.0}, {"negative_slope", 0.5}, {"threshold", 0.5}})), {-1.25, -0.5, -0.25, 0, 1, 1});
  expect_numbers(y(layer("ReLU", {{"threshold", 0.5}})), {0, 0, 0, 0, 1, 3});
  expect_numbers(y(layer("ReLU", {{"max_value", 0.75}})), {0, 0, 0, 0.5, 0.75, 0.75});
  expect_numbers(y(layer("LeakyReLU", {{"negative_slope", 0.25}})), {-0.5, -0.125, 0, 0.5, 1, 3});
  expect_numbers(y(layer("LeakyReLU")), {-0.6, -0.15, 0, 0.5, 1, 3}, "the default slope", 1e-7);
  expect_numbers(y(layer("ELU", {{"alpha", 0.5}})), {0.5 * std::expm1(-2), 0.5 * std::expm1(-0.5), 0, 0.5, 1, 3});
}

TEST(Layers, PReluHasASlopeForEachElementOfARow) {
  const D x = some_numbers(2 * 3 * 2);
  OneLayer all(layer("PReLU"), {2, 3, 2}), shared(layer("PReLU", {{"shared_axes", 1.0}}), {2, 3, 2});
  EXPECT_EQ(all.states[0].shape, (Shape{3, 2}));
  EXPECT_EQ(shared.states[0].shape, (Shape{1, 2}));
  const D alpha = {0.5, 0.25, 2, 1, -1, 0.125}, of_channels = {0.5, -2};
  D want, want_shared;
  for (size_t i = 0; i < x.size(); ++i) {
    want.push_back(x[i] > 0 ? x[i] : alpha[i % 6] * x[i]);
    want_shared.push_back(x[i] > 0 ? x[i] : of_channels[i % 2] * x[i]);
  }
  expect_numbers(all.set("x", x).set("layer/alpha", alpha).run(), want);
  expect_numbers(shared.set("x", x).set("layer/alpha", of_channels).run(), want_shared);
}

TEST(Layers, RescalingByOneNumberOrByColumns) {
  expect_numbers(OneLayer(layer("Rescaling", {{"scale", 0.5}, {"offset", -1.0}}), {1, 3}).set("x", {1, 2, 3}).run(), {-0.5, 0, 0.5});
  OneLayer columns(layer("Rescaling", {{"scale", Numbers{0.5, 2, 4}}}), {2, 3});
  EXPECT_EQ(columns.states.at(0).initial.values, (Numbers{0.5, 2, 4}));
  expect_numbers(columns.set("x", {1, 2, 3, -1, -2, -3}).set("layer/scale", {0.5, 2, 4}).run(), {0.5, 4, 12, -0.5, -4, -12});
}

TEST(Layers, IdentityAndRepeatVector) {
  const D x = some_numbers(6);
  expect_numbers(OneLayer(layer("Identity"), {2, 3}).set("x", x).run(), x);
  expect_numbers(OneLayer(layer("RepeatVector", {{"n", 2.0}}), {2, 3}).set("x", x).run(), {x[0], x[1], x[2], x[0], x[1], x[2], x[3], x[4], x[5], x[3], x[4], x[5]});
}

// The batch divides what activities add to the loss, and a short batch has fewer rows.
TEST(Layers, ActivityRegularizationCountsTheRowsThatAreThere) {
  OneLayer one(layer("ActivityRegularization", {{"l1", 0.5}, {"l2", 0.25}}), {3, 2});
  one.set("x", {1, -2, 3, 4, 100, 100});
  EXPECT_NEAR(one.run("penalty", 2)[0], (0.5 * (1 + 2 + 3 + 4) + 0.25 * (1 + 4 + 9 + 16)) / 2, 1e-12);
}

// ---- softmax and masks

TEST(Layers, SoftmaxOverOneAxisOrSeveral) {
  const D x = some_numbers(2 * 3 * 2);
  auto over = [&](const ConfigValue& axis, const std::function<size_t(size_t)>& group) {
    std::map<size_t, double> sums;
    for (size_t i = 0; i < x.size(); ++i) sums[group(i)] += std::exp(x[i]);
    D want;
    for (size_t i = 0; i < x.size(); ++i) want.push_back(std::exp(x[i]) / sums[group(i)]);
    expect_numbers(OneLayer(layer("Softmax", {{"axis", axis}}), {2, 3, 2}).set("x", x).run(), want);
  };
  over(-1.0, [](size_t i) { return i / 2; });
  over(1.0, [](size_t i) { return i / 6 * 2 + i % 2; });
  over(Shape{1, -1}, [](size_t i) { return i / 6; });
}

TEST(Layers, SoftmaxLeavesOutWhatTheMaskHides) {
  OneLayer one(layer("Softmax"), {2, 3}, {.mask = {2, 3}});
  one.set("x", {1, 2, 3, 4, 5, 6}).set("mask", {1, 0, 1, 0, 0, 0});
  const double e = std::exp(1.0) + std::exp(3.0);
  expect_numbers(one.run(), {std::exp(1.0) / e, 0, std::exp(3.0) / e, 0, 0, 0});
}

TEST(Layers, MaskingMarksStepsOfOneValueAndMakesThemZero) {
  OneLayer one(layer("Masking", {{"mask_value", -1.0}}), {2, 2, 2});
  one.set("x", {-1, -1, -1, 3, 0, 0, -1, -1});
  expect_numbers(one.run(), {0, 0, -1, 3, 0, 0, 0, 0});
  expect_numbers(one.run("mask"), {0, 1, 1, 0});
}

// ---- normalisation

// Mean 0 and deviation 1 for each group of elements, then each element's gamma and beta.
D normalised(const D& x, const std::function<size_t(size_t)>& group, const std::function<size_t(size_t)>& weight, const D& gamma, const D& beta) {
  std::map<size_t, D> groups;
  for (size_t i = 0; i < x.size(); ++i) groups[group(i)].push_back(x[i]);
  D out;
  for (size_t i = 0; i < x.size(); ++i) {
    const D& all = groups[group(i)];
    double mean = 0, variance = 0;
    for (double v : all) mean += v / static_cast<double>(all.size());
    for (double v : all) variance += (v - mean) * (v - mean) / static_cast<double>(all.size());
    out.push_back(gamma[weight(i)] * (x[i] - mean) / std::sqrt(variance + epsilon) + beta[weight(i)]);
  }
  return out;
}
D with(OneLayer one, const D& x, const D& gamma, const D& beta) { return one.set("x", x).set("layer/gamma", gamma).set("layer/beta", beta).run(); }

TEST(Layers, LayerNormalizationOfRows) {
  const D x = some_numbers(2 * 3 * 4);
  auto of = [&](const ConfigValue& axis) { return OneLayer(layer("LayerNormalization", {{"axis", axis}, {"epsilon", epsilon}}), {2, 3, 4}); };
  const D gamma = some_numbers(4, 2), beta = some_numbers(4, 3);
  expect_numbers(with(of(-1.0), x, gamma, beta), normalised(x, [](size_t i) { return i / 4; }, [](size_t i) { return i % 4; }, gamma, beta));
  const D gamma3 = some_numbers(3, 4), beta3 = some_numbers(3, 5);
  expect_numbers(with(of(1.0), x, gamma3, beta3), normalised(x, [](size_t i) { return i / 12 * 4 + i % 4; }, [](size_t i) { return i / 4 % 3; }, gamma3, beta3));
  const D gamma12 = some_numbers(12, 6), beta12 = some_numbers(12, 7);
  expect_numbers(with(of(Shape{-1, 1}), x, gamma12, beta12), normalised(x, [](size_t i) { return i / 12; }, [](size_t i) { return i % 12; }, gamma12, beta12));
}

TEST(Layers, RmsAndUnitNormalization) {
  const D x = some_numbers(2 * 4), scale = {1, 2, 0.5, -1};
  D rms, unit;
  for (size_t i = 0; i < x.size(); ++i) {
    double sum = 0;
    for (size_t j = i / 4 * 4; j < i / 4 * 4 + 4; ++j) sum += x[j] * x[j];
    rms.push_back(x[i] / std::sqrt(sum / 4 + epsilon) * scale[i % 4]);
    unit.push_back(x[i] / std::sqrt(sum));
  }
  expect_numbers(OneLayer(layer("RMSNormalization", {{"epsilon", epsilon}}), {2, 4}).set("x", x).set("layer/scale", scale).run(), rms);
  expect_numbers(OneLayer(layer("UnitNormalization"), {2, 4}).set("x", x).run(), unit);
  expect_numbers(OneLayer(layer("UnitNormalization"), {1, 2}).set("x", {0, 0}).run(), {0, 0}, "a row of zeros");
}

TEST(Layers, GroupNormalizationOfPictures) {
  const D x = some_numbers(2 * 2 * 3 * 4), gamma = some_numbers(4, 2), beta = some_numbers(4, 3);
  auto of = [&](double groups, double axis, Shape shape) { return OneLayer(layer("GroupNormalization", {{"groups", groups}, {"axis", axis}, {"epsilon", epsilon}}), shape); };
  const auto channel = [](size_t i) { return i % 4; };
  expect_numbers(with(of(2, -1, {2, 2, 3, 4}), x, gamma, beta), normalised(x, [](size_t i) { return i / 24 * 2 + i % 4 / 2; }, channel, gamma, beta));
  expect_numbers(with(of(-1, -1, {2, 2, 3, 4}), x, gamma, beta), normalised(x, [](size_t i) { return i / 24 * 4 + i % 4; }, channel, gamma, beta));
  expect_numbers(with(of(2, 1, {2, 4, 2, 3}), x, gamma, beta), normalised(x, [](size_t i) { return i / 12; }, [](size_t i) { return i / 6 % 4; }, gamma, beta));
  expect_numbers(with(of(2, -1, {12, 4}), x, gamma, beta), normalised(x, [](size_t i) { return i / 2; }, channel, gamma, beta));
}

TEST(Layers, BatchNormalizationByTheBatchInTraining) {
  const Config config = layer("BatchNormalization", {{"momentum", momentum}, {"epsilon", epsilon}});
  const D x = some_numbers(3 * 2 * 2), gamma = {2, -1}, beta = {0.5, 4};
  OneLayer one(config, {3, 2, 2}, {.training = true});
  one.set("x", x).set("layer/gamma", gamma).set("layer/beta", beta).set("layer/moving_mean", {1, 2}).set("layer/moving_variance", {3, 4});
  const auto channel = [](size_t i) { return i % 2; };
  expect_numbers(one.run(), normalised(x, channel, channel, gamma, beta));
  // The statistics of two rows are those of eight numbers.
  const D first_rows(x.begin(), x.begin() + 8);
  D got = one.run("y", 2);
  got.resize(8);
  expect_numbers(got, normalised(first_rows, channel, channel, gamma, beta), "two rows of three");
  D mean(2, 0), variance(2, 0);
  for (size_t i = 0; i < 8; ++i) mean[i % 2] += x[i] / 4;
  for (size_t i = 0; i < 8; ++i) variance[i % 2] += (x[i] - mean[i % 2]) * (x[i] - mean[i % 2]) / 4;
  expect_numbers(one.run("layer/moving_mean", 2), {1 * momentum + mean[0] * 0.25, 2 * momentum + mean[1] * 0.25});
  expect_numbers(one.run("layer/moving_variance", 2), {3 * momentum + variance[0] * 0.25, 4 * momentum + variance[1] * 0.25});
}

TEST(Layers, BatchNormalizationByMovingStatisticsElsewhereAndWhereFrozen) {
  const Config config = layer("BatchNormalization", {{"epsilon", epsilon}, {"axis", 1.0}});
  for (const Around& around : {Around{}, Around{.training = true, .trainable = false}}) {
    OneLayer one(config, {1, 2, 2}, around);
    one.set("x", {1, 2, 3, 4}).set("layer/gamma", {2, 3}).set("layer/beta", {0.5, -1}).set("layer/moving_mean", {1, 2}).set("layer/moving_variance", {1 - epsilon, 4 - epsilon});
    expect_numbers(one.run(), {0.5, 2.5, 0.5, 2});
    for (const Output& o : one.graph.outputs) EXPECT_FALSE(o.state) << o.name;
  }
}

// Keras' divisor is the count of what is not masked and 1e-7.
TEST(Layers, BatchNormalizationOfWhatTheMaskLeaves) {
  const D x = some_numbers(2 * 2 * 2), mask = {1, 0, 1, 1};
  OneLayer one(layer("BatchNormalization", {{"momentum", momentum}, {"epsilon", epsilon}, {"scale", false}, {"center", false}}), {2, 2, 2}, {.training = true, .mask = {2, 2}});
  one.set("x", x).set("mask", mask);
  const double n = 3 + static_cast<double>(1e-7f);
  D mean(2, 0), variance(2, 0), want;
  for (size_t i = 0; i < 8; ++i) mean[i % 2] += mask[i / 2] * x[i] / n;
  for (size_t i = 0; i < 8; ++i) variance[i % 2] += mask[i / 2] * (x[i] - mean[i % 2]) * (x[i] - mean[i % 2]) / n;
  for (size_t i = 0; i < 8; ++i) want.push_back((x[i] - mean[i % 2]) / std::sqrt(variance[i % 2] + epsilon));
  expect_numbers(one.run(), want);
  expect_numbers(one.run("layer/moving_mean"), {mean[0] * 0.25, mean[1] * 0.25});
}

TEST(Layers, StatisticsOfALayerThatIsUsedTwiceGoOnFromItsFirstUse) {
  std::vector<StateInfo> states;
  const Config given = layer("BatchNormalization", {{"momentum", momentum}});
  const Config config = completed(layer_row(given), given, common_layer_settings());
  ModelContext m{Builder("layer", 1)};
  m.training = true, m.states = &states;
  for (const char* name : {"a", "b"}) {
    LayerContext c{m, config, "shared", 0};
    layer_row(given).build(c, input(m.b, name, Role::data, {Element::f32, {1, 1}, 0}));
  }
  const Plain<double> one{{Element::f32, {1}}, {1}, {}};
  Bindings<double> at = {{"a", {{Element::f32, {1, 1}, 0}, {2}, {}}}, {"b", {{Element::f32, {1, 1}, 0}, {4}, {}}}, {"shared/moving_variance", one}, {"shared/moving_mean", one}, {"shared/gamma", one}, {"shared/beta", one}};
  EXPECT_EQ(evaluate(m.b.graph, at).at("shared/moving_mean").numbers, (D{(1 * momentum + 2 * 0.25) * momentum + 4 * 0.25}));
  EXPECT_EQ(states.size(), 4u);
}

TEST(Layers, NormalizationByStatisticsOfDataOrGivenOnes) {
  const D x = {1, 2, 3, 4};
  OneLayer adapted(layer("Normalization"), {2, 2});
  adapted.set("x", x).set("layer/mean", {1, 2}).set("layer/variance", {4, 0});
  const double least = static_cast<double>(1e-7f);
  expect_numbers(adapted.run(), {0, 0, 1, 2 / least});
  ASSERT_EQ(adapted.states.size(), 3u);
  EXPECT_EQ(adapted.states[2].name, "layer/count");
  EXPECT_EQ(adapted.states[2].element, Element::i32);
  expect_numbers(OneLayer(layer("Normalization", {{"mean", 1.0}, {"variance", 4.0}}), {2, 2}).set("x", x).run(), {0, 0.5, 1, 1.5});
  OneLayer back(layer("Normalization", {{"mean", Numbers{1, 2}}, {"variance", Numbers{4, 16}}, {"invert", true}}), {2, 2});
  EXPECT_EQ(back.states.at(0).role, Role::setting);
  expect_numbers(back.set("x", x).set("layer/mean", {1, 2}).set("layer/variance", {4, 16}).run(), {3, 10, 7, 18});
  EXPECT_EQ(OneLayer(layer("Normalization", {{"axis", Shape{}}}), {2, 2}).states.at(0).shape, Shape{});
}

TEST(Layers, StatisticsOfDataAreThoseOfTheirCount) {
  const Tensor data = tensor({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 10});
  const Statistics last = normalization_statistics(data.view(), {2}), rows = normalization_statistics(data.view(), {1, 2}), all = normalization_statistics(data.view(), {});
  EXPECT_EQ(last.mean, (D{4, 5.5}));
  EXPECT_EQ(last.variance, (D{(9 + 1 + 1 + 9) / 4.0, (12.25 + 2.25 + 0.25 + 20.25) / 4}));
  EXPECT_EQ(rows.shape, (Shape{2, 2}));
  EXPECT_EQ(rows.mean, (D{3, 4, 5, 7}));
  EXPECT_EQ(rows.variance, (D{4, 4, 4, 9}));
  EXPECT_EQ(all.mean, (D{4.75}));
}

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

// ---- embedding

TEST(Layers, EmbeddingTakesRowsByIds) {
  OneLayer one(layer("Embedding", {{"input_dim", 3.0}, {"output_dim", 2.0}, {"mask_zero", true}}), {1, 4});
  one.set("x", {2, 0, 1.75, 0.5}).set("layer/embeddings", {1, 2, 3, 4, 5, 6});
  expect_numbers(one.run(), {5, 6, 1, 2, 3, 4, 1, 2});
  expect_numbers(one.run("mask"), {1, 0, 1, 1});
  EXPECT_FALSE(OneLayer(layer("Embedding", {{"input_dim", 3.0}, {"output_dim", 2.0}}), {1, 4}).makes_mask);
}

BuiltModel model_of(const std::vector<Config>& layers, int64_t batch = 2, const std::optional<Config>& compile = {}) { return build_model({layers, compile}, batch); }
const Config three_ids = layer("InputLayer", {{"shape", Shape{3}}}), table_of_five = layer("Embedding", {{"input_dim", 5.0}, {"output_dim", 2.0}});

TEST(Layers, IdsWithoutARowAreRefusedBeforeTheStep) {
  Session session(make_program(model_of({three_ids, layer("Reshape", {{"target_shape", Shape{1, 3}}}), table_of_five}), {.batch = 2, .tier = Tier::fast}), 1);
  session.reset(1);
  EXPECT_EQ(predict(session, {tensor({2, 3}, {0, 1, 2, 3, 4, 4.5f}).view()}, "y").shape, (Shape{2, 1, 3, 2}));
  try {
    predict(session, {tensor({2, 3}, {0, 1, 2, 3, 5, 4}).view()}, "y");
    ADD_FAILURE() << "id 5 is accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.diagnostics()[0].code, "K3301") << e.what();
  }
}
// Nobody can look at ids before they are computed: their rows are NaN.
TEST(Layers, ComputedIdsWithoutARowGiveNaN) {
  const BuiltModel model = model_of({three_ids, layer("Rescaling", {{"scale", 2.0}}), table_of_five});
  EXPECT_EQ(verify_model(model, {.batch = 2, .tier = Tier::fast}, 1).first_difference, "");
  Bindings<double> at = {{"x", {{Element::f32, {2, 3}, 0}, {0, 2, 3, -0.25, 1, -0.5}, {}}}, {"embedding/embeddings", {{Element::f32, {5, 2}}, some_numbers(10), {}}}};
  const D y = evaluate(model.graphs[0], at).at("y").numbers, table = some_numbers(10);
  for (const auto& [position, id] : {std::pair{0, 0}, {1, 4}, {3, 0}, {4, 2}}) EXPECT_EQ(y[2 * position], table[2 * id]);
  EXPECT_TRUE(std::isnan(y[4]) && std::isnan(y[5]) && std::isnan(y[10]));
}

// ---- masks, from layer to layer

std::string warnings_of(const std::vector<Config>& layers) {
  std::string out;
  for (const Diagnostic& d : model_of(layers).warnings) out += d.code + " of " + d.place.layer + " ";
  return out;
}
TEST(Layers, PassOrEndTheMask) {
  const Config steps = layer("InputLayer", {{"shape", Shape{3, 2}}}), masking = layer("Masking"), flatten = layer("Flatten");
  EXPECT_EQ(warnings_of({steps, flatten}), "");
  EXPECT_EQ(warnings_of({steps, masking, flatten, flatten}), "K2190 of flatten ");  // what has ended does not end again
  std::vector<Config> passing = {steps, masking};
  for (const char* name : {"Identity", "ReLU", "PReLU", "ELU", "BatchNormalization", "LayerNormalization", "UnitNormalization", "Normalization", "ActivityRegularization"}) passing.push_back(layer(name));
  for (const char* name : {"GaussianDropout", "AlphaDropout", "SpatialDropout1D", "Dropout"}) passing.push_back(layer(name, {{"rate", 0.5}}));
  passing.push_back(layer("RMSNormalization"));
  EXPECT_EQ(warnings_of(passing), "K2190 of rms_normalization ");
  EXPECT_EQ(warnings_of({three_ids, layer("Embedding", {{"input_dim", 5.0}, {"output_dim", 2.0}, {"mask_zero", true}}), flatten}), "K2190 of flatten ");
  EXPECT_EQ(warnings_of({three_ids, table_of_five, flatten}), "");
}

// ---- what is refused, and what is only said

void expect_refused(const Config& config, const Shape& x, const std::string& code, const std::string& words, const Around& around = {}) {
  try {
    OneLayer(config, x, around);
    ADD_FAILURE() << config.class_name << " is accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.diagnostics()[0].code, code) << e.what();
    EXPECT_NE(std::string(e.what()).find(words), std::string::npos) << e.what();
  }
}
TEST(Layers, RefuseWhatKerasRefuses) {
  expect_refused(layer("RepeatVector", {{"n", 0.0}}), {2, 3}, "K2118", "at least 1");
  expect_refused(layer("RepeatVector", {{"n", 2.0}}), {2, 3, 4}, "K2130", "(None, 3, 4)");
  expect_refused(layer("RepeatVector", {{"n", 2e9}}), {2, 3}, "K2110", "2^30");
  expect_refused(layer("ReLU", {{"max_value", -1.0}}), {2, 3}, "K2118", "max_value");
  expect_refused(layer("LeakyReLU", {{"negative_slope", -1.0}}), {2, 3}, "K2118", "negative_slope");
  expect_refused(layer("PReLU", {{"shared_axes", Shape{2}}}), {2, 3}, "K2120", "shared_axes");
  expect_refused(layer("Softmax", {{"axis", 0.0}}), {2, 3}, "K2120", "behind the batch");
  expect_refused(layer("Softmax", {{"axis", Shape{1, -1}}}), {2, 3}, "K2120", "twice");
  expect_refused(layer("Softmax"), {2, 3, 4}, "K2133", "mask", {.mask = {2, 3}});
  expect_refused(layer("GaussianNoise", {{"stddev", 1.5}}), {2, 3}, "K2118", "stddev");
  expect_refused(layer("GaussianDropout", {{"rate", 1.0}}), {2, 3}, "K2118", "below 1");
  expect_refused(layer("SpatialDropout1D", {{"rate", 0.5}}), {2, 3}, "K2130", "3 axes");
  expect_refused(layer("AlphaDropout", {{"rate", 0.5}, {"noise_shape", Shape{2, 2}}}), {2, 3}, "K2118", "noise_shape");
  expect_refused(layer("BatchNormalization", {{"renorm", true}}), {2, 3}, "K4003", "renorm");
  expect_refused(layer("BatchNormalization", {{"axis", 2.0}}), {2, 3}, "K2120", "axis");
  expect_refused(layer("BatchNormalization"), {2, 3, 4}, "K2133", "mask", {.training = true, .mask = {2, 3, 4}});
  expect_refused(layer("LayerNormalization", {{"axis", Shape{}}}), {2, 3}, "K2120", "no axis");
  expect_refused(layer("RMSNormalization", {{"axis", 1.0}}), {2, 3, 4}, "K2120", "last");
  expect_refused(layer("GroupNormalization"), {2, 8}, "K2131", "32");
  expect_refused(layer("GroupNormalization", {{"groups", 3.0}}), {2, 8}, "K2131", "8 channels");
  expect_refused(layer("GroupNormalization", {{"groups", 0.0}}), {2, 8}, "K2131", "0");
  expect_refused(layer("Normalization", {{"mean", 1.0}}), {2, 3}, "K2134", "together");
  expect_refused(layer("Normalization", {{"mean", Numbers{1, 2}}, {"variance", Numbers{1, 2}}}), {2, 3}, "K2134", "2 numbers");
  expect_refused(layer("Rescaling", {{"scale", Numbers{1, 2}}}), {2, 3}, "K2134", "2 numbers");
  expect_refused(layer("Embedding", {{"input_dim", 1e9}, {"output_dim", 100.0}}), {2, 3}, "K2110", "2^30");
  expect_refused(layer("Embedding", {{"input_dim", 0.0}, {"output_dim", 100.0}}), {2, 3}, "K2118", "input_dim");
}

TEST(Layers, WarnOfWhatIsSurelyAMistake) {
  auto codes = [](const Config& config, const Shape& x) {
    std::string out;
    for (const Diagnostic& d : OneLayer(config, x).warnings) out += d.code + " ";
    return out;
  };
  EXPECT_EQ(codes(layer("Softmax"), {2, 1}), "K2191 ");
  EXPECT_EQ(codes(layer("Activation", {{"activation", std::string("softmax")}}), {2, 1}), "K2191 ");
  EXPECT_EQ(codes(layer("Softmax"), {2, 2}), "");
  EXPECT_EQ(codes(layer("LayerNormalization"), {2, 1}), "K2192 ");
  EXPECT_EQ(codes(layer("GroupNormalization", {{"groups", -1.0}}), {2, 3}), "K2192 ");
  EXPECT_EQ(codes(layer("Dropout", {{"rate", 1.0}}), {2, 3}), "K2193 ");
}

// ---- every layer: gradients, and compiled code

struct Case {
  Config config;
  Shape x;
  Shape mask = {};
};
const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {layer("ReLU", {{"max_value", 0.5}, {"negative_slope", 0.25}, {"threshold", 0.125}}), {5, 7}},
      {layer("LeakyReLU"), {5, 7}},
      {layer("PReLU"), {3, 3, 5}},
      {layer("PReLU", {{"shared_axes", Shape{1}}}), {3, 3, 5}},
      {layer("ELU"), {5, 7}},
      {layer("Softmax", {{"axis", 1.0}}), {3, 4, 5}},
      {layer("Softmax", {{"axis", Shape{1, 2}}}), {3, 4, 5}},
      {layer("Softmax"), {5, 7}, {5, 7}},
      {layer("Rescaling", {{"scale", 0.5}, {"offset", Numbers{1, 2, 3}}}), {5, 3}},
      {layer("Identity"), {5, 3}},
      {layer("ActivityRegularization", {{"l1", 0.5}, {"l2", 0.25}}), {5, 3}},
      {layer("RepeatVector", {{"n", 3.0}}), {5, 7}},
      {layer("Masking"), {3, 4, 2}},
      {layer("Normalization"), {3, 4, 5}},
      {layer("Normalization", {{"axis", Shape{1, 2}}, {"invert", true}}), {3, 4, 5}},
      {layer("Normalization", {{"mean", Numbers{1, 2, 3}}, {"variance", Numbers{1, 4, 9}}}), {3, 3}},
      {layer("GaussianNoise", {{"stddev", 0.5}}), {5, 7}},
      {layer("GaussianDropout", {{"rate", 0.5}}), {5, 7}},
      {layer("AlphaDropout", {{"rate", 0.5}, {"noise_shape", Shape{-1, 1}}}), {5, 7}},
      {layer("Dropout", {{"rate", 0.5}, {"noise_shape", Shape{1, -1}}, {"seed", 3.0}}), {5, 7}},
      {layer("SpatialDropout1D", {{"rate", 0.5}}), {3, 4, 5}},
      {layer("SpatialDropout2D", {{"rate", 0.5}, {"data_format", std::string("channels_first")}}), {3, 4, 2, 3}},
      {layer("BatchNormalization", {{"epsilon", epsilon}}), {5, 7}},
      {layer("BatchNormalization", {{"epsilon", epsilon}}), {3, 4, 5}},
      {layer("BatchNormalization", {{"epsilon", epsilon}, {"axis", 1.0}}), {3, 4, 2, 3}},
      {layer("BatchNormalization", {{"epsilon", epsilon}, {"scale", false}, {"center", false}}), {3, 4, 5}, {3, 4}},
      {layer("BatchNormalization", {{"epsilon", epsilon}, {"axis", 1.0}}), {3, 4, 5}, {3, 4}},
      {layer("LayerNormalization", {{"epsilon", epsilon}}), {5, 7}},
      {layer("LayerNormalization", {{"epsilon", epsilon}, {"axis", Shape{1, 2}}}), {3, 4, 5}},
      {layer("LayerNormalization", {{"epsilon", epsilon}, {"axis", 1.0}, {"center", false}}), {3, 4, 5}},
      {layer("LayerNormalization", {{"epsilon", epsilon}, {"rms_scaling", true}}), {3, 4, 5}},
      {layer("RMSNormalization"), {3, 4, 5}},
      {layer("UnitNormalization", {{"axis", 1.0}}), {3, 4, 5}},
      {layer("GroupNormalization", {{"epsilon", epsilon}, {"groups", 3.0}}), {5, 6}},
      {layer("GroupNormalization", {{"epsilon", epsilon}, {"groups", 2.0}}), {3, 3, 2, 4}},
      {layer("GroupNormalization", {{"epsilon", epsilon}, {"groups", 2.0}, {"axis", 1.0}}), {3, 4, 3, 2}},
      {layer("Embedding", {{"input_dim", 6.0}, {"output_dim", 5.0}, {"mask_zero", true}}), {3, 4}},
  };
  return all;
}
Around of(const Case& c, bool training) { return {.training = training, .mask = c.mask, .gradients = true}; }

TEST(Layers, GradientsAreDifferences) {
  for (const Case& c : cases()) {
    OneLayer one(c.config, c.x, of(c, true));
    one.at = random_bindings<double>(one.graph, 5);
    for (const StateInfo& state : one.states)
      if (state.role != Role::weight)
        for (double& number : one.at.at(state.name).numbers) number = 0.5 + std::abs(number);  // a variance
    const bool ids = c.config.class_name == "Embedding";
    if (ids)
      for (double& id : one.at.at("x").numbers) id = std::floor((id + 1) * 3);
    for (int64_t rows : {c.x[0], (c.x[0] + 1) / 2}) {
      const Bindings<double> got = evaluate(one.graph, one.at, rows);
      for (const auto& [name, value] : got) {
        if (name.rfind("d ", 0) != 0 || (ids && name == "d x")) continue;
        D& x = one.at.at(name.substr(2)).numbers;
        for (size_t i = 0; i < x.size(); ++i) {
          constexpr double h = 1e-5;
          const double there = x[i];
          x[i] = there + h;
          const double above = evaluate(one.graph, one.at, rows).at("loss").numbers[0];
          x[i] = there - h;
          const double want = (above - evaluate(one.graph, one.at, rows).at("loss").numbers[0]) / (2 * h);
          x[i] = there;
          EXPECT_NEAR(value.numbers[i], want, 2e-7 * (1 + std::abs(want))) << c.config.class_name << " " << to_string(c.x) << " " << name << "[" << i << "] of " << rows << " rows";
        }
      }
    }
  }
}

TEST(Layers, CompiledEqualsInterpreted) {
  for (const Case& c : cases())
    for (const bool training : {true, false}) {
      SCOPED_TRACE(c.config.class_name + " " + to_string(c.x));
      expect_compiled_equals_interpreted(OneLayer(c.config, c.x, of(c, training)).graph);
    }
}
// Sixteen and more rows, columns of more than a panel.
TEST(Layers, CompiledEqualsInterpretedForLargeArrays) {
  const Case large[] = {
      {layer("BatchNormalization"), {37, 130}},
      {layer("LayerNormalization"), {37, 130}},
      {layer("LayerNormalization"), {40, 10}},
      {layer("GroupNormalization", {{"groups", 10.0}}), {37, 5, 130}},
      {layer("Embedding", {{"input_dim", 50.0}, {"output_dim", 100.0}}), {20, 7}},
      {layer("Softmax"), {40, 130}, {40, 130}},
      {layer("Masking"), {20, 9, 33}},
  };
  for (const Case& c : large) {
    SCOPED_TRACE(c.config.class_name + " " + to_string(c.x));
    expect_compiled_equals_interpreted(OneLayer(c.config, c.x, of(c, true)).graph);
  }
}

}  // namespace
}  // namespace keratin::testing
