// What the compiler made of a model, stage by stage.
#include "tests/command/command.h"

#include <nlohmann/json.hpp>

namespace keratin::testing {
namespace {

class Dump : public Command {
 protected:
  Result dump(std::vector<std::string> more, const std::string& model = example("seed.cpp")) const {
    more.insert(more.begin(), {"dump", model});
    return run(more);
  }
};

TEST_F(Dump, EveryStage) {
  const std::pair<const char*, const char*> stages[] = {
      {"graph", "keratin graphs 1\n"}, {"group", "dense"}, {"kernels", "kernel k0 lanes"}, {"source", "extern \"C\" void keratin_train("}, {"asm", "keratin_train:"}, {"object", "\x7f" "ELF"}, {"plan", "state arena: "}, {"table", "kernel  "},
  };
  for (const auto& [stage, words] : stages) {
    const Result r = dump({"--stage", stage});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_EQ(r.err, "");
    EXPECT_NE(r.out.find(words), std::string::npos) << stage << "\n" << r.out.substr(0, 300);
  }
  EXPECT_NE(dump({"--target", "cuda"}).out.find("__global__ void"), std::string::npos);
  EXPECT_NE(dump({"--mode", "predict"}).out.find("keratin_predict("), std::string::npos);
  EXPECT_NE(dump({"--stage", "graph", "--batch-size", "7"}).out.find("graph \"train\" batch=7 {"), std::string::npos);
}

// Dense and its activation share a kernel, which is seen at a glance.
TEST_F(Dump, TableShowsWhatIsFused) {
  EXPECT_EQ(dump({"--stage", "table", "--json", "t.json"}).code, 0);
  const nlohmann::json rows = nlohmann::json::parse(text_of("t.json"));
  ASSERT_GT(rows.size(), 3u);
  EXPECT_EQ(rows[0]["layers"], (nlohmann::json{"dense", "activation"}));
  EXPECT_EQ(rows[0]["ops"][0], "contract");
  EXPECT_EQ(rows[0]["flops"], 2 * 32 * 100 * 64);
  for (const auto& row : rows)
    for (const char* key : {"name", "layers", "ops", "flops", "bytes"}) EXPECT_TRUE(row.contains(key)) << key;
}

TEST_F(Dump, PassesInTheirOrder) {
  std::istringstream lines(dump({"--print-passes"}).out);
  std::vector<std::string> passes;
  for (std::string line; std::getline(lines, line);) passes.push_back(line.substr(0, line.find(' ')));
  EXPECT_EQ(passes, (std::vector<std::string>{"differentiate", "simplify", "split-reductions", "remove-unused", "choose-order"}));
  const std::string all = dump({"--print-after-all"}).out;
  size_t at = 0;
  for (const std::string& pass : passes) {
    const size_t next = all.find("# after " + pass + "\n", at);
    ASSERT_NE(next, std::string::npos) << pass;
    at = next;
  }
  EXPECT_TRUE(dump({"--stop-after", "simplify"}).out.starts_with("keratin graphs 1\npasses differentiate simplify\n"));
  EXPECT_EQ(dump({"--stop-after", "simplify"}).out, dump({"--print-after", "simplify"}).out);
}

TEST_F(Dump, NumberedFilesOfEveryStage) {
  const Result r = dump({"--dump-to", "made/here"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out, "");
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "made/here")) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"00-input.graph", "01-differentiate.graph", "02-simplify.graph", "03-split-reductions.graph", "04-remove-unused.graph", "05-choose-order.graph", "06-group.txt", "07-lower.kernel",
                                             "08-source.cpp", "09-plan.txt", "10-table.txt"}));
  EXPECT_EQ(text_of("made/here/08-source.cpp"), dump({}).out);
  EXPECT_EQ(text_of("made/here/07-lower.kernel"), dump({"--stage", "kernels"}).out);
}

TEST_F(Dump, DumpedKernelsReplay) {
  for (const char* target : {"cpu", "cuda"}) {
    const Result kernels = dump({"--stage", "kernels", "--target", target, "--batch-size", "5"}, example("iris.cpp"));
    file("iris.kernel", kernels.out);
    EXPECT_EQ(dump({"--stage", "kernels"}, "iris.kernel").out, kernels.out);
    const std::string source = dump({"--target", target}, example("iris.cpp")).out, replayed = dump({"--target", target}, "iris.kernel").out;
    EXPECT_NE(replayed.find(target == std::string("cpu") ? "KERNEL k0(" : "__global__ void"), std::string::npos) << replayed.substr(0, 400);
    const Result verified = run({"verify", "iris.kernel"});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
    EXPECT_TRUE(verified.out.starts_with("equal, bit for bit: ")) << verified.out;
  }
  const std::string text = text_of("iris.kernel");
  file("broken.kernel", text.substr(0, text.find("\n\n") + 2) + "kernel k1 with words that are none\n");
  const int line = static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(text.find("\n\n")), '\n')) + 3;
  expect_refusal(run({"verify", "broken.kernel"}), {3, "K2902", {"broken.kernel:" + std::to_string(line) + ":"}}, "broken");
  expect_refusal(dump({"--stage", "asm"}, "iris.kernel"), {2, "K1001", {"whole step"}}, "asm");
}

TEST_F(Dump, SummaryIsKerasTableWithTheExactBytes) {
  const Result r = run({"summary", example("seed.cpp"), "--json", "s.json", "--threads", "1"});
  EXPECT_EQ(r.code, 0);
  EXPECT_NE(r.out.find("Total params: 7,114 (27.79 KB)"), std::string::npos);
  const nlohmann::json s = nlohmann::json::parse(text_of("s.json"));
  EXPECT_EQ(s["params"], 7114);
  EXPECT_EQ(s["layers"].size(), 4u);
  EXPECT_NE(r.out.find("Memory to train, batch 32: " + s["train_bytes"].dump() + " bytes"), std::string::npos) << r.out;
  // What is announced is what is planned: a byte less is refused.
  const std::string bytes = s["train_bytes"].dump(), less = std::to_string(s["train_bytes"].get<long>() - 1);
  EXPECT_EQ(run({"verify", example("seed.cpp"), "--max-memory", bytes, "--threads", "1"}).code, 0);
  expect_refusal(run({"verify", example("seed.cpp"), "--max-memory", less, "--threads", "1"}), {6, "K6002", {bytes}}, "a byte less");
}

}  // namespace
}  // namespace keratin::testing
