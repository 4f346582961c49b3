// Watched, not yet promised: steps of a convolution and of a recurrence, forward and backward, against the floor.
#include <benchmark/benchmark.h>

#include "bench/peak.h"
#include "bench/program.h"

namespace keratin::bench {
namespace {

void measure(benchmark::State& state, Graph graph, double flops) {
  CompiledStep step(std::move(graph));
  const double rate = peak(), ours = seconds_a_call(step, std::max(1, static_cast<int>(3e8 / flops)));
  for (auto _ : state) step();
  state.counters["us"] = ours * 1e6;
  state.counters["floor_ratio"] = ours * rate / flops;
}
void descend(Builder& b, Expr loss, std::initializer_list<std::pair<const char*, Expr>> weights) {
  output(b, "loss", loss);
  for (const auto& [name, w] : weights) update_state(b, name, w - 0.01 * gradient(loss, w));
}

// 3x3 over 26 x 26 x 32 to 64 filters, eight pictures: forward, dX and dW.
void convolution(benchmark::State& state) {
  Builder b("train", 8);
  Expr first = weight(b, "first", {32}), kernel = weight(b, "kernel", {3, 3, 32, 64});
  Expr x = batch_data(b, "x", {26, 26, 32}) * first;  // so that there is a dX
  Expr y = contract("nabhwc,hwco->nabo", {window(x, {1, 2}, {3, 3}, {1, 1}, {1, 1}), kernel});
  descend(b, mean(square(y), {0, 1, 2, 3}), {{"first", first}, {"kernel", kernel}});
  measure(state, b.graph, 3 * 2.0 * 8 * 24 * 24 * 9 * 32 * 64);
}
BENCHMARK(convolution)->Name("watched/convolution_step");

// LSTM of 128 units over 20 steps of 128 numbers, batch 32.
void lstm(benchmark::State& state) {
  constexpr int64_t batch = 32, steps = 20, in = 128, units = 128;
  const Type rows{Element::f32, {batch, units}, 0}, numbers{Element::f32, {batch, in}, 0};
  Builder body("lstm", batch);
  Expr h = input(body, "h", Role::carried, rows), c = input(body, "c", Role::carried, rows), xt = input(body, "x", Role::sequence, numbers);
  Expr kernel_in = input(body, "kernel", Role::capture, {Element::f32, {in, 4 * units}}), recurrent_in = input(body, "recurrent", Role::capture, {Element::f32, {units, 4 * units}});
  Expr z = contract("bi,io->bo + bj,jo->bo", {xt, kernel_in, h, recurrent_in});
  auto gate = [&](int64_t i) { return slice_axis(z, 1, i * units, units); };
  Expr next = sigmoid(gate(1)) * c + sigmoid(gate(0)) * tanh(gate(2)), out = sigmoid(gate(3)) * tanh(next);
  output(body, "h", out), output(body, "c", next), output(body, "y", out);

  Builder b("train", batch);
  Expr kernel = weight(b, "kernel", {in, 4 * units}), recurrent = weight(b, "recurrent", {units, 4 * units});
  Expr zero = broadcast_to(constant(b, 0), rows), x = transpose(batch_data(b, "x", {steps, in}), {1, 0, 2});
  Expr y = loop(std::make_shared<const Graph>(body.graph), steps, {zero, zero}, {x}, {kernel, recurrent})[2];
  descend(b, mean(square(y), {0, 1, 2}), {{"kernel", kernel}, {"recurrent", recurrent}});
  measure(state, b.graph, 2.0 * steps * batch * 4 * units * (2 * in + 3 * units));
}
BENCHMARK(lstm)->Name("watched/lstm_step");

}  // namespace
}  // namespace keratin::bench
