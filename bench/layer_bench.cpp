// What one layer adds to the training step around it, one thread: against a copy of the bytes that it must touch, in one run.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "bench/timing.h"
#include "frontend/model.h"
#include "runtime/random/initialize.h"

namespace keratin::bench {
namespace {

constexpr int rows = 512, columns = 1024;                 // 2 MiB, all of L2: what a pass leaves there the next does not find
constexpr int sentences = 32, words = 100, vocabulary = 10000, size = 64;
constexpr double floats = 4, activations = rows * columns * floats;
using Layers = std::vector<Config>;

// A step with data that its table allows: ids where numbers choose among rows of a table.
class TrainStep {
 public:
  TrainStep(Layers layers, int batch) : session_(make_program(model(std::move(layers), batch), {.batch = batch}), 1), batch_(batch) {
    session_.reset(1);
    for (const DataInfo& d : session_.program().step("train")->data) {
      const double end = d.classes ? static_cast<double>(d.classes) : 1;
      data_.push_back(initial_values({InitialKind::uniform, 0, end, static_cast<uint32_t>(data_.size())}, {d.size + 64}, 1));
      if (d.classes) for (float& v : data_.back()) v = std::floor(std::min(v, static_cast<float>(end) - 1));
      if (d.classes) ids_ = {data_.back().begin(), data_.back().begin() + batch * words};
    }
    for (const auto& values : data_) pointers_.push_back(values.data());
  }
  void operator()() { session_.run("train", pointers_.data(), batch_); }
  double distinct_ids() const { return static_cast<double>(ids_.size()); }

 private:
  static BuiltModel model(Layers layers, int batch) {
    const Config compile{"compile", {{"optimizer", Layers{{"sgd"}}}, {"loss", Layers{{"mean_squared_error"}}}}};
    return build_model({std::move(layers), compile}, batch);
  }
  Session session_;
  int batch_;
  std::vector<std::vector<float>> data_;
  std::vector<const void*> pointers_;
  std::set<float> ids_;
};

double seconds(auto& call) {
  const double start = thread_seconds();
  for (int i = 0; i < 4; ++i) call();
  return (thread_seconds() - start) / 4;
}
double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

// The layer's time is a difference of two long ones: each is taken from neighbours in time, the median stands for all.
void compare(benchmark::State& state, TrainStep& with, TrainStep& without, double bytes) {
  std::vector<char> from(static_cast<size_t>(bytes / 2), 1), to(from.size());  // a copy reads one half and writes the other
  auto copy = [&] { std::memcpy(to.data(), from.data(), from.size()), benchmark::DoNotOptimize(to.data()), benchmark::ClobberMemory(); };
  seconds(with), seconds(without), seconds(copy);
  std::vector<double> added, copied, around;
  for (int block = 0; block < 51; ++block) {
    const double base = seconds(without);
    added.push_back(seconds(with) - base), copied.push_back(seconds(copy)), around.push_back(base);
  }
  for (auto _ : state) with();
  state.counters["us"] = median(added) * 1e6;
  state.counters["floor_us"] = median(copied) * 1e6;
  state.counters["floor_ratio"] = median(added) / median(copied);
  state.counters["step_us"] = median(around) * 1e6;
}

// Between two dense layers: 128-1024-10, the thinnest that make the step, or they would hide it.
void hidden(benchmark::State& state, const Config& layer, double bytes) {
  const Config first{"Dense", {{"units", double(columns)}, {"activation", "relu"}, {"input_dim", 128.0}}}, last{"Dense", {{"units", 10.0}}};
  TrainStep with({first, layer, last}, rows), without({first, last}, rows);
  compare(state, with, without, bytes);
}
// The bytes are those of the layer by itself, forward and backward: one that is fused with its neighbours may stay below.
// Dropout reads x and writes y, reads dy and writes dx; its mask costs none, for it can be drawn again.
void dropout(benchmark::State& state) { hidden(state, {"Dropout", {{"rate", 0.5}}}, 4 * activations); }
// The statistics need the whole batch first, so x is read twice and y written; then x and dy are read twice and dx written.
void batch_normalization(benchmark::State& state) { hidden(state, {"BatchNormalization"}, 8 * activations); }
// A row stays in L1 between its passes: x is read and y written, x and dy are read and dx written.
void layer_normalization(benchmark::State& state) { hidden(state, {"LayerNormalization"}, 5 * activations); }

// Forward reads the ids and their rows of the table and writes one row a word; backward reads the ids and one row a word,
// reads and writes the rows of the table. Rows that no word chose need not be touched: SGD leaves them as they are.
void embedding(benchmark::State& state) {
  const Config mean{"GlobalAveragePooling1D"}, last{"Dense", {{"units", 10.0}}};
  const Config ids{"InputLayer", {{"shape", Shape{words}}}}, rows_given{"InputLayer", {{"shape", Shape{words, size}}}};
  TrainStep with({ids, {"Embedding", {{"input_dim", double(vocabulary)}, {"output_dim", double(size)}}}, mean, last}, sentences);
  TrainStep without({rows_given, mean, last}, sentences);
  compare(state, with, without, floats * (2.0 * sentences * words * (size + 1) + 3 * with.distinct_ids() * size));
}
BENCHMARK(dropout)->Name("layer/dropout");
BENCHMARK(batch_normalization)->Name("layer/batch_normalization");
BENCHMARK(layer_normalization)->Name("layer/layer_normalization");
BENCHMARK(embedding)->Name("layer/embedding");

}  // namespace
}  // namespace keratin::bench
