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

// Dense layers of one width each, no two alike, and as mixed among ten as among forty.
BuiltModel dense_layers(int count) {
  std::vector<Config> layers;
  for (int i = 0; i < count; ++i) layers.push_back({"Dense", {{"units", 17.0 + i * 13 % 40 * 3}, {"activation", "relu"}}});
  layers[0].settings.push_back({"input_dim", 100.0});
  using Objects = std::vector<Config>;
  return build_model({layers, Config{"compile", {{"optimizer", Objects{{"sgd"}}}, {"loss", Objects{{"mean_squared_error"}}}}}}, 32);
}
double seconds_to_compile(const BuiltModel& model) {
  const auto start = std::chrono::steady_clock::now();
  const Compilation compilation = compile(model.graphs, model.states, {.target = target_of(host_cpu())});
  benchmark::DoNotOptimize(compile_text({compilation.units("train", false), host_cpu(), Tier::full, false}));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}
// Four times the layers: passes included, for there a cost that grows faster than the network would be.
void compile_deep(benchmark::State& state) {
  const BuiltModel ten = dense_layers(10), forty = dense_layers(40);
  seconds_to_compile(ten);
  double few = 1e9, many = 1e9;
  for (auto _ : state)
    for (int i = 0; i < 3; ++i) few = std::min(few, seconds_to_compile(ten)), many = std::min(many, seconds_to_compile(forty));
  state.counters["ms"] = many * 1e3, state.counters["ten_ms"] = few * 1e3;
  state.counters["ratio_to_ten"] = many / few;
}
BENCHMARK(compile_deep)->Name("compile/dense_40")->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace keratin::bench

BENCHMARK_MAIN();
