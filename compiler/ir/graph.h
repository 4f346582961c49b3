// A model is a list of typed values; a value is one line of text. Passes are functions from graph to graph.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/ops.h"

namespace keratin {

// An index into a graph's values, never a pointer.
struct ValueId {
  int index = -1;
  bool operator==(const ValueId&) const = default;
  auto operator<=>(const ValueId&) const = default;
};

// Where in the user's source a value comes from; what a pass makes inherits the origin of what it replaces.
struct Origin {
  std::string layer;      // the user's layer name; may be empty
  std::string file = {};  // of the description
  int line = 0;
  bool operator==(const Origin&) const = default;
};

struct Value {
  Op op;
  std::vector<ValueId> operands;
  Type type;
  Origin origin;
};
template <class T>
bool is(const Value& value) {
  return std::holds_alternative<T>(value.op);
}

// A named result. With `state` set, the value takes the place of the state input of that name when the step ends.
struct Output {
  std::string name;
  ValueId value;
  bool state = false;
};

class Graph {
 public:
  explicit Graph(std::string name = "graph", int64_t batch = 1) : name(std::move(name)), batch(batch) {}

  // The only way in. Infers the type, so a graph that exists is well typed. Throws InternalError when types do not fit.
  ValueId add(Op op, std::vector<ValueId> operands, Origin origin = {});

  const Value& operator[](ValueId id) const { return values_[static_cast<size_t>(id.index)]; }
  const Type& type(ValueId id) const { return (*this)[id].type; }
  std::span<const Value> values() const { return values_; }  // operands come before their users
  int size() const { return static_cast<int>(values_.size()); }
  ValueId last() const { return {size() - 1}; }
  std::optional<ValueId> input(std::string_view name) const;  // the Input of this name
  std::vector<Output> outputs;

  std::string name;   // train, evaluate, predict, or the name of a loop's body
  int64_t batch = 1;  // rows of a full batch

 private:
  std::vector<Value> values_;
};

bool operator==(const Graph& a, const Graph& b);  // values, outputs, name and batch

// rule 1 (infer.cpp): the type that comes out; throws InternalError with a sentence that names the op and the types.
Type infer(const Op& op, std::span<const Type> operands, const Graph& graph);

// A contraction's parsed equation: one term a product; letters are indices.
struct Term {
  std::string left, right;
};
struct Equation {
  std::vector<Term> terms;
  std::string result;
};
Equation parse_equation(std::string_view text);

// How many results a loop has and their types: carried first, then stacked.
std::vector<Type> loop_results(const Loop& loop);

// Text that parses back equal (print.cpp, parse.cpp). `parse` throws Error K2901 with line and column.
std::string print(const Graph& graph);
std::string quoted(const std::string& text);            // "text", what is not plain as \\xNN
std::string print_value(const Graph& graph, ValueId id);  // one line, without the origin
Graph parse_graph(std::string_view text, std::string_view file = "graph");
class Cursor;
Graph parse_graph(Cursor& at);  // a graph inside a longer text

// What every stage may rely on (verify.cpp); throws InternalError that shows the offending line.
void verify(const Graph& graph);

}  // namespace keratin
