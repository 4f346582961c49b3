// Layers by numbers: what is expected is worked out here in double, from Keras' definitions alone. Settings are numbers that
// floats hold exactly, so 1e-12 is rounding of double.
#include "tests/frontend/one_layer.h"

namespace keratin::testing {
namespace {

BuiltModel model_of(const std::vector<Config>& layers) { return build_model({layers, {}}, 2); }

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

// ---- along spatial axes

const D grid = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

TEST(Layers, PaddingAndCroppingBeforeAndBehind) {
  auto y = [](const Config& config, const Shape& x) { return OneLayer(config, x).set("x", grid).run(); };
  expect_numbers(y(layer("ZeroPadding1D", {{"padding", Shape{1, 0}}}), {2, 3, 2}), {0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12});
  expect_numbers(y(layer("ZeroPadding1D", {{"data_format", std::string("channels_first")}}), {2, 3, 2}), {0, 1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 0, 7, 8, 0, 0, 9, 10, 0, 0, 11, 12, 0});
  expect_numbers(y(layer("ZeroPadding2D", {{"padding", Shape{0, 1}}}), {1, 3, 4, 1}), {0, 1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0, 9, 10, 11, 12, 0});
  expect_numbers(y(layer("ZeroPadding2D", {{"padding", Shape{1, 0, 0, 1}}}), {1, 1, 12, 1}), {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0});
  expect_numbers(y(layer("Cropping1D"), {2, 3, 2}), {3, 4, 9, 10});
  expect_numbers(y(layer("Cropping2D", {{"cropping", Shape{0, 2, 1, 0}}}), {1, 3, 4, 1}), {2, 3, 4});
  EXPECT_EQ(OneLayer(layer("ZeroPadding3D"), {1, 1, 2, 3, 2}).run().size(), 3u * 4 * 5 * 2);
  EXPECT_EQ(OneLayer(layer("Cropping3D", {{"data_format", std::string("channels_first")}}), {1, 2, 3, 4, 5}).run().size(), 2u * 1 * 2 * 3);
}
TEST(Layers, UpSamplingRepeats) {
  expect_numbers(OneLayer(layer("UpSampling1D"), {1, 2, 2}).set("x", {1, 2, 3, 4}).run(), {1, 2, 1, 2, 3, 4, 3, 4});
  expect_numbers(OneLayer(layer("UpSampling2D", {{"size", Shape{1, 3}}}), {1, 2, 2, 1}).set("x", {1, 2, 3, 4}).run(), {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
  EXPECT_EQ(OneLayer(layer("UpSampling3D"), {1, 2, 1, 1, 3}).run().size(), 8u * 2 * 3);
}
TEST(Layers, GlobalPoolingFoldsSpatialAxes) {
  const Settings first = {{"data_format", std::string("channels_first")}};
  expect_numbers(OneLayer(layer("GlobalAveragePooling1D"), {2, 3, 2}).set("x", grid).run(), {3, 4, 9, 10});
  expect_numbers(OneLayer(layer("GlobalAveragePooling1D", first), {2, 3, 2}).set("x", grid).run(), {1.5, 3.5, 5.5, 7.5, 9.5, 11.5});
  expect_numbers(OneLayer(layer("GlobalAvgPool2D"), {1, 2, 3, 2}).set("x", grid).run(), {6, 7});
  expect_numbers(OneLayer(layer("GlobalMaxPooling2D", first), {1, 2, 2, 3}).set("x", grid).run(), {6, 12});
  expect_numbers(OneLayer(layer("GlobalMaxPooling3D", {{"keepdims", true}}), {1, 2, 1, 3, 2}).set("x", grid).run(), {11, 12});
  EXPECT_EQ(model_of({layer("InputLayer", {{"shape", Shape{3, 2}}}), layer("GlobalMaxPooling1D", {{"keepdims", true}})}).output, (Shape{-1, 1, 2}));
}
TEST(Layers, GlobalAveragePoolingOfStepsThatCount) {
  for (const bool channels_first : {false, true}) {
    Settings settings;
    if (channels_first) settings.push_back({"data_format", std::string("channels_first")});
    OneLayer one(layer("GlobalAveragePooling1D", settings), channels_first ? Shape{2, 2, 3} : Shape{2, 3, 2}, {.mask = {2, 3}});
    one.set("x", grid).set("mask", {1, 0, 1, 0, 0, 1});
    expect_numbers(one.run(), channels_first ? D{2, 5, 9, 12} : D{3, 4, 11, 12});
    EXPECT_FALSE(one.makes_mask);
  }
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

// ---- embedding

TEST(Layers, EmbeddingTakesRowsByIds) {
  OneLayer one(layer("Embedding", {{"input_dim", 3.0}, {"output_dim", 2.0}, {"mask_zero", true}}), {1, 4});
  one.set("x", {2, 0, 1.75, 0.5}).set("layer/embeddings", {1, 2, 3, 4, 5, 6});
  expect_numbers(one.run(), {5, 6, 1, 2, 3, 4, 1, 2});
  expect_numbers(one.run("mask"), {1, 0, 1, 1});
  EXPECT_FALSE(OneLayer(layer("Embedding", {{"input_dim", 3.0}, {"output_dim", 2.0}}), {1, 4}).makes_mask);
}

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
TEST(Layers, EmbeddingMayComeFirstWithKeras2sInputLength) {
  EXPECT_EQ(model_of({layer("Embedding", {{"input_dim", 5.0}, {"output_dim", 2.0}, {"input_length", 3.0}})}).output, (Shape{-1, 3, 2}));
  EXPECT_THROW(model_of({table_of_five}), Error);  // its input_dim counts ids
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
  expect_refused(layer("Cropping1D", {{"cropping", Shape{1, 2}}}), {2, 3, 4}, "K2135", "leaves nothing");
  expect_refused(layer("ZeroPadding2D", {{"padding", Shape{1, 2, 3}}}), {2, 3, 4, 5}, "K2134", "1 or 2 or 4");
  expect_refused(layer("ZeroPadding1D", {{"padding", Shape{-1}}}), {2, 3, 4}, "K2118", "at least 0");
  expect_refused(layer("UpSampling2D", {{"interpolation", std::string("bilinear")}}), {2, 3, 4, 5}, "K4003", "bilinear");
  expect_refused(layer("GlobalMaxPooling1D"), {2, 3}, "K2130", "3 axes");
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

}  // namespace
}  // namespace keratin::testing
