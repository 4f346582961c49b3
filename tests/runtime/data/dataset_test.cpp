// Data sets by name with their exact counts, labels as one-hot rows, and checks of what people give.
#include "runtime/data/dataset.h"

#include <cmath>
#include <cstdlib>
#include <map>

#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

using testing_help::refuses;

std::map<int, int> label_counts(const Tensor& a, const Tensor& b) {
  std::map<int, int> out;
  for (const Tensor* t : {&a, &b})
    for (int label : t->ints()) ++out[label];
  return out;
}

TEST(Datasets, DigitsAreAllThere) {
  const Dataset d = load_dataset("digits");
  EXPECT_EQ(d.x.shape, (Shape{1438, 64}));  // 1,797 rows, of which a fifth, rounded down, is held out
  EXPECT_EQ(d.test_x.shape, (Shape{359, 64}));
  EXPECT_EQ(d.classes, 10);
  EXPECT_EQ(label_counts(d.y, d.test_y), (std::map<int, int>{{0, 178}, {1, 182}, {2, 177}, {3, 183}, {4, 181}, {5, 182}, {6, 181}, {7, 179}, {8, 174}, {9, 180}}));
  double sum = 0;
  for (const Tensor* t : {&d.x, &d.test_x})
    for (float v : t->floats()) {
      ASSERT_TRUE(v >= 0 && v <= 1);
      sum += v * 16;
    }
  EXPECT_EQ(sum, 561718);  // of all grey levels, as scikit-learn's copy has them
}
TEST(Datasets, IrisIsAllThere) {
  const Dataset d = load_dataset("iris");
  EXPECT_EQ(d.x.shape, (Shape{120, 4}));
  EXPECT_EQ(d.test_x.shape, (Shape{30, 4}));
  EXPECT_EQ(label_counts(d.y, d.test_y), (std::map<int, int>{{0, 50}, {1, 50}, {2, 50}}));
  double sum = 0;
  for (const Tensor* t : {&d.x, &d.test_x})
    for (float v : t->floats()) sum += v;
  EXPECT_NEAR(sum, 876.5 + 458.6 + 563.7 + 179.9, 600 * 8 * 0x1p-24);  // the known sums of its columns; 600 numbers under 8
}
TEST(Datasets, FashionMnistIsAllThereWhereItsPackageIs) {
  if (!dataset_found("fashion-mnist")) GTEST_SKIP() << "dataset-fashion-mnist is not installed";
  const Dataset d = load_dataset("fashion-mnist");
  EXPECT_EQ(d.x.shape, (Shape{60000, 28, 28}));
  EXPECT_EQ(d.test_x.shape, (Shape{10000, 28, 28}));
  EXPECT_EQ(d.x.element, Element::u8) << "pictures stay bytes until a batch is made";
  for (const auto& [label, times] : label_counts(d.y, d.y)) EXPECT_EQ(times, 2 * 6000) << label;
  for (const auto& [label, times] : label_counts(d.test_y, d.test_y)) EXPECT_EQ(times, 2 * 1000) << label;
}
TEST(Datasets, TheSplitIsAlwaysTheSame) {
  EXPECT_EQ(load_dataset("iris").x.bytes, load_dataset("iris").x.bytes);
}
TEST(Datasets, UnknownNamesGetAHint) {
  EXPECT_TRUE(refuses([] { load_dataset("digit"); }, "K1004", "did you mean `digits`?"));
  EXPECT_TRUE(refuses([] { load_dataset("cats"); }, "K1004", "known are digits, iris, fashion-mnist"));
  EXPECT_EQ(dataset_names().size(), 3u);
}
// Somebody's own copy is read first, and looked at.
TEST(Datasets, DamagedFilesAreRefused) {
  testing_help::Folder folder;
  setenv("KERATIN_DATA", folder.path().c_str(), 1);
  folder.put("iris.csv", "2,4,a,b\n1,2,3,4,7\n1,2,3,4,1\n");
  EXPECT_TRUE(refuses([] { load_dataset("iris"); }, "K3202", "label 7 at index 0 is not one of 3 classes"));
  folder.put("iris.csv", "2,4,a,b\n1,2,3,4,0.5\n1,2,3,4,1\n");
  EXPECT_TRUE(refuses([] { load_dataset("iris"); }, "K3206", "`y` holds 0.5 at index 0"));
  unsetenv("KERATIN_DATA");
}

Tensor whole(Shape shape, std::vector<int32_t> values) {
  Tensor t(Element::i32, std::move(shape));
  std::copy(values.begin(), values.end(), t.ints().begin());
  return t;
}
std::vector<float> floats(const Tensor& t) { return {t.floats().begin(), t.floats().end()}; }

