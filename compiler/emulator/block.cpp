// The turns of a block's threads: a thread runs until it waits; then the next one that can run, in the launch's order.
#include "compiler/emulator/block.h"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "compiler/emulator/fiber.h"

namespace keratin {
namespace {

constexpr unsigned warp = 32;
constexpr int64_t guard_bytes = 256;  // behind shared memory, to see who writes there
enum class Doing { running, at_barrier, at_shuffle, done };

struct Thread {
  Doing doing = Doing::running;
  int line = 0;        // where it waits
  unsigned mask = 0;   // of the shuffle
  float value = 0;     // offered to the others
};

class Block {
 public:
  void run(const LaunchShape& shape, ThreadOrder order, EmulatedThread& seen, const std::function<void()>& body);
  void wait(int line) { stop({Doing::at_barrier, line}); }
  float exchange(int line, unsigned mask, float value, unsigned lane) {
    const unsigned first = current_ / warp * warp;
    if (!(mask >> (current_ - first) & 1) || !(mask >> (lane % warp) & 1)) return give_up(line, "a shuffle's mask lacks the thread itself or the one it asks"), 0;
    stop({Doing::at_shuffle, line, mask, value});
    return given_[current_ / warp][lane % warp];
  }
  void finish() { stop({Doing::done}); }
  const std::string& problem() const { return problem_; }
  const std::function<void()>& body() const { return *body_; }

 private:
  std::vector<std::unique_ptr<Fiber>> fibers_;  // kept from launch to launch
  std::vector<Thread> threads_;
  std::vector<std::array<float, warp>> given_;  // what a warp's lanes got in the last shuffle
  const std::function<void()>* body_ = nullptr;
  EmulatedThread* seen_ = nullptr;
  std::vector<char> shared_;
  std::string problem_;
  ThreadOrder order_ = ThreadOrder::ascending;
  unsigned current_ = 0;
  void* outside_ = nullptr;

  void stop(Thread as) {
    threads_[current_] = as;
    switch_fiber(&fibers_[current_]->stopped_at, outside_);
  }
  void give_up(int line, std::string_view why) {
    problem_ = fmt::format("line {}: thread {}: {}", line, current_, why);
    stop({Doing::done});
  }
  void resume(unsigned thread) {
    current_ = thread;
    seen_->thread.x = thread;
    threads_[thread].doing = Doing::running;
    switch_fiber(&outside_, fibers_[thread]->stopped_at);
  }
  // All lanes of the mask have come to the same shuffle.
  bool shuffle_complete(unsigned thread) const {
    const unsigned first = thread / warp * warp;
    for (unsigned lane = 0; lane < warp; ++lane) {
      if (!(threads_[thread].mask >> lane & 1)) continue;
      const Thread& other = threads_[first + lane];
      if (other.doing != Doing::at_shuffle || other.mask != threads_[thread].mask || other.line != threads_[thread].line) return false;
    }
    return true;
  }
  void shuffle(unsigned thread);
  bool pass_barrier();
  void advance_warp(unsigned first);
  std::string where_all_wait() const;
};

// Every lane's value is known; each lane reads when it runs again. The lanes of one mask go on before others overwrite it:
// a second shuffle of the same lanes is complete only when all of them have read.
void Block::shuffle(unsigned thread) {
  const unsigned first = thread / warp * warp, mask = threads_[thread].mask;
  for (unsigned lane = 0; lane < warp; ++lane)
    if (mask >> lane & 1) given_[thread / warp][lane] = threads_[first + lane].value;
  for (unsigned i = 0; i < warp && problem_.empty(); ++i) {
    const unsigned lane = order_ == ThreadOrder::ascending ? i : warp - 1 - i;
    if (mask >> lane & 1) resume(first + lane);
  }
}

// Shuffles of one warp until all its lanes wait at the block's barrier or have ended.
void Block::advance_warp(unsigned first) {
  for (bool moved = true; moved && problem_.empty();) {
    moved = false;
    for (unsigned lane = 0; lane < warp && !moved; ++lane)
      if (threads_[first + lane].doing == Doing::at_shuffle && shuffle_complete(first + lane)) shuffle(first + lane), moved = true;
  }
}

// True if the whole block waits at one barrier: it may go on.
bool Block::pass_barrier() {
  const int line = threads_[0].line;
  for (const Thread& t : threads_)
    if (t.doing != Doing::at_barrier || t.line != line) return false;
  return true;
}

std::string Block::where_all_wait() const {
  const Thread* waits = nullptr;
  for (const Thread& t : threads_) {
    const size_t number = &t - threads_.data();
    if (t.doing == Doing::at_shuffle) return fmt::format("line {}: thread {} waits for lanes that never come to its shuffle", t.line, number);
    if (t.doing == Doing::at_barrier && waits && waits->line != t.line) return fmt::format("threads wait at different barriers, lines {} and {}", waits->line, t.line);
    if (t.doing == Doing::at_barrier) waits = &t;
  }
  return fmt::format("line {}: threads wait at a barrier that others never reach", waits ? waits->line : 0);
}

Block the_block;  // one at a time

void thread_body() {
  for (;;) {
    the_block.body()();
    the_block.finish();
  }
}
void wait_at(int line) { the_block.wait(line); }
float exchange_at(int line, unsigned mask, float value, unsigned lane) { return the_block.exchange(line, mask, value, lane); }

void Block::run(const LaunchShape& shape, ThreadOrder order, EmulatedThread& seen, const std::function<void()>& body) {
  const unsigned count = static_cast<unsigned>(shape.threads);
  body_ = &body, order_ = order, seen_ = &seen, problem_.clear();
  while (fibers_.size() < count) fibers_.push_back(std::make_unique<Fiber>());
  for (unsigned i = 0; i < count; ++i) fibers_[i]->begin(thread_body);
  threads_.assign(count, {});
  given_.resize(count / warp);
  shared_.assign(shape.shared_bytes + guard_bytes + 1024, '\xff');  // as floats: NaN
  char* aligned = shared_.data() + (1024 - reinterpret_cast<uintptr_t>(shared_.data()) % 1024) % 1024;
  seen.shared = aligned, seen.wait = wait_at, seen.exchange = exchange_at, seen.threads.x = count;

  while (problem_.empty()) {
    for (unsigned i = 0; i < count && problem_.empty(); ++i) {
      const unsigned thread = order == ThreadOrder::ascending ? i : count - 1 - i;
      resume(thread);
      if (i % warp == warp - 1) advance_warp(thread / warp * warp);
    }
    if (!problem_.empty() || pass_barrier()) continue;
    if (std::all_of(threads_.begin(), threads_.end(), [](const Thread& t) { return t.doing == Doing::done; })) break;
    problem_ = where_all_wait();
  }
  for (int64_t i = shape.shared_bytes; i < shape.shared_bytes + guard_bytes && problem_.empty(); ++i)
    if (aligned[i] != '\xff') problem_ = fmt::format("byte {} of {} bytes of shared memory was written", i, shape.shared_bytes);
}

}  // namespace

std::string run_block(unsigned block, const LaunchShape& shape, ThreadOrder order, EmulatedThread& seen, const std::function<void()>& body) {
  seen.block.x = block;
  the_block.run(shape, order, seen, body);
  return the_block.problem();
}

}  // namespace keratin
