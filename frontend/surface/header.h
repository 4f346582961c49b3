// The public headers that follow from the definitions: a factory and a struct of settings for each name.
#pragma once

#include <map>
#include <string>

namespace keratin {

// By file name in frontend/include/keratin: layers.h, losses.h … A test keeps the files fresh.
std::map<std::string, std::string> public_headers();

}  // namespace keratin
