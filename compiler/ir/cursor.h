// A place in the text of a graph or kernel, read line by line: takes words and numbers, complains with line and column.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"

namespace keratin {

// Walks over the text, one line at a time.
class Cursor {
 public:
  static constexpr long largest = 1l << 31;  // of a number in the text: extents, strides, offsets

  // Complaints carry `code`.
  Cursor(std::string_view text, std::string_view file, const char* code) : rest_(text), file_(file), code_(code) { next_line(); }

  bool done() const { return done_; }
  int indent() const { return static_cast<int>(line_.find_first_not_of(' ') == line_.npos ? line_.size() : line_.find_first_not_of(' ')); }
  void start(int indent) { at_ = static_cast<size_t>(indent); }
  void next_line() {
    done_ = rest_.empty();
    const size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    rest_ = end == rest_.npos ? std::string_view() : rest_.substr(end + 1);
    at_ = 0, ++number_;
  }
  void end_line() {
    if (at_ != line_.size()) error("the line goes on after the statement's end");
    next_line();
  }
  std::string_view take_rest() { return take_until(line_.size()); }

  // Takes `text` if it comes next; a word only as a whole.
  bool take(std::string_view text) {
    if (!line_.substr(at_).starts_with(text)) return false;
    const size_t end = at_ + text.size();
    if (is_letter(text.back()) && end < line_.size() && is_letter(line_[end])) return false;
    at_ = end;
    return true;
  }
  void expect(std::string_view text) {
    if (!take(text)) error(fmt::format("expected `{}`", text));
  }
  void skip(size_t letters) { at_ += letters; }
  bool sees(char c) const { return at_ < line_.size() && line_[at_] == c; }
  bool sees_number() const { return at_ < line_.size() && (is_digit(line_[at_]) || line_[at_] == '-'); }
  std::string_view peek_word() const {
    size_t end = at_;
    while (end < line_.size() && is_letter(line_[end])) ++end;
    return line_.substr(at_, end - at_);
  }
  std::string word() {
    if (peek_word().empty()) error("expected a word");
    return std::string(take_until(at_ + peek_word().size()));
  }
  // A pass's name: words joined by dashes.
  std::string dashed_word() {
    std::string text = word();
    while (take("-")) text += "-" + word();
    return text;
  }
  long whole(long least = -largest, long most = largest) {
    long value = 0;
    const char *begin = line_.data() + at_, *end = line_.data() + line_.size();
    auto [stop, problem] = std::from_chars(begin, end, value);
    if (problem != std::errc() || value < least || value > most) error(fmt::format("expected a whole number from {} to {}", least, most));
    at_ += static_cast<size_t>(stop - begin);
    return value;
  }
  int small(int least, int most = 1 << 20) { return static_cast<int>(whole(least, most)); }
  // A float has a point, an exponent or is `inf` or `nan`; anything else is left alone.
  bool take_float(float& value) {
    const char *begin = line_.data() + at_, *end = line_.data() + line_.size();
    if (begin == end || !(is_digit(*begin) || *begin == '-' || std::string_view(begin, end).starts_with("inf") || std::string_view(begin, end).starts_with("nan")))
      return false;
    auto [stop, problem] = std::from_chars(begin, end, value);
    const std::string_view seen(begin, static_cast<size_t>(stop - begin));
    if (problem != std::errc() || seen.find_first_of(".en") == seen.npos || (stop != end && is_letter(*stop))) return false;
    at_ += seen.size();
    return true;
  }

  double real() {
    double value = 0;
    const char *begin = line_.data() + at_, *end = line_.data() + line_.size();
    auto [stop, problem] = std::from_chars(begin, end, value);
    if (problem != std::errc()) error("expected a number");
    at_ += static_cast<size_t>(stop - begin);
    return value;
  }
  // "text", with \\, \" and \xNN inside.
  std::string quoted() {
    std::string out;
    for (expect("\""); !take("\"");) {
      if (at_ >= line_.size() || out.size() > 4096) error("a text without an end");
      char c = line_[at_++];
      if (c == '\\') {
        if (at_ >= line_.size()) error("a text without an end");
        c = line_[at_++];
        if (c == 'x') {
          unsigned value = 0;
          auto [stop, problem] = std::from_chars(line_.data() + at_, line_.data() + std::min(at_ + 2, line_.size()), value, 16);
          if (problem != std::errc() || stop != line_.data() + at_ + 2) error("expected two hexadecimal digits");
          at_ += 2, c = static_cast<char>(value);
        } else if (c != '"' && c != '\\') {
          error("expected `\"`, `\\` or `x` behind a backslash", 1);
        }
      }
      out += c;
    }
    return out;
  }

  [[noreturn]] void error(const std::string& message, long back = 0) const {
    fail(code_, message, {.file = std::string(file_), .line = number_, .column = static_cast<int>(at_) - static_cast<int>(back) + 1});
  }

 private:
  std::string_view take_until(size_t end) {
    const size_t begin = std::exchange(at_, end);
    return line_.substr(begin, end - begin);
  }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_' || is_digit(c); }

  std::string_view rest_, file_, line_ = {};
  const char* code_;
  size_t at_ = 0;
  int number_ = 0;
  bool done_ = false;
};

}  // namespace keratin
