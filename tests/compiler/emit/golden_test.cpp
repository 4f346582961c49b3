// Golden files: a kernel's text with both outputs one under the other. UPDATE_EXPECTED=1 rewrites them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/emit/emit.h"
#include "tests/compiler/kernel/samples.h"

namespace keratin {
namespace {

std::string outputs(const kernel::Kernel& k) {
  std::string text = kernel::print(k);
  if (k.schedule.lanes == 16) text += "\n---- C++\n" + emit(k, cpp_spelling);
  return text + "\n---- CUDA\n" + emit(k, cuda_spelling);
}

TEST(Golden, EveryKernelInBothLanguages) {
  const std::filesystem::path folder = KERATIN_SOURCE_DIR "/tests/compiler/emit";
  for (const kernel::Kernel& k : kernel::samples::all()) {
    const std::filesystem::path path = folder / (k.name + ".kernel");
    if (std::getenv("UPDATE_EXPECTED")) std::ofstream(path) << outputs(k);
    std::ostringstream expected;
    expected << std::ifstream(path).rdbuf();
    EXPECT_EQ(outputs(k), expected.str()) << path << ": set UPDATE_EXPECTED=1 to accept";
  }
}

TEST(Emit, SaysTheParametersOfAKernel) {
  EXPECT_EQ(parameter_types(kernel::samples::dense(kernel::samples::cuda(), true)),
            (std::vector<std::string>{"const float*", "const float*", "const float*", "float*", "int"}));
}

TEST(Emit, NumbersThatNoLanguageSpellsAreBitPatterns) {
  kernel::KernelBuilder b;
  b.k.name = "t";
  b.k.buffer("y", kernel::Use::output, 16);
  b.let("t", Scalar::add, {-__builtin_inff(), 1.5f});
  b.let("t", Scalar::negate, {-1.5f});
  const std::string text = emit(b.k, cpp_spelling);
  EXPECT_NE(text.find("lanes t = as_float(splat_int(-8388608)) + splat(1.5f);"), text.npos) << text;
  EXPECT_NE(text.find("lanes t2 = -splat(-1.5f);"), text.npos) << text;
}

}  // namespace
}  // namespace keratin
