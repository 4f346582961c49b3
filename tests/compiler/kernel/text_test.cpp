// Kernels print, and their text reads back; what is not their text is an error with its place, never a crash.
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/kernel/words.h"
#include "runtime/base/diagnostic.h"
#include "tests/compiler/kernel/samples.h"

namespace keratin::kernel {
namespace {

TEST(KernelText, ReadsBackEqual) {
  for (const Kernel& k : samples::all()) {
    const Kernel again = parse_kernel(print(k));
    EXPECT_EQ(print(again), print(k));
    EXPECT_NO_THROW(verify(again)) << k.name;
  }
}

TEST(KernelText, OneStatementALine) {
  EXPECT_EQ(print(samples::gather()),
            "kernel gather_rows lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0\n"
            "  input i32[16] ids\n"
            "  input f32[45] table\n"
            "  output f32[80] out\n"
            "  output i32[16] where\n"
            "  output f32[1] total\n"
            "  id: i32 = load ids[lane]\n"
            "  at2: i32 = multiply id, 5\n"
            "  sum = copy 0.0\n"
            "  for c in 0..5 serial\n"
            "    t = load table[c, each at2]\n"
            "    store out[c * 16 + lane], t\n"
            "    set sum = add sum, t\n"
            "  t2: i32 = add at2, lane * 2 + 1\n"
            "  store i32 where[lane], t2\n"
            "  all = fold sum sum\n"
            "  store first total[0], all\n");
}

TEST(KernelText, SaysWhereItIsWrong) {
  auto message = [](const std::string& text) {
    try {
      parse_kernel(text, "a.kernel");
    } catch (const Error& e) {
      const Diagnostic& d = e.diagnostics()[0];
      return d.code + " " + std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " " + d.message;
    }
    return std::string("no error");
  };
  const std::string head = "kernel t lanes 16 rows 1 vectors 1 unroll 2 warps 1 depth 0 pad_a 0 pad_b 0\n  input f32[16] x\n";
  EXPECT_EQ(message("kernel exp_ lanes"), "K2902 1:8 `exp_` cannot be a kernel's name");
  EXPECT_EQ(message(head + "  t2 = load z[0]\n"), "K2902 3:13 `z` is no buffer known here");
  EXPECT_EQ(message(head + "  t2 = add t2, 1.0\n"), "K2902 3:12 `t2` is no loop variable known here");
  EXPECT_EQ(message(head + "  t2 = glorp x\n"), "K2902 3:8 `glorp` is no function");
  EXPECT_EQ(message(head + "  lanes = copy 1.0\n"), "K2902 3:3 `lanes` cannot be a name");
  EXPECT_EQ(message(head + "  x = copy 1.0\n"), "K2902 3:3 `x` is defined twice");
  EXPECT_EQ(message(head + "  for c in 0..5 step 2 serial\n"), "K2902 3:23 a loop has at least one turn and whole steps");
  EXPECT_EQ(message(head + "  t2 = load x[99999999999]\n"), "K2902 3:15 expected a whole number from -2147483648 to 2147483648");
  EXPECT_EQ(message(head + "   barrier\n"), "K2902 3:1 the line is indented too far");
  EXPECT_EQ(message(head + "  barrier now\n"), "K2902 3:10 the line goes on after the statement's end");
}

TEST(KernelText, FloatsReadBackTheSame) {
  EXPECT_EQ(float_text(1.0f), "1.0");
  EXPECT_EQ(float_text(0.1f), "0.1");
  EXPECT_EQ(float_text(-1e-30f), "-1e-30");
  EXPECT_EQ(float_text(-__builtin_inff()), "-inf");
  EXPECT_EQ(float_text(__builtin_nanf("")), "nan");
}

TEST(KernelText, NoWishTakesAWordOfThePrinter) {
  Kernel k;
  EXPECT_EQ(k.text(k.make("t")), "t");
  EXPECT_EQ(k.text(k.make("t")), "t2");
  EXPECT_EQ(k.text(k.make("load")), "load2");
  EXPECT_EQ(k.text(k.make("while")), "while2");
  EXPECT_THROW(k.make("a name"), InternalError);
}

TEST(KernelText, EveryWordOfThePreludeIsReserved) {
  const std::filesystem::path folder = KERATIN_SOURCE_DIR "/runtime/support";
  int words = 0;
  for (const char* file : {"cpp.h", "cuda.h", "math.h", "folds.h"}) {
    std::ostringstream text;
    text << std::ifstream(folder / file).rdbuf();
    const std::string all = text.str();
    const std::regex definition(R"((?:^|\n)(?:(?:IN|OUT)LINE \w+|typedef \w+) (\w+))");
    for (std::sregex_iterator it(all.begin(), all.end(), definition), end; it != end; ++it, ++words)
      EXPECT_TRUE(is_reserved((*it)[1].str())) << (*it)[1] << " of " << file;
  }
  EXPECT_GT(words, 50);
}

// Changed in a few places, a kernel's text is a kernel or an error.
TEST(KernelText, SurvivesRandomChanges) {
  std::mt19937 random(7);
  const std::string letters = " 0123456789abcdefghijklmnopqrstuvwxyz_[]().,*+-=#:\n\0\xff\"";
  int kernels = 0;
  for (const Kernel& k : samples::all()) {
    const std::string text = print(k);
    for (int turn = 0; turn < 1500; ++turn) {
      std::string changed = text;
      for (int changes = 1 + static_cast<int>(random() % 3); changes > 0; --changes) {
        const size_t at = random() % changed.size(), length = random() % 12, other = random() % changed.size();
        switch (random() % 4) {
          case 0: changed[at] = letters[random() % letters.size()]; break;
          case 1: changed.erase(at, length); break;
          case 2: changed.insert(at, changed.substr(other, length)); break;
          case 3: changed.insert(at, "9999999999"); break;
        }
        if (changed.empty()) changed = " ";
      }
      try {
        const Kernel parsed = parse_kernel(changed);
        ++kernels;
        EXPECT_EQ(print(parse_kernel(print(parsed))), print(parsed));
        verify(parsed);
      } catch (const Error&) {
      } catch (const InternalError&) {  // verify's
      }
    }
  }
  EXPECT_GT(kernels, 0);
}

}  // namespace
}  // namespace keratin::kernel
