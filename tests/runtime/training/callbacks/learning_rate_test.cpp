// Learning rates that change while a model trains, as Keras 3.15.1 changes them on the same numbers.
#include "tests/runtime/training/callbacks/scripted.h"

namespace keratin {
namespace {

using namespace scripted;
using testing_help::refuses;

// The rate behind every epoch.
struct Rates : Callback {
  std::vector<float> seen;
  void on_epoch_end(int64_t, Logs&) override { seen.push_back(static_cast<float>(model().learning_rate())); }
};
std::string lines(const std::vector<std::pair<int, std::string>>& reductions) {
  std::string text;
  for (const auto& [epoch, rate] : reductions) text += "\nEpoch " + std::to_string(epoch) + ": ReduceLROnPlateau reducing learning rate to " + rate + ".\n";
  return text;
}

TEST(ReduceLROnPlateau, ReducesWhereKerasReduces) {
  using S = ReduceLROnPlateauSettings;
  const struct {
    std::vector<double> values;
    S settings;
    std::vector<double> rates;
    std::vector<std::pair<int, std::string>> text;
  } cases[] = {
      {falling, S{.patience = 1}, {0.01, 0.01, 0.01, 0.0009999999310821295, 9.99999901978299e-05, 9.99999883788405e-06, 9.99999883788405e-06, 9.99999883788405e-07, 9.999998695775503e-08, 9.99999905104687e-09, 9.99999860695766e-10},
       {{4, "0.0009999999776482583"}, {5, "9.999999310821295e-05"}, {6, "9.999999019782991e-06"}, {8, "9.99999883788405e-07"}, {9, "9.99999883788405e-08"}, {10, "9.999998695775504e-09"}, {11, "9.99999905104687e-10"}}},
      {falling, S{.factor = 0.5, .patience = 2, .cooldown = 2}, {0.01, 0.01, 0.01, 0.01, 0.005, 0.005, 0.005, 0.005, 0.0025, 0.0025, 0.0025}, {{5, "0.004999999888241291"}, {9, "0.0024999999441206455"}}},
      {falling, S{.patience = 1, .min_lr = 0.0005}, {0.01, 0.01, 0.01, 0.0009999999310821295, 0.0005, 0.0005, 0.0005, 0.0005, 0.0005, 0.0005, 0.0005}, {{4, "0.0009999999776482583"}, {5, "0.0005"}}},
      {flat, S{.factor = 0.3, .patience = 2, .mode = "max"}, {0.01, 0.01, 0.003000000026077032, 0.003000000026077032, 0.0008999999845400453}, {{3, "0.0029999999329447745"}, {5, "0.0009000000078231095"}}},
      {broken, S{.factor = 0.5, .patience = 2, .cooldown = 1}, {0.01, 0.01, 0.005, 0.005, 0.0025, 0.0025, 0.00125}, {{3, "0.004999999888241291"}, {5, "0.0024999999441206455"}, {7, "0.0012499999720603228"}}},
      {slow, S{.factor = 0.2, .patience = 1}, {0.01, 0.001999999862164259, 0.001999999862164259, 0.0003999999607913196, 0.0003999999607913196, 0.0003999999607913196, 7.99999907030724e-05, 1.599999814061448e-05, 3.199999582648161e-06},
       {{2, "0.0019999999552965165"}, {4, "0.0003999999724328518"}, {7, "7.999999215826393e-05"}, {8, "1.599999814061448e-05"}, {9, "3.199999628122896e-06"}}},
      {slow, S{.factor = 0.2, .patience = 2, .min_delta = 0}, {0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.001999999862164259, 0.001999999862164259}, {{8, "0.0019999999552965165"}}},
  };
  for (const auto& c : cases) {
    S settings = c.settings;
    settings.verbose = 1;
    Rates rates;
    const Outcome out = run(c.values, {ReduceLROnPlateau(settings), rates});
    const std::string what = "case " + std::to_string(&c - cases);
    EXPECT_EQ(rates.seen, std::vector<float>(c.rates.begin(), c.rates.end())) << what;
    EXPECT_EQ(out.text, lines(c.text)) << what;
  }
}

TEST(ReduceLROnPlateau, TellsTheRateThatTheEpochHad) {
  const Outcome out = run(flat, {ReduceLROnPlateau({.factor = 0.5, .patience = 1})});
  EXPECT_EQ(out.history.history.names(), (std::vector<std::string>{"loss", "val_loss", "learning_rate"})) << "what callbacks add comes last";
  EXPECT_EQ(out.history.history.at("learning_rate")[0], 0.009999999776482582);
  EXPECT_EQ(out.history.history.at("learning_rate")[1], 0.009999999776482582);
  EXPECT_EQ(out.history.history.at("learning_rate")[2], 0.004999999888241291);
}

TEST(ReduceLROnPlateau, WarnsAndRefuses) {
  Model model;
  const tiny::Data data(4);
  testing::internal::CaptureStderr();
  fit(model, arrays(data), {.epochs = 2, .verbose = 0, .callbacks = {ReduceLROnPlateau()}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning[K1022]: Learning rate reduction is conditioned on metric `val_loss` which is not available. Available metrics are: loss,learning_rate.\n");
  EXPECT_TRUE(refuses([] { ReduceLROnPlateau({.factor = 1}); }, "K1021", "ReduceLROnPlateau does not support a factor >= 1.0, it is 1.0"));
  EXPECT_TRUE(refuses([] { ReduceLROnPlateau({.factor = NAN}); }, "K1021", "it is nan"));
  EXPECT_TRUE(refuses([] { ReduceLROnPlateau({.factor = -0.5}); }, "K1021", "factor of ReduceLROnPlateau is -0.5"));
  EXPECT_TRUE(refuses([] { ReduceLROnPlateau({.cooldown = -1}); }, "K1021", "cooldown"));
  EXPECT_TRUE(refuses([] { ReduceLROnPlateau({.mode = "up"}); }, "K1021", "ReduceLROnPlateau mode `up` is unknown"));
}

TEST(LearningRateScheduler, AsksBeforeEveryEpoch) {
  Rates rates;
  std::vector<std::pair<int64_t, double>> asked;
  auto schedule = [&](int64_t epoch, double rate) { return asked.push_back({epoch, rate}), epoch < 2 ? rate : rate * 0.5; };
  const Outcome out = run({1, 2, 3, 4}, {LearningRateScheduler(schedule, {.verbose = 1}), rates});
  EXPECT_EQ(rates.seen, (std::vector<float>{0.01f, 0.01f, 0.005f, 0.0025f}));
  EXPECT_EQ(asked[3], (std::pair<int64_t, double>{3, 0.004999999888241291}));
  EXPECT_EQ(out.text, "\nEpoch 1: LearningRateScheduler setting learning rate to 0.009999999776482582.\n\nEpoch 2: LearningRateScheduler setting learning rate to 0.009999999776482582.\n"
                      "\nEpoch 3: LearningRateScheduler setting learning rate to 0.004999999888241291.\n\nEpoch 4: LearningRateScheduler setting learning rate to 0.0024999999441206455.\n");
  EXPECT_EQ(out.history.history.at("learning_rate")[3], 0.0024999999441206455);
}
TEST(LearningRateScheduler, TakesAFunctionOfTheEpochAlone) {
  Rates rates;
  run({1, 2, 3}, {LearningRateScheduler([](int64_t epoch) { return 1.0 / static_cast<double>(epoch + 1000); }), rates});
  EXPECT_EQ(rates.seen, (std::vector<float>{1 / 1000.0f, static_cast<float>(1 / 1001.0), static_cast<float>(1 / 1002.0)}));
  EXPECT_TRUE(refuses([] { run(flat, {LearningRateScheduler([](int64_t) { return NAN; })}); }, "K1021", "the output of the `schedule` function should be a float, for epoch 0 it is nan"));
}

// A schedule of the optimizer's own decides the rate; there is no state to set.
TEST(LearningRate, OfAScheduleIsNotSettable) {
  Program program = tiny::program();
  program.states.erase(program.states.begin() + 2);
  Session session(program, 1);
  session.reset(1);
  const tiny::Data data(4);
  tiny::calls.clear();
  for (const AnyCallback& callback : {AnyCallback(ReduceLROnPlateau()), AnyCallback(LearningRateScheduler([](int64_t) { return 1.0; }))})
    EXPECT_TRUE(refuses([&] { fit(session, arrays(data), {.verbose = 0, .callbacks = {callback}}); }, "K2501", "its learning rate is not settable"));
  EXPECT_TRUE(tiny::calls.empty());
}

}  // namespace
}  // namespace keratin
