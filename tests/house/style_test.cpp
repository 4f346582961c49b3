// Facts of style that a machine can see.
#include <regex>

#include <gtest/gtest.h>

#include "tests/house/files.h"

namespace keratin::testing {
namespace {

const std::vector<std::string> trees = {"runtime", "compiler", "frontend", "tests", "bench"};

std::vector<std::string> texts_of_ours() {
  std::vector<std::string> all = {"CMakeLists.txt", "README.md", "LICENSE", ".gitignore", ".ci/run"};
  for (const std::string& tree : trees)
    for (const std::string& file : files_below(tree, {".cpp", ".h", ".in", ".txt", ".md", ".json", ""})) all.push_back(file);
  std::erase_if(all, [](const std::string& file) { return !std::filesystem::exists(std::filesystem::path(KERATIN_SOURCE_DIR) / file); });
  return all;
}
std::string text_of(const std::string& file) { return read_text(std::filesystem::path(KERATIN_SOURCE_DIR) / file); }

TEST(Style, NoFileIsLong) {
  for (const std::string& file : texts_of_ours()) {
    const std::string text = text_of(file);
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 400) << file << ": split it by an idea";
    EXPECT_TRUE(text.empty() || text.back() == '\n') << file << " does not end in a line break";
  }
}
TEST(Style, NoTabsNoBlanksAtTheEndNoPromises) {
  for (const std::string& file : texts_of_ours()) {
    const std::string text = text_of(file);
    EXPECT_EQ(text.find('\t'), text.npos) << file;
    EXPECT_EQ(text.find(" \n"), text.npos) << file;
    for (const char* half : {"TO", "FIX"})  // in halves, since this file is read, too
      EXPECT_EQ(text.find(std::string(half) + (*half == 'T' ? "DO" : "ME")), text.npos) << file;
  }
}
TEST(Style, AHeaderIsReadOnce) {
  for (const std::string& tree : trees)
    for (const std::string& file : files_below(tree, {".h"})) {
      if (file.starts_with("runtime/support/") && text_of(file).find("#include") == std::string::npos) continue;  // text of the prelude, pasted together
      EXPECT_NE(text_of(file).find("\n#pragma once\n"), std::string::npos) << file;
    }
}

// Names of files that a page links to: [text](target), and not a place on the web or in the page itself.
std::vector<std::string> links_of(const std::string& page) {
  static const std::regex link(R"(\]\(([^)#\s]+)[^)]*\))");
  std::vector<std::string> targets;
  static const std::regex code("```[\\s\\S]*?```");  // a C++ lambda looks like a link
  const std::string prose = std::regex_replace(page, code, "");
  for (std::sregex_iterator i(prose.begin(), prose.end(), link), end; i != end; ++i)
    if (std::string target = (*i)[1]; target.find("://") == target.npos) targets.push_back(target);
  return targets;
}
std::vector<std::string> pages() {
  std::vector<std::string> all = {"README.md"};
  for (const char* tree : {"runtime", "compiler", "frontend", "tests", "bench", "generated"})
    if (std::filesystem::exists(std::filesystem::path(KERATIN_SOURCE_DIR) / tree))
      for (const std::string& file : files_below(tree, {".md"})) all.push_back(file);
  return all;
}
TEST(Style, EveryLinkLeadsSomewhere) {
  EXPECT_EQ(links_of("see [here](a/b.md), [there](https://x.y), [below](#below), [place](c.md#there)"), (std::vector<std::string>{"a/b.md", "c.md"}));
  for (const std::string& page : pages())
    for (const std::string& target : links_of(text_of(page)))
      EXPECT_TRUE(std::filesystem::exists((std::filesystem::path(KERATIN_SOURCE_DIR) / page).parent_path() / target)) << page << " links to " << target;
}

}  // namespace
}  // namespace keratin::testing
