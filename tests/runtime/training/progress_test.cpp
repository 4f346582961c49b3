// The progress line, character for character as Keras 3 prints it, with a clock that the test winds.
#include "runtime/training/progress.h"

#include <cmath>
#include <cstdlib>

#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

double now = 0;
double clock_of_test() { return now; }

// Catches what is printed.
class Page {
 public:
  Page() : file_(open_memstream(&text_, &size_)) {}
  ~Page() {
    std::fclose(file_);
    std::free(text_);
  }
  std::FILE* file() { return file_; }
  std::string taken() {
    std::fflush(file_);
    std::string out(text_ + from_, size_ - from_);
    from_ = size_;
    return out;
  }

 private:
  char* text_ = nullptr;
  size_t size_ = 0, from_ = 0;
  std::FILE* file_;
};
std::string bar(int n) {
  std::string out;
  while (n-- > 0) out += "━";
  return out;
}
const Logs logs = {{"accuracy", 0.875}, {"loss", 0.55}};

TEST(Progress, ABarThatMovesOnATerminal) {
  Page page;
  now = 0;
  Progress progress(page.file(), 313, 1, true, clock_of_test);
  now = 1;  // the first step compiles, and does not count
  ASSERT_TRUE(progress.step(1));
  progress.update(logs);
  const std::string first = "\r\x1b[1m  1/313\x1b[0m \x1b[37m" + bar(20) + "\x1b[0m \x1b[1m5:12\x1b[0m 1s/step - accuracy: 0.8750 - loss: 0.5500";
  EXPECT_EQ(page.taken(), first);
  // The line had 75 columns. 31 more steps of 10 ms; 281 of them are left. What was longer before is painted over.
  now = 1.31;
  ASSERT_TRUE(progress.step(32));
  progress.update({{"accuracy", 0.9}, {"loss", 0.0005}});
  const std::string back(75, '\b');
  EXPECT_EQ(page.taken(), back + "\r\x1b[1m 32/313\x1b[0m \x1b[32m" + bar(2) + "\x1b[0m\x1b[37m" + bar(18) + "\x1b[0m \x1b[1m2s\x1b[0m 10ms/step - accuracy: 0.9000 - loss: 5.0000e-04");
  now = 4.12;
  progress.finish({{"accuracy", 0.9}, {"loss", 0.4}});
  const std::string last = page.taken();
  const std::string line = "\r\x1b[1m313/313\x1b[0m \x1b[32m" + bar(20) + "\x1b[0m\x1b[37m\x1b[0m \x1b[1m4s\x1b[0m 10ms/step - accuracy: 0.9000 - loss: 0.4000";
  EXPECT_EQ(last.substr(last.find('\r')), line + std::string(4, ' ') + "\n");
}
TEST(Progress, OneLineWithoutATerminal) {
  Page page;
  now = 0;
  Progress progress(page.file(), 313, 1, false, clock_of_test);
  now = 0.376;
  progress.step(1);
  progress.update(logs);
  EXPECT_EQ(page.taken(), "");
  now = 1;
  progress.finish({{"accuracy", 0.875}, {"loss", 0.55}, {"val_accuracy", 1}, {"val_loss", 0.72644}});
  EXPECT_EQ(page.taken(), "313/313 " + bar(20) + " 1s 2ms/step - accuracy: 0.8750 - loss: 0.5500 - val_accuracy: 1.0000 - val_loss: 0.7264\n");
}
TEST(Progress, OneLineAnEpochWithVerbose2) {
  Page page;
  now = 0;
  Progress progress(page.file(), 2, 2, false, clock_of_test);
  now = 0.3;
  EXPECT_FALSE(progress.step(1));
  now = 0.672;
  EXPECT_FALSE(progress.step(2));
  // Keras' line of verbose 2 shows every negative number in scientific form.
  progress.finish({{"accuracy", 0.875}, {"loss", -0.55}});
  EXPECT_EQ(page.taken(), "2/2 - 1s - 372ms/step - accuracy: 0.8750 - loss: -5.5000e-01\n");
}
TEST(Progress, NothingWithVerbose0) {
  Page page;
  Progress progress(page.file(), 5, 0, true, clock_of_test);
  EXPECT_FALSE(progress.step(1));
  progress.update(logs);
  progress.finish(logs);
  EXPECT_EQ(page.taken(), "");
}
TEST(Progress, AtMostEveryTwentiethOfASecond) {
  Page page;
  now = 10;
  Progress progress(page.file(), 100, 1, true, clock_of_test);
  ASSERT_TRUE(progress.step(1));
  progress.update(logs);
  now = 10.04;
  EXPECT_FALSE(progress.step(2));
  now = 10.06;
  EXPECT_TRUE(progress.step(3));
}
TEST(Progress, WhereTrainingWasStoppedTheLineSaysSo) {
  Page page;
  now = 0;
  Progress progress(page.file(), 10, 1, false, clock_of_test);
  progress.step(1), progress.step(5);
  progress.finish({{"loss", 1}}, 5);
  EXPECT_EQ(page.taken(), " 5/10 " + bar(20) + " 0s 0s/step - loss: 1.0000\n");
}
TEST(Progress, BarsFillByWholeTwentieths) {
  for (int n : {1, 3, 7, 20, 99, 1000})
    for (int done = 1; done <= n; ++done) {
      Page page;
      Progress progress(page.file(), n, 1, true, clock_of_test);
      progress.step(done);
      progress.update({});
      const std::string line = page.taken();
      const size_t green = line.find("\x1b[32m"), end = line.find("\x1b[0m", green);
      const size_t filled = green == std::string::npos ? 0 : (end - green - 5) / 3;  // three bytes a stroke
      EXPECT_EQ(filled, static_cast<size_t>(20 * done / n)) << done << " of " << n;
      if (n > 100) done += 10;
    }
}

