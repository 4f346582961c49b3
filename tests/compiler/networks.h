// Small training steps, written over ops alone as a layer of any author would be: dense, convolution, recurrence, attention.
#pragma once

#include "compiler/ir/builder.h"

namespace keratin::testing {

inline Type batch_of(int64_t batch, Shape rest, Element element = Element::f32) {
  rest.insert(rest.begin(), batch);
  return {element, rest, 0};
}
inline Expr weight(Builder& b, const std::string& name, Shape shape) { return input(b, name, Role::weight, {Element::f32, std::move(shape)}); }
inline Expr zeros(Builder& b, const Type& type) { return broadcast_to(constant(b, 0), type); }

// w - 0.1 dL/dw for every weight of the graph.
inline void train(Builder& b, Expr loss) {
  output(b, "loss", loss);
  const int n = b.graph.size();
  for (int i = 0; i < n; ++i)
    if (auto* in = std::get_if<Input>(&b.graph[{i}].op); in && in->role == Role::weight) {
      const std::string name = in->name;
      Expr w{&b, {i}};
      update_state(b, name, w - 0.1 * gradient(loss, w));
    }
}
inline Axes all_axes(Expr x) {
  Axes all;
  for (int64_t a = 0; a < x.rank(); ++a) all.push_back(a);
  return all;
}
inline Expr mean_square(Expr x) { return mean(square(x), all_axes(x)); }

// Every function of one number, where all are defined: from 0.1 to 16.1.
inline Graph functions_step(int64_t batch, int64_t columns) {
  Builder b("train", batch);
  Expr x = input(b, "x", Role::data, batch_of(batch, {columns})), loss = constant(b, 0);
  for (size_t i = 0; i < scalar_table.size(); ++i) {
    if (scalar_table[i].signature != Signature::number_to_number || scalar_table[i].arity != 1) continue;
    Expr w = weight(b, std::string(scalar_table[i].name), {columns});
    loss = loss + mean_square(map(static_cast<Scalar>(i), {square(x * w * 4.0) + 0.1}));
  }
  train(b, loss);
  return b.graph;
}

// A 3x3 convolution over NHWC pictures: Window and Contract, no copy of the patches.
inline Expr convolution(Expr x, Expr kernel, int64_t stride = 1) {
  const int64_t kh = kernel.shape()[0], kw = kernel.shape()[1];
  return contract("nabhwc,hwco->nabo", {window(x, {1, 2}, {kh, kw}, {stride, stride}, {1, 1}), kernel});
}
inline Graph convolution_step(int64_t batch, int64_t size, int64_t channels, int64_t filters, int64_t stride = 1) {
  Builder b("train", batch);
  Expr x = input(b, "x", Role::data, batch_of(batch, {size, size, channels}));
  Expr h = maximum(convolution(x, weight(b, "kernel", {3, 3, channels, filters}), stride) + weight(b, "bias", {filters}), 0.0);
  Expr z = convolution(h, weight(b, "kernel_1", {3, 3, filters, 2}));
  train(b, mean_square(z));
  return b.graph;
}

// One LSTM step as a loop's body: four gates in one contraction of two terms, the cell as its epilogue.
inline std::shared_ptr<const Graph> lstm_body(int64_t batch, int64_t in, int64_t units) {
  auto body = std::make_shared<Graph>("lstm", batch);
  Builder b("lstm", batch);
  Expr h = input(b, "h", Role::carried, batch_of(batch, {units})), c = input(b, "c", Role::carried, batch_of(batch, {units}));
  Expr x = input(b, "x", Role::sequence, batch_of(batch, {in}));
  Expr kernel = input(b, "kernel", Role::capture, {Element::f32, {in, 4 * units}}), recurrent = input(b, "recurrent", Role::capture, {Element::f32, {units, 4 * units}});
  Expr bias = input(b, "bias", Role::capture, {Element::f32, {4 * units}});
  Expr z = contract("bi,io->bo + bj,jo->bo", {x, kernel, h, recurrent}) + bias;
  auto gate = [&](int64_t i) { return slice_axis(z, 1, i * units, units); };
  Expr new_c = sigmoid(gate(1)) * c + sigmoid(gate(0)) * tanh(gate(2));
  Expr new_h = sigmoid(gate(3)) * tanh(new_c);
  output(b, "h", new_h), output(b, "c", new_c), output(b, "y", new_h);
  return std::make_shared<const Graph>(b.graph);
}
inline Expr lstm(Expr x, Expr kernel, Expr recurrent, Expr bias, int64_t batch, int64_t trips, int64_t in, int64_t units) {
  Builder& b = *x.builder;
  Expr start = zeros(b, batch_of(batch, {units}));
  return loop(lstm_body(batch, in, units), trips, {start, start}, {transpose(x, {1, 0, 2})}, {kernel, recurrent, bias})[2];  // [trips, batch, units]
}
inline Graph lstm_step(int64_t batch, int64_t trips, int64_t in, int64_t units) {
  Builder b("train", batch);
  Expr x = input(b, "x", Role::data, batch_of(batch, {trips, in}));
  train(b, mean_square(lstm(x, weight(b, "kernel", {in, 4 * units}), weight(b, "recurrent", {units, 4 * units}), weight(b, "bias", {4 * units}), batch, trips, in, units)));
  return b.graph;
}

// Attention with softmax over its rows: contractions that nobody below grouping has a name for.
inline Expr attention(Expr q, Expr k, Expr v) {
  Expr scores = contract("bhqd,bhkd->bhqk", {q, k});
  Expr e = exp(scores - stop_gradient(max(scores, {-1}, true)));
  return contract("bhqk,bhkd->bhqd", {e / sum(e, {-1}, true), v});
}
inline Graph attention_step(int64_t batch, int64_t heads, int64_t length, int64_t depth) {
  Builder b("train", batch);
  Expr x = input(b, "x", Role::data, batch_of(batch, {length, heads * depth}));
  auto heads_of = [&](const char* name) {
    Expr y = contract("bli,io->blo", {x, weight(b, name, {heads * depth, heads * depth})});
    return transpose(reshape(y, {batch, length, heads, depth}), {0, 2, 1, 3});
  };
  train(b, mean_square(attention(heads_of("query"), heads_of("key"), heads_of("value"))));
  return b.graph;
}

}  // namespace keratin::testing
