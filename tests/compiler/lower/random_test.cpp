// Random training steps against the interpreter: three updates in sequence, often a short batch among them, bit for bit,
// and the same state for any number of threads. KERATIN_RANDOM_GRAPHS=500 runs more seeds, from KERATIN_RANDOM_FIRST on; a
// failure prints its seed and graph.
#include <cstdlib>

#include "tests/compiler/oracle.h"
#include "tests/compiler/random_steps.h"

namespace keratin::testing {
namespace {

struct Batch {
  Bindings<float> data;
  int64_t rows;
};

// States as a training begins: weights small, slots and counters at zero.
Bindings<float> first_states(const Graph& graph, uint64_t seed) {
  Bindings<float> states = random_bindings<float>(graph, seed);
  for (const Value& v : graph.values()) {
    auto* in = std::get_if<Input>(&v.op);
    if (!in) continue;
    Plain<float>& p = states.at(in->name);
    for (float& x : p.numbers) x = in->role == Role::weight ? x / std::sqrt(static_cast<float>(1 + in->type.shape[0])) : in->role == Role::setting ? 0.05f : 0.0f;
    for (int32_t& x : p.integers) x = in->name == "seed" ? 77 : 0;
    if (!is_state(in->role)) states.erase(in->name);
  }
  return states;
}

std::string run_all(const Graph& graph, uint64_t seed) {
  const BuiltModel model = model_of(graph);
  RunOptions options{.batch = graph.batch, .threads = 2, .tier = Tier::fast, .cached = false};
  if (seed % 4 == 3) options.cpu = cpu_named("x86-64-v3");
  const Compilation compilation = compile(model.graphs, model.states, {.target = target_of(options.cpu)});
  const Program program = make_program(model, options);
  const Bindings<float> states = first_states(compilation.graphs[0], seed);
  std::vector<Batch> batches;
  for (int64_t k = 0; k < 3; ++k) {
    Bindings<float> data = random_bindings<float>(compilation.graphs[0], seed + static_cast<uint64_t>(k) * 1000);
    std::erase_if(data, [&](const auto& entry) { return states.count(entry.first) > 0; });
    batches.push_back({std::move(data), k == 1 && seed % 2 ? 1 + static_cast<int64_t>(seed) % graph.batch : graph.batch});  // a short batch is a text of its own
  }
  StepsOfBoth both(compilation, program, states, 2);
  for (size_t k = 0; k < batches.size(); ++k)
    if (std::string difference = both.run(batches[k].data, batches[k].rows); !difference.empty()) return fmt::format("update {} of {} rows: {}", k + 1, batches[k].rows, difference);
  for (int threads : {1, 1, 3}) {
    StepsOfBoth again(compilation, program, states, threads);
    for (const Batch& batch : batches) again.run_compiled(batch.data, batch.rows);
    if (again.state_hash() != both.state_hash()) return fmt::format("{} threads leave another state", threads);
  }
  return "";
}

uint64_t number_from(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}
TEST(RandomSteps, CompiledEqualsInterpreted) {
  const uint64_t first = number_from("KERATIN_RANDOM_FIRST", 0), count = number_from("KERATIN_RANDOM_GRAPHS", 20);
  for (uint64_t seed = first; seed < first + count; ++seed) {
    const Graph graph = RandomStep(seed, seed % 4 ? 40 : 200).build();  // large ones take long to compile
    std::string difference;
    try {
      difference = run_all(graph, seed);
    } catch (const std::exception& e) {
      difference = e.what();
    }
    EXPECT_EQ(difference, "") << "seed " << seed << "\n" << print(graph);
  }
}

}  // namespace
}  // namespace keratin::testing
