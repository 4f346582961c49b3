// The rows of the table of layers, each from its file.
#pragma once

#include "frontend/layers/layer.h"

namespace keratin {

LayerRow input_layer();
LayerRow dense();
LayerRow activation_layer();
LayerRow dropout();
LayerRow flatten();
LayerRow reshape_layer();
LayerRow permute();
LayerRow repeat_vector();
LayerRow activity_regularization();
LayerRow masking();
LayerRow identity();
LayerRow embedding();
LayerRow relu_layer();
LayerRow leaky_relu_layer();
LayerRow prelu();
LayerRow elu_layer();
LayerRow softmax_layer();
LayerRow batch_normalization();
LayerRow layer_normalization();
LayerRow group_normalization();
LayerRow unit_normalization();
LayerRow rms_normalization();
LayerRow normalization();
LayerRow rescaling();
LayerRow spatial_dropout1d();
LayerRow spatial_dropout2d();
LayerRow spatial_dropout3d();
LayerRow gaussian_noise();
LayerRow gaussian_dropout();
LayerRow alpha_dropout();
LayerRow zero_padding1d();
LayerRow zero_padding2d();
LayerRow zero_padding3d();
LayerRow cropping1d();
LayerRow cropping2d();
LayerRow cropping3d();
LayerRow upsampling1d();
LayerRow upsampling2d();
LayerRow upsampling3d();
LayerRow global_average_pooling1d();
LayerRow global_average_pooling2d();
LayerRow global_average_pooling3d();
LayerRow global_max_pooling1d();
LayerRow global_max_pooling2d();
LayerRow global_max_pooling3d();
LayerRow lambda();
const LayerRow& custom_layer_row();  // of a config with a formula

}  // namespace keratin
