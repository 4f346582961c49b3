#include "frontend/cli/callbacks.h"

#include <charconv>
#include <filesystem>
#include <variant>

#include <fmt/format.h>

#include "frontend/cli/report.h"
#include "runtime/base/diagnostic.h"
#include "runtime/training/callbacks/callbacks.h"
#include "runtime/training/checkpoint.h"

namespace keratin {
namespace {

// A setting behind the metric's name: `patience=3`, or a word alone.
struct Setting {
  const char* name;
  std::variant<bool*, int64_t*, double*, std::optional<double>*, std::string*> to;
};

template <class Number>
Number number(const std::string& option, const std::string& name, const std::string& text) {
  Number x{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error == std::errc() && end == text.data() + text.size() && !text.empty()) return x;
  fail("K1021", fmt::format("{} of {} is `{}`, it is a {}number", name, option, text, std::is_integral_v<Number> ? "whole " : ""));
}

void set(const std::string& option, const Setting& setting, const std::string& text) {
  std::visit(
      [&]<class T>(T* to) {
        if constexpr (std::is_same_v<T, std::string>) *to = text;
        else if constexpr (std::is_same_v<T, int64_t>) *to = number<int64_t>(option, setting.name, text);
        else if constexpr (!std::is_same_v<T, bool>) *to = number<double>(option, setting.name, text);
      },
      setting.to);
}

// METRIC[:name=value]…[:word]…
void read_settings(const std::string& option, const std::string& given, std::string& metric, const std::vector<Setting>& settings) {
  std::vector<std::string> known;
  for (const Setting& s : settings) known.push_back(s.name);
  const std::string all = fmt::format("settings are {}", fmt::join(known, ", "));
  size_t at = given.find(':');
  metric = given.substr(0, at);
  if (metric.empty()) fail("K1001", option + " needs a metric to watch", {}, "as in `" + option + " val_loss:patience=3`");
  while (at != given.npos) {
    const size_t next = given.find(':', at + 1), equals = given.find('=', at + 1);
    const bool word = equals == given.npos || equals > next;
    const std::string name = given.substr(at + 1, (word ? next : equals) - at - 1);
    auto setting = std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return name == s.name; });
    if (setting == settings.end()) {
      const std::string near = nearest(name, known);
      fail("K1001", fmt::format("{} has no setting `{}`", option, name), {}, near.empty() ? all : "did you mean `" + near + "`?");
    }
    bool* const* flag = std::get_if<bool*>(&setting->to);
    if (word != (flag != nullptr)) fail("K1001", fmt::format("{}: `{}` {}", option, name, word ? "needs a value, as in `" + name + "=…`" : "stands alone, without a value"), {}, all);
    if (flag) **flag = true;
    else set(option, *setting, given.substr(equals + 1, next == given.npos ? next : next - equals - 1));
    at = next;
  }
}

// A metric that is not measured would only be warned of, epoch by epoch.
void check_metric(const std::string& option, const std::string& metric, const Program& program, bool validated) {
  std::vector<std::string> known;
  for (const MetricInfo& m : program.metrics) known.push_back(m.name);
  const bool only_validation = !validated && metric.starts_with("val_") && std::count(known.begin(), known.end(), metric.substr(4));
  if (only_validation) fail("K1022", fmt::format("{} watches `{}`, and nothing is kept to validate", option, metric), {}, "give --validation-split, or --validation-x and --validation-y; or watch `" + metric.substr(4) + "`");
  for (size_t i = 0, n = known.size(); i < n && validated; ++i) known.push_back("val_" + known[i]);
  if (std::count(known.begin(), known.end(), metric)) return;
  const std::string near = nearest(metric, known);
  fail("K1022", fmt::format("{} watches `{}`, which is not measured", option, metric), {}, near.empty() ? fmt::format("there are {}", fmt::join(known, ", ")) : "did you mean `" + near + "`?");
}

int verbose(const Options& o) { return !o.quiet && o.verbose != "0"; }

AnyCallback early_stopping(const Options& o, const Program& program, bool validated) {
  EarlyStoppingSettings s{.verbose = verbose(o)};
  read_settings("--early-stop", o.early_stop, s.monitor,
                {{"patience", &s.patience}, {"min_delta", &s.min_delta}, {"mode", &s.mode}, {"baseline", &s.baseline}, {"start_from_epoch", &s.start_from_epoch}, {"restore", &s.restore_best_weights}});
  check_metric("--early-stop", s.monitor, program, validated);
  return EarlyStopping(s);
}
AnyCallback reduce_lr(const Options& o, const Program& program, bool validated) {
  const char* option = "--reduce-lr-on-plateau";
  ReduceLROnPlateauSettings s{.verbose = verbose(o)};
  read_settings(option, o.reduce_lr, s.monitor,
                {{"factor", &s.factor}, {"patience", &s.patience}, {"mode", &s.mode}, {"min_delta", &s.min_delta}, {"cooldown", &s.cooldown}, {"min_lr", &s.min_lr}});
  check_metric(option, s.monitor, program, validated);
  return ReduceLROnPlateau(s);
}

}  // namespace

std::vector<AnyCallback> callbacks_of(const Options& o, const Program& program, bool validated) {
  std::vector<AnyCallback> out;
  if (!o.early_stop.empty()) out.push_back(early_stopping(o, program, validated));
  if (!o.reduce_lr.empty()) out.push_back(reduce_lr(o, program, validated));
  if (!o.log.empty()) out.push_back(CSVLogger(o.log, {.append = o.resume}));
  if (!o.checkpoint.empty()) out.push_back(BackupAndRestore(o.checkpoint, {.delete_checkpoint = false}));
  return out;
}

void check_checkpoint(const Options& o) {
  if (o.checkpoint.empty() && o.resume) fail("K1001", "--resume goes on from a checkpoint", {}, "give its folder, --checkpoint DIR");
  if (o.checkpoint.empty()) return;
  const std::string file = BackupAndRestore::file_in(o.checkpoint);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    if (o.resume && !o.quiet) say("`" + o.checkpoint + "` holds no checkpoint yet, training begins anew");
    return;
  }
  if (!o.resume) fail("K1024", "`" + o.checkpoint + "` holds the checkpoint of an earlier training", {}, "--resume goes on with it; to begin anew, choose another folder or remove the file");
  const Checkpoint c = read_checkpoint(file);
  if (o.seed && static_cast<uint64_t>(*o.seed) != c.seed) fail("K3122", fmt::format("`{}` is the checkpoint of another training: its seed is {}, --seed is {}", file, c.seed, *o.seed), {.file = file}, "leave --seed out");
  if (o.quiet) return;
  say(fmt::format("going on from `{}`: {} of {} epochs{} are done", file, c.place.epoch, std::max<int64_t>(o.epochs, c.place.epoch), c.place.step ? fmt::format(" and {} steps", c.place.step) : ""));
  auto rate = c.states.find("learning_rate");
  if (o.learning_rate && rate != c.states.end() && rate->second.size() == 1 && rate->second.element == Element::f32 && rate->second.floats()[0] != static_cast<float>(*o.learning_rate))
    say(fmt::format("the learning rate goes on as it was, {}; --learning-rate is that of the first epoch", rate->second.floats()[0]));
}

}  // namespace keratin
