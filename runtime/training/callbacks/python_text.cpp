#include "runtime/training/callbacks/python_text.h"

#include <vector>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"

namespace keratin {

std::string python_number(double x) {
  std::string text = fmt::format("{}", x);
  if (text.find_first_not_of("-0123456789") == text.npos) text += ".0";
  return text;
}

namespace {

// One value by one format; whole numbers may be written as real ones, as in Python.
std::string formatted(const std::variant<int64_t, double>& value, const std::string& spec) {
  const bool whole = std::holds_alternative<int64_t>(value);
  if (spec.empty()) return whole ? std::to_string(std::get<int64_t>(value)) : python_number(std::get<double>(value));
  const std::string format = "{:" + spec + "}";
  if (!whole) return fmt::format(fmt::runtime(format), std::get<double>(value));
  if (std::string_view("eEfFgG").find(spec.back()) != std::string_view::npos) return fmt::format(fmt::runtime(format), static_cast<double>(std::get<int64_t>(value)));
  return fmt::format(fmt::runtime(format), std::get<int64_t>(value));
}

}  // namespace

std::string python_format(const std::string& pattern, const Fields& fields) {
  auto refuse = [&](const std::string& why, const std::string& help = "") { fail("K1023", "the path `" + pattern + "` cannot be filled in: " + why, {}, help); };
  std::string out;
  for (size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    const bool twice = at + 1 < pattern.size() && pattern[at + 1] == c;
    if ((c == '{' || c == '}') && twice) out += c, ++at;
    else if (c == '}') refuse("a `}` stands alone", "write `}}` for a brace");
    else if (c != '{') out += c;
    if (c != '{' || twice) continue;
    const size_t end = pattern.find('}', at);
    if (end == pattern.npos) refuse("a `{` has no `}`", "write `{{` for a brace");
    const std::string inside = pattern.substr(at + 1, end - at - 1), name = inside.substr(0, inside.find(':'));
    auto field = fields.find(name);
    if (field == fields.end()) {
      std::vector<std::string> known;
      for (const auto& [key, value] : fields) known.push_back(key);
      const std::string near = nearest(name, known);
      refuse("nothing is called `" + name + "`", near.empty() ? fmt::format("there are {}", fmt::join(known, ", ")) : "did you mean `" + near + "`?");
    }
    const std::string spec = name.size() == inside.size() ? "" : inside.substr(name.size() + 1);
    if (spec.size() > 8) refuse("the format `" + spec + "` is too long");
    try {
      out += formatted(field->second, spec);
    } catch (const fmt::format_error&) {
      refuse("the format `" + spec + "` does not fit `" + name + "`", "as in `{epoch:02d}` or `{val_loss:.2f}`");
    }
    at = end;
  }
  return out;
}

}  // namespace keratin
