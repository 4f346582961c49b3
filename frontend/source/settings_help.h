// Clang's answer to a misspelt setting is that no constructor fits. This says which word it was, and what was meant.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/base/diagnostic.h"

namespace keratin {

// Errors with a help where a setting of `header` was misspelt in `text`; notes about the header itself are dropped.
std::vector<Diagnostic> with_help_for_settings(const std::vector<Diagnostic>& problems, std::string_view text, std::string_view header);

}  // namespace keratin
