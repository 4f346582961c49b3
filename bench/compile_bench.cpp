// Latency: the text of the first network to callable code, by tier and from the cache.
#include <chrono>

#include <benchmark/benchmark.h>

#include "compiler/compile.h"
#include "frontend/model.h"
#include "frontend/source/description_file.h"

namespace keratin::bench {
namespace {

void compile_seed(benchmark::State& state, Tier tier, bool cached) {
  const BuiltModel model = build_model(read_description(KERATIN_SOURCE_DIR "/frontend/examples/seed.cpp"), 32);
  const Compilation compilation = compile(model.graphs, model.states, {.target = target_of(host_cpu())});
  const CompileRequest request{compilation.units("train", false), host_cpu(), tier, cached};
  compile_text(request);  // opens the libraries, fills the cache
  double front = 0, optimize = 0, generate = 0, load = 0, best = 1e9;
  for (auto _ : state) {
    CompileTimes t;
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(compile_text(request, &t));
    const double total = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (total < best) best = total, front = t.front_end, optimize = t.optimize, generate = t.generate, load = t.load;
  }
  state.counters["ms"] = best * 1e3;
  state.counters["front_ms"] = front * 1e3, state.counters["optimize_ms"] = optimize * 1e3;
  state.counters["generate_ms"] = generate * 1e3, state.counters["load_ms"] = load * 1e3;
}
BENCHMARK_CAPTURE(compile_seed, fast, Tier::fast, false)->Name("compile/fast")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compile_seed, full, Tier::full, false)->Name("compile/full")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compile_seed, cached, Tier::full, true)->Name("compile/cached")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace keratin::bench

BENCHMARK_MAIN();
