// Every layer: gradients are differences, compiled code has the interpreter's bits.
#include "tests/frontend/one_layer.h"

namespace keratin::testing {
namespace {

constexpr double epsilon = 0.0625;  // a variance of one number has a root that bends

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
      {layer("ZeroPadding2D", {{"padding", Shape{1, 0, 2, 1}}}), {3, 2, 3, 4}},
      {layer("Cropping2D", {{"cropping", Shape{1, 0, 1, 1}}}), {3, 3, 4, 5}},
      {layer("UpSampling2D", {{"size", Shape{2, 3}}}), {3, 2, 3, 4}},
      {layer("GlobalAveragePooling1D"), {3, 4, 5}, {3, 4}},
      {layer("GlobalAveragePooling2D", {{"keepdims", true}}), {3, 4, 2, 5}},
      {layer("GlobalMaxPooling2D"), {3, 4, 2, 5}},
      {layer("GlobalMaxPooling1D", {{"data_format", std::string("channels_first")}}), {3, 4, 5}},
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
TEST(Layers, EmulatedCudaEqualsInterpreted) {
  const Case some[] = {
      {layer("BatchNormalization"), {37, 20}},
      {layer("LayerNormalization"), {5, 40}},
      {layer("GroupNormalization", {{"groups", 2.0}}), {3, 3, 2, 20}},
      {layer("GlobalAveragePooling1D"), {3, 4, 20}, {3, 4}},
      {layer("Embedding", {{"input_dim", 9.0}, {"output_dim", 40.0}}), {5, 7}},
  };
  for (const Case& c : some) EXPECT_EQ(verify_emulated(model_of(OneLayer(c.config, c.x, of(c, true)).graph), 1).first_difference, "") << c.config.class_name;
}
// A table of more columns than a panel, with its slots, under an optimizer.
TEST(Layers, AWideTableIsTrained) {
  const Config compile{"compile", {{"loss", std::vector<Config>{{"mean_squared_error"}}}, {"optimizer", std::vector<Config>{{"adam"}}}}};
  const BuiltModel model = build_model({{layer("InputLayer", {{"shape", Shape{7}}}), layer("Embedding", {{"input_dim", 50.0}, {"output_dim", 100.0}}), layer("Flatten"), layer("Dense", {{"units", 3.0}})}, compile}, 5);
  EXPECT_EQ(verify_model(model, {.batch = 5, .threads = 2, .tier = Tier::fast}, 1).first_difference, "");
}

}  // namespace
}  // namespace keratin::testing
