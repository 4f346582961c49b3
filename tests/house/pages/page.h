// Commands and outputs of a Markdown page.
//
// A block ```sh whose lines begin with `build/` (the command, the example) is run, line by line, from the root; a line that ends in a backslash
// goes on. A block ```text directly behind it (a blank line may stand between) is what all its commands print together,
// standard output and error. Compared are lines, where
//   - times (12ms/step, 0s, 1m 5s, 0.31 s) stand for any other time,
//   - one blank stands for several, and none at the ends,
//   - a line `…` stands for any lines, none included.
#pragma once

#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace keratin::testing {

struct Example {
  int line = 0;                       // of the page
  std::vector<std::string> commands;
  std::vector<std::string> output;    // empty: not shown
};

inline std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

inline std::vector<Example> examples_of(const std::string& page) {
  const std::vector<std::string> lines = lines_of(page);
  std::vector<Example> found;
  auto block = [&](size_t& at) {  // the lines of the block that opens at `at`, which moves behind it
    std::vector<std::string> inside;
    for (++at; at < lines.size() && lines[at] != "```"; ++at) inside.push_back(lines[at]);
    ++at;
    return inside;
  };
  for (size_t at = 0; at < lines.size();) {
    if (!lines[at].starts_with("```")) { ++at; continue; }
    if (lines[at] != "```sh") { block(at); continue; }
    Example example{.line = static_cast<int>(at) + 1};
    std::string command;
    for (const std::string& line : block(at)) {
      command += line;
      if (command.ends_with("\\")) { command.back() = ' '; continue; }
      if (command.starts_with("build/")) example.commands.push_back(command);
      command.clear();
    }
    size_t next = at;
    while (next < lines.size() && lines[next].empty()) ++next;
    if (next < lines.size() && lines[next] == "```text") at = next, example.output = block(at);
    if (!example.commands.empty()) found.push_back(example);
  }
  return found;
}

// A line as it is compared.
inline std::string comparable(std::string line) {
  static const std::regex colors("\x1b\\[[0-9;]*[A-Za-z]"), times(R"(\b\d+(\.\d+)? ?(ns|us|µs|ms|s|m|h)(/step|/epoch)?(?![A-Za-z0-9_]))"), blanks(R"(\s+)"), repeated("(TIME )+TIME"), ends("^ | $");
  line = std::regex_replace(line.substr(line.rfind('\r') == line.npos ? 0 : line.rfind('\r') + 1), colors, "");
  line = std::regex_replace(std::regex_replace(line, times, "TIME"), blanks, " ");
  return std::regex_replace(std::regex_replace(line, repeated, "TIME"), ends, "");
}

// The first line of the page that is not printed where it should be; empty: all are.
inline std::string first_difference(const std::vector<std::string>& shown, const std::vector<std::string>& printed) {
  size_t at = 0;
  bool any = false;  // a line `…` was the last one
  for (size_t i = 0; i < shown.size(); ++i) {
    if (comparable(shown[i]) == "…") { any = true; continue; }
    const size_t from = at;
    while (any && at < printed.size() && comparable(printed[at]) != comparable(shown[i])) ++at;
    if (at == printed.size()) return "the page shows `" + shown[i] + "`, printed is no such line";
    if (comparable(printed[at]) != comparable(shown[i])) return "the page shows `" + shown[i] + "`, printed is `" + printed[from] + "`";
    ++at, any = false;
  }
  if (!any && at < printed.size()) return "the page ends, printed is `" + printed[at] + "`";
  return "";
}

}  // namespace keratin::testing
