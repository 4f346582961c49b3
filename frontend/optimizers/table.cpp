// Every optimizer, once; and what all of them take.
#include "frontend/optimizers/optimizers.h"

namespace keratin {

const std::vector<OptimizerRow>& optimizer_table() {
  static const std::vector<OptimizerRow> table = {
      sgd(), rmsprop(), adam(), adamw(), adamax(), nadam(), adagrad(), adadelta(), adafactor(), ftrl(), lion(), lamb(), muon(),
  };
  return table;
}

namespace {

// Of Keras, but not here.
struct Absent {
  const char *class_name, *name, *reason, *help;
};
constexpr Absent absent[] = {
    {"LossScaleOptimizer", "lossscaleoptimizer", "gradients are float32 here, which need no scale that follows them",
     "give its inner optimizer alone; a fixed scale is loss_scale_factor"},
    {"ScheduleFreeAdamW", "schedulefreeadamw", "its slots begin as copies of the weights, slots here as numbers", "AdamW with a schedule, as CosineDecay, comes close"},
    {"MultiOptimizer", "multioptimizer", "one optimizer updates all weights here", "give one optimizer"},
};

}  // namespace

const OptimizerRow& optimizer_row(const Config& config) {
  if (config.formula) return custom_optimizer_row();
  for (const Absent& a : absent)
    if (config.class_name == a.class_name || config.class_name == a.name) refuse(config, "K2281", a.reason, a.help);
  return find_row(optimizer_table(), config);
}

const std::vector<Setting>& common_optimizer_settings() {
  static const std::vector<Setting> settings = {
      number("weight_decay").from(0).says("before each step weights lose this part of themselves, times the rate"),
      number("clipnorm").from(0).says("the most that the norm of a weight's gradient may be"),
      number("clipvalue").from(0).says("the most that an element of a gradient may be, and the least by its negative"),
      number("global_clipnorm").from(0).says("the most that the norm of all gradients together may be"),
      flag("use_ema", false).says("averages of the weights take their place when a fit ends"),
      number("ema_momentum", 0.99).from(0).to(1).says("how much of an average stays at each step"),
      whole("ema_overwrite_frequency").from(1).says("the averages take the weights' place every so many updates, too"),
      number("loss_scale_factor").over(0).says("gradients are taken of the loss times this, and divided by it"),
      whole("gradient_accumulation_steps").from(2).says("weights move every so many steps, by the mean of their gradients"),
      text("exclude_from_weight_decay").says("words with commas between; a variable whose name has one of them does not decay: \"bias, gamma\""),
      text("name"),
  };
  return settings;
}

}  // namespace keratin
