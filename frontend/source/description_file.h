// Description files: the user's own C++, compiled in process and called once, in a child process.
#pragma once

#include "compiler/jit/jit.h"
#include "frontend/config/config.h"

namespace keratin {

// Compiles `path` and runs its `build(Sequential&)`. Clang's complaints come with the user's line; a description that
// crashes, throws, leaves or does not return is an error, too (K28xx).
Description read_description(const std::string& path, CompileTimes* times = nullptr);

}  // namespace keratin
