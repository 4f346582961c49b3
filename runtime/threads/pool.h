// A persistent pool of threads. Chunks are claimed by ticket: a worker that is not running costs nothing, for the caller
// takes what nobody claims, and waits only for chunks that somebody has.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include "runtime/base/memory.h"
#include "runtime/program.h"

namespace keratin {

class Pool {
 public:
  // `threads` counts the caller; each has `scratch_bytes` of its own, aligned to 64. Jobs are numbered from `first_epoch`
  // on; their number returns to zero after 2^32 of them, some hours of training.
  Pool(int threads, int64_t scratch_bytes, uint32_t first_epoch = 0);
  ~Pool();
  Pool(const Pool&) = delete;

  const KeratinPool* c_pool() const { return &c_pool_; }
  int threads() const { return static_cast<int>(workers_.size()) + 1; }
  // Every chunk once, under our rounding, on whatever threads come; returns when all are done.
  void run(KeratinTask task, void* call, int chunks);

 private:
  void work(int worker, uint32_t seen);
  void claim(uint32_t epoch, char* scratch);

  alignas(64) std::atomic<uint64_t> ticket_{0};  // epoch << 32 | next chunk
  alignas(64) std::atomic<int> done_{0};
  alignas(64) std::atomic<uint32_t> epoch_{0};
  std::atomic<int> parked_{0};
  std::atomic<bool> stop_{false};
  KeratinTask task_ = nullptr;
  void* call_ = nullptr;
  std::atomic<uint32_t> chunks_{0};  // a late worker may look while the next job begins; its ticket is void then
  std::vector<Memory> scratch_;
  std::vector<std::thread> workers_;
  KeratinPool c_pool_;
};

// Rounds to nearest and keeps subnormals while it lives, whatever the caller has set; then the caller's again.
class OurRounding {
 public:
  OurRounding();
  ~OurRounding();

 private:
  unsigned before_;
};

}  // namespace keratin
