// What the shared object with Clang, LLVM and lld offers; jit.cpp opens it when it is first needed.
#pragma once

#include "compiler/jit/formula.h"
#include "compiler/jit/jit.h"
#include "runtime/base/diagnostic.h"

namespace keratin {

enum class Optimize { none, fast, full };
struct ClangJob {
  std::string text, name = "keratin.cpp";
  Cpu cpu;
  Optimize optimize = Optimize::full;
  bool assembly = false;                                      // instead of an object
  bool strict = true;                                         // generated text: nothing may be included, no inline assembly
  std::vector<std::pair<std::string, std::string>> headers;  // in memory
};
struct ClangLibrary {
  // False: `problems` says why.
  bool (*compile)(const ClangJob& job, std::string* out, std::vector<Diagnostic>* problems, CompileTimes* times);
  bool (*link_shared)(const std::vector<std::string>& objects, std::string* shared, std::string* problem);
  std::shared_ptr<Code> (*load)(const std::vector<std::string>& objects, const std::vector<std::pair<std::string, void*>>& symbols, std::string* problem);
  bool (*read_formula)(const FormulaText& text, FormulaSyntax* out, FormulaProblem* problem);
};
extern "C" const ClangLibrary* keratin_clang_library();

}  // namespace keratin
