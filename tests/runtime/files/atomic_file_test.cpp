// Files appear whole or not at all, and a failed write leaves the old one as it was.
#include "runtime/files/atomic_file.h"

#include <csignal>
#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

using testing_help::content;
using testing_help::Folder;
using testing_help::refuses;

int permissions(const std::string& path) {
  struct stat s;
  return stat(path.c_str(), &s) == 0 ? s.st_mode & 07777 : -1;
}
auto writing(const std::string& path, const std::string& bytes = "new") {
  return [=] { write_atomically(path, bytes); };
}

TEST(AtomicFile, WritesAndReplaces) {
  Folder folder;
  for (const std::string& bytes : {std::string("first"), std::string("second, which is longer"), std::string(), std::string(1 << 20, '\0')}) {
    write_atomically(folder / "f", bytes);
    EXPECT_EQ(content(folder / "f"), bytes);
    EXPECT_EQ(read_whole(folder / "f"), bytes);
  }
  EXPECT_EQ(folder.files(), 1u) << "nothing is left beside it";
}
TEST(AtomicFile, NewFilesGetTheUsualPermissionsAndOldOnesKeepTheirs) {
  Folder folder;
  const mode_t before = umask(027);
  write_atomically(folder / "new", "x");
  folder.put("private", "old");
  chmod((folder / "private").c_str(), 0600);
  write_atomically(folder / "private", "new");
  umask(before);
  EXPECT_EQ(permissions(folder / "new"), 0640);
  EXPECT_EQ(permissions(folder / "private"), 0600);
}
TEST(AtomicFile, LinksAreFollowed) {
  Folder folder;
  folder.put("real", "old");
  symlink("real", (folder / "link").c_str());
  write_atomically(folder / "link", "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_EQ(content(folder / "real"), "new");
}
TEST(AtomicFile, DevicesAndPipesAreWrittenNotReplaced) {
  write_atomically("/dev/null", "x");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  EXPECT_TRUE(refuses(writing("/dev/full"), "K5001", "cannot write `/dev/full`: No space left on device"));
  Folder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = read_whole(folder / "pipe"); });
  write_atomically(folder / "pipe", "through");
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(std::filesystem::is_fifo(folder / "pipe"));
}

TEST(AtomicFile, RefusalsNameThePathAndTheReason) {
  Folder folder;
  std::filesystem::create_directory(folder / "sub");
  folder.put("file", "old");
  EXPECT_TRUE(refuses(writing(folder / "missing/f"), "K5001", "cannot create `" + folder / "missing/f" + "`: No such file or directory"));
  EXPECT_TRUE(refuses(writing(folder / "file/f"), "K5001", "Not a directory"));
  EXPECT_TRUE(refuses(writing(folder / "sub"), "K5001", "cannot write `" + folder / "sub" + "`: it is a folder"));
  EXPECT_TRUE(refuses(writing(folder / "sub/"), "K5001", "it is a folder"));
  EXPECT_TRUE(refuses(writing(folder / std::string(300, 'n')), "K5001", "File name too long"));
  EXPECT_TRUE(refuses(writing(""), "K5001", "No such file or directory"));
  EXPECT_EQ(folder.files(), 2u);
}

// Permissions do not stop the superuser, so the test becomes somebody else for a moment.
struct SomebodyElse {
  bool root = geteuid() == 0;
  SomebodyElse() {
    if (root && seteuid(65534) != 0) ADD_FAILURE() << "cannot become another user";
  }
  ~SomebodyElse() {
    if (root && seteuid(0) != 0) ADD_FAILURE() << "cannot become root again";
  }
};
TEST(AtomicFile, WhatMayNotBeWrittenStays) {
  Folder folder;
  folder.put("old", "old");
  chmod((folder / "old").c_str(), 0444);
  chmod(folder.path().c_str(), 0555);
  {
    SomebodyElse somebody;
    EXPECT_TRUE(refuses(writing(folder / "old"), "K5001", "Permission denied"));
    EXPECT_TRUE(refuses(writing(folder / "new"), "K5001", "Permission denied"));
  }
  chmod(folder.path().c_str(), 0755);
  {
    SomebodyElse somebody;
    EXPECT_TRUE(refuses(writing(folder / "old"), "K5001", "Permission denied")) << "though the folder would allow a rename";
  }
  EXPECT_EQ(content(folder / "old"), "old");
  EXPECT_EQ(folder.files(), 1u);
}

// A file size limit stops the write half way, as a full disk would.
TEST(AtomicFile, AWriteThatFailsHalfWayLeavesTheOldFileAndNothingElse) {
  Folder folder;
  folder.put("f", "old");
  rlimit before;
  getrlimit(RLIMIT_FSIZE, &before);
  auto* handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 1000;
  setrlimit(RLIMIT_FSIZE, &small);
  const auto result = refuses(writing(folder / "f", std::string(5000, 'x')), "K5001", "File too large");
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_TRUE(result);
  EXPECT_EQ(content(folder / "f"), "old");
  EXPECT_EQ(folder.files(), 1u);
}

TEST(ReadWhole, RefusalsNameThePathAndTheReason) {
  Folder folder;
  EXPECT_TRUE(refuses([&] { read_whole(folder / "none"); }, "K5002", "cannot read `" + folder / "none" + "`: No such file or directory"));
  EXPECT_TRUE(refuses([&] { read_whole(folder.path()); }, "K5002", "it is a folder"));
  EXPECT_FALSE(read_whole("/proc/self/status").empty()) << "files that tell no size are read to their end";
}

}  // namespace
}  // namespace keratin
