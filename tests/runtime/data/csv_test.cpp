// Comma-separated values: what spreadsheets write, and every mistake with its row and column.
#include "runtime/data/array_file.h"
#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

using testing_help::Folder;
using testing_help::refuses;

Table read(const std::string& text) { return read_csv(text, "a.csv"); }
auto reading(const std::string& text) {
  return [text] { read_csv(text, "a.csv"); };
}
using Numbers = std::vector<float>;
using Words = std::vector<std::string>;

TEST(Csv, NumbersInRows) {
  const Table t = read("1,2.5,-3e2\n+4,.5,6\n");
  EXPECT_EQ(t.rows, 2);
  EXPECT_EQ(t.columns, 3);
  EXPECT_EQ(t.values, (Numbers{1, 2.5f, -300, 4, 0.5f, 6}));
  EXPECT_TRUE(t.header.empty());
}
TEST(Csv, TheSameNumbersInManySpellings) {
  const Numbers want = {1, 2, 3, 4};
  for (const char* text : {"1,2\n3,4\n", "1,2\n3,4", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "\xef\xbb\xbf" "1,2\n3,4\n", "1;2\n3;4\n", "1\t2\n3\t4\n", " 1 , 2 \n 3,4\n", "\"1\",\"2\"\n\"3\",\"4\"\n", "\n1,2\n\n3,4\n\n",
                           "1,\t2\n3,4\n"})
    EXPECT_EQ(read(text).values, want) << text;
}
TEST(Csv, HeadersAreWordsAboveNumbers) {
  const Table t = read("width,height\n1,2\n");
  EXPECT_EQ(t.header, (Words{"width", "height"}));
  EXPECT_EQ(t.rows, 1);
  EXPECT_EQ(read("\"a, b\",\"say \"\"c\"\"\"\n1,2\n").header, (Words{"a, b", "say \"c\""}));
  EXPECT_EQ(read("\xef\xbb\xbf" "a,b\r\n1,2\r\n").header, (Words{"a", "b"}));
  EXPECT_EQ(read(",a\n0,1\n").header, (Words{"", "a"})) << "pandas names no index";
  EXPECT_EQ(read("a;b\n1;2\n").header, (Words{"a", "b"}));
  EXPECT_TRUE(read("1,2\n3,4\n").header.empty());
  EXPECT_TRUE(read("2019,2020\n1,2\n").header.empty()) << "numbers are no header";
  EXPECT_EQ(read("name,kind\nx,1\n").header, (Words{"name", "kind"})) << "one number below is enough";
}
TEST(Csv, WordsBecomeClassesInSortedOrder) {
  const Table t = read("size,kind\n1,rose\n2,daisy\n3,rose\n4,\"a \"\"b\"\", c\"\n");
  EXPECT_EQ(t.classes[1], (Words{"a \"b\", c", "daisy", "rose"}));
  EXPECT_EQ(t.values, (Numbers{1, 2, 2, 1, 3, 2, 4, 0}));
  EXPECT_TRUE(t.classes[0].empty());
}
TEST(Csv, QuotedCellsMayHoldLines) {
  const Table t = read("text,n\n\"two\nlines\",1\nx,2\n");
  EXPECT_EQ(t.classes[0], (Words{"two\nlines", "x"}));
}
TEST(Csv, NumbersAreReadAsNumpyReadsThem) {
  EXPECT_EQ(read("1e-50\n1e-40\n16777217\n0.1\n").values, (Numbers{0, 1e-40f, 16777216, 0.1f}));
  EXPECT_EQ(read("3.4028235e38\n").values[0], 3.4028235e38f);
}
TEST(Csv, OneColumnIsAVector) {
  Folder folder;
  EXPECT_EQ(read_array(folder.put("y.csv", "label\n1\n2\n3\n")).shape, Shape{3});
  EXPECT_EQ(read_array(folder.put("x.csv", "1,2\n3,4\n5,6\n")).shape, (Shape{3, 2}));
}
TEST(Csv, LongLinesAndManyCells) {
  std::string line = "1";
  for (int i = 0; i < 200000; ++i) line += ",1";
  const Table t = read(line + "\n" + line + "\n");
  EXPECT_EQ(t.columns, 200001);
  EXPECT_EQ(t.values.size(), 400002u);
  const std::string word(5000000, 'w');
  EXPECT_EQ(read("kind,n\n" + word + ",1\n").classes[0], Words{word});
}

// Line and column are counted from 1, as editors do.
TEST(Csv, MistakesHaveTheirPlace) {
  const struct { const char* text; const char* code; const char* words; } rows[] = {
      {"1,2\n3\n", "K3106", "a.csv:2:2: error[K3106]: row 2 has 1 columns, the first has 2"},
      {"1,2\n3,4,5\n", "K3106", "a.csv:2:3: error[K3106]: row 2 has 3 columns, the first has 2"},
      {"a,b\n1,2\n3,4\n\n5\n", "K3106", "a.csv:5:2: error[K3106]: row 4 has 1 columns"},
      {"\"a\nb\",1\nx\n", "K3106", "a.csv:3:2"},
      {"1,2\n3,x\n", "K3109", "a.csv:2:2: error[K3109]: `x` is no number, in a column of numbers"},
      {"1,2\n3,NA\n", "K3109", "`NA` is no number"},
      {"a,1\n3,2\n", "K3109", "a.csv:2:1: error[K3109]: `3` is a number in a column of words"},
      {"1,2\n,4\n", "K3108", "a.csv:2:1: error[K3108]: the cell is empty"},
      {"1,2\n3,\n", "K3108", "a.csv:2:2"},
      {"1\nnan\n", "K3201", "a.csv:2:1: error[K3201]: the cell is `nan`"},
      {"1\n-inf\n", "K3201", "the cell is `-inf`"},
      {"1\n1e400\n", "K3201", "a.csv:2:1: error[K3201]: `1e400` does not fit a 32-bit float"},
      {"1e400\n1\n", "K3201", "a.csv:1:1: error[K3201]: `1e400`"},
      {"1e400\n", "K3201", "a.csv:1:1"},
      {"1e39\n", "K3201", "`1e39` does not fit"},
      {"1;2\n1,5;2\n", "K3109", "a.csv:2:1: error[K3109]: `1,5` is no number"},
      {"1,5;2,5\n2,5;3,5\n", "K3109", "a.csv:1:2: error[K3109]: `5;2` is no number"},
      {"1,\"2\n", "K3105", "a.csv:1:2: error[K3105]: a quote is never closed"},
      {"1\n\"2\"3\n4\n", "K3105", "a.csv:2:1: error[K3105]: a quoted cell goes on after its quote"},
      {"", "K3107", "`a.csv` has no rows"},
      {"\n\r\n", "K3107", "`a.csv` has no rows"},
      {"\xef\xbb\xbf", "K3107", "`a.csv` has no rows"},
  };
  for (const auto& row : rows) EXPECT_TRUE(refuses(reading(row.text), row.code, row.words)) << row.text;
}
}  // namespace
}  // namespace keratin
