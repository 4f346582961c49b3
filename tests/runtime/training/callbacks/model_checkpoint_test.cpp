// Weights saved while a model trains: when, where, and with Keras' words.
#include "tests/runtime/training/callbacks/scripted.h"

#include "runtime/training/callbacks/python_text.h"
#include "runtime/training/weights.h"

namespace keratin {
namespace {

using namespace scripted;
using testing_help::content;
using testing_help::Folder;
using testing_help::refuses;

float saved_bias(const std::string& path) {
  Model model;
  load_weights(model, path);
  return model.bias();
}

TEST(ModelCheckpoint, SavesEveryEpochUnderItsName) {
  Folder folder;
  const Outcome out = run({5, 4, 4.5}, {ModelCheckpoint(folder / "deep/w-{epoch:02d}-{val_loss:.2f}.npz", {.verbose = 1})});
  for (const auto& [name, bias] : {std::pair{"deep/w-01-5.00.npz", 0.f}, {"deep/w-02-4.00.npz", 1.f}, {"deep/w-03-4.50.npz", 2.f}}) EXPECT_EQ(saved_bias(folder / name), bias) << name;
  const std::string first = folder / "deep/w-01-5.00.npz";
  EXPECT_TRUE(out.text.starts_with("\nEpoch 1: saving model to " + first + "\n\nEpoch 1: finished saving model to " + first + "\n\nEpoch 2: saving model to ")) << out.text;
}

TEST(ModelCheckpoint, SavesTheBestOnly) {
  Folder folder;
  const std::string path = folder / "best.npz";
  ModelCheckpoint checkpoint(path, {.verbose = 1, .save_best_only = true});
  Outcome out = run({5, 4, 4.5, 3.25}, {checkpoint});
  auto improved = [&](int epoch, const std::string& from, const std::string& to) {
    const std::string begin = "\nEpoch " + std::to_string(epoch) + ": ";
    return begin + "val_loss improved from " + from + " to " + to + ", saving model to " + path + "\n" + begin + "finished saving model to " + path + "\n";
  };
  EXPECT_EQ(out.text, improved(1, "None", "5.00000") + improved(2, "5.00000", "4.00000") + "\nEpoch 3: val_loss did not improve from 4.00000\n" + improved(4, "4.00000", "3.25000"));
  EXPECT_EQ(saved_bias(path), 3);
  // The best stays the best in another training.
  out = run({4, 3.5}, {checkpoint});
  EXPECT_EQ(out.text, "\nEpoch 1: val_loss did not improve from 3.25000\n\nEpoch 2: val_loss did not improve from 3.25000\n");
  EXPECT_EQ(saved_bias(path), 3);
}
TEST(ModelCheckpoint, AThresholdIsABestBeforeTheFirst) {
  Folder folder;
  run({5, 4}, {ModelCheckpoint(folder / "w.npz", {.save_best_only = true, .initial_value_threshold = 3.5})});
  EXPECT_EQ(folder.files(), 0u);
  run({5, 3}, {ModelCheckpoint(folder / "w.npz", {.save_best_only = true, .initial_value_threshold = 3.5})});
  EXPECT_EQ(saved_bias(folder / "w.npz"), 1);
  run({5, 7}, {ModelCheckpoint(folder / "max.npz", {.save_best_only = true, .mode = "max"})});
  EXPECT_EQ(saved_bias(folder / "max.npz"), 1);
}

TEST(ModelCheckpoint, SavesEverySoManyBatches) {
  Folder folder;
  Model model;
  const tiny::Data data(12);  // three batches
  fit(model, arrays(data), {.epochs = 3, .verbose = 0, .callbacks = {ModelCheckpoint(folder / "{epoch}-{batch}.npz", {.save_freq = 2})}});
  EXPECT_EQ(folder.files(), 4u);
  for (const char* name : {"1-2.npz", "2-1.npz", "2-3.npz", "3-2.npz"}) EXPECT_GT(content(folder / name).size(), 0u) << name;
}

TEST(ModelCheckpoint, WithoutItsMetricItSavesAndWarns) {
  Folder folder;
  Model model;
  const tiny::Data data(4);
  testing::internal::CaptureStderr();
  fit(model, arrays(data), {.epochs = 2, .verbose = 0, .callbacks = {ModelCheckpoint(folder / "w{epoch}.npz", {.save_best_only = true})}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning[K1022]: Can save best model only with val_loss available.\n");
  EXPECT_EQ(folder.files(), 2u);
}

TEST(ModelCheckpoint, RefusesWhatCannotBeMeant) {
  Folder folder;
  for (const char* name : {"w.keras", "w.h5", "w.weights.h5", "w"}) EXPECT_TRUE(refuses([&] { ModelCheckpoint checkpoint(name); }, "K1014", "the name ends in .npz")) << name;
  EXPECT_TRUE(refuses([] { ModelCheckpoint("w.npz", {.save_freq = "batch"}); }, "K1021", "save_freq of ModelCheckpoint is `batch`"));
  EXPECT_TRUE(refuses([] { ModelCheckpoint("w.npz", {.save_freq = 0}); }, "K1021", "save_freq of ModelCheckpoint is 0"));
  EXPECT_TRUE(refuses([] { ModelCheckpoint("w.npz", {.mode = "best"}); }, "K1021", "ModelCheckpoint mode `best` is unknown"));
  auto at = [&](const std::string& path) { return [&folder, path] { run({1}, {ModelCheckpoint(folder / path)}); }; };
  EXPECT_TRUE(refuses(at("{val_los:.2f}.npz"), "K1023", "nothing is called `val_los`"));
  EXPECT_TRUE(refuses(at("{val_los:.2f}.npz"), "K1023", "did you mean `val_loss`?"));
  EXPECT_TRUE(refuses(at("{batch}.npz"), "K1023", "nothing is called `batch`"));
  std::filesystem::create_directory(folder / "is.npz");
  EXPECT_TRUE(refuses(at("is.npz"), "K5001", "it is a folder"));
}

TEST(PythonText, NumbersAsReprWritesThem) {
  const std::pair<double, const char*> cases[] = {{0.1f * 1.0, "0.10000000149011612"}, {1, "1.0"}, {-2, "-2.0"}, {1e15, "1000000000000000.0"}, {1e16, "1e+16"}, {123456789012345680.0, "1.2345678901234568e+17"},
                                                  {1e-4, "0.0001"}, {1e-5, "1e-05"}, {NAN, "nan"}, {INFINITY, "inf"}, {0.00012345, "0.00012345"}};
  for (const auto& [x, text] : cases) EXPECT_EQ(python_number(x), text);
}
TEST(PythonText, PathsAsFormatFillsThem) {
  const Fields fields = {{"epoch", int64_t(3)}, {"loss", 0.25}, {"top 5", 2.0}};
  const std::pair<const char*, const char*> cases[] = {{"w.npz", "w.npz"}, {"{epoch}", "3"}, {"{epoch:02d}", "03"}, {"{epoch:4d}|", "   3|"}, {"{epoch:.1f}", "3.0"}, {"{loss}", "0.25"}, {"{loss:.1f}", "0.2"},
                                                       {"{loss:08.3e}", "2.500e-01"}, {"{top 5}", "2.0"}, {"{{epoch}}", "{epoch}"}, {"{epoch}{epoch}", "33"}, {"{loss:.1f}}}", "0.2}"}};
  for (const auto& [pattern, text] : cases) EXPECT_EQ(python_format(pattern, fields), text) << pattern;
  const std::pair<const char*, const char*> wrong[] = {{"{epoch", "a `{` has no `}`"}, {"epoch}", "a `}` stands alone"}, {"{acc}", "there are epoch, loss, top 5"}, {"{}", "nothing is called ``"}, {"{loss:d}", "the format `d` does not fit `loss`"},
                                                       {"{epoch:%}", "the format `%` does not fit"}, {"{epoch:999999999d}", "is too long"}, {"{loss:{epoch}}", "does not fit"}};
  for (const auto& [pattern, words] : wrong) EXPECT_TRUE(refuses([&] { python_format(pattern, fields); }, "K1023", words)) << pattern;
}

}  // namespace
}  // namespace keratin
