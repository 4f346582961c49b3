// NVRTC compiles the very text that the emulator runs, where it is found.
#include <regex>

#include "runtime/base/hash.h"
#include "tests/compiler/emulator/emulated.h"

namespace keratin::testing {
namespace {

// Every kernel of every step, whole and short: for both architectures, without a byte spilled. A step whose kernels have
// all been compiled before, as parts of other steps, is left out.
class Nvrtc : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!nvrtc_found()) GTEST_SKIP() << "skipped: no NVRTC";
  }
  void expect_compiles(const NamedModels& models) {
    for (const auto& [name, model] : models) {
      const Compilation compilation = compiled_for_cuda(model);
      for (size_t g = compilation.graphs.size(); g-- > 0;)  // training first: it has nearly all
        for (bool tail : {false, true}) {
          const LoweredStep step = compilation.lower_step(compilation.graphs[g].name, tail);
          if (has_a_new_kernel(step)) expect_compiles(name + ", " + step.name + (tail ? " of fewer rows" : ""), step, compilation.program.states);
        }
    }
  }

 private:
  std::set<std::string> known_;  // texts of kernels, without their names

  bool has_a_new_kernel(const LoweredStep& step) {
    bool fresh = false;
    for (const LoweredKernel& k : step.kernels) {
      kernel::Kernel unnamed = k.kernel;
      unnamed.name = "same";
      fresh |= known_.insert(std::regex_replace(emit(unnamed, cuda_spelling), std::regex("//[^\n]*"), "")).second;
    }
    return fresh;
  }
  static void expect_compiles(const std::string& what, const LoweredStep& step, const std::vector<StateInfo>& states) {
    const std::string text = cuda_text(step);
    const EmulatedStep emulated(step, states);
    for (const char* architecture : {"sm_80", "sm_90a"}) {
      const CudaCode code = compile_cuda(text, architecture);
      EXPECT_EQ(code.text_hash, emulated.text_hash()) << "NVRTC and the emulator were given different bytes";
      EXPECT_EQ(code.text_hash, sha256(text));
      EXPECT_EQ(code.cubin.substr(0, 4), "\x7f" "ELF");
      ASSERT_EQ(code.kernels.size(), step.kernels.size());
      fmt::print("{}, {}:", what, architecture);
      for (const CudaKernelReport& k : code.kernels) {
        fmt::print(" {} {} registers {} spilled", k.kernel, k.registers, k.spill_bytes);
        EXPECT_GT(k.registers, 0) << k.kernel;
        EXPECT_LE(k.registers, 255) << k.kernel;
        EXPECT_EQ(k.spill_bytes, 0) << what << " " << k.kernel << " for " << architecture;
        EXPECT_EQ(k.stack_bytes, 0) << what << " " << k.kernel << " for " << architecture;
      }
      fmt::print("\n");
    }
  }
};

TEST_F(Nvrtc, CompilesTheFirstNetwork) { expect_compiles(first_network()); }
TEST_F(Nvrtc, CompilesOddSizes) { expect_compiles(odd_sizes()); }
TEST_F(Nvrtc, CompilesEveryOptimizer) { expect_compiles(every_optimizer()); }
TEST_F(Nvrtc, CompilesEveryActivation) { expect_compiles(every_activation()); }
TEST_F(Nvrtc, CompilesEveryLoss) { expect_compiles(every_loss()); }
TEST_F(Nvrtc, CompilesEveryFunction) { expect_compiles(every_function()); }
TEST_F(Nvrtc, CompilesOtherLayers) { expect_compiles(other_layers()); }
TEST_F(Nvrtc, CompilesConvolutions) { expect_compiles(convolutions()); }
TEST_F(Nvrtc, CompilesRecurrences) { expect_compiles(recurrences()); }
TEST_F(Nvrtc, CompilesAttention) { expect_compiles(attentions()); }
TEST_F(Nvrtc, RefusalNamesTheLine) {
  try {
    compile_cuda("extern \"C\" __global__ void k() {\n  nothing();\n}\n", "sm_80");
    FAIL() << "NVRTC took it";
  } catch (const InternalError& e) {
    EXPECT_NE(std::string(e.what()).find("step.cu(2)"), std::string::npos) << e.what();
  }
}

TEST(NvrtcAbsent, IsSaidWithItsRemedy) {
  if (nvrtc_found()) GTEST_SKIP() << "skipped: NVRTC is there";
  try {
    compile_cuda("", "sm_80");
    FAIL() << "there is no NVRTC";
  } catch (const Error& e) {
    EXPECT_EQ(e.diagnostics()[0].code, "K8002");
    EXPECT_NE(e.diagnostics()[0].help.find("libnvrtc"), std::string::npos);
  }
}

}  // namespace
}  // namespace keratin::testing
