// Description files: the user's own C++, compiled in process and called once.
#pragma once

#include "frontend/config/config.h"

namespace keratin {

// Compiles `path` and runs its `build(Sequential&)`. Clang's complaints come with the user's line; a description that
// crashes or does not return is an error, too.
Description read_description(const std::string& path);

}  // namespace keratin
