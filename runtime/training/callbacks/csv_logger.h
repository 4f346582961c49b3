// Writes a line an epoch into a CSV file while training goes on.
#pragma once

#include <cstdio>

#include "runtime/training/callback.h"

namespace keratin {

struct CSVLoggerSettings {
  std::string separator = ",";
  bool append = false;               // behind what an earlier training wrote
};
class CSVLogger : public Callback {
 public:
  CSVLogger(std::string filename, CSVLoggerSettings settings = {});  // Error K1021: a separator that is not one character

  bool every_batch() const override { return false; }
  void on_train_begin() override;    // Error K5001: the file cannot be written
  void on_epoch_end(int64_t epoch, Logs& logs) override;
  void on_train_end(const Logs&) override { file_.reset(); }

 private:
  void write(const std::vector<std::string>& cells);

  std::string filename_;
  CSVLoggerSettings s_;
  std::shared_ptr<std::FILE> file_;
  bool header_ = true;
  std::vector<std::string> keys_;    // of the first epoch, whatever later ones have
};

}  // namespace keratin
