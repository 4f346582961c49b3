// A formula's text as Clang's parser sees it: the lambda's values in the order in which they are computed. Nothing is
// compiled or run, no file is opened. Texts are checked before they come here (frontend/source): where a text is wrong, the
// parser guesses on, and may do so for hours.
#pragma once

#include <string>
#include <vector>

namespace keratin {

struct FormulaNode {
  enum class Kind { argument, number, truth, operation, call, list };
  Kind kind = Kind::argument;
  std::string name = {};                // `+`, `?:`, `float` (a conversion), `exp` …
  std::vector<int> operands = {};       // earlier nodes; which argument it is
  std::vector<std::string> names = {};  // of a list's members: {.axis = 1}; empty where they have none
  double number = 0;                    // of number and truth
  bool whole = false;                   // an integer literal
  int line = 0, column = 0;             // in the text
};
struct FormulaSyntax {
  int arguments = 0;
  std::vector<FormulaNode> nodes = {};
  int result = -1;
};
struct FormulaProblem {
  std::string message, help = {};
  bool syntax = false;                  // Clang's own complaint; else what a formula cannot say
  int line = 0, column = 0;
};
struct FormulaText {
  std::string text;
  std::vector<std::string> arguments;   // of an expression; none: the text is a lambda
  std::vector<std::string> operations;  // that may be called
};

// False: `problem` says why. Error K8001 where Clang's library cannot be opened.
bool parse_formula(const FormulaText& text, FormulaSyntax* syntax, FormulaProblem* problem);

}  // namespace keratin
