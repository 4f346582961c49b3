// A user's formula as plain data: written once, by a reader of text or by a tracing type, and replayed into each graph.
#pragma once

#include "frontend/ops/ops.h"

namespace keratin {

// One value of a formula. Operands are values by number: first the arguments, then the operations in their order.
struct RecordedOp {
  std::string name;           // a row of op_table, or `number`
  std::vector<int> operands = {};
  double number = 0;          // where the name is `number`
  std::vector<std::pair<std::string, OpValue>> settings = {};
  int line = 0, column = 0;   // in the formula's text, or in the program where there is none; 0: not known
  bool operator==(const RecordedOp&) const = default;
};

struct RecordedFormula {
  int arguments = 1;
  std::vector<RecordedOp> ops = {};
  int result = 0;             // a value
  std::string text = {};      // as the user wrote it; empty where it was traced
  bool operator==(const RecordedFormula&) const = default;

  int add(RecordedOp op);     // the number of the new value
  int add_number(double number, int line = 0, int column = 0);
};

// The formula of these arguments. Errors as apply_op's, with the place in the formula beside the builder's origin.
Expr replay(Builder& b, const RecordedFormula& formula, std::span<const Expr> arguments);

// One value a line: `%2 = sum %0 axis={1, 2} keepdims=true`.
std::string print(const RecordedFormula& formula);

// An error in a formula's text, which stands at `place`: its line and column, and the line itself with a mark below.
[[noreturn]] void fail_in_formula(const std::string& text, int line, int column, Place place, const std::string& code, const std::string& message, const std::string& help = "");

}  // namespace keratin
