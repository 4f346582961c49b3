// Generated C++ as Clang reads it: what it may not have, what it may call, and that loops are literal.
#include "tests/compiler/models.h"
#include "tests/house/text/syntax.h"

namespace keratin::testing {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// Every step, whole and short, as one text and as units.
void expect_clean(const NamedModels& models, const Target& target) {
  for (const auto& [name, model] : models) {
    const Compilation compilation = compile(model.graphs, model.states, {.target = target, .passes_run = model.passes_run});
    for (const Graph& graph : compilation.graphs)
      for (bool tail : {false, true}) {
        std::vector<std::string> texts = compilation.units(graph.name, tail);
        if (texts.size() > 1) texts.push_back(compilation.source(graph.name, tail));
        for (const std::string& text : texts) EXPECT_EQ(joined(syntax_problems(text)), "") << name << " " << graph.name << (tail ? " tail" : "") << " for " << target.name;
      }
  }
}
TEST(Syntax, OfEveryTestModel) { expect_clean(test_models(), {}); }
TEST(Syntax, ForOlderProcessors) {
  for (const Target& target : {Target{.name = "x86-64-v3", .vector_bits = 256}, Target{.name = "x86-64-v2", .vector_bits = 128}})
    for (auto models : {first_network, other_layers, convolutions, recurrences, attentions}) expect_clean(models(), target);
}

// The judge by example.
TEST(Syntax, SeesWhatIsWrong) {
  const std::pair<const char*, const char*> wrong[] = {
      {"#include <vector>\n", "line 1: includes vector"},
      {"template <class T> T f(T x) { return x; }\n", "line 1: a template"},
      {"struct S { S() {} int x; };\n", "line 1: a constructor or destructor"},
      {"struct S { S(int); int x; };\n", "line 1: a class that is more than its members"},
      {"void f() { throw 1; }\n", "line 1: an exception"},
      {"thread_local int x = 1;\n", "line 1: a variable of a thread"},
      {"int g();\nint x = g();\n", "line 2: a global variable"},
      {"void* f() { return new int; }\n", "line 1: new or delete"},
      {"void* f() { return __builtin_malloc(8); }\n", "line 1: calls __builtin_malloc"},
      {"void* f(int n) { return __builtin_alloca(n); }\n", "line 1: calls __builtin_alloca"},
      {"extern \"C\" void* malloc(unsigned long);\nvoid* f() { return malloc(8); }\n", "line 2: calls malloc"},
      {"void g();\nvoid f() { g(); }\n", "line 2: calls g, which the text does not define"},
      {"void f(void (*g)()) { g(); }\n", "line 1: calls through a pointer that is not the pool's"},
      {"void f(int n) { for (int i = 0; i < n; ++i) ; }\n", "line 1: a loop whose bounds are not literal"},
      {"void f(int n) { for (int i = 0; i < 8; i += n) ; }\n", "line 1: a loop whose step is not literal"},
      {"void f(int n) { for (int i = 0; i < n; ++i) ; }\nvoid g() { f(8); }\nvoid h(int m) { f(m); }\n", "line 1: a loop whose bounds are not literal"},
      {"static void f(int n) { for (int i = 0; i < n; ++i) ; }\nstatic void g(int n) { f(n); }\nvoid h(int m) { g(8), g(m); }\n", "line 1: a loop whose bounds are not literal"},
      {"void f() { while (true) {} }\n", "line 1: a loop that is not counted"},
      {"void f() { asm(\"nop\"); }\n", "line 1: assembly"},
      {"void f(int n) { float x[n]; }\n", "line 1: an array of a size that is not literal"},
      {"void f() { nothing; }\n", "line 1: use of undeclared identifier 'nothing'"},
  };
  for (const auto& [text, said] : wrong) EXPECT_NE(joined(syntax_problems(text)).find(said), std::string::npos) << text << joined(syntax_problems(text));
  const char* right[] = {
      "static void f(int n) { for (int i = 0; i < n; ++i) ; }\nvoid g() { f(8); }\n",
      "static void f(int n) { for (int i = 0; i < n; ++i) ; }\nstatic void g(int n) { f(n); }\nvoid h() { g(8); }\n",
      "void f(int first, int last) { for (int i = first; i < last; ++i) ; }\n",
      "void f(int batch_rows) { for (int i = 0; i < (batch_rows < 8 ? batch_rows : 8); ++i) ; }\n",
      "struct Pool { void* self; void (*run)(void* self); };\nvoid f(const Pool* pool) { pool->run(pool->self); }\n",
  };
  for (const char* text : right) EXPECT_EQ(joined(syntax_problems(text)), "") << text;
}

}  // namespace
}  // namespace keratin::testing
