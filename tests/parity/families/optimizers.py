"""Every optimizer with each of its settings, and what all optimizers share. Slots are expectations, too, in file order."""
from cases import Family, compiled, fit
from form import constraint, grid, layer, made, numbers, optimizer, regularizer

import keras

X = numbers((5, 3), "optimizers", "x")
Y = numbers((5, 2), "optimizers", "y")

# One case each: four steps over all rows. Rates are large, so that a step is seen; epsilons are, once each.
TABLE = {
    "SGD": [{}, {"learning_rate": 0.25}, {"momentum": 0.75}, {"momentum": 0.75, "nesterov": True}, {"weight_decay": 0.125}],
    "RMSprop": [{}, {"learning_rate": 0.0625}, {"rho": 0.5}, {"momentum": 0.625}, {"centered": True}, {"epsilon": 0.25}, {"momentum": 0.5, "centered": True, "epsilon": 0.03125, "rho": 0.75},
                {"weight_decay": 0.125}],
    "Adam": [{}, {"learning_rate": 0.0625}, {"beta_1": 0.5}, {"beta_2": 0.75}, {"epsilon": 0.25}, {"amsgrad": True, "beta_2": 0.25}, {"weight_decay": 0.125}],
    "AdamW": [{}, {"learning_rate": 0.0625}, {"weight_decay": 0.25}, {"beta_1": 0.5}, {"beta_2": 0.75}, {"epsilon": 0.25}, {"amsgrad": True, "beta_2": 0.25}, {"weight_decay": 0.0}],
    "Adamax": [{}, {"learning_rate": 0.0625}, {"beta_1": 0.5}, {"beta_2": 0.25}, {"epsilon": 0.25}, {"weight_decay": 0.125}],
    "Nadam": [{}, {"learning_rate": 0.0625}, {"beta_1": 0.5}, {"beta_2": 0.75}, {"epsilon": 0.25}, {"weight_decay": 0.125}],
    "Adagrad": [{}, {"learning_rate": 0.25}, {"initial_accumulator_value": 0.75}, {"epsilon": 0.5}, {"weight_decay": 0.125}],
    "Adadelta": [{}, {"learning_rate": 1.0}, {"rho": 0.5}, {"epsilon": 0.125}, {"weight_decay": 0.125}],
    "Adafactor": [{}, {"learning_rate": 0.125}, {"relative_step": False, "learning_rate": 0.125}, {"beta_2_decay": -0.375}, {"epsilon_1": 0.25}, {"epsilon_2": 0.75}, {"clip_threshold": 0.25},
                  {"clip_threshold": 8.0, "relative_step": False}, {"weight_decay": 0.125}],
    "Ftrl": [{}, {"learning_rate": 0.25}, {"learning_rate_power": -0.25}, {"learning_rate_power": 0.0}, {"initial_accumulator_value": 0.75}, {"l1_regularization_strength": 0.25},
             {"l2_regularization_strength": 0.25}, {"l2_shrinkage_regularization_strength": 0.25}, {"beta": 0.5},
             {"l1_regularization_strength": 0.125, "l2_regularization_strength": 0.125, "l2_shrinkage_regularization_strength": 0.0625, "beta": 0.25}, {"weight_decay": 0.125}],
    "Lion": [{}, {"learning_rate": 0.0625}, {"beta_1": 0.25, "beta_2": 0.5}, {"weight_decay": 0.125}],
    "Lamb": [{}, {"learning_rate": 0.0625}, {"beta_1": 0.5}, {"beta_2": 0.75}, {"epsilon": 0.25}, {"weight_decay": 0.125}],
    "Muon": [{}, {"learning_rate": 0.0625, "weight_decay": 0.125}, {"nesterov": False, "momentum": 0.5, "ns_steps": 2}, {"rms_rate": None, "muon_a": 3.0, "muon_b": -4.0, "muon_c": 1.75},
             {"exclude_layers": ["dense_1"], "adam_beta_1": 0.5, "adam_beta_2": 0.75, "adam_lr_ratio": 4, "adam_weight_decay": 0.25, "epsilon": 0.125}],
    "ScheduleFreeAdamW": [{}, {"learning_rate": 0.0625, "beta_1": 0.5}, {"warmup_steps": 3}, {"beta_2": 0.75, "epsilon": 0.25, "weight_decay": 0.125}],
}
QUICK = {"SGD": 0.125, "RMSprop": 0.03125, "Adam": 0.03125, "AdamW": 0.03125, "Adamax": 0.03125, "Nadam": 0.03125, "Adagrad": 0.125, "Adadelta": 1.0, "Adafactor": 0.0625,
         "Ftrl": 0.125, "Lion": 0.015625, "Lamb": 0.03125, "Muon": 0.03125, "ScheduleFreeAdamW": 0.03125}

