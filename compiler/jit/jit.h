// Text in, callable code out. Clang, LLVM and lld live behind this plain header in a shared object that is opened on the
// first real compile; a cache hit needs none of them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace keratin {

// What the code is compiled for. `features` is what Clang calls target features (`+avx512f`), complete and explicit.
struct Cpu {
  std::string name;                   // for messages: native, x86-64-v4, x86-64-v3, x86-64-v2
  std::vector<std::string> features;  // sorted
  int vector_bits = 512;              // 512, 256 or 128
  int64_t l1_bytes = 32 << 10, l2_bytes = 1 << 20, l3_bytes = 16 << 20;  // data caches of one core
};
Cpu host_cpu();                                 // needs no LLVM: reads cpuid and the system's cache table
Cpu cpu_named(const std::string& name);         // native or x86-64-v2 … v4; Error K1xxx for another name, K8xxx if the host lacks it

enum class Tier { fast, full };                 // a short list of passes; a longer one

struct CompileRequest {
  std::vector<std::string> units;               // texts that include nothing and are linked together; compiled side by side
  Cpu cpu;
  Tier tier = Tier::full;
  bool cached = true;                           // read and write the cache on disk
  std::vector<std::pair<std::string, void*>> symbols;  // what the text may call; not empty means: not cached
};
struct CompileTimes {                           // seconds
  double front_end = 0, optimize = 0, generate = 0, link = 0, load = 0;
  bool cache_hit = false;
};

// Mapped code; entry points live as long as it does.
class Code {
 public:
  virtual ~Code() = default;
  virtual void* find(const std::string& symbol) const = 0;  // null if there is none
};

// Throws InternalError when Clang refuses the text (the text is then saved and its path named), Error K8xxx when the
// toolchain's libraries cannot be opened.
std::shared_ptr<Code> compile_text(const CompileRequest& request, CompileTimes* times = nullptr);
// Starts opening the compiler's libraries on a thread of its own, beside other work.
void preload_compiler();
std::string compile_to_assembly(const CompileRequest& request);
std::string compile_to_object(const CompileRequest& request);  // bytes of an ELF object

// A C++ description file of the user's own, compiled at O0 against `headers` (name, text) which it may include: the bytes of
// a shared library, not loaded yet. Clang's own diagnostics come back in Error K2801 with file, line and column.
struct DescriptionRequest {
  std::string path, text;
  std::vector<std::pair<std::string, std::string>> headers;
};
std::string compile_description(const DescriptionRequest& request, CompileTimes* times = nullptr);

// The cache on disk ($XDG_CACHE_HOME/keratin, or ~/.cache/keratin).
struct CacheReport {
  std::string folder;
  int64_t entries = 0, bytes = 0;
  std::string problem;  // why it is not used, or empty
};
CacheReport cache_report();
void cache_clear();

// NVRTC, opened with dlopen. `compile_cuda` throws Error K8xxx when it is not found.
struct CudaKernelReport {
  std::string kernel;
  int registers = 0, spill_bytes = 0, stack_bytes = 0;
};
struct CudaCode {
  std::string cubin, log, text_hash;  // SHA-256 of the text that NVRTC was given
  std::vector<CudaKernelReport> kernels;
};
bool nvrtc_found(std::string* version = nullptr);
CudaCode compile_cuda(const std::string& text, const std::string& architecture);  // sm_80, sm_90a …

}  // namespace keratin
