#include "runtime/training/callbacks/model_checkpoint.h"

#include <filesystem>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/training/callbacks/python_text.h"
#include "runtime/training/progress.h"
#include "runtime/training/weights.h"

namespace keratin {

void SaveFrequency::check(const std::string& of) const {
  if (word == "epoch" || batches > 0) return;
  fail("K1021", "save_freq of " + of + " is " + (word.empty() ? std::to_string(batches) : "`" + word + "`"), {}, "it is \"epoch\", or a number of batches");
}

ModelCheckpoint::ModelCheckpoint(std::string filepath, ModelCheckpointSettings settings)
    : MonitorCallback("ModelCheckpoint", settings.monitor, settings.mode, 0, settings.initial_value_threshold), filepath_(std::move(filepath)), s_(std::move(settings)) {
  s_.save_freq.check(name_);
  if (!filepath_.ends_with(".npz")) fail("K1014", "ModelCheckpoint `" + filepath_ + "`: the name ends in .npz", {}, "weights are saved, as by `keratin train --save`");
}

void ModelCheckpoint::on_train_batch_end(int64_t batch, const Logs& logs) {
  if (s_.save_freq.due(seen_)) save(model().place.epoch, batch, logs);
}
void ModelCheckpoint::on_epoch_end(int64_t epoch, Logs& logs) {
  if (s_.save_freq.word == "epoch") save(epoch, {}, logs);
}
void ModelCheckpoint::carry(Carrier& carrier) {
  if (carrier.of(carried_as())) carrier("best", best_), carrier("seen", seen_);
}

bool ModelCheckpoint::wanted(int64_t epoch, const Logs& logs, const std::string& path) {
  auto say = [&](const std::string& text) {
    if (s_.verbose > 0) print_message(fmt::format("\nEpoch {}: {}", epoch + 1, text));
  };
  if (!s_.save_best_only) return say("saving model to " + path), true;
  const double* current = logs.get(monitor_);
  if (!current) return model().warn("K1022", "Can save best model only with " + monitor_ + " available."), true;
  const std::string best = best_ ? fmt::format("{:.5f}", *best_) : "None";
  if (!improves(*current, best_)) return say(fmt::format("{} did not improve from {}", monitor_, best)), false;
  say(fmt::format("{} improved from {} to {:.5f}, saving model to {}", monitor_, best, *current, path));
  best_ = *current;
  return true;
}

// Weights that are not finite are never saved; training may still have to end in good order.
void ModelCheckpoint::save(int64_t epoch, std::optional<int64_t> batch, const Logs& logs) {
  Fields fields = {{"epoch", epoch + 1}};
  if (batch) fields.emplace("batch", *batch + 1);
  for (const auto& [name, value] : logs) fields.emplace(name, value);
  const std::string path = python_format(filepath_, fields);
  if (!wanted(epoch, logs, path)) return;
  if (const std::string broken = model().session.broken_state(); !broken.empty()) return model().warn("K7002", broken + ", so nothing is saved to `" + path + "`");
  std::error_code ignored;  // writing tells better what is wrong
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  save_weights(model().session, path);
  if (s_.verbose > 0) print_message(fmt::format("\nEpoch {}: finished saving model to {}", epoch + 1, path));
}

}  // namespace keratin
