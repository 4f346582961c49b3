// Logs, broken losses, own functions; and how callbacks are handed over.
#include "tests/runtime/training/callbacks/scripted.h"

namespace keratin {
namespace {

using namespace scripted;
using testing_help::content;
using testing_help::Folder;
using testing_help::refuses;

TEST(CSVLogger, WritesWhatKerasWrites) {
  Folder folder;
  struct Constant : Callback {
    void on_epoch_end(int64_t, Logs& logs) override { logs["loss"] = 0.5; }
  };
  auto train = [&](const std::vector<double>& values, const CSVLogger& logger) { run(values, {Constant(), logger}); };
  const std::string path = folder / "log.csv";
  train({0.25, 1e-5}, CSVLogger(path));
  EXPECT_EQ(content(path), "epoch,loss,val_loss\r\n0,0.5,0.25\r\n1,0.5,9.999999747378752e-06\r\n");
  train({0.1, 1e17}, CSVLogger(path, {.append = true}));
  EXPECT_EQ(content(path), "epoch,loss,val_loss\r\n0,0.5,0.25\r\n1,0.5,9.999999747378752e-06\r\n0,0.5,0.10000000149011612\r\n1,0.5,9.999999843067494e+16\r\n");
  train({NAN}, CSVLogger(path, {.separator = ";"}));
  EXPECT_EQ(content(path), "epoch;loss;val_loss\r\n0;0.5;nan\r\n") << "written anew";
  std::filesystem::remove(path);
  train({1}, CSVLogger(path, {.append = true}));
  EXPECT_EQ(content(path), "epoch,loss,val_loss\r\n0,0.5,1.0\r\n") << "a header where there was no file";
}
TEST(CSVLogger, KeepsPlaceForALaterValidation) {
  Folder folder;
  Model model;
  const tiny::Data data(4);
  fit(model, arrays(data), {.epochs = 2, .validation = arrays(data), .verbose = 0, .callbacks = {CSVLogger(folder / "l.csv")}, .validation_freq = 2});
  std::istringstream lines(content(folder / "l.csv"));
  std::string header, first, second;
  std::getline(lines, header), std::getline(lines, first), std::getline(lines, second);
  EXPECT_EQ(header, "epoch,loss,val_loss\r");
  EXPECT_TRUE(first.ends_with(",NA\r")) << first;
  EXPECT_EQ(second.find("NA"), second.npos) << second;
}
TEST(CSVLogger, QuotesNamesThatNeedIt) {
  Folder folder;
  run({1}, {LambdaCallback({.on_epoch_end = [](int64_t, Logs& logs) { logs["a,\"b\""] = 2, logs["loss"] = 1; }}), CSVLogger(folder / "l.csv")});
  EXPECT_EQ(content(folder / "l.csv"), "epoch,\"a,\"\"b\"\"\",loss,val_loss\r\n0,2.0,1.0,1.0\r\n");
}
TEST(CSVLogger, RefusesWhatCannotBeMeant) {
  for (const char* separator : {"", ", ", "\"", "\n"}) EXPECT_TRUE(refuses([&] { CSVLogger("l.csv", {.separator = separator}); }, "K1021", "separator of CSVLogger"));
  EXPECT_TRUE(refuses([] { run({1}, {CSVLogger("/nowhere/at/all/l.csv")}); }, "K5001", "cannot write `/nowhere/at/all/l.csv`"));
}

TEST(TerminateOnNaN, EndsTrainingAsKerasDoes) {
  Model model(1);  // with this rate weights grow until the loss overflows
  const tiny::Data data(400);
  testing::internal::CaptureStderr();
  struct Ends : Callback {
    int64_t batches = 0, epochs = 0, ends = 0;
    void on_train_batch_end(int64_t, const Logs&) override { ++batches; }
    void on_epoch_end(int64_t, Logs&) override { ++epochs; }
    void on_train_end(const Logs&) override { ++ends; }
  } ends;
  const History h = fit(model, arrays(data), {.epochs = 3, .validation = arrays(data), .shuffle = false, .verbose = 0, .callbacks = {TerminateOnNaN(), ends}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "Batch " + std::to_string(ends.batches - 1) + ": Invalid loss, terminating training\n");
  EXPECT_GT(ends.batches, 1);
  EXPECT_LT(ends.batches, 100);
  EXPECT_EQ(ends.epochs, 1);
  EXPECT_EQ(ends.ends, 1);
  ASSERT_EQ(h.history.at("loss").size(), 1u);
  EXPECT_FALSE(std::isfinite(h.history.at("loss")[0]));
  EXPECT_EQ(h.history.count("val_loss"), 1u) << "the epoch ends in good order";
  EXPECT_EQ(model.read("iterations").ints()[0], ends.batches) << "the state stays as it is";
}
TEST(TerminateOnNaN, MayRaiseAnError) {
  Model model(1);
  const tiny::Data data(400);
  EXPECT_TRUE(refuses([&] { fit(model, arrays(data), {.verbose = 0, .callbacks = {TerminateOnNaN({.raise_error = true})}}); }, "K7001", "NaN or Inf loss encountered at batch "));
}
// A state that is not finite is never saved, and does not keep training from ending.
TEST(TerminateOnNaN, NothingBrokenIsSaved) {
  Folder folder;
  Model model(1);
  const tiny::Data data(400);
  testing::internal::CaptureStderr();
  fit(model, arrays(data), {.verbose = 0, .callbacks = {TerminateOnNaN(), ModelCheckpoint(folder / "w.npz"), LambdaCallback({.on_train_batch_end = [](int64_t, const Logs&, TrainingModel& model) {
        if (model.stop_training) model.session.write("dense/bias", tensor({}, {NAN}));
      }})}});
  EXPECT_NE(testing::internal::GetCapturedStderr().find("warning[K7002]: `dense/bias` holds NaN, so nothing is saved to"), std::string::npos);
  EXPECT_EQ(folder.files(), 0u);
}

TEST(LambdaCallback, CallsItsFunctions) {
  std::string text;
  run({1, 2, 3}, {LambdaCallback({.on_epoch_begin = [&](int64_t epoch) { text += "epoch " + std::to_string(epoch) + "; "; },
                                  .on_epoch_end = [&](int64_t epoch, const Logs& logs, TrainingModel& model) { text += logs.contains("loss") ? "end; " : "?", model.stop_training = epoch == 1; },
                                  .on_train_begin = [&] { text += "begin; "; },
                                  .on_train_end = [&](const Logs& logs) { text += "done " + std::to_string(logs.size()) + "; "; },
                                  .on_train_batch_begin = [&](int64_t batch) { text += "batch " + std::to_string(batch) + " "; },
                                  .on_train_batch_end = [&](int64_t, const Logs& logs) { text += logs.names()[0] + "; "; }})});
  EXPECT_EQ(text, "begin; epoch 0; batch 0 loss; end; epoch 1; batch 0 loss; end; done 1; ");
}
TEST(LambdaCallback, BatchesAreOnlyWatchedWhereSomebodyWants) {
  EXPECT_FALSE(LambdaCallback({}).every_batch());
  EXPECT_FALSE(EarlyStopping().every_batch());
  EXPECT_TRUE(LambdaCallback({.on_train_batch_end = [](int64_t, const Logs&) {}}).every_batch());
  EXPECT_TRUE(TerminateOnNaN().every_batch());
}

// Values, names, pointers and shared pointers; what the caller keeps can be looked at afterwards.
TEST(AnyCallback, TakesCallbacksAsTheyCome) {
  struct Count : Callback {
    int epochs = 0;
    void on_epoch_end(int64_t, Logs&) override { ++epochs; }
  };
  Count named, pointed;
  auto shared = std::make_shared<Count>();
  const Count constant;
  Model model;
  const tiny::Data data(4);
  fit(model, arrays(data), {.epochs = 3, .verbose = 0, .callbacks = {named, &pointed, shared, Count(), constant, EarlyStopping({.monitor = "loss"})}});
  EXPECT_EQ(named.epochs, 3);
  EXPECT_EQ(pointed.epochs, 3);
  EXPECT_EQ(shared->epochs, 3);
  EXPECT_EQ(constant.epochs, 0) << "a copy of it has counted";
}

TEST(Callback, ReachesWeightsByName) {
  Model model;
  struct Look : Callback {
    NamedArrays weights;
    void on_train_begin() override { weights = model().get_weights(); }
    void on_train_end(const Logs&) override { model().set_weights(weights); }
  } look;
  const tiny::Data data(4);
  fit(model, arrays(data), {.epochs = 3, .verbose = 0, .callbacks = {look}});
  EXPECT_EQ(look.weights.size(), 2u) << "kernel and bias";
  EXPECT_EQ(model.read("dense/kernel").bytes, look.weights.at("dense/kernel").bytes);
  EXPECT_EQ(model.read("iterations").ints()[0], 3);
}

}  // namespace
}  // namespace keratin
