// Every op by a small example: the lines of a graph, what goes in, and what its last value is. Read top to bottom, this
// is the language.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/evaluate.h"

namespace keratin::testing {

struct Example {
  const char* lines;
  std::vector<std::vector<double>> given;  // for the inputs, in order
  std::vector<double> want;                // of the last value; empty: nothing to evaluate
  int64_t batch = 1;
};

inline Graph graph_of(const Example& e) { return parse_graph("graph \"example\" batch=" + std::to_string(e.batch) + " {\n" + e.lines + "}\n"); }

template <class Real>
Bindings<Real> bindings_of(const Graph& graph, const std::vector<std::vector<double>>& given) {
  Bindings<Real> out;
  size_t position = 0;
  for (const Value& v : graph.values())
    if (auto* in = std::get_if<Input>(&v.op)) {
      Plain<Real>& p = out[in->name];
      p.type = in->type;
      for (double x : given.at(position)) in->type.element == Element::f32 ? p.numbers.push_back(static_cast<Real>(x)) : p.integers.push_back(static_cast<int32_t>(x));
      ++position;
    }
  return out;
}
template <class Real>
std::vector<double> numbers_of(const Plain<Real>& p) {
  if (p.type.element == Element::f32) return {p.numbers.begin(), p.numbers.end()};
  return {p.integers.begin(), p.integers.end()};
}
// The last value of the example, of which `rows` rows of the batch are there.
template <class Real>
std::vector<double> last_value(const Example& e, int64_t rows = -1) {
  const Graph graph = graph_of(e);
  return numbers_of(evaluate_all(graph, bindings_of<Real>(graph, e.given), rows).back());
}

inline const std::vector<Example>& examples() {
  static const std::vector<Example> table = {
      // Where numbers come from. A star marks the axis of the batch.
      {"  %0 = input name=\"x\" role=data : f32[2*,2]\n", {{1, 2, 3, 4}}, {1, 2, 3, 4}, 2},
      {"  %0 = constant values=[1,2.5,-3] : f32[3]\n", {}, {1, 2.5, -3}},
      {"  %0 = constant values=[1,0] : bool[2]\n", {}, {1, 0}},
      {"  %0 = rows : i32[]\n", {}, {4}, 4},
      {"  %0 = iota axis=0 : i32[2,3]\n", {}, {0, 0, 0, 1, 1, 1}},
      {"  %0 = iota axis=1 : i32[2,3]\n", {}, {0, 1, 2, 0, 1, 2}},
      // Uniform numbers in [0, 1), in steps of 2^-24: words of Philox for the counter (element / 4, ordinal, step).
      {R"(  %0 = input name="seed" role=counter : i32[]
  %1 = input name="step" role=counter : i32[]
  %2 = random %0 %1 ordinal=3 : f32[5]
)", {{7}, {1}}, {7488463 / 16777216.0, 1284025 / 16777216.0, 6838859 / 16777216.0, 2413824 / 16777216.0, 1787185 / 16777216.0}},
      // A scalar function, element by element. Shapes are equal: `broadcast` makes them so.
      {R"(  %0 = input name="x" role=data : f32[2]
  %1 = input name="y" role=data : f32[2]
  %2 = subtract %0 %1 : f32[2]
)", {{5, 1}, {2, 4}}, {3, -3}},

      // The same elements elsewhere.
      {R"(  %0 = input name="x" role=data : f32[2,3]
  %1 = reshape %0 : f32[3,2]
)", {{1, 2, 3, 4, 5, 6}}, {1, 2, 3, 4, 5, 6}},
      {R"(  %0 = input name="x" role=data : f32[2,3]
  %1 = transpose %0 permutation=[1,0] : f32[3,2]
)", {{1, 2, 3, 4, 5, 6}}, {1, 4, 2, 5, 3, 6}},
      {R"(  %0 = input name="x" role=data : f32[2,3,1]
  %1 = transpose %0 permutation=[2,0,1] : f32[1,2,3]
)", {{1, 2, 3, 4, 5, 6}}, {1, 2, 3, 4, 5, 6}},
      {R"(  %0 = input name="bias" role=weight : f32[3]
  %1 = broadcast %0 axes=[1] : f32[2,3]
)", {{1, 2, 3}}, {1, 2, 3, 1, 2, 3}},
      {R"(  %0 = input name="column" role=data : f32[2,1]
  %1 = broadcast %0 axes=[0,1] : f32[2,3]
)", {{1, 2}}, {1, 1, 1, 2, 2, 2}},
      {R"(  %0 = input name="x" role=data : f32[3,4]
  %1 = slice %0 begin=[1,3] extent=[2,2] step=[1,-2] : f32[2,2]
)", {{0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23}}, {13, 11, 23, 21}},
      {R"(  %0 = input name="x" role=data : f32[3]
  %1 = pad %0 low=[1] high=[2] interior=[1] value=9 : f32[8]
)", {{1, 2, 3}}, {9, 1, 9, 2, 9, 3, 9, 9}},
      {R"(  %0 = input name="x" role=data : f32[2,1]
  %1 = input name="y" role=data : f32[2,2]
  %2 = concat %0 %1 %0 axis=1 : f32[2,4]
)", {{1, 2}, {3, 4, 5, 6}}, {1, 3, 4, 1, 2, 5, 6, 2}},
      // Windows of two elements, two apart, beginning at every second one: 0 2, 2 4.
      {R"(  %0 = input name="x" role=data : f32[6]
  %1 = window %0 axes=[0] size=[2] stride=[2] dilation=[2] : f32[2,2]
)", {{0, 1, 2, 3, 4, 5}}, {0, 2, 2, 4}},
      // Two axes at once: the offsets stand behind them, in front of the channels.
      {R"(  %0 = input name="picture" role=data : f32[2,3,1]
  %1 = window %0 axes=[0,1] size=[2,2] stride=[1,1] dilation=[1,1] : f32[1,2,2,2,1]
)", {{1, 2, 3, 4, 5, 6}}, {1, 2, 4, 5, 2, 3, 5, 6}},
      // Back: every element is the sum over the windows that hold it.
      {R"(  %0 = input name="x" role=data : f32[3,2]
  %1 = unwindow %0 axes=[0] size=[2] stride=[1] dilation=[1] : f32[4]
)", {{1, 2, 10, 20, 100, 200}}, {1, 12, 120, 200}},

      // Folding axes away.
      {R"(  %0 = input name="x" role=data : f32[2,3]
  %1 = reduce %0 kind=sum axes=[1] : f32[2]
)", {{1, 2, 3, 4, 5, 6}}, {6, 15}},
      {R"(  %0 = input name="x" role=data : f32[2,3]
  %1 = reduce %0 kind=product axes=[0,1] : f32[]
)", {{1, 2, 3, 4, 5, 6}}, {720}},
      {R"(  %0 = input name="x" role=data : f32[2,3]
  %1 = reduce %0 kind=max axes=[0] : f32[3]
)", {{1, 5, 3, 4, 2, 6}}, {4, 5, 6}},
      {R"(  %0 = input name="x" role=data : f32[2,3]
  %1 = reduce %0 kind=min axes=[1] order=strands16 : f32[2]
)", {{1, 5, 3, 4, 2, 6}}, {1, 2}},
      {R"(  %0 = input name="x" role=data : f32[2,3]
  %1 = reduce %0 kind=argmax axes=[1] : i32[2]
)", {{1, 5, 5, 4, 2, 4}}, {1, 0}},  // the first of equal ones
      // x . W, a dense layer.
      {R"(  %0 = input name="x" role=data : f32[1*,2]
  %1 = input name="w" role=weight : f32[2,3]
  %2 = contract %0 %1 equation="bi,io->bo" order=chain : f32[1*,3]
)", {{1, 10}, {1, 2, 3, 4, 5, 6}}, {41, 52, 63}},
      // Two products in one sum.
      {R"(  %0 = input name="x" role=data : f32[1]
  %1 = input name="a" role=data : f32[1,2]
  %2 = input name="y" role=data : f32[2]
  %3 = input name="b" role=data : f32[2,2]
  %4 = contract %0 %1 %2 %3 equation="i,io->o + j,jo->o" : f32[2]
)", {{2}, {1, 2}, {1, 10}, {3, 4, 5, 6}}, {55, 68}},
      // An index that only one operand has is summed there: the outer sum times each number.
      {R"(  %0 = input name="x" role=data : f32[3]
  %1 = input name="y" role=data : f32[2]
  %2 = contract %0 %1 equation="i,o->o" : f32[2]
)", {{1, 2, 3}, {10, 20}}, {60, 120}},

      // Rows of a table by number, and back into one.
      {R"(  %0 = input name="table" role=weight : f32[3,2]
  %1 = input name="ids" role=data : i32[2,2]
  %2 = gather %0 %1 : f32[2,2,2]
)", {{1, 2, 3, 4, 5, 6}, {2, 0, 1, 2}}, {5, 6, 1, 2, 3, 4, 5, 6}},
      {R"(  %0 = input name="ids" role=data : i32[3]
  %1 = input name="rows" role=data : f32[3,2]
  %2 = scatter_add %0 %1 : f32[3,2]
)", {{2, 0, 2}, {1, 2, 3, 4, 50, 60}}, {3, 4, 0, 0, 51, 62}},

      // A recurrence: a carried sum, a sequence to walk along, a number that all trips share. Its value is the first result.
      {R"(  %0 = input name="start" role=data : f32[]
  %1 = input name="steps" role=data : f32[3]
  %2 = input name="factor" role=data : f32[]
  %3 = loop %0 %1 %2 trips=3 carried=1 sequences=1 : f32[] body graph "body" batch=1 {
    %0 = input name="sum" role=carried : f32[]
    %1 = input name="step" role=sequence : f32[]
    %2 = input name="factor" role=capture : f32[]
    %3 = multiply %1 %2 : f32[]
    %4 = add %0 %3 : f32[]
    output "sum" %4
    output "before" %0
  }
)", {{100}, {1, 2, 3}, {10}}, {160}},
      // What each trip adds to a stacked result: here the sum before it.
      {R"(  %0 = input name="start" role=data : f32[2]
  %1 = loop %0 trips=3 carried=1 sequences=0 : f32[2] body graph "body" batch=1 {
    %0 = input name="sum" role=carried : f32[2]
    %1 = add %0 %0 : f32[2]
    output "sum" %1
    output "before" %0
  }
  %2 = loop_result %1 index=1 : f32[3,2]
)", {{1, 3}}, {1, 3, 2, 6, 4, 12}},

      // Gradients: expanded by `differentiate`, so there is nothing to evaluate before it.
      {R"(  %0 = input name="x" role=data : f32[2]
  %1 = stop_gradient %0 : f32[2]
)", {{1, 2}}, {1, 2}},
      {R"(  %0 = input name="x" role=data : f32[2]
  %1 = reduce %0 kind=sum axes=[0] : f32[]
  %2 = gradient %1 %0 : f32[2]
)", {{1, 2}}, {}},
  };
  return table;
}

}  // namespace keratin::testing
