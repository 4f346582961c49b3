// The models that tests of the compiler share, by name: what is compiled for a CPU, emulated as CUDA, compiled by NVRTC,
// and read by Clang is the same list.
#pragma once

#include <fmt/format.h>

#include "frontend/activations/activation.h"
#include "frontend/layers/layer.h"
#include "frontend/losses/loss.h"
#include "tests/compiler/networks.h"
#include "tests/compiler/oracle.h"

namespace keratin::testing {

inline Config dense(double units, const std::string& activation, std::vector<std::pair<std::string, ConfigValue>> more = {}) {
  Config layer{"Dense", {{"units", units}, {"activation", activation}}, {}};
  layer.settings.insert(layer.settings.end(), more.begin(), more.end());
  return layer;
}
inline BuiltModel built(std::vector<Config> layers, Config optimizer, Config loss, int64_t batch) {
  const Config compile{"compile", {{"optimizer", std::vector<Config>{optimizer}}, {"loss", std::vector<Config>{loss}}, {"metrics", std::vector<Config>{{"accuracy"}}}}};
  return build_model({std::move(layers), compile}, batch);
}
inline BuiltModel mlp(int64_t batch, double in, double hidden, double out, Config optimizer = {"sgd"}) {
  return built({dense(hidden, "relu", {{"input_dim", in}}), dense(out, "softmax")}, std::move(optimizer), {"categorical_crossentropy"}, batch);
}

struct NamedModel {
  std::string name;
  BuiltModel model;
};
using NamedModels = std::vector<NamedModel>;

inline NamedModels first_network() { return {{"first network", mlp(32, 100, 64, 10)}}; }
inline NamedModels odd_sizes() {
  NamedModels out;
  for (auto [batch, in, hidden, classes] : {std::array{1, 1, 1, 1}, {1, 17, 31, 2}, {7, 13, 37, 3}, {33, 101, 129, 17}, {64, 5, 200, 64}, {7, 300, 3, 1}})
    out.push_back({fmt::format("{} rows of {}-{}-{}", batch, in, hidden, classes), mlp(batch, in, hidden, classes)});
  return out;
}
inline NamedModels every_optimizer() {
  const Config optimizers[] = {{"sgd", {{"momentum", 0.9}, {"nesterov", true}}}, {"rmsprop", {{"momentum", 0.5}, {"centered", true}}}, {"adam", {}}, {"adam", {{"amsgrad", true}}}};
  NamedModels out;
  for (const Config& optimizer : optimizers) out.push_back({optimizer.class_name + (optimizer.settings.empty() ? "" : " " + optimizer.settings.back().first), mlp(16, 30, 70, 10, optimizer)});
  return out;
}
inline NamedModels every_activation() {
  NamedModels out;
  for (const ActivationRow& row : activation_table())
    if (row.settings.empty() || !row.settings[0].is_required) out.push_back({row.class_name, built({dense(10, row.class_name, {{"input_dim", 7.0}}), dense(3, "linear")}, {"sgd"}, {"mean_squared_error"}, 5)});
  return out;
}
inline NamedModels every_loss() {
  NamedModels out;
  for (const LossRow& loss : loss_table())
    if (loss.class_name != "CTC") out.push_back({loss.class_name, built({dense(9, "relu", {{"input_dim", 7.0}}), dense(4, "softmax")}, {"sgd"}, {loss.class_name}, 5)});
  return out;
}
inline NamedModels other_layers() {
  const Config regularizer{"L1L2", {{"l1", 0.01}, {"l2", 0.02}}};
  return {{"dropout, shapes and regularizers", built({{"InputLayer", {{"shape", Shape{12}}}},
                                                      {"Dropout", {{"rate", 0.4}}},
                                                      dense(6, "relu", {{"kernel_regularizer", std::vector<Config>{regularizer}}}),
                                                      {"Reshape", {{"target_shape", Shape{2, -1}}}},
                                                      dense(5, "linear"),
                                                      {"Flatten"},
                                                      dense(2, "linear")},
                                                     {"sgd"}, {"mean_squared_error"}, 9)}};
}
inline NamedModels every_function() { return {{"functions", model_of(functions_step(5, 20))}}; }
inline NamedModels convolutions() { return {{"convolution", model_of(convolution_step(4, 8, 3, 16))}, {"convolution by 2", model_of(convolution_step(3, 9, 1, 5, 2))}}; }
inline NamedModels recurrences() { return {{"lstm", model_of(lstm_step(4, 5, 6, 16))}, {"odd lstm", model_of(lstm_step(3, 3, 7, 5))}}; }
inline NamedModels attentions() { return {{"attention", model_of(attention_step(2, 3, 7, 16))}, {"odd attention", model_of(attention_step(3, 2, 20, 5))}}; }
inline NamedModels test_models() {
  NamedModels all;
  for (auto models : {first_network, odd_sizes, every_optimizer, every_activation, every_loss, every_function, other_layers, convolutions, recurrences, attentions})
    for (NamedModel& model : models()) all.push_back(std::move(model));
  return all;
}

}  // namespace keratin::testing
