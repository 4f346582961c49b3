// A small model whose metric is told in advance: epoch e measures `values[e]`, and leaves the weight `dense/bias` at e.
#pragma once

#include <cmath>

#include "runtime/training/callbacks/callbacks.h"
#include "runtime/training/fit.h"
#include "tests/runtime/helpers.h"
#include "tests/runtime/training/tiny.h"

namespace keratin::scripted {

struct Model : Session {
  explicit Model(double rate = 0.01, int64_t batch = 4) : Session(tiny::program(batch, rate), 1) {
    reset(1);
    tiny::calls.clear();
  }
  float bias() const { return number("dense/bias"); }
};
inline FitArrays arrays(const tiny::Data& d) { return {{d.x.view()}, {d.y.view()}}; }

struct Script : Callback {
  std::vector<double> values;
  std::string metric;
  explicit Script(std::vector<double> values, std::string metric = "val_loss") : values(std::move(values)), metric(std::move(metric)) {}
  bool every_batch() const override { return false; }
  void on_epoch_end(int64_t epoch, Logs& logs) override {
    model().session.write("dense/bias", tensor({}, {static_cast<float>(epoch)}));
    logs[metric] = static_cast<float>(values[static_cast<size_t>(epoch)]);
  }
};

struct Outcome {
  size_t epochs = 0;
  float bias = 0;
  std::string text;  // on standard error
  History history;
};
inline Outcome run(Model& model, const std::vector<double>& values, std::vector<AnyCallback> callbacks) {
  callbacks.insert(callbacks.begin(), Script(values));
  const tiny::Data data(4);
  Outcome out;
  testing::internal::CaptureStderr();
  try {
    out.history = fit(model, arrays(data), {.epochs = static_cast<int64_t>(values.size()), .verbose = 0, .callbacks = callbacks});
  } catch (...) {
    testing::internal::GetCapturedStderr();
    throw;
  }
  out.text = testing::internal::GetCapturedStderr();
  out.epochs = out.history.epoch.size(), out.bias = model.bias();
  return out;
}
inline Outcome run(const std::vector<double>& values, std::vector<AnyCallback> callbacks) {
  Model model;
  return run(model, values, std::move(callbacks));
}

// Sequences that Keras' own callbacks were run on: falling with a long plateau, flat, broken, falling by single steps of rounding.
inline const std::vector<double> falling = {5, 4, 3, 3.5, 3.2, 3.1, 2.9, 2.95, 2.97, 2.99, 3}, flat = {1, 1, 1, 1, 1}, broken = {NAN, 2, 1, 1.5, NAN, NAN, 0.5},
                                 slow = {1, 0.9999, 0.9998, 0.9997, 0.9996, 0.5, 0.6, 0.7, 0.8};

}  // namespace keratin::scripted
