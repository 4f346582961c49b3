// The NVIDIA driver through dlopen, with our own few declarations: what devices there are. Nothing runs on them yet.
#include <charconv>
#include <cstdlib>

#include <dlfcn.h>
#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/device/device.h"

namespace keratin {
namespace {

constexpr int capability_major = 75, capability_minor = 76;  // of cuDeviceGetAttribute

// Results are 0 for success; devices are small whole numbers.
struct Driver {
  int (*init)(unsigned flags);
  int (*driver_version)(int*);
  int (*device_count)(int*);
  int (*device)(int*, int index);
  int (*device_name)(char*, int size, int device);
  int (*total_memory)(size_t*, int device);
  int (*attribute)(int*, int which, int device);
  int (*error_text)(int error, const char**);
};

template <class F>
bool find(void* handle, const char* name, F& to) {
  return (to = reinterpret_cast<F>(dlsym(handle, name))) != nullptr;
}

// False: `problem` says why.
bool open_driver(Driver& d, std::string& problem) {
  const char* named = std::getenv("KERATIN_CUDA_DRIVER");
  const char* path = named && *named ? named : "libcuda.so.1";
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);  // stays open: it is asked once or twice
  if (!handle) return problem = fmt::format("no NVIDIA driver is found ({})", dlerror()), false;
  const bool whole = find(handle, "cuInit", d.init) && find(handle, "cuDriverGetVersion", d.driver_version) && find(handle, "cuDeviceGetCount", d.device_count) &&
                     find(handle, "cuDeviceGet", d.device) && find(handle, "cuDeviceGetName", d.device_name) && find(handle, "cuDeviceTotalMem_v2", d.total_memory) &&
                     find(handle, "cuDeviceGetAttribute", d.attribute) && find(handle, "cuGetErrorString", d.error_text);
  if (!whole) problem = fmt::format("`{}` lacks functions of the NVIDIA driver", path);
  return whole;
}

// A toolkit's stub library answers with an error that it has no text for.
std::string error_text(const Driver& d, int error) {
  const char* text = nullptr;
  d.error_text(error, &text);
  return text ? text : fmt::format("error {}; is it a stub library?", error);
}

CudaDevice device_at(const Driver& d, int index) {
  CudaDevice out;
  int device = 0;
  char name[256] = {};
  size_t bytes = 0;
  if (d.device(&device, index) != 0) return out;
  if (d.device_name(name, sizeof name - 1, device) == 0) out.name = name;
  if (d.total_memory(&bytes, device) == 0) out.bytes = static_cast<int64_t>(bytes);
  d.attribute(&out.major, capability_major, device), d.attribute(&out.minor, capability_minor, device);
  return out;
}

}  // namespace

CudaReport cuda_report() {
  CudaReport report;
  Driver d{};
  if (!open_driver(d, report.problem)) return report;
  int count = 0;
  if (const int error = d.init(0)) return report.problem = "the NVIDIA driver does not start: " + error_text(d, error), report;
  d.driver_version(&report.driver_version);
  if (const int error = d.device_count(&count)) return report.problem = "the NVIDIA driver counts no devices: " + error_text(d, error), report;
  for (int i = 0; i < count; ++i) report.devices.push_back(device_at(d, i));
  if (count == 0) report.problem = "the NVIDIA driver finds no device";
  return report;
}

void check_device(const std::string& name) {
  if (name == "cpu") return;
  const std::string number = name.starts_with("cuda:") ? name.substr(5) : "0";
  int index = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), index);
  const bool whole = error == std::errc() && end == number.data() + number.size() && index >= 0;
  if ((name != "cuda" && !name.starts_with("cuda:")) || !whole) {
    const std::string near = nearest(name, {"cuda", "cpu"});
    fail("K1013", "there is no device `" + name + "`", {}, near.empty() ? "give cpu, cuda or cuda:N" : "did you mean `" + near + "`?");
  }
  const CudaReport report = cuda_report();
  if (!report.problem.empty()) fail("K8003", "a CUDA device is asked for, but " + report.problem, {}, "install the driver, or use --device cpu");
  if (index >= static_cast<int>(report.devices.size())) fail("K8003", fmt::format("there is no device `cuda:{}`, the last one is `cuda:{}`", index, report.devices.size() - 1), {}, "`keratin doctor` lists the devices");
  fail("K4002", fmt::format("device `cuda:{}` is there ({}), but this version runs models on the processor only", index, report.devices[static_cast<size_t>(index)].name), {},
       "use --device cpu; `keratin verify --against cuda-emulated` runs the CUDA code of a model without a device");
}

}  // namespace keratin
