// What a callback knows from earlier epochs, so that a backup can bring it back: numbers and arrays by name.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "runtime/base/tensor.h"

namespace keratin {

using NamedArrays = std::map<std::string, Tensor>;

struct Carried {
  std::map<std::string, double> numbers;
  NamedArrays arrays;
};

// The same lines of a callback hand its fields out and take them back: `carrier("wait", wait_), carrier("best", best_)`.
class Carrier {
 public:
  enum class Way { out, back };
  Carrier(Way way, Carried& carried) : way_(way), carried_(carried) {}

  bool back() const { return way_ == Way::back; }
  // Whose fields follow; two owners of one name are told apart by their order. False: they are to come back, and none of
  // this name have been handed out.
  bool of(const std::string& owner) {
    const int ordinal = owners_[owner]++;
    prefix_ = owner + (ordinal ? "_" + std::to_string(ordinal) : "") + "/";
    const auto first = carried_.numbers.lower_bound(prefix_);
    return !back() || (first != carried_.numbers.end() && first->first.starts_with(prefix_));
  }

  template <class Number>
  void operator()(const std::string& name, Number& x) {
    if (!back()) carried_.numbers[prefix_ + name] = static_cast<double>(x);
    else if (auto it = carried_.numbers.find(prefix_ + name); it != carried_.numbers.end()) x = static_cast<Number>(it->second);
  }
  void operator()(const std::string& name, std::optional<double>& x) {
    if (!back()) {
      if (x) carried_.numbers[prefix_ + name] = *x;
      return;
    }
    auto it = carried_.numbers.find(prefix_ + name);
    x = it == carried_.numbers.end() ? std::nullopt : std::optional(it->second);
  }
  void operator()(const std::string& name, NamedArrays& x) {
    const std::string folder = prefix_ + name + "/";
    if (!back()) {
      for (const auto& [key, array] : x) carried_.arrays[folder + key] = array;
      return;
    }
    x.clear();
    for (auto it = carried_.arrays.lower_bound(folder); it != carried_.arrays.end() && it->first.starts_with(folder); ++it) x.emplace(it->first.substr(folder.size()), it->second);
  }

 private:
  Way way_;
  Carried& carried_;
  std::string prefix_;
  std::map<std::string, int> owners_;
};

}  // namespace keratin
