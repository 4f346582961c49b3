#include "runtime/training/callbacks/csv_logger.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "runtime/base/diagnostic.h"
#include "runtime/training/callbacks/python_text.h"

namespace keratin {

CSVLogger::CSVLogger(std::string filename, CSVLoggerSettings settings) : filename_(std::move(filename)), s_(std::move(settings)) {
  if (s_.separator.size() != 1 || std::string_view("\"\r\n").find(s_.separator[0]) != std::string_view::npos)
    fail("K1021", "separator of CSVLogger is `" + s_.separator + "`", {}, "it is one character, no quote and no line break");
}

void CSVLogger::on_train_begin() {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(filename_, ignored);
  header_ = !s_.append || ignored || size == 0;
  keys_.clear();
  std::FILE* file = std::fopen(filename_.c_str(), s_.append ? "ae" : "we");
  if (!file) fail("K5001", "cannot write `" + filename_ + "`: " + std::strerror(errno), {}, "choose a folder that exists and can be written");
  file_ = std::shared_ptr<std::FILE>(file, std::fclose);
}

void CSVLogger::on_epoch_end(int64_t epoch, Logs& logs) {
  if (keys_.empty()) {
    keys_ = logs.names();
    std::sort(keys_.begin(), keys_.end());
    // Columns for a validation that may come in a later epoch.
    const bool validated = std::any_of(keys_.begin(), keys_.end(), [](const std::string& key) { return key.starts_with("val_"); });
    for (size_t i = 0, n = keys_.size(); i < n && !validated; ++i) keys_.push_back("val_" + keys_[i]);
    std::vector<std::string> cells = {"epoch"};
    cells.insert(cells.end(), keys_.begin(), keys_.end());
    if (header_) write(cells);
  }
  std::vector<std::string> cells = {std::to_string(epoch)};
  for (const std::string& key : keys_) cells.push_back(logs.contains(key) ? python_number(logs.at(key)) : "NA");
  write(cells);
}

// As Python's csv module writes: a cell is quoted where it must be, a line ends in \r\n.
void CSVLogger::write(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty()) line += s_.separator;
    if (cell.find_first_of("\"\r\n" + s_.separator) == cell.npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (char c : cell) line += c == '"' ? "\"\"" : std::string(1, c);
    line += '"';
  }
  line += "\r\n";
  if (std::fwrite(line.data(), 1, line.size(), file_.get()) < line.size() || std::fflush(file_.get()) != 0)
    fail("K5001", "cannot write `" + filename_ + "`: " + std::strerror(errno));
}

}  // namespace keratin
