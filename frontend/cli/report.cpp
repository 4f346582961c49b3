#include "frontend/cli/report.h"

#include <cstdio>
#include <cstdlib>
#include <system_error>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace keratin {
namespace {

bool as_json = false, with_colour = false;

// The last value of an option, as `--name value` or `--name=value`.
std::string_view value_of(std::string_view name, int argc, char** argv) {
  std::string_view value;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == name && i + 1 < argc) value = argv[i + 1];
    if (word.starts_with(name) && word.size() > name.size() && word[name.size()] == '=') value = word.substr(name.size() + 1);
  }
  return value;
}

std::string json_line(const Diagnostic& d) {
  static constexpr const char* severities[] = {"error", "warning", "note"};
  nlohmann::ordered_json out = {{"code", d.code}, {"severity", severities[static_cast<int>(d.severity)]}, {"message", d.message}};
  auto text = [&](const char* name, const std::string& value) {
    if (!value.empty()) out[name] = value;
  };
  auto number = [&](const char* name, int value) {
    if (value > 0) out[name] = value;
  };
  text("help", d.help), text("file", d.place.file), number("line", d.place.line), number("column", d.place.column), text("layer", d.place.layer), text("path", d.place.path);
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string in_colour(const Diagnostic& d) {
  static constexpr const char* colours[] = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"};
  static constexpr const char* words[] = {"error", "warning", "note"};
  std::string text = to_string(d);
  const int severity = static_cast<int>(d.severity);
  const std::string mark = std::string(words[severity]) + "[" + d.code + "]";
  if (const size_t at = text.find(mark); at != text.npos) text.replace(at, mark.size(), colours[severity] + mark + "\x1b[0m");
  if (const size_t at = text.rfind("\n  = help: "); at != text.npos) text.replace(at, 10, "\n  \x1b[1m= help:\x1b[0m");
  return text;
}

}  // namespace

void configure_report(int argc, char** argv) {
  as_json = value_of("--diagnostics", argc, argv) == "json";
  const std::string_view colour = value_of("--color", argc, argv);
  const char *no_colour = std::getenv("NO_COLOR"), *terminal = std::getenv("TERM");
  const bool capable = isatty(2) && !(no_colour && *no_colour) && !(terminal && std::string_view(terminal) == "dumb");
  with_colour = colour == "always" || (colour != "never" && capable);
}

bool coloured() { return with_colour; }

void report(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& d : diagnostics) say(as_json ? json_line(d) : with_colour ? in_colour(d) : to_string(d));
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) < text.size()) throw std::system_error(errno, std::generic_category(), "standard output");
}
void say(const std::string& line) { std::fputs((line + "\n").c_str(), stderr); }

}  // namespace keratin
