// Keras 3's table of a model's layers.
#include <cmath>

#include <fmt/format.h>

#include "frontend/model.h"

namespace keratin {
namespace {

size_t width_of(const std::string& text) {
  size_t n = 0;
  for (char c : text) n += (c & 0xc0) != 0x80;
  return n;
}
std::string repeat(const char* text, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += text;
  return out;
}
std::string thousands(int64_t n) {
  std::string digits = std::to_string(n);
  for (int64_t at = static_cast<int64_t>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<size_t>(at), ",");
  return digits;
}
std::string size_text(int64_t parameters) {
  const double bytes = 4.0 * static_cast<double>(parameters);
  if (bytes < 1024) return fmt::format("{:.2f} B", bytes);
  return bytes < 1024 * 1024 ? fmt::format("{:.2f} KB", bytes / 1024) : fmt::format("{:.2f} MB", bytes / 1024 / 1024);
}

// Words into lines of at most `width`; a word that is longer is cut with an ellipsis.
std::vector<std::string> wrapped(const std::string& text, size_t width) {
  std::vector<std::string> lines;
  std::string line;
  for (size_t at = 0; at <= text.size();) {
    size_t end = text.find(' ', at);
    if (end == std::string::npos) end = text.size();
    std::string word = text.substr(at, end - at);
    if (width_of(word) > width) word = word.substr(0, width - 1) + "…";
    if (!line.empty() && width_of(line) + 1 + width_of(word) > width) lines.push_back(line), line.clear();
    line += (line.empty() ? "" : " ") + word;
    at = end + 1;
  }
  lines.push_back(line);
  return lines;
}

struct Table {
  std::vector<size_t> widths;  // of the cells, without the blank on either side

  std::string rule(const char* left, const char* line, const char* middle, const char* right) const {
    std::string out = left;
    for (size_t i = 0; i < widths.size(); ++i) out += (i ? middle : "") + repeat(line, widths[i] + 2);
    return out + right + "\n";
  }
  std::string row(const std::vector<std::string>& cells, const char* bar) const {
    std::vector<std::vector<std::string>> lines;
    size_t height = 1;
    for (size_t i = 0; i < cells.size(); ++i) lines.push_back(wrapped(cells[i], widths[i])), height = std::max(height, lines.back().size());
    std::string out;
    for (size_t l = 0; l < height; ++l) {
      out += bar;
      for (size_t i = 0; i < cells.size(); ++i) {
        const std::string text = l < lines[i].size() ? lines[i][l] : "";
        const std::string blank(widths[i] - width_of(text), ' ');
        out += " " + (i == 2 ? blank + text : text + blank) + " " + bar;
      }
      out += "\n";
    }
    return out;
  }
};

// Columns end at .45, .8 and 1 of the line; what is too wide is taken off column by column, rounding half to even.
Table table_for(int64_t columns) {
  const int64_t line = std::min<int64_t>(88, columns - 4);
  const int64_t cuts[] = {static_cast<int64_t>(0.45 * line), static_cast<int64_t>(0.8 * line), line};
  int64_t widths[3], sum = 0, before = 0;
  for (int i = 0; i < 3; ++i) widths[i] = cuts[i] - before + 2, before = cuts[i], sum += widths[i];
  int64_t rest = sum + 4 - line;
  for (int i = 0; i < 3 && rest > 0; ++i) {
    const auto d = static_cast<int64_t>(std::nearbyint(static_cast<double>(rest) / (3 - i)));
    widths[i] -= d, rest -= d;
  }
  Table t;
  for (int64_t w : widths) t.widths.push_back(static_cast<size_t>(std::max<int64_t>(w - 2, 4)));
  return t;
}

}  // namespace

std::string summary(const BuiltModel& model, const std::string& name, int64_t columns, bool compiled) {
  const Table t = table_for(columns);
  std::string out = fmt::format("Model: \"{}\"\n", name);
  out += t.rule("┏", "━", "┳", "┓") + t.row({"Layer (type)", "Output Shape", "Param #"}, "┃") + t.rule("┡", "━", "╇", "┩");
  int64_t parameters = 0, trainable = 0;
  for (size_t i = 0; i < model.layers.size(); ++i) {
    const LayerSummary& l = model.layers[i];
    if (i) out += t.rule("├", "─", "┼", "┤");
    out += t.row({fmt::format("{} ({})", l.name, l.class_name), to_string(l.output), thousands(l.parameters)}, "│");
    parameters += l.parameters, trainable += l.trainable;
  }
  out += t.rule("└", "─", "┴", "┘");
  const int64_t optimizer = compiled ? model.optimizer_parameters : 0;
  auto total = [](const char* what, int64_t n) { return fmt::format(" {} params: {} ({})\n", what, thousands(n), size_text(n)); };
  out += total("Total", parameters + optimizer) + total("Trainable", trainable) + total("Non-trainable", parameters - trainable);
  if (compiled && optimizer) out += total("Optimizer", optimizer);
  return out;
}

}  // namespace keratin
