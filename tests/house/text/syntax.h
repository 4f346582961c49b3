// What Clang's syntax tree says about generated C++.
#pragma once

#include <string>
#include <vector>

namespace keratin::testing {

// What the text has and generated text must not have, each with its line; empty for text as it should be:
// only functions, plain structs and literal loops; calls of the text's own functions, of builtins, and of the pool.
std::vector<std::string> syntax_problems(const std::string& text);

}  // namespace keratin::testing
