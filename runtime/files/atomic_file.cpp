#include "runtime/files/atomic_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"

namespace keratin {

void write_atomically(const std::string& path, std::string_view bytes) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  std::string temporary = path + ".new-XXXXXX";
  auto give_up = [&](const std::string& what) {
    const std::string why = std::strerror(errno);
    unlink(temporary.c_str());
    fail("K5001", "cannot " + what + " `" + path + "`: " + why, {}, "choose a folder that exists and can be written");
  };
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) give_up("create");
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) { const int error = errno; close(fd); errno = error; give_up("write"); }
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  fchmod(fd, 0644);
  if (fsync(fd) != 0) { const int error = errno; close(fd); errno = error; give_up("write"); }
  close(fd);
  if (rename(temporary.c_str(), path.c_str()) != 0) give_up("rename to");
  const int directory = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) fsync(directory), close(directory);
}

std::string read_whole(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat s;
  if (fd < 0 || fstat(fd, &s) != 0 || S_ISDIR(s.st_mode)) {
    const std::string why = fd < 0 ? std::strerror(errno) : "it is a folder";
    if (fd >= 0) close(fd);
    fail("K5002", "cannot read `" + path + "`: " + why);
  }
  std::string bytes(static_cast<size_t>(s.st_size), '\0');
  size_t got = 0;
  for (;;) {
    if (got == bytes.size()) bytes.resize(bytes.size() + 65536);
    const ssize_t n = read(fd, bytes.data() + got, bytes.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    got += static_cast<size_t>(n);
    if (got == static_cast<size_t>(s.st_size) && s.st_size > 0) break;
  }
  close(fd);
  bytes.resize(got);
  return bytes;
}

}  // namespace keratin