TEST(Progress, TimeToGo) {
  const struct { double per_step; const char* shown; } rows[] = {{0.5, "4s"}, {6.6, "59s"}, {60.0 / 9, "60s"}, {7, "1:03"}, {400, "60:00"}, {401, "1:00:09"}, {1234.5, "3:05:10"}};
  for (const auto& row : rows) {
    Page page;
    now = 0;
    Progress progress(page.file(), 10, 1, true, clock_of_test);
    now = row.per_step;
    progress.step(1);
    progress.update({});
    EXPECT_NE(page.taken().find(std::string("\x1b[1m") + row.shown + "\x1b[0m"), std::string::npos) << row.per_step;
  }
}

TEST(Format, Values) {
  const struct { double value; const char* text; } rows[] = {
      {0, "0.0000e+00"}, {1, "1.0000"}, {0.001, "1.0000e-03"}, {0.0010001, "0.0010"}, {-0.5, "-0.5000"}, {-0.0005, "-5.0000e-04"}, {0.00005, "5.0000e-05"},
      {123456.789, "123456.7890"}, {1e-300, "1.0000e-300"}, {0.12345, "0.1235"}, {0.84375, "0.8438"}, {HUGE_VAL, "inf"}, {-HUGE_VAL, "-inf"}, {NAN, "nan"}};
  for (const auto& row : rows) EXPECT_EQ(format_value(row.value), row.text);
}
TEST(Format, SecondsPerStep) {
  const struct { double seconds; const char* text; } rows[] = {{0, "0s/step"}, {2.5, "2s/step"}, {1, "1s/step"}, {0.9996, "1000ms/step"}, {0.372, "372ms/step"}, {0.001, "1ms/step"}, {0.0009996, "1000us/step"}, {12e-6, "12us/step"}, {1e-8, "0us/step"}};
  for (const auto& row : rows) EXPECT_EQ(format_seconds_per_step(row.seconds), row.text);
}

}  // namespace
}  // namespace keratin
