// The command line itself: help, names that are not there, and names that are not there yet.
#include "tests/command/command.h"

#include <nlohmann/json.hpp>

namespace keratin::testing {
namespace {

const std::vector<std::string> verbs = {"train", "evaluate", "predict", "summary", "dump", "verify", "doctor", "explain", "cache"};

TEST_F(Command, HelpOfEveryVerb) {
  const Result all = run({"--help"});
  EXPECT_EQ(all.code, 0);
  EXPECT_EQ(all.err, "");
  EXPECT_EQ(run({"help"}).out, all.out);
  for (const std::string& verb : verbs) {
    EXPECT_NE(all.out.find("\n  " + verb + " "), std::string::npos);
    const Result one = run({verb, "--help"});
    EXPECT_EQ(one.code, 0);
    EXPECT_EQ(one.out, run({"help", verb}).out);
    for (const char* option : {"--threads", "--device", "--cpu-features", "--optimize", "--max-memory", "--timings", "--color", "--diagnostics", "--quiet"}) EXPECT_NE(one.out.find(option), std::string::npos) << verb;
  }
  const std::string train = run({"help", "train"}).out;
  for (const char* option : {"--x", "--y", "--data", "--epochs", "--batch-size", "--validation-split", "--validation-x", "--validation-y", "--no-shuffle", "--seed", "--loss", "--optimizer", "--learning-rate",
                             "--metrics", "--weights", "--save", "--history", "--verbose", "--one-hot", "--log", "--checkpoint", "--resume", "--early-stop", "--reduce-lr-on-plateau"})
    EXPECT_NE(train.find(option), std::string::npos) << option;
}

TEST_F(Command, WithoutWordsSaysWhatThereIs) {
  const Result r = run({});
  EXPECT_EQ(r.code, 2);
  EXPECT_EQ(r.out, "");
  EXPECT_NE(r.err.find("keratin train"), std::string::npos);
}

// The compiler's libraries take longer to open than any help takes to print.
TEST_F(Command, HelpOpensNoCompiler) {
  environment["LD_DEBUG"] = "files";
  const Result r = run({"--help"});
  EXPECT_EQ(r.code, 0);
  EXPECT_NE(r.err.find("libfmt"), std::string::npos) << "the loader tells what it opens";
  for (const char* library : {"libLLVM", "libclang", "libkeratin_clang", "libnvrtc", "libcuda"}) EXPECT_EQ(r.err.find(library), std::string::npos) << library;
}

TEST_F(Command, RefusesWhatItDoesNotKnow) {
  const std::string digits = example("digits.cpp");
  const std::pair<std::vector<std::string>, Refusal> cases[] = {
      {{"tarin", digits}, {2, "K1001", {"`tarin`", "did you mean `train`?"}}},
      {{"help", "sumary"}, {2, "K1001", {"did you mean `summary`?"}}},
      {{"train"}, {2, "K1001", {"keratin train MODEL"}}},
      {{"explain"}, {2, "K1001", {"keratin explain K3106"}}},
      {{"train", digits, "--epoch", "3"}, {2, "K1001", {"`--epoch`", "did you mean `--epochs`?"}}},
      {{"train", digits, digits, "--data", "digits"}, {2, "K1001", {"one word too many"}}},
      {{"train", digits, "--epochs", "many"}, {2, "K1001", {"--epochs"}}},
      {{"train", digits, "--epochs"}, {2, "K1001", {"--epochs"}}},
      {{"train", digits, "--epochs", "0"}, {2, "K1008", {"--epochs is 0"}}},
      {{"train", digits, "--batch-size", "0"}, {2, "K1006", {"--batch-size is 0"}}},
      {{"train", digits, "--threads", "0"}, {2, "K1001", {"--threads is 0"}}},
      {{"train", digits, "--threads", "100000"}, {2, "K1001", {"from 1 to 1024"}}},
      {{"train", digits, "--seed", "-1"}, {2, "K1001", {"--seed is -1"}}},
      {{"train", digits, "--validation-split", "1"}, {2, "K1005", {"[0, 1)"}}},
      {{"train", digits, "--validation-split", "nan"}, {2, "K1005", {"[0, 1)"}}},
      {{"train", digits, "--optimize", "fst"}, {2, "K1001", {"did you mean `fast`?"}}},
      {{"train", digits, "--color", "sometimes"}, {2, "K1001", {"auto, always, never"}}},
      {{"train", digits, "--cpu-features", "x86-64-v9", "--data", "digits"}, {2, "K1003", {"x86-64-v9"}}},
      {{"train", digits, "--device", "cdua", "--data", "digits"}, {2, "K1013", {"did you mean `cuda`?"}}},
      {{"train", digits}, {2, "K1010", {"--x FILE --y FILE, or --data NAME"}}},
      {{"train", digits, "--data", "digit"}, {2, "K1004", {"did you mean `digits`?"}}},
      {{"train", digits, "--data", "digits", "--x", "x.npy"}, {2, "K1009", {"--data and --x"}}},
      {{"train", digits, "--data", "digits", "--save", "w.bin"}, {2, "K1014", {".npz"}}},
      {{"train", digits, "--data", "digits", "--history", "h.txt"}, {2, "K1014", {".json or .csv"}}},
      {{"predict", digits, "--data", "digits"}, {2, "K1001", {"-o FILE.npy"}}},
      {{"explain", "relo"}, {2, "K1002", {"did you mean `relu`?"}}},
      {{"dump", digits, "--print-after", "simplyfy"}, {2, "K1012", {"did you mean `simplify`?"}}},
      {{"dump", digits, "--target", "cuda", "--stage", "object"}, {2, "K1001", {"--target cpu"}}},
      {{"completion", "fish"}, {2, "K1001", {"bash or zsh"}}},
  };
  for (const auto& [given, want] : cases) expect_refusal(run(given), want, given.back());
}

// Words of the command's contract that a later version will know are no typing mistakes.
TEST_F(Command, SaysWhatThisVersionDoesNotHave) {
  const std::string digits = example("digits.cpp");
  std::filesystem::create_directory(folder / "pictures");
  const std::pair<std::vector<std::string>, Refusal> cases[] = {
      {{"build", digits, "-o", "digits"}, {4, "K4003", {"`keratin build`"}}},
      {{"verify", digits, "--cpu-features", "x86-64-v2"}, {4, "K4004", {"fused multiply-add", "x86-64-v3"}}},
      {{"convert", "a.h5", "-o", "a.keras"}, {4, "K4003", {"`keratin convert`"}}},
      {{"train", "model.keras", "--data", "digits"}, {4, "K4001", {"Keras file"}}},
      {{"summary", "model.h5"}, {4, "K4001", {"Keras file"}}},
      {{"summary", "model.json"}, {4, "K4001", {"Keras file"}}},
      {{"summary", "model.onnx"}, {4, "K4001", {"no model that this version reads"}}},
      {{"train", digits, "--data", "digits", "--save", "out.keras"}, {4, "K4003", {"out.keras"}}},
      {{"train", digits, "--data", "pictures"}, {4, "K4003", {"folders of pictures"}}},
      {{"train", digits, "--x", "a=x.npy", "--y", "y.npy"}, {4, "K4003", {"several inputs"}}},
      {{"train", digits, "--x", "x.npy", "--x", "z.npy", "--y", "y.npy"}, {4, "K4003", {"several inputs"}}},
      {{"predict", digits, "--data", "digits", "-o", "a=x.npy"}, {4, "K4003", {"several inputs"}}},
  };
  for (const auto& [given, want] : cases) expect_refusal(run(given), want, given[0] + " " + given.back());
}

TEST_F(Command, DiagnosticsAsJson) {
  const std::string model = description("  model.add(Dense(4, {.activation = \"rleu\", .input_dim = 3}));");
  const Result r = run({"summary", model, "--diagnostics", "json"});
  EXPECT_EQ(r.code, 3);
  const nlohmann::json d = nlohmann::json::parse(r.err);
  EXPECT_EQ(d["code"], "K2103");
  EXPECT_EQ(d["severity"], "error");
  EXPECT_EQ(d["file"], "model.cpp");
  EXPECT_EQ(d["line"], 4);
  EXPECT_EQ(d["help"], "did you mean `relu`?");
  EXPECT_EQ(nlohmann::json::parse(run({"tarin", "--diagnostics=json"}).err)["code"], "K1001");  // before anything is parsed
}

TEST_F(Command, ColoursOnlyWhereAsked) {
  EXPECT_NE(run({"tarin", "--color", "always"}).err.find("\x1b[1;31merror[K1001]\x1b[0m"), std::string::npos);
  for (const char* how : {"auto", "never"}) EXPECT_EQ(run({"tarin", "--color", how}).err.find('\x1b'), std::string::npos) << how;  // a pipe is no terminal
}

TEST_F(Command, ExplainsEveryCode) {
  const std::string codes = run({"explain", "codes"}).out;
  std::istringstream lines(codes);
  int n = 0;
  for (std::string line; std::getline(lines, line); ++n) {
    const Result r = run({"explain", line.substr(0, 5)});
    EXPECT_EQ(r.code, 0);
    EXPECT_TRUE(r.out.starts_with(line.substr(0, 5) + ": " + line.substr(7) + "\n\n")) << r.out;
    EXPECT_GT(r.out.size(), line.size() + 40) << "a text stands below the title: " << r.out;
  }
  EXPECT_GE(n, 60);
}

// What the sources refuse with stands in the table, so that no message names a page that is not there.
TEST_F(Command, EveryCodeOfTheSourcesIsExplained) {
  const std::string codes = run({"explain", "codes"}).out;
  int seen = 0;
  for (const char* tree : {"runtime", "compiler", "frontend"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(KERATIN_SOURCE_DIR) / tree)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      const std::string text = read_text(entry.path());
      for (size_t at = text.find("\"K"); at != text.npos; at = text.find("\"K", at + 1)) {
        const std::string code = text.substr(at + 1, 5);
        if (text[at + 6] != '"' || code.find_first_not_of("0123456789", 1) != code.npos) continue;
        EXPECT_NE(codes.find(code), std::string::npos) << code << " in " << entry.path();
        ++seen;
      }
    }
  EXPECT_GE(seen, 100);
}

TEST_F(Command, ExplainsNames) {
  for (const char* name : {"Dense", "relu", "mse", "accuracy", "adam", "he_normal"}) EXPECT_NE(run({"explain", name}).out.find(' '), std::string::npos) << name;
  for (const char* list : {"layers", "activations", "losses", "metrics", "optimizers", "initializers"}) EXPECT_NE(run({"explain", list}).out.find('\n'), std::string::npos) << list;
}

TEST_F(Command, CompletesVerbsAndOptions) {
  const Result r = run({"completion", "bash"});
  EXPECT_EQ(r.code, 0);
  std::ofstream(folder / "complete.sh") << r.out << "COMP_WORDS=(keratin train --valid) COMP_CWORD=2\n_keratin\necho ${COMPREPLY[@]}\nCOMP_WORDS=(keratin ev) COMP_CWORD=1\n_keratin\necho ${COMPREPLY[@]}\n";
  EXPECT_EQ(Started({"/bin/bash", "complete.sh"}, folder, environment).finish().out, "--validation-split --validation-x --validation-y\nevaluate\n");
}

TEST_F(Command, DoctorTellsWhatIsThere) {
  const Result r = run({"doctor"});
  EXPECT_EQ(r.code, 0);
  for (const char* line : {"processor", "compiler", "NVRTC", "CUDA driver", "cache", "digits", "iris", "fashion-mnist"}) EXPECT_NE(r.out.find(line), std::string::npos) << line;
  EXPECT_NE(r.out.find("ok   digits           1438 rows, 359 to test"), std::string::npos) << r.out;
}

}  // namespace
}  // namespace keratin::testing
