// Where a model under construction keeps what its parts add to it, and what a layer asks of it.
#pragma once

#include <map>

#include "compiler/ir/builder.h"
#include "frontend/config/config.h"
#include "runtime/program.h"

namespace keratin {

// What an output was made from by an activation: losses prefer logits to probabilities.
struct Activated {
  std::string activation;  // Keras' name of it
  Expr input;
};

struct ModelContext {
  Builder b;
  bool training = false;
  std::vector<StateInfo>* states = nullptr;             // filled by the first graph, known to the others
  std::vector<Expr> penalties = {};                     // regularizers' terms of the loss
  std::map<int, Activated> activated = {};              // by output value
  std::map<std::string, Config> constraints = {};       // by weight
  std::vector<Diagnostic>* warnings = nullptr;          // what is surely a mistake, though Keras accepts it; null: nobody listens
  std::optional<Expr> seed = {}, step = {};             // of random numbers, once somebody asked
  uint32_t draws = 0;                                   // of streams of random numbers in this graph

  Expr state(StateInfo info);                           // the state's input; added to the table if new
  void update(const std::string& state, Expr value);    // its new value after this step; once a step
  Expr rows() { return keratin::rows(b); }              // how many rows this batch has, a float
};

struct LayerContext {
  ModelContext& model;
  const Config& config;          // completed: every setting has its default
  std::string name;
  uint32_t ordinal;              // of the layer in the model
  bool trainable = true;
  std::optional<Expr> mask = {};  // bool[batch, …]: which positions of the input count; a layer that makes one sets it

  // Whether the layer behaves as in training; a frozen BatchNormalization does not.
  bool training() const { return model.training; }

  // A weight `layer/variable`. Its initializer, regularizer and constraint are the settings `variable_initializer`,
  // `variable_regularizer` and `variable_constraint`, where the layer has them.
  Expr weight(const std::string& variable, Shape shape);
  Expr weight(const std::string& variable, Shape shape, const Config& initializer);
  // State that no gradient moves, as a moving mean: `layer/variable`, with `variable_initializer` or the given first value.
  Expr statistic(const std::string& variable, Shape shape, Initial initial = {});
  Expr statistic(const std::string& variable, Shape shape, const Config& initializer);
  void update_statistic(const std::string& variable, Expr value);

  Expr activate(Expr x, const Config& activation);       // remembers the logits
  Expr uniform(Type type);                               // fresh numbers in [0, 1) each step, the layer's own
  Expr normal(Type type);                                // mean 0, deviation 1
  void penalize(Expr scalar) { model.penalties.push_back(scalar); }
  void warn(const std::string& code, const std::string& message, const std::string& help = "");
};

// Of one array, 4 GiB: kernels count in 32 bits, padding included.
inline constexpr int64_t most_elements = int64_t(1) << 30;

// Axes of a setting as 0 … rank-1, ascending; negative ones count from the end. Error K2120 for the batch axis, one that is not there, or twice.
Axes axes_of(const Config& config, std::string_view setting, int rank);

}  // namespace keratin
