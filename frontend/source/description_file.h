// Description files: the user's own C++, compiled in process and called once, in a child process.
#pragma once

#include <functional>

#include "compiler/jit/jit.h"
#include "frontend/config/config.h"

namespace keratin {

// Compiles `path` and runs its `build(Sequential&)`. Clang's complaints come with the user's line; a description that
// crashes, throws, leaves or does not return is an error, too (K28xx). One with formulas of its own is rehearsed in the
// child, formulas included (`rehearse` builds the model), and then runs here, too: formulas are called whenever the model
// is built, as long as the description lives.
Description read_description(const std::string& path, const std::function<void(const Description&)>& rehearse = {}, CompileTimes* times = nullptr);

}  // namespace keratin
