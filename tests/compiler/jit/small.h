// What tests of compiling share: a small text, and a cache folder of a test's own.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/jit/cache.h"
#include "runtime/base/diagnostic.h"

namespace keratin::testing {

// f(x) = a x + 1, for various texts of the same shape.
inline std::string line_text(const std::string& a = "2.0f") { return "extern \"C\" float f(float x) { return " + a + " * x + 1.0f; }\n"; }
inline CompileRequest request_of(std::vector<std::string> units, Tier tier = Tier::fast, bool cached = false) {
  return {.units = std::move(units), .cpu = host_cpu(), .tier = tier, .cached = cached};
}
inline float call(const Code& code, float x) {
  auto f = reinterpret_cast<float (*)(float)>(code.find("f"));
  return f ? f(x) : -1e30f;
}

// XDG_CACHE_HOME is a fresh folder while a test runs.
class WithCache : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "keratin-cache-XXXXXX").string();
    home_ = mkdtemp(name.data());
    if (const char* was = std::getenv("XDG_CACHE_HOME")) before_ = was;
    setenv("XDG_CACHE_HOME", home_.c_str(), 1);
  }
  void TearDown() override {
    before_.empty() ? unsetenv("XDG_CACHE_HOME") : setenv("XDG_CACHE_HOME", before_.c_str(), 1);
    std::filesystem::remove_all(home_);
  }
  std::filesystem::path folder() const { return home_ / "keratin"; }
  std::filesystem::path entry(const CompileRequest& request) const { return folder() / cache_key(request); }
  static std::string read(const std::filesystem::path& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
  }
  static void write(const std::filesystem::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

  std::filesystem::path home_;
  std::string before_;
};

}  // namespace keratin::testing
