// Where a session's memory lies and its steps run: one interface, whatever the machine.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/program.h"

namespace keratin {

class Device {
 public:
  virtual ~Device() = default;
  virtual std::string name() const = 0;                                       // cpu
  virtual int threads() const = 0;                                            // each with scratch of its own
  virtual std::shared_ptr<char> memory(int64_t bytes, std::string_view purpose) = 0;  // zeroed, on 64 bytes; Error K6001
  virtual void write(char* to, const void* from, int64_t bytes) = 0;          // `to` lies in its memory, `from` in ours
  virtual void read(void* to, const char* from, int64_t bytes) const = 0;
  virtual void launch(KeratinEntry step, char* state, char* workspace, const void* const* data, int rows) = 0;
};
std::unique_ptr<Device> cpu_device(int threads, int64_t scratch_bytes);

// What `--device` may say: `cpu`, `cuda`, `cuda:1`. Sessions run on the processor alone: everything else is an Error that
// says why (K1013 no such name, K8003 no driver or device, K4002 there is one, and this version does not use it).
void check_device(const std::string& name);

struct CudaDevice {
  std::string name;
  int64_t bytes = 0;
  int major = 0, minor = 0;        // compute capability
};
struct CudaReport {
  std::string problem;             // why there is no device; empty: there is one
  int driver_version = 0;          // 12040 for 12.4
  std::vector<CudaDevice> devices;
};
CudaReport cuda_report();          // asks the NVIDIA driver, libcuda.so.1 or KERATIN_CUDA_DRIVER

}  // namespace keratin
