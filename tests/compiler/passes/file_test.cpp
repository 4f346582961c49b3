// Each pass by pages: what stands before it, `run` with the names of passes, and what comes out. UPDATE_EXPECTED=1 rewrites
// the pages' second halves; read them before you commit them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "tests/compiler/oracle.h"

namespace keratin::testing {
namespace {

constexpr std::string_view between = "----\n";

struct Page {
  std::string name, head;           // comment lines and the line `run …`
  std::vector<std::string> passes;
  std::string before, after;
};
Page read_page(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  Page page{path.stem().string()};
  std::istringstream lines(text.str());
  std::string line;
  while (page.passes.empty() && std::getline(lines, line)) {
    page.head += line + "\n";
    std::istringstream words(line);
    for (std::string word; words >> word && (word == "run" || line.starts_with("run"));)
      if (word != "run") page.passes.push_back(word);
  }
  const std::string rest = text.str().substr(std::min(page.head.size(), text.str().size()));
  const size_t middle = rest.find(between);
  page.before = rest.substr(0, middle);
  page.after = middle == rest.npos ? "" : rest.substr(middle + between.size());
  return page;
}
std::vector<std::filesystem::path> pages() {
  std::vector<std::filesystem::path> all;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(KERATIN_SOURCE_DIR) / "tests/compiler/passes"))
    if (entry.path().extension() == ".graph") all.push_back(entry.path());
  std::sort(all.begin(), all.end());
  return all;
}
Graph run(const Page& page) {
  Graph graph = parse_graph(page.before, page.name);
  verify(graph);
  for (const std::string& name : page.passes)
    for (const GraphPass& pass : graph_passes())
      if (pass.name == name) graph = pass.run(graph), verify(graph);
  return graph;
}
bool has_gradient(const Graph& graph) {
  return std::any_of(graph.values().begin(), graph.values().end(), [](const Value& v) { return std::holds_alternative<Gradient>(v.op); });
}

TEST(Pages, SayWhatEachPassDoes) {
  for (const auto& path : pages()) {
    const Page page = read_page(path);
    ASSERT_FALSE(page.passes.empty()) << path;
    const std::string got = print(run(page));
    if (std::getenv("UPDATE_EXPECTED")) std::ofstream(path) << page.head << page.before << between << got;
    else EXPECT_EQ(got, page.after) << path << ": set UPDATE_EXPECTED=1 to accept";
  }
}

// What a pass writes means what stood there: in double, up to the rounding of a handful of operations.
TEST(Pages, KeepTheirMeaning) {
  for (const auto& path : pages()) {
    const Page page = read_page(path);
    const Graph before = parse_graph(page.before, page.name), after = run(page);
    if (has_gradient(before)) continue;  // gradient_test.cpp judges
    const Bindings<double> at = random_bindings<double>(before, 3);
    const Bindings<double> want = evaluate(before, at), got = evaluate(after, at);
    for (const Output& o : before.outputs)
      for (size_t i = 0; i < want.at(o.name).numbers.size(); ++i) EXPECT_NEAR(got.at(o.name).numbers[i], want.at(o.name).numbers[i], 1e-14) << path << " " << o.name;
  }
}

TEST(Pages, EveryPassHasOne) {
  std::set<std::string> seen;
  for (const auto& path : pages())
    for (const std::string& pass : read_page(path).passes) seen.insert(pass);
  for (const GraphPass& pass : graph_passes()) EXPECT_TRUE(seen.count(pass.name)) << pass.name;
  for (const std::string& name : seen) EXPECT_TRUE(std::any_of(graph_passes().begin(), graph_passes().end(), [&](const GraphPass& p) { return p.name == name; })) << name;
}

// A page changed in a few places is no graph, or one that every pass and the interpreter can read: they refuse, but never
// crash.
TEST(Pages, SurviveRandomChanges) {
  std::mt19937 random(11);
  int good = 0;
  for (const auto& path : pages()) {
    const std::string text = read_page(path).before;
    for (int turn = 0; turn < 150; ++turn) {
      std::string changed = text;
      for (int changes = 1 + static_cast<int>(random() % 2); changes > 0; --changes) {
        size_t at = random() % changed.size();
        while (!std::isdigit(changed[at])) at = (at + 1) % changed.size();
        changed[at] = static_cast<char>('0' + random() % 10);
      }
      try {
        Graph graph = parse_graph(changed);
        verify(graph);
        for (const GraphPass& pass : graph_passes()) graph = pass.run(graph), verify(graph);
        evaluate(graph, random_bindings<float>(graph, 1));
        ++good;
      } catch (const Error&) {
      } catch (const InternalError&) {
      }
    }
  }
  EXPECT_GT(good, 0);
}

}  // namespace
}  // namespace keratin::testing
