#include "frontend/config/config.h"

namespace keratin {
namespace {

template <class T>
const T* get(const Config& config, std::string_view name) {
  const ConfigValue* value = config.find(name);
  if (!value) return nullptr;
  if (auto* x = std::get_if<T>(value)) return x;
  refuse(config, "K2101", "`" + std::string(name) + "` has another type");
}
template <class T>
T needed(const Config& config, std::string_view name) {
  const T* x = get<T>(config, name);
  check(x != nullptr, "the config is completed: it has `" + std::string(name) + "`");
  return *x;
}

}  // namespace

const ConfigValue* Config::find(std::string_view name) const {
  for (const auto& [known, value] : settings)
    if (known == name) return &value;
  return nullptr;
}
double Config::number(std::string_view name) const { return needed<double>(*this, name); }
int64_t Config::whole(std::string_view name) const { return static_cast<int64_t>(number(name)); }
bool Config::flag(std::string_view name) const { return needed<bool>(*this, name); }
std::string Config::text(std::string_view name) const { return needed<std::string>(*this, name); }
std::optional<double> Config::maybe_number(std::string_view name) const {
  const double* x = get<double>(*this, name);
  return x ? std::optional(*x) : std::nullopt;
}
Shape Config::extents(std::string_view name) const {
  const Shape* x = get<Shape>(*this, name);
  return x ? *x : Shape{};
}
Numbers Config::numbers(std::string_view name) const {
  const Numbers* x = get<Numbers>(*this, name);
  return x ? *x : Numbers{};
}
std::vector<Config> Config::objects(std::string_view name) const {
  const auto* x = get<std::vector<Config>>(*this, name);
  return x ? *x : std::vector<Config>{};
}
const Config* Config::object(std::string_view name) const {
  const auto* list = get<std::vector<Config>>(*this, name);
  return list && !list->empty() ? &list->front() : nullptr;
}
void Config::set(std::string_view name, ConfigValue value) {
  for (auto& [known, old] : settings)
    if (known == name) return void(old = std::move(value));
  settings.push_back({std::string(name), std::move(value)});
}

void refuse(const Config& config, const std::string& code, const std::string& message, const std::string& help) {
  Place place = config.place;
  if (const ConfigValue* name = config.find("name"))
    if (auto* text = std::get_if<std::string>(name)) place.layer = *text;
  fail(code, config.class_name + ": " + message, place, help);
}

void unknown(const Config& config, const std::string& code, const std::string& what, const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  std::string all;
  for (const std::string& k : known) all += (all.empty() ? "" : ", ") + k;
  refuse(config, code, "unknown " + what + " `" + name.substr(0, 60) + "`", near.empty() ? "known are " + all : "did you mean `" + near + "`?");
}

}  // namespace keratin
