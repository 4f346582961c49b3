// Training steps that nobody chose: layers, activations, losses and optimizers drawn from tables by a seed, written over
// ops alone. A seed gives the same graph on every machine.
#pragma once

#include <functional>
#include <random>

#include "tests/compiler/networks.h"

namespace keratin::testing {

class RandomStep {
 public:
  // Extents and batch are at most `largest`.
  explicit RandomStep(uint64_t seed, int64_t largest = 200) : random_(static_cast<uint32_t>(seed)), largest_(largest), b_("train", size()) {}

  Graph build() {
    step_ = input(b_, "step", Role::counter, {Element::i32}), seed_ = input(b_, "seed", Role::counter, {Element::i32});
    first_ = input(b_, "x", Role::data, batch_of(b_.graph.batch, {size()}));
    label_ = input(b_, "label", Role::data, batch_of(b_.graph.batch, {}, Element::i32));
    Expr x = dense(first_, size());
    for (int64_t n = 1 + below(2); n > 0; --n) x = one_of(layers()).build(*this, x);
    optimize(one_of(losses()).build(*this, x));
    return std::move(b_.graph);
  }

 private:
  struct Row {
    const char* name;
    std::function<Expr(RandomStep&, Expr)> build;
  };

  // ---- drawing

  int64_t below(int64_t n) { return static_cast<int64_t>(random_() % static_cast<uint32_t>(n)); }
  template <class T>
  const T& one_of(const std::vector<T>& table) {
    return table[static_cast<size_t>(below(static_cast<int64_t>(table.size())))];
  }
  // Single, odd, prime, and on both sides of a row of lanes and of a panel.
  int64_t size() {
    static const std::vector<int64_t> sizes = {1, 1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 31, 32, 33, 47, 64, 65, 67, 100, 129, 200};
    for (;;)
      if (const int64_t n = one_of(sizes); n <= largest_) return n;
  }
  int64_t divisor(int64_t n) {
    for (;;)
      if (const int64_t d = 1 + below(n); n % d == 0) return d;
  }
  Expr new_weight(Shape shape) { return weight(b_, "w" + std::to_string(weights_++), std::move(shape)); }

  // ---- layers: [batch, n] → [batch, m]

  Expr dense(Expr x, int64_t units) {
    Expr y = contract("bi,io->bo", {x, new_weight({x.shape()[1], units})});
    if (below(4)) y = y + new_weight({units});
    return one_of(activations()).build(*this, y);
  }
  Expr groups(Expr x) {  // [batch, n] as [batch, groups, n / groups]
    const int64_t n = x.shape()[1], count = divisor(n);
    return reshape(x, {x.shape()[0], count, n / count});
  }
  Expr flat(Expr x) { return reshape(x, {x.shape()[0], x.shape()[1] * x.shape()[2]}); }

  static const std::vector<Row>& activations() {
    static const std::vector<Row> table = {
        {"linear", [](RandomStep&, Expr x) { return x; }},
        {"relu", [](RandomStep& s, Expr x) { return maximum(constant(s.b_, 0), x); }},
        {"leaky relu", [](RandomStep&, Expr x) { return maximum(x, 0.1 * x); }},
        {"tanh", [](RandomStep&, Expr x) { return tanh(x); }},
        {"sigmoid", [](RandomStep&, Expr x) { return sigmoid(x); }},
        {"elu", [](RandomStep&, Expr x) { return select(x > 0.0, x, exp(minimum(x, 0.0)) - 1.0); }},
        {"softplus", [](RandomStep&, Expr x) { return maximum(x, 0.0) + log(1.0 + exp(-abs(x))); }},
        {"clip", [](RandomStep&, Expr x) { return minimum(maximum(x, -0.7), 0.7); }},
    };
    return table;
  }
  static const std::vector<Row>& layers() {
    static const std::vector<Row> table = {
        {"dense", [](RandomStep& s, Expr x) { return s.dense(x, s.size()); }},
        {"thin", [](RandomStep& s, Expr x) { return s.dense(x, 1 + s.below(3)); }},
        {"residual", [](RandomStep& s, Expr x) { return x + s.dense(x, x.shape()[1]); }},
        {"two products in one sum", [](RandomStep& s, Expr x) {
           const int64_t n = s.size();
           return tanh(contract("bi,io->bo", {x, s.new_weight({x.shape()[1], n})}) + contract("bi,io->bo", {s.first_, s.new_weight({s.first_.shape()[1], n})}));
         }},
        {"gate", [](RandomStep& s, Expr x) { return x * sigmoid(contract("bi,io->bo", {x, s.new_weight({x.shape()[1], x.shape()[1]})})); }},
        {"halves", [](RandomStep& s, Expr x) {
           const int64_t n = s.size();
           Expr y = s.dense(x, 2 * n);
           return slice_axis(y, 1, 0, n) * sigmoid(slice_axis(y, 1, n, n));
         }},
        {"side by side", [](RandomStep& s, Expr x) { return concat({s.dense(x, s.size()), x, s.dense(x, s.size())}, 1); }},
        {"backwards", [](RandomStep&, Expr x) { return slice(x, {0, x.shape()[1] - 1}, x.shape(), {1, -1}); }},
        {"padded", [](RandomStep& s, Expr x) { return pad(x, {0, s.below(3)}, {0, s.below(3)}, {0, s.below(2)}); }},
        {"dropout", [](RandomStep& s, Expr x) {
           Expr keep = map(Scalar::greater_equal, {random_uniform(s.b_, x.type(), s.ordinal_++, s.seed_, s.step_), constant(s.b_, 0.3)});
           return select(keep, x / 0.7, constant(s.b_, 0));
         }},
        {"softmax", [](RandomStep&, Expr x) {
           Expr e = exp(x - stop_gradient(max(x, {-1}, true)));
           return e / sum(e, {-1}, true);
         }},
        {"rows of mean 0 and deviation 1", [](RandomStep& s, Expr x) {
           Expr centered = x - mean(x, {-1}, true);
           return centered / sqrt(mean(square(centered), {-1}, true) + 0.1) * s.new_weight({x.shape()[1]}) + s.new_weight({x.shape()[1]});
         }},
        {"columns of mean 0 and deviation 1", [](RandomStep& s, Expr x) {
           Expr centered = x - mean(x, {0}, true);
           return centered / sqrt(mean(square(centered), {0}, true) + 0.1) * s.new_weight({x.shape()[1]});
         }},
        {"minus the mean of all", [](RandomStep&, Expr x) { return x - mean(x, {0, 1}); }},
        {"minus the largest of the row", [](RandomStep&, Expr x) { return x - max(x, {-1}, true); }},
        {"sum of groups", [](RandomStep& s, Expr x) { return sum(s.groups(x), {1}); }},
        {"largest of groups", [](RandomStep& s, Expr x) { return max(s.groups(x), {s.below(2) ? 2 : 1}); }},
        {"a product for each group", [](RandomStep& s, Expr x) {
           Expr y = s.groups(x);
           return s.flat(contract("bgi,gio->bgo", {y, s.new_weight({y.shape()[1], y.shape()[2], 1 + s.below(9)})}));
         }},
        {"a product across groups", [](RandomStep& s, Expr x) {
           Expr y = transpose(s.groups(x), {0, 2, 1});
           return s.flat(transpose(contract("bgi,io->bgo", {y, s.new_weight({y.shape()[2], 1 + s.below(20)})}), {0, 2, 1}));
         }},
        {"embedding", [](RandomStep& s, Expr x) { return x + gather(s.new_weight({5, x.shape()[1]}), s.label_); }},
    };
    return table;
  }

