// Devices: what there is, and honest refusals where a session cannot run.
#include "tests/command/command.h"

namespace keratin::testing {
namespace {

class Device : public Command {
 protected:
  Result train(const std::string& device) const { return run({"train", example("iris.cpp"), "--data", "iris", "--device", device, "--save", "w.npz"}); }
  void fake(int devices, int error = 0) {
    environment["KERATIN_CUDA_DRIVER"] = KERATIN_BINARY_DIR "/tests/libfake_cuda_driver.so";
    environment["KERATIN_FAKE_CUDA_DEVICES"] = std::to_string(devices), environment["KERATIN_FAKE_CUDA_ERROR"] = std::to_string(error);
  }
};

TEST_F(Device, WithoutDriver) {
  environment["KERATIN_CUDA_DRIVER"] = "libnothing.so.1";
  for (const char* name : {"cuda", "cuda:0", "cuda:7"}) expect_refusal(train(name), {8, "K8003", {"a CUDA device is asked for", "no NVIDIA driver is found", "--device cpu"}}, name);
  EXPECT_NE(run({"doctor"}).out.find("lack CUDA driver      no NVIDIA driver is found"), std::string::npos);
}
TEST_F(Device, WithAStubOrWithoutADevice) {
  fake(1, 34);  // a toolkit's stub library
  expect_refusal(train("cuda"), {8, "K8003", {"error 34", "stub"}}, "stub");
  fake(1, 100);
  expect_refusal(train("cuda"), {8, "K8003", {"no CUDA-capable device is detected"}}, "error");
  fake(0);
  expect_refusal(train("cuda"), {8, "K8003", {"finds no device"}}, "none");
}
// There is one; that this version does not run on it is said, not pretended.
TEST_F(Device, WithADevice) {
  fake(2);
  expect_refusal(train("cuda"), {4, "K4002", {"`cuda:0` is there (Imaginary 9000)", "processor only", "cuda-emulated"}}, "cuda");
  expect_refusal(train("cuda:1"), {4, "K4002", {"`cuda:1`"}}, "cuda:1");
  expect_refusal(train("cuda:2"), {8, "K8003", {"no device `cuda:2`", "`cuda:1`"}}, "cuda:2");
  expect_refusal(train("cuda:-1"), {2, "K1013", {"cuda:-1"}}, "cuda:-1");
  EXPECT_FALSE(exists("w.npz"));
  const std::string doctor = run({"doctor"}).out;
  EXPECT_NE(doctor.find("ok   CUDA driver      for CUDA 12.4"), std::string::npos) << doctor;
  EXPECT_NE(doctor.find("ok   cuda:1           Imaginary 9000, sm_90, 8192 MiB; not used by this version"), std::string::npos) << doctor;
}
TEST_F(Device, TheProcessorIsAlwaysThere) { EXPECT_EQ(train("cpu").code, 0); }

TEST_F(Device, CudaTextRunsInTheEmulator) {
  const Result r = run({"verify", example("iris.cpp"), "--against", "cuda-emulated", "--batch-size", "5"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_TRUE(r.out.starts_with("equal, bit for bit: ")) << r.out;
}

}  // namespace
}  // namespace keratin::testing
