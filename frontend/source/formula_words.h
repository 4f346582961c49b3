// The first look at a formula's text, which may come from a stranger's file: only words and signs that a formula may have
// go on to Clang's parser. Everything else is refused here, where it is cheap and cannot go wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/diagnostic.h"

namespace keratin {

struct FormulaWord {
  enum class Kind { name, number, sign };
  Kind kind;
  std::string_view text;
  int line, column;
};
struct FormulaWords {
  bool lambda = false;                  // else an expression
  std::vector<std::string> arguments;   // of an expression: x; x and y; x, y and z
  std::vector<std::string> declared;    // arguments and local values, for suggestions
};
// Error K2811 where brackets do not match, K2812 for what a formula cannot say, K2814 for a text that is too large.
FormulaWords check_formula_words(const std::string& text, const Place& place);

}  // namespace keratin
