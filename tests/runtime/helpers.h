// What tests of the runtime share: a folder that goes away, and refusals to look at.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "runtime/base/diagnostic.h"

namespace keratin::testing_help {

// A folder of its own for one test.
class Folder {
 public:
  Folder() {
    std::string name = testing::TempDir() + "keratin-XXXXXX";
    if (!mkdtemp(name.data())) ADD_FAILURE() << "no temporary folder";
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }
  std::string put(const std::string& name, const std::string& bytes) const {
    std::ofstream(*this / name, std::ios::binary) << bytes;
    return *this / name;
  }
  size_t files() const { return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(path_), {})); }

 private:
  std::string path_;
};

inline std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The first diagnostic of what `work` throws; an empty code where it throws none.
inline Diagnostic refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e.diagnostics().at(0);
  }
  return {};
}
// Whether it refuses with this code and these words.
inline testing::AssertionResult refuses(const std::function<void()>& work, const std::string& code, const std::string& words) {
  const Diagnostic d = refusal(work);
  const bool good = d.code == code && to_string(d).find(words) != std::string::npos;
  return (good ? testing::AssertionSuccess() : testing::AssertionFailure()) << (d.code.empty() ? "nothing is refused" : to_string(d)) << "; wanted " << code << ": " << words;
}

}  // namespace keratin::testing_help
