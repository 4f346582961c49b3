// Shells complete verbs and options with a script that is made from the declared ones.
#pragma once

#include <string>
#include <vector>

namespace keratin {

struct VerbWords {
  std::string verb;
  std::vector<std::string> options;
};
// For `bash` or `zsh`; Error K1001 for another shell.
std::string completion(const std::string& shell, const std::vector<VerbWords>& words);

}  // namespace keratin
