#include "frontend/config/definition.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace keratin {

const CategoryInfo& info(Category category) {
  static constexpr CategoryInfo table[] = {
      {"layer", "layers", "K2102", "keras.layers"},
      {"activation", "activations", "K2103", "keras.activations"},
      {"loss", "losses", "K2201", "keras.losses"},
      {"metric", "metrics", "K2203", "keras.metrics"},
      {"optimizer", "optimizers", "K2204", "keras.optimizers"},
      {"schedule", "schedules", "K2209", "keras.optimizers.schedules"},
      {"initializer", "initializers", "K2104", "keras.initializers"},
      {"regularizer", "regularizers", "K2105", "keras.regularizers"},
      {"constraint", "constraints", "K2121", "keras.constraints"},
      {"callback", "callbacks", "K2210", "keras.callbacks"},
  };
  return table[static_cast<size_t>(category)];
}

// ---- settings as sentences

namespace {
template <class Change>
Setting changed(Setting s, const Change& change) {
  change(s);
  return s;
}
Setting typed(std::string name, SettingType type, std::optional<ConfigValue> otherwise) {
  Setting s;
  s.name = std::move(name), s.type = type, s.otherwise = std::move(otherwise);
  return s;
}
template <class T>
std::optional<ConfigValue> value_of(std::optional<T> x) {
  return x ? std::optional<ConfigValue>(std::move(*x)) : std::nullopt;
}
}  // namespace

Setting Setting::required() const { return changed(*this, [](Setting& s) { s.is_required = s.is_positional = true; }); }
Setting Setting::plain() const { return changed(*this, [](Setting& s) { s.is_positional = true; }); }
Setting Setting::from(double least) const { return changed(*this, [&](Setting& s) { s.low = least; }); }
Setting Setting::to(double most) const { return changed(*this, [&](Setting& s) { s.high = most; }); }
Setting Setting::over(double bound) const { return changed(*this, [&](Setting& s) { s.low = bound, s.above = true; }); }
Setting Setting::under(double bound) const { return changed(*this, [&](Setting& s) { s.high = bound, s.below = true; }); }
Setting Setting::one_of(std::vector<std::string> choices) const { return changed(*this, [&](Setting& s) { s.choices = std::move(choices); }); }
Setting Setting::says(std::string text) const { return changed(*this, [&](Setting& s) { s.about = std::move(text); }); }

Setting number(std::string name, std::optional<double> otherwise) { return typed(std::move(name), SettingType::number, value_of(otherwise)); }
Setting whole(std::string name, std::optional<int64_t> otherwise) {
  return typed(std::move(name), SettingType::whole, otherwise ? std::optional<ConfigValue>(static_cast<double>(*otherwise)) : std::nullopt);
}
Setting flag(std::string name, bool otherwise) { return typed(std::move(name), SettingType::flag, ConfigValue(otherwise)); }
Setting text(std::string name, std::optional<std::string> otherwise) { return typed(std::move(name), SettingType::text, value_of(std::move(otherwise))); }
Setting extents(std::string name, std::optional<Shape> otherwise) { return typed(std::move(name), SettingType::extents, value_of(std::move(otherwise))); }
Setting numbers(std::string name, std::optional<Numbers> otherwise) { return typed(std::move(name), SettingType::numbers, value_of(std::move(otherwise))); }
Setting rate(std::string name, double otherwise) {
  return typed(std::move(name), SettingType::rate, ConfigValue(otherwise)).from(0).says("a number or a schedule");
}
Setting object(Category category, std::string name, const std::string& otherwise) {
  Setting s = typed(std::move(name), SettingType::object, otherwise.empty() ? std::nullopt : std::optional<ConfigValue>(std::vector<Config>{Config{otherwise}}));
  s.category = category;
  return s;
}

const Setting* Definition::find(std::string_view setting) const {
  for (const Setting& s : settings)
    if (s.name == setting) return &s;
  return nullptr;
}
bool Definition::is_called(std::string_view name) const { return name == class_name || std::count(aliases.begin(), aliases.end(), name) > 0; }

// ---- what people read

std::string range_text(const Setting& s) {
  std::string out;
  if (std::isfinite(s.low)) out = fmt::format("{} {:g}", s.above ? "above" : "at least", s.low);
  if (std::isfinite(s.high)) out += fmt::format("{}{} {:.10g}", out.empty() ? "" : " and ", s.below ? "below" : "at most", s.high);
  for (const std::string& choice : s.choices) out += (out.empty() ? "" : ", ") + choice;
  return out;
}

namespace {
std::string number_text(double x) { return std::fabs(x) < 1e15 && x == std::floor(x) ? fmt::format("{:.0f}", x) : fmt::format("{}", x); }
}  // namespace

