// generated/ is what the compiler writes today, stage by stage. UPDATE_EXPECTED=1 rewrites it.
#include "compiler/emit/program_text.h"
#include "compiler/lower/group.h"
#include "compiler/report.h"
#include "tests/compiler/models.h"
#include "tests/house/files.h"

namespace keratin::testing {
namespace {

BuiltModel seed() {
  return built({dense(64, "linear", {{"input_dim", 100.0}}), {"Activation", {{"activation", "relu"}}}, dense(10, "linear"), {"Activation", {{"activation", "softmax"}}}},
               {"sgd"}, {"categorical_crossentropy"}, 32);
}

// By file name: the training step of a model for one processor (Target's own numbers, whatever machine this is), and its
// CUDA text.
using Files = std::map<std::string, std::string>;
Files stages_of(const BuiltModel& model) {
  const Compilation cpu = compile(model.graphs, model.states, {.passes_run = model.passes_run});
  const Compilation cuda = compile(model.graphs, model.states, {.target = cuda_target(), .passes_run = model.passes_run});
  const Graph& graph = cpu.graphs.back();
  const LoweredStep step = cpu.lower_step("train", false);
  GraphFile dump = graph_file(model);
  for (const GraphPass& pass : graph_passes()) dump.passes.push_back(pass.name);
  dump.graphs = {graph};
  return {
      {"train.graph", print(dump)},
      {"train.groups", print(graph, group(graph, cpu.options.target))},
      {"train.kernel", kernels_text(step)},
      {"train.cpp", cpp_text(step, cpu.program.states)},
      {"train.cu", cuda_text(cuda.lower_step("train", false))},
      {"train.plan", plan_text(cpu.program, step)},
      {"train.table", table_text(step)},
  };
}
Files generated() {
  const std::pair<std::string, BuiltModel> models[] = {
      {"seed", seed()},
      {"adam", built({dense(3, "sigmoid", {{"input_dim", 20.0}})}, {"adam"}, {"binary_crossentropy"}, 7)},
      {"convolution", model_of(convolution_step(2, 6, 2, 16))},
      {"lstm", model_of(lstm_step(2, 3, 4, 16))},
  };
  Files out;
  for (const auto& [folder, model] : models)
    for (const auto& [name, text] : stages_of(model)) out[folder + "/" + name] = text;
  out.erase("convolution/train.cu"), out.erase("lstm/train.cu");  // so that all of it stays small
  return out;
}

TEST(Generated, IsFresh) {
  const std::filesystem::path folder = std::filesystem::path(KERATIN_SOURCE_DIR) / "generated";
  std::set<std::string> known = {"README.md"};
  size_t bytes = 0;
  for (const auto& [name, text] : generated()) {
    known.insert(name), bytes += text.size();
    if (std::getenv("UPDATE_EXPECTED")) {
      std::filesystem::create_directories((folder / name).parent_path());
      std::ofstream(folder / name, std::ios::binary) << text;
    }
    EXPECT_TRUE(read_text(folder / name) == text) << "generated/" << name << " is stale: UPDATE_EXPECTED=1 ctest --test-dir build -R Generated writes it anew";
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    EXPECT_TRUE(entry.is_directory() || known.count(entry.path().lexically_relative(folder))) << entry.path() << " is written by nobody";
  EXPECT_LE(bytes, 300000u) << "small enough to be read";
}

// Each dumped graph is a model again, and gives the same text.
TEST(Generated, GraphsReplay) {
  for (const char* name : {"seed", "adam", "convolution", "lstm"}) {
    const std::string path = "generated/" + std::string(name) + "/train.graph", folder = KERATIN_SOURCE_DIR "/generated/" + std::string(name);
    const BuiltModel again = built_model(parse_graph_file(read_text(folder + "/train.graph"), path));
    const Compilation c = compile(again.graphs, again.states, {.passes_run = again.passes_run});
    EXPECT_TRUE(c.source("train", false) == read_text(folder + "/train.cpp")) << path;
  }
}

}  // namespace
}  // namespace keratin::testing
