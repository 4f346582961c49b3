// A program as the compiler would write one, by hand: y = w . x + b with two inputs, mean squared error, plain descent.
// Its entry points tell what they were called with.
#pragma once

#include <string>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "runtime/training/session.h"

namespace keratin::tiny {

struct Call {
  std::string step;            // train, evaluate, predict; with `-tail` for a short batch
  std::vector<float> first_x;  // of each row
  unsigned modes = 0;          // MXCSR inside
};
inline std::vector<Call> calls;

// Places of the state, in floats: every one begins a line of 64 bytes.
enum { w_at = 0, b_at = 16, rate_at = 32, iterations_at = 48, total_at = 64, count_at = 80, state_floats = 96 };
enum { loss_at = 0, y_at = 16 };  // of the workspace

inline void note(const char* step, const float* x, int rows, bool tail) {
  Call call{std::string(step) + (tail ? "-tail" : ""), {}, 0};
  for (int r = 0; r < rows; ++r) call.first_x.push_back(x[2 * r]);
#if defined(__x86_64__)
  call.modes = _mm_getcsr() & ~0x3fu;  // without the flags that arithmetic leaves
#endif
  calls.push_back(call);
}
template <bool training, bool tail>
void learn(char* state, char* workspace, const void* const* data, int rows, const KeratinPool*) {
  auto* s = reinterpret_cast<float*>(state);
  const auto *x = static_cast<const float*>(data[0]), *y = static_cast<const float*>(data[1]);
  note(training ? "train" : "evaluate", x, rows, tail);
  float loss = 0, dw[2] = {0, 0}, db = 0;
  for (int r = 0; r < rows; ++r) {
    const float off = s[w_at] * x[2 * r] + s[w_at + 1] * x[2 * r + 1] + s[b_at] - y[r];
    loss += off * off / static_cast<float>(rows);
    for (int i = 0; i < 2; ++i) dw[i] += 2 * off * x[2 * r + i] / static_cast<float>(rows);
    db += 2 * off / static_cast<float>(rows);
  }
  s[total_at] += loss * static_cast<float>(rows), s[count_at] += static_cast<float>(rows);
  reinterpret_cast<float*>(workspace)[loss_at] = loss;
  if (!training) return;
  for (int i = 0; i < 2; ++i) s[w_at + i] -= s[rate_at] * dw[i];
  s[b_at] -= s[rate_at] * db;
  ++reinterpret_cast<int32_t*>(state)[iterations_at];
}
template <bool tail>
void predict(char* state, char* workspace, const void* const* data, int rows, const KeratinPool*) {
  const auto* s = reinterpret_cast<const float*>(state);
  const auto* x = static_cast<const float*>(data[0]);
  note("predict", x, rows, tail);
  for (int r = 0; r < rows; ++r) reinterpret_cast<float*>(workspace)[y_at + r] = s[w_at] * x[2 * r] + s[w_at + 1] * x[2 * r + 1] + s[b_at];
}

inline StateInfo state(const std::string& name, Role role, Shape shape, int at, Initial initial = {}, Element element = Element::f32) {
  const int64_t n = count(shape);
  return {.name = name, .role = role, .element = element, .shape = std::move(shape), .initial = initial, .layer = role == Role::weight ? "dense" : "", .layout = {1, n, 16, 0}, .offset = 4 * at};
}
inline Program program(int64_t batch = 4, double rate = 0.1) {
  Program p{.name = "tiny", .batch = batch};
  p.states = {state("dense/kernel", Role::weight, {2}, w_at, {InitialKind::constant, 0.5}),
              state("dense/bias", Role::weight, {}, b_at),
              state("learning_rate", Role::setting, {}, rate_at, {InitialKind::constant, rate}),
              state("iterations", Role::counter, {}, iterations_at, {}, Element::i32),
              state("metrics/loss/total", Role::metric, {}, total_at),
              state("metrics/loss/count", Role::metric, {}, count_at)};
  p.state_bytes = 4 * state_floats, p.workspace_bytes = 64 + (4 * batch + 63) / 64 * 64, p.scratch_bytes = 64;
  const DataInfo x{"x", Element::f32, {batch, 2}, 2, 2 * batch}, y{"y", Element::f32, {batch}, 1, batch};
  const ResultInfo loss{.name = "loss", .offset = 0};
  p.steps = {{"train", {x, y}, {loss}, learn<true, false>, learn<true, true>},
             {"evaluate", {x, y}, {loss}, learn<false, false>, learn<false, true>},
             {"predict", {x}, {{.name = "y", .shape = {batch}, .per_row = true, .layout = {1, batch, batch, 0}, .offset = 64}}, predict<false>, predict<true>}};
  p.metrics = {{"loss", "metrics/loss/total", "metrics/loss/count"}};
  return p;
}

// Rows (i, 1) with the target 2 i / rows + 1: row i tells its number.
struct Data {
  Tensor x, y;
  explicit Data(int64_t rows) : x(Element::f32, {rows, 2}), y(Element::f32, {rows}) {
    for (int64_t i = 0; i < rows; ++i) x.floats()[2 * i] = static_cast<float>(i), x.floats()[2 * i + 1] = 1, y.floats()[i] = 2 * static_cast<float>(i) / static_cast<float>(rows) + 1;
  }
};

// The first inputs of all rows that a step saw, in their order.
inline std::vector<float> seen(const std::string& step) {
  std::vector<float> out;
  for (const Call& c : calls)
    if (c.step.starts_with(step)) out.insert(out.end(), c.first_x.begin(), c.first_x.end());
  return out;
}

}  // namespace keratin::tiny
