// Keratin: describe a model in Keras' words, and train it with native code made for it alone.
//
// The first part is all that a description file sees: it includes next to nothing, so reading one costs next to nothing.
// Settings are Keras' names and defaults, as designated initializers.
#pragma once

#include <initializer_list>

namespace keratin {

struct Text {
  const char* data = nullptr;
  constexpr Text() = default;
  constexpr Text(const char* text) : data(text) {}
};
struct Extents {  // {28, 28}
  long values[8] = {};
  int count = 0;
  Extents() = default;
  Extents(std::initializer_list<long> list) {
    for (long n : list)
      if (count < 8) values[count++] = n;
      else count = 9;  // refused where it is read
  }
};
// Something with a name and settings of its own: "he_normal", or RandomNormal({.stddev = 0.1}).
struct Object {
  struct Setting {
    Text name, text;
    double number = 0;
    int kind = 0;  // 0 number, 1 flag, 2 text
  };
  Text class_name;
  Setting settings[12];
  int count = 0;
  Object() = default;
  Object(const char* name) : class_name(name) {}
  template <class Settings>
  Object(const char* name, const Settings& from) : class_name(name) {
    from.each(*this);
  }
  void operator()(const char* name, double x) { settings[count++] = {name, {}, x, 0}; }
  void operator()(const char* name, long x) { settings[count++] = {name, {}, static_cast<double>(x), 0}; }
  void operator()(const char* name, bool x) { settings[count++] = {name, {}, x ? 1.0 : 0.0, 1}; }
  void operator()(const char* name, Text x) {
    if (x.data) settings[count++] = {name, x, 0, 2};
  }
};
struct Objects {
  Object items[16];
  int count = 0;
  Objects() = default;
  Objects(std::initializer_list<Object> list) {
    for (const Object& o : list)
      if (count < 16) items[count++] = o;
  }
};

// ---- initializers and regularizers with settings (names alone do, too: "glorot_uniform", "zeros", "l2")

struct RandomNormalSettings {
  double mean = 0, stddev = 0.05;
  long seed = -1;
  template <class V> void each(V& v) const { v("mean", mean), v("stddev", stddev), v("seed", seed); }
};
inline Object RandomNormal(RandomNormalSettings s = {}) { return {"RandomNormal", s}; }
inline Object TruncatedNormal(RandomNormalSettings s = {}) { return {"TruncatedNormal", s}; }
struct RandomUniformSettings {
  double minval = -0.05, maxval = 0.05;
  long seed = -1;
  template <class V> void each(V& v) const { v("minval", minval), v("maxval", maxval), v("seed", seed); }
};
inline Object RandomUniform(RandomUniformSettings s = {}) { return {"RandomUniform", s}; }
struct ConstantSettings {
  double value = 0;
  template <class V> void each(V& v) const { v("value", value); }
};
inline Object Constant(double value) { return {"Constant", ConstantSettings{value}}; }
struct SeedSettings {
  long seed = -1;
  template <class V> void each(V& v) const { v("seed", seed); }
};
inline Object GlorotUniform(SeedSettings s = {}) { return {"GlorotUniform", s}; }
inline Object GlorotNormal(SeedSettings s = {}) { return {"GlorotNormal", s}; }
inline Object HeUniform(SeedSettings s = {}) { return {"HeUniform", s}; }
inline Object HeNormal(SeedSettings s = {}) { return {"HeNormal", s}; }
struct L1L2Settings {
  double l1 = 0, l2 = 0;
  template <class V> void each(V& v) const { v("l1", l1), v("l2", l2); }
};
inline Object L1(double l1 = 0.01) { return {"L1L2", L1L2Settings{l1, 0}}; }
inline Object L2(double l2 = 0.01) { return {"L1L2", L1L2Settings{0, l2}}; }
inline Object L1L2(L1L2Settings s = {}) { return {"L1L2", s}; }

// ---- optimizers and losses with settings

struct SGDSettings {
  double learning_rate = 0.01, momentum = 0;
  bool nesterov = false;
  template <class V> void each(V& v) const { v("learning_rate", learning_rate), v("momentum", momentum), v("nesterov", nesterov); }
};
inline Object SGD(SGDSettings s = {}) { return {"SGD", s}; }
struct RMSpropSettings {
  double learning_rate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7;
  bool centered = false;
  template <class V> void each(V& v) const { v("learning_rate", learning_rate), v("rho", rho), v("momentum", momentum), v("epsilon", epsilon), v("centered", centered); }
};
inline Object RMSprop(RMSpropSettings s = {}) { return {"RMSprop", s}; }
struct AdamSettings {
  double learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  template <class V> void each(V& v) const { v("learning_rate", learning_rate), v("beta_1", beta_1), v("beta_2", beta_2), v("epsilon", epsilon), v("amsgrad", amsgrad); }
};
inline Object Adam(AdamSettings s = {}) { return {"Adam", s}; }
struct CrossentropySettings {
  bool from_logits = false;
  double label_smoothing = 0;
  template <class V> void each(V& v) const { v("from_logits", from_logits), v("label_smoothing", label_smoothing); }
};
inline Object BinaryCrossentropy(CrossentropySettings s = {}) { return {"binary_crossentropy", s}; }
inline Object CategoricalCrossentropy(CrossentropySettings s = {}) { return {"categorical_crossentropy", s}; }
struct SparseSettings {
  bool from_logits = false;
  template <class V> void each(V& v) const { v("from_logits", from_logits); }
};
inline Object SparseCategoricalCrossentropy(SparseSettings s = {}) { return {"sparse_categorical_crossentropy", s}; }

// ---- layers

struct InputSettings {
  Text name;
  template <class V> void each(V& v) const { v("name", name); }
};
struct Input {
  static constexpr const char* class_name = "InputLayer";
  Extents shape;
  InputSettings settings;
  Input(Extents shape, InputSettings s = {}) : shape(shape), settings(s) {}
  template <class V> void each(V& v) const { v("shape", shape), settings.each(v); }
};
struct DenseSettings {
  Text activation;
  bool use_bias = true;
  Object kernel_initializer = "glorot_uniform", bias_initializer = "zeros", kernel_regularizer = {}, bias_regularizer = {};
  long input_dim = 0;
  Extents input_shape = {};
  Text name = {};
  template <class V> void each(V& v) const {
    v("activation", activation), v("use_bias", use_bias), v("kernel_initializer", kernel_initializer), v("bias_initializer", bias_initializer);
    v("kernel_regularizer", kernel_regularizer), v("bias_regularizer", bias_regularizer), v("input_dim", input_dim), v("input_shape", input_shape), v("name", name);
  }
};
struct Dense {
  static constexpr const char* class_name = "Dense";
  long units;
  DenseSettings settings;
  Dense(long units, DenseSettings s = {}) : units(units), settings(s) {}
  Dense(long units, const char* activation) : units(units), settings{.activation = activation} {}
  template <class V> void each(V& v) const { v("units", units), settings.each(v); }
};
struct ShapeSettings {
  Extents input_shape = {};
  Text name = {};
  template <class V> void each(V& v) const { v("input_shape", input_shape), v("name", name); }
};
struct Activation {
  static constexpr const char* class_name = "Activation";
  Text activation;
  ShapeSettings settings;
  Activation(Text activation, ShapeSettings s = {}) : activation(activation), settings(s) {}
  template <class V> void each(V& v) const { v("activation", activation), settings.each(v); }
};
struct Dropout {
  static constexpr const char* class_name = "Dropout";
  double rate;
  ShapeSettings settings;
  Dropout(double rate, ShapeSettings s = {}) : rate(rate), settings(s) {}
  template <class V> void each(V& v) const { v("rate", rate), settings.each(v); }
};
struct Flatten {
  static constexpr const char* class_name = "Flatten";
  ShapeSettings settings;
  Flatten(ShapeSettings s = {}) : settings(s) {}
  template <class V> void each(V& v) const { settings.each(v); }
};
struct Reshape {
  static constexpr const char* class_name = "Reshape";
  Extents target_shape;
  ShapeSettings settings;
  Reshape(Extents target_shape, ShapeSettings s = {}) : target_shape(target_shape), settings(s) {}
  template <class V> void each(V& v) const { v("target_shape", target_shape), settings.each(v); }
};
struct Permute {
  static constexpr const char* class_name = "Permute";
  Extents dims;
  ShapeSettings settings;
  Permute(Extents dims, ShapeSettings s = {}) : dims(dims), settings(s) {}
  template <class V> void each(V& v) const { v("dims", dims), settings.each(v); }
};

// ---- the model

struct CompileSettings {
  Object optimizer = "rmsprop";
  Object loss = {};
  Objects metrics = {};
};

extern "C" {
void keratin_begin(void* model, const char* class_name, const char* file, int line);  // a layer, or `compile`
void keratin_number(void* model, const char* name, double value);
void keratin_flag(void* model, const char* name, int value);
void keratin_text(void* model, const char* name, const char* value);
void keratin_extents(void* model, const char* name, const long* values, int count);
void keratin_begin_object(void* model, const char* name, const char* class_name);
void keratin_end_object(void* model);
void keratin_end(void* model);
}

// Passes settings through the C functions above: the same for a program and for a description compiled in process.
struct SettingsWriter {
  void* model;
  void operator()(const char* name, double x) { keratin_number(model, name, x); }
  void operator()(const char* name, long x) { keratin_number(model, name, static_cast<double>(x)); }
  void operator()(const char* name, bool x) { keratin_flag(model, name, x); }
  void operator()(const char* name, Text x) {
    if (x.data) keratin_text(model, name, x.data);
  }
  void operator()(const char* name, const Extents& x) {
    if (x.count) keratin_extents(model, name, x.values, x.count);
  }
  void operator()(const char* name, const Object& x) {
    if (!x.class_name.data) return;
    keratin_begin_object(model, name, x.class_name.data);
    for (int i = 0; i < x.count; ++i) {
      const Object::Setting& s = x.settings[i];
      if (s.kind == 0) keratin_number(model, s.name.data, s.number);
      else if (s.kind == 1) keratin_flag(model, s.name.data, s.number != 0);
      else keratin_text(model, s.name.data, s.text.data);
    }
    keratin_end_object(model);
  }
};

}  // namespace keratin

#ifndef KERATIN_DESCRIPTION
#include "frontend/running.h"
#endif

namespace keratin {

class Sequential
#ifndef KERATIN_DESCRIPTION
    : public Running  // fit, evaluate, predict, summary …
#endif
{
#ifdef KERATIN_DESCRIPTION
  void* model_;
#endif

 public:
  template <class Layer>
  void add(const Layer& layer, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    keratin_begin(model_, Layer::class_name, file, line);
    SettingsWriter writer{model_};
    layer.each(writer);
    keratin_end(model_);
  }
  void compile(const CompileSettings& s, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    keratin_begin(model_, "compile", file, line);
    SettingsWriter writer{model_};
    writer("optimizer", s.optimizer);
    writer("loss", s.loss);
    for (int i = 0; i < s.metrics.count; ++i) writer("metrics", s.metrics.items[i]);
    keratin_end(model_);
  }
};

}  // namespace keratin
