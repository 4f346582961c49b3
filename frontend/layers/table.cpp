// Every layer, once, in the order of Keras' documentation.
#include <cctype>

#include "frontend/layers/layers.h"

namespace keratin {

const std::vector<LayerRow>& layer_table() {
  static const std::vector<LayerRow> table = {
      input_layer(),
      dense(), activation_layer(), embedding(), masking(), identity(),
      relu_layer(), leaky_relu_layer(), prelu(), elu_layer(), softmax_layer(),
      batch_normalization(), layer_normalization(), group_normalization(), unit_normalization(), rms_normalization(),
      normalization(), rescaling(),
      dropout(), spatial_dropout1d(), spatial_dropout2d(), spatial_dropout3d(), gaussian_noise(), gaussian_dropout(), alpha_dropout(), activity_regularization(),
      global_average_pooling1d(), global_average_pooling2d(), global_average_pooling3d(), global_max_pooling1d(), global_max_pooling2d(), global_max_pooling3d(),
      flatten(), reshape_layer(), permute(), repeat_vector(),
      zero_padding1d(), zero_padding2d(), zero_padding3d(), cropping1d(), cropping2d(), cropping3d(), upsampling1d(), upsampling2d(), upsampling3d(), lambda(),
  };
  return table;
}
const LayerRow& layer_row(const Config& config) {
  return config.formula && config.class_name != "Lambda" ? custom_layer_row() : find_row(layer_table(), config);
}

const std::vector<Setting>& common_layer_settings() {
  static const std::vector<Setting> settings = {
      regularizer("activity_regularizer").says("a term of the loss from the output, divided by the rows of the batch"),
      flag("trainable", true).says("false: its weights stay as they are"),
      text("dtype").one_of({"float32"}),
      extents("input_shape").says("of the first layer, without the batch"),
      whole("input_dim").from(0).to(1e9).says("of the first layer: input_shape with one extent"),
      text("name"),
  };
  return settings;
}

// Keras' rule: a break before each capital that begins a word, and before a digit's word is none.
std::string snake_case(const std::string& class_name) {
  std::string once;  // as re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2")
  auto upper = [](char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; };
  auto small = [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0 || std::isdigit(static_cast<unsigned char>(c)) != 0; };
  for (size_t i = 0; i < class_name.size(); ++i) {
    if (i && upper(class_name[i]) && i + 1 < class_name.size() && small(class_name[i + 1])) once += '_';
    once += class_name[i];
  }
  std::string twice;  // as re.sub(r"([a-z])([A-Z])", r"\1_\2"), then lower case
  for (size_t i = 0; i < once.size(); ++i) {
    if (i && upper(once[i]) && std::islower(static_cast<unsigned char>(once[i - 1]))) twice += '_';
    twice += once[i];
  }
  for (char& c : twice) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return twice;
}

}  // namespace keratin
