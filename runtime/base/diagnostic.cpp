#include "runtime/base/diagnostic.h"

#include <algorithm>

#include <fmt/format.h>

namespace keratin {

const CodeInfo* find_code(std::string_view code) {
  for (const CodeInfo& row : code_table())
    if (row.code == code) return &row;
  return nullptr;
}

std::string to_string(const Diagnostic& d) {
  static constexpr std::string_view words[] = {"error", "warning", "note"};
  std::string where = d.place.file;
  if (d.place.line > 0) where += fmt::format(":{}", d.place.line);
  if (d.place.line > 0 && d.place.column > 0) where += fmt::format(":{}", d.place.column);
  if (!d.place.path.empty()) where += fmt::format("{}{}", where.empty() ? "" : " ", d.place.path);
  if (!d.place.layer.empty()) where += fmt::format("{}layer `{}`", where.empty() ? "" : ": ", d.place.layer);
  std::string text = fmt::format("{}{}{}[{}]: {}", where, where.empty() ? "" : ": ", words[static_cast<int>(d.severity)], d.code, d.message);
  if (!d.help.empty()) text += "\n  = help: " + d.help;
  return text;
}

int exit_code(std::string_view code) {
  static constexpr int by_class[] = {70, 2, 3, 3, 4, 5, 6, 7, 8, 70};
  const bool known = code.size() == 5 && code[0] == 'K' && code[1] >= '0' && code[1] <= '9';
  return known ? by_class[code[1] - '0'] : 70;
}

Error::Error(Diagnostic diagnostic) : Error(std::vector<Diagnostic>{std::move(diagnostic)}) {}
Error::Error(std::vector<Diagnostic> diagnostics) : diagnostics_(std::move(diagnostics)) {
  for (const Diagnostic& d : diagnostics_) text_ += (text_.empty() ? "" : "\n") + to_string(d);
}
int Error::exit_code() const { return diagnostics_.empty() ? 70 : keratin::exit_code(diagnostics_[0].code); }

void fail(std::string code, std::string message, Place place, std::string help) {
  throw Error({std::move(code), std::move(message), std::move(place), std::move(help)});
}

void internal_failure(const char* file, int line, std::string_view what) {
  throw InternalError(fmt::format("internal error: expected that {} ({}:{})", what, file, line), std::string(what));
}

namespace {

size_t edits(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view seen, const std::vector<std::string>& known) {
  std::string best;
  size_t fewest = std::max<size_t>(2, seen.size() / 3) + 1;
  if (seen.size() > 100) return best;
  for (const std::string& candidate : known)
    if (const size_t n = edits(seen, candidate); n < fewest) fewest = n, best = candidate;
  return best;
}

}  // namespace keratin
