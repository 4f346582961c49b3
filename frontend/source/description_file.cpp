#include "frontend/source/description_file.h"

#include <cstdlib>

#include <cxxabi.h>
#include <fmt/format.h>

#include "compiler/jit/cache.h"
#include "compiler/jit/jit.h"
#include "frontend/source/description_header.h"
#include "frontend/source/guarded.h"
#include "frontend/source/recording.h"
#include "frontend/source/settings_help.h"
#include "runtime/files/atomic_file.h"

namespace keratin {
namespace {

// Enough of the standard header for braces; descriptions then need no other.
constexpr const char* initializer_list = R"(#pragma once
namespace std {
template <class T> class initializer_list {
  const T* begin_;
  decltype(sizeof(0)) size_;
  constexpr initializer_list(const T* b, decltype(sizeof(0)) n) : begin_(b), size_(n) {}
 public:
  using value_type = T; using reference = const T&; using const_reference = const T&; using size_type = decltype(sizeof(0)); using iterator = const T*; using const_iterator = const T*;
  constexpr initializer_list() noexcept : begin_(nullptr), size_(0) {}
  constexpr decltype(sizeof(0)) size() const noexcept { return size_; }
  constexpr const T* begin() const noexcept { return begin_; }
  constexpr const T* end() const noexcept { return begin_ + size_; }
};
template <class T> constexpr const T* begin(initializer_list<T> l) noexcept { return l.begin(); }
template <class T> constexpr const T* end(initializer_list<T> l) noexcept { return l.end(); }
}
)";

int seconds_to_return() {
  const char* given = std::getenv("KERATIN_DESCRIPTION_SECONDS");
  const int seconds = given ? std::atoi(given) : 0;
  return seconds > 0 ? seconds : 10;
}

// `/proc/self/fd/5: undefined symbol: _Z6helperv` in the user's words.
std::string without_our_path(const std::string& problem) {
  static constexpr std::string_view mark = "undefined symbol: ";
  const size_t at = problem.find(mark);
  if (at == problem.npos) return "the description cannot be loaded: " + problem;
  const std::string symbol = problem.substr(at + mark.size());
  int status = 0;
  char* readable = abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status);
  const std::string name = readable ? readable : symbol;
  std::free(readable);
  return "the description uses `" + name + "`, which is defined nowhere";
}

// In the child: whatever the user's code does, it does it here. Its global objects are made by loading, too.
std::string load_and_build(const std::string& library) {
  std::string problem;
  const std::shared_ptr<Code> code = map_library(library, &problem);
  if (!code) return record_problem("K2805", without_our_path(problem));
  auto build = reinterpret_cast<void (*)(void*)>(code->find("_Z5buildRN7keratin10SequentialE"));
  if (!build) return record_problem("K2802", "the description has no function `void build(Sequential& model)`");
  return record_calls(code->find("keratin_calls"), build);
}

std::string compiled(const std::string& path, CompileTimes* times) {
  const std::string text = read_whole(path);
  DescriptionRequest request{path, std::string(recorded_calls_text()) + "#define KERATIN_DESCRIPTION 1\n#line 1 \"" + path + "\"\n" + text};
  request.headers = {{"keratin/keratin.h", std::string(description_header())}, {"initializer_list", initializer_list}};
  try {
    return compile_description(request, times);
  } catch (const Error& e) {
    throw Error(with_help_for_settings(e.diagnostics(), text, description_header()));
  }
}

}  // namespace

Description read_description(const std::string& path, CompileTimes* times) {
  for (char c : path)
    if (c == '"' || c == '\\' || c == '\n') fail("K1007", "a description's path has no quote, backslash or line break");
  const std::string library = compiled(path, times);
  const int limit = seconds_to_return();
  const GuardedResult result = run_guarded([&] { return load_and_build(library); }, limit);
  const Place place{.file = path};
  if (result.timed_out) fail("K2803", fmt::format("`build` did not return within {} seconds", limit), place, "look for an endless loop, or set KERATIN_DESCRIPTION_SECONDS");
  if (result.signal) fail("K2804", fmt::format("`build` crashed with signal {} ({})", result.signal, signal_name(result.signal)), place, "compile the description as a program of its own and look with a debugger");
  if (result.exited) fail("K2806", fmt::format("`build` ended the program with exit code {} instead of returning", result.exit_code), place);
  if (!result.thrown.empty()) fail("K2807", "`build` threw an exception: " + result.thrown, place);
  return replay(result.bytes, path);
}

}  // namespace keratin
