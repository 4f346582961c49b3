// Words that everyone uses: diagnostics and their codes, sizes, hashes.
#include <algorithm>
#include <cmath>
#include <set>

#include "runtime/base/checked.h"
#include "runtime/base/finite.h"
#include "runtime/base/hash.h"
#include "runtime/base/memory.h"
#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

using testing_help::refuses;

TEST(Diagnostics, SayWhereWhatAndWhatHelps) {
  EXPECT_EQ(to_string(Diagnostic{"K3106", "row 7 has 3 columns", {"a.csv", 7, 4}, "fill it in"}), "a.csv:7:4: error[K3106]: row 7 has 3 columns\n  = help: fill it in");
  EXPECT_EQ(to_string(Diagnostic{"K2107", "units is 0", {.file = "m.cpp", .line = 3, .layer = "dense"}}), "m.cpp:3: layer `dense`: error[K2107]: units is 0");
  EXPECT_EQ(to_string(Diagnostic{"K2101", "a text", {.file = "m.keras", .path = "$.config"}, "", Severity::warning}), "m.keras $.config: warning[K2101]: a text");
  EXPECT_EQ(to_string(Diagnostic{"K1008", "epochs is 0"}), "error[K1008]: epochs is 0");
}
TEST(Diagnostics, ErrorsCarryAllAndEndWithTheFirst) {
  const Error e(std::vector<Diagnostic>{{"K3112", "one"}, {"K5001", "two"}});
  EXPECT_STREQ(e.what(), "error[K3112]: one\nerror[K5001]: two");
  EXPECT_EQ(e.exit_code(), 3);
}
TEST(Diagnostics, ExitCodesFollowTheClass) {
  const struct { const char* code; int exit; } rows[] = {{"K1001", 2}, {"K2107", 3}, {"K3106", 3}, {"K4001", 4}, {"K5001", 5}, {"K6001", 6}, {"K7001", 7}, {"K8001", 8}, {"K9001", 70}, {"nonsense", 70}, {"", 70}};
  for (const auto& row : rows) EXPECT_EQ(exit_code(row.code), row.exit) << row.code;
}
TEST(Diagnostics, BrokenPromisesOfOursNameTheLine) {
  try {
    check(false, "two and two are five");
    FAIL();
  } catch (const InternalError& e) {
    EXPECT_NE(std::string(e.what()).find("expected that two and two are five ("), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("base_test.cpp:"), std::string::npos);
  }
}
TEST(Codes, AreInOrderUniqueAndSpokenInOurWay) {
  std::string before;
  for (const CodeInfo& row : code_table()) {
    const std::string code(row.code);
    EXPECT_LT(before, code);
    before = code;
    EXPECT_TRUE(code.size() == 5 && code[0] == 'K' && code[1] >= '1' && code[1] <= '9') << code;
    EXPECT_FALSE(row.title.empty() || row.text.empty()) << code;
    EXPECT_NE(row.title.back(), '.') << code << ": titles have no final period";
    EXPECT_TRUE(row.text.ends_with(".") || row.text.ends_with("…")) << code << ": texts are sentences";
    EXPECT_EQ(find_code(code), &row);
  }
  EXPECT_EQ(find_code("K0000"), nullptr);
}
TEST(Nearest, FindsWhatWasMeant) {
  const std::vector<std::string> known = {"relu", "sigmoid", "softmax", "tanh"};
  EXPECT_EQ(nearest("rleu", known), "relu");
  EXPECT_EQ(nearest("sigmod", known), "sigmoid");
  EXPECT_EQ(nearest("softmaks", known), "softmax");
  EXPECT_EQ(nearest("xyzzy", known), "");
  EXPECT_EQ(nearest(std::string(200, 'r'), known), "");
  EXPECT_EQ(nearest("relu", {}), "");
}

TEST(Shapes, AsPeopleWriteThem) {
  EXPECT_EQ(to_string(Shape{}), "()");
  EXPECT_EQ(to_string(Shape{5}), "(5,)");
  EXPECT_EQ(to_string(Shape{60000, 28, 28}), "(60000, 28, 28)");
  EXPECT_EQ(to_string(Shape{-1, 10}), "(None, 10)");
}
TEST(Shapes, ProductsThatOverflowAreSeen) {
  EXPECT_EQ(checked_count({}), 1);
  EXPECT_EQ(checked_count({2, 3}), 6);
  EXPECT_EQ(checked_count({5, 0, 3}), 0);
  EXPECT_EQ(checked_count(Shape(8, 2)), 256);
  const int64_t large = (int64_t(1) << 31) - 1;
  for (Shape shape : {Shape{-1}, Shape{2, -3}, Shape(9, 1), Shape{large + 1}, Shape{large, large}, Shape(8, large), Shape{0, large, large}, Shape{large, large, 0}}) EXPECT_EQ(checked_count(shape), std::nullopt) << to_string(shape);
  EXPECT_EQ(checked_count({1 << 22, 1 << 22}), int64_t(1) << 44);  // 2^46 bytes of floats are the most
  EXPECT_EQ(checked_count({1 << 22, 1 << 23}), std::nullopt);
  EXPECT_EQ(checked_count({1 << 23, 1 << 23}, 1), int64_t(1) << 46);
}

// FIPS 180-4's examples, and lengths around a block.
TEST(Sha256, GivesThePublishedAnswers) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  std::set<std::string> all;
  for (size_t n = 0; n < 200; ++n) all.insert(sha256(std::string(n, 'x')));
  EXPECT_EQ(all.size(), 200u);
}

TEST(Finite, FindsTheFirst) {
  std::vector<float> x(10000, -3.4e38f);
  EXPECT_EQ(first_not_finite(x.data(), 10000), 10000);
  EXPECT_EQ(first_not_finite(nullptr, 0), 0);
  for (int64_t at : {9999, 8192, 8191, 4096, 17, 0}) {
    x[at] = NAN;
    EXPECT_EQ(first_not_finite(x.data(), 10000), at);
  }
  EXPECT_STREQ(not_finite_name(NAN), "NaN");
  EXPECT_STREQ(not_finite_name(-HUGE_VALF), "-infinity");
}
TEST(Memory, IsAlignedAndItsLackIsToldInTime) {
  for (int64_t bytes : {0, 1, 63, 64, 65, 4097}) EXPECT_EQ(reinterpret_cast<uintptr_t>(allocate(bytes, "a test").get()) % 64, 0u);
  EXPECT_TRUE(refuses([] { allocate(int64_t(1) << 60, "the state"); }, "K6001", "no memory for the state: 1152921504606846976 bytes"));
}

}  // namespace
}  // namespace keratin
