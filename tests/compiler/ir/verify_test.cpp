// Every rule of the verifier, broken once. Types cannot be wrong: `add` is the only way into a graph.
#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "runtime/base/diagnostic.h"
#include "tests/compiler/networks.h"

namespace keratin::testing {
namespace {

std::string broken(auto write) {
  Builder b("train", 2);
  write(b);
  try {
    verify(b.graph);
  } catch (const InternalError& e) {
    return e.promise();
  }
  return "accepted";
}

TEST(VerifyGraph, AcceptsTheNetworks) {
  for (const Graph& g : {convolution_step(4, 8, 3, 16), lstm_step(3, 2, 4, 5), attention_step(2, 3, 7, 4)}) EXPECT_NO_THROW(verify(g));
}

TEST(VerifyGraph, EveryRuleRefusesAGraph) {
  const Type scalar{Element::f32};
  EXPECT_EQ(broken([&](Builder& b) { input(b, "x", Role::data, scalar), input(b, "x", Role::weight, scalar); }), "each input once: %1 = input name=\"x\" role=weight : f32[]");
  EXPECT_EQ(broken([&](Builder& b) { b.graph.outputs.push_back({"y", {0}}); }), "an output names a value: y");
  EXPECT_EQ(broken([&](Builder& b) { b.graph.outputs.push_back({"y", {-1}}); }), "an output names a value: y");
  EXPECT_EQ(broken([&](Builder& b) {
              Expr w = weight(b, "w", {});
              output(b, "w", w), output(b, "w", w);
            }), "each output, and one new value for each state: w");
  EXPECT_EQ(broken([&](Builder& b) {
              Expr w = weight(b, "w", {});
              update_state(b, "w", w), update_state(b, "w", w + 1.0);
            }), "each output, and one new value for each state: w");
  EXPECT_EQ(broken([&](Builder& b) { update_state(b, "w", constant(b, 1)); }), "a new state takes the place of a state input: w");
  EXPECT_EQ(broken([&](Builder& b) { update_state(b, "x", input(b, "x", Role::data, scalar)); }), "a new state takes the place of a state input: x");
  EXPECT_EQ(broken([&](Builder& b) { weight(b, "w", {2}), update_state(b, "w", constant(b, 1)); }), "a new state has the old one's type: w");
}

TEST(VerifyGraph, LooksIntoLoops) {
  EXPECT_EQ(broken([&](Builder& b) {
              Builder body("body", 2);
              Expr x = input(body, "x", Role::carried, {Element::f32}), same = input(body, "x", Role::capture, {Element::f32});
              output(body, "x", x + same);
              Expr zero = constant(b, 0);
              loop(std::make_shared<const Graph>(body.graph), 3, {zero}, {}, {zero});
            }), "each input once: %1 = input name=\"x\" role=capture : f32[]");
}

}  // namespace
}  // namespace keratin::testing
