// As much of NVIDIA's driver as is asked for devices; KERATIN_FAKE_CUDA says how many there are, or which error it has.
#include <cstdlib>
#include <cstring>

namespace {

int number(const char* name) {
  const char* given = std::getenv(name);
  return given ? std::atoi(given) : 0;
}

}  // namespace

extern "C" {
int cuInit(unsigned) { return number("KERATIN_FAKE_CUDA_ERROR"); }
int cuDriverGetVersion(int* version) { return *version = 12040, 0; }
int cuDeviceGetCount(int* count) { return *count = number("KERATIN_FAKE_CUDA_DEVICES"), 0; }
int cuDeviceGet(int* device, int index) { return *device = index, 0; }
int cuDeviceGetName(char* name, int size, int) { return std::strncpy(name, "Imaginary 9000", static_cast<std::size_t>(size)), 0; }
int cuDeviceTotalMem_v2(std::size_t* bytes, int) { return *bytes = std::size_t(8) << 30, 0; }
int cuDeviceGetAttribute(int* value, int which, int) { return *value = which == 75 ? 9 : 0, 0; }
int cuGetErrorString(int error, const char** text) { return *text = error == 34 ? nullptr : "no CUDA-capable device is detected", 0; }
}
