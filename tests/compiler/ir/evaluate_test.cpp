// What each op means, by example, in float and in double; and what a short batch leaves out.
#include <set>

#include <gtest/gtest.h>

#include "runtime/base/diagnostic.h"
#include "tests/compiler/ir/examples.h"

namespace keratin::testing {
namespace {

TEST(Evaluate, EveryExample) {
  for (const Example& e : examples()) {
    if (e.want.empty()) continue;
    EXPECT_EQ(last_value<float>(e), e.want) << e.lines;
    EXPECT_EQ(last_value<double>(e), e.want) << e.lines;
  }
}

// A new op has no example yet: this fails until it has one.
TEST(Evaluate, EveryOpHasAnExample) {
  std::set<size_t> seen;
  for (const Example& e : examples()) seen.insert(graph_of(e).values().back().op.index());
  for (size_t i = 0; i < std::variant_size_v<Op>; ++i) EXPECT_TRUE(seen.count(i)) << "alternative " << i << " of Op";
}

TEST(Evaluate, GradientIsExpandedBefore) {
  for (const Example& e : examples()) {
    if (!e.want.empty()) continue;
    EXPECT_THROW(last_value<double>(e), InternalError) << e.lines;
  }
}

// The same numbers, whatever was asked before: a layer's ordinal and the step choose the stream.
TEST(Evaluate, RandomNumbersAreTheStreamOfTheirLayerAndStep) {
  auto numbers = [](int ordinal, double seed, double step) {
    const std::string lines = "  %0 = input name=\"seed\" role=counter : i32[]\n  %1 = input name=\"step\" role=counter : i32[]\n  %2 = random %0 %1 ordinal=" +
                              std::to_string(ordinal) + " : f32[64]\n";
    return last_value<float>({lines.c_str(), {{seed}, {step}}, {}});
  };
  const std::vector<double> first = numbers(0, 7, 1);
  EXPECT_EQ(first, numbers(0, 7, 1));
  for (auto& other : {numbers(1, 7, 1), numbers(0, 8, 1), numbers(0, 7, 2)}) EXPECT_NE(first, other);
  EXPECT_GE(*std::min_element(first.begin(), first.end()), 0);
  EXPECT_LT(*std::max_element(first.begin(), first.end()), 1);
}

TEST(Evaluate, IndexOutsideTheTableIsTheUsersError) {
  const Example e{"  %0 = input name=\"table\" role=weight : f32[3]\n  %1 = input name=\"ids\" role=data : i32[1]\n  %2 = gather %0 %1 : f32[1]\n", {{1, 2, 3}, {3}}, {}};
  try {
    last_value<float>(e);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].code, "K3301");
    EXPECT_EQ(error.diagnostics()[0].message, "index 3 is outside a table of 3 rows");
  }
}

// ---- short batches: two rows of four are there; what lies behind them is 99

struct Short {
  const char* lines;
  std::vector<std::vector<double>> given;
  std::vector<double> want;
};
const Short short_batches[] = {
    {"  %0 = rows : i32[]\n", {}, {2}},
    {"  %0 = input name=\"x\" role=data : f32[4*]\n  %1 = reduce %0 kind=sum axes=[0] : f32[]\n", {{1, 2, 99, 99}}, {3}},
    {"  %0 = input name=\"x\" role=data : f32[4*]\n  %1 = reduce %0 kind=sum axes=[0] order=groups32 : f32[]\n", {{1, 2, 99, 99}}, {3}},
    {"  %0 = input name=\"x\" role=data : f32[4*]\n  %1 = reduce %0 kind=max axes=[0] : f32[]\n", {{-1, -2, 99, 99}}, {-1}},
    // The batch need not be the first axis, and an axis may hold several elements for each row.
    {"  %0 = input name=\"x\" role=data : f32[2,4*]\n  %1 = reduce %0 kind=sum axes=[1] : f32[2]\n", {{1, 2, 99, 99, 3, 4, 99, 99}}, {3, 7}},
    {"  %0 = input name=\"x\" role=data : f32[4*,2]\n  %1 = reshape %0 : f32[8*]\n  %2 = reduce %1 kind=sum axes=[0] : f32[]\n", {{1, 2, 3, 4, 99, 99, 99, 99}}, {10}},
    {"  %0 = input name=\"x\" role=data : f32[4*]\n  %1 = input name=\"y\" role=data : f32[4*]\n  %2 = contract %0 %1 equation=\"b,b->\" : f32[]\n",
     {{1, 2, 99, 99}, {3, 4, 99, 99}}, {11}},
    {"  %0 = input name=\"ids\" role=data : i32[4*]\n  %1 = input name=\"x\" role=data : f32[4*]\n  %2 = scatter_add %0 %1 : f32[2]\n", {{1, 1, 0, 0}, {1, 2, 99, 99}}, {0, 3}},
    // An index outside the table stands in no row that is there.
    {"  %0 = input name=\"table\" role=weight : f32[2]\n  %1 = input name=\"ids\" role=data : i32[4*]\n  %2 = gather %0 %1 : f32[4*]\n", {{5, 6}, {1, 0, 99, 99}}, {6, 5, 0, 0}},
    // Rows that are not there are zero, whatever the function.
    {"  %0 = input name=\"x\" role=data : f32[4*]\n  %1 = exp %0 : f32[4*]\n", {{0, 0, 99, 99}}, {1, 1, 0, 0}},
    {R"(  %0 = input name="x" role=data : f32[4*]
  %1 = loop %0 trips=2 carried=1 sequences=0 : f32[4*] body graph "body" batch=4 {
    %0 = input name="c" role=carried : f32[4*]
    %1 = reduce %0 kind=sum axes=[0] : f32[]
    %2 = broadcast %1 axes=[] : f32[4*]
    output "c" %2
  }
)", {{1, 2, 99, 99}}, {6, 6, 0, 0}},
};
TEST(Evaluate, ShortBatchLeavesOutRowsThatAreNotThere) {
  for (const Short& s : short_batches) {
    EXPECT_EQ(last_value<float>({s.lines, s.given, {}, 4}, 2), s.want) << s.lines;
    EXPECT_EQ(last_value<double>({s.lines, s.given, {}, 4}, 2), s.want) << s.lines;
  }
}

}  // namespace
}  // namespace keratin::testing
