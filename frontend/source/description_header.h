// The public headers as description files include them.
#pragma once

#include <map>
#include <string>

namespace keratin {

const std::map<std::string, std::string>& description_headers();  // by name, as in `keratin/keratin.h`

}  // namespace keratin
