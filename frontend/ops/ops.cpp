#include "frontend/ops/ops.h"

#include <cmath>

#include <fmt/format.h>

#include "frontend/ops/rules.h"

namespace keratin {

const OpRow* find_op(std::string_view name) {
  for (const OpRow& row : op_table()) {
    if (name == row.name) return &row;
    for (const char* alias : row.aliases)
      if (name == alias) return &row;
  }
  return nullptr;
}

const std::vector<std::string>& op_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const OpRow& row : op_table()) {
      out.push_back(row.name);
      out.insert(out.end(), row.aliases.begin(), row.aliases.end());
    }
    return out;
  }();
  return names;
}

std::string print(const OpValue& value) {
  if (auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return print(std::get<Axes>(value));
}
std::string print(const Axes& list) { return fmt::format("{{{}}}", fmt::join(list, ", ")); }
std::string signature(const OpRow& row) {
  static const char* const operands[] = {"x", "a, b", "a, b, c"};
  std::string out = fmt::format("{}({}", row.name, row.operands == OpRow::many ? "{a, b, …}" : operands[row.operands - 1]);
  for (const OpSettingRow& s : row.settings) {
    auto* otherwise = std::get_if<OpValue>(&s.otherwise);
    out += fmt::format(", {}{}", s.name, s.required ? "" : "=" + (otherwise ? print(*otherwise) : "None"));
  }
  return out + ")";
}

namespace {

const OpRow& row_of(const OpSettings& call) {
  if (const OpRow* row = find_op(call.op)) return *row;
  const std::string near = nearest(call.op, op_names());
  fail("K2401", "there is no operation `" + call.op.substr(0, 60) + "`", call.place, near.empty() ? "`keratin explain operations` lists them; the names are those of keras.ops" : "did you mean `" + near + "`?");
}

// One of the kinds, or what was wanted instead.
const char* wanted(SettingKind kind, const OpValue& value) {
  auto whole = [](double x) { return x == std::floor(x) && std::abs(x) < 2147483648.0; };
  const double* number = std::get_if<double>(&value);
  const Axes* list = std::get_if<Axes>(&value);
  switch (kind) {
    case SettingKind::number: return number && std::isfinite(*number) ? nullptr : "a number";
    case SettingKind::whole: return number && whole(*number) ? nullptr : "a whole number";
    case SettingKind::flag: return std::get_if<bool>(&value) ? nullptr : "true or false";
    case SettingKind::axis: return (number && whole(*number)) || (list && list->size() == 1) ? nullptr : "one axis";
    case SettingKind::axes: return (number && whole(*number)) || (list && !list->empty()) ? nullptr : "one axis or several";
    case SettingKind::extents: return (number && whole(*number)) || list ? nullptr : "whole numbers";
  }
  return nullptr;
}

const OpSettingRow* find_setting(const OpRow& row, const std::string& name) {
  for (const OpSettingRow& setting : row.settings)
    if (name == setting.name) return &setting;
  return nullptr;
}

// With Keras' defaults for what the call leaves out.
OpSettings completed(const OpRow& row, OpSettings call) {
  std::vector<std::string> known;
  for (const OpSettingRow& setting : row.settings) known.push_back(setting.name);
  for (const auto& [name, value] : call.values) {
    const OpSettingRow* setting = find_setting(row, name);
    const std::string near = setting ? "" : nearest(name, known);
    if (!setting) refuse(call, "K2405", "has no setting `" + name.substr(0, 60) + "`", near.empty() ? fmt::format("it takes {}", known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))) : "did you mean `" + near + "`?");
    if (const char* want = wanted(setting->kind, value)) refuse(call, "K2405", "the setting `" + name + "` is " + want);
    if (call.find(name) != &value) refuse(call, "K2405", "the setting `" + name + "` is given twice");
  }
  for (const OpSettingRow& setting : row.settings) {
    if (call.find(setting.name)) continue;
    if (setting.required) refuse(call, "K2405", fmt::format("needs the setting `{}`", setting.name));
    if (auto* otherwise = std::get_if<OpValue>(&setting.otherwise)) call.values.emplace_back(setting.name, *otherwise);
  }
  return call;
}

void check_operands(const OpRow& row, int given, const OpSettings& call) {
  const bool many = row.operands == OpRow::many;
  if (many ? given < 1 : given != row.operands)
    refuse(call, "K2402", fmt::format("takes {} operand{}, not {}", many ? "at least 1" : fmt::format("{}", row.operands), many || row.operands == 1 ? "" : "s", given), "it is `" + signature(row) + "`");
}

}  // namespace

const OpRow& check_op(int operands, const OpSettings& call) {
  const OpRow& row = row_of(call);
  check_operands(row, operands, call);
  completed(row, call);
  return row;
}
Expr apply_op(Builder& b, std::span<const Expr> operands, const OpSettings& call) {
  const OpRow& row = row_of(call);
  check_operands(row, static_cast<int>(operands.size()), call);
  return row.apply(b, operands, completed(row, call));
}

}  // namespace keratin
