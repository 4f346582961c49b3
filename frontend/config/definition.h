// One definition of a thing with a Keras name (a layer, a loss, an optimizer …): its names, what it does, its formula and its
// settings with types, defaults and ranges. Pages, the public header, the table of Keras' surface, the check of what a user
// wrote and the config in a file all follow from it.
#pragma once

#include <limits>

#include "frontend/config/config.h"

namespace keratin {

enum class Category { layer, activation, loss, metric, optimizer, schedule, initializer, regularizer, constraint, callback };
struct CategoryInfo {
  const char *name, *plural;
  const char* code;    // of the diagnostic for an unknown name
  const char* module;  // Keras' own: keras.layers
};
const CategoryInfo& info(Category category);

enum class SettingType {
  number,
  whole,
  flag,
  text,
  extents,  // whole numbers in order: a shape, or axes (then -1 alone is a list of one)
  numbers,
  object,   // something with a name and settings of its own: `category` says what
  rate,     // a number or a schedule
};

struct Setting {
  std::string name;
  SettingType type = SettingType::number;
  std::optional<ConfigValue> otherwise = {};  // the default; none: None in Keras, or required
  bool is_required = false;
  bool is_positional = false;                 // in C++ a plain argument, as every required one is
  Category category = Category::initializer;  // of an object
  // A number's range; `above` and `below` are not part of it.
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  bool above = false, below = false;
  std::vector<std::string> choices = {};      // of a text
  std::string about = {};                     // one phrase for its page

  // Written as sentences: number("rate").required().from(0).to(1).says("the part that is dropped").
  Setting required() const;
  Setting plain() const;                      // positional with a default: L2(0.01)
  Setting from(double least) const;
  Setting to(double most) const;
  Setting over(double bound) const;           // > bound
  Setting under(double bound) const;          // < bound
  Setting one_of(std::vector<std::string> choices) const;
  Setting says(std::string text) const;
};
Setting number(std::string name, std::optional<double> otherwise = {});
Setting whole(std::string name, std::optional<int64_t> otherwise = {});
Setting flag(std::string name, bool otherwise);
Setting text(std::string name, std::optional<std::string> otherwise = {});
Setting extents(std::string name, std::optional<Shape> otherwise = {});
Setting numbers(std::string name, std::optional<Numbers> otherwise = {});
Setting rate(std::string name, double otherwise);
// The default is a name, or empty for None.
Setting object(Category category, std::string name, const std::string& otherwise = "");
inline Setting activation(std::string name, const std::string& otherwise = "linear") { return object(Category::activation, std::move(name), otherwise); }
inline Setting initializer(std::string name, const std::string& otherwise) { return object(Category::initializer, std::move(name), otherwise); }
inline Setting regularizer(std::string name) { return object(Category::regularizer, std::move(name)); }
inline Setting constraint(std::string name) { return object(Category::constraint, std::move(name)); }

struct Definition {
  Category category = Category::layer;
  std::string class_name;                    // Keras' class, as in `Dense`
  std::vector<std::string> aliases = {};     // other names that mean it: `mse`, `he_normal`
  std::string about;                         // one sentence, lower case, without a full stop
  std::string formula;
  std::vector<Setting> settings = {};        // of its own, in Keras' order
  std::string shapes = {};                   // (batch, …) → (batch, …), where it is not evident
  bool is_extension = false;                 // Keras has no such thing
  bool takes_common = true;                  // the settings that its category shares
  bool is_open = false;                      // the user's own: keeps its class name and takes any setting

  const Setting* find(std::string_view setting) const;
  bool is_called(std::string_view name) const;
};

// The range of a number in words: `at least 0 and below 1`; empty if anything goes.
std::string range_text(const Setting& setting);
std::string default_text(const Setting& setting);  // `0.01`, `glorot_uniform`, `None`, `required`

// The config with every default filled in, checked: unknown names (K2117 with a suggestion), wrong types (K2101), numbers
// out of range (K2118), required settings that are not there (K2119). `common` are settings that all of a category share.
Config completed(const Definition& definition, const Config& config, const std::vector<Setting>& common = {});

// The row of a table that `config` names. Error with the category's code and a suggestion.
template <class Row>
const Row& find_row(const std::vector<Row>& table, const Config& config) {
  std::vector<std::string> known;
  for (const Row& row : table) {
    if (row.is_called(config.class_name)) return row;
    known.push_back(row.class_name);
    known.insert(known.end(), row.aliases.begin(), row.aliases.end());
  }
  const CategoryInfo& category = info(table.at(0).category);
  unknown(config, category.code, category.name, config.class_name, known);
}

}  // namespace keratin
