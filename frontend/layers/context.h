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
  std::map<std::string, uint32_t> draws = {};           // by layer: how many random arrays this graph has drawn

  Expr state(StateInfo info);                           // the state's input; added to the table if new
  Expr current(const std::string& state);               // its value after the updates of this step so far
  void update(const std::string& state, Expr value);    // its new value after this step; the last one counts
  Expr rows() { return keratin::rows(b); }              // how many rows this batch has, a float
};

struct LayerContext {
  ModelContext& model;
  const Config& config;          // completed: every setting has its default
  std::string name;
  uint32_t ordinal;              // of the layer in the model
  bool trainable = true;
  std::optional<Expr> mask = {};  // bool[batch, …]: which positions of the input count; a layer that makes one sets it

  // Whether the step trains. A layer that is not trainable drops and adds noise all the same.
  bool training() const { return model.training; }

  // A weight `layer/variable`. Its initializer, regularizer and constraint are the settings `variable_initializer`,
  // `variable_regularizer` and `variable_constraint`, where the layer has them.
  Expr weight(const std::string& variable, Shape shape);
  Expr weight(const std::string& variable, Shape shape, const Config& initializer);
  Expr weight(const std::string& variable, Shape shape, const Initial& first);
  // State that no gradient moves, as a moving mean: `layer/variable`, with `variable_initializer` or the given first value. What
  // comes is its value now: a layer that is used twice in a step goes on from its first update.
  Expr statistic(const std::string& variable, Shape shape, Initial initial = {}, Element element = Element::f32);
  Expr statistic(const std::string& variable, Shape shape, const Config& initializer);
  void update_statistic(const std::string& variable, Expr value);
  // Numbers that a setting gives, one for all or row-major; no weight: Keras' files do not have them.
  Expr given(const std::string& variable, Shape shape, const Numbers& values);

  Expr activate(Expr x, const Config& activation);       // remembers the logits
  Expr uniform(Type type);                               // fresh numbers in [0, 1) each step, the layer's own
  Expr normal(Type type);                                // mean 0, deviation 1
  void penalize(Expr scalar) { model.penalties.push_back(scalar); }
  void warn(const std::string& code, const std::string& message, const std::string& help = "");

  // Error K2130 for inputs of another rank, the batch counted; Error K2110 for an array of too many elements.
  void wants_rank(Expr x, int rank) const;
  void wants_room(const Shape& shape) const;

 private:
  struct Stream {
    int64_t ordinal;
    Expr seed, step;
    int64_t draw;
  };
  Stream stream(uint32_t draws);
};

// Of one array, 4 GiB: kernels count in 32 bits, padding included.
inline constexpr int64_t most_elements = int64_t(1) << 30;

// Axes of a setting as 0 … rank-1, ascending; negative ones count from the end. Error K2120 for the batch axis, one that is not there, or twice.
Axes axes_of(const Config& config, std::string_view setting, int rank);
int64_t axis_of(const Config& config, std::string_view setting, int rank);  // of a whole number
// `small` has the extents of x along `axes`, and is repeated over the others.
Expr along(Expr small, Expr x, const Axes& axes);
// All axes of x but these.
Axes other_axes(Expr x, const Axes& axes);

}  // namespace keratin
