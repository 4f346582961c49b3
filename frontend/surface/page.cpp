#include "frontend/surface/page.h"

#include <algorithm>

#include <fmt/format.h>

#include "frontend/surface/registry.h"

namespace keratin {
namespace {

std::string type_text(const Setting& s) {
  switch (s.type) {
    case SettingType::number: return "number";
    case SettingType::whole: return "whole number";
    case SettingType::flag: return "flag";
    case SettingType::text: return "text";
    case SettingType::extents: return "whole numbers";
    case SettingType::numbers: return "numbers";
    case SettingType::object: return info(s.category).name;
    case SettingType::rate: return "number or schedule";
  }
  return "";
}

std::string settings_text(const std::vector<Setting>& settings) {
  size_t name_width = 0, default_width = 0;
  for (const Setting& s : settings) name_width = std::max(name_width, s.name.size()), default_width = std::max(default_width, default_text(s).size());
  std::string out;
  for (const Setting& s : settings) {
    std::string notes = type_text(s);
    if (const std::string range = range_text(s); !range.empty()) notes += ", " + range;
    if (!s.about.empty() && s.about != "a number or a schedule") notes += "; " + s.about;
    out += fmt::format("  {:<{}}  {:<{}}  {}\n", s.name, name_width, default_text(s), default_width, notes);
  }
  return out;
}

}  // namespace

std::string page(const Definition& d) {
  const CategoryInfo& category = info(d.category);
  std::string out = fmt::format("{} {}: {}\n", category.name, d.class_name, d.about);
  const std::string keras = d.is_extension ? "not in Keras: an extension" : fmt::format("{}.{}", category.module, d.class_name);
  out += "\n  Keras    " + keras + "\n";
  if (!d.aliases.empty()) out += fmt::format("  also     {}\n", fmt::join(d.aliases, ", "));
  if (!d.formula.empty()) out += "  formula  " + d.formula + "\n";
  if (!d.shapes.empty()) out += "  shapes   " + d.shapes + "\n";
  const std::vector<Setting> all = all_settings(d);
  if (!all.empty()) out += "\nsettings\n" + settings_text(all);
  return out;
}

std::vector<const Definition*> find_definitions(std::string_view name) {
  std::vector<const Definition*> out;
  for (const Category category : every_category)
    for (const Definition* d : definitions(category))
      if (d->is_called(name)) out.push_back(d);
  return out;
}

}  // namespace keratin
