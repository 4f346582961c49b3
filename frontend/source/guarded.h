// Somebody else's code, run in a child process: it may crash, loop, throw or leave, and nothing happens to us.
#pragma once

#include <functional>
#include <string>

namespace keratin {

struct GuardedResult {
  std::string bytes;    // what the function gave; empty unless it returned
  std::string thrown;   // what an exception said
  int signal = 0;       // that ended the child
  bool exited = false;  // by exit() and its kin
  int exit_code = 0;
  bool timed_out = false;
};

// The child sees a copy of this process as it is now; it ends with us, whichever way we end.
GuardedResult run_guarded(const std::function<std::string()>& function, int seconds);

std::string signal_name(int number);  // SIGSEGV

}  // namespace keratin
