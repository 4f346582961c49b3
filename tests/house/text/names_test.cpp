// No byte of the user's enters code: neither names nor what stands in them.
#include <regex>

#include "compiler/emit/program_text.h"
#include "tests/compiler/models.h"

namespace keratin::testing {
namespace {

BuiltModel named(const std::string& first, const std::string& second) {
  return built({dense(20, "relu", {{"input_dim", 12.0}, {"name", first}}), {"Dropout", {{"rate", 0.25}}}, dense(10, "softmax", {{"name", second}})}, {"adam"}, {"categorical_crossentropy"}, 7);
}
// All texts of a model, one after the other.
std::string texts(const BuiltModel& model, const Target& target) {
  const Compilation compilation = compile(model.graphs, model.states, {.target = target, .passes_run = model.passes_run});
  std::string all;
  for (const Graph& graph : compilation.graphs)
    for (bool tail : {false, true}) all += compilation.source(graph.name, tail);
  return all;
}

// A comment's end, an include, a line that goes on, a string's end, a format's braces, control characters, foreign letters.
const std::string hostile[] = {"*/ #include \"x\" \\", "\\\n#include </etc/passwd>", "a\"; int x; //", "{}%s$name{0}", "?\?/\n\r\t\x01\x7f", "größe/数", "k0", "batch_rows", "*/"};

TEST(Names, ChangeNoByteOfCode) {
  for (const Target& target : {Target{}, cuda_target()}) {
    const std::string plain = texts(named("dense", "dense_1"), target);
    for (const std::string& name : hostile) EXPECT_TRUE(texts(named(name, "x" + name), target) == plain) << target.name << ": " << name;
  }
}
TEST(Names, CodeIsPlainText) {
  for (const Target& target : {Target{}, cuda_target()}) {
    const std::string text = std::regex_replace(texts(named(hostile[0], hostile[1]), target), std::regex("extern \"C\""), "");
    EXPECT_EQ(text.find('"'), text.npos);
    for (char c : text) ASSERT_TRUE(c == '\n' || (c >= ' ' && c < '\x7f' && c != '\\')) << "character " << int(c);
  }
}
// They come back whole from a dump.
TEST(Names, StandWholeInADump) {
  for (const std::string& name : hostile) {
    const BuiltModel model = named(name, "x" + name);
    const std::string text = print(graph_file(model));
    EXPECT_EQ(print(parse_graph_file(text, "named.graph")), text) << name;
    EXPECT_EQ(parse_graph_file(text, "named.graph").states[0].name, model.states[0].name);
  }
}

}  // namespace
}  // namespace keratin::testing
