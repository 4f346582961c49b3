#include "runtime/training/callbacks/monitor.h"

#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/training/callbacks/python_text.h"

namespace keratin {
namespace {

// MeanSquaredError and mean_squared_error, AUC and auc_1 are one word: letters and digits, small, without a last number.
std::string plain(const std::string& name) {
  std::string out;
  const size_t bar = name.rfind('_');
  const bool numbered = bar != name.npos && bar + 1 < name.size() && name.find_first_not_of("0123456789", bar + 1) == name.npos;
  for (char c : numbered ? name.substr(0, bar) : name)
    if (c != '_') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// Keras' metrics and losses that are to be low. Programs tell which are to be high; all others (counts, sums, one's own) tell
// nothing.
const std::set<std::string> falling = {
    "loss", "meansquarederror", "mse", "meanabsoluteerror", "mae", "meanabsolutepercentageerror", "mape", "meansquaredlogarithmicerror", "msle", "rootmeansquarederror",
    "logcosherror", "logcosh", "hinge", "squaredhinge", "categoricalhinge", "huber", "poisson", "kldivergence", "kld", "kullbackleiblerdivergence",
    "binarycrossentropy", "bce", "binaryfocalcrossentropy", "categoricalcrossentropy", "categoricalfocalcrossentropy", "sparsecategoricalcrossentropy", "crossentropy", "ce",
    "ctc", "dice", "tversky", "circle"};

}  // namespace

bool lower_is_better(const std::string& metric) { return falling.count(plain(metric)) > 0; }

MonitorCallback::MonitorCallback(std::string name, std::string monitor, std::string mode, double min_delta, std::optional<double> best)
    : name_(std::move(name)), monitor_(std::move(monitor)), mode_(std::move(mode)), min_delta_(std::fabs(min_delta)), best_(best) {
  const std::vector<std::string> modes = {"auto", "min", "max"};
  if (std::count(modes.begin(), modes.end(), mode_)) return;
  const std::string near = nearest(mode_, modes);
  fail("K1021", name_ + " mode `" + mode_ + "` is unknown", {}, near.empty() ? "modes are auto, min and max" : "did you mean `" + near + "`?");
}

void MonitorCallback::at_least(const char* setting, double value, double least) const {
  if (!(value >= least)) fail("K1021", fmt::format("{} of {} is {}, it is at least {}", setting, name_, value, least));
}

void MonitorCallback::on_train_begin() {
  better_ = mode_ == "min" ? Better::lower : mode_ == "max" ? Better::higher : Better::unknown;
  if (mode_ != "auto") return;
  const std::string metric = monitor_.starts_with("val_") ? monitor_.substr(4) : monitor_;
  std::vector<std::string> known = {"loss"};
  if (metric == "loss") better_ = Better::lower;
  for (const MetricInfo& m : model().session.program().metrics) {
    known.push_back(m.name);
    if (m.name == metric) better_ = m.higher_is_better ? Better::higher : lower_is_better(metric) ? Better::lower : Better::unknown;
  }
  if (better_ != Better::unknown) return;
  const std::string near = std::count(known.begin(), known.end(), metric) ? "" : nearest(metric, known);
  fail("K1022", fmt::format("{} watches `{}`, and whether that is better high or low cannot be told", name_, monitor_), {},
       near.empty() ? "give mode `max` or `min`" : fmt::format("did you mean `{}{}`? else give mode `max` or `min`", monitor_ == metric ? "" : "val_", near));
}

bool MonitorCallback::improves(double value, const std::optional<double>& on) const {
  if (!on) return true;
  const auto reference = static_cast<float>(*on);
  return better_ == Better::higher ? static_cast<float>(value - min_delta_) > reference : static_cast<float>(value + min_delta_) < reference;
}

}  // namespace keratin
