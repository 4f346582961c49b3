// The rows of the table of layers, each from its file.
#pragma once

#include "frontend/layers/layer.h"

namespace keratin {

LayerRow dense();
LayerRow activation_layer();
LayerRow dropout();
LayerRow flatten();
LayerRow reshape_layer();
LayerRow permute();
LayerRow lambda();
const LayerRow& custom_layer_row();  // of a config with a formula

}  // namespace keratin
