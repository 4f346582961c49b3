#include "runtime/threads/pool.h"

#include "runtime/base/diagnostic.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace keratin {
namespace {

constexpr int spins = 20000;  // some 50 microseconds, then a worker sleeps

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

#if defined(__x86_64__)
OurRounding::OurRounding() : before_(_mm_getcsr()) { _mm_setcsr(0x1F80); }
OurRounding::~OurRounding() { _mm_setcsr(before_); }
#else
OurRounding::OurRounding() : before_(0) {}
OurRounding::~OurRounding() {}
#endif

Pool::Pool(int threads, int64_t scratch_bytes, uint32_t first_epoch) : epoch_(first_epoch) {
  check(threads >= 1, "a pool has at least the calling thread");
  for (int i = 0; i < threads; ++i) scratch_.push_back(allocate(scratch_bytes, "a thread's scratch"));
  c_pool_ = {this, [](void* self, KeratinTask task, void* call, int chunks) { static_cast<Pool*>(self)->run(task, call, chunks); }, scratch_[0].get()};
  for (int i = 1; i < threads; ++i) workers_.emplace_back([this, i, first_epoch] { work(i, first_epoch); });
}

Pool::~Pool() {
  stop_ = true;
  epoch_.fetch_add(1);
  epoch_.notify_all();
  for (std::thread& t : workers_) t.join();
}

void Pool::work(int worker, uint32_t seen) {
  OurRounding rounding;
  for (;;) {
    for (int i = 0; epoch_.load(std::memory_order_acquire) == seen; ++i) {
      if (i < spins) {
        pause();
      } else {
        parked_.fetch_add(1);
        epoch_.wait(seen);
        parked_.fetch_sub(1);
      }
    }
    seen = epoch_.load(std::memory_order_acquire);
    if (stop_) return;
    claim(seen, scratch_[worker].get());
  }
}

// A ticket of another epoch is never taken: whoever comes late finds nothing to do.
void Pool::claim(uint32_t epoch, char* scratch) {
  for (;;) {
    uint64_t ticket = ticket_.load(std::memory_order_acquire);
    if (static_cast<uint32_t>(ticket >> 32) != epoch || static_cast<uint32_t>(ticket) >= chunks_) return;
    if (!ticket_.compare_exchange_weak(ticket, ticket + 1, std::memory_order_acq_rel)) continue;
    const int chunk = static_cast<int>(ticket & 0xffffffff);
    task_(call_, scratch, chunk, chunk + 1);
    done_.fetch_add(1, std::memory_order_release);
  }
}

void Pool::run(KeratinTask task, void* call, int chunks) {
  OurRounding rounding;
  if (workers_.empty() || chunks == 1) return task(call, scratch_[0].get(), 0, chunks);
  ticket_.store(~uint64_t(0), std::memory_order_release);  // beyond every job: nobody claims while it changes
  task_ = task, call_ = call, chunks_ = static_cast<uint32_t>(chunks);
  done_.store(0, std::memory_order_relaxed);
  const uint32_t epoch = epoch_.load(std::memory_order_relaxed) + 1;
  ticket_.store(uint64_t(epoch) << 32, std::memory_order_release);
  epoch_.store(epoch, std::memory_order_seq_cst);
  if (parked_.load(std::memory_order_seq_cst)) epoch_.notify_all();
  claim(epoch, scratch_[0].get());
  while (done_.load(std::memory_order_acquire) != chunks) pause();
}

}  // namespace keratin
