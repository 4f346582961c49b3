#include "frontend/source/settings_help.h"

#include <algorithm>
#include <cctype>

namespace keratin {
namespace {

bool letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t first = at;
    while (at < text.size() && letter(text[at])) ++at;
    if (at > first) out.emplace_back(text.substr(first, at - first));
  }
  return out;
}

// `…argument to 'const SGDSettings'` → SGDSettings.
std::string settings_type(const std::string& note) {
  for (const std::string& word : words(note))
    if (word.size() > 8 && word.ends_with("Settings")) return word;
  return "";
}
// The words of the struct's fields, types and all: a setting is never near a type.
std::vector<std::string> fields(std::string_view header, const std::string& type) {
  const size_t begin = header.find("struct " + type + " {");
  if (begin == header.npos) return {};
  const std::string_view body = header.substr(begin + type.size() + 9);
  return words(body.substr(0, std::min(body.find("; };"), body.find("\n};"))));
}
// From a line (counted from 1) to the end of its statement.
std::string_view statement(std::string_view text, int line) {
  size_t at = 0;
  for (int l = 1; l < line && at < text.size(); ++l) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return text.substr(at, text.find(';', at) - at);
}
// Every `.name =`.
std::vector<std::string> designators(std::string_view text) {
  std::vector<std::string> out;
  for (size_t dot = text.find('.'); dot != text.npos; dot = text.find('.', dot + 1)) {
    size_t end = dot + 1;
    while (end < text.size() && letter(text[end])) ++end;
    const size_t after = text.find_first_not_of(" \t\n", end);
    if (end > dot + 1 && after != text.npos && text[after] == '=') out.emplace_back(text.substr(dot + 1, end - dot - 1));
  }
  return out;
}

std::string help(const std::string& type, std::string_view text, int line, std::string_view header) {
  const std::vector<std::string> known = fields(header, type), all = words(header);
  if (known.empty()) return "";
  for (const std::string& name : designators(statement(text, line))) {
    if (std::count(all.begin(), all.end(), name)) continue;  // a setting, here or of something inside
    const std::string near = nearest(name, known);
    const std::string owner = type == "CompileSettings" ? "compile" : type.substr(0, type.size() - 8);
    return "`" + name + "` is no setting of " + owner + (near.empty() ? "; see `keratin explain " + owner + "`" : "; did you mean `" + near + "`?");
  }
  return "";
}

}  // namespace

std::vector<Diagnostic> with_help_for_settings(const std::vector<Diagnostic>& problems, std::string_view text, std::string_view header) {
  std::vector<Diagnostic> out;
  for (const Diagnostic& d : problems) {
    const bool note = d.severity == Severity::note, about_header = d.place.file.find("/keratin/keratin/") != std::string::npos;
    if (note && about_header && !out.empty() && out.back().help.empty() && out.back().message.find("did you mean") == std::string::npos) {
      const std::string type = settings_type(d.message);
      if (!type.empty()) out.back().help = help(type, text, out.back().place.line, header);
    }
    if (!note || !about_header) out.push_back(d);
  }
  return out;
}

}  // namespace keratin
