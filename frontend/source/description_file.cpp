#include "frontend/source/description_file.h"

#include <csetjmp>
#include <csignal>

#include <sys/time.h>

#include "compiler/jit/jit.h"
#include "frontend/source/description_header.h"
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

constexpr int seconds_to_return = 10;
sigjmp_buf way_out;
void jump_out(int number) { siglongjmp(way_out, number); }

// Runs the user's function; gives the signal that ended it, or 0.
int call_guarded(void (*build)(void*), void* model) {
  constexpr int watched[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM};
  struct sigaction ours {}, before[6];
  ours.sa_handler = jump_out;
  ours.sa_flags = SA_NODEFER;
  for (int i = 0; i < 6; ++i) sigaction(watched[i], &ours, &before[i]);
  itimerval timer{{0, 0}, {seconds_to_return, 0}}, off{};
  const int number = sigsetjmp(way_out, 1);
  if (number == 0) {
    setitimer(ITIMER_REAL, &timer, nullptr);
    build(model);
  }
  setitimer(ITIMER_REAL, &off, nullptr);
  for (int i = 0; i < 6; ++i) sigaction(watched[i], &before[i], nullptr);
  return number;
}

}  // namespace

Description read_description(const std::string& path) {
  DescriptionRequest request{path, "#define KERATIN_DESCRIPTION 1\n#line 1 \"" + path + "\"\n" + read_whole(path)};
  for (char c : path)
    if (c == '"' || c == '\\' || c == '\n') fail("K1007", "a description's path has no quote, backslash or line break");
  request.headers = {{"keratin/keratin.h", std::string(description_header())}, {"initializer_list", initializer_list}};
  request.symbols = description_functions();
  const std::shared_ptr<Code> code = compile_description(request);
  auto build = reinterpret_cast<void (*)(void*)>(code->find("_Z5buildRN7keratin10SequentialE"));
  if (!build) fail("K2802", "the description has no function `void build(Sequential& model)`", {.file = path}, "write `using namespace keratin;` and then that function, not static");
  Description description;
  void* handle = &description;
  const int number = call_guarded(build, &handle);
  if (number == SIGALRM) fail("K2803", "`build` did not return within " + std::to_string(seconds_to_return) + " seconds", {.file = path});
  if (number) fail("K2804", "`build` crashed with signal " + std::to_string(number), {.file = path}, "compile the description as a program of its own and look with a debugger");
  return description;
}

}  // namespace keratin
