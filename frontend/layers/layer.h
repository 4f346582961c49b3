// What a layer is: a definition, weights, and a formula over expressions. Each layer is one file; table.cpp lists them.
#pragma once

#include "frontend/config/definition.h"
#include "frontend/layers/context.h"

namespace keratin {

// What becomes of the mask that rides on a layer's input (Keras' supports_masking).
enum class Masking {
  passes,
  destroys,  // with Keras' warning
  makes,     // the layer sets or clears LayerContext::mask itself
};

struct LayerRow : Definition {
  Expr (*build)(LayerContext&, Expr) = nullptr;
  Masking masking = Masking::passes;
};
const std::vector<LayerRow>& layer_table();
const LayerRow& layer_row(const Config& config);  // Error K2102 for an unknown layer
// name, trainable, dtype, activity_regularizer, input_shape, input_dim: what every layer takes.
const std::vector<Setting>& common_layer_settings();

// Of automatic names, Keras' snake case: batch_normalization, p_re_lu.
std::string snake_case(const std::string& class_name);

}  // namespace keratin
