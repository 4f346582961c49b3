// A stack of its own that runs until it switches to another; the cheapest way to stop in the middle of compiled code.
#pragma once

#include <cstddef>

namespace keratin {

class Fiber {
 public:
  Fiber();
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  void begin(void (*entry)());  // the next switch to it calls `entry`, which never returns
  void* stopped_at = nullptr;   // where it goes on

 private:
  char* stack_;  // with a page below it that faults
};

// Saves where the running fiber stops and goes on at `to`.
void switch_fiber(void** from, void* to);

}  // namespace keratin
