// Optimizers in double: a small model that ours trains, and Keras' rules and options worked out from Keras' definitions
// alone. Settings are numbers that floats hold exactly, so 1e-12 is rounding of double.
#pragma once

#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "compiler/ir/evaluate.h"
#include "compiler/passes/passes.h"
#include "frontend/optimizers/optimizer.h"

namespace keratin::optimizing {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;

// A matrix and a vector that are trained, another that is not; the loss is half the squares of what they are off.
struct Weight {
  std::string name;
  Shape shape;
  Numbers first, target;
};
inline const std::vector<Weight> weights = {
    {"dense/kernel", {2, 3}, {0.5, -0.25, 1, 2, -1.5, 0.125}, {0.25, 0.5, -1, 2.5, -0.5, 1}},
    {"dense/bias", {3}, {1, -0.5, 0.75}, {-1, 0.25, 1}},
};
inline const Weight frozen = {"still/kernel", {2}, {3, 4}, {0, 0}};

struct Trainer {
  std::vector<StateInfo> states;
  Graph graph;
  Bindings<double> now;

  Trainer(const Config& optimizer, std::map<std::string, Config> constraints = {}) {
    ModelContext m{Builder("train")};
    m.states = &states, m.constraints = std::move(constraints), m.training = true;
    std::optional<Expr> loss;
    for (const Weight* w : {&weights[0], &frozen, &weights[1]}) {
      StateInfo info{w->name, Role::weight, Element::f32, w->shape, {}, w->name.substr(0, w->name.find('/')), w != &frozen};
      Expr off = m.state(info) - Expr{&m.b, m.b.graph.add(Constant{{Element::f32, w->shape}, w->target}, {})};
      loss = loss ? *loss + sum_of_squares(off) : sum_of_squares(off);
    }
    optimize(m, optimizer, *loss * 0.5);
    verify(m.b.graph);
    graph = differentiate(m.b.graph);
    for (const StateInfo& s : states) {
      const bool number = s.element == Element::f32;
      const double first = s.initial.kind == InitialKind::constant ? s.initial.a : 0;
      now[s.name] = {{s.element, s.shape}, Numbers(number ? count(s.shape) : 0, first), std::vector<int32_t>(number ? 0 : count(s.shape), 0)};
    }
    for (const Weight* w : {&weights[0], &frozen, &weights[1]}) now[w->name].numbers = w->first;
  }
  void step() {
    const Bindings<double> made = evaluate(graph, now);
    for (const Output& o : graph.outputs) now[o.name] = made.at(o.name);
  }
  const Numbers& of(const std::string& state) const { return now.at(state).numbers; }
};

// ---- Keras in double

inline double norm(const Numbers& x) {
  double squares = 0;
  for (double n : x) squares += n * n;
  return std::sqrt(squares);
}
inline Numbers map(Numbers x, const std::function<double(double)>& f) {
  for (double& n : x) n = f(n);
  return x;
}

struct One {  // weight in one update
  Numbers& w;
  const Numbers& g;
  const Shape& shape;
  double rate;
  int t;
  std::vector<Numbers>& slots;  // three, zeros at first
};
using Rule = std::function<void(const One&)>;
using Elementwise = std::function<double(double w, double g, double rate, int t, double& a, double& b, double& c)>;
inline Rule each(const Elementwise& rule) {
  return [rule](const One& u) {
    for (size_t i = 0; i < u.w.size(); ++i) u.w[i] = rule(u.w[i], u.g[i], u.rate, u.t, u.slots[0][i], u.slots[1][i], u.slots[2][i]);
  };
}

struct Options {
  std::function<double(int)> rate = [](int) { return 0.125; };  // of iterations
  double decay = 0, clipnorm = 0, clipvalue = 0, global_clipnorm = 0, ema = -1;
  int every = 0, accumulated = 1;
  std::string spared = "-";
  std::function<double(double)> constraint = [](double w) { return w; };  // of the kernel
};

struct Reference {
  Options o;
  Rule rule;
  std::vector<Numbers> w = {}, average = {}, sums = {};
  std::vector<std::vector<Numbers>> slots = {};
  int iterations = 0;

