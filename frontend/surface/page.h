// A definition as people read it: `keratin explain Dense`.
#pragma once

#include <string>

#include "frontend/config/definition.h"

namespace keratin {

std::string page(const Definition& definition);

// What goes by a name, in any category: a class, a function or a short form.
std::vector<const Definition*> find_definitions(std::string_view name);

}  // namespace keratin
