// Comma-separated values: quotes, a header where the first row has words above numbers, commas, semicolons or tabs.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "runtime/base/diagnostic.h"
#include "runtime/data/array_file.h"

namespace keratin {
namespace {

using Row = std::vector<std::string>;

class Reader {
 public:
  Reader(std::string_view text, const std::string& path) : text_(text), path_(path) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    const std::string_view first = text_.substr(0, text_.find('\n'));
    for (char c : {';', '\t'})
      if (std::count(first.begin(), first.end(), c) > std::count(first.begin(), first.end(), separator_)) separator_ = c;
  }
  bool next(Row& row) {
    row.clear();
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) line_ += text_[at_++] == '\n';
    if (at_ >= text_.size()) return false;
    start_ = line_;
    for (;;) {
      row.push_back(cell(static_cast<int>(row.size()) + 1));
      if (at_ < text_.size() && text_[at_] == separator_) { ++at_; continue; }
      if (at_ < text_.size() && text_[at_] != '\r' && text_[at_] != '\n') fail("K3105", "a quoted cell goes on after its quote", {path_, line_, static_cast<int>(row.size())}, "write a quote inside a quoted cell twice");
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_, ++line_;
      return true;
    }
  }
  int line() const { return start_; }

 private:
  std::string cell(int column) {
    std::string out;
    if (at_ < text_.size() && text_[at_] == '"') {
      for (++at_;;) {
        if (at_ >= text_.size()) fail("K3105", "a quote is never closed", {path_, start_, column});
        if (text_[at_] == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') { out += '"', at_ += 2; continue; }
        if (text_[at_] == '"') { ++at_; break; }
        line_ += text_[at_] == '\n';
        out += text_[at_++];
      }
      return out;
    }
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') out += text_[at_++];
    const size_t first = out.find_first_not_of(" \t"), last = out.find_last_not_of(" \t");
    return first == std::string::npos ? "" : out.substr(first, last - first + 1);
  }

  std::string_view text_;
  std::string path_;
  char separator_ = ',';
  size_t at_ = 0;
  int line_ = 1, start_ = 1;
};

// What a cell is; `unfit` is a number that no float holds. Numbers are read as double first, as NumPy does.
enum class Kind { word, number, unfit };
Kind kind_of(const std::string& cell, float* out) {
  const bool plus = cell.size() > 1 && cell[0] == '+' && cell[1] != '-';
  double x = 0;
  const auto [end, error] = std::from_chars(cell.data() + plus, cell.data() + cell.size(), x);
  if (end != cell.data() + cell.size() || error == std::errc::invalid_argument) return Kind::word;
  *out = static_cast<float>(x);
  return error == std::errc::result_out_of_range || (std::isinf(*out) && !std::isinf(x)) ? Kind::unfit : Kind::number;
}
bool is_word(const std::string& cell) {
  float ignored;
  return kind_of(cell, &ignored) == Kind::word;
}
// `1,5` or `5;2`: numbers to their writer, where comma and semicolon have other parts than we think; no class.
bool hides_numbers(const std::string& cell) {
  return cell.find_first_of(",;") != std::string::npos && cell.find_first_of("0123456789") != std::string::npos && cell.find_first_not_of("0123456789+-.,;eE ") == std::string::npos;
}

}  // namespace

Table read_csv(std::string_view text, const std::string& path) {
  Reader reader(text, path);
  std::vector<Row> rows;
  std::vector<int> lines;
  for (Row row; reader.next(row);) {
    if (!rows.empty() && row.size() != rows[0].size())
      fail("K3106", "row " + std::to_string(rows.size() + 1) + " has " + std::to_string(row.size()) + " columns, the first has " + std::to_string(rows[0].size()), {path, reader.line(), static_cast<int>(std::min(row.size(), rows[0].size())) + 1});
    rows.push_back(std::move(row)), lines.push_back(reader.line());
  }
  if (rows.empty()) fail("K3107", "`" + path + "` has no rows", {.file = path}, "give at least one row of numbers");
  Table out;
  out.columns = static_cast<int64_t>(rows[0].size());
  const bool words_above = std::all_of(rows[0].begin(), rows[0].end(), is_word);
  const bool numbers_below = rows.size() > 1 && !std::all_of(rows[1].begin(), rows[1].end(), is_word);
  if (words_above && numbers_below) out.header = rows[0], rows.erase(rows.begin()), lines.erase(lines.begin());
  out.rows = static_cast<int64_t>(rows.size());
  out.values.resize(static_cast<size_t>(out.rows * out.columns));
  out.classes.resize(static_cast<size_t>(out.columns));
  for (int64_t c = 0; c < out.columns; ++c) {
    // A column of words is a column of classes; a number among them, or a word among numbers, is a mistake.
    const bool words = is_word(rows[0][c]);
    if (words) {
      std::set<std::string> names;
      for (const Row& row : rows) names.insert(row[c]);
      out.classes[c].assign(names.begin(), names.end());
    }
    for (int64_t r = 0; r < out.rows; ++r) {
      const std::string& cell = rows[r][c];
      float value = 0;
      const Kind kind = kind_of(cell, &value);
      const Place place{path, lines[r], static_cast<int>(c) + 1};
      const std::string shown = "`" + cell.substr(0, 40) + "`";
      if (cell.empty()) fail("K3108", "the cell is empty", place, "fill it in, or leave the row out");
      if (kind == Kind::unfit) fail("K3201", shown + " does not fit a 32-bit float", place, "scale the column");
      if (kind == Kind::word && hides_numbers(cell)) fail("K3109", shown + " is no number", place, "write numbers with a point, and one separator throughout");
      if (!words && kind == Kind::word) fail("K3109", shown + " is no number, in a column of numbers", place);
      if (words && kind == Kind::number) fail("K3109", shown + " is a number in a column of words", place);
      if (!words && !std::isfinite(value)) fail("K3201", "the cell is " + shown, place, "leave the row out, or fill in a number");
      if (words) value = static_cast<float>(std::lower_bound(out.classes[c].begin(), out.classes[c].end(), cell) - out.classes[c].begin());
      out.values[r * out.columns + c] = value;
    }
  }
  return out;
}

}  // namespace keratin
