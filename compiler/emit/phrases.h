// Addresses, operands and expressions of generated text: everything that stands inside a statement.
#pragma once

#include <string>
#include <vector>

#include "compiler/emit/spelling.h"
#include "compiler/kernel/kernel.h"

namespace keratin {

std::string fill(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string>> values);  // $name → value
std::string_view type_word(kernel::Type type);    // of a row: lanes, lanes_int, lanes_mask
std::string_view suffix(kernel::Type type);       // of the prelude's functions on rows of this type: "" or "_int"
std::string_view element_word(kernel::Type type); // in memory: float, int

struct Phrases {
  const kernel::Kernel& k;
  const Spelling& is;

  std::string index(const kernel::Index& index) const;   // as an address needs it: of lane 0, or of this lane
  std::string address(const kernel::Place& place) const; // without the place's offset
  std::string reg(const kernel::Register& r) const;
  std::string row(const kernel::Operand& operand) const;  // always a row of lanes
  std::string load(const kernel::Load& load) const;
  std::string expression(Scalar op, const std::vector<kernel::Operand>& of) const;
  std::string rows(const kernel::Bound& bound) const;    // where the batch ends, in the bound's units
  std::string inside(const kernel::Bound& bound, const std::string& variable) const;  // the condition
  std::string target(const kernel::Register& to, kernel::Type type) const;  // a new name gets its type
};

}  // namespace keratin
