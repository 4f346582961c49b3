// Optimizers by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace optimizers {

template <class S>
Object with_common(Object o, const S& s) {
  return o.set("weight_decay", s.weight_decay).set("clipnorm", s.clipnorm).set("clipvalue", s.clipvalue).set("global_clipnorm", s.global_clipnorm).set("use_ema", s.use_ema).set("ema_momentum", s.ema_momentum)
      .set("ema_overwrite_frequency", s.ema_overwrite_frequency).set("loss_scale_factor", s.loss_scale_factor).set("gradient_accumulation_steps", s.gradient_accumulation_steps).set("exclude_from_weight_decay", s.exclude_from_weight_decay).set("name", s.name);
}
// gradient descent, with momentum if wanted: w - rate g; with momentum m = momentum m - rate g, w + m; nesterov w + momentum m - rate g
struct SGDSettings {
  Rate learning_rate = 0.01; double momentum = 0; bool nesterov = false; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false;
  double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object SGD(const SGDSettings& s = {}) {
  return with_common(Object("SGD").set("learning_rate", s.learning_rate).set("momentum", s.momentum).set("nesterov", s.nesterov), s);
}
// a gradient over the root of the mean of its last squares: v = rho v + (1 - rho) g^2; w - rate g / sqrt(v + epsilon); centered takes the square of the mean gradient from v
struct RMSpropSettings {
  Rate learning_rate = 0.001; double rho = 0.9, momentum = 0, epsilon = 1e-07; bool centered = false; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false; double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {};
  Text name = {};
};
inline Object RMSprop(const RMSpropSettings& s = {}) {
  return with_common(Object("RMSprop").set("learning_rate", s.learning_rate).set("rho", s.rho).set("momentum", s.momentum).set("epsilon", s.epsilon).set("centered", s.centered), s);
}
// the mean of the last gradients over the root of the mean of their squares: m += (g - m)(1 - beta_1); v += (g^2 - v)(1 - beta_2); w - rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m
// / (sqrt(v) + epsilon); amsgrad takes the largest v so far
struct AdamSettings {
  Rate learning_rate = 0.001; double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07; bool amsgrad = false; Number weight_decay = {}, clipnorm = {}, clipvalue = {};
  Number global_clipnorm = {}; bool use_ema = false; double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {};
  Text exclude_from_weight_decay = {}, name = {};
};
inline Object Adam(const AdamSettings& s = {}) {
  return with_common(Object("Adam").set("learning_rate", s.learning_rate).set("beta_1", s.beta_1).set("beta_2", s.beta_2).set("epsilon", s.epsilon).set("amsgrad", s.amsgrad), s);
}
// Adam, with weights that decay: w (1 - weight_decay rate), then as Adam
struct AdamWSettings {
  Rate learning_rate = 0.001; double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07; bool amsgrad = false; double weight_decay = 0.004; Number clipnorm = {}, clipvalue = {};
  Number global_clipnorm = {}; bool use_ema = false; double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {};
  Text exclude_from_weight_decay = {}, name = {};
};
inline Object AdamW(const AdamWSettings& s = {}) {
  return Object("AdamW").set("learning_rate", s.learning_rate).set("beta_1", s.beta_1).set("beta_2", s.beta_2).set("epsilon", s.epsilon).set("amsgrad", s.amsgrad)
      .set("weight_decay", s.weight_decay).set("clipnorm", s.clipnorm).set("clipvalue", s.clipvalue).set("global_clipnorm", s.global_clipnorm).set("use_ema", s.use_ema)
      .set("ema_momentum", s.ema_momentum).set("ema_overwrite_frequency", s.ema_overwrite_frequency).set("loss_scale_factor", s.loss_scale_factor)
      .set("gradient_accumulation_steps", s.gradient_accumulation_steps).set("exclude_from_weight_decay", s.exclude_from_weight_decay).set("name", s.name);
}
// Adam with the largest of the last gradients in place of the root: m as Adam; u = max(beta_2 u, |g|); w - rate m / ((1 - beta_1^t)(u + epsilon))
struct AdamaxSettings {
  Rate learning_rate = 0.001; double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false;
  double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Adamax(const AdamaxSettings& s = {}) {
  return with_common(Object("Adamax").set("learning_rate", s.learning_rate).set("beta_1", s.beta_1).set("beta_2", s.beta_2).set("epsilon", s.epsilon), s);
}
// Adam with Nesterov's momentum: u_t = beta_1 (1 - 0.96^t / 2), p = u_1 … u_t; m, v as Adam; n = u_(t+1) m / (1 - p u_(t+1)) + (1 - u_t) g / (1 - p); w - rate n / (sqrt(v / (1
// - beta_2^t)) + epsilon)
struct NadamSettings {
  Rate learning_rate = 0.001; double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false;
  double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Nadam(const NadamSettings& s = {}) {
  return with_common(Object("Nadam").set("learning_rate", s.learning_rate).set("beta_1", s.beta_1).set("beta_2", s.beta_2).set("epsilon", s.epsilon), s);
}
// a gradient over the root of the sum of all its squares: what moved much moves less: a = a + g^2; w - rate g / sqrt(a + epsilon)
struct AdagradSettings {
  Rate learning_rate = 0.001; double initial_accumulator_value = 0.1, epsilon = 1e-07; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false; double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {};
  Text name = {};
};
inline Object Adagrad(const AdagradSettings& s = {}) {
  return with_common(Object("Adagrad").set("learning_rate", s.learning_rate).set("initial_accumulator_value", s.initial_accumulator_value).set("epsilon", s.epsilon), s);
}
// a step as large as the last ones were, over the root of the mean of the last squares: e = rho e + (1 - rho) g^2; s = -sqrt(d + epsilon) g / sqrt(e + epsilon); d = rho d + (1 -
// rho) s^2; w + rate s
struct AdadeltaSettings {
  Rate learning_rate = 0.001; double rho = 0.95, epsilon = 1e-07; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false;
  double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Adadelta(const AdadeltaSettings& s = {}) {
  return with_common(Object("Adadelta").set("learning_rate", s.learning_rate).set("rho", s.rho).set("epsilon", s.epsilon), s);
}
// gradients over the root of mean squares, of which a matrix keeps one for each row and column: b = 1 - t^beta_2_decay; r, c = means of b v + (1 - b)(g^2 + epsilon_1) over
// columns, rows; v = r c / mean(r); s = g / sqrt(v); w - max(epsilon_2, rms(w)) min(rate, 1 / sqrt(t)) s / max(1, rms(s) / clip_threshold)
struct AdafactorSettings {
  Rate learning_rate = 0.001; double beta_2_decay = -0.8, epsilon_1 = 1e-30, epsilon_2 = 0.001, clip_threshold = 1; bool relative_step = true; Number weight_decay = {};
  Number clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false; double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {};
  Number gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Adafactor(const AdafactorSettings& s = {}) {
  return with_common(Object("Adafactor").set("learning_rate", s.learning_rate).set("beta_2_decay", s.beta_2_decay).set("epsilon_1", s.epsilon_1).set("epsilon_2", s.epsilon_2)
      .set("clip_threshold", s.clip_threshold).set("relative_step", s.relative_step), s);
}
// weights from the sum of all gradients, exactly 0 where l1 holds them: n = a + g^2; p = -learning_rate_power; z += g + 2 shrinkage w - (n^p - a^p) / rate w; a = n; w = (clip(z,
// -l1, l1) - z) / (n^p / rate + 2 (l2 + beta / (2 rate)))
struct FtrlSettings {
  Rate learning_rate = 0.001; double learning_rate_power = -0.5, initial_accumulator_value = 0.1, l1_regularization_strength = 0, l2_regularization_strength = 0;
  double l2_shrinkage_regularization_strength = 0, beta = 0; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false;
  double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Ftrl(const FtrlSettings& s = {}) {
  return with_common(Object("Ftrl").set("learning_rate", s.learning_rate).set("learning_rate_power", s.learning_rate_power)
      .set("initial_accumulator_value", s.initial_accumulator_value).set("l1_regularization_strength", s.l1_regularization_strength)
      .set("l2_regularization_strength", s.l2_regularization_strength).set("l2_shrinkage_regularization_strength", s.l2_shrinkage_regularization_strength).set("beta", s.beta), s);
}
// steps of one size, in the direction that gradient and momentum have together: w - rate sign(beta_1 m + (1 - beta_1) g); m = beta_2 m + (1 - beta_2) g
struct LionSettings {
  Rate learning_rate = 0.001; double beta_1 = 0.9, beta_2 = 0.99; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false;
  double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Lion(const LionSettings& s = {}) { return with_common(Object("Lion").set("learning_rate", s.learning_rate).set("beta_1", s.beta_1).set("beta_2", s.beta_2), s); }
// Adam, its step scaled to the norm of the weight: for large batches: m, v as Adam; s = m / (1 - beta_1^t) / (sqrt(v / (1 - beta_2^t)) + epsilon); w - rate |w| / |s| s
struct LambSettings {
  Rate learning_rate = 0.001; double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07; Number weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false;
  double ema_momentum = 0.99; Number ema_overwrite_frequency = {}, loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Lamb(const LambSettings& s = {}) {
  return with_common(Object("Lamb").set("learning_rate", s.learning_rate).set("beta_1", s.beta_1).set("beta_2", s.beta_2).set("epsilon", s.epsilon), s);
}
// matrices move by their momentum made nearly orthogonal, other weights as with AdamW: m = momentum m + g; x = (g + momentum m) / |.|; ns_steps times x = a x + (b x xᵀ + c (x
// xᵀ)²) x; w - rate rms_rate sqrt(max(rows, columns)) x
struct MuonSettings {
  Rate learning_rate = 0.001; double adam_beta_1 = 0.9, adam_beta_2 = 0.999, adam_weight_decay = 0.004, epsilon = 1e-07, weight_decay = 0.004; Text exclude_layers = {};
  bool exclude_embeddings = true; double muon_a = 3.4445, muon_b = -4.775, muon_c = 2.0315, adam_lr_ratio = 1, momentum = 0.95; long ns_steps = 5; bool nesterov = true;
  double rms_rate = 0.2; Number clipnorm = {}, clipvalue = {}, global_clipnorm = {}; bool use_ema = false; double ema_momentum = 0.99; Number ema_overwrite_frequency = {};
  Number loss_scale_factor = {}, gradient_accumulation_steps = {}; Text exclude_from_weight_decay = {}, name = {};
};
inline Object Muon(const MuonSettings& s = {}) {
  return Object("Muon").set("learning_rate", s.learning_rate).set("adam_beta_1", s.adam_beta_1).set("adam_beta_2", s.adam_beta_2).set("adam_weight_decay", s.adam_weight_decay)
      .set("epsilon", s.epsilon).set("weight_decay", s.weight_decay).set("exclude_layers", s.exclude_layers).set("exclude_embeddings", s.exclude_embeddings)
      .set("muon_a", s.muon_a).set("muon_b", s.muon_b).set("muon_c", s.muon_c).set("adam_lr_ratio", s.adam_lr_ratio).set("momentum", s.momentum).set("ns_steps", s.ns_steps)
      .set("nesterov", s.nesterov).set("rms_rate", s.rms_rate).set("clipnorm", s.clipnorm).set("clipvalue", s.clipvalue).set("global_clipnorm", s.global_clipnorm)
      .set("use_ema", s.use_ema).set("ema_momentum", s.ema_momentum).set("ema_overwrite_frequency", s.ema_overwrite_frequency).set("loss_scale_factor", s.loss_scale_factor)
      .set("gradient_accumulation_steps", s.gradient_accumulation_steps).set("exclude_from_weight_decay", s.exclude_from_weight_decay).set("name", s.name);
}

}  // namespace optimizers
using optimizers::SGD; using optimizers::SGDSettings;
using optimizers::RMSprop; using optimizers::RMSpropSettings;
using optimizers::Adam; using optimizers::AdamSettings;
using optimizers::AdamW; using optimizers::AdamWSettings;
using optimizers::Adamax; using optimizers::AdamaxSettings;
using optimizers::Nadam; using optimizers::NadamSettings;
using optimizers::Adagrad; using optimizers::AdagradSettings;
using optimizers::Adadelta; using optimizers::AdadeltaSettings;
using optimizers::Adafactor; using optimizers::AdafactorSettings;
using optimizers::Ftrl; using optimizers::FtrlSettings;
using optimizers::Lion; using optimizers::LionSettings;
using optimizers::Lamb; using optimizers::LambSettings;
using optimizers::Muon; using optimizers::MuonSettings;

}  // namespace keratin
