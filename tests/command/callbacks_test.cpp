// Training that stops early, slows down, writes a log, and goes on from a checkpoint.
#include "tests/command/command.h"

#include <nlohmann/json.hpp>

#include "runtime/data/array_file.h"

namespace keratin::testing {
namespace {

using Json = nlohmann::json;

class Callbacks : public Command {
 protected:
  Result train(std::vector<std::string> more) const {
    const std::vector<std::string> base = {"train", example("iris.cpp"), "--data", "iris"};
    more.insert(more.begin(), base.begin(), base.end());
    return run(more);
  }
  Json json(const std::string& name) const { return Json::parse(text_of(name)); }
  // Rows whose targets are tossed: what is learnt of them helps on no other row.
  void toss() const {
    Tensor x(Element::f32, {40, 8}), y(Element::f32, {40, 1});
    for (int64_t i = 0; i < x.size(); ++i) x.floats()[i] = static_cast<float>(i * 193 % 101) / 101.0f;
    for (int64_t i = 0; i < 40; ++i) y.floats()[i] = static_cast<float>(i * i % 7 % 2);
    file("x.npy", npy_bytes(x)), file("y.npy", npy_bytes(y));
  }
};

TEST_F(Callbacks, StopsEarlyAndRestoresTheBestWeights) {
  toss();
  const std::string model = description("  model.add(Dense(64, {.activation = \"relu\", .input_dim = 8}));\n  model.add(Dense(1));\n  model.compile({.optimizer = Adam({.learning_rate = 0.02}), .loss = \"mse\", .metrics = {\"mae\"}});");
  const std::vector<std::string> data = {"train", model, "--x", "x.npy", "--y", "y.npy", "--validation-split", "0.5", "--epochs", "300", "--seed", "1"};
  auto with = [&](std::vector<std::string> more) { return more.insert(more.begin(), data.begin(), data.end()), run(more); };
  const Result r = with({"--early-stop", "val_loss:patience=7:restore", "--save", "w.npz", "--history", "h.json", "--verbose", "2"});
  ASSERT_EQ(r.code, 0) << r.err;
  const std::vector<double> loss = json("h.json")["val_loss"];
  const auto best = std::min_element(loss.begin(), loss.end()) - loss.begin();
  EXPECT_EQ(loss.size(), static_cast<size_t>(best) + 8) << "the best, and seven behind it";
  EXPECT_NE(r.err.find("\nEpoch " + std::to_string(loss.size()) + ": early stopping\nRestoring model weights from the end of the best epoch: " + std::to_string(best + 1) + ".\n"), std::string::npos) << r.err.substr(r.err.size() - 200);
  ASSERT_EQ(run({"train", model, "--x", "x.npy", "--y", "y.npy", "--validation-split", "0.5", "--epochs", std::to_string(best + 1), "--seed", "1", "--save", "short.npz", "-q"}).code, 0);
  EXPECT_EQ(text_of("w.npz"), text_of("short.npz")) << "as if training had ended with its best epoch";
  EXPECT_LT(json("h.json")["loss"].back().get<double>(), json("h.json")["loss"][best].get<double>()) << "its own rows it still learnt";
  EXPECT_EQ(with({"--early-stop", "val_mae:patience=1:mode=min:min_delta=0.5:start_from_epoch=3", "-q"}).err, "") << "-q";
}

TEST_F(Callbacks, LowersTheLearningRate) {
  const Result r = train({"--epochs", "6", "--seed", "1", "--reduce-lr-on-plateau", "loss:factor=0.5:patience=1:min_delta=100:cooldown=1:min_lr=0.004", "--history", "h.json"});
  ASSERT_EQ(r.code, 0) << r.err;
  const std::vector<double> rates = json("h.json")["learning_rate"];
  const std::vector<float> want = {0.01f, 0.01f, 0.005f, 0.004f, 0.004f, 0.004f};
  for (size_t i = 0; i < 6; ++i) EXPECT_EQ(static_cast<float>(rates[i]), want[i]) << i;
  EXPECT_NE(r.err.find("\nEpoch 2: ReduceLROnPlateau reducing learning rate to 0.004999999888241291.\n"), std::string::npos) << r.err;
  EXPECT_NE(r.err.find(" - learning_rate: 0.0050\n"), std::string::npos);
}

TEST_F(Callbacks, WritesALogWhileItTrains) {
  ASSERT_EQ(train({"--epochs", "3", "--seed", "1", "--validation-split", "0.2", "--log", "l.csv", "--history", "h.json"}).code, 0);
  const std::string log = text_of("l.csv");
  EXPECT_TRUE(log.starts_with("epoch,accuracy,loss,val_accuracy,val_loss\r\n0,")) << log;
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 4);
  EXPECT_EQ(std::strtod(log.substr(log.rfind(',') + 1).c_str(), nullptr), json("h.json")["val_loss"][2].get<double>());
}

TEST_F(Callbacks, SettingsThatCannotBeMeant) {
  const std::pair<std::vector<std::string>, Refusal> cases[] = {
      {{"--early-stop", "val_loss"}, {2, "K1022", {"--early-stop watches `val_loss`, and nothing is kept to validate", "--validation-split"}}},
      {{"--early-stop", "los"}, {2, "K1022", {"`los`, which is not measured", "did you mean `loss`?"}}},
      {{"--early-stop", "val_acuracy", "--validation-split", "0.2"}, {2, "K1022", {"did you mean `val_accuracy`?"}}},
      {{"--early-stop", "loss:patinece=3"}, {2, "K1001", {"no setting `patinece`", "did you mean `patience`?"}}},
      {{"--early-stop", "loss:patience=many"}, {2, "K1021", {"patience of --early-stop is `many`, it is a whole number"}}},
      {{"--early-stop", "loss:patience=1.5"}, {2, "K1021", {"it is a whole number"}}},
      {{"--early-stop", "loss:min_delta="}, {2, "K1021", {"it is a number"}}},
      {{"--early-stop", "loss:patience"}, {2, "K1001", {"needs a value"}}},
      {{"--early-stop", "loss:restore=yes"}, {2, "K1001", {"`restore` stands alone"}}},
      {{"--early-stop", "loss:patience=-1"}, {2, "K1021", {"it is at least 0"}}},
      {{"--early-stop", "loss:mode=mn"}, {2, "K1021", {"did you mean `min`?"}}},
      {{"--early-stop", ":patience=1"}, {2, "K1001", {"needs a metric"}}},
      {{"--reduce-lr-on-plateau", "loss:factor=1"}, {2, "K1021", {"a factor >= 1.0"}}},
      {{"--reduce-lr-on-plateau", "loss:restore"}, {2, "K1001", {"no setting `restore`"}}},
      {{"--log", "l.txt"}, {2, "K1014", {"--log `l.txt`: the name ends in .csv"}}},
      {{"--log", "nowhere/l.csv"}, {5, "K5001", {"nowhere/l.csv"}}},
      {{"--resume"}, {2, "K1001", {"--checkpoint DIR"}}},
  };
  for (const auto& [given, want] : cases) expect_refusal(train(given), want, given.back());
}

TEST_F(Callbacks, TwoAndTwoEpochsAreFour) {
  auto with = [&](int epochs, std::vector<std::string> more) {
    const std::vector<std::string> base = {"--epochs", std::to_string(epochs), "--validation-split", "0.2", "--early-stop", "val_loss:patience=2:min_delta=0.01:restore", "--reduce-lr-on-plateau", "loss:patience=1:min_delta=0.05"};
    return more.insert(more.begin(), base.begin(), base.end()), train(more);
  };
  const Result whole = with(4, {"--seed", "3", "--save", "whole.npz", "--history", "whole.json", "--log", "whole.csv"});
  ASSERT_EQ(whole.code, 0) << whole.err;
  const Result first = with(2, {"--seed", "3", "--checkpoint", "deep/ck", "--resume", "--log", "parts.csv"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.err.find("`deep/ck` holds no checkpoint yet, training begins anew\n"), std::string::npos) << first.err;
  const Result rest = with(4, {"--checkpoint", "deep/ck", "--resume", "--save", "parts.npz", "--history", "parts.json", "--log", "parts.csv", "--threads", "3"});
  ASSERT_EQ(rest.code, 0) << rest.err;
  EXPECT_NE(rest.err.find("going on from `deep/ck/latest.npz`: 2 of 4 epochs are done\nEpoch 3/4\n"), std::string::npos) << rest.err;
  EXPECT_EQ(text_of("parts.npz"), text_of("whole.npz"));
  EXPECT_EQ(json("parts.json"), json("whole.json"));
  EXPECT_EQ(text_of("parts.csv"), text_of("whole.csv"));
  EXPECT_EQ(rest.out, whole.out);
  const Result done = with(4, {"--checkpoint", "deep/ck", "--resume", "--save", "again.npz", "--seed", "3"});
  EXPECT_EQ(done.err.find("Epoch 5"), std::string::npos);
  EXPECT_EQ(text_of("again.npz"), text_of("whole.npz"));
  EXPECT_EQ(done.out, whole.out);
}

TEST_F(Callbacks, GoesOnAfterASignalWithTheSameBits) {
  const std::vector<std::string> options = {"--seed", "1", "--validation-split", "0.2", "--batch-size", "1", "--verbose", "2"};
  std::vector<std::string> endless = words({"train", example("iris.cpp"), "--data", "iris", "--epochs", "100000000", "--checkpoint", "ck"});
  endless.insert(endless.end(), options.begin(), options.end());
  Started training(endless, folder, environment);
  ASSERT_TRUE(training.says("Epoch 3/")) << training.finish().err;
  training.send(SIGINT);
  const Result stopped = training.finish();
  EXPECT_EQ(stopped.code, 130);
  EXPECT_NE(stopped.err.find("the checkpoint is in `ck`, --resume goes on from it"), std::string::npos) << stopped.err.substr(stopped.err.size() - 200);
  const size_t at = stopped.err.rfind(" in epoch ");
  ASSERT_NE(at, stopped.err.npos);
  const std::string epochs = std::to_string(std::atoi(stopped.err.c_str() + at + 10) + 1);  // one more than it came to
  std::vector<std::string> rest = {"--epochs", epochs, "--checkpoint", "ck", "--resume", "--save", "parts.npz", "--history", "parts.json"}, whole = {"--epochs", epochs, "--save", "whole.npz", "--history", "whole.json"};
  rest.insert(rest.end(), options.begin(), options.end()), whole.insert(whole.end(), options.begin(), options.end());
  const Result r = train(rest);
  ASSERT_EQ(r.code, 0) << r.err;
  ASSERT_EQ(train(whole).code, 0);
  EXPECT_EQ(text_of("parts.npz"), text_of("whole.npz"));
  EXPECT_EQ(json("parts.json"), json("whole.json"));
}

// Dropout's masks are counted by steps: they go on, too.
TEST_F(Callbacks, DropoutGoesOn) {
  const std::string model = description("  model.add(Dense(16, {.activation = \"relu\", .input_dim = 4}));\n  model.add(Dropout(0.5));\n  model.add(Dense(3, {.activation = \"softmax\"}));\n"
                                        "  model.compile({.optimizer = SGD({.momentum = 0.9}), .loss = \"sparse_categorical_crossentropy\"});");
  auto with = [&](std::vector<std::string> more) { return more.insert(more.begin(), {"train", model, "--data", "iris"}), run(more); };
  ASSERT_EQ(with({"--epochs", "4", "--seed", "9", "--save", "whole.npz"}).code, 0);
  ASSERT_EQ(with({"--epochs", "1", "--seed", "9", "--checkpoint", "ck"}).code, 0);
  ASSERT_EQ(with({"--epochs", "4", "--checkpoint", "ck", "--resume", "--save", "parts.npz"}).code, 0) << "the seed is the checkpoint's";
  EXPECT_EQ(text_of("parts.npz"), text_of("whole.npz"));
}

TEST_F(Callbacks, CheckpointsThatDoNotServe) {
  ASSERT_EQ(train({"--epochs", "2", "--seed", "1", "--checkpoint", "ck"}).code, 0);
  const std::string good = text_of("ck/latest.npz");
  const auto resume = [&](std::vector<std::string> more) { return more.insert(more.end(), {"--epochs", "3", "--checkpoint", "ck", "--resume"}), train(more); };
  expect_refusal(train({"--checkpoint", "ck"}), {2, "K1024", {"`ck` holds the checkpoint of an earlier training", "--resume"}}, "an earlier one");
  expect_refusal(resume({"--seed", "2"}), {3, "K3122", {"its seed is 1, --seed is 2"}}, "seed");
  expect_refusal(resume({"--batch-size", "7"}), {3, "K3122", {"its batches have 32 rows, these have 7"}}, "batch");
  expect_refusal(resume({"--validation-split", "0.5"}), {3, "K3122", {"it has 120 rows to train on, here are 60"}}, "rows");
  expect_refusal(resume({"--no-shuffle"}), {3, "K3122", {"it shuffles its rows"}}, "shuffle");
  expect_refusal(resume({"--optimizer", "sgd"}), {3, "K3122", {"the model has no state `adam/dense/"}}, "optimizer");
  expect_refusal(run({"train", example("digits.cpp"), "--data", "digits", "--checkpoint", "ck", "--resume"}), {3, "K3122", {"its `dense/kernel` has shape (4, 16), the model's has (64, 64)"}}, "another model");
  EXPECT_EQ(text_of("ck/latest.npz"), good);
  ASSERT_EQ(train({"--save", "w.npz", "-q"}).code, 0);
  for (const auto& [bytes, code] : {std::pair{good.substr(0, good.size() / 2), "K3111"}, {std::string("nothing"), "K3111"}, {std::string(), "K3111"}, {text_of("w.npz"), "K3121"}}) {
    file("ck/latest.npz", bytes);
    expect_refusal(resume({}), {3, code, {"ck/latest.npz"}}, code);
    EXPECT_EQ(text_of("ck/latest.npz"), bytes);
  }
  file("plain", "");
  expect_refusal(train({"--checkpoint", "plain"}), {5, "K5001", {"cannot write to the folder `plain`"}}, "no folder");
}

TEST_F(Callbacks, TheLearningRateIsTheCheckpoints) {
  ASSERT_EQ(train({"--epochs", "2", "--seed", "1", "--checkpoint", "ck", "--reduce-lr-on-plateau", "loss:factor=0.5:patience=1:min_delta=100"}).code, 0);
  const Result r = train({"--epochs", "3", "--checkpoint", "ck", "--resume", "--learning-rate", "0.01"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.err.find("the learning rate goes on as it was, 0.005; --learning-rate is that of the first epoch"), std::string::npos) << r.err;
}

}  // namespace
}  // namespace keratin::testing
