// NaN and infinity: in the data before anything runs, in training with the step and the tensor that broke first; and never
// in a file of weights.
#include <cmath>

#include "runtime/random/initialize.h"
#include "runtime/training/fit.h"
#include "runtime/training/weights.h"
#include "tests/runtime/helpers.h"
#include "tests/runtime/training/tiny.h"

namespace keratin {
namespace {

using testing_help::Folder;
using testing_help::refusal;
using testing_help::refuses;
using tiny::calls;

struct Model : Session {
  explicit Model(double rate = 0.001) : Session(tiny::program(4, rate), 1) {
    reset(1);
    calls.clear();
  }
  void fit(const tiny::Data& d, FitSettings settings = {.shuffle = false, .verbose = 0}) { keratin::fit(*this, {{d.x.view()}, {d.y.view()}}, settings); }
};

TEST(Numerics, NanInDataIsNamedByArrayRowAndColumn) {
  for (float bad : {NAN, HUGE_VALF, -HUGE_VALF}) {
    Model model;
    tiny::Data in_x(10), in_y(10);
    in_x.x.floats()[2 * 7 + 1] = bad, in_y.y.floats()[3] = bad;
    const std::string name = std::isnan(bad) ? "NaN" : bad > 0 ? "infinity" : "-infinity";
    EXPECT_TRUE(refuses([&] { model.fit(in_x); }, "K3201", "`x` holds " + name + " in row 7, column 1"));
    EXPECT_TRUE(refuses([&] { model.fit(in_y); }, "K3201", "`y` holds " + name + " in row 3, column 0"));
    EXPECT_TRUE(refuses([&] { train_on_batch(model, {{in_x.x.view()}, {in_x.y.view()}}); }, "K3201", "row 7, column 1"));
    EXPECT_TRUE(refuses([&] { evaluate(model, {{in_x.x.view()}, {in_x.y.view()}}, 0); }, "K3201", "row 7, column 1"));
    const tiny::Data good(10);
    EXPECT_TRUE(refuses([&] { model.fit(good, {.validation = FitArrays{{in_x.x.view()}, {in_x.y.view()}}, .verbose = 0}); }, "K3201", "row 7, column 1")) << "before the first epoch";
    EXPECT_TRUE(calls.empty());
  }
}
TEST(Numerics, APredictionOfNanIsNanInItsOwnRow) {
  Model model;
  tiny::Data data(3);
  data.x.floats()[2] = NAN;
  const Tensor y = predict(model, {data.x.view()}, "y");
  EXPECT_EQ(y.floats()[0], 0.5f);
  EXPECT_TRUE(std::isnan(y.floats()[1]));
  EXPECT_EQ(y.floats()[2], 1.5f);
}

// With this rate weights grow until the loss overflows, though they themselves are still numbers.
TEST(Numerics, ALossThatOverflowsIsNamedByEpochAndStep) {
  Model model(1);
  const tiny::Data data(40);
  const std::string before = model.snapshot();
  const Diagnostic d = refusal([&] { model.fit(data, {.epochs = 3, .shuffle = false, .verbose = 0}); });
  EXPECT_EQ(d.code, "K7001");
  const std::string steps = std::to_string([&] {
    Session other(tiny::program(4, 1), 1);
    other.reset(1);
    for (int k = 0;; ++k) {  // the same by hand
      const float* pointers[] = {data.x.floats().data() + 8 * k, data.y.floats().data() + 4 * k};
      other.run("train", reinterpret_cast<const void* const*>(pointers), 4);
      if (!std::isfinite(other.result_number("train", "loss"))) return k + 1;
    }
  }());
  EXPECT_EQ(d.message, "the loss is infinite in epoch 1, step " + steps + "; the weights that this step began with are finite");
  EXPECT_EQ(model.snapshot(), before) << "the epoch's first state is back";
}

// Huge targets: the loss is still a number when the update leaves the range of floats.
TEST(Numerics, AnUpdateThatBreaksAWeightIsFoundThoughTheLossFollowsLater) {
  Model model(1e30);
  tiny::Data data(12);
  for (float& y : data.y.floats()) y = 1e15f;  // squares stay under 1e31, rate times gradient does not
  const std::string before = model.snapshot();
  EXPECT_TRUE(refuses([&] { model.fit(data); }, "K7001", "the loss is infinite in epoch 1, step 2; after the update of step 1, `dense/kernel` holds infinity"));
  EXPECT_EQ(model.snapshot(), before);
  // In the last step of an epoch no loss follows: the weights themselves are looked at.
  tiny::Data one(4);
  for (float& y : one.y.floats()) y = 1e15f;
  EXPECT_TRUE(refuses([&] { model.fit(one); }, "K7001", "the weights are not finite in epoch 1, step 1; after the update of step 1, `dense/kernel` holds infinity"));
  EXPECT_EQ(model.snapshot(), before);
}
TEST(Numerics, AStateThatIsBrokenFromTheBeginningIsNamed) {
  Model model;
  model.write("dense/bias", tensor({}, {NAN}));
  EXPECT_TRUE(refuses([&] { model.fit(tiny::Data(8)); }, "K7001", "the loss is NaN in epoch 1, step 1; before the epoch began, `dense/bias` holds NaN"));
}
TEST(Numerics, LaterEpochsReturnToTheirOwnBeginning) {
  struct Faster : Callback {  // breaks the third epoch
    std::string before;
    void on_epoch_begin(int64_t epoch) override {
      if (epoch == 2) model().set_learning_rate(1e30), before = model().session.snapshot();
    }
  } faster;
  Model model;
  EXPECT_TRUE(refuses([&] { model.fit(tiny::Data(8), {.epochs = 5, .verbose = 0, .callbacks = {&faster}}); }, "K7001", " in epoch 3, step "));
  EXPECT_EQ(model.snapshot(), faster.before);
}
TEST(Numerics, TrainOnBatchTells) {
  Model model;
  model.write("dense/kernel", tensor({2}, {1, HUGE_VALF}));
  const tiny::Data data(4);
  EXPECT_TRUE(refuses([&] { train_on_batch(model, {{data.x.view()}, {data.y.view()}}); }, "K7001", "the loss of this batch is "));
}

TEST(Numerics, APoisonedStateIsNotSaved) {
  Folder folder;
  Model model;
  save_weights(model, folder / "w.npz");
  const std::string good = testing_help::content(folder / "w.npz");
  model.write("dense/kernel", tensor({2}, {1, NAN}));
  EXPECT_TRUE(refuses([&] { save_weights(model, folder / "w.npz"); }, "K7002", "`dense/kernel` holds NaN, so nothing is saved to `" + folder / "w.npz`"));
  EXPECT_EQ(testing_help::content(folder / "w.npz"), good);
  EXPECT_EQ(exit_code("K7002"), 7);
}

}  // namespace
}  // namespace keratin
