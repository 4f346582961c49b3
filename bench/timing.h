// How one thread's work is timed.
#pragma once

#include <algorithm>
#include <ctime>

namespace keratin::bench {

// Seconds of one thread: what other processes do meanwhile does not count.
inline double thread_seconds() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}
// The least of several blocks of calls.
template <class F>
double seconds_a_call(F&& call, int calls) {
  double best = 1e9;
  for (int block = 0; block < 15; ++block) {
    const double start = thread_seconds();
    for (int i = 0; i < calls; ++i) call();
    best = std::min(best, (thread_seconds() - start) / calls);
  }
  return best;
}

}  // namespace keratin::bench
