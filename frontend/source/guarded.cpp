#include "frontend/source/guarded.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <cxxabi.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

// The last byte that a child writes says how the function ended; without it, the child left on its own.
enum Ending : char { returned = 'r', threw = 't' };

[[noreturn]] void leave(int pipe, const std::string& bytes, Ending ending) {
  const std::string all = bytes + static_cast<char>(ending);
  for (size_t at = 0; at < all.size();) {
    const ssize_t n = write(pipe, all.data() + at, all.size() - at);
    if (n <= 0) break;
    at += static_cast<size_t>(n);
  }
  std::fflush(nullptr);
  _exit(0);
}

std::string name_of_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  int status = 0;
  char* readable = type ? abi::__cxa_demangle(type->name(), nullptr, nullptr, &status) : nullptr;
  const std::string name = readable ? readable : "of an unknown type";
  std::free(readable);
  return name;
}

[[noreturn]] void run_child(const std::function<std::string()>& function, int pipe, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  for (int number : {SIGINT, SIGTERM, SIGPIPE}) std::signal(number, SIG_DFL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // exit() must not run the parent's handlers in here: ours is the last one made, so the first to run.
  on_exit([](int code, void*) { std::fflush(nullptr), _exit(code); }, nullptr);
  std::string thrown;
  try {
    leave(pipe, function(), returned);
  } catch (const std::exception& e) {
    thrown = name_of_exception() + ": " + e.what();
  } catch (...) {
    thrown = name_of_exception();
  }
  leave(pipe, thrown, threw);
}

// Everything until the other end closes; false: the time is over.
bool read_until_closed(int pipe, int seconds, std::string& bytes) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd wait{pipe, POLLIN, 0};
    if (poll(&wait, 1, static_cast<int>(left)) <= 0) continue;
    char part[65536];
    const ssize_t n = read(pipe, part, sizeof part);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return true;
    bytes.append(part, static_cast<size_t>(n));
  }
}

}  // namespace

GuardedResult run_guarded(const std::function<std::string()>& function, int seconds) {
  int ends[2];
  std::fflush(nullptr);  // or the child would print it again
  if (pipe2(ends, O_CLOEXEC) != 0) fail("K8004", std::string("no child process can be made: ") + std::strerror(errno));
  const pid_t parent = getpid(), child = fork();
  if (child == 0) run_child(function, ends[1], parent);
  close(ends[1]);
  GuardedResult result;
  if (child < 0) close(ends[0]), fail("K8004", std::string("no child process can be made: ") + std::strerror(errno));
  result.timed_out = !read_until_closed(ends[0], seconds, result.bytes);
  close(ends[0]);
  if (result.timed_out) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  const char ending = result.bytes.empty() ? 0 : result.bytes.back();
  const bool ended = !result.timed_out && WIFEXITED(status) && (ending == returned || ending == threw);
  if (!result.timed_out && WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  if (!result.timed_out && WIFEXITED(status) && !ended) result.exited = true, result.exit_code = WEXITSTATUS(status);
  if (ended) result.bytes.pop_back();
  if (!ended || ending == threw) result.thrown.swap(result.bytes), result.bytes.clear();
  if (!ended) result.thrown.clear();
  return result;
}

std::string signal_name(int number) {
  const char* name = sigabbrev_np(number);
  return name ? std::string("SIG") + name : std::to_string(number);
}

}  // namespace keratin
