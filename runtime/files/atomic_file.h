// A file appears under its name whole or not at all: a temporary beside it, fsync, rename, fsync of the folder. Links are
// followed, permissions stay; a device or a pipe is written as it is.
#pragma once

#include <string>
#include <string_view>

namespace keratin {

void write_atomically(const std::string& path, std::string_view bytes);  // Error K5001 with the system's reason
std::string read_whole(const std::string& path);                         // Error K5002

}  // namespace keratin
