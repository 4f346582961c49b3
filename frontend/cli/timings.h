// Seconds of each stage, for --timings: read, graph, every pass, print, compile, link, load, first_step.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace keratin {

class Timings {
 public:
  void lap(const std::string& stage);  // the time since the last one
  void set(const std::string& stage, double seconds) { own_[stage] = seconds; }
  void write(const std::string& path) const;

  std::map<std::string, double> compiler;  // filled in by the compiler, from several threads of its own
  bool cache_hit = false;

 private:
  std::map<std::string, double> own_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};
Timings& timings();  // of this process, which runs one verb

}  // namespace keratin
