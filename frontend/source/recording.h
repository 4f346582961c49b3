// What a description says, as bytes: recorded call by call in the child process, replayed as the same calls in ours.
#pragma once

#include <string>
#include <string_view>

#include "frontend/config/config.h"

namespace keratin {

// Text that stands in front of a description: the C functions of keratin.h, which go on through `keratin_calls`.
std::string_view recorded_calls_text();

// Fills the table of a loaded description, runs its function, and gives what it said.
std::string record_calls(void* calls, void (*build)(void*));
std::string record_problem(const std::string& code, const std::string& message);

// The description that the bytes tell; a recorded problem becomes an Error of this file.
Description replay(std::string_view bytes, const std::string& path);

}  // namespace keratin
