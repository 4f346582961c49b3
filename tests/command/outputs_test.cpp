// Files and streams that cannot be written, and caches that cannot be used: told early, and nothing is lost.
#include "tests/command/command.h"

#include <sys/stat.h>

namespace keratin::testing {
namespace {

class Outputs : public Command {
 protected:
  Result train(std::vector<std::string> more, const std::function<void()>& before_start = {}) const {
    more.insert(more.begin(), {"train", example("iris.cpp"), "--data", "iris", "--seed", "1"});
    return run(more, before_start);
  }
  // One step to compile: what the tests of the cache run.
  std::string predicted() const {
    const Result r = run({"predict", example("iris.cpp"), "--data", "iris", "--seed", "1", "--optimize", "fast", "--timings", "t.json", "-o", "p.npy"});
    EXPECT_EQ(r.code, 0) << r.err;
    return text_of("p.npy");
  }
  bool cache_hit() const { return text_of("t.json").find("\"cache_hit\":true") != std::string::npos; }
  std::vector<std::filesystem::path> cached() const {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "cache/keratin")) out.push_back(entry.path());
    return out;
  }
};

TEST_F(Outputs, AreLookedAtBeforeTraining) {
  std::filesystem::create_directory(folder / "there.npz");
  file("file", "");
  for (const char* option : {"--save", "--history", "--timings"}) {
    const std::string ending = option == std::string("--save") ? ".npz" : ".json";
    for (const std::string& folder_name : {std::string("missing/"), std::string("file/")}) {
      const Result r = train({option, folder_name + "out" + ending});
      expect_refusal(r, {5, "K5001", {folder_name + "out" + ending}}, option);
      EXPECT_EQ(r.err.find("loss:"), std::string::npos) << "no epoch was trained";
    }
  }
  expect_refusal(train({"--save", "there.npz"}), {5, "K5001", {"it is a folder"}}, "folder");
  expect_refusal(run({"predict", example("iris.cpp"), "--data", "iris", "-o", "missing/p.npy"}), {5, "K5001", {"missing/p.npy"}}, "predict");
  expect_refusal(run({"evaluate", example("iris.cpp"), "--data", "iris", "--json", "missing/e.json"}), {5, "K5001", {"missing/e.json"}}, "evaluate");
  expect_refusal(run({"dump", example("iris.cpp"), "--dump-to", "file/inside"}), {5, "K5001", {"file/inside"}}, "dump");
  if (geteuid() == 0) return;  // root may write everywhere
  std::filesystem::create_directory(folder / "read-only");
  std::filesystem::permissions(folder / "read-only", std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  expect_refusal(train({"--save", "read-only/w.npz"}), {5, "K5001", {"Permission denied"}}, "read-only");
}

// A file that cannot be written after all costs itself, and not the others.
TEST_F(Outputs, OneThatFailsLeavesTheOthers) {
  const Result r = train({"--save", "/dev/full", "--history", "h.json"});
  EXPECT_EQ(r.code, 5) << r.err;
  for (const char* words : {"error[K5001]", "`/dev/full`", "No space left"}) EXPECT_NE(r.err.find(words), std::string::npos) << r.err;
  EXPECT_TRUE(exists("h.json"));
}

TEST_F(Outputs, StandardOutputIsFullClosedOrLeft) {
  const auto to = [](const char* path) {
    return [path] {
      const int fd = open(path, O_WRONLY);
      dup2(fd, 1);
    };
  };
  const std::vector<std::string> dump = {"dump", example("iris.cpp")};
  expect_refusal(run(dump, to("/dev/full")), {5, "K5001", {"standard output", "No space left"}}, "full");
  expect_refusal(run({"--help"}, to("/dev/full")), {5, "K5001", {"standard output"}}, "full help");
  expect_refusal(run(dump, [] { close(1); }), {5, "K5001", {"standard output", "Bad file descriptor"}}, "closed");
  const auto to_nobody = [] {
    int ends[2];
    if (pipe(ends) == 0) dup2(ends[1], 1), close(ends[0]), close(ends[1]);
  };
  const Result left = run(dump, to_nobody);  // as `keratin dump | head -1`
  EXPECT_EQ(left.code, 5);
  EXPECT_EQ(left.err, "") << "a reader that left needs no words";
}

// Progress that nobody reads costs nobody their weights.
TEST_F(Outputs, TrainingGoesOnWithoutReaders) {
  const auto nobody_listens = [] {
    int ends[2];
    if (pipe(ends) == 0) dup2(ends[1], 2), close(ends[0]), close(ends[1]);
  };
  for (const char* verbose : {"1", "2"}) {
    EXPECT_EQ(train({"--save", "w.npz", "--epochs", "3", "--verbose", verbose}, nobody_listens).code, 0);
    EXPECT_TRUE(exists("w.npz"));
    std::filesystem::remove(folder / "w.npz");
  }
  const Result closed = train({"--save", "w.npz", "--epochs", "3"}, [] { close(0), close(2); });
  EXPECT_EQ(closed.code, 0);
  EXPECT_EQ(text_of("w.npz").substr(0, 2), "PK") << "no word of progress goes into a file";
}

TEST_F(Outputs, CacheIsUsedAndCleared) {
  const std::string fresh = predicted();
  EXPECT_FALSE(cache_hit());
  EXPECT_EQ(predicted(), fresh);
  EXPECT_TRUE(cache_hit());
  const std::string shown = run({"cache", "--show"}).out;
  EXPECT_NE(shown.find(" " + std::to_string(cached().size()) + " entries"), std::string::npos) << shown;
  EXPECT_NE(run({"cache", "--clear"}).out.find(" 0 entries, 0 bytes"), std::string::npos);
  EXPECT_TRUE(cached().empty());
}

TEST_F(Outputs, DamagedCacheEntriesAreMisses) {
  const std::string fresh = predicted();
  struct Damage {
    const char* what;
    std::function<std::string(std::string)> spoil;
  };
  const Damage damages[] = {
      {"a bit", [](std::string s) { return s[s.size() / 2] ^= 1, s; }},
      {"the hash", [](std::string s) { return s[0] = s[0] == '0' ? '1' : '0', s; }},
      {"the end", [](std::string s) { return s.substr(0, s.size() - 100); }},
      {"all", [](std::string) { return std::string(); }},
      {"another thing", [](std::string) { return std::string(1000, 'x'); }},
  };
  for (const Damage& damage : damages) {
    for (const auto& path : cached()) {
      const std::string whole = read_text(path);
      std::ofstream(path, std::ios::binary) << damage.spoil(whole);
    }
    EXPECT_EQ(predicted(), fresh) << damage.what;
    EXPECT_FALSE(cache_hit()) << damage.what;
    predicted();
    EXPECT_TRUE(cache_hit()) << "the entry is whole again after: " << damage.what;
  }
}

// Code is loaded from the cache: a folder that others may have written to is not used, and doctor says so.
TEST_F(Outputs, CacheFoldersThatAreNotOurs) {
  const std::filesystem::path cache = folder / "cache/keratin";
  struct Case {
    const char* said;
    std::function<bool()> prepare;  // false: it cannot be had here
  };
  const Case cases[] = {
      {"can be written by other users", [&] { return std::filesystem::create_directories(cache), chmod(cache.c_str(), 0777) == 0; }},
      {"belongs to another user", [&] { return std::filesystem::create_directories(cache), chown(cache.c_str(), 1, 1) == 0; }},
      {"not a folder", [&] { return std::filesystem::create_directories(folder / "elsewhere"), std::filesystem::create_directories(cache.parent_path()), std::filesystem::create_directory_symlink(folder / "elsewhere", cache), true; }},
      {"not a folder", [&] { return std::filesystem::create_directories(cache.parent_path()), std::ofstream(cache) << "x", true; }},
      {"switched off", [&] { return environment["KERATIN_CACHE"] = "off", true; }},
  };
  for (const Case& c : cases) {
    std::filesystem::remove_all(folder / "cache");
    if (!c.prepare()) continue;
    predicted(), predicted();
    EXPECT_FALSE(cache_hit()) << c.said;
    EXPECT_NE(run({"doctor"}).out.find(c.said), std::string::npos) << c.said;
    EXPECT_EQ(run({"cache", "--clear"}).code, 5) << c.said;
  }
}

}  // namespace
}  // namespace keratin::testing
