// rule 4: the expression of one element. `get` writes the statements that compute one element of any value, following
// views and fused values down to arrays; loops belong to the roots of groups alone (tile.cpp, rows.cpp, serial.cpp).
#pragma once

#include <map>

#include "compiler/kernel/kernel_builder.h"
#include "compiler/lower/group.h"
#include "compiler/lower/plan.h"

namespace keratin {

// Where along an axis: affine in loop variables and the lane, or an integer register of its own for every lane.
using Coordinate = std::variant<kernel::Index, kernel::Register>;
using Point = std::vector<Coordinate>;

// The arrays of a graph by value, and whether the text is for any number of rows.
struct Arrays {
  std::vector<std::optional<Storage>> of;   // by value
  std::map<int, Storage> replaces;          // by value: the state whose place it takes
  bool tail = false;
};

class Elements {
 public:
  Elements(const Graph& graph, const Grouping& grouping, const Arrays& arrays, int group, const Target& target);

  kernel::KernelBuilder b;
  std::vector<Storage> arguments;  // of the kernel's parameter buffers, in order

  kernel::Operand get(ValueId value, const Point& point);
  kernel::Register get_register(ValueId value, const Point& point);
  // From now on, in this scope, the element of `value` at `point` is in `reg`.
  void define(ValueId value, const Point& point, kernel::Operand reg);
  // Computes and writes the element (or, with first_lane, the one number) of a stored value to its array.
  void store(ValueId value, const Point& point, bool first_lane);
  kernel::Place place(const Storage& storage, const Point& point);
  kernel::Name buffer(const Storage& storage, kernel::Use use);

  // What is computed inside is forgotten at the end: bodies of loops.
  template <class F>
  void scope(F inside) {
    memo_.emplace_back();
    inside();
    memo_.pop_back();
  }
  // Loads that do not depend on the loops inside go before them, to `body` (see Reach::late).
  template <class F>
  void hoisting(kernel::Body& body, F inside) {
    hoist_ = &body;
    hoist_depth_ = memo_.size();
    scope(inside);
    hoist_ = nullptr;
  }

  const Graph& graph;
  const Grouping& grouping;
  const Arrays& arrays;
  const int group;
  const Target& target;

  kernel::Operand integer(const Coordinate& c);               // as an integer operand
  kernel::Operand apply(Scalar op, std::vector<kernel::Operand> of, kernel::Type type);
  kernel::Type type_of(ValueId value) const;
  kernel::Operand load(const Storage& storage, const Point& point);

  // Lanes that own rows: column c of sixteen rows lies at 16 c in a block of scratch memory. While `inside` runs, arrays of
  // few columns are brought to such blocks, by statements that go to `body` ahead of what is being written.
  template <class F>
  void turning(kernel::Body& body, F inside) {
    turned_ = &body;
    scope(inside);
    turned_ = nullptr;
    blocks_.clear();
  }
  kernel::Name new_block() { return b.k.buffer("block", kernel::Use::scratch, 256); }
  kernel::Place in_block(kernel::Name block, const kernel::Index& column) const { return {block, column * 16 + kernel::lane}; }
  void keep(ValueId value, kernel::Name block) { blocks_[std::to_string(value.index)] = block; }  // its columns are there from now on
  std::optional<kernel::Name> block_of(ValueId value, const Point& point);                        // if its columns lie in one

 private:
  kernel::Operand compute(ValueId value, const Point& point);
  kernel::Operand by_rule(const Value& value, const Point& point);  // element_rules.cpp
  std::optional<kernel::Name> turned_array(const Storage& storage, const Point& point);
  Point plain(ValueId value, Point point) const;
  std::optional<kernel::Index> in_panels(const kernel::Index& column, const Layout& layout) const;
  kernel::Place anywhere(const Storage& storage, kernel::Operand at);
  Coordinate sum(const Coordinate& a, const Coordinate& b);
  Coordinate times(const Coordinate& a, long factor);

  std::vector<std::map<std::string, kernel::Operand>> memo_;
  std::map<std::string, kernel::Name> buffers_;
  std::map<std::string, kernel::Name> blocks_;  // of turned arrays, and of values that were kept
  kernel::Body* turned_ = nullptr;
  kernel::Body* hoist_ = nullptr;
  size_t hoist_depth_ = 0;

  friend struct ElementRule;
};

kernel::Type kernel_type(Element element);

}  // namespace keratin
