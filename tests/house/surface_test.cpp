// What follows from the definitions is as fresh as they are: the public headers and the table of Keras' surface.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "frontend/surface/header.h"
#include "frontend/surface/page.h"
#include "frontend/surface/registry.h"
#include "tests/house/files.h"

namespace keratin {
namespace {

void expect_fresh(const std::string& path, const std::string& text) {
  const std::string full = std::string(KERATIN_SOURCE_DIR "/") + path;
  if (std::getenv("UPDATE_EXPECTED")) std::ofstream(full, std::ios::binary) << text;
  std::ifstream in(full, std::ios::binary);
  const std::string there((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(there == text, true) << path << " is not what the definitions say; UPDATE_EXPECTED=1 writes it anew";
}

TEST(Surface, PublicHeadersFollowFromTheDefinitions) {
  for (const auto& [name, text] : public_headers()) expect_fresh("frontend/include/keratin/" + name, text);
}

TEST(Surface, EveryDefinitionIsComplete) {
  std::set<std::string> seen;
  for (const Category category : every_category)
    for (const Definition* d : definitions(category)) {
      EXPECT_EQ(d->category, category) << d->class_name;
      EXPECT_FALSE(d->about.empty()) << d->class_name;
      EXPECT_TRUE(seen.insert(std::string(info(category).name) + " " + d->class_name).second) << d->class_name << " stands twice";
      for (const Setting& s : all_settings(*d)) EXPECT_FALSE(s.is_required && s.otherwise) << d->class_name << " " << s.name;
      EXPECT_NE(page(*d).find(d->class_name), std::string::npos);
    }
}

}  // namespace
}  // namespace keratin
