// Settings as Keras' get_config gives them: names and values in order. Layers, losses and optimizers are made from these.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/base/diagnostic.h"
#include "runtime/base/tensor.h"

namespace keratin {

struct Config;
using Numbers = std::vector<double>;
// What a setting may be; Keras' None is a setting that is not there. An object is a list of one.
using ConfigValue = std::variant<double, bool, std::string, Shape, Numbers, std::vector<Config>>;

// A formula of the user's own. `call` runs it within the scope that asks (see frontend/custom); the last owner destroys `self`.
struct Formula {
  void (*call)(void* self, void* scope) = nullptr;
  std::shared_ptr<void> self;
};

struct Config {
  std::string class_name;
  std::vector<std::pair<std::string, ConfigValue>> settings = {};
  Place place = {};
  uint64_t identity = 0;                      // of the object that was made: the same layer added twice shares its weights; 0: unknown
  std::shared_ptr<const Formula> formula = {};  // of the user's own layer, loss, metric or optimizer

  const ConfigValue* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // Of a completed config (see definition.h): the setting is there, or has a default. Error K2101 for another type.
  double number(std::string_view name) const;
  int64_t whole(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::string text(std::string_view name) const;
  std::optional<double> maybe_number(std::string_view name) const;  // settings whose default is None
  // Empty where the setting is not there.
  Shape extents(std::string_view name) const;
  Numbers numbers(std::string_view name) const;
  const Config* object(std::string_view name) const;       // null if there is none
  std::vector<Config> objects(std::string_view name) const;
  void set(std::string_view name, ConfigValue value);      // replaces or adds
};

// A setting out of range: `refuse(config, "K2108", "rate is 1.5, it lies in [0, 1]")`.
[[noreturn]] void refuse(const Config& config, const std::string& code, const std::string& message, const std::string& help = "");
// `unknown activation `rleu`, did you mean `relu`?`
[[noreturn]] void unknown(const Config& config, const std::string& code, const std::string& what, const std::string& name, const std::vector<std::string>& known);

// What a description or program has said so far.
struct Description {
  std::vector<Config> layers;
  std::optional<Config> compile = {};
};

}  // namespace keratin
