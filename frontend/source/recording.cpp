#include "frontend/source/recording.h"

#include <algorithm>
#include <cstring>

namespace keratin {
namespace {

enum Call : char { begin = 'b', end = 'e', number = 'n', flag = 'f', text = 't', extents = 'x', begin_object = 'o', end_object = 'c', problem = 'p' };

std::string said;

void put(const void* from, size_t size) { said.append(static_cast<const char*>(from), size); }
void put_call(Call call) { put(&call, 1); }
void put_number(double value) { put(&value, sizeof value); }
void put_whole(int64_t value) { put(&value, sizeof value); }
void put_text(const char* value) {
  const std::string_view given = value ? value : "";
  put_whole(static_cast<int64_t>(given.size()));
  put(given.data(), given.size());
}

// In the order of the text below.
void recorded_begin(void*, const char* class_name, const char* file, int line) { put_call(begin), put_text(class_name), put_text(file), put_whole(line); }
void recorded_end(void*) { put_call(end); }
void recorded_number(void*, const char* name, double value) { put_call(number), put_text(name), put_number(value); }
void recorded_flag(void*, const char* name, int value) { put_call(flag), put_text(name), put_whole(value); }
void recorded_text(void*, const char* name, const char* value) { put_call(text), put_text(name), put_text(value); }
void recorded_extents(void*, const char* name, const long* values, int count) {
  put_call(extents), put_text(name), put_whole(count);
  for (int i = 0; i < std::min(count, 8); ++i) put_whole(values[i]);
}
void recorded_begin_object(void*, const char* name, const char* class_name) { put_call(begin_object), put_text(name), put_text(class_name); }
void recorded_end_object(void*) { put_call(end_object); }

struct Calls {
  decltype(&recorded_begin) begin = recorded_begin;
  decltype(&recorded_end) end = recorded_end;
  decltype(&recorded_number) number = recorded_number;
  decltype(&recorded_flag) flag = recorded_flag;
  decltype(&recorded_text) text = recorded_text;
  decltype(&recorded_extents) extents = recorded_extents;
  decltype(&recorded_begin_object) begin_object = recorded_begin_object;
  decltype(&recorded_end_object) end_object = recorded_end_object;
};

class Player {
 public:
  explicit Player(std::string_view bytes) : bytes_(bytes) {}
  bool done() const { return at_ == bytes_.size(); }
  template <class T>
  T take() {
    T value;
    check(bytes_.size() - at_ >= sizeof value, "a recorded description is whole");
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  std::string take_text() {
    const auto size = static_cast<size_t>(take<int64_t>());
    check(bytes_.size() - at_ >= size, "a recorded description is whole");
    at_ += size;
    return std::string(bytes_.substr(at_ - size, size));
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
};

void play(Player& from, Description& model, const std::string& path) {
  const char call = from.take<char>();
  if (call == end) return keratin_end(&model);
  if (call == end_object) return keratin_end_object(&model);
  const std::string name = from.take_text();
  if (call == number) return keratin_number(&model, name.c_str(), from.take<double>());
  if (call == flag) return keratin_flag(&model, name.c_str(), static_cast<int>(from.take<int64_t>()));
  if (call == extents) {
    const auto count = static_cast<int>(from.take<int64_t>());
    long values[8] = {};
    for (int i = 0; i < std::min(count, 8); ++i) values[i] = from.take<int64_t>();
    return keratin_extents(&model, name.c_str(), values, count);
  }
  const std::string second = from.take_text();
  if (call == text) return keratin_text(&model, name.c_str(), second.c_str());
  if (call == begin_object) return keratin_begin_object(&model, name.c_str(), second.c_str());
  if (call == problem) fail(name, second, {.file = path}, name == "K2802" ? "write `using namespace keratin;` and then that function, not static" : "");
  check(call == begin, "a recorded description is whole");
  keratin_begin(&model, name.c_str(), second.c_str(), static_cast<int>(from.take<int64_t>()));
}

}  // namespace

std::string_view recorded_calls_text() {
  return R"(extern "C" {
struct KeratinCalls {
  void (*begin)(void*, const char*, const char*, int);
  void (*end)(void*);
  void (*number)(void*, const char*, double);
  void (*flag)(void*, const char*, int);
  void (*text)(void*, const char*, const char*);
  void (*extents)(void*, const char*, const long*, int);
  void (*begin_object)(void*, const char*, const char*);
  void (*end_object)(void*);
} keratin_calls;
void keratin_begin(void* m, const char* c, const char* f, int l) { keratin_calls.begin(m, c, f, l); }
void keratin_end(void* m) { keratin_calls.end(m); }
void keratin_number(void* m, const char* n, double x) { keratin_calls.number(m, n, x); }
void keratin_flag(void* m, const char* n, int x) { keratin_calls.flag(m, n, x); }
void keratin_text(void* m, const char* n, const char* x) { keratin_calls.text(m, n, x); }
void keratin_extents(void* m, const char* n, const long* x, int c) { keratin_calls.extents(m, n, x, c); }
void keratin_begin_object(void* m, const char* n, const char* c) { keratin_calls.begin_object(m, n, c); }
void keratin_end_object(void* m) { keratin_calls.end_object(m); }
}
)";
}

std::string record_calls(void* calls, void (*build)(void*)) {
  *static_cast<Calls*>(calls) = {};
  said.clear();
  void* model = nullptr;  // the calls know where they go
  build(&model);
  return said;
}
std::string record_problem(const std::string& code, const std::string& message) {
  said.clear();
  put_call(problem), put_text(code.c_str()), put_text(message.c_str());
  return said;
}

Description replay(std::string_view bytes, const std::string& path) {
  Description description;
  for (Player from(bytes); !from.done();) play(from, description, path);
  return description;
}

}  // namespace keratin
