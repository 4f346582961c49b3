#include "runtime/training/progress.h"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace keratin {
namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::string values(const Logs& logs) {
  std::string text;
  for (const auto& [name, value] : logs) text += fmt::format(" - {}: {}", name, format_value(value));
  return text;
}
std::string eta(double seconds) {
  const auto s = static_cast<int64_t>(seconds);
  if (s > 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s % 3600 / 60, s % 60);
  if (s > 60) return fmt::format("{}:{:02}", s / 60, s % 60);
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

std::string format_value(double value) { return std::fabs(value) > 1e-3 ? fmt::format("{:.4f}", value) : fmt::format("{:.4e}", value); }
std::string format_seconds_per_step(double t) {
  if (t >= 1 || t == 0) return fmt::format("{:.0f}s/step", t);
  return t >= 1e-3 ? fmt::format("{:.0f}ms/step", t * 1e3) : fmt::format("{:.0f}us/step", t * 1e6);
}

void Progress::start() { begin_ = now(); }

bool Progress::due() { return verbose_ == 1 && now() - shown_ >= 0.05; }

void Progress::update(int64_t step, const Logs& logs) {
  if (verbose_ != 1) return;
  draw(step, logs, false);
  shown_ = now();
}
void Progress::finish(const Logs& logs) {
  if (verbose_ == 1) draw(steps_, logs, true);
  if (verbose_ == 2) {
    const double elapsed = now() - begin_;
    fmt::print(out_, "{}/{} - {:.0f}s - {}{}\n", steps_, steps_, elapsed, format_seconds_per_step(elapsed / std::max<int64_t>(steps_, 1)), values(logs));
  }
  std::fflush(out_);
}

void Progress::draw(int64_t step, const Logs& logs, bool last) {
  const double elapsed = now() - begin_;
  // Time a step leaves out the first, which may compile.
  if (seen_ == 0 && step > 0) first_step_ = elapsed / static_cast<double>(step);
  seen_ = step;
  const double per_step = step > 1 ? (elapsed - first_step_) / static_cast<double>(step - 1) : elapsed;
  auto mark = [&](const char* code, const std::string& text) { return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text; };
  const int digits = static_cast<int>(std::log10(std::max<int64_t>(steps_, 1))) + 1, done = static_cast<int>(20 * step / std::max<int64_t>(steps_, 1));
  auto bar = [](int n) {
    std::string text;
    for (int i = 0; i < n; ++i) text += "━";
    return text;
  };
  std::string line = mark("1", fmt::format("{:>{}}/{}", step, digits, steps_)) + " ";
  if (done > 0) line += mark("32", bar(done));
  line += mark("37", bar(20 - done)) + " ";
  line += last ? fmt::format("{:.0f}s {}", elapsed, format_seconds_per_step(per_step))
               : mark("1", eta(per_step * static_cast<double>(steps_ - step))) + " " + format_seconds_per_step(per_step);
  line += values(logs);
  const size_t width = columns(line);
  std::string text = colour_ ? std::string(width_, '\b') + "\r" + line : line;
  if (colour_ && width < width_) text += std::string(width_ - width, ' ');
  if (colour_ || last) std::fputs(text.c_str(), out_);  // without a terminal only the last line is worth printing
  if (last) std::fputs("\n", out_);
  std::fflush(out_);
  width_ = width;
}

}  // namespace keratin
