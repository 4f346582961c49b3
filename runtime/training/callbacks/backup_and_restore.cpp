#include "runtime/training/callbacks/backup_and_restore.h"

#include <filesystem>

#include "runtime/base/diagnostic.h"
#include "runtime/training/checkpoint.h"
#include "runtime/training/fit.h"

namespace keratin {

namespace files = std::filesystem;

BackupAndRestore::BackupAndRestore(std::string backup_dir, BackupAndRestoreSettings settings) : folder_(std::move(backup_dir)), s_(std::move(settings)) {
  if (folder_.empty()) fail("K1021", "empty `backup_dir` argument passed to BackupAndRestore");
  s_.save_freq.check("BackupAndRestore");
}

void BackupAndRestore::on_train_begin() {
  seen_ = 0;
  std::error_code error;
  files::create_directories(folder_, error);
  if (!files::is_directory(folder_, error)) fail("K5001", "cannot write to the folder `" + folder_ + "`" + (error ? ": " + error.message() : ""), {}, "choose a folder that can be made or written");
  const std::string file = file_in(folder_);
  if (files::exists(file, error)) resume(read_checkpoint(file), model(), file);
}

// What is not finite is no place to go on from: an earlier backup stays.
void BackupAndRestore::save() {
  if (model().session.broken_state().empty()) write_checkpoint(file_in(folder_), model());
}
void BackupAndRestore::on_train_batch_end(int64_t, const Logs&) {
  if (s_.save_freq.due(seen_)) save();
}
void BackupAndRestore::on_pause() {
  if (s_.save_freq.word == "epoch" || caught_signal()) save();
}

void BackupAndRestore::on_train_end(const Logs&) {
  if (!s_.delete_checkpoint || model().history.interrupted) return;
  std::error_code ignored;
  files::remove(file_in(folder_), ignored);
  files::remove(folder_, ignored);  // where nothing else is in it
}

}  // namespace keratin
