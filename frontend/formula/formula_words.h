// The first look at a formula's text, which may come from a stranger's file. A compiler's parser is no guard: where a text
// is wrong it guesses on, and some guesses take hours. So only what is a formula word by word goes on to Clang.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/diagnostic.h"

namespace keratin {

struct FormulaWord {
  enum class Kind { name, number, sign, end };
  Kind kind = Kind::end;
  std::string_view text = {};
  int line = 1, column = 1;
};
// Words and signs without comments, an end behind them. Error K2812 for those that no formula has, K2814 for too many.
std::vector<FormulaWord> formula_words(const std::string& text, const Place& place);

struct FormulaShape {
  bool lambda = false;                  // else an expression
  std::vector<std::string> arguments;   // of an expression: x; x and y; x, y and z
  std::string text;                     // with blanks in place of namespaces
  std::set<std::pair<int, int>> in_ops;  // line and column of names that stood behind `ops::`
};
// Errors K2811 where the words are no formula, K2812 for what it cannot say, K2813 for unknown names, K2814.
FormulaShape check_formula(const std::string& text, const Place& place);

}  // namespace keratin
