// What each op refuses: the message names the op and what it got. And which types come out.
#include <set>

#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "runtime/base/diagnostic.h"
#include "tests/compiler/ir/examples.h"

namespace keratin::testing {
namespace {

Type numbers(Shape shape, int batch_axis = -1) { return {Element::f32, std::move(shape), batch_axis}; }
Type wholes(Shape shape, int batch_axis = -1) { return {Element::i32, std::move(shape), batch_axis}; }
Type truths(Shape shape) { return {Element::boolean, std::move(shape)}; }
const Graph graph_of_four("four", 4);

struct Refusal {
  Op op;
  std::vector<Type> operands;
  const char* words;
};
std::shared_ptr<const Graph> body(std::vector<std::pair<Role, Type>> inputs, int64_t batch = 4) {
  Builder b("body", batch);
  for (size_t i = 0; i < inputs.size(); ++i) input(b, "x" + std::to_string(i), inputs[i].first, inputs[i].second);
  output(b, "y", {&b, {0}});
  return std::make_shared<const Graph>(std::move(b.graph));
}
const int64_t huge = int64_t(1) << 31;

const std::vector<Refusal>& refusals() {
  static const std::vector<Refusal> table = {
      {Input{"x", Role::data, numbers({0})}, {}, "extents from 1"},
      {Input{"x", Role::data, numbers({huge})}, {}, "extents from 1 to 2^31 - 1"},
      {Input{"x", Role::data, numbers({huge - 1, huge - 1, huge - 1})}, {}, "at most 2^40 elements"},
      {Input{"x", Role::data, numbers({1, 1, 1, 1, 1, 1, 1, 1, 1})}, {}, "a rank of at most 8"},
      {Input{"x", Role::data, numbers({6}, 0)}, {}, "a multiple of the batch"},
      {Input{"x", Role::data, numbers({4}, 1)}, {}, "the batch axis is an axis"},
      {Input{"x", Role::data, {Element::u8, {4}}}, {}, "numbers of f32, i32 or bool"},
      {Constant{numbers({2}), {1}}, {}, "as many numbers as elements"},
      {Constant{wholes({}), {1.5}}, {}, "whole numbers"},
      {Constant{wholes({}), {1e300}}, {}, "whole numbers"},
      {Constant{truths({}), {2}}, {}, "0 or 1 for bool"},
      {Rows{}, {numbers({})}, "takes 0 operands"},
      {Iota{wholes({3}), 1}, {}, "axis 1 is inside the rank"},
      {Iota{numbers({3}), 0}, {}, "an index is i32"},
      {Random{numbers({3})}, {wholes({}), numbers({})}, "seed and step are i32[]"},
      {Random{wholes({3})}, {wholes({}), wholes({})}, "numbers are f32"},
      {Random{numbers({1 << 16, 1 << 16})}, {wholes({}), wholes({})}, "fewer than 2^31"},
      {Map{Scalar::add}, {numbers({2})}, "takes 2 operands"},
      {Map{Scalar::add}, {numbers({2}), numbers({3})}, "operands of one shape and batch axis"},
      {Map{Scalar::add}, {numbers({4}, 0), numbers({4})}, "operands of one shape and batch axis"},
      {Map{Scalar::add}, {numbers({2}), wholes({2})}, "operands of one element type"},
      {Map{Scalar::add}, {truths({2}), truths({2})}, "f32 or i32"},
      {Map{Scalar::exp}, {wholes({2})}, "f32"},
      {Map{Scalar::remainder}, {numbers({2}), numbers({2})}, "remainder: i32"},
      {Map{Scalar::less}, {truths({2}), truths({2})}, "f32 or i32"},
      {Map{Scalar::logical_and}, {wholes({2}), wholes({2})}, "bool"},
      {Map{Scalar::to_float}, {numbers({2})}, "i32"},
      {Map{Scalar::to_int}, {wholes({2})}, "f32"},
      {Map{Scalar::select}, {wholes({2}), numbers({2}), numbers({2})}, "a bool first"},
      {Map{Scalar::uniform}, {wholes({}), wholes({}), wholes({}), wholes({})}, "a function of graphs"},
      {Reshape{numbers({5})}, {numbers({2, 3})}, "as many elements of the same type"},
      {Reshape{wholes({6})}, {numbers({2, 3})}, "as many elements of the same type"},
      {Reshape{numbers({8})}, {numbers({4, 2}, 0)}, "the batch stays"},
      {Reshape{numbers({2, 4}, 1)}, {numbers({4, 2}, 0)}, "the batch stays"},  // other rows than before
      {Transpose{{0}}, {numbers({2, 3})}, "an axis for each axis"},
      {Transpose{{0, 0}}, {numbers({2, 3})}, "each axis once"},
      {Transpose{{0, 2}}, {numbers({2, 3})}, "axis 2 is inside the rank"},
      {Broadcast{numbers({2, 3}), {}}, {numbers({3})}, "an axis for each axis"},
      {Broadcast{numbers({2, 3}), {0}}, {numbers({3})}, "an extent of 1 or the result's"},
      {Broadcast{numbers({2, 2}), {1, 0}}, {numbers({2, 2})}, "axes in increasing order"},
      {Broadcast{numbers({4, 3}), {0}}, {numbers({4}, 0)}, "the batch stays"},
      {Slice{{0}, {2}, {1}}, {numbers({2, 3})}, "begin, extent and step for each axis"},
      {Slice{{2}, {2}, {1}}, {numbers({3})}, "elements of the operand"},
      {Slice{{1}, {3}, {-1}}, {numbers({3})}, "elements of the operand"},
      {Slice{{0}, {2}, {0}}, {numbers({3})}, "a step and an extent"},
      {Slice{{0}, {2}, {huge}}, {numbers({3})}, "a small step"},
      {Slice{{0}, {2}, {1}}, {numbers({4}, 0)}, "the whole batch"},
      {Pad{{1}, {0}, {0, 0}}, {numbers({3})}, "low, high and interior for each axis"},
      {Pad{{-1}, {0}, {0}}, {numbers({3})}, "no negative padding"},
      {Pad{{1}, {0}, {0}}, {numbers({4}, 0)}, "no padding of the batch"},
      {Pad{{huge - 1}, {huge - 1}, {0}}, {numbers({3})}, "extents from 1 to 2^31 - 1"},
      {Pad{{1}, {0}, {0}, 0.5}, {wholes({3})}, "whole numbers"},
      {Concat{0}, {}, "an operand"},
      {Concat{0}, {numbers({2}), numbers({2, 1})}, "operands of one rank"},
      {Concat{0}, {numbers({2, 1}), numbers({2, 2})}, "operands that differ along the axis alone"},
      {Concat{0}, {numbers({4}, 0), numbers({4}, 0)}, "not along the batch"},
      {Window{{0}, {2}, {1}, {}}, {numbers({3})}, "size, stride and dilation for each axis"},
      {Window{{0, 2}, {1, 1}, {1, 1}, {1, 1}}, {numbers({3, 3, 3})}, "neighbouring axes"},
      {Window{{0}, {2}, {1}, {3}}, {numbers({3})}, "a window that fits"},
      {Window{{0}, {2}, {0}, {1}}, {numbers({3})}, "sizes, strides and dilations from 1"},
      {Window{{0}, {2}, {1}, {1}}, {numbers({4}, 0)}, "not the batch"},
      {Unwindow{{0}, {2}, {1}, {1}, numbers({4})}, {numbers({2, 2})}, "the windows of the result"},
      {Unwindow{{0}, {2}, {1}, {1}, wholes({4})}, {wholes({3, 2})}, "the windows of the result, f32"},
      {Reduce{ReduceKind::sum, {0}}, {wholes({3})}, "f32"},
      {Reduce{ReduceKind::sum, {1, 0}}, {numbers({2, 3})}, "axes in increasing order"},
      {Reduce{ReduceKind::sum, {1}}, {numbers({3})}, "axis 1 is inside the rank"},
      {Reduce{ReduceKind::argmax, {0, 1}}, {numbers({2, 3})}, "argmax along one axis"},
      {Contract{"bi,io->bo"}, {numbers({2, 3})}, "takes 2 operands"},
      {Contract{"bi,io->bo"}, {numbers({2, 3}), numbers({4, 5})}, "one extent of index i"},
      {Contract{"bi,io->bo"}, {numbers({2, 3}), numbers({3})}, "f32 operands with an index for each axis"},
      {Contract{"ii,io->o"}, {numbers({3, 3}), numbers({3, 2})}, "each index once in an operand"},
      {Contract{"bi,io->bx"}, {numbers({2, 3}), numbers({3, 4})}, "a result of known indices"},
      {Contract{"bi,io->bb"}, {numbers({2, 3}), numbers({3, 4})}, "each once"},
      {Contract{"bi,ci->bc"}, {numbers({4, 3}, 0), numbers({4, 3}, 0)}, "one index of the batch"},
      {Contract{"bi,cj->ij"}, {numbers({4, 3}, 0), numbers({4, 2}, 0)}, "one index of the batch"},
      {Contract{"bi,bo->io"}, {numbers({4, 3}, 0), numbers({4, 2})}, "the batch's in all operands or none"},
      {Contract{"bi,io->bo + bj,jo->bo"}, {numbers({2, 3}), numbers({3, 4}), numbers({5, 3}), numbers({3, 4})}, "one extent of index b"},
      {Contract{"bi"}, {numbers({2, 3})}, "a term is `left,right->result`"},
      {Contract{"b1,1o->bo"}, {numbers({2, 3}), numbers({3, 4})}, "every index is a letter"},
      {Contract{"bi,io->bo + bj,jo->ob"}, {}, "all terms have the same result"},
      {Gather{}, {numbers({3}), numbers({2})}, "a table, and indices of i32"},
      {Gather{}, {numbers({3, 4}, 1), wholes({2})}, "a table, and indices of i32"},
      {ScatterAdd{numbers({3, 2})}, {wholes({5}), numbers({5, 3})}, "indices of i32, and a row of f32 for each"},
      {ScatterAdd{wholes({3})}, {wholes({5}), wholes({5})}, "indices of i32, and a row of f32 for each"},
      {ScatterAdd{numbers({4}, 0)}, {wholes({5}), numbers({5})}, "a table as result"},
      {Loop{nullptr, 1, 0, 0}, {}, "a body and its counts"},
      {Loop{body({{Role::carried, numbers({3})}}), 0, 1, 0}, {numbers({3})}, "a body and its counts"},
      {Loop{body({{Role::carried, numbers({3})}}), 2, 5, 0}, {numbers({3})}, "as many operands as it carries and walks along"},
      {Loop{body({{Role::carried, numbers({3})}}), 2, 1, 0}, {}, "as many operands"},
      {Loop{body({{Role::capture, numbers({3})}}), 2, 1, 0}, {numbers({3})}, "inputs in the order carried, sequence, capture"},
      {Loop{body({{Role::carried, numbers({3})}}), 2, 1, 0}, {numbers({4})}, "operand 0 is f32[3]"},
      {Loop{body({{Role::sequence, numbers({3})}}), 2, 0, 1}, {numbers({5, 3})}, "operand 0 is f32[2,3]"},
      {Loop{body({{Role::sequence, numbers({3})}, {Role::capture, numbers({3})}}), 2, 0, 1}, {numbers({2, 3})}, "an operand for each input of the body"},
      {Loop{body({{Role::carried, numbers({3})}}, 7), 2, 1, 0}, {numbers({3})}, "an input of the body for each operand"},
      {Loop{body({{Role::capture, numbers({1 << 20, 1 << 19})}}), huge, 0, 0}, {numbers({1 << 20, 1 << 19})}, "extents from 1"},  // stacked, it is too large
      {StopGradient{}, {}, "takes 1 operands"},
      {Gradient{}, {numbers({3}), numbers({3})}, "the derivative of an f32[] by f32"},
      {Gradient{}, {numbers({}), wholes({3})}, "the derivative of an f32[] by f32"},
  };
  return table;
}

TEST(Infer, SaysWhatItRefuses) {
  for (const Refusal& r : refusals()) {
    try {
      const Type type = infer(r.op, r.operands, graph_of_four);
      ADD_FAILURE() << info(r.op).name << " accepted, against \"" << r.words << "\", as " << to_string(type);
    } catch (const InternalError& e) {
      EXPECT_NE(e.promise().find(r.words), std::string::npos) << e.promise();
      if (e.promise().find("equation") != std::string::npos) continue;  // found before the op looks at its operands
      EXPECT_NE(e.promise().find("`" + std::string(info(r.op).name) + "`"), std::string::npos) << e.promise();
      for (const Type& t : r.operands) EXPECT_NE(e.promise().find(to_string(t)), std::string::npos) << e.promise();
    }
  }
}

TEST(Infer, EveryOpRefusesSomething) {
  std::set<std::string_view> seen = {"loop_result"};  // typed by its loop: below
  for (const Refusal& r : refusals()) seen.insert(info(r.op).name);
  for (const Example& e : examples()) EXPECT_TRUE(seen.count(info(graph_of(e).values().back().op).name)) << e.lines;
}

TEST(Infer, LoopResultNamesAResultOfALoop) {
  Builder b("four", 4);
  Expr x = input(b, "x", Role::data, numbers({3}));
  EXPECT_THROW(b.graph.add(LoopResult{0}, {x.id}), InternalError);
  Expr loop = keratin::loop(body({{Role::carried, numbers({3})}}), 2, {x}, {}, {})[0];
  const ValueId whole = b.graph[loop.id].operands[0];
  EXPECT_THROW(b.graph.add(LoopResult{1}, {whole}), InternalError);
  EXPECT_THROW(b.graph.add(LoopResult{-1}, {whole}), InternalError);
  EXPECT_THROW(b.graph.add(LoopResult{0}, {whole, whole}), InternalError);
}

TEST(Infer, OperandsComeBeforeTheirUsers) {
  Graph g;
  EXPECT_THROW(g.add(Map{Scalar::exp}, {{0}}), InternalError);
  EXPECT_THROW(g.add(Map{Scalar::exp}, {{-1}}), InternalError);
}

// Where the batch goes: a star in the text.
struct Result {
  Op op;
  std::vector<Type> operands;
  const char* type;
};
TEST(Infer, FollowsTheBatch) {
  const Result table[] = {
      {Map{Scalar::less}, {numbers({4, 3}, 0), numbers({4, 3}, 0)}, "bool[4*,3]"},
      {Transpose{{1, 0}}, {numbers({4, 3}, 0)}, "f32[3,4*]"},
      {Reshape{numbers({12}, 0)}, {numbers({4, 3}, 0)}, "f32[12*]"},
      {Broadcast{numbers({4, 3}, 0), {1}}, {numbers({3})}, "f32[4*,3]"},
      {Window{{0}, {2}, {1}, {1}}, {numbers({5, 4}, 1)}, "f32[4,2,4*]"},
      {Reduce{ReduceKind::sum, {0}}, {numbers({3, 4}, 1)}, "f32[4*]"},
      {Reduce{ReduceKind::sum, {1}}, {numbers({3, 4}, 1)}, "f32[3]"},
      {Reduce{ReduceKind::argmax, {1}}, {numbers({4, 3}, 0)}, "i32[4*]"},
      {Contract{"bi,io->bo"}, {numbers({4, 3}, 0), numbers({3, 2})}, "f32[4*,2]"},
      {Contract{"bi,bo->io"}, {numbers({4, 3}, 0), numbers({4, 2}, 0)}, "f32[3,2]"},
      {Contract{"bi,bi->b"}, {numbers({4, 3}, 0), numbers({4, 3}, 0)}, "f32[4*]"},
      {Gather{}, {numbers({9, 2}), wholes({4, 3}, 0)}, "f32[4*,3,2]"},
      {ScatterAdd{numbers({9, 2})}, {wholes({4}, 0), numbers({4, 2}, 0)}, "f32[9,2]"},
      {Loop{body({{Role::carried, numbers({4}, 0)}}), 7, 1, 0}, {numbers({4}, 0)}, "f32[4*]"},
      {Loop{body({{Role::sequence, numbers({4}, 0)}}), 7, 0, 1}, {numbers({7, 4}, 1)}, "f32[7,4*]"},
  };
  for (const Result& r : table) EXPECT_EQ(to_string(infer(r.op, r.operands, graph_of_four)), r.type) << info(r.op).name;
}

}  // namespace
}  // namespace keratin::testing