# What all share: settings, rows a batch, and steps before the end.
COMMON = [
    ("clipnorm", {"clipnorm": 0.8125}, 5), ("clipvalue", {"clipvalue": 0.125}, 5), ("global_clipnorm", {"global_clipnorm": 0.375}, 5), ("global_clipnorm_unreached", {"global_clipnorm": 64.0}, 5),
    ("ema", {"use_ema": True, "ema_momentum": 0.75}, 5), ("ema_overwrite", {"use_ema": True, "ema_momentum": 0.75, "ema_overwrite_frequency": 3}, 5),
    ("loss_scale_factor", {"loss_scale_factor": 8.0}, 5), ("accumulation", {"gradient_accumulation_steps": 2}, 5), ("accumulation_left_over", {"gradient_accumulation_steps": 3}, 2),
    ("weight_decay_ema_clipnorm", {"weight_decay": 0.125, "use_ema": True, "ema_momentum": 0.5, "clipnorm": 0.5}, 2),
    ("accumulation_clipnorm_decay", {"gradient_accumulation_steps": 2, "clipnorm": 0.375, "weight_decay": 0.125}, 2),
    ("accumulation_ema", {"gradient_accumulation_steps": 2, "use_ema": True, "ema_momentum": 0.75}, 5),
]


def words(options):
  return "".join(f"_{k}_{v}" for k, v in options.items()).lower().replace(".", "_").replace("-", "minus_").replace("[", "").replace("]", "").replace("'", "")


def case(family, name, made_optimizer, actions=None, layers=None, x=X, y=Y, **more):
  layers = layers or [layer("Dense", units=3, activation="tanh"), layer("Dense", units=2)]
  family.model(name, layers, x, y=y, scale=0.75, compile=compiled("mse", optimizer=made_optimizer, **more), actions=actions or [fit(4, 5)])


def cases():
  family = Family("optimizers")
  for class_name, several in TABLE.items():
    for options in several:
      rate = {} if not options else {"learning_rate": QUICK[class_name]}
      case(family, f"{class_name.lower()}{words(options)}", optimizer(class_name, **{**rate, **options}))
  for class_name in ("SGD", "Adam"):
    for word, options, rows in COMMON:
      case(family, f"{class_name.lower()}_{word}", optimizer(class_name, learning_rate=QUICK[class_name], **options), actions=[fit(4, rows)] if rows == 5 else [fit(2, rows), fit(1, rows)])
  for class_name in TABLE:
    if class_name not in ("SGD", "Adam"):  # once all together for each of the others
      together = {"clipnorm": 0.375, "use_ema": True, "ema_momentum": 0.75, "gradient_accumulation_steps": 2, "loss_scale_factor": 4.0, "weight_decay": 0.125}
      case(family, f"{class_name.lower()}_together", optimizer(class_name, learning_rate=QUICK[class_name], **together), actions=[fit(2, 2)])
  for class_name in ("SGD", "AdamW"):
    case(family, f"{class_name.lower()}_decay_without_biases", optimizer(class_name, learning_rate=0.0625, weight_decay=0.25), exclude_from_weight_decay=["bias"])
  case(family, "adam_decay_without_a_layer", optimizer("Adam", learning_rate=0.03125, weight_decay=0.25), exclude_from_weight_decay=["dense_1"])
  scaled = made(keras.optimizers, "SGD", {"learning_rate": 0.125, "momentum": 0.5})
  case(family, "loss_scale_optimizer", {"class_name": "LossScaleOptimizer", "config": {"name": "loss_scale_optimizer", "inner_optimizer": scaled, "initial_scale": 16.0, "dynamic_growth_steps": 2}})
  every = [layer("Dense", units=3, use_bias=False), layer("BatchNormalization", momentum=0.75, gamma_regularizer=regularizer("L2", l2=0.125)), layer("PReLU"),
           layer("Dense", units=2, use_bias=False, kernel_constraint=constraint("MaxNorm", max_value=0.75))]
  for class_name, options in (("SGD", {"momentum": 0.5, "weight_decay": 0.125}), ("Adam", {"weight_decay": 0.125}), ("RMSprop", {"centered": True}), ("Adagrad", {}), ("Nadam", {}), ("Adafactor", {})):
    copies = [dict(item, config=dict(item["config"])) for item in every]
    case(family, f"{class_name.lower()}_every_kind_of_weight", optimizer(class_name, learning_rate=QUICK[class_name], **options), layers=copies, actions=[fit(3, 5)])
  ids = [[1, 2, 1], [3, 1, 4], [1, 1, 0], [0, 3, 3], [4, 2, 3]]  # rows that come several times a batch, and one that never comes
  for class_name, options in (("SGD", {"momentum": 0.5}), ("SGD", {"clipnorm": 0.125}), ("SGD", {"global_clipnorm": 0.125}), ("SGD", {"clipvalue": 0.03125}), ("Adam", {}), ("RMSprop", {}),
                              ("Adagrad", {}), ("Adamax", {}), ("AdamW", {}), ("Lion", {}), ("Ftrl", {}), ("SGD", {"gradient_accumulation_steps": 2})):
    case(family, f"{class_name.lower()}{words(options)}_of_an_embedding", optimizer(class_name, learning_rate=QUICK[class_name], **options), x=grid(ids), y=numbers((5, 3, 2), "optimizers", "ids", "y"),
         layers=[layer("Embedding", input_dim=6, output_dim=2), layer("Dense", units=2)], actions=[fit(4, 5)])
  return family.cases
