#include "frontend/source/description_file.h"

#include <algorithm>
#include <cstdlib>

#include <cxxabi.h>
#include <fmt/format.h>

#include "compiler/jit/cache.h"
#include "compiler/jit/jit.h"
#include "frontend/include/keratin/calls.h"
#include "frontend/source/description_bytes.h"
#include "frontend/source/description_header.h"
#include "frontend/source/guarded.h"
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

// What stands before the user's text: the table of calls, which the loader fills in.
constexpr const char* calls = R"(#define KERATIN_DESCRIPTION 1
#include <keratin/calls.h>
namespace keratin { extern "C" { KeratinCalls keratin_calls; } }
)";

// Runs the description's `build`; its global objects are made by loading. Error K2805 or K2802.
Description built(const std::string& library, std::shared_ptr<Code>* code) {
  std::string problem;
  *code = map_library(library, &problem);
  if (!*code) fail("K2805", without_our_path(problem));
  auto build = reinterpret_cast<void (*)(void*)>((*code)->find("_Z5buildRN7keratin10SequentialE"));
  if (!build) fail("K2802", "the description has no function `void build(Sequential& model)`");
  *static_cast<KeratinCalls*>((*code)->find("keratin_calls")) = keratin_calls;
  Description description;
  void* model = &description;  // all that a Sequential is in there
  build(&model);
  return description;
}

bool has_formulas(const Config& config) {
  if (config.formula) return true;
  for (const auto& [name, value] : config.settings)
    if (auto* list = std::get_if<std::vector<Config>>(&value))
      if (std::any_of(list->begin(), list->end(), has_formulas)) return true;
  return false;
}
bool has_formulas(const Description& d) { return std::any_of(d.layers.begin(), d.layers.end(), [](const Config& c) { return has_formulas(c); }) || (d.compile && has_formulas(*d.compile)); }

// In the child: whatever the user's code does, it does it here first.
std::string load_and_build(const std::string& library, const std::function<void(const Description&)>& rehearse) {
  std::shared_ptr<Code> code;
  Description description;
  try {
    description = built(library, &code);
  } catch (const Error& e) {
    const Diagnostic& d = e.diagnostics()[0];
    return problem_bytes(d.code, d.message);
  }
  if (rehearse && has_formulas(description)) {
    try {
      rehearse(description);
    } catch (const Error&) {
      // said again, and better, by whoever builds the model
    }
  }
  const std::string bytes = to_bytes(description);
  description = {};  // its formulas are code of the library
  return bytes;
}

// A formula's code stays mapped as long as the formula lives.
void keep_code(Config& config, const std::shared_ptr<Code>& code) {
  struct Kept {
    std::shared_ptr<Code> code;  // goes last
    std::shared_ptr<const Formula> formula;
  };
  if (config.formula) {
    auto kept = std::make_shared<Kept>(Kept{code, config.formula});
    config.formula = std::shared_ptr<const Formula>(kept, kept->formula.get());
  }
  for (auto& [name, value] : config.settings)
    if (auto* list = std::get_if<std::vector<Config>>(&value))
      for (Config& inner : *list) keep_code(inner, code);
}
Description built_here(const std::string& library) {
  std::shared_ptr<Code> code;
  Description description = built(library, &code);
  for (Config& layer : description.layers) keep_code(layer, code);
  if (description.compile) keep_code(*description.compile, code);
  return description;
}

std::string compiled(const std::string& path, CompileTimes* times) {
  const std::string text = read_whole(path);
  DescriptionRequest request{path, std::string(calls) + "#line 1 \"" + path + "\"\n" + text};
  std::string headers;
  for (const auto& [name, header] : description_headers()) request.headers.push_back({name, header}), headers += header;
  request.headers.push_back({"initializer_list", initializer_list});
  try {
    return compile_description(request, times);
  } catch (const Error& e) {
    throw Error(with_help_for_settings(e.diagnostics(), text, headers));
  }
}

}  // namespace

Description read_description(const std::string& path, const std::function<void(const Description&)>& rehearse, CompileTimes* times) {
  for (char c : path)
    if (c == '"' || c == '\\' || c == '\n') fail("K1007", "a description's path has no quote, backslash or line break");
  const std::string library = compiled(path, times);
  const int limit = seconds_to_return();
  const GuardedResult result = run_guarded([&] { return load_and_build(library, rehearse); }, limit);
  const Place place{.file = path};
  if (result.timed_out) fail("K2803", fmt::format("`build` did not return within {} seconds", limit), place, "look for an endless loop, or set KERATIN_DESCRIPTION_SECONDS");
  if (result.signal) fail("K2804", fmt::format("`build` crashed with signal {} ({})", result.signal, signal_name(result.signal)), place, "compile the description as a program of its own and look with a debugger");
  if (result.exited) fail("K2806", fmt::format("`build` ended the program with exit code {} instead of returning", result.exit_code), place);
  if (!result.thrown.empty()) fail("K2807", "`build` threw an exception: " + result.thrown, place);
  ReadDescription read = from_bytes(result.bytes, place);
  return read.has_formulas ? built_here(library) : std::move(read.description);
}

}  // namespace keratin
