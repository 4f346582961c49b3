// The history as a file: Keras' own keys and order, full precision.
#include <cmath>

#include <fmt/format.h>

#include "runtime/files/atomic_file.h"
#include "runtime/training/history.h"

namespace keratin {
namespace {

// As Python's json writes it.
std::string number(double x) { return std::isfinite(x) ? fmt::format("{:.17g}", x) : x != x ? "NaN" : x > 0 ? "Infinity" : "-Infinity"; }

std::string as_json(const History& h) {
  std::string text = fmt::format("{{\"epoch\": [{}]", fmt::join(h.epoch, ", "));
  for (const auto& [name, values] : h.history) {
    text += fmt::format(", \"{}\": [", name);
    for (size_t i = 0; i < values.size(); ++i) text += (i ? ", " : "") + number(values[i]);
    text += "]";
  }
  return text + fmt::format(", \"params\": {{\"epochs\": {}, \"steps\": {}, \"batch_size\": {}, \"samples\": {}}}}}\n", h.params.epochs, h.params.steps, h.params.batch_size, h.params.samples);
}
std::string as_csv(const History& h) {
  std::string text = "epoch";
  for (const auto& [name, values] : h.history) text += "," + name;
  text += "\n";
  for (size_t i = 0; i < h.epoch.size(); ++i) {
    text += std::to_string(h.epoch[i]);
    for (const auto& [name, values] : h.history) text += "," + (i < values.size() ? number(values[i]) : std::string("NA"));
    text += "\n";
  }
  return text;
}

}  // namespace

void write_history(const std::string& path, const History& h) { write_atomically(path, path.ends_with(".csv") ? as_csv(h) : as_json(h)); }

}  // namespace keratin
