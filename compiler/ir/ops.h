// Every op of the graph, once: its name, one sentence, and its attributes. `fields` gives printing, parsing, comparing and
// documentation. An op's four rules are overloads in infer.cpp, evaluate.cpp, passes/differentiate.cpp and lower/.
#pragma once

#include <memory>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "compiler/ir/scalar.h"
#include "compiler/ir/type.h"
#include "runtime/base/role.h"

namespace keratin {

class Graph;

struct OpInfo {
  std::string_view name;
  std::string_view text;  // what comes out, one sentence
};
template <class Class, class Member>
struct Field {
  std::string_view name;
  Member Class::*member;
};
template <class Class, class Member>
constexpr Field<Class, Member> field(std::string_view name, Member Class::*member) {
  return {name, member};
}

enum class ReduceKind { sum, product, max, min, argmax };  // argmax: the first of equal ones; i32
inline constexpr std::string_view reduce_names[] = {"sum", "product", "max", "min", "argmax"};

// In which order the terms of a sum are added (DESIGN §4): set once by the pass `order` from shapes alone.
enum class Order { unset, chain, strands16, groups32 };
inline constexpr std::string_view order_names[] = {"unset", "chain", "strands16", "groups32"};

using Axes = std::vector<int64_t>;

struct Input {
  static constexpr OpInfo info = {"input", "a tensor that comes from outside: data of the batch, or state by its name"};
  std::string name;
  Role role = Role::data;
  Type type;
  static constexpr auto fields = std::tuple{field("name", &Input::name), field("role", &Input::role), field("type", &Input::type)};
  bool operator==(const Input&) const = default;
};
struct Constant {
  static constexpr OpInfo info = {"constant", "literal numbers, row-major"};
  Type type;
  std::vector<double> values;
  static constexpr auto fields = std::tuple{field("type", &Constant::type), field("values", &Constant::values)};
  bool operator==(const Constant&) const = default;
};
struct Rows {
  static constexpr OpInfo info = {"rows", "how many rows the batch of this step has, as i32[]"};
  static constexpr auto fields = std::tuple{};
  bool operator==(const Rows&) const = default;
};
struct Iota {
  static constexpr OpInfo info = {"iota", "the index along `axis`, as i32"};
  Type type;
  int64_t axis = 0;
  static constexpr auto fields = std::tuple{field("type", &Iota::type), field("axis", &Iota::axis)};
  bool operator==(const Iota&) const = default;
};
struct Random {
  static constexpr OpInfo info = {"random", "uniform numbers in [0, 1) from (seed, step), the layer's ordinal and the element's index"};
  Type type;
  int64_t ordinal = 0;  // of the layer that asks, never a value id: no pass can change a mask
  static constexpr auto fields = std::tuple{field("type", &Random::type), field("ordinal", &Random::ordinal)};
  bool operator==(const Random&) const = default;
};
struct Map {
  static constexpr OpInfo info = {"map", "a scalar function, element by element; every operand has the result's shape"};
  Scalar kind = Scalar::copy;
  static constexpr auto fields = std::tuple{field("kind", &Map::kind)};
  bool operator==(const Map&) const = default;
};
struct Reshape {
  static constexpr OpInfo info = {"reshape", "the same elements in row-major order under another shape"};
  Type type;  // its element type is the operand's
  static constexpr auto fields = std::tuple{field("type", &Reshape::type)};
  bool operator==(const Reshape&) const = default;
};
struct Transpose {
  static constexpr OpInfo info = {"transpose", "axis i of the result is axis permutation[i] of the operand"};
  Axes permutation;
  static constexpr auto fields = std::tuple{field("permutation", &Transpose::permutation)};
  bool operator==(const Transpose&) const = default;
};
struct Broadcast {
  static constexpr OpInfo info = {"broadcast", "repeats the operand: its axis i becomes axis axes[i] of the result"};
  Type type;
  Axes axes;
  static constexpr auto fields = std::tuple{field("type", &Broadcast::type), field("axes", &Broadcast::axes)};
  bool operator==(const Broadcast&) const = default;
};
struct Slice {
  static constexpr OpInfo info = {"slice", "along each axis the elements begin, begin + step, …; a step may be -1"};
  Axes begin, extent, step;
  static constexpr auto fields = std::tuple{field("begin", &Slice::begin), field("extent", &Slice::extent), field("step", &Slice::step)};
  bool operator==(const Slice&) const = default;
};
struct Pad {
  static constexpr OpInfo info = {"pad", "`value` before (low), after (high) and between (interior) the elements of each axis"};
  Axes low, high, interior;
  double value = 0;
  static constexpr auto fields = std::tuple{field("low", &Pad::low), field("high", &Pad::high), field("interior", &Pad::interior), field("value", &Pad::value)};
  bool operator==(const Pad&) const = default;
};
struct Concat {
  static constexpr OpInfo info = {"concat", "the operands one after the other along `axis`"};
  int64_t axis = 0;
  static constexpr auto fields = std::tuple{field("axis", &Concat::axis)};
  bool operator==(const Concat&) const = default;
};
// Windows over neighbouring axes: each axis of extent L becomes the window's position (L - (size-1) dilation - 1) / stride + 1;
// the offsets inside the window are new axes after the last of `axes`. NHWC, axes 1 2: [n, oh, ow, kh, kw, c].
struct Window {
  static constexpr OpInfo info = {"window", "every window along `axes`, its offsets as new axes behind them: a view"};
  Axes axes, size, stride, dilation;
  static constexpr auto fields = std::tuple{field("axes", &Window::axes), field("size", &Window::size), field("stride", &Window::stride), field("dilation", &Window::dilation)};
  bool operator==(const Window&) const = default;
};
struct Unwindow {
  static constexpr OpInfo info = {"unwindow", "the gradient of window: every element is the sum over the windows that hold it, in increasing index"};
  Axes axes, size, stride, dilation;
  Type type;  // of the result
  static constexpr auto fields = std::tuple{field("axes", &Unwindow::axes), field("size", &Unwindow::size), field("stride", &Unwindow::stride), field("dilation", &Unwindow::dilation), field("type", &Unwindow::type)};
  bool operator==(const Unwindow&) const = default;
};
struct Reduce {
  static constexpr OpInfo info = {"reduce", "folds `axes` with `kind` and drops them"};
  ReduceKind kind = ReduceKind::sum;
  Axes axes;
  Order order = Order::unset;
  static constexpr auto fields = std::tuple{field("kind", &Reduce::kind), field("axes", &Reduce::axes), field("order", &Reduce::order)};
  bool operator==(const Reduce&) const = default;
};
// "bi,io->bo" is a dense layer. "bi,io->bo + bj,jo->bo" takes four operands: the second product goes on where the first
// chain ended. Summed indices run in the order in which they appear in the term's first operand.
struct Contract {
  static constexpr OpInfo info = {"contract", "multiplies and sums over the indices that the result lacks, one fma chain an element"};
  std::string equation;
  Order order = Order::unset;
  static constexpr auto fields = std::tuple{field("equation", &Contract::equation), field("order", &Contract::order)};
  bool operator==(const Contract&) const = default;
};
struct Gather {
  static constexpr OpInfo info = {"gather", "rows of the first operand by the i32 indices of the second: [V, …], [I…] → [I…, …]"};
  static constexpr auto fields = std::tuple{};
  bool operator==(const Gather&) const = default;
};
struct ScatterAdd {
  static constexpr OpInfo info = {"scatter_add", "zeros, plus each row of the second operand at its index of the first, in increasing position"};
  Type type;  // of the result
  static constexpr auto fields = std::tuple{field("type", &ScatterAdd::type)};
  bool operator==(const ScatterAdd&) const = default;
};
// Operands: first values of the carried ones, then sequences [trips, …], then captures. Inputs of the body have the roles
// carried, sequence, capture in this order; outputs of the body are the new carried values, then what each trip adds to
// a stacked result. Results (see LoopResult): last carried values, then the stacked ones [trips, …].
struct Loop {
  static constexpr OpInfo info = {"loop", "runs a body `trips` times: a recurrence"};
  std::shared_ptr<const Graph> body;
  int64_t trips = 0, carried = 0, sequences = 0;
  static constexpr auto fields = std::tuple{field("trips", &Loop::trips), field("carried", &Loop::carried), field("sequences", &Loop::sequences), field("body", &Loop::body)};
  bool operator==(const Loop&) const;  // bodies by value
};
struct LoopResult {
  static constexpr OpInfo info = {"loop_result", "one result of a loop"};
  int64_t index = 0;
  static constexpr auto fields = std::tuple{field("index", &LoopResult::index)};
  bool operator==(const LoopResult&) const = default;
};
struct StopGradient {
  static constexpr OpInfo info = {"stop_gradient", "its operand, as a constant for gradients"};
  static constexpr auto fields = std::tuple{};
  bool operator==(const StopGradient&) const = default;
};
struct Gradient {
  static constexpr OpInfo info = {"gradient", "the derivative of the first operand, a scalar, by the second"};
  static constexpr auto fields = std::tuple{};
  bool operator==(const Gradient&) const = default;
};

using Op = std::variant<Input, Constant, Rows, Iota, Random, Map, Reshape, Transpose, Broadcast, Slice, Pad, Concat, Window, Unwindow,
                        Reduce, Contract, Gather, ScatterAdd, Loop, LoopResult, StopGradient, Gradient>;

inline const OpInfo& info(const Op& op) {
  return std::visit([](const auto& x) -> const OpInfo& { return x.info; }, op);
}

}  // namespace keratin
