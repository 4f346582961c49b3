// NVRTC compiles the very text that the emulator runs, where it is found.
#include "tests/compiler/emulator/emulated.h"
#include "tests/compiler/networks.h"

#include "runtime/base/hash.h"

namespace keratin::testing {
namespace {

// Every kernel of every step, whole and short: for both architectures, without a byte spilled.
void expect_compiles(const BuiltModel& model) {
  const Compilation compilation = compiled_for_cuda(model);
  for (const Graph& graph : compilation.graphs)
    for (bool tail : {false, true}) {
      const LoweredStep step = compilation.lower_step(graph.name, tail);
      const std::string text = cuda_text(step);
      const EmulatedStep emulated(step, compilation.program.states);
      for (const char* architecture : {"sm_80", "sm_90a"}) {
        const CudaCode code = compile_cuda(text, architecture);
        EXPECT_EQ(code.text_hash, emulated.text_hash()) << "NVRTC and the emulator were given different bytes";
        EXPECT_EQ(code.text_hash, sha256(text));
        EXPECT_EQ(code.kernels.size(), step.kernels.size());
        EXPECT_EQ(code.cubin.substr(0, 4), "\x7f" "ELF");
        for (const CudaKernelReport& k : code.kernels) {
          EXPECT_GT(k.registers, 0) << k.kernel;
          EXPECT_LE(k.registers, 255) << k.kernel;
          EXPECT_EQ(k.spill_bytes, 0) << graph.name << " " << k.kernel << " for " << architecture;
          EXPECT_EQ(k.stack_bytes, 0) << graph.name << " " << k.kernel << " for " << architecture;
        }
      }
    }
}

class Nvrtc : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!nvrtc_found()) GTEST_SKIP() << "skipped: no NVRTC";
  }
};

TEST_F(Nvrtc, CompilesTheTrainingStepOfTheFirstNetwork) {
  expect_compiles(mlp(32, 100, 64, 10));
}
TEST_F(Nvrtc, CompilesAdamOverOddSizes) {
  BuiltModel model = mlp(33, 101, 129, 17, {"adam"});
  model.graphs.erase(model.graphs.begin(), model.graphs.end() - 1);  // training alone
  expect_compiles(model);
}
TEST_F(Nvrtc, CompilesConvolutionRecurrenceAndAttention) {
  expect_compiles(around(convolution_step(4, 8, 3, 16)));
  expect_compiles(around(lstm_step(4, 5, 6, 16)));
  expect_compiles(around(attention_step(2, 3, 7, 16)));
}
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
