// Whole processes, as a person waits for them: wall-clock seconds from start to exit, cold and warm caches named.
#include <sys/wait.h>

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace keratin::bench {
namespace {

struct Ended {
  double seconds;
  std::string output;
  bool ok;
};
// The command with a cache of its own, which is empty when `cold`.
Ended run(const std::string& arguments, bool cold) {
  static const std::string cache = std::filesystem::temp_directory_path() / "keratin-bench-cache";
  if (cold) std::filesystem::remove_all(cache);
  const std::string command = "cd " KERATIN_SOURCE_DIR " && XDG_CACHE_HOME=" + cache + " " KERATIN_BINARY_DIR "/keratin " + arguments + " 2>/dev/null";
  const auto start = std::chrono::steady_clock::now();
  FILE* pipe = popen(command.c_str(), "r");
  Ended out{0, "", false};
  char bytes[4096];
  for (size_t n; pipe && (n = fread(bytes, 1, sizeof bytes, pipe)) > 0;) out.output.append(bytes, n);
  const int status = pipe ? pclose(pipe) : -1;
  out.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return out;
}
// The number behind `name: ` in the last line that has it.
double number_after(const std::string& text, const std::string& name) {
  const size_t at = text.rfind(name + ": ");
  return at == text.npos ? 0 : std::atof(text.c_str() + at + name.size() + 2);
}

void process(benchmark::State& state, const std::string& arguments, bool cold) {
  double best = 1e9, accuracy = 0;
  for (auto _ : state)
    for (int i = 0; i < 5; ++i) {
      const Ended ended = run(arguments, cold);
      if (!ended.ok) return state.SkipWithError("the command failed");
      best = std::min(best, ended.seconds), accuracy = number_after(ended.output, "accuracy");
    }
  state.counters["ms"] = best * 1e3;
  if (accuracy > 0) state.counters["accuracy"] = accuracy;
}
const std::string digits = "train frontend/examples/digits.cpp --data digits --epochs 30 --seed 1 --verbose 0";
const std::string fashion = "train frontend/examples/fashion_mlp.cpp --data fashion-mnist --epochs 3 --batch-size 128 --seed 1 --verbose 0";
BENCHMARK_CAPTURE(process, help, "--help", false)->Name("process/help")->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(process, digits_cold, digits, true)->Name("process/digits_cold")->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(process, fashion_cold, fashion, true)->Name("process/fashion_cold")->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(process, fashion_warm, fashion, false)->Name("process/fashion_warm")->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace keratin::bench
