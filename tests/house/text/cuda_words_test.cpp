// CUDA text keeps to a small language: calls of its own functions and of the ISA header, one-dimensional blocks, one
// dynamic array of shared memory, no atomics, no return.
#include <regex>

#include "compiler/emit/program_text.h"
#include "tests/compiler/models.h"

namespace keratin::testing {
namespace {

std::string without_comments(const std::string& text) { return std::regex_replace(text, std::regex("//[^\n]*"), ""); }
std::set<std::string> all_of(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator i(text.begin(), text.end(), regex), end; i != end; ++i) found.insert((*i)[1]);
  return found;
}

const std::set<std::string> isa = {"shfl_xor", "shfl_from", "fma_rn", "sqrt_rn", "DYN_SMEM", "__syncthreads"};
const std::set<std::string> words = {"for", "if", "while", "return", "__launch_bounds__"};

// What the text has that it must not have.
std::set<std::string> problems_of(const std::string& commented) {
  const std::string text = without_comments(commented);
  std::set<std::string> found = all_of(text, R"(\b([A-Za-z_]\w*)\s*\()");
  for (const std::string& own : all_of(text, R"(\nINLINE [\w ]+?(\w+)\()")) found.erase(own);
  for (const std::string& kernel : all_of(text, R"(__global__ void __launch_bounds__\([\d, ]+\) (\w+)\()")) found.erase(kernel);
  for (const auto& known : {isa, words})
    for (const std::string& word : known) found.erase(word);
  for (const std::string& word : all_of(text, R"(\b(asm|__asm__|__shared__|__constant__|volatile|template|goto|while|throw|new|delete|double|atomic\w*|__\w*atomic\w*)\b)")) found.insert(word);
  for (const std::string& word : all_of(text, R"((#include|::|\b(?:threadIdx|blockIdx|blockDim|gridDim)\.[yz]|\bgridDim\b|"))")) found.insert(word);
  const size_t kernels = text.find("extern \"C\" __global__");
  for (const std::string& word : all_of(text.substr(std::min(kernels, text.size())), R"(\b(return)\b)")) found.insert(word);
  for (const std::string& word : all_of(text, R"re((extern "(?!C" __global__)[^\n]*))re")) found.insert(word);
  found.erase("\"");  // of extern "C" alone, as the line above has seen
  return found;
}

TEST(CudaWords, OfEveryTestModel) {
  for (const auto& [name, model] : test_models()) {
    const Compilation compilation = compile(model.graphs, model.states, {.target = cuda_target(), .passes_run = model.passes_run});
    for (const Graph& graph : compilation.graphs)
      for (bool tail : {false, true})
        EXPECT_EQ(problems_of(cuda_text(compilation.lower_step(graph.name, tail))), std::set<std::string>{}) << name << " " << graph.name << (tail ? " tail" : "");
  }
}
TEST(CudaWords, SeesWhatIsWrong) {
  const std::pair<const char*, const char*> wrong[] = {
      {"expf(x)", "expf"}, {"atomicAdd(x, 1.0f)", "atomicAdd"}, {"__shared__ float s[32]", "__shared__"}, {"asm(\"nop\")", "asm"},
      {"x = threadIdx.y", "threadIdx.y"}, {"if (x) return", "return"}, {"std::max(x, y)", "::"}, {"while (x) {}", "while"},
  };
  for (const auto& [line, word] : wrong)
    EXPECT_TRUE(problems_of("extern \"C\" __global__ void __launch_bounds__(32, 1) k(float* x) {\n  " + std::string(line) + ";\n}\n").count(word)) << line;
  EXPECT_EQ(problems_of("\nINLINE float twice(float x) { return x + x; }\nextern \"C\" __global__ void __launch_bounds__(32, 1) k(float* x) {\n  *x = twice(sqrt_rn(*x));  // by expf()\n}\n"), std::set<std::string>{});
}

}  // namespace
}  // namespace keratin::testing
