// The words in which a program or a description file says what its model is: texts, shapes, and objects with settings.
// Everything goes through one table of C functions: the same for a program and for a description compiled in process.
#pragma once

#include <initializer_list>

#include "keratin/calls.h"

namespace keratin {

struct Text {
  const char* data = nullptr;
  constexpr Text() = default;
  constexpr Text(const char* text) : data(text) {}
};
struct Number {  // or None
  double value = 0;
  bool given = false;
  constexpr Number() = default;
  constexpr Number(double x) : value(x), given(true) {}
};
struct Flag {  // or None
  int value = -1;
  constexpr Flag() = default;
  constexpr Flag(bool x) : value(x) {}
};
struct Extents {  // {28, 28}, or one axis: -1
  long values[8] = {};
  int count = 0;
  Extents() = default;
  Extents(int only) : values{only}, count(1) {}
  Extents(long only) : values{only}, count(1) {}
  Extents(std::initializer_list<long> list) {
    for (long n : list)
      if (count < 8) values[count++] = n;
      else count = 9;  // refused where it is read
  }
};
struct NumberList {  // {0.5, 1}
  double values[64] = {};
  int count = 0;
  NumberList() = default;
  NumberList(double only) : values{only}, count(1) {}
  NumberList(std::initializer_list<double> list) {
    for (double n : list)
      if (count < 64) values[count++] = n;
      else count = 65;  // refused where it is read
  }
};

// Something with a name and settings of its own: "he_normal", or RandomNormal({.stddev = 0.1}). Copies are the same thing:
// a layer that is added twice is one layer.
class Object {
 public:
  Object() = default;  // None
  Object(const char* name) : name_(name) {}
  Object(const Object& o) : name_(o.name_), handle_(o.handle_) {
    if (handle_) keratin_calls.share(handle_);
  }
  Object& operator=(const Object& o) {
    if (o.handle_) keratin_calls.share(o.handle_);
    if (handle_) keratin_calls.release(handle_);
    name_ = o.name_, handle_ = o.handle_;
    return *this;
  }
  ~Object() {
    if (handle_) keratin_calls.release(handle_);
  }

  void* handle() const {  // null for None
    if (!handle_ && name_) handle_ = keratin_calls.create(name_);
    return handle_;
  }
  Object& set(const char* name, double x) { return keratin_calls.number(handle(), name, x), *this; }
  Object& set(const char* name, long x) { return set(name, static_cast<double>(x)); }
  Object& set(const char* name, int x) { return set(name, static_cast<double>(x)); }
  Object& set(const char* name, bool x) { return keratin_calls.flag(handle(), name, x), *this; }
  Object& set(const char* name, const char* x) { return keratin_calls.text(handle(), name, x), *this; }
  Object& set(const char* name, Text x) { return x.data ? set(name, x.data) : *this; }
  Object& set(const char* name, Number x) { return x.given ? set(name, x.value) : *this; }
  Object& set(const char* name, Flag x) { return x.value >= 0 ? set(name, x.value > 0) : *this; }
  Object& set(const char* name, const Extents& x) {
    if (x.count) keratin_calls.extents(handle(), name, x.values, x.count);
    return *this;
  }
  Object& set(const char* name, const NumberList& x) {
    if (x.count) keratin_calls.numbers(handle(), name, x.values, x.count);
    return *this;
  }
  Object& set(const char* name, const struct Rate& x);
  Object& set(const char* name, const Object& x) {
    if (void* other = x.handle()) keratin_calls.object(handle(), name, other);
    return *this;
  }

 private:
  const char* name_ = nullptr;
  mutable void* handle_ = nullptr;
};
struct Layer : Object {
  using Object::Object;
  template <class T>
  Layer& set(const char* name, const T& value) {
    return Object::set(name, value), *this;
  }
};
struct Rate {  // a number, or a schedule
  double value = 0;
  Object schedule;
  Rate(double x) : value(x) {}
  Rate(const Object& o) : schedule(o) {}
};
inline Object& Object::set(const char* name, const Rate& x) { return x.schedule.handle() ? set(name, x.schedule) : set(name, x.value); }
struct Objects {
  Object items[32];
  int count = 0;
  Objects() = default;
  Objects(std::initializer_list<Object> list) {
    for (const Object& o : list)
      if (count < 32) items[count++] = o;
  }
};

}  // namespace keratin
