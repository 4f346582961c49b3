// NVRTC through dlopen, with our own few declarations: neither building nor testing needs the CUDA Toolkit.
#include <cstdlib>
#include <mutex>
#include <sstream>

#include <dlfcn.h>
#include <fmt/format.h>

#include "compiler/jit/jit.h"
#include "runtime/base/diagnostic.h"
#include "runtime/base/hash.h"
#include "runtime/support/prelude.h"

namespace keratin {
namespace {

using NvrtcProgram = struct NvrtcProgramBody*;
using Size = int (*)(NvrtcProgram, size_t*);
using Bytes = int (*)(NvrtcProgram, char*);

struct Nvrtc {
  int (*version)(int* major, int* minor);
  int (*create)(NvrtcProgram*, const char* text, const char* name, int headers, const char* const* header_texts, const char* const* header_names);
  int (*compile)(NvrtcProgram, int count, const char* const* options);
  int (*destroy)(NvrtcProgram*);
  Size log_size, cubin_size;
  Bytes log, cubin;
  std::string tried;  // why it is not here; empty: it is
};

template <class F>
bool find(void* handle, const char* name, F& to) {
  return (to = reinterpret_cast<F>(dlsym(handle, name))) != nullptr;
}

Nvrtc open_nvrtc() {
  Nvrtc n{};
  const char* named = std::getenv("KERATIN_NVRTC");
  for (const std::string& path : {std::string(named ? named : ""), std::string("libnvrtc.so.13"), std::string("libnvrtc.so.12"), std::string("libnvrtc.so"), std::string("/usr/local/cuda/lib64/libnvrtc.so")}) {
    if (path.empty()) continue;
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
      const char* why = dlerror();
      n.tried += std::string("\n  ") + (why ? why : path.c_str());
      continue;
    }
    const bool whole = find(handle, "nvrtcVersion", n.version) && find(handle, "nvrtcCreateProgram", n.create) && find(handle, "nvrtcCompileProgram", n.compile) &&
                       find(handle, "nvrtcDestroyProgram", n.destroy) && find(handle, "nvrtcGetProgramLogSize", n.log_size) && find(handle, "nvrtcGetProgramLog", n.log) &&
                       find(handle, "nvrtcGetCUBINSize", n.cubin_size) && find(handle, "nvrtcGetCUBIN", n.cubin);
    if (whole) return n.tried.clear(), n;
    n.tried += "\n  " + path + " lacks functions of NVRTC 11.1 or later";
    dlclose(handle);
  }
  return n;
}
const Nvrtc& nvrtc() {
  static const Nvrtc known = open_nvrtc();
  return known;
}

std::string bytes_of(NvrtcProgram program, Size size, Bytes get) {
  size_t n = 0;
  if (size(program, &n) != 0 || n == 0) return "";
  std::string out(n, '\0');
  get(program, out.data());
  return out;
}

// The number before `word` in a line of ptxas' report, as in "24 bytes stack frame, 0 bytes spill stores".
int number_before(const std::string& line, const std::string& word) {
  const size_t at = line.find(word);
  if (at == line.npos || at == 0) return 0;
  size_t begin = at;
  while (begin > 0 && line[begin - 1] >= '0' && line[begin - 1] <= '9') --begin;
  return begin == at ? 0 : std::stoi(line.substr(begin, at - begin));
}

std::vector<CudaKernelReport> kernel_reports(const std::string& log) {
  std::vector<CudaKernelReport> out;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const std::string opening = "Compiling entry function '";
    if (size_t at = line.find(opening); at != line.npos) {
      at += opening.size();
      out.push_back({line.substr(at, line.find('\'', at) - at)});
    }
    if (out.empty()) continue;
    CudaKernelReport& k = out.back();
    if (line.find("bytes stack frame") != line.npos) {
      k.stack_bytes = number_before(line, " bytes stack frame");
      k.spill_bytes = number_before(line, " bytes spill stores") + number_before(line, " bytes spill loads");
    }
    if (line.find(" registers") != line.npos) k.registers = number_before(line, " registers");
  }
  return out;
}

struct Program {
  NvrtcProgram handle = nullptr;
  ~Program() {
    if (handle) nvrtc().destroy(&handle);
  }
};

}  // namespace

bool nvrtc_found(std::string* version) {
  if (!nvrtc().tried.empty()) return false;
  int major = 0, minor = 0;
  if (version && nvrtc().version(&major, &minor) == 0) *version = fmt::format("{}.{}", major, minor);
  return true;
}

// The ISA header comes in front as a header of its own, so that the program is the very text that was given.
CudaCode compile_cuda(const std::string& text, const std::string& architecture) {
  const Nvrtc& n = nvrtc();
  if (!n.tried.empty())
    fail("K8002", "NVRTC, which compiles CUDA text, cannot be opened:" + n.tried, {}, "install the CUDA Toolkit's libnvrtc (12 or 13), or name the file in KERATIN_NVRTC");
  static std::mutex one_at_a_time;
  std::lock_guard lock(one_at_a_time);
  const std::string isa(cuda_isa()), target = "--gpu-architecture=" + architecture;
  const char *header_name = "isa_cuda.h", *header_text = isa.c_str();
  Program program;
  check(n.create(&program.handle, text.c_str(), "step.cu", 1, &header_text, &header_name) == 0, "NVRTC makes a program");
  // Products and sums are contracted where the text says so, and nowhere else.
  const char* options[] = {target.c_str(), "--std=c++17", "--fmad=false", "--ptxas-options=-v", "--pre-include=isa_cuda.h"};
  const int result = n.compile(program.handle, static_cast<int>(std::size(options)), options);
  CudaCode out;
  out.text_hash = sha256(text);
  out.log = bytes_of(program.handle, n.log_size, n.log);
  if (result != 0) throw InternalError("internal error: NVRTC refuses generated text for " + architecture + ": " + out.log);
  out.cubin = bytes_of(program.handle, n.cubin_size, n.cubin);
  out.kernels = kernel_reports(out.log);
  return out;
}

}  // namespace keratin
