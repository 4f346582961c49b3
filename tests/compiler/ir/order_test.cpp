// The order of a sum is a promise: numbers that give other bits in any other order.
#include <cmath>

#include <gtest/gtest.h>

#include "tests/compiler/ir/examples.h"

namespace keratin::testing {
namespace {

float reduced(const std::string& kind, const std::string& order, const std::vector<double>& x) {
  const std::string type = "f32[" + std::to_string(x.size()) + "]";
  const std::string lines = "  %0 = input name=\"x\" role=data : " + type + "\n  %1 = reduce %0 kind=" + kind + " axes=[0]" + (order.empty() ? "" : " order=" + order) + " : f32[]\n";
  return static_cast<float>(last_value<float>({lines.c_str(), {x}, {}})[0]);
}
std::vector<double> zeros_but(size_t size, std::vector<std::pair<size_t, double>> values) {
  std::vector<double> x(size, 0.0);
  for (auto [at, value] : values) x[at] = value;
  return x;
}

// In float, 2^24 + 1 is 2^24 again: a 1 counts only if it meets another small number first, or after the large ones left.
constexpr double large = 16777216;

TEST(Order, ChainAddsInIncreasingIndex) {
  for (const char* order : {"", "chain"}) {
    EXPECT_EQ(reduced("sum", order, {large, 1, 1, -large}), 0);
    EXPECT_EQ(reduced("sum", order, {1, 1, large, -large}), 2);
  }
}

TEST(Order, Strands16AddsByIndexModulo16) {
  // 0 and 16 are one strand, 1 and 17 another: the ones meet before the large numbers, which leave each other.
  EXPECT_EQ(reduced("sum", "strands16", zeros_but(32, {{0, large}, {16, -large}, {1, 1}, {17, 1}})), 2);
  EXPECT_EQ(reduced("sum", "chain", zeros_but(32, {{0, large}, {16, -large}, {1, 1}, {17, 1}})), 1);  // large + 1 is lost, the second is not
  EXPECT_EQ(reduced("sum", "strands16", zeros_but(32, {{0, large}, {1, 1}, {17, 1}})), large + 2);    // 1 + 1 first
  EXPECT_EQ(reduced("sum", "chain", zeros_but(32, {{0, large}, {1, 1}, {17, 1}})), large);            // each 1 alone is lost
}

// Then lanes 2, 1, 4 and 8 apart: of strands 0 and k only those meet first that differ in the first of these.
TEST(Order, Strands16FoldsItsLanesTwoOneFourEightApart) {
  const struct {
    size_t ones[2];
    float want;
  } cases[] = {
      {{1, 3}, large + 2},    // 2 apart: they meet in the first turn, before 0's strand comes 1 apart
      {{2, 3}, large},        // 0 + 2 in the first turn: the 1 is lost; 1 + 3 as well
      {{4, 6}, large + 2},    // 2 apart, then 4 apart from 0
      {{4, 5}, large + 2},    // 1 apart
      {{8, 12}, large + 2},   // 4 apart, then 8 apart from 0
      {{1, 2}, large},        // each meets the large one alone
  };
  for (const auto& c : cases) EXPECT_EQ(reduced("sum", "strands16", zeros_but(16, {{0, large}, {c.ones[0], 1}, {c.ones[1], 1}})), c.want) << c.ones[0] << " " << c.ones[1];
}

TEST(Order, Groups32AddsBlocksOf32AndThenTheirSums) {
  const std::vector<double> x = zeros_but(96, {{0, large}, {32, 1}, {63, 1}});
  EXPECT_EQ(reduced("sum", "groups32", x), large + 2);  // 32 and 63 share a block
  EXPECT_EQ(reduced("sum", "chain", x), large);
  EXPECT_EQ(reduced("sum", "groups32", zeros_but(96, {{0, large}, {31, 1}, {32, 1}})), large);  // 31 is 0's block, 32 another
  EXPECT_EQ(reduced("sum", "groups32", zeros_but(96, {{0, large}, {32, 1}, {64, 1}})), large);  // blocks add in order
}

// Blocks go by absolute index: a batch that ends early gives the sums that a longer one began with.
TEST(Order, Groups32DoesNotDependOnTheRowsThatAreThere) {
  const Example e{"  %0 = input name=\"x\" role=data : f32[64*]\n  %1 = reduce %0 kind=sum axes=[0] order=groups32 : f32[]\n", {zeros_but(64, {{0, large}, {32, 1}, {33, 1}, {40, 7}})}, {}, 64};
  EXPECT_EQ(last_value<float>(e, 34), std::vector<double>{large + 2});
}

// One fma an element, in increasing index of the left operand: no product is rounded.
TEST(Order, ContractIsOneChainOfFmas) {
  const double a = 1 + std::ldexp(1, -12);  // a * a needs 25 bits: rounded, it would lose its last
  const std::string two = "  %0 = input name=\"x\" role=data : f32[2]\n  %1 = input name=\"y\" role=data : f32[2]\n  %2 = contract %0 %1 equation=\"i,i->\" : f32[]\n";
  EXPECT_EQ(last_value<float>({two.c_str(), {{-1, a}, {1 + std::ldexp(1, -11), a}}, {}}), std::vector<double>{std::ldexp(1, -24)});
  const std::string four = "  %0 = input name=\"x\" role=data : f32[2,2]\n  %1 = input name=\"y\" role=data : f32[2,2]\n  %2 = contract %0 %1 equation=\"ij,ji->\" : f32[]\n";
  // Products in the order of x: large, 1, 1, -large. In the order of y the second and third would change places, the sum not;
  // with -large in the second place it would.
  EXPECT_EQ(last_value<float>({four.c_str(), {{large, -large, 1, 1}, {1, 1, 1, 1}}, {}}), std::vector<double>{2});
  EXPECT_EQ(last_value<float>({four.c_str(), {{large, 1, -large, 1}, {1, 1, 1, 1}}, {}}), std::vector<double>{1});
}

// The second product goes on where the first chain ended.
TEST(Order, TermsOfAContractionAreOneChain) {
  const char* lines = R"(  %0 = input name="a" role=data : f32[1]
  %1 = input name="b" role=data : f32[1]
  %2 = input name="c" role=data : f32[2]
  %3 = input name="d" role=data : f32[2]
  %4 = contract %0 %1 %2 %3 equation="i,i-> + j,j->" : f32[]
)";
  EXPECT_EQ(last_value<float>({lines, {{large}, {1}, {1, 1}, {1, 1}}, {}}), std::vector<double>{large});
}

TEST(Order, NanAndTiesGoThroughEveryOrder) {
  const double nan = std::nan("");
  for (const char* order : {"chain", "strands16", "groups32"})
    for (const char* kind : {"sum", "max", "min"})
      for (size_t at : {size_t(0), size_t(5), size_t(39)}) EXPECT_TRUE(std::isnan(reduced(kind, order, zeros_but(40, {{at, nan}})))) << kind << " " << order << " " << at;
}

TEST(Order, ArgmaxGivesTheFirstAndANanIsLargest) {
  const double nan = std::nan(""), inf = INFINITY;
  auto first = [](std::vector<double> x) {
    const std::string lines = "  %0 = input name=\"x\" role=data : f32[" + std::to_string(x.size()) + "]\n  %1 = reduce %0 kind=argmax axes=[0] : i32[]\n";
    return last_value<float>({lines.c_str(), {x}, {}})[0];
  };
  EXPECT_EQ(first({1, 3, 3}), 1);
  EXPECT_EQ(first({-0.0, 0.0}), 0);
  EXPECT_EQ(first({-inf, -inf}), 0);
  EXPECT_EQ(first({inf, nan, nan}), 1);
}

}  // namespace
}  // namespace keratin::testing
