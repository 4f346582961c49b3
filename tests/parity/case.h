// Stored cases of Keras' numbers, read from JSON: Keras' configs as ours, nested lists as arrays.
#pragma once

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "frontend/config/config.h"

namespace keratin::testing {

using Json = nlohmann::json;

// Numbers in double, as Keras' float64 run gave them.
struct Values {
  Shape shape;
  std::vector<double> numbers;
};
inline void append(const Json& json, Values& to, size_t depth) {
  if (!json.is_array()) {
    to.numbers.push_back(json.is_string() ? std::stod(json.get<std::string>()) : json.get<double>());
    return;
  }
  if (to.shape.size() == depth) to.shape.push_back(static_cast<int64_t>(json.size()));
  for (const Json& inner : json) append(inner, to, depth + 1);
}
inline Values values_of(const Json& json) {
  Values out;
  append(json, out, 0);
  return out;
}
inline Tensor tensor_of(const Json& json) {
  const Values values = values_of(json);
  return tensor(values.shape, std::vector<float>(values.numbers.begin(), values.numbers.end()));
}

Config config_of(const Json& object);

inline ConfigValue value_of(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_object()) return std::vector<Config>{config_of(json)};
  const Values values = values_of(json);
  bool whole = true;
  for (const Json& item : json) whole = whole && (item.is_number_integer() || item.is_null());
  if (whole) return values.shape.empty() ? Shape{} : Shape(values.numbers.begin(), values.numbers.end());
  return values.numbers;
}
// {"class_name": …, "config": {…}}, or a name; what is null is Keras' None, a setting that is not there.
inline Config config_of(const Json& object) {
  static uint64_t identities = 1000000;
  if (object.is_string()) return {object.get<std::string>()};
  Config out{object.at("class_name").get<std::string>(), {}, {}, ++identities};
  if (out.class_name == "function") return {object.at("config").get<std::string>()};
  for (const auto& [name, json] : object.at("config").items()) {
    if (json.is_null() && name == "rms_rate") out.set(name, 0.0);  // Muon's None
    if (json.is_null() && name == "axis" && out.class_name == "Normalization") out.set(name, Shape{});  // no axis, which is not its default
    if (json.is_null() || (json.is_object() && !json.contains("class_name"))) continue;
    if (name == "sparse" || name == "ragged" || name == "optional") continue;  // of inputs: false
    if (name == "batch_shape") {
      Values shape;
      for (const Json& extent : json)
        if (!extent.is_null()) shape.numbers.push_back(extent.get<double>());
      out.set("shape", Shape(shape.numbers.begin(), shape.numbers.end()));
      continue;
    }
    if (json.is_array() && json.empty() && name == "exclude_layers") continue;
    if (json.is_array() && !json.empty() && json[0].is_string()) {  // words, with commas here
      std::string words;
      for (const Json& word : json) words += (words.empty() ? "" : ", ") + word.get<std::string>();
      out.set(name, words);
      continue;
    }
    out.set(name, value_of(json));
  }
  return out;
}

struct Case {
  std::string family;
  Json json;
  std::string name() const { return json.at("name"); }
};
inline void PrintTo(const Case& c, std::ostream* out) { *out << c.family << "/" << c.name(); }

inline std::vector<Case> stored_cases(const std::string& family) {
  std::ifstream in(std::string(KERATIN_SOURCE_DIR "/tests/parity/cases/") + family + ".json");
  std::vector<Case> out;
  if (!in) return out;
  const Json file = Json::parse(in);
  for (const Json& json : file.at("cases")) out.push_back({family, json});
  return out;
}

}  // namespace keratin::testing
