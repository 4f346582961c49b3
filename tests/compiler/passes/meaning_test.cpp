// Passes keep the meaning of random training steps: bit for bit where nothing is computed otherwise, in double where the
// order of sums may change.
#include "tests/compiler/oracle.h"
#include "tests/compiler/random_steps.h"

namespace keratin::testing {
namespace {

constexpr uint64_t seeds = 40;

// Small steps whose gradients are expanded: what the other passes work on.
Graph differentiated(uint64_t seed) { return differentiate(RandomStep(seed, 17).build()); }

template <class Real>
Bindings<Real> inputs_of(const Graph& graph, uint64_t seed) {
  Bindings<Real> at = random_bindings<Real>(graph, seed);
  for (const Value& v : graph.values())
    if (auto* in = std::get_if<Input>(&v.op); in && in->role == Role::slot)
      for (Real& x : at.at(in->name).numbers) x = x * x;  // running squares are not negative
  return at;
}
void expect_equal_bits(const Graph& before, const Graph& after, uint64_t seed) {
  for (int64_t rows : {before.batch, (before.batch + 1) / 2}) {
    const Bindings<float> at = inputs_of<float>(before, seed), want = evaluate(before, at, rows), got = evaluate(after, at, rows);
    for (const Output& o : before.outputs) {
      EXPECT_EQ(got.at(o.name).integers, want.at(o.name).integers) << o.name;
      const std::vector<float>&x = got.at(o.name).numbers, &y = want.at(o.name).numbers;
      EXPECT_TRUE(x.size() == y.size() && (x.empty() || std::memcmp(x.data(), y.data(), 4 * x.size()) == 0)) << o.name;
    }
  }
}
// A double rounds by 1e-16; some thousand operations, and differences of numbers that are a thousand times their result,
// leave nine digits.
void expect_equal_numbers(const Graph& before, const Graph& after, uint64_t seed) {
  for (int64_t rows : {before.batch, (before.batch + 1) / 2}) {
    const Bindings<double> at = inputs_of<double>(before, seed), want = evaluate(before, at, rows), got = evaluate(after, at, rows);
    for (const Output& o : before.outputs)
      for (size_t i = 0; i < want.at(o.name).numbers.size(); ++i) {
        const double w = want.at(o.name).numbers[i];
        ASSERT_TRUE(std::isfinite(w)) << o.name;  // a step that says nothing would prove nothing
        EXPECT_NEAR(got.at(o.name).numbers[i], w, 1e-9 * (1 + std::abs(w))) << o.name << "[" << i << "] of " << rows << " rows";
      }
  }
}
struct Promise {
  Graph (*pass)(const Graph&);
  const char* name;
  bool bits;   // else in double
  bool twice;  // a second run changes nothing
};
const Promise promises[] = {
    {remove_unused, "remove-unused", true, true},
    {simplify, "simplify", false, false},
    {split_reductions, "split-reductions", false, true},
    {choose_order, "choose-order", false, true},
};

TEST(Passes, KeepTheMeaningOfRandomSteps) {
  for (uint64_t seed = 0; seed < seeds; ++seed) {
    const Graph before = differentiated(seed);
    for (const Promise& p : promises) {
      SCOPED_TRACE(std::string(p.name) + " of seed " + std::to_string(seed));
      const Graph after = p.pass(before);
      verify(after);
      if (p.bits) expect_equal_bits(before, after, seed);
      else expect_equal_numbers(before, after, seed);
      EXPECT_TRUE(!p.twice || p.pass(after) == after);
    }
  }
}
TEST(Passes, TogetherKeepTheMeaningOfRandomSteps) {
  for (uint64_t seed = seeds; seed < 2 * seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Graph before = differentiated(seed);
    expect_equal_numbers(before, all_passes(before), seed);
  }
}
// A dumped graph goes on where it stopped.
TEST(Passes, GoOnFromTheTextOfAnyStage) {
  for (const Graph& start : {lstm_step(3, 2, 4, 5), convolution_step(2, 6, 2, 3), attention_step(2, 2, 3, 4), RandomStep(1, 17).build()}) {
    const std::string want = print(all_passes(start));
    Graph graph = start;
    for (const GraphPass& pass : graph_passes()) {
      graph = parse_graph(print(pass.run(graph)));
      Graph rest = graph;
      for (const GraphPass* next = &pass + 1; next != graph_passes().data() + graph_passes().size(); ++next) rest = next->run(rest);
      EXPECT_EQ(print(rest), want) << pass.name;
    }
  }
}
TEST(Passes, LeaveEveryReductionWithAnOrder) {
  std::function<void(const Graph&)> look = [&](const Graph& g) {
    for (const Value& v : g.values()) {
      auto* reduce = std::get_if<Reduce>(&v.op);
      auto* contract = std::get_if<Contract>(&v.op);
      EXPECT_FALSE((reduce && reduce->order == Order::unset) || (contract && contract->order != Order::chain)) << print(g);
      if (auto* loop = std::get_if<Loop>(&v.op)) look(*loop->body);
    }
  };
  look(all_passes(lstm_step(3, 2, 4, 5)));
  for (uint64_t seed = 0; seed < seeds; ++seed) look(all_passes(RandomStep(seed, 17).build()));
}
// Orders come from shapes alone: the same for every batch.
TEST(Passes, ChooseTheSameOrdersForEveryBatch) {
  auto orders = [](int64_t batch) {
    std::vector<Order> all;
    const Graph g = all_passes(attention_step(batch, 2, 5, 4));
    for (const Value& v : g.values())
      if (auto* reduce = std::get_if<Reduce>(&v.op)) all.push_back(reduce->order);
    return all;
  };
  EXPECT_EQ(orders(2), orders(64));
}
TEST(Passes, MakeWhatTheyMakeBearTheOriginOfItsLayer) {
  Builder b("train", 2);
  b.origin = {"dense", "model.cpp", 5};
  Expr x = input(b, "x", Role::data, batch_of(2, {3})), w = weight(b, "w", {3, 4});
  Expr y = tanh(contract("bi,io->bo", {x, w}));
  b.origin = {};
  train(b, mean_square(y));
  const Graph g = differentiate(b.graph);
  int contractions = 0;
  for (const Value& v : g.values()) {
    if (!std::holds_alternative<Contract>(v.op)) continue;
    EXPECT_EQ(v.origin, (Origin{"dense", "model.cpp", 5}));
    ++contractions;
  }
  EXPECT_EQ(contractions, 2);  // forward, and the weight's gradient
}

}  // namespace
}  // namespace keratin::testing
