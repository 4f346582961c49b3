// Examples that always work, and what training leaves behind.
#include "tests/command/command.h"

#include <nlohmann/json.hpp>

#include "runtime/data/array_file.h"
#include "runtime/data/dataset.h"

namespace keratin::testing {
namespace {

using Json = nlohmann::json;

class Training : public Command {
 protected:
  Result train(const std::string& model, std::vector<std::string> more) const {
    more.insert(more.begin(), {"train", example(model + ".cpp")});
    return run(more);
  }
  Json json(const std::string& name) const { return Json::parse(text_of(name)); }
  // 96 rows for the overview's network, and their classes.
  void seed_data() const {
    Tensor x(Element::f32, {96, 100}), y(Element::i32, {96});
    for (int64_t i = 0; i < x.size(); ++i) x.floats()[i] = static_cast<float>(i * 37 % 101) / 101.0f;
    for (int64_t i = 0; i < 96; ++i) y.ints()[i] = static_cast<int32_t>(i % 2);
    file("x.npy", npy_bytes(x)), file("y.npy", npy_bytes(y));
  }
};
double number_behind(const std::string& text, const std::string& words) {
  const size_t at = text.rfind(words);
  return at == text.npos ? -1 : std::atof(text.c_str() + at + words.size());
}

TEST_F(Training, Digits) {
  const Result r = train("digits", {"--data", "digits", "--epochs", "30", "--seed", "1", "--save", "w.npz"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_TRUE(r.out.starts_with("test - accuracy: ")) << "results are on standard output: " << r.out;
  EXPECT_GE(number_behind(r.out, "accuracy: "), 0.95) << "of the fifth that is held out";
  EXPECT_NE(r.err.find("Epoch 30/30"), std::string::npos);
  const Result evaluated = run({"evaluate", example("digits.cpp"), "--data", "digits", "--weights", "w.npz", "--json", "e.json"});
  EXPECT_EQ("test - " + evaluated.out, r.out);
  EXPECT_NEAR(json("e.json")["accuracy"].get<double>(), number_behind(r.out, "accuracy: "), 5e-5);  // four places are shown
}
TEST_F(Training, Iris) {
  const Result r = train("iris", {"--data", "iris", "--epochs", "60", "--seed", "1", "-q"});
  EXPECT_EQ(r.code, 0);
  EXPECT_EQ(r.err, "") << "-q";
  EXPECT_GE(number_behind(r.out, "accuracy: "), 0.9);
}
TEST_F(Training, Seed) {
  seed_data();
  const Result r = train("seed", {"--x", "x.npy", "--y", "y.npy", "--one-hot", "--epochs", "3", "--seed", "1", "--history", "h.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out, "") << "there is no data to test with";
  EXPECT_LT(json("h.json")["loss"][2], json("h.json")["loss"][0]);
}
TEST_F(Training, FashionMlp) {
  if (!dataset_found("fashion-mnist")) GTEST_SKIP() << "skipped: no dataset-fashion-mnist";
  const Result r = train("fashion_mlp", {"--data", "fashion-mnist", "--epochs", "1", "--batch-size", "128", "--seed", "1"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_GE(number_behind(r.out, "accuracy: "), 0.8);  // one epoch; three give 0.86
}

TEST_F(Training, EqualSeedsGiveEqualRuns) {
  const std::vector<std::string> base = {"--data", "iris", "--epochs", "2", "--seed", "7", "--history", "h.json", "--save", "w.npz"};
  std::string history, weights;
  const std::vector<std::string> ways[] = {{"--threads", "1"}, {"--threads", "3"}, {"--optimize", "fast"}, {"--optimize", "auto"}, {"--cpu-features", "x86-64-v3"}};
  for (std::vector<std::string> way : ways) {
    way.insert(way.begin(), base.begin(), base.end());
    const Result r = train("iris", way);
    if (r.code == 8) continue;  // a processor without AVX2
    ASSERT_EQ(r.code, 0) << r.err;
    if (history.empty()) history = text_of("h.json"), weights = text_of("w.npz");
    EXPECT_EQ(text_of("h.json"), history) << way.back();
    EXPECT_EQ(text_of("w.npz"), weights) << way.back();
  }
  std::vector<std::string> other = base;
  other[5] = "8";
  EXPECT_EQ(train("iris", other).code, 0);
  EXPECT_NE(text_of("w.npz"), weights);
}

TEST_F(Training, GoesOnFromSavedWeights) {
  const std::vector<std::string> data = {"--data", "iris", "--seed", "1", "--epochs", "40"};
  auto with = [&](std::vector<std::string> more) { return more.insert(more.begin(), data.begin(), data.end()), train("iris", more); };
  ASSERT_EQ(with({"--save", "w.npz", "--history", "first.json"}).code, 0);
  ASSERT_EQ(with({"--weights", "w.npz", "--history", "second.json"}).code, 0);
  EXPECT_LT(json("second.json")["loss"][0], json("first.json")["loss"][10]);
}

TEST_F(Training, HistoryAsKerasHasIt) {
  ASSERT_EQ(train("iris", {"--data", "iris", "--epochs", "2", "--seed", "1", "--validation-split", "0.25", "--batch-size", "40", "--history", "h.json"}).code, 0);
  const nlohmann::ordered_json h = nlohmann::ordered_json::parse(text_of("h.json"));
  std::vector<std::string> keys;
  for (const auto& [key, value] : h.items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"epoch", "accuracy", "loss", "val_accuracy", "val_loss", "params"}));
  EXPECT_EQ(h["epoch"].dump(), "[0,1]");
  EXPECT_EQ(h["params"].dump(), R"({"epochs":2,"steps":3,"batch_size":40,"samples":90})");
  ASSERT_EQ(train("iris", {"--data", "iris", "--epochs", "2", "--seed", "1", "--validation-split", "0.25", "--batch-size", "40", "--history", "h.csv"}).code, 0);
  std::istringstream lines(text_of("h.csv"));
  std::string header, first;
  std::getline(lines, header), std::getline(lines, first);
  EXPECT_EQ(header, "epoch,accuracy,loss,val_accuracy,val_loss");
  std::istringstream cells(first);
  double cell;
  char comma;
  cells >> cell >> comma >> cell >> comma >> cell;
  EXPECT_EQ(cell, h["loss"][0].get<double>()) << "full precision in both";
}

TEST_F(Training, OverridesWhatTheModelCompiled) {
  const Result r = train("iris", {"--data", "iris", "--one-hot", "--loss", "categorical_crossentropy", "--optimizer", "sgd", "--learning-rate", "0.5", "--metrics", "mse,mae", "--history", "h.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const char* name : {"loss", "mse", "mae"}) EXPECT_TRUE(json("h.json").contains(name)) << name;
  EXPECT_FALSE(json("h.json").contains("accuracy"));
  expect_refusal(train("iris", {"--data", "iris", "--loss", "mean_squared_eror"}), {3, "K2201", {"did you mean `mean_squared_error`?"}}, "loss");
  expect_refusal(train("iris", {"--data", "iris", "--optimizer", "adan"}), {3, "K2204", {"did you mean `adam`?"}}, "optimizer");
  expect_refusal(train("iris", {"--data", "iris", "--metrics", "acuracy"}), {3, "K2203", {"did you mean `accuracy`?"}}, "metrics");
  expect_refusal(train("iris", {"--data", "iris", "--learning-rate", "-1"}), {3, "K2118", {"learning_rate is -1"}}, "learning rate");
}

TEST_F(Training, TimingsOfEachStage) {
  for (const bool hit : {false, true}) {
    ASSERT_EQ(train("digits", {"--data", "digits", "--seed", "1", "--timings", "t.json"}).code, 0);
    const Json t = json("t.json");
    for (const char* stage : {"read", "graph", "differentiate", "simplify", "split-reductions", "remove-unused", "choose-order", "lower", "print", "compile", "link", "load", "first_step", "train"}) {
      ASSERT_TRUE(t.contains(stage)) << stage;
      EXPECT_GE(t[stage].get<double>(), 0) << stage;
    }
    EXPECT_EQ(t["cache_hit"], hit);
    EXPECT_EQ(t["compile"].get<double>() == 0, hit);
  }
}

// The whole program, before any pass and after some, runs as the description does.
TEST_F(Training, DumpedGraphsReplay) {
  seed_data();
  ASSERT_EQ(train("seed", {"--x", "x.npy", "--y", "y.npy", "--one-hot", "--seed", "3", "--save", "w.npz", "--history", "h.json"}).code, 0);
  ASSERT_EQ(run({"predict", example("seed.cpp"), "--x", "x.npy", "--weights", "w.npz", "-o", "p.npy"}).code, 0);
  const Result dumped = run({"dump", example("seed.cpp"), "--stage", "graph"});
  file("seed.graph", dumped.out);
  const std::vector<std::string> data = {"--x", "x.npy", "--y", "y.npy", "--one-hot", "--seed", "3"};
  auto with = [&](const std::string& verb, const std::string& graph, std::vector<std::string> more) {
    std::vector<std::string> given = {verb, graph, "--x", "x.npy"};
    if (verb == "train") given.insert(given.end(), data.begin() + 2, data.end());
    given.insert(given.end(), more.begin(), more.end());
    return run(given);
  };
  ASSERT_EQ(with("train", "seed.graph", {"--save", "again.npz", "--history", "again.json"}).code, 0);
  EXPECT_EQ(text_of("again.npz"), text_of("w.npz"));
  EXPECT_EQ(text_of("again.json"), text_of("h.json"));
  ASSERT_EQ(with("predict", "seed.graph", {"--weights", "w.npz", "-o", "again.npy"}).code, 0);
  EXPECT_EQ(text_of("again.npy"), text_of("p.npy"));
  EXPECT_EQ(run({"dump", "seed.graph", "--stage", "graph"}).out, dumped.out);

  for (const char* pass : {"differentiate", "simplify", "choose-order"}) {  // of training alone
    file("after.graph", run({"dump", example("seed.cpp"), "--print-after", pass}).out);
    EXPECT_NE(text_of("after.graph").find(pass), std::string::npos);
    ASSERT_EQ(with("train", "after.graph", {"--save", "again.npz"}).code, 0) << pass;
    EXPECT_EQ(text_of("again.npz"), text_of("w.npz")) << pass;
    EXPECT_EQ(run({"verify", "after.graph"}).code, 0) << pass;
    expect_refusal(with("predict", "after.graph", {"-o", "p.npy"}), {3, "K2207", {"no step `predict`"}}, pass);
  }
  file("predict.graph", run({"dump", example("seed.cpp"), "--stage", "graph", "--mode", "predict"}).out);
  ASSERT_EQ(with("predict", "predict.graph", {"--weights", "w.npz", "-o", "again.npy"}).code, 0);
  EXPECT_EQ(text_of("again.npy"), text_of("p.npy"));
  expect_refusal(with("train", "predict.graph", {}), {3, "K2207", {"no step `train`"}}, "predict alone");
  expect_refusal(with("train", "seed.graph", {"--loss", "mse"}), {2, "K1011", {"loss"}}, "loss");
  expect_refusal(with("train", "seed.graph", {"--batch-size", "7"}), {2, "K1011", {"batch size inside, 32"}}, "batch");
  file("broken.graph", dumped.out.substr(0, dumped.out.size() / 2));
  expect_refusal(run({"verify", "broken.graph"}), {3, "K2901", {"broken.graph:"}}, "half of it");
}

TEST_F(Training, PredictsTheRowsOfTheData) {
  ASSERT_EQ(run({"predict", example("iris.cpp"), "--data", "iris", "--seed", "1", "-o", "p.npy"}).code, 0);
  EXPECT_EQ(read_npy(text_of("p.npy"), "p.npy").shape, (Shape{30, 3}));
}

TEST_F(Training, VerifiesEveryExample) {
  for (const char* name : {"seed", "iris"}) {
    const Result r = run({"verify", example(std::string(name) + ".cpp"), "--seed", "5", "--batch-size", "9"});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_TRUE(r.out.starts_with("equal, bit for bit: ")) << r.out;
  }
}

}  // namespace
}  // namespace keratin::testing
