// Description files that are wrong: each is told with its place, and none takes the command down.
#include "tests/command/command.h"

namespace keratin::testing {
namespace {

const std::string dense = "  model.add(Dense(3, {.input_dim = 4}));\n";

TEST_F(Command, DescriptionsThatDoNotCompile) {
  const std::pair<std::string, std::vector<std::string>> cases[] = {
      {"  model.add(Dese(3));", {"model.cpp:4:13", "undeclared identifier 'Dese'; did you mean 'Dense'?", "   |             ^"}},
      {"  model.add(Dense(3, {.input_dimm = 4}));", {"model.cpp:4:13", "`input_dimm` is no setting of Dense; did you mean `input_dim`?"}},
      {dense + "  model.compile({.optimizer = SGD({.learning_rat = 0.1}), .loss = \"mse\"});", {"model.cpp:5:31", "did you mean `learning_rate`?"}},
      {dense + "  model.compile({.optimiser = \"sgd\"});", {"model.cpp:5:19", "did you mean 'optimizer'?"}},
      {"  model.add(Dense(3)", {"model.cpp:4:", "expected"}},
      {"#include \"other.h\"", {"model.cpp:4:10", "'other.h' file not found"}},
  };
  for (const auto& [body, said] : cases) expect_refusal(run({"summary", description(body)}), {3, "K2801", said}, body);
}

TEST_F(Command, DescriptionsThatMisbehave) {
  struct Case {
    std::string before, body;  // in front of `build`, and inside
    Refusal want;
  };
  const Case cases[] = {
      {"", "*(volatile int*)0 = 1;", {3, "K2804", {"SIGSEGV"}}},
      {"int deeper(int n) { volatile char room[4096]; room[0] = 1; return deeper(n + 1) + room[0]; }", "deeper(0);", {3, "K2804", {"SIGSEGV"}}},
      {"#include <cstdlib>", "std::abort();", {3, "K2804", {"SIGABRT"}}},
      {"#include <cstdlib>", "std::exit(0);", {3, "K2806", {"exit code 0 instead of returning"}}},
      {"#include <cstdlib>", "std::_Exit(7);", {3, "K2806", {"exit code 7"}}},
      {"#include <stdexcept>", "throw std::runtime_error(\"no luck\");", {3, "K2807", {"std::runtime_error: no luck"}}},
      {"", "throw 7;", {3, "K2807", {"int"}}},
      {"int helper(int);", "helper(3);", {3, "K2805", {"`helper(int)`", "defined nowhere"}}},
      {"struct Bad { Bad() { *(volatile int*)0 = 1; } } bad;", "", {3, "K2804", {"SIGSEGV"}}},  // while it is loaded
      {"#include <csignal>", "std::raise(SIGKILL);", {3, "K2804", {"SIGKILL"}}},
  };
  for (const Case& c : cases) {
    const std::string name = file("model.cpp", "#include <keratin/keratin.h>\n" + c.before + "\nusing namespace keratin;\nvoid build(Sequential& model) {\n" + dense + c.body + "\n}\n");
    expect_refusal(run({"train", name, "--data", "iris", "--save", "w.npz"}), c.want, c.body);
    EXPECT_FALSE(exists("w.npz"));
  }
}

TEST_F(Command, DescriptionsThatDefineNoBuild) {
  for (const char* text : {"", "static void build(keratin::Sequential&) {}", "void build() {}", "namespace mine { void build(keratin::Sequential&) {} }"})
    expect_refusal(run({"summary", file("model.cpp", std::string("#include <keratin/keratin.h>\n") + text + "\n")}), {3, "K2802", {"void build(Sequential& model)"}}, text);
}

TEST_F(Command, DescriptionsThatDoNotReturn) {
  const std::string loop = description("  volatile int i = 0;\n  for (;;) i = i + 1;");
  environment["KERATIN_DESCRIPTION_SECONDS"] = "1";
  expect_refusal(run({"summary", loop}), {3, "K2803", {"within 1 seconds"}}, "loop");
  // Without waiting for that: whoever is interrupted takes the endless child along.
  environment["KERATIN_DESCRIPTION_SECONDS"] = "600";
  file("said.cpp", "#include <cstdio>\n#include <keratin/keratin.h>\nvoid build(keratin::Sequential&) {\n  std::fputs(\"begun\\n\", stderr);\n  for (volatile int i = 0;;) i = i + 1;\n}\n");
  Started begun(words({"summary", "said.cpp"}), folder, environment);
  ASSERT_TRUE(begun.says("begun"));
  begun.send(SIGINT);
  EXPECT_EQ(begun.finish().code, 130);  // which comes when the child has closed its streams, too
}

// A description is ordinary C++.
TEST_F(Command, DescriptionsUseTheStandardLibrary) {
  const std::string name = file("model.cpp", R"(#include <keratin/keratin.h>
#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
using namespace keratin;
static const std::vector<long> sizes = {16, 8};  // made when the file is loaded
static std::map<std::string, double> rates = {{"dropout", std::sqrt(0.25)}};
void hidden(Sequential& model, long units, long inputs) {
  const std::string name = "hidden_" + std::to_string(units);
  model.add(Dense(units, {.activation = "relu", .input_dim = inputs, .name = name.c_str()}));
}
void build(Sequential& model) {
  long inputs = 4;
  for (long units : sizes) hidden(model, units, std::exchange(inputs, 0));
  try {
    throw std::invalid_argument("caught inside");
  } catch (const std::exception&) {
    model.add(Dropout(rates.at("dropout")));
  }
  model.add(Dense(3, {.activation = "softmax"}));
}
)");
  const Result r = run({"summary", name});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const char* row : {"hidden_16 (Dense)", "hidden_8 (Dense)", "dropout (Dropout)", "Total params: 243"}) EXPECT_NE(r.out.find(row), std::string::npos) << r.out;
}

// What Clang takes and the model does not.
TEST_F(Command, ModelsThatCannotBe) {
  const std::pair<std::string, Refusal> cases[] = {
      {"", {3, "K2112", {"no layers"}}},
      {"  model.add(Dense(3));", {3, "K2114", {"model.cpp:4", ".input_dim"}}},
      {"  model.add(Dense(0, {.input_dim = 4}));", {3, "K2118", {"model.cpp:4", "units is 0"}}},
      {"  model.add(Dense(-5, {.input_dim = 4}));", {3, "K2118", {"units is -5"}}},
      {"  model.add(Dense(3, {.input_dim = -4}));", {3, "K2118", {"input_dim is -4"}}},
      {"  model.add(Dense(1000000, {.input_dim = 1000000}));", {3, "K2110", {"units is 1000000", "2^30"}}},
      {"  model.add(Input({1000000, 1000}));\n  model.add(Dense(1000));", {3, "K2110", {"model.cpp:4", "2^30"}}},
      {"  model.add(Input({2000000000, 2000000000, 2000000000, 2000000000}));\n  model.add(Flatten());", {3, "K2110", {"2^30"}}},
      {"  model.add(Input({30000}));\n  for (int i = 0; i < 12; ++i) model.add(Dense(30000));", {3, "K2110", {"numbers of state"}}},
      {"  model.add(Dense(3, {.activation = \"rleu\", .input_dim = 4}));", {3, "K2103", {"did you mean `relu`?"}}},
      {"  model.add(Dense(3, {.kernel_initializer = \"he_norml\", .input_dim = 4}));", {3, "K2104", {"did you mean `he_normal`?"}}},
      {dense + "  model.add(Dropout(1.5));", {3, "K2118", {"model.cpp:5"}}},
      {dense + "  model.add(Reshape({5}));", {3, "K2109", {"model.cpp:5"}}},
      {dense + "  model.add(Reshape({1, 1, 1, 1, 1, 1, 1, 3, 1}));", {3, "K2109", {}}},
      {dense + "  model.add(Input({3}));", {3, "K2115", {"at the beginning"}}},
      {dense + "  model.compile({.loss = \"mean_squared_eror\"});", {3, "K2201", {"did you mean `mean_squared_error`?"}}},
      {dense + "  model.compile({.loss = \"mse\", .metrics = {\"acuracy\"}});", {3, "K2203", {"did you mean `accuracy`?"}}},
      {dense + "  model.compile({.optimizer = \"adan\", .loss = \"mse\"});", {3, "K2204", {"did you mean `adam`?"}}},
  };
  for (const auto& [body, want] : cases) {
    const Result r = run({"summary", description(body)});
    EXPECT_EQ(r.code, want.code) << body << "\n" << r.err;
    EXPECT_NE(r.err.find("error[" + want.diagnostic), std::string::npos) << body << "\n" << r.err;
    for (const std::string& words : want.words) EXPECT_NE(r.err.find(words), std::string::npos) << body << "\n" << r.err;
  }
}

}  // namespace
}  // namespace keratin::testing
