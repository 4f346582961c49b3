// Generated tiles against hand-written ones, and contractions that no layer has a name for against the dense tile.
#include <benchmark/benchmark.h>

#include "bench/hand_tile.h"
#include "bench/peak.h"
#include "bench/program.h"

namespace keratin::bench {
namespace {

Graph dense(int rows, int depth, int columns) {
  Builder b("predict", rows);
  output(b, "y", maximum(constant(b, 0), contract("bi,io->bo", {batch_data(b, "x", {depth}), weight(b, "w", {depth, columns})}) + weight(b, "bias", {columns})));
  return b.graph;
}
Graph update(int rows, int depth, int columns) {
  Builder b("train", rows);
  Expr w = weight(b, "w", {depth, columns}), rate = input(b, "learning_rate", Role::setting, {});
  update_state(b, "w", w - rate * contract("bi,bo->io", {batch_data(b, "x", {depth}), batch_data(b, "dy", {columns})}));
  return b.graph;
}

template <class Peer>
void compare(benchmark::State& state, Graph graph, double flops, Peer peer) {
  CompiledStep step(std::move(graph));
  const int calls = std::max(2, static_cast<int>(2e8 / flops));
  const double rate = peak();
  double ours = seconds_a_call(step, calls), theirs = seconds_a_call(peer, calls);
  ours = std::min(ours, seconds_a_call(step, calls)), theirs = std::min(theirs, seconds_a_call(peer, calls));
  for (auto _ : state) step();
  state.counters["us"] = ours * 1e6;
  state.counters["floor_ratio"] = ours * rate / flops;
  state.counters["peer_ratio"] = theirs / ours;
}

template <int rows, int depth, int columns>
void dense_tile(benchmark::State& state) {
  float *x = CompiledStep::numbers(rows * depth, 1), *w = CompiledStep::numbers(depth * columns, 2), *bias = CompiledStep::numbers(columns, 3), *y = CompiledStep::numbers(rows * columns, 4);
  compare(state, dense(rows, depth, columns), 2.0 * rows * depth * columns, [&] { hand::dense<rows, depth, columns>(x, w, bias, y); });
  for (float* p : {x, w, bias, y}) std::free(p);
}
template <int rows, int depth, int columns>
void update_tile(benchmark::State& state) {
  float *x = CompiledStep::numbers(rows * depth, 1), *dy = CompiledStep::numbers(rows * columns, 2), *w = CompiledStep::numbers(depth * columns, 3), *packed = CompiledStep::numbers(rows * columns, 4), *rate = CompiledStep::numbers(16, 5);
  compare(state, update(rows, depth, columns), 2.0 * rows * depth * columns, [&] { hand::update<rows, depth, columns>(x, dy, rate, w, packed); });
  for (float* p : {x, dy, w, packed, rate}) std::free(p);
}
BENCHMARK(dense_tile<32, 100, 64>)->Name("tile/32x100x64");
BENCHMARK(dense_tile<128, 784, 512>)->Name("tile/128x784x512");
BENCHMARK(dense_tile<128, 512, 512>)->Name("tile/128x512x512");
BENCHMARK(update_tile<128, 784, 512>)->Name("tile/update_128x784x512");

// The scores of attention, 4 x 8 heads of 128 x 128 over 64: against the dense tile of as many rows, columns and depth.
void scores(benchmark::State& state) {
  Builder b("predict", 4);
  output(b, "y", contract("bhqd,bhkd->bhqk", {batch_data(b, "q", {8, 128, 64}), batch_data(b, "k", {8, 128, 64})}));
  CompiledStep product(dense(128, 64, 128));
  compare(state, b.graph, 2.0 * 4 * 8 * 128 * 128 * 64, [&] {
    for (int i = 0; i < 32; ++i) product();
  });
}
BENCHMARK(scores)->Name("contraction/bhqd,bhkd->bhqk");

}  // namespace
}  // namespace keratin::bench
