// Training by Keras' rules: what runs in which order, on which rows, and what is told about it.
#include "runtime/training/fit.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <numeric>

#include "tests/runtime/helpers.h"
#include "tests/runtime/training/tiny.h"

namespace keratin {
namespace {

using testing_help::refuses;
using tiny::calls;
using tiny::seen;

struct Model : Session {
  explicit Model(int64_t batch = 4, double rate = 0.001, int threads = 1) : Session(tiny::program(batch, rate), threads) {
    reset(1);
    calls.clear();
  }
};
FitArrays arrays(const tiny::Data& d) { return {{d.x.view()}, {d.y.view()}}; }
FitSettings quiet(int64_t epochs = 1, bool shuffle = false) { return {.epochs = epochs, .shuffle = shuffle, .verbose = 0}; }
std::vector<float> numbers(int first, int last) {
  std::vector<float> out(static_cast<size_t>(last - first));
  std::iota(out.begin(), out.end(), static_cast<float>(first));
  return out;
}

// Writes down what happens, and stops or interrupts where it is told to.
struct Notes : Callback {
  std::string text;
  int64_t stop_after_batch = -1, stop_after_epoch = -1, interrupt_after_batch = -1;
  static std::string names(const Logs& logs) {
    std::string all;
    for (const auto& [name, value] : logs) all += " " + name;
    return all;
  }
  void on_train_begin() override { text += "train begin; "; }
  void on_train_end(const Logs& logs) override { text += "train end" + names(logs) + "; "; }
  void on_epoch_begin(int64_t epoch) override { text += "begin " + std::to_string(epoch) + "; "; }
  void on_epoch_end(int64_t epoch, Logs& logs) override {
    text += "end " + std::to_string(epoch) + names(logs) + "; ";
    if (epoch == stop_after_epoch) model().stop_training = true;
  }
  void on_train_batch_begin(int64_t batch) override { text += "batch " + std::to_string(batch) + " "; }
  void on_train_batch_end(int64_t batch, const Logs& logs) override {
    text += calls.back().step + " " + std::to_string(batch) + names(logs) + "; ";
    if (batch == interrupt_after_batch) std::raise(SIGINT);
    if (batch == stop_after_batch) model().stop_training = true;
  }
  void on_test_begin() override { text += "test begin; "; }
  void on_test_end(const Logs& logs) override { text += "test end" + names(logs) + "; "; }
  void on_test_batch_begin(int64_t batch) override { text += "batch " + std::to_string(batch) + " "; }
  void on_test_batch_end(int64_t batch, const Logs& logs) override { text += calls.back().step + " " + std::to_string(batch) + names(logs) + "; "; }
  void on_pause() override { text += "pause " + std::to_string(model().place.epoch) + "." + std::to_string(model().place.step) + "; "; }
};

TEST(Fit, EventsComeInTheirOrder) {
  Model model;
  const tiny::Data data(10);
  Notes notes;
  FitSettings settings = quiet(2);
  settings.validation = arrays(data), settings.callbacks = {&notes};
  const History h = fit(model, arrays(data), settings);
  const std::string batches = "batch 0 train 0 loss; batch 1 train 1 loss; batch 2 train-tail 2 loss; ";
  const std::string test = "test begin; batch 0 evaluate 0 loss; batch 1 evaluate 1 loss; batch 2 evaluate-tail 2 loss; test end loss; ";
  EXPECT_EQ(notes.text, "train begin; begin 0; " + batches + test + "end 0 loss val_loss; pause 1.0; begin 1; " + batches + test + "end 1 loss val_loss; pause 2.0; train end loss val_loss; ");
  std::string steps;
  for (const tiny::Call& c : calls) steps += c.step + " ";
  EXPECT_EQ(steps, "train train train-tail evaluate evaluate evaluate-tail train train train-tail evaluate evaluate evaluate-tail ");
  EXPECT_EQ(h.epoch, (std::vector<int64_t>{0, 1}));
  EXPECT_EQ(h.params.epochs, 2);
  EXPECT_EQ(h.params.steps, 3);
  EXPECT_EQ(h.params.batch_size, 4);
  EXPECT_EQ(h.params.samples, 10);
}
TEST(Fit, EpochsMayBeginLater) {
  Model model;
  FitSettings settings = quiet(5);
  settings.initial_epoch = 3;
  EXPECT_EQ(fit(model, arrays(tiny::Data(4)), settings).epoch, (std::vector<int64_t>{3, 4}));
}
TEST(Fit, TheLossOfAnEpochIsTheMeanOverItsRows) {
  Model model(4, 0);  // rate 0: the weights stay (0.5, 0.5), and row i is off by i/2 + 1/2 - i/5 - 1
  const tiny::Data data(10);
  double sum = 0;
  for (int i = 0; i < 10; ++i) sum += (0.3 * i - 0.5) * (0.3 * i - 0.5);
  // Sums of floats: ten additions, each rounded by 2^-24.
  EXPECT_NEAR(fit(model, arrays(data), quiet()).history.at("loss")[0], sum / 10, 10 * 0x1p-24 * sum);
  EXPECT_NEAR(evaluate(model, arrays(data), 0).at("loss"), sum / 10, 10 * 0x1p-24 * sum);
}

// One batch is an epoch here: the second one's loss is that of the weights that the first one left.
TEST(Fit, TheMetricsOfAnEpochAreItsOwn) {
  Model one(10), two(10);
  const tiny::Data data(10);
  fit(one, arrays(data), quiet(1));
  const double left = evaluate(one, arrays(data), 0).at("loss");
  EXPECT_EQ(fit(two, arrays(data), quiet(2)).history.at("loss")[1], left);
}

TEST(Fit, WithoutShuffleRowsComeAsTheyAre) {
  Model model;
  fit(model, arrays(tiny::Data(10)), quiet(2));
  std::vector<float> twice = numbers(0, 10);
  twice.insert(twice.end(), twice.begin(), twice.begin() + 10);
  EXPECT_EQ(seen("train"), twice);
}
TEST(Fit, ShuffledEpochsSeeEveryRowOnceInOrdersOfTheirOwn) {
  auto rows = [](uint64_t seed) {
    Model model(4, 0);
    FitSettings settings = quiet(2, true);
    settings.seed = seed;
    fit(model, arrays(tiny::Data(101)), settings);
    return seen("train");
  };
  const std::vector<float> both = rows(1);
  std::vector<float> first(both.begin(), both.begin() + 101), second(both.begin() + 101, both.end());
  EXPECT_NE(first, second);
  EXPECT_NE(first, numbers(0, 101));
  EXPECT_EQ(both, rows(1));
  EXPECT_NE(both, rows(2));
  for (std::vector<float>* epoch : {&first, &second}) {
    std::sort(epoch->begin(), epoch->end());
    EXPECT_EQ(*epoch, numbers(0, 101));
  }
}
TEST(Fit, AValidationSplitTakesTheLastRowsAndNeverShufflesThem) {
  Model model;
  FitSettings settings = quiet(2, true);
  settings.validation_split = 0.25;
  const History h = fit(model, arrays(tiny::Data(10)), settings);
  EXPECT_EQ(h.params.samples, 7);  // floor(10 * 0.75)
  EXPECT_EQ(seen("evaluate"), (std::vector<float>{7, 8, 9, 7, 8, 9}));
  std::vector<float> trained = seen("train");
  trained.resize(7);
  std::sort(trained.begin(), trained.end());
  EXPECT_EQ(trained, numbers(0, 7));
  EXPECT_EQ(h.history.at("val_loss").size(), 2u);
}
TEST(Fit, DataForValidationGoBeforeASplit) {
  Model model;
  const tiny::Data data(8), other(3);
  FitSettings settings = quiet();
  settings.validation_split = 0.5, settings.validation = arrays(other);
  fit(model, arrays(data), settings);
  EXPECT_EQ(seen("train"), numbers(0, 8));
  EXPECT_EQ(seen("evaluate"), numbers(0, 3));
}
TEST(Fit, SplitsThatLeaveNothingAreRefused) {
  Model model;
  auto split = [&](double part, int64_t rows) {
    return [&model, part, rows] {
      FitSettings settings = quiet();
      settings.validation_split = part;
      fit(model, arrays(tiny::Data(rows)), settings);
    };
  };
  EXPECT_TRUE(refuses(split(0.1, 1), "K3205", "a validation_split of 0.1 leaves 0 of 1 rows to train on and 1 to validate"));
  EXPECT_TRUE(refuses(split(0.9, 1), "K3205", "leaves 0 of 1 rows"));
  for (double part : {-0.1, 1.0, 2.0, double(NAN)}) EXPECT_TRUE(refuses(split(part, 10), "K1005", "it lies in [0, 1)"));
  EXPECT_TRUE(calls.empty());
}

TEST(Fit, SmallDataTrain) {
  Model one;  // one row, in a batch of four
  EXPECT_EQ(fit(one, arrays(tiny::Data(1)), quiet()).params.steps, 1);
  EXPECT_EQ(calls[0].step, "train-tail");
  EXPECT_TRUE(refuses([&] { fit(one, arrays(tiny::Data(0)), quiet()); }, "K3107", "no rows"));
}
TEST(Fit, DataThatDoNotFitAreRefusedBeforeAnythingRuns) {
  Model model;
  const tiny::Data good(8);
  const Tensor wide = tensor({8, 3}, std::vector<float>(24)), few = tensor({5}, std::vector<float>(5));
  EXPECT_TRUE(refuses([&] { fit(model, {{wide.view()}, {good.y.view()}}, quiet()); }, "K3204", "`x` has shape (8, 3), the model expects (None, 2)"));
  EXPECT_TRUE(refuses([&] { fit(model, {{good.x.view()}, {few.view()}}, quiet()); }, "K3203", "x has 8 rows, y has 5"));
  FitSettings split = quiet();
  split.validation_split = 0.5;
  EXPECT_TRUE(refuses([&] { fit(model, {{good.x.view()}, {few.view()}}, split); }, "K3203", "x has 8 rows, y has 5"));
  FitSettings validated = quiet();
  validated.validation = FitArrays{{wide.view()}, {good.y.view()}};
  EXPECT_TRUE(refuses([&] { fit(model, arrays(good), validated); }, "K3204", "`x` has shape (8, 3)"));
  EXPECT_TRUE(calls.empty());
}

TEST(Fit, CallbacksStopAfterABatchOrAnEpoch) {
  Notes notes;
  notes.stop_after_batch = 1;
  FitSettings settings = quiet(3);
  settings.callbacks = {&notes};
  Model model;
  fit(model, arrays(tiny::Data(16)), settings);
  EXPECT_EQ(notes.text, "train begin; begin 0; batch 0 train 0 loss; batch 1 train 1 loss; end 0 loss; pause 1.0; train end loss; ");
  notes = {};
  notes.stop_after_epoch = 1, settings.epochs = 5;
  const History h = fit(model, arrays(tiny::Data(4)), settings);
  EXPECT_EQ(h.epoch.size(), 2u);
  EXPECT_FALSE(h.interrupted);
}
TEST(Fit, ASignalLetsTheBatchFinish) {
  catch_signals();
  Notes notes;
  notes.interrupt_after_batch = 1;
  FitSettings settings = quiet(3);
  settings.callbacks = {&notes};
  const tiny::Data data(16), held_out(4);
  settings.validation = arrays(held_out);
  Model model;
  const History h = fit(model, arrays(data), settings);
  EXPECT_TRUE(h.interrupted);
  EXPECT_EQ(h.signal, SIGINT);
  EXPECT_EQ(caught_signal(), SIGINT);
  EXPECT_EQ(notes.text, "train begin; begin 0; batch 0 train 0 loss; batch 1 train 1 loss; pause 0.2; train end loss; ") << "no validation, no end of the epoch, no other one";
  EXPECT_EQ(h.history.at("loss").size(), 1u) << "what was measured is kept";
  catch_signals();  // forgets the last one
  notes = {};
  EXPECT_FALSE(fit(model, arrays(data), settings).interrupted);
  std::signal(SIGINT, SIG_DFL), std::signal(SIGTERM, SIG_DFL);
}
TEST(FitDeathTest, ASecondSignalEndsTheProcess) {
  EXPECT_EXIT({
    catch_signals();
    std::raise(SIGTERM);
    std::raise(SIGTERM);
  }, testing::ExitedWithCode(143), "");
}

// Ten rows in batches of four are passes of three steps, wherever epochs end.
TEST(Fit, EpochsOfSomeStepsGoOnWhereTheLastOneStopped) {
  auto rows = [](int64_t steps, int64_t epochs, bool shuffle) {
    Model model(4, 0);
    FitSettings settings = quiet(epochs, shuffle);
    settings.steps_per_epoch = steps, settings.seed = 3;
    const History h = fit(model, arrays(tiny::Data(10)), settings);
    EXPECT_EQ(h.params.steps, steps);
    EXPECT_EQ(h.epoch.size(), static_cast<size_t>(epochs));
    return seen("train");
  };
  std::vector<float> twice = numbers(0, 10);
  twice.insert(twice.end(), twice.begin(), twice.begin() + 10);
  EXPECT_EQ(rows(1, 6, false), twice);
  EXPECT_EQ(rows(3, 2, false), twice);
  EXPECT_EQ(rows(2, 1, false), numbers(0, 8));
  std::vector<float> shuffled = rows(2, 2, true);  // the pass ends with the second epoch, one step early
  ASSERT_EQ(shuffled.size(), 10u);
  std::sort(shuffled.begin(), shuffled.end());
  EXPECT_EQ(shuffled, numbers(0, 10));
}
TEST(Fit, AnEpochEndsWithTheRowsAndWarnsOnce) {
  Model model(4, 0);
  FitSettings settings = quiet(2);
  settings.steps_per_epoch = 5, settings.validation_steps = 2;
  testing::internal::CaptureStderr();
  const tiny::Data data(10), held_out(4);
  settings.validation = arrays(held_out);
  fit(model, arrays(data), settings);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning[K1025]: Your input ran out of data; interrupting training. Make sure that your dataset or generator can generate at least `steps_per_epoch * epochs` batches.\n");
  EXPECT_EQ(seen("train").size(), 20u);
}
TEST(Fit, ValidatesAfterTheEpochsThatAreDue) {
  const std::pair<ValidationFrequency, std::vector<int64_t>> cases[] = {{1, {0, 1, 2, 3, 4}}, {2, {1, 3}}, {7, {}}, {{1, 4}, {0, 3}}};
  for (const auto& [frequency, due] : cases) {
    struct Tests : Callback {
      std::vector<int64_t> epochs;
      void on_test_begin() override { epochs.push_back(model().place.epoch); }
    } tests;
    Model model;
    const tiny::Data data(4);
    FitSettings settings = quiet(5);
    settings.validation = arrays(data), settings.validation_freq = frequency, settings.callbacks = {tests};
    const History h = fit(model, arrays(data), settings);
    EXPECT_EQ(tests.epochs, due);
    EXPECT_EQ(h.history.count("val_loss") ? h.history.at("val_loss").size() : 0, due.size());
  }
}
TEST(Fit, ValidatesOnSomeStepsOfItsOwnSize) {
  const std::tuple<std::optional<int64_t>, std::optional<int64_t>, size_t, size_t> cases[] = {{{}, {}, 10, 3}, {2, {}, 8, 2}, {{}, 3, 10, 4}, {2, 3, 6, 2}, {1, 7, 7, 2}, {{}, 100, 10, 3}};
  for (const auto& [steps, batch, rows, calls_made] : cases) {
    Model model;
    const tiny::Data data(4), held_out(10);
    FitSettings settings = quiet();
    settings.validation = arrays(held_out), settings.validation_steps = steps, settings.validation_batch_size = batch;
    fit(model, arrays(data), settings);
    EXPECT_EQ(seen("evaluate"), numbers(0, static_cast<int>(rows))) << rows;
    EXPECT_EQ(calls.size() - 1, calls_made) << rows;
  }
}
TEST(Fit, StepsAndFrequenciesOutOfRangeAreRefused) {
  Model model;
  auto with = [&](auto change) {
    return [&model, change] {
      FitSettings settings = quiet();
      change(settings);
      fit(model, arrays(tiny::Data(4)), settings);
    };
  };
  EXPECT_TRUE(refuses(with([](FitSettings& s) { s.steps_per_epoch = 0; }), "K1025", "steps_per_epoch is 0, it is at least 1"));
  EXPECT_TRUE(refuses(with([](FitSettings& s) { s.validation_steps = -1; }), "K1025", "validation_steps is -1"));
  EXPECT_TRUE(refuses(with([](FitSettings& s) { s.validation_batch_size = 0; }), "K1025", "validation_batch_size is 0"));
  EXPECT_TRUE(refuses(with([](FitSettings& s) { s.validation_freq = 0; }), "K1025", "validation_freq is 0"));
  EXPECT_TRUE(refuses(with([](FitSettings& s) { s.validation_freq = {2, 0}; }), "K1025", "an epoch of validation_freq is 0"));
  EXPECT_TRUE(refuses(with([](FitSettings& s) { s.initial_epoch = -1; }), "K1025", "initial_epoch is -1, it is at least 0"));
  EXPECT_TRUE(calls.empty());
}

// Training that goes on too long shows: the loss of its own rows falls, that of the held-out ones rises.
TEST(Fit, TheHistoryHasBothCurves) {
  Model model(4, 0.05);
  tiny::Data data(8);
  for (int i = 4; i < 8; ++i) data.x.floats()[2 * i] = 0, data.y.floats()[i] = 2 - data.y.floats()[i - 4];  // held out, and unlike the rest
  FitSettings settings = quiet(30);
  settings.validation_split = 0.5;
  const History h = fit(model, arrays(data), settings);
  EXPECT_EQ(h.history.names(), (std::vector<std::string>{"loss", "val_loss"}));
  EXPECT_LT(h.history.at("loss")[29], h.history.at("loss")[5]);
  EXPECT_GT(h.history.at("val_loss")[29], h.history.at("val_loss")[5]);
}

TEST(TrainOnBatch, MakesOneStepAndTellsItsLoss) {
  Model model(4, 0.1), same(4, 0.1);
  const tiny::Data data(4);
  const auto logs = train_on_batch(model, arrays(data));
  EXPECT_EQ(calls.size(), 1u);
  EXPECT_EQ(logs.at("loss"), fit(same, arrays(data), quiet()).history.at("loss")[0]);
  EXPECT_EQ(model.snapshot(), same.snapshot());
  EXPECT_EQ(model.read("iterations").ints()[0], 1);
  EXPECT_NE(train_on_batch(model, arrays(data)).at("loss"), logs.at("loss")) << "of this batch alone";
}
TEST(Predict, GivesARowForEachRow) {
  Model model;
  for (int64_t rows : {1, 4, 5, 9}) {
    const Tensor y = predict(model, {tiny::Data(rows).x.view()}, "y");
    ASSERT_EQ(y.shape, Shape{rows});
    for (int64_t i = 0; i < rows; ++i) EXPECT_EQ(y.floats()[i], 0.5f * static_cast<float>(i) + 0.5f);
  }
}

}  // namespace
}  // namespace keratin