std::string default_text(const Setting& s) {
  if (s.is_required) return "required";
  if (!s.otherwise) return "None";
  struct Text {
    std::string operator()(double x) const { return number_text(x); }
    std::string operator()(bool x) const { return x ? "True" : "False"; }
    std::string operator()(const std::string& x) const { return x; }
    std::string operator()(const Shape& x) const { return x.size() == 1 ? std::to_string(x[0]) : to_string(x); }
    std::string operator()(const Numbers& x) const {
      std::vector<std::string> parts;
      for (double n : x) parts.push_back(number_text(n));
      return fmt::format("[{}]", fmt::join(parts, ", "));
    }
    std::string operator()(const std::vector<Config>& x) const { return x.empty() ? "None" : x[0].class_name; }
  };
  return std::visit(Text{}, *s.otherwise);
}

// ---- what a user wrote, checked and completed

namespace {

void check_number(const Config& config, const Setting& s, double x) {
  const bool inside = (s.above ? x > s.low : x >= s.low) && (s.below ? x < s.high : x <= s.high);
  if (!std::isfinite(x)) refuse(config, "K2118", fmt::format("{} is {}, it is a finite number", s.name, x));
  if (!inside) refuse(config, "K2118", fmt::format("{} is {}, it is {}", s.name, number_text(x), range_text(s)));
  if (s.type == SettingType::whole && x != std::floor(x)) refuse(config, "K2118", fmt::format("{} is {}, it is a whole number", s.name, x));
}

// The value in the setting's own form: a name stands for the object of that name, one axis for a list of one.
ConfigValue fitting(const Config& config, const Setting& s, const ConfigValue& value) {
  auto wrong = [&](const char* wanted) { refuse(config, "K2101", fmt::format("`{}` is {}", s.name, wanted)); };
  switch (s.type) {
    case SettingType::rate:
      if (std::holds_alternative<std::vector<Config>>(value)) return value;
      [[fallthrough]];
    case SettingType::number:
    case SettingType::whole:
      if (!std::holds_alternative<double>(value)) wrong("a number");
      check_number(config, s, std::get<double>(value));
      return value;
    case SettingType::flag:
      if (!std::holds_alternative<bool>(value)) wrong("true or false");
      return value;
    case SettingType::text: {
      auto* x = std::get_if<std::string>(&value);
      if (!x) wrong("a text");
      if (!s.choices.empty() && !std::count(s.choices.begin(), s.choices.end(), *x)) unknown(config, "K2118", s.name, *x, s.choices);
      return value;
    }
    case SettingType::extents:
      if (auto* x = std::get_if<double>(&value)) return Shape{static_cast<int64_t>(*x)};
      if (!std::holds_alternative<Shape>(value)) wrong("whole numbers, as {2, 3}");
      return value;
    case SettingType::numbers:
      if (auto* x = std::get_if<double>(&value)) return Numbers{*x};
      if (auto* x = std::get_if<Shape>(&value)) return Numbers(x->begin(), x->end());
      if (!std::holds_alternative<Numbers>(value)) wrong("numbers, as {0.5, 1}");
      return value;
    case SettingType::object:
      if (auto* x = std::get_if<std::string>(&value)) return std::vector<Config>{Config{*x, {}, config.place}};
      if (!std::holds_alternative<std::vector<Config>>(value)) wrong(info(s.category).name);
      return value;
  }
  return value;
}

}  // namespace

Config completed(const Definition& definition, const Config& config, const std::vector<Setting>& common) {
  std::vector<Setting> all = definition.settings;
  for (const Setting& s : common)
    if (definition.takes_common && !definition.find(s.name)) all.push_back(s);
  Config out{definition.is_open ? config.class_name : definition.class_name, {}, config.place, config.identity, config.formula};
  for (const auto& [name, value] : config.settings) {
    const bool known = std::any_of(all.begin(), all.end(), [&, n = name](const Setting& s) { return s.name == n; });
    if (known) continue;
    if (definition.is_open) {
      out.settings.push_back({name, value});
      continue;
    }
    std::vector<std::string> names;
    for (const Setting& s : all) names.push_back(s.name);
    unknown(config, "K2117", "setting", name, names);
  }
  for (const Setting& s : all) {
    const ConfigValue* given = config.find(s.name);
    if (given) out.settings.push_back({s.name, fitting(config, s, *given)});
    else if (s.is_required) refuse(config, "K2119", "`" + s.name + "` is not given" + (s.about.empty() ? "" : ", " + s.about));
    else if (s.otherwise) out.settings.push_back({s.name, *s.otherwise});
  }
  return out;
}

}  // namespace keratin
