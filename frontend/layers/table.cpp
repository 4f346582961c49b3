// Every layer, once: its Keras name, what it does, and how it is built.
#include "frontend/layers/layer.h"

namespace keratin {

const std::vector<LayerRow>& layer_table() {
  static const std::vector<LayerRow> table = {
      {"Dense", "dense", "a densely connected layer over the last axis", "activation(x . kernel + bias)",
       "units, activation=linear, use_bias=true, kernel_initializer=glorot_uniform, bias_initializer=zeros, kernel_regularizer, bias_regularizer, input_dim, input_shape, name", build_dense},
      {"Activation", "activation", "an activation by name", "activation(x)", "activation, input_shape, name", build_activation},
      {"Dropout", "dropout", "drops a part of its input in training", "x / (1 - rate) where a random number is at least rate, else 0", "rate, input_shape, name", build_dropout},
      {"Flatten", "flatten", "each row as one line of numbers", "reshape(x, (rows, -1))", "input_shape, name", build_flatten},
      {"Reshape", "reshape", "each row under another shape", "reshape(x, (rows, target_shape))", "target_shape (one extent may be -1), input_shape, name", build_reshape},
      {"Permute", "permute", "the axes of each row in another order", "transpose(x, (0, dims))", "dims (axis 1 is the first behind the batch), input_shape, name", build_permute},
  };
  return table;
}

const LayerRow& layer_row(const Config& config) {
  std::vector<std::string> known;
  for (const LayerRow& row : layer_table()) {
    if (config.class_name == row.class_name) return row;
    known.push_back(row.class_name);
  }
  unknown(config, "K2102", "layer", config.class_name, known);
}

}  // namespace keratin
