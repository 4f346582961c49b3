// Layers that normalise, and their statistics, by numbers from Keras' definitions.
#include "compiler/lower/group.h"
#include "frontend/layers/normalization.h"

#include "tests/frontend/one_layer.h"

namespace keratin::testing {
namespace {

constexpr double epsilon = 0.0625, momentum = 0.75;

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

// Scale and shift are numbers of channels: one small kernel makes them, and what is left follows the product.
TEST(Layers, BatchNormalizationBehindDenseIsPartOfItsKernel) {
  const BuiltModel model = build_model({{layer("InputLayer", {{"shape", Shape{20}}}), layer("Dense", {{"units", 64.0}}), layer("BatchNormalization"), layer("ReLU")}, {}}, 32);
  const Grouping grouping = group(all_passes(model.graphs[0]), target_of(host_cpu()));
  ASSERT_EQ(grouping.groups.size(), 2u);
  EXPECT_EQ(grouping.groups[0].domain, Shape{64});
  EXPECT_EQ(grouping.groups[1].kind, GroupKind::tile);
}

}  // namespace
}  // namespace keratin::testing
