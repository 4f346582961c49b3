"""Every activation: values around its kinks through Activation, gradients through Dense, options through a call."""
from cases import Family, PREDICT, compiled, fit
from form import grid, layer, numbers

NAMES = ["celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "leaky_relu", "linear",
         "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign",
         "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "swish", "tanh", "tanh_shrink"]

# Both sides of 0, ±1/2, ±1, ±3, 6, each kink itself, and far out; each row mixed for softmax and its kin.
POINTS = [[-8, -3.5, 0, 0.5, 3.25, 9], [-3, -2.5, -0.75, -0.0625, 0.25, 5], [-1.5, -1, -0.5, 1, 1.5, 6], [-1.25, -0.25, 0.0625, 0.75, 2.5, 7],
          [-25, -12.5, -0.53125, 0.53125, 3, 20.5]]

CLOSE = grid(POINTS) / 16  # of sparsemax, where several are left
SCALES = {"exponential": 0.25, "sparsemax": 0.125}

OPTIONS = {
    "celu": [{"alpha": 0.75}, {"alpha": 2.0}], "elu": [{"alpha": 0.5}], "gelu": [{"approximate": True}], "glu": [{"axis": -1}, {"axis": 1}],
    "hard_shrink": [{"threshold": 1.25}], "leaky_relu": [{"negative_slope": 0.0625}], "log_softmax": [{"axis": 1}],
    "relu": [{"negative_slope": 0.25}, {"max_value": 2.75}, {"threshold": 0.75}, {"negative_slope": 0.125, "max_value": 4.0, "threshold": 0.5}],
    "soft_shrink": [{"threshold": 0.25}], "softmax": [{"axis": 1}], "sparsemax": [{"axis": -1}], "squareplus": [{"b": 0.5}],
    "threshold": [{"threshold": 0.5, "default_value": -0.75}],
}


def cases():
  family = Family("activations")
  for name in NAMES:
    family.model(f"{name}_values", [layer("Activation", activation=name)], CLOSE if name == "sparsemax" else POINTS, covers=[name])
    x = numbers((5, 4), "activations", name, "x", scale=1.5 * SCALES.get(name, 1))
    y = numbers((5, 6), "activations", name, "y")
    family.model(f"{name}_gradient", [layer("Dense", units=6, activation=name), layer("Dense", units=6)], x, y=y, scale=0.75 * SCALES.get(name, 1), compile=compiled(), covers=[name],
                 actions=[PREDICT, fit(3, 5)])
  family.model("softmax_rank_3", [layer("Dense", units=3, activation="softmax")], numbers((4, 2, 3), "softmax_rank_3", "x"), covers=["softmax"])
  for name, several in OPTIONS.items():
    for options in several:
      words = "_".join(f"{k}_{v}" for k, v in options.items()).lower().replace(".", "_").replace("-", "minus_")
      x = grid(POINTS) if name != "softmax" and name != "log_softmax" else numbers((4, 3, 2), name, "x")
      if name == "sparsemax":
        x = CLOSE
      if name == "glu":
        x = numbers((4, 6, 2), name, "x", scale=2)
      family.add(f"{name}_{words}", x=x.tolist(), covers=[name, *(f"{name}.{k}" for k in options)],
                 actions=[{"do": "call", "function": name, "options": options}])
  return family.cases
