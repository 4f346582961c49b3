#include "compiler/jit/jit.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <fstream>
#include <mutex>
#include <thread>

#include <dlfcn.h>
#include <unistd.h>

#include "compiler/jit/cache.h"
#include "compiler/jit/clang/library.h"

namespace keratin {
namespace {

// Beside the program, beside its library folder, or where it was built.
const ClangLibrary& library() {
  static std::mutex mutex;
  static const ClangLibrary* known = nullptr;
  std::lock_guard lock(mutex);
  if (known) return *known;
  std::string own(4096, '\0');
  const ssize_t n = readlink("/proc/self/exe", own.data(), own.size());
  own.resize(n > 0 ? n : 0);
  own = own.substr(0, own.rfind('/') + 1);
  const char* named = std::getenv("KERATIN_CLANG_LIBRARY");
  std::string tried;
  for (const std::string& path : {std::string(named ? named : ""), own + "libkeratin_clang.so", own + "../lib/libkeratin_clang.so", std::string(KERATIN_CLANG_LIBRARY)}) {
    if (path.empty()) continue;
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
      const char* why = dlerror();
      tried += std::string("\n  ") + (why ? why : path.c_str());
      continue;
    }
    auto get = reinterpret_cast<const ClangLibrary* (*)()>(dlsym(handle, "keratin_clang_library"));
    if (get) return *(known = get());
  }
  fail("K8001", "the compiler's library libkeratin_clang.so cannot be opened:" + tried, {}, "install the packages libllvm19 and libclang-cpp19, or set KERATIN_CLANG_LIBRARY");
}

// Clang's complaints about our own text are our bug: the text is kept for who looks into it.
[[noreturn]] void refused(const ClangJob& job, const std::vector<Diagnostic>& problems) {
  std::string path = (std::filesystem::temp_directory_path() / "keratin-refused-XXXXXX.cpp").string();
  const int file = mkstemps(path.data(), 4);  // a name that nobody can foresee
  if (file >= 0) close(file), std::ofstream(path) << job.text;
  throw InternalError("internal error: the compiler refuses generated text, kept as " + path + ": " + (problems.empty() ? "no reason given" : to_string(problems[0])));
}

std::string object_of(const ClangJob& job, CompileTimes* times) {
  std::string object;
  std::vector<Diagnostic> problems;
  if (library().compile(job, &object, &problems, times)) return object;
  if (job.strict) refused(job, problems);
  throw Error(problems.empty() ? std::vector<Diagnostic>{{"K2801", "the description does not compile"}} : problems);
}
ClangJob job_of(const CompileRequest& request, const std::string& text) {
  return {.text = text, .cpu = request.cpu, .optimize = request.tier == Tier::fast ? Optimize::fast : Optimize::full};
}
// Each unit on a thread of its own, the first on this one.
std::vector<std::string> objects_of(const CompileRequest& request, CompileTimes* times) {
  std::vector<std::future<std::string>> others;
  for (size_t i = 1; i < request.units.size(); ++i)
    others.push_back(std::async(std::launch::async, [&request, i] { return object_of(job_of(request, request.units[i]), nullptr); }));
  std::vector<std::string> objects = {object_of(job_of(request, request.units.at(0)), times)};
  const auto start = std::chrono::steady_clock::now();
  for (std::future<std::string>& other : others) objects.push_back(other.get());
  if (times) times->generate += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return objects;
}
std::shared_ptr<Code> loaded(const std::vector<std::string>& objects, const std::vector<std::pair<std::string, void*>>& symbols, CompileTimes* times) {
  const auto start = std::chrono::steady_clock::now();
  std::string problem;
  std::shared_ptr<Code> code = library().load(objects, symbols, &problem);
  if (!code) throw InternalError("internal error: compiled code cannot be loaded: " + problem);
  if (times) times->load += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return code;
}

}  // namespace

std::shared_ptr<Code> compile_text(const CompileRequest& request, CompileTimes* times) {
  const bool cached = request.cached && request.symbols.empty();
  const std::string key = cached ? cache_key(request) : "";
  if (cached) {
    const auto start = std::chrono::steady_clock::now();
    if (std::shared_ptr<Code> code = cache_load(key)) {
      if (times) times->cache_hit = true, times->load += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      return code;
    }
  }
  const std::vector<std::string> objects = objects_of(request, times);
  if (cached) {
    const auto start = std::chrono::steady_clock::now();
    std::string shared, problem;
    if (library().link_shared(objects, &shared, &problem)) cache_store(key, shared);
    if (times) times->link += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return loaded(objects, request.symbols, times);
}

std::string compile_to_object(const CompileRequest& request) {
  check(request.units.size() == 1, "an object is made of one unit");
  return object_of(job_of(request, request.units[0]), nullptr);
}
std::string compile_to_assembly(const CompileRequest& request) {
  ClangJob job = job_of(request, request.units.at(0));
  job.assembly = true;
  return object_of(job, nullptr);
}

std::string compile_description(const DescriptionRequest& request, CompileTimes* times) {
  ClangJob job{.text = request.text, .name = std::filesystem::absolute(request.path).string(), .cpu = cpu_named("x86-64-v2"), .optimize = Optimize::none, .strict = false, .headers = request.headers};
  std::string shared, problem;
  if (!library().link_shared({object_of(job, times)}, &shared, &problem)) fail("K2805", "the description cannot be linked: " + problem, {.file = request.path});
  return shared;
}

bool parse_formula(const FormulaText& text, FormulaSyntax* syntax, FormulaProblem* problem) { return library().read_formula(text, syntax, problem); }

void preload_compiler() {
  std::thread([] {
    try {
      library();
    } catch (const std::exception&) {
    }
  }).detach();
}

}  // namespace keratin
