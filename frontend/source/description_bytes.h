// A description as bytes, on its way from the child process that made it.
#pragma once

#include <string>

#include "frontend/config/config.h"

namespace keratin {

// Formulas stay behind: of a config that has one only that is told.
std::string to_bytes(const Description& description);
struct ReadDescription {
  Description description;
  bool has_formulas = false;
};
ReadDescription from_bytes(std::string_view bytes, const Place& place);

// A diagnostic in the place of a description.
std::string problem_bytes(const std::string& code, const std::string& message);

}  // namespace keratin
