// Graphs print, and their text reads back equal; what is not their text is an error with its place, never a crash.
#include <random>

#include <gtest/gtest.h>

#include "runtime/base/diagnostic.h"
#include "tests/compiler/ir/examples.h"
#include "tests/compiler/networks.h"

namespace keratin::testing {
namespace {

std::vector<Graph> graphs() {
  std::vector<Graph> all = {convolution_step(4, 8, 3, 16), lstm_step(3, 2, 4, 5), attention_step(2, 3, 7, 4)};
  for (const Example& e : examples()) all.push_back(graph_of(e));
  return all;
}

TEST(GraphText, ReadsBackEqual) {
  for (const Graph& g : graphs()) {
    const Graph again = parse_graph(print(g));
    EXPECT_TRUE(again == g) << print(g);
    EXPECT_EQ(print(again), print(g));
  }
}

TEST(GraphText, OneValueALine) {
  Builder b("train", 32);
  b.origin = {"norm_1", "model.cpp", 7};
  Expr x = input(b, "x", Role::data, batch_of(32, {256}));
  Expr scale = input(b, "scale", Role::weight, {Element::f32, {256}});
  b.origin = {};
  output(b, "y", max(x * scale, {-1}));
  update_state(b, "scale", scale * 0.5);
  EXPECT_EQ(print(b.graph), R"(graph "train" batch=32 {
  %0 = input name="x" role=data : f32[32*,256] @"norm_1" from="model.cpp":7
  %1 = input name="scale" role=weight : f32[256] @"norm_1" from="model.cpp":7
  %2 = broadcast %1 axes=[1] : f32[32*,256]
  %3 = multiply %0 %2 : f32[32*,256]
  %4 = reduce %3 kind=max axes=[1] : f32[32*]
  %5 = constant values=[0.5] : f32[]
  %6 = broadcast %5 axes=[] : f32[256]
  %7 = multiply %1 %6 : f32[256]
  output "y" %4
  state "scale" %7
}
)");
  EXPECT_EQ(print_value(b.graph, {4}), "%4 = reduce %3 kind=max axes=[1] : f32[32*]");
}

TEST(GraphText, NamesAndNumbersReadBackWhateverTheyAre) {
  Builder b("a \"name\"\\\n\xff", 1);
  b.origin = {"layer } @\"", "", 0};
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  input(b, all, Role::data, {Element::f32});
  for (double x : {0.1, -0.0, 1e-320, 1e308, static_cast<double>(INFINITY), -static_cast<double>(INFINITY)}) constant(b, x);
  output(b, "%0 = ", {&b, {0}});
  EXPECT_TRUE(parse_graph(print(b.graph)) == b.graph) << print(b.graph);
  EXPECT_EQ(print(parse_graph("graph \"g\" batch=1 {\n  %0 = constant values=[nan] : f32[]\n}\n")), "graph \"g\" batch=1 {\n  %0 = constant values=[nan] : f32[]\n}\n");
}

// ---- what is wrong, and where

std::string message(const std::string& text) {
  try {
    parse_graph(text, "a.graph");
  } catch (const Error& e) {
    const Diagnostic& d = e.diagnostics()[0];
    EXPECT_EQ(d.code + d.place.file, "K2901a.graph");
    return std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " " + d.message;
  }
  return "no error";
}
// The message for a graph whose second line, behind an input x: f32[2,3], is `line`.
std::string message_of(const std::string& line) { return message("graph \"g\" batch=2 {\n  %0 = input name=\"x\" role=data : f32[2,3]\n" + line + "\n}\n"); }

TEST(GraphText, SaysWhereItIsWrong) {
  EXPECT_EQ(message(""), "1:1 expected `graph `");
  EXPECT_EQ(message("graph g"), "1:7 expected `\"`");
  EXPECT_EQ(message("graph \"g"), "1:9 a text without an end");
  EXPECT_EQ(message("graph \"\\q\""), "1:9 expected `\"`, `\\` or `x` behind a backslash");
  EXPECT_EQ(message("graph \"\\x4\""), "1:10 expected two hexadecimal digits");
  EXPECT_EQ(message("graph \"g\" batch=0 {"), "1:17 expected a whole number from 1 to 2147483648");
  EXPECT_EQ(message("graph \"g\" batch=1 {"), "2:1 expected a value, an output or `}`");
  EXPECT_EQ(message("graph \"g\" batch=1 {\n} "), "2:2 the line goes on after the statement's end");
  EXPECT_EQ(message("graph \"g\" batch=1 {\n}\n}"), "3:1 the text goes on behind the graph");
  EXPECT_EQ(message_of("   %1 = exp %0 : f32[2,3]"), "3:1 expected a value, an output or `}`");
  EXPECT_EQ(message_of("  %2 = exp %0 : f32[2,3]"), "3:4 expected a whole number from 1 to 1");
  EXPECT_EQ(message_of("  %1 = glorp %0 : f32[2,3]"), "3:8 `glorp` is no op");
  EXPECT_EQ(message_of("  %1 = map %0 : f32[2,3]"), "3:8 `map` is no op");
  EXPECT_EQ(message_of("  %1 = exp %1 : f32[2,3]"), "3:13 expected a whole number from 0 to 0");
  EXPECT_EQ(message_of("  %1 = exp %0 : f64[2,3]"), "3:17 `f64` is not known here");
  EXPECT_EQ(message_of("  %1 = exp %0 : f32[2,3"), "3:24 expected `,`");
  EXPECT_EQ(message_of("  %1 = exp %0 : f32[0]"), "3:21 expected a whole number from 1 to 2147483648");
  EXPECT_EQ(message_of("  %1 = exp %0 : f32[2]"), "3:23 the line says f32[2], its operands make f32[2,3]");
  EXPECT_EQ(message_of("  %1 = reduce %0 axes=[1] : f32[2]"), "3:17 expected ` kind=`");
  EXPECT_EQ(message_of("  %1 = reduce %0 kind=mean axes=[1] : f32[2]"), "3:23 `mean` is not known here");
  EXPECT_EQ(message_of("  %1 = reduce %0 kind=sum axes=[1] order=random : f32[2]"), "3:42 `random` is not known here");
  EXPECT_EQ(message_of("  %1 = constant values=[one] : f32[]"), "3:25 expected a number");
  EXPECT_EQ(message_of("  %1 = exp %0 : f32[2,3] # a note"), "3:25 the line goes on after the statement's end");
  EXPECT_EQ(message_of("  output \"y\" %1"), "3:15 expected a whole number from 0 to 0");
  // What an op refuses is told in its own words, at the line's end.
  EXPECT_EQ(message_of("  %1 = slice %0 begin=[0,2] extent=[2,2] step=[1,1] : f32[2,2]"), "3:63 `slice`: elements of the operand, got f32[2,3]");
  EXPECT_EQ(message_of("  %1 = contract %0 %0 equation=\"bi-io\" : f32[]"), "3:47 a term is `left,right->result` in the equation `bi-io`");
  EXPECT_EQ(message_of("  %1 = loop_result %0 index=0 : f32[]"), "3:38 loop_result names a result of its loop");
}

TEST(GraphText, RefusesWhatIsTooLarge) {
  EXPECT_EQ(message_of("  %1 = exp %0 : f32[1048576,1048576,2]"), "3:38 the type is too large");
  EXPECT_EQ(message_of("  %1 = exp %0 : f32[1099511627776]"), "3:21 expected a whole number from 1 to 2147483648");
  EXPECT_EQ(message_of("  %1 = exp %0 : f32[2147483648,2147483648,4]"), "3:42 the type is too large");  // 2^64: more than counts
  EXPECT_EQ(message_of("  %1 = input name=\"" + std::string(5000, 'a') + "\" role=data : f32[]").substr(0, 30), "3:4117 a text without an end");
  std::string nested = "graph \"g\" batch=1 {\n";
  for (int depth = 0; depth < 9; ++depth) {
    const std::string indent(2 * depth + 2, ' ');
    nested += indent + "%0 = constant values=[0] : f32[]\n" + indent + "%1 = loop %0 trips=1 carried=1 sequences=0 : f32[] body graph \"g\" batch=1 {\n";
  }
  EXPECT_EQ(message(nested).substr(message(nested).find(' ') + 1), "loops are nested too deeply");
}

// ---- hostile texts

// Whatever `text` is: a graph, or an Error.
bool is_graph(const std::string& text) {
  try {
    const Graph g = parse_graph(text);
    EXPECT_EQ(print(parse_graph(print(g))), print(g));
    return true;
  } catch (const Error&) {
    return false;
  }
}

TEST(GraphText, CutAtEveryByteIsAnError) {
  const std::string text = print(lstm_step(1, 2, 1, 1));
  for (size_t length = 0; length + 2 < text.size(); ++length) EXPECT_FALSE(is_graph(text.substr(0, length))) << length;
}

TEST(GraphText, SurvivesRandomChanges) {
  std::mt19937 random(7);
  const std::string letters = " 0123456789abcdefghijklmnopqrstuvwxyz_[]{}%*.,:+-=>\"\\\n\0\xff@";
  int good = 0;
  for (const Graph& g : graphs()) {
    const std::string text = print(g);
    for (int turn = 0; turn < 100; ++turn) {
      std::string changed = text;
      for (int changes = 1 + static_cast<int>(random() % 3); changes > 0; --changes) {
        const size_t at = random() % changed.size(), length = random() % 12, other = random() % changed.size();
        switch (random() % 4) {
          case 0: changed[at] = letters[random() % letters.size()]; break;
          case 1: changed.erase(at, length); break;
          case 2: changed.insert(at, changed.substr(other, length)); break;
          case 3: changed.insert(at, "9999999999"); break;
        }
        if (changed.empty()) changed = " ";
      }
      good += is_graph(changed);
    }
  }
  EXPECT_GT(good, 0);
}

}  // namespace
}  // namespace keratin::testing
