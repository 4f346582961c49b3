#include "frontend/config/config.h"

namespace keratin {
namespace {

template <class T>
T get(const Config& config, std::string_view name, T otherwise) {
  const ConfigValue* value = config.find(name);
  if (!value) return otherwise;
  if (auto* x = std::get_if<T>(value)) return *x;
  refuse(config, "K2101", "`" + std::string(name) + "` has another type");
}

}  // namespace

const ConfigValue* Config::find(std::string_view name) const {
  for (const auto& [known, value] : settings)
    if (known == name) return &value;
  return nullptr;
}
double Config::number(std::string_view name, double otherwise) const { return get<double>(*this, name, otherwise); }
bool Config::flag(std::string_view name, bool otherwise) const { return get<bool>(*this, name, otherwise); }
std::string Config::text(std::string_view name, const std::string& otherwise) const { return get<std::string>(*this, name, otherwise); }
Shape Config::extents(std::string_view name) const { return get<Shape>(*this, name, {}); }
std::vector<Config> Config::objects(std::string_view name) const { return get<std::vector<Config>>(*this, name, {}); }
const Config* Config::object(std::string_view name) const {
  const ConfigValue* value = find(name);
  auto* list = value ? std::get_if<std::vector<Config>>(value) : nullptr;
  return list && !list->empty() ? &list->front() : nullptr;
}

void refuse(const Config& config, const std::string& code, const std::string& message, const std::string& help) {
  Place place = config.place;
  place.layer = config.text("name", place.layer);
  fail(code, config.class_name + ": " + message, place, help);
}

void unknown(const Config& config, const std::string& code, const std::string& what, const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  std::string all;
  for (const std::string& k : known) all += (all.empty() ? "" : ", ") + k;
  refuse(config, code, "unknown " + what + " `" + name.substr(0, 60) + "`", near.empty() ? "known are " + all : "did you mean `" + near + "`?");
}

}  // namespace keratin
