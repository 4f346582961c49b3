// Values by name in the order in which they came, as Python's dict keeps them: a few names, searched one by one.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keratin {

template <class Value>
class Dictionary {
 public:
  using Item = std::pair<std::string, Value>;

  Dictionary() = default;
  Dictionary(std::initializer_list<Item> items) : items_(items) {}
  template <class Iterator>
  Dictionary(Iterator first, Iterator last) : items_(first, last) {}

  // A new name comes last, with Value{}.
  Value& operator[](std::string_view name) {
    if (Value* known = get(name)) return *known;
    return items_.emplace_back(std::string(name), Value{}).second;
  }
  // Null where the name is not there.
  const Value* get(std::string_view name) const {
    auto it = std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.first == name; });
    return it == items_.end() ? nullptr : &it->second;
  }
  Value* get(std::string_view name) { return const_cast<Value*>(std::as_const(*this).get(name)); }
  const Value& at(std::string_view name) const {
    if (const Value* known = get(name)) return *known;
    throw std::out_of_range("nothing is called `" + std::string(name) + "`");
  }
  size_t count(std::string_view name) const { return get(name) != nullptr; }
  bool contains(std::string_view name) const { return get(name) != nullptr; }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const Item& item : items_) out.push_back(item.first);
    return out;
  }

  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  bool operator==(const Dictionary&) const = default;

 private:
  std::vector<Item> items_;
};

using Logs = Dictionary<double>;  // metrics of a batch or an epoch, in the order in which they are shown

}  // namespace keratin
