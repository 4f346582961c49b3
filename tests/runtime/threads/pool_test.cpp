// The pool: every chunk once, on any number of threads, with scratch and rounding of its own.
#include "runtime/threads/pool.h"

#include <chrono>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace keratin {
namespace {

// A job that counts how often each chunk ran.
struct Counted {
  std::vector<std::atomic<int>> times;
  explicit Counted(int chunks) : times(static_cast<size_t>(chunks)) {}
  static void task(void* call, char*, int first, int last) {
    for (int c = first; c < last; ++c) static_cast<Counted*>(call)->times[c].fetch_add(1);
  }
  bool each_once() const {
    for (const auto& t : times)
      if (t != 1) return false;
    return true;
  }
};

class Threads : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(OneToFour, Threads, testing::Range(1, 5));

TEST_P(Threads, RunEachChunkOnce) {
  Pool pool(GetParam(), 0);
  EXPECT_EQ(pool.threads(), GetParam());
  for (int chunks : {0, 1, 2, 3, 4, 5, 7, 16, 33, 100, 1000, 4099}) {
    Counted job(chunks);
    pool.run(Counted::task, &job, chunks);
    EXPECT_TRUE(job.each_once()) << chunks << " chunks";
  }
}
TEST_P(Threads, ManySmallJobsFollowEachOther) {
  Pool pool(GetParam(), 0);
  for (int i = 0; i < 3000; ++i) {
    Counted job(1 + i % 9);
    pool.run(Counted::task, &job, 1 + i % 9);
    ASSERT_TRUE(job.each_once()) << "job " << i;
  }
}
TEST_P(Threads, JobNumbersMayReturnToZero) {
  for (uint32_t first : {~0u - 3, ~0u - 1, ~0u}) {
    Pool pool(GetParam(), 0, first);
    for (int i = 0; i < 8; ++i) {
      Counted job(37);
      pool.run(Counted::task, &job, 37);
      ASSERT_TRUE(job.each_once()) << "job " << i << " after " << first;
    }
  }
}
TEST_P(Threads, PoolsMayLiveInsideEachOther) {
  Pool outer(GetParam(), 0);
  for (int i = 0; i < 20; ++i) {
    Pool inner(GetParam(), 0);
    Counted a(11), b(13);
    outer.run(Counted::task, &a, 11);
    inner.run(Counted::task, &b, 13);
    EXPECT_TRUE(a.each_once() && b.each_once());
  }
}
TEST_P(Threads, AJobMayUseAnotherPool) {
  Pool outer(GetParam(), 0);
  struct Call {
    static void task(void* call, char*, int, int) {
      Pool inner(2, 0);
      Counted job(5);
      inner.run(Counted::task, &job, 5);
      if (job.each_once()) static_cast<std::atomic<int>*>(call)->fetch_add(1);
    }
  };
  std::atomic<int> good{0};
  outer.run(Call::task, &good, 4);
  EXPECT_EQ(good, GetParam() == 1 ? 1 : 4);  // one thread takes all chunks in one call
}

// Two chunks that wait for each other need two threads: a sleeping worker must come.
TEST(Pool, SleepingWorkersWake) {
  Pool pool(2, 0);
  struct Meeting {
    std::atomic<int> there{0};
    static void task(void* call, char*, int first, int last) {
      auto& m = *static_cast<Meeting*>(call);
      m.there += last - first;
      while (m.there < 2) std::this_thread::yield();
    }
  };
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // long enough to fall asleep
    Meeting meeting;
    pool.run(Meeting::task, &meeting, 2);
    EXPECT_EQ(meeting.there, 2);
  }
}

TEST_P(Threads, ScratchIsAlignedDistinctAndWritable) {
  constexpr int64_t bytes = 1000;
  Pool pool(GetParam(), bytes);
  struct Seen {
    std::mutex mutex;
    std::set<char*> places;
    static void task(void* call, char* scratch, int first, int last) {
      auto& seen = *static_cast<Seen*>(call);
      for (int c = first; c < last; ++c) {
        std::fill(scratch, scratch + bytes, static_cast<char>(c));
        for (int64_t i = 0; i < bytes; ++i)
          if (scratch[i] != static_cast<char>(c)) ADD_FAILURE() << "another thread writes here";
      }
      std::lock_guard lock(seen.mutex);
      seen.places.insert(scratch);
    }
  } seen;
  for (int i = 0; i < 100; ++i) pool.run(Seen::task, &seen, 16);
  EXPECT_LE(static_cast<int>(seen.places.size()), GetParam());
  char* before = nullptr;
  for (char* place : seen.places) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(place) % 64, 0u);
    if (before) { EXPECT_GE(place - before, bytes); }
    before = place;
  }
  EXPECT_TRUE(GetParam() > 1 || *seen.places.begin() == pool.c_pool()->scratch);
}

TEST(Pool, GeneratedCodeReachesItThroughPlainC) {
  Pool pool(3, 64);
  const KeratinPool* c = pool.c_pool();
  Counted job(50);
  c->run(c->self, Counted::task, &job, 50);
  EXPECT_TRUE(job.each_once());
}

#if defined(__x86_64__)
constexpr unsigned ours = 0x1F80, flush = 0x8040;  // round to nearest, all masked; flush to zero and subnormals are zero

struct Modes {
  std::atomic<int> wrong{0};
  static void task(void* call, char*, int first, int last) {
    volatile float tiny = 1e-39f;
    if ((_mm_getcsr() & ~0x3fu) != ours || tiny * 0.5f == 0.0f) static_cast<Modes*>(call)->wrong += last - first;
  }
};

TEST_P(Threads, ChunksRoundAsWeDoWhateverTheCallerHasSet) {
  const unsigned before = _mm_getcsr();
  _mm_setcsr(ours | flush | 0x2000);  // and rounds down
  Pool pool(GetParam(), 0);           // workers are born with the caller's mode
  Modes modes;
  for (int chunks : {1, 2, 64}) pool.run(Modes::task, &modes, chunks);
  const unsigned after = _mm_getcsr();
  _mm_setcsr(before);
  EXPECT_EQ(modes.wrong, 0);
  EXPECT_EQ(after, ours | flush | 0x2000) << "the caller's mode comes back";
}
TEST(OurRounding, ComesAndGoes) {
  const unsigned before = _mm_getcsr();
  _mm_setcsr(ours | flush);
  {
    OurRounding rounding;
    EXPECT_EQ(_mm_getcsr(), ours);
    {
      OurRounding again;
      EXPECT_EQ(_mm_getcsr(), ours);
    }
    EXPECT_EQ(_mm_getcsr(), ours);
  }
  const unsigned after = _mm_getcsr();
  _mm_setcsr(before);
  EXPECT_EQ(after, ours | flush);
}
#endif

}  // namespace
}  // namespace keratin
