// The repository's own files, for tests that watch over the house.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace keratin::testing {

inline std::string read_text(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Paths from the root, sorted, of the files below `folder` whose names end in one of `endings`.
inline std::vector<std::string> files_below(const std::string& folder, const std::set<std::string>& endings) {
  const std::filesystem::path root = KERATIN_SOURCE_DIR;
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
    if (entry.is_regular_file() && endings.count(entry.path().extension())) found.push_back(entry.path().lexically_relative(root));
  std::sort(found.begin(), found.end());
  return found;
}
inline std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

}  // namespace keratin::testing
