#include "compiler/emit/needed.h"

#include <map>
#include <set>
#include <vector>

namespace keratin {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::set<std::string_view> words_of(std::string_view text) {
  std::set<std::string_view> words;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end > i) words.insert(text.substr(i, end - i));
    i = end + 1;
  }
  return words;
}

// A function with the comment above it, or all that stands between #if and #endif.
struct Unit {
  std::string_view text;
  std::vector<std::string_view> names;  // that it defines; none: it always stays
};

// The name before the first parenthesis of a line that begins a function.
std::string_view name_of(std::string_view line) {
  if (!line.starts_with("INLINE ") && !line.starts_with("OUTLINE ")) return {};
  const size_t end = line.find('(');
  size_t begin = end;
  while (begin > 0 && is_letter(line[begin - 1])) --begin;
  return line.substr(begin, end - begin);
}

std::vector<Unit> units_of(std::string_view text) {
  std::vector<Unit> units;
  size_t start = 0, at = 0;
  int depth = 0;  // of #if
  std::vector<std::string_view> names;
  bool open = false;  // inside a function's braces
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1);
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("#if")) ++depth;
    if (line.starts_with("#endif")) --depth;
    if (const std::string_view name = name_of(line); !name.empty()) names.push_back(name), open = !line.ends_with("}");
    if (line == "}") open = false;
    const bool comment = line.starts_with("//"), indented = line.starts_with(" ");
    if (depth || open || comment || indented) continue;
    units.push_back({text.substr(start, at - start), std::move(names)});
    names.clear();
    start = at;
  }
  if (start < text.size()) units.push_back({text.substr(start), std::move(names)});
  return units;
}

}  // namespace

std::string needed(std::string_view prelude, std::string_view code) {
  const std::vector<Unit> units = units_of(prelude);
  std::vector<char> kept(units.size(), false);
  std::set<std::string_view> wanted = words_of(code);
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < units.size(); ++i) {
      if (kept[i]) continue;
      bool keep = units[i].names.empty();
      for (std::string_view name : units[i].names) keep |= wanted.count(name) > 0;
      if (!keep) continue;
      kept[i] = more = true;
      wanted.merge(words_of(units[i].text));
    }
  }
  std::string out;
  for (size_t i = 0; i < units.size(); ++i)
    if (kept[i]) out += units[i].text;
  return out;
}

}  // namespace keratin
