// Object to callable code: in memory by ORC, or as a shared library's bytes by lld.
#include <cstring>
#include <fstream>
#include <mutex>
#include <sstream>
#include <sys/mman.h>
#include <unistd.h>

#include <lld/Common/Driver.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/jit/clang/library.h"

LLD_HAS_DRIVER(elf)

namespace keratin {
namespace {

class OrcCode : public Code {
 public:
  explicit OrcCode(std::unique_ptr<llvm::orc::LLJIT> jit) : jit_(std::move(jit)) {}
  void* find(const std::string& symbol) const override {
    auto found = jit_->lookup(symbol);
    if (!found) return llvm::consumeError(found.takeError()), nullptr;
    return found->toPtr<void*>();
  }

 private:
  std::unique_ptr<llvm::orc::LLJIT> jit_;
};

}  // namespace

// Only the given symbols, and the four functions that optimisers call on their own, can be reached.
std::shared_ptr<Code> load(const std::vector<std::string>& objects, const std::vector<std::pair<std::string, void*>>& symbols, std::string* problem) {
  using namespace llvm;
  using namespace llvm::orc;
  auto failed = [&](llvm::Error e) { return *problem = toString(std::move(e)), nullptr; };
  auto jit = LLJITBuilder().setLinkProcessSymbolsByDefault(false).setPlatformSetUp(setUpInactivePlatform).create();
  if (!jit) return failed(jit.takeError());
  (*jit)->getExecutionSession().setErrorReporter([](llvm::Error e) { consumeError(std::move(e)); });
  SymbolMap known;
  auto add = [&](const std::string& name, void* address) {
    known[(*jit)->mangleAndIntern(name)] = {ExecutorAddr::fromPtr(address), JITSymbolFlags::Exported | JITSymbolFlags::Callable};
  };
  add("memcpy", reinterpret_cast<void*>(&memcpy)), add("memset", reinterpret_cast<void*>(&memset));
  add("memmove", reinterpret_cast<void*>(&memmove)), add("memcmp", reinterpret_cast<void*>(&memcmp));
  for (const auto& [name, address] : symbols) add(name, address);
  if (llvm::Error e = (*jit)->getMainJITDylib().define(absoluteSymbols(std::move(known)))) return failed(std::move(e));
  for (const std::string& object : objects)
    if (llvm::Error e = (*jit)->addObjectFile(MemoryBuffer::getMemBufferCopy(object))) return failed(std::move(e));
  return std::make_shared<OrcCode>(std::move(*jit));
}

// lld reads and writes files; both live in memory only.
bool link_shared(const std::vector<std::string>& objects, std::string* shared, std::string* problem) {
  static std::mutex one_at_a_time;  // lld keeps global state
  std::lock_guard lock(one_at_a_time);
  bool ok = true;
  std::vector<int> files;
  std::vector<std::string> paths;
  for (const std::string& object : objects) {
    const int in = memfd_create("keratin.o", MFD_CLOEXEC);
    ok = ok && in >= 0 && write(in, object.data(), object.size()) == static_cast<ssize_t>(object.size());
    files.push_back(in);
    paths.push_back("/proc/self/fd/" + std::to_string(in));
  }
  std::string folder;
  for (const char* below : {"/tmp", "/dev/shm"}) {
    folder = std::string(below) + "/keratin-link-XXXXXX";
    if (mkdtemp(folder.data())) break;
    folder.clear();
  }
  ok = ok && !folder.empty();
  const std::string to = folder + "/keratin.so";
  if (ok) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    std::vector<const char*> words = {"ld.lld", "-shared", "--threads=1", "--eh-frame-hdr", "-o", to.c_str()};
    for (const std::string& path : paths) words.push_back(path.c_str());
    const lld::Result result = lld::lldMain(words, stream, stream, {{lld::Gnu, &lld::elf::link}});
    ok = result.retCode == 0 && result.canRunAgain;
    *problem = text;
    std::ifstream file(to, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    *shared = bytes.str();
    unlink(to.c_str()), rmdir(folder.c_str());
  }
  for (int file : files) close(file);
  ok = ok && !shared->empty();
  if (!ok && problem->empty()) *problem = "the linker's file cannot be written to /tmp";
  return ok;
}

}  // namespace keratin
