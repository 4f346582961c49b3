// frontend/KERAS.md: all of Keras' names, with what works and how many stored cases stand behind it.
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "frontend/surface/absent.h"
#include "frontend/surface/registry.h"
#include "tests/parity/case.h"
#include "tests/parity/families.h"

namespace keratin::testing {
namespace {

// How many cases cover a name. Losses and metrics share names: cases of metrics count for metrics alone.
std::map<std::string, int> counts(Category category) {
  std::map<std::string, int> out;
  for (const char* family : families) {
    const bool of_metrics = std::string(family) == "metrics";
    if ((category == Category::metric && !of_metrics) || (category == Category::loss && of_metrics)) continue;
    for (const Case& c : stored_cases(family))
      for (const Json& name : c.json.at("covers")) ++out[name.get<std::string>()];
  }
  return out;
}

std::string table_text() {
  std::string text = "# Keras 3.15.1, name by name\n\nWritten from the definitions and the stored cases, as a test checks. A case is a model with Keras' own numbers\n(tests/parity); one covers several names. `keratin explain NAME` prints the page of what works.\n";
  for (const Category category : every_category) {
    const CategoryInfo& names = info(category);
    const std::map<std::string, int> covered = counts(category);
    text += fmt::format("\n## {}\n\n| {} | |\n| --- | --- |\n", names.plural, names.name);
    for (const Definition* d : definitions(category)) {
      int n = 0;
      if (auto it = covered.find(d->class_name); it != covered.end()) n = it->second;
      text += fmt::format("| {} | {} |\n", d->class_name, d->is_extension ? "works; an extension, Keras has no such name" : n ? fmt::format("works, parity cases {}", n) : "works, no stored case");
    }
    for (const Absent& a : absent_from_keras())
      if (a.category == category) {
        std::istringstream list(a.names);
        for (std::string name; list >> name;) text += fmt::format("| {} | {} |\n", name, a.reason);
      }
  }
  text += "\n## callbacks\n\n| callback | |\n| --- | --- |\n";
  const std::map<std::string, int> covered = counts(Category::callback);
  for (const CallbackRow& row : callback_table()) {
    auto it = covered.find(row.class_name);
    text += fmt::format("| {} | works{} |\n", row.class_name, it == covered.end() ? "" : fmt::format(", parity cases {}", it->second));
  }
  for (const Absent& a : absent_from_keras())
    if (a.category == Category::callback) {
      std::istringstream list(a.names);
      for (std::string name; list >> name;) text += fmt::format("| {} | {} |\n", name, a.reason);
    }
  return text;
}

TEST(Surface, TheTableOfKerasNamesIsFresh) {
  const std::string path = KERATIN_SOURCE_DIR "/frontend/KERAS.md", text = table_text();
  if (std::getenv("UPDATE_EXPECTED")) std::ofstream(path, std::ios::binary) << text;
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(std::string((std::istreambuf_iterator<char>(in)), {}) == text) << path << " is not what the definitions and cases say; UPDATE_EXPECTED=1 writes it anew";
}
TEST(Surface, NothingIsBothThereAndAbsent) {
  for (const Absent& a : absent_from_keras()) {
    std::istringstream list(a.names);
    for (std::string name; list >> name;)
      for (const Definition* d : definitions(a.category)) EXPECT_NE(d->class_name, name);
  }
}

}  // namespace
}  // namespace keratin::testing
