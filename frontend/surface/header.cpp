#include "frontend/surface/header.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "frontend/ops/ops.h"
#include "frontend/surface/registry.h"

namespace keratin {
namespace {

constexpr size_t widest_line = 178;

// The type of a setting in C++ and its default as an initializer.
std::string cpp_type(const Setting& s) {
  const bool none = !s.otherwise && !s.is_required;
  switch (s.type) {
    case SettingType::number: return none ? "Number" : "double";
    case SettingType::whole: return none ? "Number" : "long";
    case SettingType::flag: return "bool";
    case SettingType::text: return "Text";
    case SettingType::extents: return "Extents";
    case SettingType::numbers: return "NumberList";
    case SettingType::object: return "Object";
    case SettingType::rate: return "Rate";
  }
  return "";
}
std::string cpp_default(const Setting& s) {
  if (!s.otherwise) return "{}";
  struct Text {
    std::string operator()(double x) const { return fmt::format("{}", x); }
    std::string operator()(bool x) const { return x ? "true" : "false"; }
    std::string operator()(const std::string& x) const { return "\"" + x + "\""; }
    std::string operator()(const Shape& x) const { return fmt::format("{{{}}}", fmt::join(x, ", ")); }
    std::string operator()(const std::vector<double>& x) const { return fmt::format("{{{}}}", fmt::join(x, ", ")); }
    std::string operator()(const std::vector<Config>& x) const { return x.empty() ? "{}" : "\"" + x[0].class_name + "\""; }
  };
  return std::visit(Text{}, *s.otherwise);
}

// Fields of one type share a declaration, and declarations a line as long as it is not too wide.
std::string struct_text(const std::string& name, const std::vector<Setting>& settings) {
  std::string out, type;
  size_t width = 1;
  for (const Setting& s : settings) {
    const std::string field = s.name + " = " + cpp_default(s);
    const bool fits = width + field.size() < widest_line;
    std::string part = fits && cpp_type(s) == type ? ", " + field : (type.empty() ? "" : ";") + std::string(fits ? " " : "\n  ") + cpp_type(s) + " " + field;
    width = fits ? width + part.size() : part.size();
    out += part, type = cpp_type(s);
  }
  const bool one_line = out.find('\n') == out.npos && name.size() + out.size() + 13 < widest_line;
  return "struct " + name + (one_line ? " {" : " {\n ") + out + (one_line ? "; };\n" : ";\n};\n");
}

std::string comment(const Definition& d) {
  std::string text = "// " + d.about;
  if (!d.formula.empty()) text += ": " + d.formula;
  for (size_t at = 0; text.size() - at > widest_line;) {  // the part from `at` on is one line
    size_t cut = text.rfind(' ', at + widest_line);
    if (cut == text.npos || cut <= at + 3) break;
    text.replace(cut, 1, "\n// ");
    at = cut + 1;
  }
  return text + "\n";
}

// What all of a category take is passed on by one function of the category's file, where none of it is a thing's own.
bool has_all_common(const Definition& d) {
  const std::vector<Setting>& common = common_settings(d.category);
  return d.takes_common && !common.empty() && std::none_of(common.begin(), common.end(), [&](const Setting& s) { return d.find(s.name) != nullptr; });
}
const char* cpp_object(Category category) { return category == Category::layer ? "Layer" : "Object"; }
std::string common_text(Category category) {
  if (common_settings(category).empty()) return "";
  std::string sets;
  for (const Setting& s : common_settings(category)) sets += fmt::format(".set(\"{}\", s.{})", s.name, s.name);
  const size_t half = sets.rfind(".set", sets.size() / 2 + 1);
  return fmt::format("template <class S>\n{} with_common({} o, const S& s) {{\n  return o{}\n      {};\n}}\n", cpp_object(category), cpp_object(category), sets.substr(0, half), sets.substr(half));
}

std::string factory_text(const Definition& d, const std::string& name) {
  std::vector<Setting> plain, named;
  for (const Setting& s : all_settings(d)) (s.is_positional ? plain : named).push_back(s);
  const std::string type = cpp_object(d.category), settings = name + "Settings";
  const bool common = has_all_common(d);
  std::string parameters, sets, values;
  for (const Setting& s : plain) {
    parameters += fmt::format("{}{} {}{}", parameters.empty() ? "" : ", ", cpp_type(s) == "Extents" || cpp_type(s) == "NumberList" || cpp_type(s) == "Object" ? "const " + cpp_type(s) + "&" : cpp_type(s), s.name,
                              s.is_required ? "" : " = " + cpp_default(s));
    values += s.name + ", ";
  }
  for (const std::vector<Setting>* list : {&plain, &named})
    for (const Setting& s : *list)
      if (!common || d.find(s.name)) sets += fmt::format("\n      .set(\"{}\", {}{})", s.name, list == &named ? "s." : "", s.name);
  // Several calls a line.
  std::string body = std::string("  return ") + (common ? "with_common(" : "") + type + "(\"" + d.class_name + "\")";
  size_t width = body.size();
  for (size_t at = 0; at < sets.size();) {
    const size_t end = std::min(sets.find("\n      ", at + 1), sets.size());
    const std::string call = sets.substr(at + 7, end - at - 7);
    if (width + call.size() > widest_line) body += "\n      ", width = 6;
    body += call, width += call.size();
    at = end;
  }
  if (common) body += ", s)";
  std::string out = comment(d);
  const std::string separator = parameters.empty() ? "" : ", ";
  if (!named.empty()) out += struct_text(settings, named);
  const std::string head = fmt::format("inline {} {}({}{}) {{", type, name, parameters, named.empty() ? "" : separator + "const " + settings + "& s = {}");
  const bool one_line = body.find('\n') == body.npos && head.size() + body.size() < widest_line;
  out += one_line ? head + body.substr(1) + "; }\n" : head + "\n" + body + ";\n}\n";
  const bool by_activation = !named.empty() && named[0].type == SettingType::object && named[0].category == Category::activation && !plain.empty();
  if (by_activation) out += fmt::format("inline {} {}({}, const char* activation) {{ return {}({}{}{{.activation = activation}}); }}\n", type, name, parameters, name, values, settings);
  return out;
}

std::string head(const std::string& what) { return "// " + what + " by Keras' names; written from their definitions, as a test checks.\n#pragma once\n\n#include \"keratin/object.h\"\n\nnamespace keratin {\n"; }

// Every name lives in its category's namespace; the first that has it has it in `keratin`, too.
std::string category_text(Category category, std::set<std::string>& taken) {
  const std::string space = info(category).plural;
  std::string out = "\nnamespace " + space + " {\n\n" + common_text(category), uses;
  for (const Definition* d : definitions(category)) {
    if (d->is_open) continue;
    const std::string name = d->class_name == "InputLayer" ? "Input" : d->class_name;  // keras.Input makes one
    out += factory_text(*d, name);
    if (category == Category::activation || !taken.insert(name).second) continue;
    uses += fmt::format("using {}::{};", space, name);
    const std::vector<Setting> all = all_settings(*d);
    const bool has_settings = std::any_of(all.begin(), all.end(), [](const Setting& s) { return !s.is_positional; });
    uses += has_settings ? fmt::format(" using {}::{}Settings;\n", space, name) : "\n";
  }
  return out + "\n}  // namespace " + space + "\n" + uses;
}

std::string op_text(const OpRow& op) {
  static constexpr const char* operands[] = {"x", "y", "z"};
  std::string parameters, values;
  for (int i = 0; i < op.operands; ++i) parameters += fmt::format("{}Symbol {}", i ? ", " : "", operands[i]), values += fmt::format(", {}", operands[i]);
  if (op.settings.empty()) return fmt::format("inline Symbol {}({}) {{ return apply(\"{}\", {{}}{}); }}  // {}\n", op.name, parameters, op.name, values, op.text);
  std::string fields, sets;
  for (const OpSettingRow& s : op.settings) {
    auto* number = std::get_if<OpValue>(&s.otherwise);
    const bool whole = s.kind == SettingKind::axis || s.kind == SettingKind::axes || s.kind == SettingKind::extents;
    std::string type = whole ? "Extents" : s.kind == SettingKind::flag ? "Flag" : "Number", otherwise = "{}";
    if (number && std::holds_alternative<double>(*number) && !whole) otherwise = fmt::format("{}", std::get<double>(*number));
    if (number && std::holds_alternative<bool>(*number)) otherwise = std::get<bool>(*number) ? "true" : "false";
    fields += fmt::format(" {} {} = {};", type, s.name, otherwise);
    sets += fmt::format(".set(\"{}\", s.{})", s.name, s.name);
  }
  const std::string settings = std::string(op.name) + "_settings";
  return fmt::format("struct {} {{{} }};\ninline Symbol {}({}, const {}& s{}) {{ return apply(\"{}\", Object(\"{}\"){}{}); }}  // {}\n", settings, fields, op.name, parameters, settings,
                     op.settings[0].required ? "" : " = {}", op.name, op.name, sets, values, op.text);
}

std::string ops_text() {
  std::string out = "// Operations on symbols by the names of keras.ops; written from their table, as a test checks.\n#pragma once\n\n#include \"keratin/formula.h\"\n\nnamespace keratin {\n\n";
  for (const OpRow& op : op_table())
    if (op.operands != OpRow::many) out += op_text(op);
  return out + "\n}  // namespace keratin\n";
}

}  // namespace

std::map<std::string, std::string> public_headers() {
  std::map<std::string, std::string> out;
  std::set<std::string> taken;
  std::string all = "// Everything that is defined by a Keras name; written from the definitions, as a test checks.\n#pragma once\n\n";
  for (const Category category : every_category) {
    const std::string plural = info(category).plural;
    out[plural + ".h"] = head(std::string(1, static_cast<char>(plural[0] - 32)) + plural.substr(1)) + category_text(category, taken) + "\n}  // namespace keratin\n";
    all += "#include \"keratin/" + plural + ".h\"\n";
  }
  out["definitions.h"] = all;
  out["ops.h"] = ops_text();
  return out;
}

}  // namespace keratin
