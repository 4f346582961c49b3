// Weights of rows and of classes, and mistakes that Keras accepts.
#include "tests/command/command.h"

#include <nlohmann/json.hpp>

#include "runtime/data/array_file.h"

namespace keratin::testing {
namespace {

constexpr int n = 8;

// Eight rows of two classes, the last two of class 1.
class Weights : public Command {
 protected:
  Weights() {
    Tensor x(Element::f32, {n, 3}), y(Element::i32, {n});
    for (int i = 0; i < n * 3; ++i) x.floats()[i] = static_cast<float>(i * 7 % 11) / 11.0f;
    for (int i = 0; i < n; ++i) y.ints()[i] = i >= 6;
    file("x.npy", npy_bytes(x)), file("y.npy", npy_bytes(y));
    description("  model.add(Dense(2, {.activation = \"softmax\", .input_dim = 3}));\n  model.compile({.optimizer = \"sgd\", .loss = \"sparse_categorical_crossentropy\"});");
  }
  std::string weights(const std::string& name, Shape shape, const std::vector<float>& values) const { return file(name, npy_bytes(tensor(std::move(shape), values))); }
  Result with(const std::string& verb, const std::vector<std::string>& more) const {
    std::vector<std::string> given = {verb, "model.cpp", "--x", "x.npy", "--y", "y.npy", "--seed", "1", "-q"};
    given.insert(given.end(), more.begin(), more.end());
    return run(given);
  }
  double loss(const std::vector<std::string>& more) const {
    std::vector<std::string> given = {"--json", "e.json"};
    given.insert(given.end(), more.begin(), more.end());
    const Result r = with("evaluate", given);
    EXPECT_EQ(r.code, 0) << r.err;
    return nlohmann::json::parse(text_of("e.json"))["loss"].get<double>();
  }
  std::string trained(std::vector<std::string> more) const {
    more.insert(more.end(), {"--save", "w.npz"});
    const Result r = with("train", more);
    EXPECT_EQ(r.code, 0) << r.err;
    return text_of("w.npz");
  }
};

TEST_F(Weights, OfRowsAndOfClassesAreTheSame) {
  weights("rows.npy", {n}, {1, 1, 1, 1, 1, 1, 5, 5}), weights("column.npy", {n, 1}, {1, 1, 1, 1, 1, 1, 5, 5}), weights("ones.npy", {n}, std::vector<float>(n, 1));
  file("rows.csv", "1\n1\n1\n1\n1\n1\n5\n5\n"), file("classes.json", R"({"0": 1.0, "1": 5})"), file("one.json", R"({"1": 5})");
  const std::string plain = trained({}), by_row = trained({"--sample-weight", "rows.npy"});
  EXPECT_NE(by_row, plain);
  EXPECT_EQ(trained({"--sample-weight", "column.npy"}), by_row);
  EXPECT_EQ(trained({"--sample-weight", "rows.csv"}), by_row);
  EXPECT_EQ(trained({"--class-weight", "classes.json"}), by_row);
  EXPECT_EQ(trained({"--class-weight", "one.json"}), by_row) << "a class that is not named counts 1";
  EXPECT_EQ(trained({"--sample-weight", "ones.npy"}), plain);
  EXPECT_EQ(with("train", {"--sample-weight", "rows.npy", "--validation-split", "0.25"}).code, 0);
}

// The loss is divided by the number of rows, whatever the weights add up to.
TEST_F(Weights, OfRowsInEvaluating) {
  std::vector<float> first(n, 0), second(n, 0);
  for (int i = 0; i < n; ++i) (i < 3 ? first : second)[static_cast<size_t>(i)] = 2;
  weights("first.npy", {n}, first), weights("second.npy", {n}, second);
  EXPECT_NEAR(loss({"--sample-weight", "first.npy"}) + loss({"--sample-weight", "second.npy"}), 2 * loss({}), 1e-6);
}

TEST_F(Weights, ThatAreRefused) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  weights("good.npy", {n}, std::vector<float>(n, 1)), weights("few.npy", {3}, {1, 1, 1}), weights("negative.npy", {n}, {1, 1, 1, -2, 1, 1, 1, 1}), weights("nan.npy", {n}, {1, nan, 1, 1, 1, 1, 1, 1});
  weights("wide.npy", {n, 2}, std::vector<float>(2 * n, 1));
  file("good.json", R"({"1": 5})"), file("cut.json", R"({"1": 5)"), file("list.json", "[1, 5]"), file("name.json", R"({"one": 5})"), file("minus.json", R"({"-1": 5})"), file("third.json", R"({"2": 5})");
  file("text.json", R"({"1": "5"})"), file("below.json", R"({"1": -5})"), file("endless.json", R"({"1": 1e999})"), file("number.json", "{1: 5}");
  const std::pair<std::vector<std::string>, Refusal> cases[] = {
      {{"--sample-weight", "good.npy", "--class-weight", "good.json"}, {2, "K1009", {"--sample-weight and --class-weight"}}},
      {{"--sample-weight", "few.npy"}, {3, "K3207", {"few.npy", "3 rows", "has 8"}}},
      {{"--sample-weight", "negative.npy"}, {3, "K3207", {"negative.npy", "-2 in row 3"}}},
      {{"--sample-weight", "nan.npy"}, {3, "K3207", {"nan.npy", "nan in row 1"}}},
      {{"--sample-weight", "wide.npy"}, {3, "K2231", {"do not fit"}}},
      {{"--sample-weight", "missing.npy"}, {5, "K5002", {"missing.npy"}}},
      {{"--class-weight", "missing.json"}, {5, "K5002", {"missing.json"}}},
      {{"--class-weight", "cut.json"}, {3, "K3207", {"cut.json", "is no JSON"}}},
      {{"--class-weight", "number.json"}, {3, "K3207", {"is no JSON", "line 1"}}},
      {{"--class-weight", "list.json"}, {3, "K3207", {"no object"}}},
      {{"--class-weight", "name.json"}, {3, "K3207", {"`one` is no class"}}},
      {{"--class-weight", "minus.json"}, {3, "K3207", {"`-1` is no class"}}},
      {{"--class-weight", "third.json"}, {3, "K3207", {"class 2 is not one of 2 classes"}}},
      {{"--class-weight", "text.json"}, {3, "K3207", {"the weight of class 1 is \"5\""}}},
      {{"--class-weight", "below.json"}, {3, "K3207", {"class 1 is -5"}}},
      {{"--class-weight", "endless.json"}, {3, "K3207", {"endless.json"}}},
  };
  for (const auto& [given, want] : cases) {
    expect_refusal(with("train", given), want, given.back());
    if (given[0] == "--sample-weight" && given.size() == 2) expect_refusal(with("evaluate", given), want, "evaluate " + given.back());
  }
  file("model.graph", run({"dump", "model.cpp", "--stage", "graph"}).out);
  expect_refusal(run({"train", "model.graph", "--x", "x.npy", "--y", "y.npy", "--sample-weight", "good.npy"}), {2, "K1011", {"no weights of rows"}}, "a dumped graph");
}

// What Keras accepts, though it is surely a mistake, is said once and costs nothing.
TEST_F(Weights, MistakesThatAreNoErrorsAreToldOnce) {
  description("  model.add(Dense(2, {.activation = \"softmax\", .input_dim = 3}));\n  model.compile({.optimizer = \"sgd\", .loss = SparseCategoricalCrossentropy({.from_logits = true})});");
  const std::vector<std::string> data = {"--x", "x.npy", "--y", "y.npy"};
  for (const char* verb : {"train", "evaluate", "summary", "dump", "verify"}) {
    std::vector<std::string> given = {verb, "model.cpp"};
    if (verb[0] == 't' || verb[0] == 'e') given.insert(given.end(), data.begin(), data.end());
    const Result r = run(given);
    EXPECT_EQ(r.code, 0) << verb << "\n" << r.err;
    const size_t at = r.err.find("warning[K2290]");
    ASSERT_NE(at, std::string::npos) << verb << "\n" << r.err;
    EXPECT_EQ(r.err.find("warning[", at + 1), std::string::npos) << verb << ": once\n" << r.err;
    EXPECT_EQ(r.out.find("K2290"), std::string::npos) << verb;
  }
  const nlohmann::json d = nlohmann::json::parse(run({"summary", "model.cpp", "--diagnostics", "json"}).err);
  EXPECT_EQ(d["code"], "K2290");
  EXPECT_EQ(d["severity"], "warning");
  EXPECT_EQ(run({"summary", "model.cpp", "-q"}).err, "") << "-q: errors only";
}

}  // namespace
}  // namespace keratin::testing
