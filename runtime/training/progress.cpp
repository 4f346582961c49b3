#include "runtime/training/progress.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace keratin {
namespace {

std::string values(const Logs& logs, bool by_size) {
  std::string text;
  for (const auto& [name, value] : logs) text += fmt::format(" - {}: {}", name, format_value(value, by_size));
  return text;
}
std::string eta(double seconds) {
  const auto s = static_cast<int64_t>(seconds);
  if (seconds > 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s % 3600 / 60, s % 60);
  if (seconds > 60) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}s", s);
}
// Columns of a text whose only wide letters are UTF-8 and escapes.
size_t columns(const std::string& text) {
  size_t n = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
      continue;
    }
    n += (text[i] & 0xc0) != 0x80;
  }
  return n;
}

}  // namespace

double steady_seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::string format_value(double value, bool by_size) { return (by_size ? std::fabs(value) : value) > 1e-3 ? fmt::format("{:.4f}", value) : fmt::format("{:.4e}", value); }
std::string format_seconds_per_step(double t) {
  if (t >= 1 || t == 0) return fmt::format("{:.0f}s/step", t);
  return t >= 1e-3 ? fmt::format("{:.0f}ms/step", t * 1e3) : fmt::format("{:.0f}us/step", t * 1e6);
}

void print_message(const std::string& message) { std::fputs((message + "\n").c_str(), stderr); }

bool Progress::step(int64_t done) {
  done_ = done;
  const bool first = done == begun_ + 1;
  if (verbose_ == 0 || (verbose_ == 2 && !first)) return false;
  const double now = clock_();
  if (first) after_first_ = now;
  return verbose_ == 1 && now - shown_ >= 0.05;
}
void Progress::update(const Logs& logs) {
  if (verbose_ != 1) return;
  draw(logs, false);
  shown_ = clock_();
}
void Progress::finish(const Logs& logs, int64_t done) {
  done_ = done < 0 ? steps_ : done;
  if (verbose_ == 1) draw(logs, true);
  if (verbose_ == 2) {
    const double now = clock_();
    std::fputs(fmt::format("{}/{} - {:.0f}s - {}{}\n", done_, steps_, now - begin_, format_seconds_per_step(seconds_per_step(now)), values(logs, false)).c_str(), out_);
  }
  std::fflush(out_);
}

// Leaves out the first step, which may compile.
double Progress::seconds_per_step(double now) const {
  const int64_t made = done_ - begun_;
  if (made <= 0) return 0;
  return after_first_ >= 0 && made > 1 ? (now - after_first_) / static_cast<double>(made - 1) : (now - begin_) / static_cast<double>(made);
}

void Progress::draw(const Logs& logs, bool last) {
  const double now = clock_(), per_step = seconds_per_step(now);
  auto mark = [&](const char* code, const std::string& text) { return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text; };
  const int digits = static_cast<int>(std::log10(std::max<int64_t>(steps_, 1))) + 1;
  const int filled = static_cast<int>(20 * (static_cast<double>(done_) / static_cast<double>(std::max<int64_t>(steps_, 1))));
  auto bar = [](int n) {
    std::string text;
    for (int i = 0; i < n; ++i) text += "━";
    return text;
  };
  std::string line = mark("1", fmt::format("{:>{}}/{}", done_, digits, steps_)) + " ";
  if (filled > 0) line += mark("32", bar(filled));
  line += mark("37", bar(20 - filled)) + " ";
  line += mark("1", last ? fmt::format("{:.0f}s", now - begin_) : eta(per_step * static_cast<double>(steps_ - done_))) + " " + format_seconds_per_step(per_step);
  line += values(logs, true);
  const size_t width = columns(line);
  std::string text = colour_ ? std::string(width_, '\b') + "\r" + line : line;
  if (colour_ && width < width_) text += std::string(width_ - width, ' ');
  if (colour_ || last) std::fputs(text.c_str(), out_);  // without a terminal only the last line is worth printing
  if (last) std::fputs("\n", out_);
  std::fflush(out_);
  width_ = width;
}

}  // namespace keratin
