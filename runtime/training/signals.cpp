// Ctrl-C and kill: training ends after the batch, and says so.
#include <csignal>

#include <unistd.h>

#include "runtime/training/fit.h"

namespace keratin {
namespace {

volatile std::sig_atomic_t signal_seen = 0;
void on_signal(int number) {
  if (signal_seen) _exit(128 + number);
  signal_seen = number;
}

}  // namespace

void catch_signals() {
  signal_seen = 0;
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}
int caught_signal() { return signal_seen; }

}  // namespace keratin