  // ---- losses: [batch, n] → a number

  static const std::vector<Row>& losses() {
    static const std::vector<Row> table = {
        {"mean squared error", [](RandomStep& s, Expr x) { return mean(mean(square(x - s.target(x)), {-1}), {0}); }},
        {"mean absolute error", [](RandomStep& s, Expr x) { return mean(mean(abs(x - s.target(x)), {-1}), {0}); }},
        {"crossentropy of labels", [](RandomStep& s, Expr x) {
           Expr shifted = x - stop_gradient(max(x, {-1}, true)), log_p = shifted - log(sum(exp(shifted), {-1}, true));
           Type classes = x.type();
           classes.element = Element::i32;
           Expr hit = iota(s.b_, classes, 1) == broadcast(s.label_, classes, {0});
           return mean(-sum(select(hit, log_p, constant(s.b_, 0)), {-1}), {0});
         }},
        {"hinge", [](RandomStep& s, Expr x) { return mean(maximum(0.5 - x * s.target(x), 0.0), {0, 1}); }},
        {"sum of squares of a product with itself", [](RandomStep&, Expr x) { return mean(square(contract("bi,bi->b", {x, x})), {0}) * 1e-3; }},
    };
    return table;
  }
  Expr target(Expr x) { return input(b_, "y", Role::data, x.type()); }

  // ---- new states

  void optimize(Expr loss) {
    const int64_t kind = below(3);
    std::vector<std::pair<std::string, Expr>> weights;
    for (int64_t i = 0; i < weights_; ++i) weights.push_back({"w" + std::to_string(i), {&b_, *b_.graph.input("w" + std::to_string(i))}});
    if (below(3) == 0)
      for (auto& [name, w] : weights) loss = loss + 0.01 * sum(below(2) ? square(w) : abs(w), all_axes(w));
    output(b_, "loss", loss);
    if (below(2)) {
      Expr total = input(b_, "total", Role::metric, {Element::f32});
      update_state(b_, "total", total + loss * rows(b_));
    }
    Expr rate = input(b_, "rate", Role::setting, {Element::f32}), next = step_ + constant(b_, 1, Element::i32);
    update_state(b_, "step", next);
    for (auto& [name, w] : weights) {
      Expr g = gradient(loss, w);
      if (kind == 0) {
        update_state(b_, name, w - rate * g);
        continue;
      }
      Expr m = slot(name + "/m", w), momentum = 0.9 * m + (kind == 1 ? g : 0.1 * g);
      update_state(b_, name + "/m", momentum);
      if (kind == 1) {
        update_state(b_, name, w - rate * momentum);
        continue;
      }
      Expr v = slot(name + "/v", w), velocity = v + (square(g) - v) * 0.001;
      update_state(b_, name + "/v", velocity);
      Expr correction = 1.0 - power(constant(b_, 0.9), to_float(next));
      update_state(b_, name, w - rate / correction * momentum / (sqrt(velocity) + 1e-3));
    }
  }
  Expr slot(const std::string& name, Expr w) { return input(b_, name, Role::slot, w.type()); }

  std::mt19937 random_;
  int64_t largest_, weights_ = 0, ordinal_ = 0;
  Builder b_;
  Expr first_ = {}, label_ = {}, step_ = {}, seed_ = {};
};

}  // namespace keratin::testing
