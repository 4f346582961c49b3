#include "frontend/source/description_bytes.h"

#include <cstring>

namespace keratin {
namespace {

enum Begins : char { description = 'd', problem = 'p' };

class Writer {
 public:
  std::string bytes;

  template <class T>
  void plain(T value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    plain(static_cast<int64_t>(value.size()));
    bytes.append(value);
  }
  template <class T>
  void list(const std::vector<T>& values) {
    plain(static_cast<int64_t>(values.size()));
    for (const T& value : values) {
      if constexpr (std::is_same_v<T, Config>) config(value);
      else plain(value);
    }
  }
  void config(const Config& c) {
    text(c.class_name), text(c.place.file), plain(c.place.line), plain(c.identity), plain(c.formula != nullptr);
    plain(static_cast<int64_t>(c.settings.size()));
    for (const auto& [name, value] : c.settings) {
      text(name), plain(static_cast<char>(value.index()));
      std::visit([&](const auto& x) { setting(x); }, value);
    }
  }

 private:
  void setting(double x) { plain(x); }
  void setting(bool x) { plain(x); }
  void setting(const std::string& x) { text(x); }
  template <class T>
  void setting(const std::vector<T>& x) {
    list(x);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool has_formulas = false;

  template <class T>
  T plain() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string text() { return std::string(take(static_cast<size_t>(plain<int64_t>()))); }
  template <class T>
  std::vector<T> list() {
    std::vector<T> out;
    for (int64_t n = plain<int64_t>(); n > 0; --n) {
      if constexpr (std::is_same_v<T, Config>) out.push_back(config());
      else out.push_back(plain<T>());
    }
    return out;
  }
  Config config() {
    Config c{text()};
    c.place.file = text(), c.place.line = plain<int>(), c.identity = plain<uint64_t>();
    has_formulas |= plain<bool>();
    for (int64_t n = plain<int64_t>(); n > 0; --n) {
      const std::string name = text();
      c.settings.push_back({name, value(plain<char>())});
    }
    return c;
  }

 private:
  std::string_view take(size_t size) {
    check(bytes_.size() - at_ >= size, "a description's bytes are whole");
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  // In the order of ConfigValue's types.
  ConfigValue value(char index) {
    switch (index) {
      case 0: return plain<double>();
      case 1: return plain<bool>();
      case 2: return text();
      case 3: return list<int64_t>();
      case 4: return list<double>();
      default: return list<Config>();
    }
  }
  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace

std::string to_bytes(const Description& d) {
  Writer w;
  w.plain(Begins::description), w.list(d.layers), w.plain(d.compile.has_value());
  if (d.compile) w.config(*d.compile);
  return w.bytes;
}
std::string problem_bytes(const std::string& code, const std::string& message) {
  Writer w;
  w.plain(Begins::problem), w.text(code), w.text(message);
  return w.bytes;
}
ReadDescription from_bytes(std::string_view bytes, const Place& place) {
  Reader r(bytes);
  if (r.plain<Begins>() == Begins::problem) {
    const std::string code = r.text(), message = r.text();
    fail(code, message, place, code == "K2802" ? "write `using namespace keratin;` and then that function, not static" : "");
  }
  ReadDescription out;
  out.description.layers = r.list<Config>();
  if (r.plain<bool>()) out.description.compile = r.config();
  out.has_formulas = r.has_formulas;
  return out;
}

}  // namespace keratin
