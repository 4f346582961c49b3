// What a layer is: a name, settings, weights, and a formula over expressions. Each layer is one file; table.cpp lists them.
#pragma once

#include <map>
#include <set>

#include "compiler/ir/builder.h"
#include "frontend/config/config.h"
#include "runtime/program.h"

namespace keratin {

// What an output was made from by an activation: losses prefer logits to probabilities.
struct Activated {
  std::string activation;
  Expr input;
};

// Where a model under construction keeps what its layers add to it.
struct ModelContext {
  Builder b;
  bool training = false;
  std::vector<StateInfo>* states = nullptr;  // filled by the first graph, known to the others
  std::vector<Expr> penalties = {};          // regularizers' terms of the loss
  std::map<int, Activated> activated = {};   // by output value
  std::optional<Expr> seed = {}, step = {};  // of random numbers, once somebody asked

  Expr state(StateInfo info);                // the state's input; added to the table if new
};

struct LayerContext {
  ModelContext& model;
  const Config& config;
  std::string name;
  uint32_t ordinal;  // of the layer in the model

  // A weight `name/variable`; its initializer and regularizer are settings of the layer.
  Expr weight(const std::string& variable, Shape shape, const Config& initializer, const Config* regularizer);
  Expr activate(Expr x, const std::string& activation);
  Expr uniform(Type type);  // fresh numbers each step, the layer's own
};

// Of one array, 4 GiB: kernels count in 32 bits, padding included.
inline constexpr int64_t most_elements = int64_t(1) << 30;

struct LayerRow {
  const char* class_name;
  const char* stem;  // of automatic names: dense, dense_1 …
  const char* text;  // one sentence
  const char* formula;
  const char* settings;
  Expr (*build)(LayerContext&, Expr);
};
const std::vector<LayerRow>& layer_table();
const LayerRow& layer_row(const Config& config);  // Error K2102 for an unknown layer

Expr build_dense(LayerContext& c, Expr x);
Expr build_activation(LayerContext& c, Expr x);
Expr build_dropout(LayerContext& c, Expr x);
Expr build_flatten(LayerContext& c, Expr x);
Expr build_reshape(LayerContext& c, Expr x);
Expr build_permute(LayerContext& c, Expr x);

// Activations by Keras' names; Error K2103 with a suggestion for an unknown one.
Expr apply_activation(const Config& config, const std::string& name, Expr x);
const std::vector<std::string>& activation_names();

}  // namespace keratin
