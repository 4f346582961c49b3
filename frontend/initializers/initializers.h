// Keras' initializers as first values of states, with its rules for fans.
#pragma once

#include "frontend/config/definition.h"
#include "runtime/program.h"

namespace keratin {

struct InitializerRow : Definition {
  Initial (*make)(const Config&, const Shape&) = nullptr;  // config is completed
};
const std::vector<InitializerRow>& initializer_table();

// `config` names the initializer; `ordinal` is the stream of this weight. Error K2104.
Initial make_initial(const Config& config, const Shape& shape, uint32_t ordinal);

}  // namespace keratin
