// The commands of our pages work, and print what the pages show.
#include <sys/wait.h>

#include <gtest/gtest.h>

#include "tests/house/files.h"
#include "tests/house/pages/page.h"

namespace keratin::testing {
namespace {

// A folder that looks like the root, so that what commands write stays there; it has a cache and a home of its own.
class Root {
 public:
  Root() {
    std::string name = (std::filesystem::temp_directory_path() / "keratin-pages-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    for (const auto& entry : std::filesystem::directory_iterator(KERATIN_SOURCE_DIR))
      if (!entry.path().filename().string().starts_with("build")) std::filesystem::create_symlink(entry.path(), folder_ / entry.path().filename());
    std::filesystem::create_symlink(KERATIN_BINARY_DIR, folder_ / "build");
  }
  ~Root() { std::filesystem::remove_all(folder_); }

  // What the command prints, and how it ends.
  std::pair<std::vector<std::string>, int> run(const std::string& command) const {
    const std::string home = folder_.string(), all = "cd '" + home + "' && export HOME='" + home + "' XDG_CACHE_HOME='" + home + "/.cache' && { timeout 300 " + command + "; } 2>&1 </dev/null";
    std::string text;
    FILE* pipe = popen(all.c_str(), "r");
    char bytes[4096];
    for (size_t n; pipe && (n = fread(bytes, 1, sizeof bytes, pipe)) > 0;) text.append(bytes, n);
    const int status = pipe ? pclose(pipe) : -1;
    return {lines_of(text), WIFEXITED(status) ? WEXITSTATUS(status) : 128};
  }

 private:
  std::filesystem::path folder_;
};

// What is wrong with a page, in lines.
std::vector<std::string> problems_of(const std::string& page) {
  std::vector<std::string> problems;
  const std::vector<Example> examples = examples_of(page);
  if (examples.empty()) return problems;
  const Root root;
  for (const Example& example : examples) {
    std::vector<std::string> printed;
    for (const std::string& command : example.commands) {
      const auto [lines, code] = root.run(command);
      printed.insert(printed.end(), lines.begin(), lines.end());
      if (code != 0) problems.push_back("line " + std::to_string(example.line) + ": `" + command + "` ends with " + std::to_string(code) + (lines.empty() ? "" : ": " + lines.back()));
    }
    if (const std::string difference = example.output.empty() ? "" : first_difference(example.output, printed); !difference.empty())
      problems.push_back("line " + std::to_string(example.line) + ": " + difference);
  }
  return problems;
}

class Pages : public ::testing::TestWithParam<std::string> {};
TEST_P(Pages, CommandsWorkAndPrintWhatIsShown) {
  EXPECT_EQ(problems_of(read_text(std::filesystem::path(KERATIN_SOURCE_DIR) / GetParam())), std::vector<std::string>{}) << GetParam();
}
std::vector<std::string> pages() {
  std::vector<std::string> all = {"README.md"};
  for (const char* tree : {"runtime", "compiler", "frontend", "tests", "bench", "generated"})
    if (std::filesystem::exists(std::filesystem::path(KERATIN_SOURCE_DIR) / tree))
      for (const std::string& page : files_below(tree, {".md"})) all.push_back(page);
  return all;
}
INSTANTIATE_TEST_SUITE_P(All, Pages, ::testing::ValuesIn(pages()), [](const auto& page) { return std::regex_replace(page.param, std::regex("[^A-Za-z0-9]"), "_"); });

TEST(Page, IsRunAndCompared) {
  const std::string page = R"(
# A sample
```sh
tests/run
build/keratin train frontend/examples/iris.cpp --data iris \
  --epochs 2 --seed 1 --save iris.npz
build/keratin evaluate frontend/examples/iris.cpp --data iris --weights iris.npz
```

```text
Epoch 1/2
…
Epoch 2/2
…
```
Words between.
```cpp
build/keratin nothing
```
```sh
build/keratin dump frontend/examples/iris.cpp --print-passes
```
)";
  EXPECT_EQ(problems_of(page), std::vector<std::string>{});
  EXPECT_FALSE(std::filesystem::exists(KERATIN_SOURCE_DIR "/iris.npz"));
}
TEST(Page, TellsWhatIsWrong) {
  EXPECT_EQ(problems_of("```sh\nbuild/keratin dump frontend/examples/nothing.cpp\n```\n").size(), 1u);
  EXPECT_EQ(problems_of("```sh\nbuild/keratin explain K2801\n```\n```text\nnever printed\n…\n```\n").size(), 1u);
  EXPECT_EQ(problems_of("no command at all\n"), std::vector<std::string>{});
}

TEST(Page, LinesAreComparedWithoutTimes) {
  EXPECT_EQ(comparable("25/25 ━━━ 0s 12ms/step - loss: 0.5"), comparable("25/25 ━━━  1m 3s 7us/step - loss: 0.5"));
  EXPECT_NE(comparable("25/25 ━━━ 0s 12ms/step - loss: 0.5"), comparable("25/25 ━━━ 0s 12ms/step - loss: 0.6"));
  EXPECT_EQ(comparable("\x1b[32mgreen\x1b[0m"), "green");
  EXPECT_EQ(comparable("5 mice, k5 s1"), "5 mice, k5 s1");
  using Lines = std::vector<std::string>;
  const Lines printed = {"a", "b", "c", "d"};
  EXPECT_EQ(first_difference({"a", "b", "c", "d"}, printed), "");
  EXPECT_EQ(first_difference({"…", "b", "…", "d"}, printed), "");
  EXPECT_EQ(first_difference({"a", "…"}, printed), "");
  EXPECT_EQ(first_difference({"a", "c", "…"}, printed), "the page shows `c`, printed is `b`");
  EXPECT_EQ(first_difference({"a", "…", "e"}, printed), "the page shows `e`, printed is no such line");
  EXPECT_EQ(first_difference({"a", "b", "c"}, printed), "the page ends, printed is `d`");
}

}  // namespace
}  // namespace keratin::testing
