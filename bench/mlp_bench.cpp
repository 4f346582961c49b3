// Whole training steps, one thread: against the floor of this core and the same step by hand in Eigen, in one run.
#include <benchmark/benchmark.h>

#include "bench/eigen_mlp.h"
#include "bench/peak.h"
#include "bench/program.h"
#include "frontend/source/description_file.h"

namespace keratin::bench {
namespace {

struct Row {
  const char *name, *description;
  std::vector<int> sizes;
  int batch;
  bool adam;
};

double flops(const Row& row) {  // forward, dW, and dX of all layers but the first
  double n = 0;
  for (size_t i = 0; i + 1 < row.sizes.size(); ++i) n += 2.0 * row.batch * row.sizes[i] * row.sizes[i + 1] * (i ? 3 : 2);
  return n;
}

void run(benchmark::State& state, const Row& row) {
  const BuiltModel model = build_model(read_description(std::string(KERATIN_SOURCE_DIR "/") + row.description), row.batch);
  Session session(make_program(model, {.batch = row.batch, .tier = Tier::full}), 1);
  session.reset(1);
  const int inputs = row.sizes.front(), classes = row.sizes.back();
  Matrix x(row.batch, inputs), y = Matrix::Zero(row.batch, classes);
  const std::vector<float> numbers = initial_values({InitialKind::uniform, 0, 1, 77}, {row.batch, inputs}, 1);
  std::copy(numbers.begin(), numbers.end(), x.data());
  for (int r = 0; r < row.batch; ++r) y(r, r % classes) = 1;
  EigenMlp peer(row.batch, row.sizes, row.adam);
  size_t layer = 0;
  for (const StateInfo& s : model.states) {
    if (s.role != Role::weight) continue;
    const Tensor t = session.read(s.name);
    float* to = s.shape.size() == 2 ? peer.layers[layer].w.data() : peer.layers[layer].b.data();
    std::copy(t.floats().begin(), t.floats().end(), to);
    layer += s.shape.size() == 1;
  }
  std::vector<float> xs(numbers.begin(), numbers.end()), ys(y.data(), y.data() + y.size());
  const Step& step = *session.program().step("train");
  xs.resize(std::max<size_t>(xs.size(), step.data[0].size)), ys.resize(std::max<size_t>(ys.size(), step.data[1].size));
  const void* data[2];
  for (size_t i = 0; i < 2; ++i) data[i] = step.data[i].name == "x" ? static_cast<const void*>(xs.data()) : ys.data();

  // The same start, the same data: the same loss, or the comparison is none.
  float peer_loss = 0;
  for (int i = 0; i < 20; ++i) session.run("train", data, row.batch), peer_loss = peer.step(x, y);
  const float loss = session.result_number("train", "loss");
  if (!(std::abs(loss - peer_loss) <= 1e-3f * std::abs(peer_loss))) return state.SkipWithError("the peer does not reach our loss");

  const int steps = std::max(2, static_cast<int>(4e8 / flops(row)));
  const double rate = peak();
  const double ours = seconds_a_call([&] { session.run("train", data, row.batch); }, steps);
  const double eigen = seconds_a_call([&] { benchmark::DoNotOptimize(peer.step(x, y)); }, steps);
  const double ours_again = seconds_a_call([&] { session.run("train", data, row.batch); }, steps);
  const double mine = std::min(ours, ours_again);
  for (auto _ : state) session.run("train", data, row.batch);
  state.counters["us"] = mine * 1e6;
  state.counters["floor_us"] = flops(row) / rate * 1e6;
  state.counters["floor_ratio"] = mine * rate / flops(row);
  state.counters["peer_ratio"] = eigen / mine;
  state.counters["gflops_peak"] = rate / 1e9;
  state.counters["gflops_by_clock"] = clock_times_flops_a_cycle() / 1e9;
}

const Row rows[] = {
    {"small_mlp_sgd", "frontend/examples/seed.cpp", {100, 64, 10}, 32, false},
    {"mnist_mlp_sgd", "bench/models/mnist_mlp_sgd.cpp", {784, 512, 512, 10}, 128, false},
    {"mnist_mlp_adam", "bench/models/mnist_mlp_adam.cpp", {784, 512, 512, 10}, 128, true},
};
const bool registered = [] {
  for (const Row& row : rows) benchmark::RegisterBenchmark(row.name, [&row](benchmark::State& s) { run(s, row); });
  return true;
}();

}  // namespace
}  // namespace keratin::bench
