// What the emulator makes of threads that wait for each other, and of kernels that go wrong.
#include <numeric>

#include <gtest/gtest.h>

#include "compiler/emulator/emulator.h"
#include "runtime/base/diagnostic.h"
#include "runtime/base/hash.h"

namespace keratin::testing {
namespace {

// One kernel `k(float* x)` with this body; x after a launch over it.
std::vector<float> launched(const std::string& body, const LaunchShape& shape, ThreadOrder order = ThreadOrder::ascending) {
  const EmulatedText text("extern \"C\" __global__ void k(float* x) {\n  const int t = (int)threadIdx.x;\n" + body + "\n}\n", {{"k", {"float*"}}});
  std::vector<float> x(4096, 0.0f);
  text.launch("k", shape, {{.pointer = x.data()}}, order);
  return x;
}
std::string complaint(const std::string& body, const LaunchShape& shape) {
  try {
    launched(body, shape);
  } catch (const InternalError& e) {
    return e.what();
  }
  return "";
}
#define EXPECT_COMPLAINT(body, shape, words) EXPECT_NE(complaint(body, shape).find(words), std::string::npos) << complaint(body, shape)

constexpr ThreadOrder orders[] = {ThreadOrder::ascending, ThreadOrder::descending};

TEST(Block, EveryThreadOfEveryBlockRuns) {
  for (ThreadOrder order : orders) {
    const std::vector<float> x = launched("x[(int)blockIdx.x * (int)blockDim.x + t] = (float)(t + 1000 * (int)blockIdx.x);", {.blocks = 5, .threads = 96}, order);
    for (int i = 0; i < 5 * 96; ++i) EXPECT_EQ(x[i], i % 96 + 1000 * (i / 96));
    EXPECT_EQ(x[5 * 96], 0);
  }
}

TEST(Block, SharedMemoryAcrossABarrier) {
  const std::string reverse = "DYN_SMEM(scratch); float* s = (float*)scratch;\n s[t] = (float)t;\n __syncthreads();\n x[t] = s[127 - t];";
  for (ThreadOrder order : orders) {
    const std::vector<float> x = launched(reverse, {.threads = 128, .shared_bytes = 512}, order);
    for (int i = 0; i < 128; ++i) EXPECT_EQ(x[i], 127 - i);
  }
}

// Shared memory begins as NaN, so a value that is read too early shows in either order.
TEST(Block, AMissingBarrierShows) {
  const std::string racy = "DYN_SMEM(scratch); float* s = (float*)scratch;\n s[t] = (float)t;\n x[t] = s[127 - t];";
  for (ThreadOrder order : orders) {
    const std::vector<float> x = launched(racy, {.threads = 128, .shared_bytes = 512}, order);
    EXPECT_GE(std::count_if(x.begin(), x.begin() + 128, [](float v) { return v != v; }), 32);
  }
}

TEST(Block, ShufflesFoldHalfWarpsAndWholeWarps) {
  for (ThreadOrder order : orders) {
    const std::vector<float> half = launched(R"(
      float v = (float)t;
      const unsigned mask = 0xffffu << (t & 16);
      for (int apart = 8; apart > 0; apart /= 2) v = v + shfl_xor(mask, v, apart);
      x[t] = v; x[64 + t] = shfl_from(mask, v + (float)t, t & 16);)", {.threads = 64}, order);
    for (int t = 0; t < 64; ++t) {
      const float sum = 16.0f * (t / 16 * 16) + 120;
      EXPECT_EQ(half[t], sum);
      EXPECT_EQ(half[64 + t], sum + static_cast<float>(t / 16 * 16));
    }
    const std::vector<float> whole = launched("float v = (float)t;\n for (int apart = 16; apart > 0; apart /= 2) v = v + shfl_xor(0xffffffffu, v, apart);\n x[t] = v;", {.threads = 32}, order);
    for (int t = 0; t < 32; ++t) EXPECT_EQ(whole[t], 496);
  }
}

TEST(Block, HalfAWarpMayShuffleAlone) {
  const std::vector<float> x = launched("if (t < 16) x[t] = shfl_xor(0xffffu, (float)t, 1);", {.threads = 32});
  for (int t = 0; t < 16; ++t) EXPECT_EQ(x[t], t ^ 1);
}

TEST(Block, HasAWholeWarpAtLeast) {
  EXPECT_COMPLAINT("x[t] = 1.0f;", (LaunchShape{.blocks = 4, .threads = 1}), "a block has whole warps of 32 threads");
  EXPECT_COMPLAINT("x[t] = 1.0f;", (LaunchShape{.threads = 16}), "a block has whole warps of 32 threads");
  EXPECT_COMPLAINT("x[t] = 1.0f;", (LaunchShape{.threads = 33}), "a block has whole warps of 32 threads");
  EXPECT_COMPLAINT("x[t] = 1.0f;", (LaunchShape{.threads = 2048}), "a block has whole warps of 32 threads");
}

TEST(Block, WrongWaitingIsSaidWithItsLine) {
  EXPECT_COMPLAINT("if (t < 7) __syncthreads();", (LaunchShape{.threads = 32}), "line 3: threads wait at a barrier that others never reach");
  EXPECT_COMPLAINT("if (t < 7)\n __syncthreads();\n else\n __syncthreads();", (LaunchShape{.threads = 32}), "threads wait at different barriers, lines 4 and 6");
  EXPECT_COMPLAINT("if (t != 5) x[t] = shfl_xor(0xffffffffu, 1.0f, 1);", (LaunchShape{.threads = 32}), "line 3: thread 0 waits for lanes that never come to its shuffle");
  EXPECT_COMPLAINT("x[t] = shfl_xor(0xffffu, 1.0f, 1);", (LaunchShape{.threads = 32}), "line 3: thread 16: a shuffle's mask lacks the thread itself");
}
TEST(Block, WritingBehindSharedMemoryIsSeen) {
  EXPECT_COMPLAINT("DYN_SMEM(scratch); ((float*)scratch)[t] = 1.0f;", (LaunchShape{.threads = 32, .shared_bytes = 124}), "byte 124 of 124 bytes of shared memory was written");
}
TEST(Block, TheNextLaunchIsNotHarmed) {
  EXPECT_NE(complaint("if (t < 7) __syncthreads();", {.threads = 32}), "");
  EXPECT_EQ(launched("x[t] = 2.0f;", {.threads = 64})[63], 2.0f);
}

TEST(Block, HashIsThatOfTheTextAlone) {
  const std::string text = "extern \"C\" __global__ void k(float* x) { *x = 1.0f; }\n";
  EXPECT_EQ(EmulatedText(text, {{"k", {"float*"}}}).text_hash(), sha256(text));
}

}  // namespace
}  // namespace keratin::testing
