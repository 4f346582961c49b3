// How we speak to people: a diagnostic says what was seen, where, and what would help.
//
// A function that meets bad input throws `Error` with one or more diagnostics. A broken invariant of our own is not a
// diagnostic: `check` throws `InternalError`. The process ends with the exit code of its first diagnostic's class.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace keratin {

// One row a code: `explain` prints title and text. The first digit is the class, see exit_code.
struct CodeInfo {
  std::string_view code;   // K3104
  std::string_view title;  // one line, lower case
  std::string_view text;   // what it means and what helps, some sentences
};
const std::vector<CodeInfo>& code_table();              // every code, in order
const CodeInfo* find_code(std::string_view code);       // null if there is none

// Where the problem is; empty or zero fields are unknown and not printed.
struct Place {
  std::string file = {};
  int line = 0, column = 0;
  std::string layer = {};   // the user's name of a layer
  std::string path = {};    // inside a structured file: `$.config.layers[7]`, or a zip member
};

enum class Severity { error, warning, note };

struct Diagnostic {
  std::string code;         // a row of code_table
  std::string message;      // lower case, no final period, names in backticks
  Place place = {};
  std::string help = {};    // what would help; may be empty
  Severity severity = Severity::error;
};

// `file:line:column: error[K3104]: message` with a `= help: …` line below it.
std::string to_string(const Diagnostic& diagnostic);

// 1 usage → 2, 2 model and 3 data → 3, 4 unsupported → 4, 5 input/output → 5, 6 memory → 6, 7 NaN → 7, 8 toolchain → 8, 9 internal → 70.
int exit_code(std::string_view code);

class Error : public std::exception {
 public:
  explicit Error(Diagnostic diagnostic);
  explicit Error(std::vector<Diagnostic> diagnostics);
  const char* what() const noexcept override { return text_.c_str(); }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  int exit_code() const;

 private:
  std::vector<Diagnostic> diagnostics_;
  std::string text_;
};

// The short form: fail("K3104", "row 7 has 3 columns, the first row has 4", {.file = path, .line = 7}, "…");
[[noreturn]] void fail(std::string code, std::string message, Place place = {}, std::string help = {});

// A broken promise of ours; the text names it. Exit code 70.
class InternalError : public std::exception {
 public:
  explicit InternalError(std::string text, std::string promise = "") : text_(std::move(text)), promise_(std::move(promise)) {}
  const char* what() const noexcept override { return text_.c_str(); }
  const std::string& promise() const { return promise_; }  // alone, without our own place: for a file that breaks it

 private:
  std::string text_, promise_;
};
[[noreturn]] void internal_failure(const char* file, int line, std::string_view what);
inline void check(bool holds, std::string_view what, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (!holds) internal_failure(file, line, what);
}

// The row of `known` nearest to `seen` in edits, for "did you mean"; empty if none is near.
std::string nearest(std::string_view seen, const std::vector<std::string>& known);

}  // namespace keratin
