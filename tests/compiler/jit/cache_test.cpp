// Compiled code on disk: found again, never trusted.
#include <sys/wait.h>

#include "tests/compiler/jit/small.h"

namespace keratin::testing {
namespace {

using Cache = WithCache;

// What the times of one compilation say: from the cache, or by Clang.
bool hits(const CompileRequest& request) {
  CompileTimes times;
  const std::shared_ptr<Code> code = compile_text(request, &times);
  EXPECT_EQ(call(*code, 3), 7);
  EXPECT_EQ(times.cache_hit, times.front_end == 0 && times.optimize == 0 && times.generate == 0);
  return times.cache_hit;
}
CompileRequest line() { return request_of({line_text()}, Tier::full, true); }

TEST_F(Cache, SecondTimeNeedsNoClang) {
  EXPECT_FALSE(hits(line()));
  EXPECT_TRUE(std::filesystem::exists(entry(line())));
  EXPECT_TRUE(hits(line()));
  EXPECT_EQ(cache_report().entries, 1);
  EXPECT_EQ(cache_report().bytes, static_cast<int64_t>(std::filesystem::file_size(entry(line()))));
  EXPECT_EQ(cache_report().folder, folder());
}
TEST_F(Cache, UnlessNotWanted) {
  CompileRequest request = line();
  request.cached = false;
  EXPECT_FALSE(hits(request));
  EXPECT_FALSE(std::filesystem::exists(folder()));
}
TEST_F(Cache, AddressesOfThisProcessAreNotKept) {
  CompileRequest request = line();
  request.symbols = {{"unused", nullptr}};
  EXPECT_FALSE(hits(request));
  EXPECT_FALSE(std::filesystem::exists(folder()));
}

TEST_F(Cache, KeyIsTextTierAndProcessor) {
  std::set<std::string> keys = {cache_key(line()), cache_key(request_of({line_text("3.0f")}, Tier::full)), cache_key(request_of({line_text()}, Tier::fast)),
                                cache_key(request_of({line_text(), line_text("3.0f")}, Tier::full)), cache_key(request_of({line_text("3.0f"), line_text()}, Tier::full))};
  for (const char* level : {"x86-64-v2", "x86-64-v3", "x86-64-v4"}) {
    CompileRequest other = line();
    other.cpu.features.push_back(level);
    keys.insert(cache_key(other));
  }
  EXPECT_EQ(keys.size(), 8u);
}

TEST_F(Cache, DamageIsAMiss) {
  const std::pair<const char*, std::function<std::string(std::string)>> damages[] = {
      {"a flipped bit of the code", [](std::string bytes) { return bytes[bytes.size() / 2] ^= 1, bytes; }},
      {"a flipped bit of the hash", [](std::string bytes) { return bytes[5] ^= 1, bytes; }},
      {"the end is missing", [](std::string bytes) { return bytes.substr(0, bytes.size() - 1); }},
      {"half is missing", [](std::string bytes) { return bytes.substr(0, bytes.size() / 2); }},
      {"only the hash", [](std::string bytes) { return bytes.substr(0, 64); }},
      {"a few bytes", [](std::string bytes) { return bytes.substr(0, 10); }},
      {"nothing", [](std::string) { return ""; }},
      {"more than was written", [](std::string bytes) { return bytes + "x"; }},
  };
  EXPECT_FALSE(hits(line()));
  const std::string whole = read(entry(line()));
  for (const auto& [what, damage] : damages) {
    write(entry(line()), damage(whole));
    EXPECT_FALSE(hits(line())) << what;
    EXPECT_EQ(read(entry(line())), whole) << what << ": written anew";
    EXPECT_TRUE(hits(line())) << what;
  }
}
// A whole, undamaged entry under the name of another one is not what was asked for.
TEST_F(Cache, AForeignEntryIsAMiss) {
  const CompileRequest other = request_of({line_text("5.0f")}, Tier::full, true);
  compile_text(other);
  write(entry(line()), read(entry(other)));
  EXPECT_FALSE(hits(line()));
  EXPECT_TRUE(hits(line()));
}
TEST_F(Cache, LinksAreNotFollowed) {
  EXPECT_FALSE(hits(line()));
  std::filesystem::rename(entry(line()), home_ / "elsewhere");
  std::filesystem::create_symlink(home_ / "elsewhere", entry(line()));
  EXPECT_FALSE(hits(line()));
}

// Two processes write one entry over and over, a third reads it: every read finds a whole one.
TEST_F(Cache, ManyWritersAtOnce) {
  EXPECT_FALSE(hits(line()));
  const std::string key = cache_key(line()), library = read(entry(line())).substr(64);
  std::vector<pid_t> writers;
  for (int i = 0; i < 2; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      for (int n = 0; n < 200; ++n) cache_store(key, library);
      _exit(0);
    }
    writers.push_back(child);
  }
  for (int n = 0; n < 200; ++n) {
    const std::shared_ptr<Code> code = cache_load(key);
    ASSERT_TRUE(code) << n;
    ASSERT_EQ(call(*code, 3), 7);
  }
  for (pid_t writer : writers) {
    int status = 0;
    waitpid(writer, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(cache_report().entries, 1) << "nothing is left behind";
}

// Without a folder that is ours alone everything works, compiled anew each time; the reason is said.
TEST_F(Cache, AFolderThatOthersWriteIsNotUsed) {
  EXPECT_FALSE(hits(line()));
  ::testing::internal::CaptureStderr();
  chmod(folder().c_str(), 0770);
  EXPECT_FALSE(hits(line()));
  EXPECT_FALSE(hits(line()));
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("warning[K5004]"), said.npos) << said;
  EXPECT_NE(said.find("can be written by other users"), said.npos) << said;
  EXPECT_EQ(said.find("K5004", said.find("K5004") + 1), said.npos) << "once is enough: " << said;
  EXPECT_NE(cache_report().problem.find("can be written by other users"), std::string::npos);
  chmod(folder().c_str(), 0700);
  EXPECT_TRUE(hits(line()));
}
TEST_F(Cache, AnothersFolderIsNotUsed) {
  EXPECT_FALSE(hits(line()));
  if (chown(folder().c_str(), 12345, 12345) != 0) GTEST_SKIP() << "skipped: only root gives a folder away";
  EXPECT_FALSE(hits(line()));
  EXPECT_NE(cache_report().problem.find("belongs to another user"), std::string::npos);
  EXPECT_EQ(cache_report().entries, 0);
}
TEST_F(Cache, AnothersEntryIsNotUsed) {
  EXPECT_FALSE(hits(line()));
  if (chown(entry(line()).c_str(), 12345, 12345) != 0) GTEST_SKIP() << "skipped: only root gives a file away";
  EXPECT_FALSE(hits(line()));
}
TEST_F(Cache, ALinkInPlaceOfTheFolderIsNotFollowed) {
  std::filesystem::create_directory(home_ / "elsewhere");
  std::filesystem::create_symlink(home_ / "elsewhere", folder());
  EXPECT_FALSE(hits(line()));
  EXPECT_FALSE(hits(line()));
  EXPECT_TRUE(std::filesystem::is_empty(home_ / "elsewhere"));
}
TEST_F(Cache, WorksWithoutAFolder) {
  write(home_ / "file", "");
  for (const char* nowhere : {"/proc/nowhere", "/dev/null/cache"}) {
    setenv("XDG_CACHE_HOME", nowhere, 1);
    EXPECT_FALSE(hits(line())) << nowhere;
    EXPECT_NE(cache_report().problem, "") << nowhere;
  }
  setenv("XDG_CACHE_HOME", home_.c_str(), 1);
  setenv("KERATIN_CACHE", "off", 1);
  EXPECT_FALSE(hits(line()));
  unsetenv("KERATIN_CACHE");
  EXPECT_FALSE(std::filesystem::exists(folder()));
}
TEST_F(Cache, IsCleared) {
  EXPECT_FALSE(hits(line()));
  cache_clear();
  EXPECT_EQ(cache_report().entries, 0);
  EXPECT_FALSE(hits(line()));
}

}  // namespace
}  // namespace keratin::testing
