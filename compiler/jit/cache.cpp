#include "compiler/jit/cache.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/diagnostic.h"
#include "runtime/base/hash.h"

namespace keratin {
namespace {

constexpr std::string_view format = "keratin cache 2, " KERATIN_COMPILER "\n";  // LLVM's version and how we use it: a change of either makes other keys
constexpr int64_t most_bytes = 512ll << 20;

std::string folder_name() {
  const char *xdg = std::getenv("XDG_CACHE_HOME"), *home = std::getenv("HOME");
  if (xdg && *xdg == '/') return std::string(xdg) + "/keratin";
  return home && *home == '/' ? std::string(home) + "/.cache/keratin" : "";
}

// Somebody else may have put code there: that is said, once.
std::string refused(const std::string& folder, const char* why, std::string* problem) {
  *problem = folder + " " + why;
  static std::once_flag once;
  std::call_once(once, [&] {
    const Diagnostic warning{"K5004", "the cache of compiled code is not used: " + *problem, {}, "remove it, or set XDG_CACHE_HOME to a folder of your own", Severity::warning};
    std::fputs((to_string(warning) + "\n").c_str(), stderr);
  });
  return "";
}

// The folder, made if need be; or why it is not used: code is loaded from it, so it must be ours alone.
std::string usable_folder(std::string* problem) {
  const char* off = std::getenv("KERATIN_CACHE");
  if (off && std::string_view(off) == "off") return *problem = "switched off by KERATIN_CACHE", "";
  const std::string folder = folder_name();
  if (folder.empty()) return *problem = "neither XDG_CACHE_HOME nor HOME names a folder", "";
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(folder).parent_path(), error);
  mkdir(folder.c_str(), 0700);
  struct stat s;
  if (lstat(folder.c_str(), &s) != 0) return *problem = folder + ": " + std::strerror(errno), "";
  if (!S_ISDIR(s.st_mode)) return refused(folder, "is not a folder (links are not followed)", problem);
  if (s.st_uid != geteuid()) return refused(folder, "belongs to another user", problem);
  if (s.st_mode & 022) return refused(folder, "can be written by other users", problem);
  return folder;
}

std::string read_file(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return "";
  struct stat s;
  std::string bytes;
  if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_uid == geteuid() && s.st_size < most_bytes) {
    bytes.resize(s.st_size);
    size_t got = 0;
    while (got < bytes.size()) {
      const ssize_t n = read(fd, bytes.data() + got, bytes.size() - got);
      if (n <= 0) break;
      got += n;
    }
    bytes.resize(got);
  }
  close(fd);
  return bytes;
}
bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(n);
  }
  return true;
}

// Oldest entries go first when there are too many bytes.
void shrink(const std::string& folder) {
  std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> entries;
  int64_t bytes = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) bytes += entry.file_size(error), entries.push_back({entry.last_write_time(error), entry.path()});
  std::sort(entries.begin(), entries.end());
  for (const auto& [time, path] : entries) {
    if (bytes <= most_bytes) return;
    bytes -= std::filesystem::file_size(path, error);
    std::filesystem::remove(path, error);
  }
}

class MappedLibrary : public Code {
 public:
  MappedLibrary(void* handle, int file) : handle_(handle), file_(file) {}
  ~MappedLibrary() override { dlclose(handle_), close(file_); }
  void* find(const std::string& symbol) const override { return dlsym(handle_, symbol.c_str()); }

 private:
  void* handle_;
  int file_;  // stays open: dlopen knows libraries by their path, and this number must not come back for another
};

}  // namespace

std::string cache_key(const CompileRequest& request) {
  std::string all(format);
  all += request.tier == Tier::fast ? "fast\n" : "full\n";
  for (const std::string& f : request.cpu.features) all += f + ",";
  for (const std::string& unit : request.units) all += "\n" + sha256(unit);
  return sha256(all);
}

// What is mapped is what was verified: a copy in memory, not the file.
std::shared_ptr<Code> map_library(const std::string& shared_library, std::string* problem) {
  const int fd = memfd_create("keratin", MFD_CLOEXEC);
  if (fd < 0) return nullptr;
  void* handle = nullptr;
  if (write_all(fd, shared_library)) handle = dlopen(("/proc/self/fd/" + std::to_string(fd)).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle) return std::make_shared<MappedLibrary>(handle, fd);
  const char* why = dlerror();
  if (problem) *problem = why ? why : std::strerror(errno);
  close(fd);
  return nullptr;
}

std::shared_ptr<Code> cache_load(const std::string& key) {
  std::string problem;
  const std::string folder = usable_folder(&problem);
  if (folder.empty()) return nullptr;
  const std::string path = folder + "/" + key, bytes = read_file(path);
  if (bytes.empty()) return nullptr;
  const std::string payload = bytes.size() > 64 ? bytes.substr(64) : "";
  if (payload.empty() || sha256(key + payload) != bytes.substr(0, 64)) return unlink(path.c_str()), nullptr;
  return map_library(payload);
}

void cache_store(const std::string& key, const std::string& shared_library) {
  std::string problem;
  const std::string folder = usable_folder(&problem);
  if (folder.empty() || shared_library.empty()) return;
  std::string temporary = folder + "/new-XXXXXX";
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return;
  const bool written = write_all(fd, sha256(key + shared_library)) && write_all(fd, shared_library);
  close(fd);
  if (!written || rename(temporary.c_str(), (folder + "/" + key).c_str()) != 0) unlink(temporary.c_str());
  shrink(folder);
}

CacheReport cache_report() {
  CacheReport report{folder_name()};
  const std::string folder = usable_folder(&report.problem);
  if (folder.empty()) return report;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) ++report.entries, report.bytes += entry.file_size(error);
  return report;
}

void cache_clear() {
  std::string problem;
  const std::string folder = usable_folder(&problem);
  std::error_code error;
  if (!folder.empty())
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) std::filesystem::remove(entry.path(), error);
}

}  // namespace keratin
