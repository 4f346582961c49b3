// Formulas as text: what is read, what it means, and how everything else is refused with its line and column.
#include "frontend/formula/lambda_text.h"

#include <chrono>
#include <fstream>
#include <random>

#include "tests/frontend/formula.h"

namespace keratin::testing {
namespace {

std::string read(const std::string& text) { return print(read_formula(text)); }

// ---- what is read

TEST(LambdaText, ExpressionsAndLambdas) {
  EXPECT_EQ(read("x * x"), "%1 = multiply %0 %0\nreturn %1\n");
  EXPECT_EQ(read("x"), "return %0\n");
  EXPECT_EQ(read("[](auto x) { return x * x + exp(x); }"), "%1 = multiply %0 %0\n%2 = exp %0\n%3 = add %1 %2\nreturn %3\n");
  EXPECT_EQ(read("[](const auto& a, auto&& b) {\n  auto h = a - b;  // twice\n  const auto q = h * h;;\n  return q / h;\n};"), "%2 = subtract %0 %1\n%3 = multiply %2 %2\n%4 = divide %3 %2\nreturn %4\n");
  EXPECT_EQ(read_formula("[](auto a, auto, auto c) { return c; }"), (RecordedFormula{.arguments = 3, .result = 2, .text = "[](auto a, auto, auto c) { return c; }"}));
}
TEST(LambdaText, AnExpressionIsOfTheFirstInputs) {
  EXPECT_EQ(read_formula("x + 1").arguments, 1);
  EXPECT_EQ(read_formula("y").arguments, 2);
  EXPECT_EQ(read_formula("z").arguments, 3);
  EXPECT_EQ(read("x - z"), "%3 = subtract %0 %2\nreturn %3\n");
}
TEST(LambdaText, EveryOperatorIsAnOperation) {
  const std::pair<const char*, const char*> rows[] = {
      {"x + y", "add"}, {"x - y", "subtract"}, {"x * y", "multiply"}, {"x / y", "divide"}, {"x == y", "equal"}, {"x != y", "not_equal"}, {"x < y", "less"}, {"x <= y", "less_equal"},
      {"x > y", "greater"}, {"x >= y", "greater_equal"}, {"x && y", "logical_and"}, {"x || y", "logical_or"}, {"x and y", "logical_and"}, {"x or y", "logical_or"},
  };
  for (const auto& [text, op] : rows) EXPECT_EQ(read(text), "%2 = " + std::string(op) + " %0 %1\nreturn %2\n");
  EXPECT_EQ(read("-x"), "%1 = negative %0\nreturn %1\n");
  EXPECT_EQ(read("!x"), "%1 = logical_not %0\nreturn %1\n");
  EXPECT_EQ(read("not +x"), "%1 = logical_not %0\nreturn %1\n");
  EXPECT_EQ(read("x ? y : z"), "%3 = where %0 %1 %2\nreturn %3\n");
}
TEST(LambdaText, EveryOperationIsCalledByItsName) {
  for (const OpRow& row : op_table()) {
    std::string call = row.name + std::string("(");
    if (row.operands == OpRow::many) call += "{x, y}";
    else call += row.operands == 1 ? "x" : row.operands == 2 ? "x, y" : "x, y, z";
    std::string settings;
    for (const OpSettingRow& s : row.settings)
      if (s.required) settings += (settings.empty() ? ", {." : ", .") + std::string(s.name) + " = 1";
    call += settings + (settings.empty() ? ")" : "})");
    const RecordedFormula f = read_formula(call);
    EXPECT_EQ(f.ops.back().name, row.name) << call;
    for (const char* space : {"ops::", "std::", "keratin::", "keras::ops::", "keratin :: ops ::"}) EXPECT_EQ(read(space + call), print(f)) << space << call;
  }
}
TEST(LambdaText, SettingsFollowTheOperands) {
  EXPECT_EQ(read("sum(x)"), "%1 = sum %0\nreturn %1\n");
  EXPECT_EQ(read("sum(x, -1, true)"), "%1 = sum %0 axis=-1 keepdims=true\nreturn %1\n");
  EXPECT_EQ(read("sum(x, {1, 2})"), "%1 = sum %0 axis={1, 2}\nreturn %1\n");
  EXPECT_EQ(read("sum(x, {.axis = {1, -1}, .keepdims = true})"), "%1 = sum %0 axis={1, -1} keepdims=true\nreturn %1\n");
  EXPECT_EQ(read("[](auto x) { const int last = 3 - 1; return softmax(x, last); }"), "%1 = softmax %0 axis=2\nreturn %1\n");
  EXPECT_EQ(read("reshape(x, {-1, 2 * 3})"), "%1 = reshape %0 newshape={-1, 6}\nreturn %1\n");
  EXPECT_EQ(read("concatenate({x, y * 2}, 1)"), "%2 = number 2\n%3 = multiply %1 %2\n%4 = concatenate %0 %3 axis=1\nreturn %4\n");
  EXPECT_EQ(read("take(x, 0, -1) + take(x, {0, 2}, {.axis = 1})"), "%1 = take %0 indices=0 axis=-1\n%2 = take %0 indices={0, 2} axis=1\n%3 = add %1 %2\nreturn %3\n");
}
// `max(x, 0)` is C++'s; the fold of Keras has its axis named, or is a member of `ops`.
TEST(LambdaText, MaxOfTwoIsTheLargerOne) {
  for (const char* text : {"max(x, y)", "std::max(x, y)", "maximum(x, y)", "ops::maximum(x, y)"}) EXPECT_EQ(read(text), "%2 = maximum %0 %1\nreturn %2\n");
  EXPECT_EQ(read("min(x, 0)"), "%1 = number 0\n%2 = minimum %0 %1\nreturn %2\n");
  for (const char* text : {"max(x, {.axis = 1})", "ops::max(x, 1)", "keras::ops::max(x, 1)", "std::max(x, {.axis = 1})"}) EXPECT_EQ(read(text), "%1 = max %0 axis=1\nreturn %1\n");
  EXPECT_EQ(read("max(x)"), "%1 = max %0\nreturn %1\n");
}
TEST(LambdaText, NumbersAmongThemselvesAreComputedAtOnce) {
  auto number = [](const std::string& text) { return read_formula(text).ops.at(0).number; };
  EXPECT_EQ(number("0.1 * 3"), 0.1 * 3);
  EXPECT_EQ(number("1.0 / 3"), 1.0 / 3);
  EXPECT_EQ(number("6 / 3 - 2 * (1 + 1)"), -2);
  EXPECT_EQ(number("-0x10 + 0b11 + 1'000 + 07 + 1e2 + .5f + 0x1p-1 + 2u + 3ll"), -16 + 3 + 1000 + 7 + 100 + 0.5 + 0.5 + 2 + 3);
  EXPECT_EQ(number("1 < 2 && !(3 == 4) || false"), 1);
  EXPECT_EQ(number("2 > 3 ? 4.5 : 5.5"), 5.5);
  EXPECT_EQ(number("[](auto x) { float a = 0.1; double b = 0.1; return a - b; }"), static_cast<double>(0.1f) - 0.1);
  EXPECT_EQ(read("true ? x : y"), "return %0\n");
  EXPECT_EQ(refusal([] { read("x * (1 / 2)"); }), (Refusal{"K2812", "`1 / 2` divides whole numbers, which C++ rounds", "write `1.0 / 2`"}));
  EXPECT_EQ(refusal([] { read("x / (1 / 0)"); }).code, "K2812");
}

// ---- what is refused

struct Wrong {
  const char* text;
  int line, column;
  const char *code, *message, *help = nullptr;
};
const Wrong wrong[] = {
    {"", 1, 1, "K2811", "the text is empty"},
    {" // only this", 1, 14, "K2811", "the text is empty"},
    {"x +", 1, 4, "K2811", "expected a value, seen is the end"},
    {"x +\n  * 2", 2, 3, "K2811", "expected a value, seen is `*`"},
    {"x y", 1, 3, "K2811", "expected an operator or the end, seen is `y`"},
    {"(x", 1, 3, "K2811", "expected `)`, seen is the end"},
    {"x)", 1, 2, "K2811", "expected an operator or the end, seen is `)`"},
    {"(x, y)", 1, 3, "K2811", "expected `)`, seen is `,`"},
    {"x ? y", 1, 6, "K2811", "expected the `:` of a `?`, seen is the end"},
    {"x ?: y", 1, 4, "K2811", "expected a value, seen is `:`"},
    {"(x)(x)", 1, 4, "K2811", "expected an operator or the end, seen is `(`"},
    {"x; y", 1, 2, "K2811", "`;` in an expression", "statements stand in a lambda: `[](auto x) { auto h = x * x; return h + 1; }`"},
    {"return x", 1, 1, "K2811", "`return` in an expression"},
    {"x /* open", 1, 3, "K2811", "a comment without its end"},
    {"08 * x", 1, 2, "K2811", "invalid digit '8' in octal constant"},
    {"[](auto x) { return x }", 1, 23, "K2811", "expected `;`, seen is `}`"},
    {"[](auto x) { return x; } + 1", 1, 26, "K2811", "the text goes on behind its lambda: `+`"},
    {"[](auto x) { return x; }(3)", 1, 25, "K2811", "the text goes on behind its lambda: `(`"},
    {"[] { return 1; }", 1, 4, "K2811", "expected `(`, seen is `{`", "a lambda begins with `[](auto x) {`"},
    {"[]() { return 1; }", 1, 4, "K2811", "a formula has at least one argument", "write `[](auto x) { … }`"},
    {"[](auto x) { auto h{x}; return h; }", 1, 20, "K2811", "expected `=`, seen is `{`", "a local value is written `auto h = …;`"},
    // statements
    {"[](auto x) {\n  for (;;) x;\n  return x;\n}", 2, 3, "K2812", "a loop: `for`", "an axis is folded by an operation: `sum(x, -1)`"},
    {"[](auto x) { while (true) {} }", 1, 14, "K2812", "a loop: `while`"},
    {"[](auto x) {\n  if (x > 0) return x;\n  return -x;\n}", 2, 3, "K2812", "a branch of statements: `if`", "choose with `c ? a : b`, or `where(c, a, b)`"},
    {"[](auto x) { goto end; }", 1, 14, "K2812", "a jump: `goto`"},
    {"[](auto x) { auto h = x; h = h + 1; return h; }", 1, 26, "K2812", "a formula changes no value", "give the new value a name of its own: `auto h = …;`"},
    {"x = 3", 1, 3, "K2812", "a formula changes no value"},
    {"x += 1", 1, 3, "K2812", "a change of a value: `+=`", "give the new value a name of its own: `auto h = …;`"},
    {"x++", 1, 2, "K2812", "a change of a value: `++`"},
    {"[](auto x) { x; return x; }", 1, 14, "K2812", "no statement of a formula: `x`", "statements are `auto h = …;` and one `return …;`"},
    {"[](auto x) { { auto h = x; } return x; }", 1, 14, "K2812", "no statement of a formula: `{`"},
    {"[](auto x) { return x; return x; }", 1, 24, "K2812", "nothing follows the `return`"},
    {"[](auto x) { auto h = x; }", 1, 26, "K2812", "a formula ends with a `return`"},
    {"[](auto x) { auto x = 1; return x; }", 1, 19, "K2812", "`x` means something already", "give the value another name"},
    {"[](auto x) { float h = x * x; return h; }", 1, 14, "K2812", "a value of the formula is `auto`", "write `auto h = …;`"},
    {"[](auto x) { int h = 2.5; return h * x; }", 1, 14, "K2812", "a local value of type `int`", "write `auto`"},
    {"[](auto x) { static auto h = x; return h; }", 1, 14, "K2812", "a kind of variable that no formula has: `static`"},
    {"[](auto x) { using namespace std; return x; }", 1, 14, "K2812", "a declaration: `using`"},
    // lambdas
    {"[&](auto x) { return x; }", 1, 2, "K2812", "a formula captures nothing", "begin with `[]` and write numbers out"},
    {"[y](auto x) { return x * y; }", 1, 2, "K2812", "a formula captures nothing"},
    {"[](float x) { return x; }", 1, 4, "K2812", "an argument of a formula is `auto`, seen is `float`", "write `[](auto x) { … }`"},
    {"[](auto x = 3) { return x; }", 1, 11, "K2812", "an argument has no default"},
    {"[](auto... x) { return 1; }", 1, 8, "K2812", "an operator that no formula has: `...`"},
    {"[](auto x) mutable { return x; }", 1, 12, "K2812", "a kind of variable that no formula has: `mutable`"},
    {"[](auto x) -> float { return x; }", 1, 12, "K2812", "an operator that no formula has: `->`"},
    {"[](auto x) { return [](auto y) { return y; }(x); }", 1, 21, "K2812", "a formula has no lambda inside"},
    // values
    {"x + \"text\"", 1, 5, "K2812", "a string or character: `\"`"},
    {"'a'", 1, 1, "K2812", "a string or character: `'`"},
    {"R\"(x)\"", 1, 2, "K2812", "a string or character: `\"`"},
    {"(float)x", 1, 1, "K2812", "a cast", "all values are numbers of 32 bits"},
    {"float(x)", 1, 1, "K2812", "a cast"},
    {"static_cast<float>(x)", 1, 1, "K2812", "a cast: `static_cast`"},
    {"sizeof(x)", 1, 1, "K2812", "a word that no formula has: `sizeof`"},
    {"x ^ 2", 1, 3, "K2812", "`^`, which is no power in C++", "write `power(x, 2)`, or `square(x)`"},
    {"x % 2", 1, 3, "K2812", "an operator that no formula has: `%`"},
    {"x << 1", 1, 3, "K2812", "an operator that no formula has: `<<`"},
    {"x[0]", 1, 2, "K2812", "a formula has no `[`", "elements are taken by `take(x, 0, -1)` or `slice`"},
    {"x.sum()", 1, 2, "K2812", "a formula has no members", "operations are called by their names: `sum(x, -1)`"},
    {"x->sum()", 1, 2, "K2812", "an operator that no formula has: `->`"},
    {"exp", 1, 1, "K2812", "`exp` is not a value here", "an operation is called: `exp(x)`"},
    {"sum<1>(x)", 1, 1, "K2812", "`sum` is not a value here"},
    {"[](auto exp) { return exp(exp); }", 1, 23, "K2812", "`exp` is a value here, which cannot be called", "give it another name"},
    {"{x}", 1, 1, "K2812", "a list is no value"},
    {"sum({x})", 1, 5, "K2812", "a list is no value"},
    {"1e39 * x", 1, 1, "K2812", "a number beyond those of 32 bits"},
    {"1e30 * 1e30 * x", 1, 6, "K2812", "a number beyond those of 32 bits"},
    {"2i * x", 1, 1, "K2812", "a formula cannot say this"},
    {"2_km * x", 1, 1, "K2812", "`2_km` has a suffix of the user's own"},
    // what reaches outside
    {"#include \"/etc/passwd\"\nx", 1, 1, "K2812", "a line for the preprocessor: `#`", "a formula includes and defines nothing"},
    {"x\n#pragma once", 2, 1, "K2812", "a line for the preprocessor: `#`"},
    {"%:include <x>", 1, 1, "K2812", "an operator that no formula has: `%`"},
    {"?" "?=include <x>", 1, 1, "K2811", "expected a value, seen is `?`"},
    {"x <::>", 1, 3, "K2812", "an operator that no formula has: `<:`"},
    {"x \\\n+ 1", 1, 3, "K2812", "a character that no formula has: `\\`"},
    {"x // \\\n", 1, 3, "K2812", "a comment with characters that are not plain"},
    {"asm(\"nop\")", 1, 1, "K2812", "assembly: `asm`"},
    {"__asm__(x)", 1, 1, "K2812", "`__asm__` is a name of the compiler's", "names of a formula begin with a letter"},
    {"x + __builtin_trap()", 1, 5, "K2812", "`__builtin_trap` is a name of the compiler's"},
    {"_Pragma(x)", 1, 1, "K2812", "`_Pragma` is a name of the compiler's"},
    {"import x;", 1, 1, "K2812", "a declaration: `import`"},
    {"[[gnu::const]] x", 1, 2, "K2812", "a formula captures nothing"},
    {"new int", 1, 1, "K2812", "a word that no formula has: `new`"},
    {"throw x", 1, 1, "K2812", "a word that no formula has: `throw`"},
    {"\xc3\xa9 * x", 1, 1, "K2812", "byte 0xc3 is no plain character"},
    {"x \x1b[31m", 1, 3, "K2812", "byte 0x1b is no plain character"},
    // names
    {"x * sotfmax(x)", 1, 5, "K2813", "`sotfmax` is not known in this formula", "did you mean `softmax`?"},
    {"[](auto x) {\n  auto hidden = x * x;\n  return hiden + 1;\n}", 3, 10, "K2813", "`hiden` is not known in this formula", "did you mean `hidden`?"},
    {"a + x", 1, 1, "K2813", "`a` is not known in this formula"},
    {"[](auto x) { auto a = b; auto b = x; return a; }", 1, 23, "K2813", "`b` is not known in this formula"},
    {"std::sotfmax(x)", 1, 6, "K2813", "`sotfmax` is not known in this formula"},
    {"torch::exp(x)", 1, 1, "K2813", "`torch::` is not known in a formula", "operations stand in `ops::`; `std::` and `keratin::` do as well"},
    {"system(x)", 1, 1, "K2813", "`system` is not known in this formula"},
    // calls
    {"x + clip(x, 0)", 1, 5, "K2402", "`clip`: takes 3 operands, not 2", "it is `clip(a, b, c)`"},
    {"sum()", 1, 1, "K2402", "`sum`: takes 1 operand, not 0"},
    {"sum(x, 1, true, 3)", 1, 17, "K2402", "`sum` has 1 too many"},
    {"concatenate(x, y)", 1, 1, "K2402", "`concatenate` takes its operands as a list"},
    {"sum(x, y)", 1, 1, "K2405", "`sum`: a setting is a number, true, false or a list of whole numbers, no value of the formula"},
    {"sum(x, {1.5})", 1, 8, "K2405", "`sum`: a list of settings has whole numbers"},
    {"sum(x, {.axis = {.axis = 1}})", 1, 1, "K2405", "`sum`: a setting is a number, true, false or a list of whole numbers, no value of the formula"},
    {"sum(x, {1, .axis = 1})", 1, 8, "K2812", "either all settings of a list are named or none is"},
    {"x + sum(x, {.axs = 1})", 1, 5, "K2405", "`sum`: has no setting `axs`", "did you mean `axis`?"},
};
TEST(LambdaText, EverythingElseIsRefusedWithItsPlace) {
  for (const Wrong& w : wrong) {
    try {
      read_formula(w.text, {.file = "model.keras", .layer = "mine", .path = "$.config.layers[2]"});
      ADD_FAILURE() << w.text << " is accepted";
    } catch (const Error& e) {
      const Diagnostic& d = e.diagnostics()[0];
      EXPECT_EQ((Refusal{d.code, d.message.substr(0, d.message.find("\n   | ")), d.help}), (Refusal{w.code, w.message, w.help ? std::optional<std::string>(w.help) : std::nullopt})) << w.text;
      EXPECT_EQ(d.place.path, "$.config.layers[2] formula:" + std::to_string(w.line) + ":" + std::to_string(w.column)) << w.text;
      EXPECT_TRUE(d.place.file == "model.keras" && d.place.layer == "mine") << w.text;
    }
  }
}
TEST(LambdaText, AMarkStandsBelowTheColumn) {
  auto said = [](const std::string& text) {
    try {
      read(text);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_EQ(said("x *\n  sotfmax(x)"), "formula:2:3: error[K2813]: `sotfmax` is not known in this formula\n   |   sotfmax(x)\n   |   ^\n  = help: did you mean `softmax`?");
  const std::string deep = said(std::string(500, ' ') + "@" + std::string(500, '\x07'));
  EXPECT_NE(deep.find("\n   | " + std::string(59, ' ') + "@" + std::string(40, '?') + "\n   | " + std::string(59, ' ') + "^"), deep.npos) << deep;
}

// ---- what a stranger may send

std::string repeated(const std::string& what, int n) {
  std::string out;
  for (; n > 0; --n) out += what;
  return out;
}
TEST(LambdaText, LongAndDeepTextsAreRefusedOrRead) {
  EXPECT_EQ(refusal([] { read(std::string(10'001, ' ')); }), (Refusal{"K2814", "the text has 10001 bytes, 10000 are the most"}));
  EXPECT_EQ(refusal([] { read(repeated("x+", 1'001)); }), (Refusal{"K2814", "the text has more than 2000 words and signs"}));
  EXPECT_EQ(refusal([] { read(repeated("(", 51) + "x" + repeated(")", 51)); }), (Refusal{"K2814", "brackets are more than 50 deep", "name parts of it: `auto h = …;`"}));
  EXPECT_EQ(refusal([] { read(repeated("-", 51) + "x"); }).code, "K2812");  // decrements
  EXPECT_EQ(refusal([] { read(repeated("- ", 51) + "x"); }), (Refusal{"K2814", "more than 50 signs before a value"}));
  EXPECT_EQ(refusal([] { read(repeated("foo<", 490) + "x"); }).code, "K2813");
  EXPECT_EQ(refusal([] { read(repeated("exp<", 490) + "x"); }).code, "K2812");
  EXPECT_EQ(refusal([] { read("[](auto x) { auto exp = " + repeated("exp<", 490) + "x; return x; }"); }).code, "K2812");
  EXPECT_EQ(refusal([] { read(std::string(9'000, '1')); }).code, "K2811");
  EXPECT_EQ(refusal([] { read("0x" + std::string(9'000, 'f') + "p1"); }).code, "K2812");
  EXPECT_EQ(refusal([] { read("1e99999999999999999999 * x"); }).code, "K2812");
  EXPECT_EQ(refusal([] { read(std::string("x\0+ x", 5)); }), (Refusal{"K2812", "byte 0x00 is no plain character"}));
  for (const char* part : {"x+", "x<", "x&&", "x==", "1+", "1.5+", "x?x:", "-x*", "x/ /* */"}) EXPECT_NO_THROW(read(repeated(part, 490) + "x")) << part;
  EXPECT_NO_THROW(read(repeated("(", 50) + "x" + repeated(")", 50)));
  EXPECT_NO_THROW(read(repeated("exp(", 50) + "x" + repeated(")", 50)));
  EXPECT_NO_THROW(read(repeated("- ", 50) + "x"));
  EXPECT_NO_THROW(read("take(x, {" + repeated("0, ", 900) + "0}, 1)"));
  std::string values = "[](auto h0) {";
  for (int i = 1; i < 250; ++i) values += "auto h" + std::to_string(i) + "=h" + std::to_string(i - 1) + "*h0;";
  EXPECT_EQ(read_formula(values + "return h249;}").ops.size(), 249u);
}
// Words of formulas in any order: an answer, and only of our own kind.
TEST(LambdaText, WordsInAnyOrderDoNoHarm) {
  const char* words[] = {"x", "y", "h", "exp", "sum", "max", "where", "(", ")", "{", "}", "[]", "(auto x)", ",", ";", "+", "-", "*", "/", "<", ">", "==", "&&", "!", "?", ":", "::", "std", "ops", ".", "=", "auto",
                         "const", "return", "float", "int", "true", "1", "0", "2.5", "08", "1e", "&", "axis", "\n", "//\n", "auto h =", "return x;", "sum(x,", "{.axis = 1}", "[](auto x) {"};
  std::mt19937 random(1);
  for (int n = 0; n < 2'000; ++n) {
    std::string text = n % 2 ? "[](auto x, auto y) { " : "";
    for (unsigned k = 1 + random() % 16; k > 0; --k) text += words[random() % std::size(words)] + std::string(" ");
    if (n % 2) text += "; return x; }";
    try {
      read(text);
    } catch (const Error& e) {
      EXPECT_EQ(e.diagnostics()[0].code.substr(0, 2), "K2") << text;
    }
  }
}

// ---- what it means

// A formula drawn at random, as text and as a tree in double.
struct Drawn {
  std::string text;
  int binding;  // of its last operator; 10: none
  std::function<double(double, double)> value;
};
Drawn draw(std::mt19937& random, int depth) {
  if (depth == 0 || random() % 8 == 0) {
    const double number = 0.25 * (1 + random() % 12);
    if (random() % 3 == 0) return {std::to_string(number), 10, [number](double, double) { return number; }};
    return random() % 2 ? Drawn{"x", 10, [](double x, double) { return x; }} : Drawn{"y", 10, [](double, double y) { return y; }};
  }
  auto inside = [](const Drawn& d, int binding) { return d.binding < binding ? "(" + d.text + ")" : d.text; };
  const Drawn a = draw(random, depth - 1), b = draw(random, depth - 1), c = draw(random, depth - 1);
  auto f = a.value, g = b.value, h = c.value;
  switch (random() % 9) {
    case 0: return {inside(a, 5) + " + " + inside(b, 6), 5, [f, g](double x, double y) { return f(x, y) + g(x, y); }};
    case 1: return {inside(a, 5) + " - " + inside(b, 6), 5, [f, g](double x, double y) { return f(x, y) - g(x, y); }};
    case 2: return {inside(a, 6) + " * " + inside(b, 7), 6, [f, g](double x, double y) { return f(x, y) * g(x, y); }};
    case 3: return {"- " + inside(a, 7), 7, [f](double x, double y) { return -f(x, y); }};
    case 4: return {inside(a, 5) + " < " + inside(b, 5), 4, [f, g](double x, double y) { return double(f(x, y) < g(x, y)); }};
    case 5: return {inside(a, 2) + " && " + inside(b, 3), 2, [f, g](double x, double y) { return double(f(x, y) != 0 && g(x, y) != 0); }};
    case 6: return {inside(a, 2) + " ? " + b.text + " : " + inside(c, 1), 1, [f, g, h](double x, double y) { return f(x, y) != 0 ? g(x, y) : h(x, y); }};
    case 7: return {"tanh(" + a.text + ")", 10, [f](double x, double y) { return std::tanh(f(x, y)); }};
    default: return {"max(" + a.text + ", " + b.text + ")", 10, [f, g](double x, double y) { return std::max(f(x, y), g(x, y)); }};
  }
}
TEST(LambdaText, PrecedenceIsThatOfCpp) {
  std::mt19937 random(7);
  for (int n = 0; n < 300; ++n) {
    const Drawn drawn = draw(random, 4);
    OpBench b(3);
    const Expr x[] = {b.data("x", {}, {0.75, -1.5, 2.25}), b.data("y", {}, {-0.5, 0.25, 3})};
    const RecordedFormula f = read_formula("[](auto x, auto y) { return " + drawn.text + "; }");
    Expr result = apply_op(b.b, std::array{replay(b.b, f, x), x[0] * 0.0}, {"add"});  // of each row, whatever it is
    const Numbers got = b.run(result);
    for (int i = 0; i < 3; ++i) {
      const double want = drawn.value(Numbers{0.75, -1.5, 2.25}[i], Numbers{-0.5, 0.25, 3}[i]);
      EXPECT_NEAR(got[i], want, 1e-9 * std::max(1.0, std::abs(want))) << drawn.text;
    }
  }
}

TEST(LambdaText, IsReadInMilliseconds) {
  const std::string text = "[](auto x) { auto h = x * sigmoid(1.702 * x); return h + 0.5 * tanh(h); }";
  read(text);  // opens the library
  double best = 1;
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    read(text);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  EXPECT_LT(best, 0.010);
}

}  // namespace
}  // namespace keratin::testing
