// Keras' initializers as first values of states, with its rules for fans.
#pragma once

#include "frontend/config/config.h"
#include "runtime/program.h"

namespace keratin {

// `config` names the initializer; `ordinal` is the stream of this weight.
Initial make_initial(const Config& config, const Shape& shape, uint32_t ordinal);

const std::vector<std::string>& initializer_names();

}  // namespace keratin
