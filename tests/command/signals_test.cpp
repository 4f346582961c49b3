// Ctrl-C and kill: the batch is finished, what was asked for is saved, and it is said.
#include "tests/command/command.h"

#include <nlohmann/json.hpp>

namespace keratin::testing {
namespace {

class Signals : public Command {
 protected:
  // Training for longer than anybody waits.
  std::vector<std::string> endless() const { return words({"train", example("iris.cpp"), "--data", "iris", "--epochs", "100000000", "--seed", "1", "--verbose", "2", "--save", "w.npz", "--history", "h.json", "--timings", "t.json"}); }
};

TEST_F(Signals, TheFirstLetsTheBatchFinish) {
  for (const auto& [number, name, code] : {std::tuple{SIGINT, "SIGINT", 130}, std::tuple{SIGTERM, "SIGTERM", 143}}) {
    std::filesystem::remove(folder / "w.npz");
    Started training(endless(), folder, environment);
    ASSERT_TRUE(training.says("Epoch 3/")) << training.finish().err;
    training.send(number);
    const Result r = training.finish();
    EXPECT_EQ(r.code, code);
    EXPECT_NE(r.err.find(std::string("stopped by ") + name + " after batch "), std::string::npos) << r.err.substr(r.err.size() - std::min<size_t>(r.err.size(), 400));
    EXPECT_NE(r.err.find("the weights are in `w.npz`, --weights goes on from them"), std::string::npos);
    EXPECT_EQ(r.out, "");
    const nlohmann::json history = nlohmann::json::parse(text_of("h.json"));
    EXPECT_GE(history["epoch"].size(), 3u);
    EXPECT_EQ(history["loss"].size(), history["epoch"].size());
    EXPECT_TRUE(exists("t.json"));
    EXPECT_EQ(run({"evaluate", example("iris.cpp"), "--data", "iris", "--weights", "w.npz"}).code, 0);
  }
}

TEST_F(Signals, WithoutSaveItIsSaidThatNothingIsSaved) {
  Started training(words({"train", example("iris.cpp"), "--data", "iris", "--epochs", "100000000", "--verbose", "2"}), folder, environment);
  ASSERT_TRUE(training.says("Epoch 2/"));
  training.send(SIGINT);
  EXPECT_NE(training.finish().err.find("nothing is saved without --save"), std::string::npos);
}

// Both arrive before the first batch is done: its code is still being compiled. The second does not wait for it.
TEST_F(Signals, TheSecondStopsAtOnce) {
  Started training(endless(), folder, environment);
  ASSERT_TRUE(training.says("Epoch 1/"));
  training.send(SIGINT), training.send(SIGTERM);
  const Result r = training.finish();
  EXPECT_TRUE(r.code == 130 || r.code == 143) << r.code;  // whichever comes last
  EXPECT_EQ(r.err.find("stopped by"), std::string::npos);
  EXPECT_FALSE(exists("w.npz"));
}

}  // namespace
}  // namespace keratin::testing
