// One layer by itself, as a graph in double: what comes out, the mask, what it adds to the loss, its new statistics.
#pragma once

#include <gtest/gtest.h>

#include "frontend/layers/layer.h"
#include "tests/compiler/oracle.h"

namespace keratin::testing {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;
using D = std::vector<double>;
inline Config layer(std::string class_name, Settings settings = {}) { return {std::move(class_name), std::move(settings)}; }

struct Around {
  bool training = false, trainable = true;
  Shape mask = {};       // of the mask that rides on the input, the batch counted; none: no mask
  bool gradients = false;
  uint32_t ordinal = 0;
};

struct OneLayer {
  std::vector<StateInfo> states;
  std::vector<Diagnostic> warnings;
  Graph graph;
  Bindings<double> at;   // all zero until they are set
  bool makes_mask = false;

  // `x` has the batch as its first extent. A mask comes in as numbers: above 0 counts.
  OneLayer(const Config& given, const Shape& x, const Around& around = {}) {
    const LayerRow& row = layer_row(given);
    const Config config = completed(row, given, common_layer_settings());
    ModelContext m{Builder("layer", x[0])};
    m.training = around.training, m.states = &states, m.warnings = &warnings;
    Expr in = input(m.b, "x", Role::data, {Element::f32, x, 0});
    LayerContext c{m, config, "layer", around.ordinal, around.trainable};
    if (!around.mask.empty()) c.mask = input(m.b, "mask", Role::data, {Element::f32, around.mask, 0}) > 0.0;
    Expr y = row.build(c, in);
    output(m.b, "y", y);
    makes_mask = row.masking == Masking::makes && c.mask;
    if (makes_mask) output(m.b, "mask", to_float(*c.mask));
    Expr loss = constant(m.b, 0);
    for (Expr penalty : m.penalties) loss = loss + penalty;
    output(m.b, "penalty", loss);
    if (around.gradients) add_gradients(m.b, loss + sum(y * input(m.b, "probe", Role::data, y.type()), all_axes(y)));
    graph = differentiate(m.b.graph);
    verify(graph);
    for (const Value& v : graph.values())
      if (auto* i = std::get_if<Input>(&v.op)) {
        const size_t n = static_cast<size_t>(count(i->type.shape));
        at[i->name] = {i->type, std::vector<double>(i->type.element == Element::f32 ? n : 0, 0), std::vector<int32_t>(i->type.element == Element::f32 ? 0 : n, 0)};
      }
  }
  OneLayer& set(const std::string& name, std::vector<double> numbers) {
    EXPECT_EQ(numbers.size(), at.at(name).numbers.size()) << name;
    at.at(name).numbers = std::move(numbers);
    return *this;
  }
  std::vector<double> run(const std::string& output = "y", int64_t rows = -1) const { return evaluate(graph, at, rows).at(output).numbers; }

 private:
  // Of what the layer learns, and of its input.
  static void add_gradients(Builder& b, Expr loss) {
    output(b, "loss", loss);
    for (int i = 0, n = b.graph.size(); i < n; ++i) {
      auto* in = std::get_if<Input>(&b.graph[{i}].op);
      if (!in || in->type.element != Element::f32 || (in->role != Role::weight && in->name != "x")) continue;
      const std::string name = in->name;
      output(b, "d " + name, gradient(loss, {&b, {i}}));
    }
  }
};

inline void expect_numbers(const std::vector<double>& got, const std::vector<double>& want, const std::string& what = "", double tolerance = 1e-12) {
  ASSERT_EQ(got.size(), want.size()) << what;
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], tolerance * (1 + std::abs(want[i]))) << what << "[" << i << "]";
}
// Numbers that no formula could give by chance, of either sign, and multiples of 1/64.
inline std::vector<double> some_numbers(size_t n, int seed = 1) {
  std::vector<double> out;
  for (size_t i = 0; i < n; ++i) out.push_back(static_cast<double>((i * 37 + static_cast<size_t>(seed) * 101 + i * i * 11) % 257) / 64 - 2);
  return out;
}

}  // namespace keratin::testing
