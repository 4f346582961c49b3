// The table of C functions between a program or a compiled description and the library.
#pragma once

namespace keratin {

struct KeratinCalls {
  void* (*create)(const char* class_name);
  void (*share)(void* object);
  void (*release)(void* object);
  void (*number)(void* object, const char* name, double value);
  void (*flag)(void* object, const char* name, int value);
  void (*text)(void* object, const char* name, const char* value);
  void (*extents)(void* object, const char* name, const long* values, int count);
  void (*numbers)(void* object, const char* name, const double* values, int count);
  void (*object)(void* object, const char* name, void* other);  // said again: a list
  void (*formula)(void* object, void (*call)(void* self, void* scope), void* self, void (*destroy)(void* self));
  void (*add)(void* model, void* layer, const char* file, int line);
  void (*compile)(void* model, void* settings, const char* file, int line);
  // While a formula runs; values are numbers of the formula's own.
  int (*argument)(void* scope, int index);
  void (*result)(void* scope, int value);
  int (*constant)(double value);
  int (*apply)(const char* op, const int* operands, int count, void* settings);
  int (*rank)(int value);
  long (*extent)(int value, int axis);
  int (*is_training)(void* scope);
  int (*state)(void* scope, const char* name, const long* shape, int rank, void* initializer, int kind);
  void (*update)(void* scope, const char* name, int value);
};
extern "C" KeratinCalls keratin_calls;

}  // namespace keratin
