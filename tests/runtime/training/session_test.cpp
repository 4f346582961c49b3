// A session: state in and out, exact bytes, rounding that is ours inside and the caller's outside; files of weights and
// histories.
#include <algorithm>
#include <cmath>

#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/zip.h"
#include "runtime/training/fit.h"
#include "runtime/training/weights.h"
#include "tests/runtime/helpers.h"
#include "tests/runtime/training/tiny.h"

namespace keratin {
namespace {

using testing_help::content;
using testing_help::Folder;
using testing_help::refuses;
using tiny::calls;

TEST(Session, BeginsWithEveryStatesFirstValue) {
  Session session(tiny::program(4, 0.25), 1);
  session.reset(1);
  EXPECT_EQ(session.read("dense/kernel").floats()[1], 0.5f);
  EXPECT_EQ(session.number("dense/bias"), 0);
  EXPECT_EQ(session.number("learning_rate"), 0.25f);
  EXPECT_EQ(session.read("iterations").ints()[0], 0);
}
TEST(Session, StatesAreReadAndWritten) {
  Session session(tiny::program(), 1);
  session.reset(1);
  session.write("dense/kernel", tensor({2}, {3, 4}));
  EXPECT_EQ(session.read("dense/kernel").floats()[1], 4);
  session.set_number("learning_rate", 2);
  EXPECT_EQ(session.number("learning_rate"), 2);
  EXPECT_TRUE(refuses([&] { session.read("dense/kernal"); }, "K2301", "did you mean `dense/kernel`?"));
  EXPECT_TRUE(refuses([&] { session.write("dense/kernel", tensor({3}, {1, 2, 3})); }, "K2302", "`dense/kernel` has shape (2,), the given value has (3,)"));
}
// Panels of columns and padded rows are matters of the program; outside, arrays are plain.
TEST(Session, LayoutsAreInvisibleOutside) {
  for (Layout layout : {Layout{3, 5, 16, 0}, Layout{3, 5, 5, 2}, Layout{3, 5, 5, 64}}) {
    Program p{.name = "one", .batch = 1};
    p.states = {{.name = "w", .shape = {3, 5}, .layout = layout}};
    p.state_bytes = (4 * layout.size() + 63) / 64 * 64;
    Session session(p, 1);
    std::vector<float> values(15);
    for (int i = 0; i < 15; ++i) values[i] = static_cast<float>(i);
    session.write("w", tensor({3, 5}, values));
    EXPECT_EQ(session.read("w").bytes, tensor({3, 5}, values).bytes);
    float at_2_3;
    std::memcpy(&at_2_3, session.snapshot().data() + 4 * layout.at(2, 3), 4);
    EXPECT_EQ(at_2_3, 13);
  }
}
TEST(Session, SnapshotsBringEverythingBack) {
  Session session(tiny::program(), 1);
  session.reset(1);
  const std::string before = session.snapshot();
  EXPECT_EQ(before.size(), 4u * tiny::state_floats);
  session.write("dense/bias", tensor({}, {7}));
  session.restore(before);
  EXPECT_EQ(session.number("dense/bias"), 0);
  EXPECT_THROW(session.restore("short"), InternalError);
}
TEST(Session, MissingCodeIsAskedForOnceWhenItIsNeeded) {
  Program p = tiny::program();
  std::string asked;
  p.steps[0].full = p.steps[0].tail = nullptr;
  p.provide = [&](const std::string& step, bool tail) { return asked += step + (tail ? " tail; " : "; "), tail ? tiny::learn<true, true> : tiny::learn<true, false>; };
  Session session(p, 1);
  session.reset(1);
  const tiny::Data data(10);
  fit(session, {{data.x.view()}, {data.y.view()}}, {.epochs = 2, .verbose = 0});
  EXPECT_EQ(asked, "train; train tail; ");
}
TEST(Session, NumbersOfRowsAreChecked) {
  Session session(tiny::program(), 1);
  EXPECT_THROW(session.run("train", nullptr, 5), InternalError);
  EXPECT_THROW(session.run("train", nullptr, 0), InternalError);
  EXPECT_THROW(session.run("tarin", nullptr, 1), InternalError);
}

#if defined(__x86_64__)
// A caller who flushes subnormals and rounds down gets the same bits, and its own modes back.
TEST(Session, RoundingIsOursInsideAndTheCallersOutside) {
  const tiny::Data data(10);
  auto train = [&](unsigned modes) {
    const unsigned before = _mm_getcsr();
    _mm_setcsr(modes);
    Program p = tiny::program(4, 0.001);
    p.states[0].initial = {InitialKind::normal, 0, 1e-38};  // subnormal weights among them
    Session session(p, 1);
    session.reset(1);
    const History h = fit(session, {{data.x.view()}, {data.y.view()}}, {.epochs = 2, .validation_split = 0.3, .verbose = 0});
    const Tensor y = predict(session, {data.x.view()}, "y");
    const unsigned after = _mm_getcsr() & ~0x3fu;
    _mm_setcsr(before);
    EXPECT_EQ(after, modes);
    return std::tuple{session.snapshot(), h.history, y.bytes};
  };
  calls.clear();
  const auto plain = train(0x1F80);
  EXPECT_EQ(train(0x1F80 | 0x8040 | 0x2000), plain);
  for (const tiny::Call& c : calls) EXPECT_EQ(c.modes, 0x1F80u) << c.step;
}
TEST(Session, ALaunchAloneRoundsAsWeDo) {
  Session session(tiny::program(), 1);
  session.reset(1);
  const tiny::Data data(1);
  const void* x = data.x.view().data;
  const unsigned before = _mm_getcsr(), others = 0x1F80 | 0x8040 | 0x2000;
  _mm_setcsr(others);
  session.run("predict", &x, 1);
  const unsigned after = _mm_getcsr() & ~0x3fu;
  _mm_setcsr(before);
  EXPECT_EQ(calls.back().modes, 0x1F80u);
  EXPECT_EQ(after, others);
}
#endif

struct Weights : testing::Test {
  Folder folder;
  Session session{tiny::program(), 1};
  std::string path = folder / "w.npz";
  Weights() { session.reset(1); }
  void put(const std::vector<ZipMember>& members) { write_atomically(path, zip_bytes(members)); }
};
TEST_F(Weights, ComeBackAsTheyWere) {
  session.write("dense/kernel", tensor({2}, {0x1.234568p-130f, -3}));
  session.write("dense/bias", tensor({}, {0.1f}));
  save_weights(session, path);
  EXPECT_EQ(folder.files(), 1u);
  Session other(tiny::program(), 1);
  other.reset(2);
  load_weights(other, path);
  for (const char* name : {"dense/kernel", "dense/bias"}) EXPECT_EQ(other.read(name).bytes, session.read(name).bytes);
  std::string names;
  for (const ZipMember& m : read_zip(content(path), path)) names += m.name + " ";
  EXPECT_EQ(names, "dense/kernel.npy dense/bias.npy ") << "weights alone: no rates, counters or means";
}
TEST_F(Weights, AllDisagreementsAreToldAtOnceAndNothingIsLoaded) {
  put({{"dense/kernel.npy", npy_bytes(tensor({3}, {1, 2, 3}))}, {"other/kernel.npy", npy_bytes(tensor({}, {1}))}, {"more.npy", npy_bytes(tensor({}, {1}))}});
  const std::string before = session.snapshot();
  try {
    load_weights(session, path);
    ADD_FAILURE() << "nothing is refused";
  } catch (const Error& e) {
    std::string text;
    for (const Diagnostic& d : e.diagnostics()) text += d.code + " " + d.message + "\n";
    EXPECT_EQ(text, "K3204 `dense/kernel` has shape (3,) in the file, the model needs (2,)\n"
                    "K3112 `" + path + "` has no weight `dense/bias` of shape ()\n"
                    "K3112 the model has no weight `more`\n"
                    "K3112 the model has no weight `other/kernel`\n");
    EXPECT_EQ(e.exit_code(), 3);
  }
  EXPECT_EQ(session.snapshot(), before);
}
TEST_F(Weights, WrongElementsNanAndDamageAreRefused) {
  const ZipMember kernel{"dense/kernel.npy", npy_bytes(tensor({2}, {1, 2}))}, bias{"dense/bias.npy", npy_bytes(tensor({}, {1}))};
  Tensor whole(Element::i32, {});
  put({kernel, {"dense/bias.npy", npy_bytes(whole)}});
  EXPECT_TRUE(refuses([&] { load_weights(session, path); }, "K3204", "`dense/bias` holds whole numbers in the file, the model needs real numbers"));
  put({{"dense/kernel.npy", npy_bytes(tensor({2}, {1, NAN}))}, bias});
  EXPECT_TRUE(refuses([&] { load_weights(session, path); }, "K7002", "`dense/kernel` holds NaN in the file"));
  put({kernel, {"dense/bias.npy", "no array"}});
  EXPECT_TRUE(refuses([&] { load_weights(session, path); }, "K3102", path + ":dense/bias.npy"));
  put({kernel, bias, {"dense/bias", bias.bytes}});
  EXPECT_TRUE(refuses([&] { load_weights(session, path); }, "K3112", "two weights `dense/bias`"));
  write_atomically(path, "PK");
  EXPECT_TRUE(refuses([&] { load_weights(session, path); }, "K3111", path));
  EXPECT_TRUE(refuses([&] { load_weights(session, folder / "none.npz"); }, "K5002", "No such file"));
  EXPECT_TRUE(refuses([&] { save_weights(session, folder / "none/w.npz"); }, "K5001", "No such file"));
}

History sample_history() {
  History h;
  h.epoch = {0, 1};
  h.history = {{"accuracy", {0.5, 0.84375}}, {"loss", {0.1, 1e-7}}, {"val_loss", {1}}};
  h.params = {2, 63, 32, 2000};
  return h;
}
TEST(HistoryFile, IsKerasJson) {
  Folder folder;
  write_history(folder / "h.json", sample_history());
  EXPECT_EQ(content(folder / "h.json"),
            "{\"epoch\": [0, 1], \"accuracy\": [0.5, 0.84375], \"loss\": [0.10000000000000001, 9.9999999999999995e-08], \"val_loss\": [1], "
            "\"params\": {\"epochs\": 2, \"steps\": 63, \"batch_size\": 32, \"samples\": 2000}}\n");
}
TEST(HistoryFile, IsKerasCsvWithNaWhereNothingWasMeasured) {
  Folder folder;
  write_history(folder / "h.csv", sample_history());
  EXPECT_EQ(content(folder / "h.csv"), "epoch,accuracy,loss,val_loss\n0,0.5,0.10000000000000001,1\n1,0.84375,9.9999999999999995e-08,NA\n");
}
TEST(HistoryFile, NamesWhatIsNotFiniteAsPythonDoes) {
  Folder folder;
  History h;
  h.epoch = {0, 1, 2}, h.history = {{"val_loss", {NAN, HUGE_VAL, -HUGE_VAL}}};
  write_history(folder / "h.json", h);
  EXPECT_NE(content(folder / "h.json").find("\"val_loss\": [NaN, Infinity, -Infinity]"), std::string::npos);
  EXPECT_TRUE(refuses([&] { write_history(folder / "none/h.json", h); }, "K5001", "No such file"));
}

}  // namespace
}  // namespace keratin
