// Data that cannot be meant: told before anything is trained, with the place in the file.
#include "tests/command/command.h"

#include "runtime/data/array_file.h"
#include "runtime/files/zip.h"

namespace keratin::testing {
namespace {

std::string floats(Shape shape, const std::vector<float>& values) { return npy_bytes(tensor(std::move(shape), values)); }
std::string rows_of(int64_t rows, int64_t columns, float value = 0.5f) { return floats({rows, columns}, std::vector<float>(static_cast<size_t>(rows * columns), value)); }
std::string labels(const std::vector<int32_t>& values) {
  Tensor t(Element::i32, {static_cast<int64_t>(values.size())});
  std::copy(values.begin(), values.end(), t.ints().begin());
  return npy_bytes(t);
}
std::string idx(int kind, const std::vector<unsigned>& shape, const std::string& content) {
  std::string out{'\0', '\0', static_cast<char>(kind), static_cast<char>(shape.size())};
  for (unsigned extent : shape)
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(extent >> shift);
  return out + content;
}

class Data : public Command {
 protected:
  // Four numbers in, three classes out.
  std::string model(const std::string& loss) const { return description("  model.add(Dense(3, {.activation = \"softmax\", .input_dim = 4}));\n  model.compile({.loss = \"" + loss + "\"});", loss + ".cpp"); }
  const std::string sparse = "sparse_categorical_crossentropy", categorical = "categorical_crossentropy";
};

TEST_F(Data, ThatAreRefused) {
  struct Case {
    std::string loss, x_name, x, y_name, y;
    Refusal want;
  };
  const std::string good_x = rows_of(6, 4), good_y = labels({0, 1, 2, 0, 1, 2});
  std::string poisoned = good_x, endless = good_x;
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
  std::memcpy(poisoned.data() + poisoned.size() - 4 * 7, &nan, 4), std::memcpy(endless.data() + endless.size() - 4, &infinity, 4);
  const Case cases[] = {
      // shapes
      {sparse, "x.npy", rows_of(6, 5), "y.npy", good_y, {3, "K3204", {"`x`", "(6, 5)", "(None, 4)"}}},
      {sparse, "x.npy", rows_of(7, 4), "y.npy", good_y, {3, "K3203", {"x has 7 rows, y has 6"}}},
      {categorical, "x.npy", good_x, "y.npy", rows_of(6, 2), {3, "K3204", {"`y`", "(6, 2)", "(None, 3)"}}},
      {sparse, "x.npy", good_x, "y.npy", rows_of(6, 3), {3, "K3204", {"rows of 3 numbers", "categorical_crossentropy"}}},
      {categorical, "x.npy", good_x, "y.npy", good_y, {3, "K2208", {"whole numbers", "--one-hot"}}},
      // values
      {sparse, "x.npy", poisoned, "y.npy", good_y, {3, "K3201", {"`x` holds NaN in row 4, column 1"}}},
      {sparse, "x.npy", endless, "y.npy", good_y, {3, "K3201", {"`x` holds infinity in row 5, column 3"}}},
      {sparse, "x.npy", good_x, "y.npy", labels({0, 1, 2, 3, 1, 2}), {3, "K3202", {"3"}}},
      {sparse, "x.npy", good_x, "y.npy", labels({0, 1, 2, -1, 1, 2}), {3, "K3202", {"-1"}}},
      {sparse, "x.npy", good_x, "y.npy", floats({6}, {0, 1, 2, 0.5f, 1, 2}), {3, "K3206", {"0.5"}}},
      // files
      {sparse, "x.npy", rows_of(0, 4), "y.npy", labels({}), {3, "K3107", {"no rows"}}},
      {sparse, "x.npy", good_x.substr(0, good_x.size() - 3), "y.npy", good_y, {3, "K3102", {"x.npy", "does not fill"}}},
      {sparse, "x.npy", good_x + "x", "y.npy", good_y, {3, "K3102", {"x.npy", "does not fill"}}},
      {sparse, "x.npy", good_x.substr(0, 20), "y.npy", good_y, {3, "K3102", {"ends inside its header"}}},
      {sparse, "x.idx", idx(0x0d, {6, 4}, std::string(95, '\0')), "y.npy", good_y, {3, "K3103", {"does not fill its 95 bytes"}}},
      {sparse, "x.idx", idx(0x0d, {6, 4}, std::string(97, '\0')), "y.npy", good_y, {3, "K3103", {"does not fill its 97 bytes"}}},
      {sparse, "x.idx", idx(0x08, {4000000000u, 4000000000u, 4000000000u}, "abc"), "y.npy", good_y, {3, "K3103", {"does not fill its 3 bytes"}}},
      {sparse, "x.csv", "1,2,3,4\n1,2,3\n", "y.npy", good_y, {3, "K3106", {"x.csv:2", "row 2 has 3 columns, the first has 4"}}},
      {sparse, "x.csv", "1,2,3,4\n1,2,,4\n", "y.npy", good_y, {3, "K3108", {"x.csv:2:3"}}},
      {sparse, "x.csv", "1,2,3,4\n1,two,3,4\n", "y.npy", good_y, {3, "K3109", {"x.csv:2:2", "`two`"}}},
      {sparse, "x.csv", "1,2,3,4\n1,2,3,nan\n", "y.npy", good_y, {3, "K3201", {"x.csv:2:4"}}},
      {sparse, "x.csv", "", "y.npy", good_y, {3, "K3107", {"x.csv"}}},
      {sparse, "x.gz", std::string("\x1f\x8b") + "cut", "y.npy", good_y, {3, "K3104", {"x.gz"}}},
      {sparse, "x.bin", "what is this", "y.npy", good_y, {3, "K3101", {"x.bin", ".npy"}}},
      {sparse, "x.npz", zip_bytes({{"a.npy", good_x}, {"b.npy", good_x}}), "y.npy", good_y, {3, "K3101", {"no array `x`", "a, b"}}},
      {sparse, "x.npz", "PK but no archive", "y.npy", good_y, {3, "K3111", {"x.npz"}}},
      {sparse, "missing.npy", "", "y.npy", good_y, {5, "K5002", {"missing.npy", "No such file"}}},
      {sparse, ".", "", "y.npy", good_y, {5, "K5002", {"folder"}}},
  };
  for (const Case& c : cases) {
    if (!c.x_name.starts_with("missing") && c.x_name != ".") file(c.x_name, c.x);
    file(c.y_name, c.y);
    const Result r = run({"train", model(c.loss), "--x", c.x_name, "--y", c.y_name, "--save", "w.npz", "--history", "h.json", "--threads", "1"});
    expect_refusal(r, c.want, c.loss + " " + c.x_name + " " + (c.want.words.empty() ? "" : c.want.words[0]));
    EXPECT_FALSE(exists("w.npz") || exists("h.json")) << "nothing is half-written";
  }
}

// Small and odd, and right.
TEST_F(Data, ThatAreTaken) {
  const std::string x = rows_of(6, 4), y = labels({0, 1, 2, 0, 1, 2});
  struct Case {
    std::string loss, x_name, x, y_name, y;
    std::vector<std::string> more = {};
  };
  const Case cases[] = {
      {sparse, "x.npy", rows_of(1, 4), "y.npy", labels({2})},                             // one row
      {sparse, "x.npy", x, "y.npy", y, {"--batch-size", "1000"}},                         // a batch larger than the data
      {sparse, "x.npy", x, "y.npy", y, {"--batch-size", "4", "--validation-split", "0.34"}},  // batches that do not come out even
      {categorical, "x.npy", x, "y.npy", y, {"--one-hot"}},
      {categorical, "x.npy", x, "y.csv", "1,0,0\n0,1,0\n0,0,1\n1,0,0\n0,1,0\n0,0,1\n"},
      {sparse, "x.csv", "a,b,c,d\n1,2,3,4\n5,6,7,8\n", "y.csv", "kind\n0\n2\n"},
      {sparse, "x.csv", "1,2,3,4\n5,6,7,8\n", "y.csv", "cat\ndog\n"},                     // words are classes
      {sparse, "x.idx", idx(0x08, {2, 4}, "12345678"), "y.idx", idx(0x08, {2}, std::string("\1\2"))},
      {sparse, "all.npz", zip_bytes({{"x.npy", x}, {"y.npy", y}}), "all.npz", zip_bytes({{"x.npy", x}, {"y.npy", y}})},
  };
  for (const Case& c : cases) {
    file(c.x_name, c.x), file(c.y_name, c.y);
    std::vector<std::string> given = {"train", model(c.loss), "--x", c.x_name, "--y", c.y_name, "--seed", "1", "--threads", "1", "--optimize", "fast"};
    given.insert(given.end(), c.more.begin(), c.more.end());
    const Result r = run(given);
    EXPECT_EQ(r.code, 0) << c.x_name << " " << c.y_name << "\n" << r.err;
    EXPECT_NE(r.err.find("loss: "), std::string::npos) << r.err;
  }
}

TEST_F(Data, ToValidateWithAreLookedAtBeforeTraining) {
  file("x.npy", rows_of(6, 4)), file("y.npy", labels({0, 1, 2, 0, 1, 2}));
  const std::vector<std::string> train = {"train", model(sparse), "--x", "x.npy", "--y", "y.npy"};
  auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), train.begin(), train.end());
    return run(more);
  };
  file("narrow.npy", rows_of(2, 3)), file("two.npy", labels({0, 1}));
  Result r = with({"--validation-x", "narrow.npy", "--validation-y", "two.npy"});
  expect_refusal(r, {3, "K3204", {"(2, 3)"}}, "narrow");
  EXPECT_EQ(r.err.find("loss:"), std::string::npos) << "no epoch was trained";
  expect_refusal(with({"--validation-x", "x.npy"}), {2, "K1010", {"go together"}}, "one of two");
  file("one.npy", rows_of(1, 4)), file("label.npy", labels({0}));
  expect_refusal(run({"train", model(sparse), "--x", "one.npy", "--y", "label.npy", "--validation-split", "0.5"}), {3, "K3205", {"0 of 1 rows"}}, "one row cannot be split");
  EXPECT_EQ(with({"--validation-x", "x.npy", "--validation-y", "y.npy", "--history", "h.csv"}).code, 0);
  EXPECT_TRUE(text_of("h.csv").starts_with("epoch,loss,val_loss\n0,"));
}

