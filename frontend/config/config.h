// Settings as Keras' get_config gives them: names and values in order. Layers, losses and optimizers are made from these.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/base/diagnostic.h"
#include "runtime/base/tensor.h"

namespace keratin {

struct Config;
using ConfigValue = std::variant<double, bool, std::string, Shape, std::vector<Config>>;  // an object is a list of one

struct Config {
  std::string class_name;
  std::vector<std::pair<std::string, ConfigValue>> settings;
  Place place;

  const ConfigValue* find(std::string_view name) const;
  double number(std::string_view name, double otherwise) const;
  bool flag(std::string_view name, bool otherwise) const;
  std::string text(std::string_view name, const std::string& otherwise) const;
  Shape extents(std::string_view name) const;              // empty if there are none
  const Config* object(std::string_view name) const;       // null if there is none
  std::vector<Config> objects(std::string_view name) const;
};

// A setting out of range: `problem("rate is 1.5, it lies in [0, 1)")`.
[[noreturn]] void refuse(const Config& config, const std::string& code, const std::string& message, const std::string& help = "");
// `unknown activation `rleu`, did you mean `relu`?`
[[noreturn]] void unknown(const Config& config, const std::string& code, const std::string& what, const std::string& name, const std::vector<std::string>& known);

// What a description or program has said so far.
struct Description {
  std::vector<Config> layers;
  std::optional<Config> compile;
  std::vector<Config*> open = {};  // objects that are being written
};

// The C functions that keratin.h declares; `model` is a Description.
extern "C" {
void keratin_begin(void* model, const char* class_name, const char* file, int line);
void keratin_number(void* model, const char* name, double value);
void keratin_flag(void* model, const char* name, int value);
void keratin_text(void* model, const char* name, const char* value);
void keratin_extents(void* model, const char* name, const long* values, int count);
void keratin_begin_object(void* model, const char* name, const char* class_name);
void keratin_end_object(void* model);
void keratin_end(void* model);
}

}  // namespace keratin
