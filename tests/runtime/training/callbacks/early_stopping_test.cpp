// Stopping early, as Keras 3.15.1 does on the same numbers: epochs, weights and words.
#include "tests/runtime/training/callbacks/scripted.h"

namespace keratin {
namespace {

using namespace scripted;
using testing_help::refuses;

std::string restored(int epoch) { return "Restoring model weights from the end of the best epoch: " + std::to_string(epoch) + ".\n"; }
std::string stopped(int epoch) { return "Epoch " + std::to_string(epoch) + ": early stopping\n"; }

TEST(EarlyStopping, StopsWhereKerasStops) {
  using S = EarlyStoppingSettings;
  const struct {
    std::vector<double> values;
    S settings;
    size_t epochs;
    float bias;  // the epoch whose weights are left
    std::string text;
  } cases[] = {
      {falling, S{}, 4, 3, stopped(4)},
      {falling, S{.patience = 1}, 4, 3, stopped(4)},
      {falling, S{.patience = 4}, 11, 10, stopped(11)},
      {falling, S{.patience = 20, .restore_best_weights = true}, 11, 6, restored(7)},
      {falling, S{.patience = 2, .restore_best_weights = true}, 5, 2, stopped(5) + restored(3)},
      {falling, S{.min_delta = 0.15, .patience = 3, .restore_best_weights = true}, 6, 2, stopped(6) + restored(3)},
      {falling, S{.patience = 2, .baseline = 2.96, .restore_best_weights = true}, 4, 2, stopped(4) + restored(3)},
      {falling, S{.patience = 2, .mode = "max", .restore_best_weights = true}, 3, 0, stopped(3) + restored(1)},
      {falling, S{.patience = 1, .restore_best_weights = true, .start_from_epoch = 3}, 8, 6, stopped(8) + restored(7)},
      {flat, S{}, 2, 1, stopped(2)},
      {flat, S{.patience = 2, .baseline = 0.5, .restore_best_weights = true}, 2, 0, stopped(2) + restored(1)},
      {broken, S{.patience = 2, .restore_best_weights = true}, 3, 0, stopped(3) + restored(1)},
      {slow, S{.patience = 2, .restore_best_weights = true}, 8, 5, stopped(8) + restored(6)},
      {slow, S{.min_delta = 1e-4, .patience = 1}, 2, 1, stopped(2)},
      {slow, S{.min_delta = -1e-4, .patience = 3, .restore_best_weights = true}, 9, 5, stopped(9) + restored(6)},
  };
  for (const auto& c : cases) {
    S settings = c.settings;
    settings.verbose = 1;
    const Outcome out = run(c.values, {EarlyStopping(settings)});
    const std::string what = "case " + std::to_string(&c - cases);
    EXPECT_EQ(out.epochs, c.epochs) << what;
    EXPECT_EQ(out.bias, c.bias) << what;
    EXPECT_EQ(out.text, c.text) << what;
    EXPECT_EQ(run(c.values, {EarlyStopping(c.settings)}).text, "") << what << " without verbose";
  }
}

TEST(EarlyStopping, IsReadAfterwardsAndUsedAgain) {
  EarlyStopping stop({.patience = 2, .restore_best_weights = true});
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(run(falling, {stop}).epochs, 5u) << again;
    EXPECT_EQ(stop.stopped_epoch(), 4);
    EXPECT_EQ(stop.best_epoch(), 2);
    EXPECT_EQ(stop.best(), 3);
  }
}

TEST(EarlyStopping, BringsBackStatisticsToo) {
  Program program = tiny::program(4, 0.01);
  program.states[1].role = Role::statistic;
  Session session(program, 1);
  session.reset(1);
  const tiny::Data data(4);
  fit(session, arrays(data), {.epochs = 5, .verbose = 0, .callbacks = {Script(flat), EarlyStopping({.patience = 2, .restore_best_weights = true})}});
  EXPECT_EQ(session.number("dense/bias"), 0);
  EXPECT_EQ(session.read("iterations").ints()[0], 3) << "the optimizer stays where it is";
}

TEST(EarlyStopping, WarnsOfAMetricThatIsNotThere) {
  Model model;
  const tiny::Data data(4);
  testing::internal::CaptureStderr();
  const History h = fit(model, arrays(data), {.epochs = 3, .verbose = 0, .callbacks = {EarlyStopping()}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning[K1022]: Early stopping conditioned on metric `val_loss` which is not available. Available metrics are: loss\n") << "once";
  EXPECT_EQ(h.epoch.size(), 3u);
}

TEST(EarlyStopping, AutoKnowsTheDirectionOfKerasMetrics) {
  for (const char* name : {"mse", "MSE", "mae", "mean_squared_error", "MeanAbsoluteError", "root_mean_squared_error", "mean_squared_error_1", "hinge", "categorical_crossentropy", "kl_divergence", "log_cosh", "loss"}) EXPECT_TRUE(lower_is_better(name)) << name;
  for (const char* name : {"accuracy", "AUC", "true_positives", "mean", "sum", "mine", ""}) EXPECT_FALSE(lower_is_better(name)) << name;
  Program program = tiny::program(4, 0.01);
  program.metrics.push_back({"accuracy", "metrics/loss/total", "metrics/loss/count", true});
  program.metrics.push_back({"mse", "metrics/loss/total", "metrics/loss/count"});
  program.metrics.push_back({"mine", "metrics/loss/total", "metrics/loss/count"});
  Session session(program, 1);
  const tiny::Data data(4);
  auto train = [&](EarlyStoppingSettings settings, const std::vector<double>& values) {
    session.reset(1);
    return fit(session, arrays(data), {.epochs = 5, .verbose = 0, .callbacks = {Script(values, settings.monitor), EarlyStopping(settings)}}).epoch.size();
  };
  EXPECT_EQ(train({.monitor = "val_accuracy"}, {1, 2, 3, 2, 1}), 4u);
  EXPECT_EQ(train({.monitor = "accuracy"}, {1, 2, 3, 2, 1}), 4u);
  EXPECT_EQ(train({.monitor = "val_mse"}, {3, 2, 1, 2, 1}), 4u);
  EXPECT_EQ(train({.monitor = "mine", .mode = "min"}, {3, 2, 1, 2, 1}), 4u);
  EXPECT_TRUE(refuses([&] { train({.monitor = "val_mine"}, flat); }, "K1022", "EarlyStopping watches `val_mine`, and whether that is better high or low cannot be told"));
  EXPECT_TRUE(refuses([&] { train({.monitor = "val_acuracy"}, flat); }, "K1022", "did you mean `val_accuracy`?"));
  tiny::calls.clear();
  EXPECT_TRUE(refuses([&] { train({.monitor = "nothing"}, flat); }, "K1022", "give mode `max` or `min`"));
  EXPECT_TRUE(tiny::calls.empty()) << "before anything runs";
}

TEST(EarlyStopping, RefusesWhatCannotBeMeant) {
  EXPECT_TRUE(refuses([] { EarlyStopping({.mode = "mx"}); }, "K1021", "EarlyStopping mode `mx` is unknown"));
  EXPECT_TRUE(refuses([] { EarlyStopping({.mode = "mx"}); }, "K1021", "did you mean `max`?"));
  EXPECT_TRUE(refuses([] { EarlyStopping({.patience = -1}); }, "K1021", "patience of EarlyStopping is -1, it is at least 0"));
  EXPECT_TRUE(refuses([] { EarlyStopping({.start_from_epoch = -2}); }, "K1021", "start_from_epoch"));
}

}  // namespace
}  // namespace keratin
