// What the command's contract names and this version does not have: refused with what helps, not as an unknown word.
#pragma once

#include <string>
#include <vector>

namespace keratin {

const char* later_verb(const std::string& verb);  // what helps; null for a verb of this version, or of none

// Error K4003 for a Keras file or another model that is not read yet, for `NAME=FILE`, and for a folder of pictures.
void check_model_kind(const std::string& path);
void check_one_array(const std::vector<std::string>& given, const std::string& option);
void check_data_name(const std::string& name);
void check_ending(const std::string& path, const std::vector<std::string>& endings, const std::string& option);

}  // namespace keratin
