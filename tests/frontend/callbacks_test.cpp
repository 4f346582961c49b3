// Callbacks in a program, as a Keras user writes them.
#include <keratin/keratin.h>

#include <gtest/gtest.h>

#include "runtime/random/initialize.h"

namespace keratin {
namespace {

struct Model : Sequential {
  Tensor x = tensor({64, 6}, initial_values({InitialKind::uniform, 0, 1, 1}, {384}, 7)), y = tensor({64, 1}, initial_values({InitialKind::uniform, 0, 1, 2}, {64}, 7));
  explicit Model(double rate = 0.05) {
    add(Dense(32, {.activation = "relu", .input_dim = 6}));
    add(Dense(1));
    compile({.optimizer = Adam({.learning_rate = rate}), .loss = "mse", .metrics = {"mae"}});
  }
};

// Tossed targets: what is learnt helps on no other row, so the validation's curve turns up while the other goes on down.
TEST(Callbacks, OverfittingIsSeenAndStopped) {
  Model all;
  const History whole = all.fit(all.x, all.y, {.epochs = 60, .validation_split = 0.5, .verbose = 0});
  EXPECT_EQ(whole.history.names(), (std::vector<std::string>{"loss", "mae", "val_loss", "val_mae"}));
  const std::vector<double>& curve = whole.history.at("val_loss");
  const auto best = std::min_element(curve.begin(), curve.end()) - curve.begin();
  EXPECT_LT(best, 50);
  EXPECT_GT(curve.back(), curve[best]);
  EXPECT_LT(whole.history.at("loss").back(), whole.history.at("loss")[best]);

  Model model;
  const std::string log = testing::TempDir() + "keratin-callbacks.csv";
  EarlyStopping stop({.monitor = "val_loss", .patience = 60, .restore_best_weights = true});
  const History h = model.fit(model.x, model.y, {.epochs = 60, .validation_split = 0.5, .verbose = 0, .callbacks = {stop, CSVLogger(log), ReduceLROnPlateau({.patience = 100})}});
  EXPECT_EQ(h.history.at("val_loss"), curve) << "listening changes nothing";
  EXPECT_EQ(stop.best_epoch(), best);
  const Tensor held_x = tensor({32, 6}, {model.x.floats().begin() + 192, model.x.floats().end()}), held_y = tensor({32, 1}, {model.y.floats().begin() + 32, model.y.floats().end()});
  EXPECT_NEAR(model.evaluate(held_x, held_y, {.verbose = 0}).at("loss"), curve[best], 1e-7) << "the best weights are back";
  std::remove(log.c_str());
}

TEST(Callbacks, OwnOnesReachTheModel) {
  struct Halve : Callback {
    std::vector<double> rates;
    void on_epoch_end(int64_t, Logs& logs) override {
      rates.push_back(model().learning_rate());
      model().set_learning_rate(model().learning_rate() / 2);
      logs["norm"] = static_cast<double>(model().session.read("dense/kernel").floats()[0]);
      model().stop_training = rates.size() == 3;
    }
  } halve;
  Model model(0.5);
  const History h = model.fit(model.x, model.y, {.epochs = 9, .verbose = 0, .callbacks = {halve}});
  EXPECT_EQ(halve.rates, (std::vector<double>{0.5, 0.25, 0.125}));
  EXPECT_EQ(h.history.names().back(), "norm");
  EXPECT_EQ(h.epoch.size(), 3u);
}

TEST(Callbacks, TrainingGoesOnFromABackup) {
  const std::string folder = testing::TempDir() + "keratin-callbacks-backup";
  auto train = [&](int64_t epochs, bool kept) {
    Model model;
    model.set_seed(4);
    const History h = model.fit(model.x, model.y, {.epochs = epochs, .verbose = 0, .callbacks = {BackupAndRestore(folder, {.delete_checkpoint = !kept})}});
    return std::pair{h.history, model.get_weights()[0].bytes};
  };
  const auto whole = train(4, false);
  train(2, true);
  EXPECT_EQ(train(4, false), whole);
}

}  // namespace
}  // namespace keratin
