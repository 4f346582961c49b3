#include "runtime/files/atomic_file.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& path, const std::string& why) {
  fail("K5001", "cannot " + what + " `" + path + "`: " + why, {}, "choose a folder that exists and can be written");
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

// A device or a pipe is written to; it must not be replaced by a file.
void write_through(const std::string& path, std::string_view bytes) {
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) refuse("open", path, std::strerror(errno));
  const bool written = write_all(fd, bytes);
  const int error = errno;
  close(fd);
  if (!written) refuse("write", path, std::strerror(error));
}

// A new file beside the target, with the permissions that any new file gets.
int create_beside(const std::string& target, std::string& temporary) {
  static std::atomic<int> serial{0};
  for (int tries = 0; tries < 100; ++tries) {
    temporary = target + ".new-" + std::to_string(getpid()) + "-" + std::to_string(serial++);
    const int fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
  return -1;
}

std::string behind_links(const std::string& path) {
  char* real = realpath(path.c_str(), nullptr);
  const std::string out = real ? real : path;
  std::free(real);
  return out;
}

}  // namespace

void write_atomically(const std::string& path, std::string_view bytes) {
  struct stat old;
  const bool exists = stat(path.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) refuse("write", path, "it is a folder");
  if (exists && !S_ISREG(old.st_mode)) return write_through(path, bytes);
  if (exists && access(path.c_str(), W_OK) != 0) refuse("write", path, std::strerror(errno));
  const std::string target = exists ? behind_links(path) : path;
  const size_t slash = target.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : target.substr(0, slash + 1);

  std::string temporary;
  const int fd = create_beside(target, temporary);
  if (fd < 0) refuse("create", path, std::strerror(errno));
  const bool written = (!exists || fchmod(fd, old.st_mode & 07777) == 0) && write_all(fd, bytes) && fsync(fd) == 0;
  const int error = errno;
  close(fd);
  if (!written || rename(temporary.c_str(), target.c_str()) != 0) {
    const std::string why = std::strerror(written ? errno : error);
    unlink(temporary.c_str());
    refuse("write", path, why);
  }
  const int directory = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) fsync(directory), close(directory);
}

std::string read_whole(const std::string& path) {
  auto refuse = [&](const std::string& why) { fail("K5002", "cannot read `" + path + "`: " + why, {}, "look at the path, and at the file's permissions"); };
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) refuse(std::strerror(errno));
  struct stat s;
  if (fstat(fd, &s) != 0 || S_ISDIR(s.st_mode)) close(fd), refuse("it is a folder");
  std::string bytes(static_cast<size_t>(s.st_size), '\0');  // 0 for a pipe, which tells no size
  size_t got = 0;
  for (;;) {
    if (got == bytes.size()) bytes.resize(bytes.size() + 65536);
    const ssize_t n = read(fd, bytes.data() + got, bytes.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) { const int error = errno; close(fd), refuse(std::strerror(error)); }
    got += static_cast<size_t>(n);
    if (n == 0 || (s.st_size > 0 && got == static_cast<size_t>(s.st_size))) break;
  }
  close(fd);
  bytes.resize(got);
  return bytes;
}

}  // namespace keratin
