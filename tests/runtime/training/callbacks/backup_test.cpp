// Going on with a training from a backup: the same bits, as if it had never stopped; and files that do not serve.
#include "tests/runtime/training/callbacks/scripted.h"

#include <csignal>

#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/zip.h"
#include "runtime/training/checkpoint.h"

namespace keratin {
namespace {

using namespace scripted;
using testing_help::content;
using testing_help::Folder;
using testing_help::refuses;

// Ends a training as Ctrl-C does, after this batch of this epoch.
struct Interrupt : Callback {
  int64_t epoch, batch;
  Interrupt(int64_t epoch, int64_t batch) : epoch(epoch), batch(batch) {}
  void on_train_batch_end(int64_t k, const Logs&) override {
    if (model().place.epoch == epoch && k == batch) std::raise(SIGINT);
  }
};
struct Trained {
  History history;
  std::string state;
};
// Ten rows in batches of three, of which the last ones validate.
Trained train(int64_t epochs, std::vector<AnyCallback> callbacks, FitSettings settings = {}, uint64_t first_weights = 1) {
  catch_signals();
  Model model(0.01, 3);
  model.reset(first_weights);
  const tiny::Data data(14);
  settings.epochs = epochs, settings.verbose = 0, settings.seed = 5, settings.validation_split = 0.25, settings.callbacks = std::move(callbacks);
  Trained out{fit(model, arrays(data), settings), ""};
  out.state = model.snapshot();
  std::signal(SIGINT, SIG_DFL), std::signal(SIGTERM, SIG_DFL);
  return out;
}
void expect_equal(const Trained& one, const Trained& other, const std::string& what) {
  EXPECT_EQ(one.state, other.state) << what;
  EXPECT_EQ(one.history.epoch, other.history.epoch) << what;
  EXPECT_EQ(one.history.history, other.history.history) << what;
}
BackupAndRestore keep(const Folder& folder) { return BackupAndRestore(folder / "state", {.delete_checkpoint = false}); }

TEST(BackupAndRestore, TwoAndTwoEpochsAreFour) {
  Folder folder;
  const Trained whole = train(4, {});
  train(2, {keep(folder)});
  const Trained rest = train(4, {keep(folder)}, {}, 99);
  expect_equal(rest, whole, "the first weights are the backup's");
  const Trained again = train(4, {keep(folder)});
  expect_equal(again, whole, "there is nothing left to do");
}

// Wherever a signal comes, also before and after validation.
TEST(BackupAndRestore, GoesOnInTheMiddleOfAnEpoch) {
  const Trained whole = train(3, {});
  for (int64_t epoch : {0, 1, 2})
    for (int64_t batch : {0, 1, 2, 3}) {
      Folder folder;
      const Trained part = train(3, {keep(folder), Interrupt(epoch, batch)});
      EXPECT_TRUE(part.history.interrupted);
      const Checkpoint c = read_checkpoint(BackupAndRestore::file_in(folder / "state"));
      EXPECT_EQ(c.place.epoch, epoch);
      EXPECT_EQ(c.place.step, batch + 1);
      expect_equal(train(3, {keep(folder)}, {}, 99), whole, std::to_string(epoch) + "." + std::to_string(batch));
    }
}
TEST(BackupAndRestore, PassesThatSpanEpochsGoOn) {
  FitSettings settings{.steps_per_epoch = 3};  // of four batches
  const Trained whole = train(5, {}, settings);
  for (int64_t epoch : {0, 1, 2, 3}) {
    Folder folder;
    train(5, {keep(folder), Interrupt(epoch, 1)}, settings);
    expect_equal(train(5, {keep(folder)}, settings, 99), whole, std::to_string(epoch));
  }
}
TEST(BackupAndRestore, SavesEverySoManyBatches) {
  Folder folder;
  struct Crash : Callback {
    void on_train_batch_end(int64_t batch, const Logs&) override {
      if (model().place.epoch == 1 && batch == 2) throw std::runtime_error("crash");
    }
  };
  const Trained whole = train(3, {});
  EXPECT_THROW(train(3, {BackupAndRestore(folder / "state", {.save_freq = 3}), Crash()}), std::runtime_error);
  EXPECT_EQ(read_checkpoint(folder / "state/latest.npz").place.step, 2) << "six batches, four of them in the first epoch";
  expect_equal(train(3, {keep(folder)}, {}, 99), whole, "after a crash");
}

// Other callbacks go on with what they knew: patience, the best so far, its weights.
TEST(BackupAndRestore, CallbacksGetBackWhatTheyKnew) {
  auto callbacks = [](EarlyStopping& stop) {
    return std::vector<AnyCallback>{Script(falling), stop, ReduceLROnPlateau({.factor = 0.5, .patience = 1}), EarlyStopping({.patience = 9})};
  };
  EarlyStopping whole_stop({.patience = 3, .restore_best_weights = true});
  const Trained whole = train(11, callbacks(whole_stop));
  EXPECT_EQ(whole.history.epoch.size(), 6u);
  for (int64_t epochs = 1; epochs <= 6; ++epochs) {
    Folder folder;
    for (int64_t until : {epochs, int64_t(11)}) {
      EarlyStopping stop({.patience = 3, .restore_best_weights = true});
      std::vector<AnyCallback> with = callbacks(stop);
      with.insert(with.begin(), keep(folder));  // wherever it stands
      const Trained part = train(until, with);
      if (until == epochs) continue;
      expect_equal(part, whole, std::to_string(epochs));
      EXPECT_EQ(stop.stopped_epoch(), whole_stop.stopped_epoch());
    }
  }
  Folder folder;
  EarlyStopping impatient({.patience = 3}), patient({.patience = 20});
  train(11, {keep(folder), Script(falling), impatient});
  EXPECT_EQ(train(11, {keep(folder), Script(falling), patient}).history.epoch.size(), 11u) << "with more patience it goes on";
}

TEST(BackupAndRestore, IsGoneWhenTrainingIsComplete) {
  Folder folder;
  train(2, {BackupAndRestore(folder / "state"), Interrupt(1, 1)});
  EXPECT_EQ(folder.files(), 1u);
  train(2, {BackupAndRestore(folder / "state")});
  EXPECT_EQ(folder.files(), 0u);
  folder.put("file", "");
  EXPECT_TRUE(refuses([&] { train(1, {BackupAndRestore(folder / "file")}); }, "K5001", "cannot write to the folder"));
  EXPECT_TRUE(refuses([&] { BackupAndRestore(""); }, "K1021", "empty `backup_dir`"));
}

// The members of a good file, to change one of them.
struct Members : Folder {
  std::vector<ZipMember> members;
  std::string path = *this / "state/latest.npz";
  Members() {
    train(2, {keep(*this)});
    members = read_zip(content(path), path);
  }
  std::string& of(const std::string& name) {
    for (ZipMember& m : members)
      if (m.name == name) return m.bytes;
    members.push_back({name, ""});
    return members.back().bytes;
  }
  void write() { write_atomically(path, zip_bytes(members)); }
  bool refused(const std::string& code, const std::string& words) {
    write();
    return refuses([&] { train(3, {keep(*this)}); }, code, words);
  }
};

TEST(BackupAndRestore, RefusesOtherTrainings) {
  using Change = std::function<void(Members&)>;
  auto drop = [](const std::string& name) { return [name](Members& m) { std::erase_if(m.members, [&](const ZipMember& z) { return z.name == name; }); }; };
  auto line = [](const std::string& from, const std::string& to) {
    return [from, to](Members& m) {
      std::string& text = m.of("training.txt");
      const size_t at = text.find(from);
      ASSERT_NE(at, text.npos) << text;
      text.replace(at, from.size(), to);
    };
  };
  const std::tuple<Change, const char*, const char*> cases[] = {
      {drop("states/dense/kernel.npy"), "K3122", "it has no state `dense/kernel`"},
      {[](Members& m) { m.of("states/dense/kernel.npy") = npy_bytes(tensor({3}, {1, 2, 3})); m.of("states/dense/bias.npy") = npy_bytes(tensor({2}, {1, 2})); }, "K3122", "its `dense/kernel` has shape (3,), the model's has (2,)"},
      {[](Members& m) { m.of("states/iterations.npy") = npy_bytes(tensor({}, {1})); }, "K3122", "its `iterations` holds numbers of another kind"},
      {[](Members& m) { m.of("states/other.npy") = npy_bytes(tensor({}, {1})); }, "K3122", "the model has no state `other`"},
      {[](Members& m) { m.of("states/dense/bias.npy") = npy_bytes(tensor({}, {NAN})); }, "K7002", "`dense/bias` holds NaN in the file"},
      {line("batch_size 3", "batch_size 4"), "K3122", "its batches have 4 rows, these have 3"},
      {line("rows 10", "rows 11"), "K3122", "it has 11 rows to train on, here are 10"},
      {line("shuffle 1", "shuffle 0"), "K3122", "it takes its rows in their order"},
      {line("training 1", "training 2"), "K3121", "`training.txt` is not of this version"},
      {line("epoch 2", "epoch two"), "K3121", "`training.txt` has no line `epoch`"},
      {line("epoch 2", "epoch -2"), "K3121", "its numbers do not fit each other"},
      {line("batch 0", "batch 5"), "K3121", "its numbers do not fit each other"},
      {line("seed 5", "seed 5\nseed 6"), "K3121", "goes on behind its end"},
      {drop("training.txt"), "K3121", "it does not begin with `training.txt`"},
      {[](Members& m) { m.of("history/loss.txt") += "x\n"; }, "K3121", "line 3 of `history/loss.txt` is no number"},
      {[](Members& m) { m.of("history/loss.txt") += "1\n"; }, "K3121", "the history of `loss` is longer"},
      {[](Members& m) { m.of("history/epoch.txt") = "1"; }, "K3121", "line 1 of `history/epoch.txt` is no number"},
      {[](Members& m) { m.of("callbacks/a/b.txt"); }, "K3121", "a callback's number is not one"},
      {[](Members& m) { m.of("readme"); }, "K3121", "it holds `readme`"},
      {[](Members& m) { m.of("states/x.txt"); }, "K3121", "it holds `states/x.txt`"},
      {[](Members& m) { m.of("states/dense/kernel.npy") = "no array"; }, "K3102", ""},
  };
  for (const auto& [change, code, words] : cases) {
    Members m;
    change(m);
    EXPECT_TRUE(m.refused(code, words)) << code << " " << words;
  }
}
TEST(BackupAndRestore, EveryTruncationIsRefusedAndNothingChanges) {
  Members m;
  const std::string good = content(m.path);
  for (size_t n = 0; n < good.size(); n += 97) {
    m.put("state/latest.npz", good.substr(0, n));
    EXPECT_TRUE(refuses([&] { train(3, {keep(m)}); }, "K3111", "")) << n;
  }
  Members other;
  other.of("states/dense/bias.npy") = npy_bytes(tensor({}, {NAN}));
  other.write();
  Model model(0.01, 3);
  const std::string before = model.snapshot();
  const tiny::Data data(10);
  EXPECT_TRUE(refuses([&] { fit(model, arrays(data), {.epochs = 3, .verbose = 0, .callbacks = {keep(other)}}); }, "K7002", ""));
  EXPECT_EQ(model.snapshot(), before);
}

}  // namespace
}  // namespace keratin