TEST_F(Data, ThatBreakTheLossEndTraining) {
  file("x.npy", rows_of(8, 4, 1e30f)), file("y.npy", rows_of(8, 1));
  const std::string regression = description("  model.add(Dense(1, {.kernel_initializer = \"ones\", .input_dim = 4}));\n  model.compile({.optimizer = SGD({.learning_rate = 1e10}), .loss = \"mse\"});");
  const Result r = run({"train", regression, "--x", "x.npy", "--y", "y.npy", "--epochs", "5", "--save", "w.npz"});
  EXPECT_EQ(r.code, 7) << r.err;
  for (const char* words : {"error[K7001]", "epoch 1, step 1", "learning rate"}) EXPECT_NE(r.err.find(words), std::string::npos) << r.err;
  EXPECT_FALSE(exists("w.npz")) << "a poisoned state is never saved";
  EXPECT_EQ(run({"evaluate", regression, "--x", "x.npy", "--y", "y.npy"}).code, 7);
}

TEST_F(Data, WeightsOfAnotherModel) {
  const std::string m = model(sparse);
  file("x.npy", rows_of(6, 4)), file("y.npy", labels({0, 1, 2, 0, 1, 2}));
  file("other.npz", zip_bytes({{"dense/kernel.npy", rows_of(4, 2)}, {"dens/bias.npy", floats({3}, {0, 0, 0})}}));
  const Result r = run({"predict", m, "--x", "x.npy", "--weights", "other.npz", "-o", "p.npy"});
  EXPECT_EQ(r.code, 3);
  for (const char* words : {"`dense/kernel` has shape (4, 2) in the file, the model needs (4, 3)", "has no weight `dense/bias`", "the model has no weight `dens/bias`"}) EXPECT_NE(r.err.find(words), std::string::npos) << r.err;
  EXPECT_FALSE(exists("p.npy"));
  file("cut.npz", "PK\3\4");
  expect_refusal(run({"predict", m, "--x", "x.npy", "--weights", "cut.npz", "-o", "p.npy"}), {3, "K3111", {"cut.npz"}}, "cut");
}

TEST_F(Data, MoreMemoryThanThereIs) {
  const std::string m = model(sparse);
  file("x.npy", rows_of(6, 4)), file("y.npy", labels({0, 1, 2, 0, 1, 2}));
  expect_refusal(run({"train", m, "--x", "x.npy", "--y", "y.npy", "--max-memory", "1000"}), {6, "K6002", {"--max-memory allows 1000", "bytes"}}, "allowed");
  EXPECT_EQ(run({"train", m, "--x", "x.npy", "--y", "y.npy", "--max-memory", "10000000"}).code, 0);
  // Twenty gigabytes are described and planned, and refused before one of them is touched.
  const std::string large = description("  model.add(Input({30000}));\n  for (int i = 0; i < 6; ++i) model.add(Dense(30000));", "large.cpp");
  file("wide.npy", rows_of(1, 30000));
  auto with_little = [] {
    const rlimit limit{rlim_t(16) << 30, rlim_t(16) << 30};
    setrlimit(RLIMIT_AS, &limit);
  };
  expect_refusal(run({"predict", large, "--x", "wide.npy", "-o", "p.npy"}, with_little), {6, "K6001", {"bytes"}}, "there");
}

}  // namespace
}  // namespace keratin::testing
