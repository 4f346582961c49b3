// A program's graphs as one text that replays alone: it reads back equal, and says where it is wrong.
#include "compiler/replay.h"

#include <gtest/gtest.h>

#include "compiler/passes/passes.h"
#include "runtime/base/diagnostic.h"
#include "tests/compiler/networks.h"

namespace keratin::testing {
namespace {

GraphFile sample() {
  GraphFile file;
  file.passes = {"differentiate", "split-reductions"};
  const double third = 1.0 / 3;
  file.states.push_back({"dense/kernel", Role::weight, Element::f32, {3, 2}, {InitialKind::uniform, -third, third, 4, 17}, "dense"});
  file.states.push_back({"step", Role::counter, Element::i32, {}, {InitialKind::constant, 1}, "", false});
  file.states.push_back({"total", Role::metric, Element::f32, {}, {}, ""});
  file.metrics.push_back({"loss", "total", "total"});
  Builder b("train", 2);
  Expr y = contract("bi,io->bo", {input(b, "x", Role::data, batch_of(2, {3})), weight(b, "dense/kernel", {3, 2})});
  output(b, "loss", mean_square(y));
  file.graphs.push_back(b.graph);
  Builder p("predict", 2);
  output(p, "y", input(p, "x", Role::data, batch_of(2, {3})));
  file.graphs.push_back(p.graph);
  return file;
}

TEST(GraphFile, ReadsBackEqual) {
  const GraphFile file = sample(), again = parse_graph_file(print(file), "a.graph");
  EXPECT_EQ(print(again), print(file));
  EXPECT_EQ(again.passes, file.passes);
  ASSERT_EQ(again.states.size(), 3u);
  const StateInfo &kernel = again.states[0], &want = file.states[0];
  EXPECT_EQ(kernel.name, want.name);
  EXPECT_EQ(kernel.shape, want.shape);
  EXPECT_EQ(kernel.initial.b, want.initial.b);  // to the last bit
  EXPECT_EQ(kernel.initial.ordinal, 4u);
  EXPECT_EQ(kernel.initial.seed, 17);
  EXPECT_EQ(kernel.layer, "dense");
  EXPECT_FALSE(again.states[1].trainable);
  EXPECT_EQ(again.metrics[0].total, "total");
  ASSERT_EQ(again.graphs.size(), 2u);
  EXPECT_TRUE(again.graphs[0] == file.graphs[0]);
}

TEST(GraphFile, FirstValuesThatAreListed) {
  GraphFile file = sample();
  file.states[1].initial = {InitialKind::values};
  file.states[1].initial.values = {0.1};
  const std::string text = print(file);
  EXPECT_NE(text.find("initial=values a=0 b=0 ordinal=0 seed=-1 values=[0.1] trainable"), std::string::npos) << text;
  EXPECT_EQ(parse_graph_file(text, "a.graph").states[1].initial.values, std::vector<double>{0.1});
  std::string longer = text;
  longer.replace(longer.find("[0.1]"), 5, "[0.1,2]");
  EXPECT_THROW(parse_graph_file(longer, "a.graph"), Error);
}

TEST(GraphFile, BeginsWithItsTables) {
  const std::string text = print(sample());
  EXPECT_EQ(text.substr(0, text.find("graph \"train\"")), R"(keratin graphs 1
passes differentiate split-reductions
state "dense/kernel" weight f32[3,2] initial=uniform a=-0.3333333333333333 b=0.3333333333333333 ordinal=4 seed=17 trainable=1 layer="dense"
state "step" counter i32[] initial=constant a=1 b=0 ordinal=0 seed=-1 trainable=0 layer=""
state "total" metric f32[] initial=zeros a=0 b=0 ordinal=0 seed=-1 trainable=1 layer=""
metric "loss" total="total" count="total"
)");
}

// The sample with `from` replaced by `to`, parsed.
std::string message(const std::string& from, const std::string& to) {
  std::string text = print(sample());
  const size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  text.replace(at, from.size(), to);
  try {
    parse_graph_file(text, "a.graph");
  } catch (const Error& e) {
    const Diagnostic& d = e.diagnostics()[0];
    EXPECT_EQ(d.code + d.place.file, "K2901a.graph");
    return std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " " + d.message;
  }
  return "no error";
}
TEST(GraphFile, SaysWhereItIsWrong) {
  EXPECT_EQ(message("keratin graphs 1", "keratin graphs 2"), "1:1 expected `keratin graphs 1`: what `keratin dump --stage graph` writes");
  EXPECT_EQ(message("passes differentiate", "passes optimise"), "2:8 `optimise` is no pass");
  EXPECT_EQ(message(" weight f32", " heavy f32"), "3:22 `heavy` is no role");
  EXPECT_EQ(message(" weight f32", " data f32"), "3:26 a state is weight, slot, statistic, counter, setting or metric");
  EXPECT_EQ(message("f32[3,2] initial", "f64[3,2] initial"), "3:29 expected `f32`");
  EXPECT_EQ(message("f32[3,2] initial", "f32[3,0] initial"), "3:35 expected a whole number from 1 to 2147483648");
  EXPECT_EQ(message("f32[3,2] initial", "f32[8,2147483648,2147483648] initial"), "3:45 the state is too large");  // 2^65
  EXPECT_EQ(message("initial=uniform", "initial=random"), "3:46 `random` is no kind of first value");
  EXPECT_EQ(message("trainable=1", "trainable=2"), "3:125 expected a whole number from 0 to 1");
  EXPECT_EQ(message("\"step\"", "\"total\""), "5:88 a state stands in the table twice");
  EXPECT_EQ(message("count=\"total\"", "count=\"other\""), "6:42 a metric names a state that is not in the table");
  EXPECT_EQ(message("graph \"predict\"", "graph \"serve\""), "20:1 a program's graphs are called `train`, `evaluate`, `predict` and `metrics`");
  EXPECT_EQ(message("graph \"predict\"", "graph \"train\""), "20:1 graphs of one program have different names and the same batch");
  EXPECT_EQ(message("graph \"predict\" batch=2", "graph \"predict\" batch=1"), "20:1 graphs of one program have different names and the same batch");
  EXPECT_EQ(message("name=\"dense/kernel\"", "name=\"kernel\""), "7:1 the graph `train` reads a state `kernel` that the table above does not have with this type and role");
  EXPECT_EQ(message("state \"dense/kernel\" weight", "state \"dense/kernel\" slot"), "7:1 the graph `train` reads a state `dense/kernel` that the table above does not have with this type and role");
  EXPECT_EQ(message("output \"loss\"", "state \"loss\""), "7:1 a new state takes the place of a state input: loss");
  const std::string text = print(sample());
  EXPECT_EQ(message(text.substr(text.find("graph \"")), ""), "7:1 expected a graph");
}

TEST(GraphFile, CutAtEveryByteIsAnError) {
  const std::string text = print(sample());
  for (size_t length = 0; length + 2 < text.size(); ++length) {
    if (text.substr(0, length).ends_with("}") || text.substr(0, length).ends_with("}\n")) continue;  // whole graphs, only fewer
    EXPECT_THROW(parse_graph_file(text.substr(0, length), "a.graph"), Error) << length;
  }
}

}  // namespace
}  // namespace keratin::testing
