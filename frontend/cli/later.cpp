#include "frontend/cli/later.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

constexpr const char* keras_endings[] = {".keras", ".h5", ".json"};

bool ends_in(const std::string& path, const char* ending) { return path.ends_with(ending); }

}  // namespace

const char* later_verb(const std::string& verb) {
  if (verb == "build") return "`keratin dump MODEL --stage source` gives the code of a model, --stage object a linkable one";
  if (verb == "convert") return "describe the model in a C++ file, as frontend/examples/seed.cpp; weights go in and out as .npz";
  return nullptr;
}

void check_model_kind(const std::string& path) {
  for (const char* ending : keras_endings)
    if (ends_in(path, ending)) fail("K4001", fmt::format("`{}` is a Keras file, which this version does not read yet", path), {}, "describe the model in a C++ file, as frontend/examples/seed.cpp; its weights can come as .npz");
  fail("K4001", "`" + path + "` is no model that this version reads", {}, "give a C++ description file (.cpp), as frontend/examples/seed.cpp, or a dumped .graph");
}

void check_one_array(const std::vector<std::string>& given, const std::string& option) {
  const std::string help = "models have one input and one output; give one file";
  if (given.size() > 1) fail("K4003", option + " is given " + std::to_string(given.size()) + " times; models with several inputs or outputs are not in this version", {}, help);
  if (given.empty()) return;
  const std::string& path = given[0];
  const size_t equals = path.find('=');
  const bool named = equals != path.npos && equals > 0 && path.find('/') > equals && !std::filesystem::exists(path);
  if (named) fail("K4003", "`" + option + " NAME=FILE` is for models with several inputs or outputs, which are not in this version", {}, help);
}

void check_data_name(const std::string& name) {
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) fail("K4003", "`" + name + "` is a folder; folders of pictures are not read in this version", {}, "give the pictures as one array, --x FILE --y FILE");
}

void check_ending(const std::string& path, const std::vector<std::string>& endings, const std::string& option) {
  if (path.empty() || path.starts_with("/dev/") || std::any_of(endings.begin(), endings.end(), [&](const std::string& e) { return path.ends_with(e); })) return;
  for (const char* ending : keras_endings)
    if (option == "--save" && ends_in(path, ending)) fail("K4003", "Keras files are not written in this version: `" + path + "`", {}, "save the weights as .npz");
  fail("K1014", fmt::format("{} `{}`: the name ends in {}", option, path, fmt::join(endings, " or ")), {}, "the ending says what is written");
}

}  // namespace keratin