  Reference(Options options, Rule r, double initial = 0) : o(std::move(options)), rule(std::move(r)) {
    for (const Weight& weight : weights) {
      const Numbers zeros(weight.first.size(), 0);
      w.push_back(weight.first), average.push_back(zeros), sums.push_back(zeros);
      slots.push_back({Numbers(zeros.size(), initial), zeros, zeros});
    }
  }
  std::vector<Numbers> clipped(std::vector<Numbers> g) const {
    double all = 0;
    for (const Numbers& one : g) all += norm(one) * norm(one);
    for (Numbers& one : g) {
      const double n = norm(one);
      one = map(one, [&](double x) {
        if (o.clipnorm > 0) x *= o.clipnorm / std::max(n, o.clipnorm);
        if (o.clipvalue > 0) x = std::min(std::max(x, -o.clipvalue), o.clipvalue);
        return o.global_clipnorm > 0 ? x * std::min(1.0, o.global_clipnorm / std::sqrt(all)) : x;
      });
    }
    return g;
  }
  void step() {
    std::vector<Numbers> g = w;
    for (size_t k = 0; k < w.size(); ++k)
      for (size_t i = 0; i < w[k].size(); ++i) g[k][i] = sums[k][i] + w[k][i] - weights[k].target[i];
    const int updates = iterations / o.accumulated;
    if ((iterations + 1) % o.accumulated == 0) {
      for (Numbers& one : g) one = map(one, [&](double x) { return x / o.accumulated; });
      g = clipped(g);
      const double rate = o.rate(iterations);
      for (size_t k = 0; k < w.size(); ++k) {
        if (weights[k].name.find("/" + o.spared) == std::string::npos) w[k] = map(w[k], [&](double x) { return x - x * o.decay * rate; });
        rule({w[k], g[k], weights[k].shape, rate, updates + 1, slots[k]});
        sums[k].assign(sums[k].size(), 0);
      }
    } else {
      sums = g;
    }
    for (size_t k = 0; k < w.size(); ++k)
      for (size_t i = 0; i < w[k].size(); ++i) {
        const double m = updates == 0 ? 0 : o.ema;
        average[k][i] = m * average[k][i] + (1 - m) * w[k][i];
        if (o.every && (updates + 1) % o.every == 0) w[k][i] = average[k][i];
      }
    w[0] = map(w[0], o.constraint);
    ++iterations;
  }
};

inline void expect_near(const Numbers& made, const Numbers& wanted, const std::string& what, double relative = 1e-12) {
  ASSERT_EQ(made.size(), wanted.size()) << what;
  for (size_t i = 0; i < made.size(); ++i) EXPECT_NEAR(made[i], wanted[i], relative * (1 + std::abs(wanted[i]))) << what << "[" << i << "]";
}
inline Trainer expect_same(Config optimizer, Reference keras, int steps = 5, std::map<std::string, Config> constraints = {}) {
  if (!optimizer.has("learning_rate")) optimizer.set("learning_rate", 0.125);
  Trainer ours(optimizer, std::move(constraints));
  for (int i = 0; i < steps; ++i) {
    ours.step(), keras.step();
    for (size_t k = 0; k < weights.size(); ++k) expect_near(ours.of(weights[k].name), keras.w[k], optimizer.class_name + " " + weights[k].name + ", step " + std::to_string(i + 1));
  }
  EXPECT_EQ(ours.of(frozen.name), frozen.first) << "a weight that is not trainable stays";
  EXPECT_EQ(ours.now.at("iterations").integers[0], steps);
  for (size_t k = 0; keras.o.ema >= 0 && k < weights.size(); ++k) expect_near(ours.of(optimizer.class_name + "/" + weights[k].name + "/average"), keras.average[k], "average");
  return ours;
}

inline Rule plain_sgd() { return each([](double w, double g, double rate, int, double&, double&, double&) { return w - rate * g; }); }
inline Rule plain_adam(bool amsgrad = false) {
  return each([amsgrad](double w, double g, double rate, int t, double& m, double& v, double& most) {
    m += (g - m) * 0.5, v += (g * g - v) * 0.75, most = std::max(most, v);
    return w - rate * std::sqrt(1 - std::pow(0.25, t)) / (1 - std::pow(0.5, t)) * m / (std::sqrt(amsgrad ? most : v) + 0.0625);
  });
}
inline const Settings adam_settings = {{"beta_1", 0.5}, {"beta_2", 0.25}, {"epsilon", 0.0625}};
inline Config with(Config config, const Settings& more) {
  for (const auto& [name, value] : more) config.set(name, value);
  return config;
}

}  // namespace keratin::optimizing