TEST(ToCategorical, MakesOneHotRows) {
  EXPECT_EQ(floats(to_categorical(whole({3}, {0, 2, 1}))), (std::vector<float>{1, 0, 0, 0, 0, 1, 0, 1, 0}));
  EXPECT_EQ(to_categorical(whole({3}, {0, 2, 1}), 5).shape, (Shape{3, 5}));
  EXPECT_EQ(to_categorical(whole({3, 1}, {0, 2, 1})).shape, (Shape{3, 3})) << "a column of labels, as Keras reads it";
  EXPECT_EQ(to_categorical(whole({2, 2}, {0, 1, 2, 3})).shape, (Shape{2, 2, 4}));
  EXPECT_EQ(floats(to_categorical(tensor({2}, {1, 0}))), (std::vector<float>{0, 1, 1, 0})) << "whole numbers may come as floats";
  Tensor bytes(Element::u8, {2});
  bytes.as<uint8_t>()[1] = 255;
  EXPECT_EQ(to_categorical(bytes).shape, (Shape{2, 256}));
}
TEST(ToCategorical, LabelsOutsideTheClassesAreRefused) {
  EXPECT_TRUE(refuses([] { to_categorical(whole({3}, {0, 9, 10}), 10); }, "K3202", "label 10 at index 2 is not one of 10 classes"));
  EXPECT_TRUE(refuses([] { to_categorical(whole({3}, {0, -1, 1}), 10); }, "K3202", "label -1 at index 1 is not one of 10 classes"));
  EXPECT_TRUE(refuses([] { to_categorical(whole({3}, {0, -1, 1})); }, "K3202", "label -1 at index 1 is not one of 2 classes"));
  EXPECT_TRUE(refuses([] { to_categorical(whole({1}, {-5})); }, "K3202", "label -5 at index 0"));
  EXPECT_TRUE(refuses([] { to_categorical(tensor({2}, {1, 2.5f}), 10); }, "K3206", "`labels` holds 2.5 at index 1, which is no whole number"));
  EXPECT_TRUE(refuses([] { to_categorical(tensor({2}, {NAN, 1})); }, "K3206", "holds nan at index 0"));
  EXPECT_TRUE(refuses([] { to_categorical(tensor({1}, {1e20f})); }, "K3206", "holds 1e+20 at index 0"));
}
TEST(Indices, OutsideTheTableAreRefused) {
  check_indices(tensor({4}, {0, 2.9f, -0.9f, 1}).view(), 3, "x");  // without their fractions: 0, 2, 0, 1
  EXPECT_TRUE(refuses([] { check_indices(tensor({2}, {2, 3}).view(), 3, "x"); }, "K3301", "`x` holds 3 at index 1, the table has 3 rows"));
  EXPECT_TRUE(refuses([] { check_indices(tensor({1}, {-1}).view(), 3, "x"); }, "K3301", "holds -1 at index 0"));
  EXPECT_TRUE(refuses([] { check_indices(tensor({1}, {NAN}).view(), 3, "x"); }, "K3301", "holds nan at index 0"));
}
// One wrong label must not take all memory.
TEST(ToCategorical, HugeLabelsAreRefused) {
  EXPECT_TRUE(refuses([] { to_categorical(whole({3}, {0, INT32_MAX, 1})); }, "K3202", "label 2147483647 at index 1 would make more than 1000000 classes"));
  EXPECT_TRUE(refuses([] { to_categorical(whole({3}, {0, 1, 1}), int64_t(1) << 45); }, "K6001", "one-hot rows"));
}
TEST(ClassCount, IsOneMoreThanTheLargest) {
  EXPECT_EQ(class_count(whole({3}, {0, 7, 2})), 8);
  EXPECT_EQ(class_count(whole({0}, {})), 0);
  EXPECT_EQ(class_count(whole({1}, {999999})), 1000000);
}

TEST(Checks, FiniteNumbers) {
  std::vector<float> values(30000, 1.0f);  // several blocks of the search
  const Tensor good = tensor({10000, 3}, values);
  EXPECT_NO_THROW(check_finite(good.view(), "x"));
  for (int64_t at : {0, 2, 4095, 4096, 29999}) {
    Tensor bad = good;
    bad.floats()[at] = -HUGE_VALF;
    EXPECT_TRUE(refuses([&] { check_finite(bad.view(), "x"); }, "K3201", "`x` holds -infinity in row " + std::to_string(at / 3) + ", column " + std::to_string(at % 3)));
  }
  Tensor subnormal = good;
  subnormal.floats()[0] = 1e-45f, subnormal.floats()[1] = -0.0f, subnormal.floats()[2] = 3.4e38f;
  EXPECT_NO_THROW(check_finite(subnormal.view(), "x"));
}
TEST(Checks, Rows) {
  EXPECT_TRUE(refuses([] { check_rows(tensor({2, 1}, {1, 2}).view(), tensor({3}, {1, 2, 3}).view()); }, "K3203", "x has 2 rows, y has 3"));
  EXPECT_TRUE(refuses([] { check_rows(tensor({0, 5}, {}).view(), {}); }, "K3107", "the data has no rows"));
  EXPECT_TRUE(refuses([] { check_rows(tensor({}, {1}).view(), {}); }, "K3107", "the data has no rows"));
}

}  // namespace
}  // namespace keratin
