"""Regularizers in the loss and in the gradient, constraints after each update; on kernels and biases, over their axes."""
import numpy as np

from cases import LIKE_OUTPUTS, Family, compiled, evaluate, fit
from form import constraint, layer, numbers, optimizer, regularizer

REGULARIZERS = [("l1", regularizer("L1", l1=0.125)), ("l1_default", regularizer("L1")), ("l2", regularizer("L2", l2=0.125)), ("l2_default", regularizer("L2")),
                ("l1l2", regularizer("L1L2", l1=0.0625, l2=0.125)), ("l1l2_default", regularizer("L1L2")), ("orthogonal_rows", regularizer("OrthogonalRegularizer", factor=0.125)),
                ("orthogonal_columns", regularizer("OrthogonalRegularizer", factor=0.25, mode="columns")), ("orthogonal_default", regularizer("OrthogonalRegularizer"))]
CONSTRAINTS = [("non_neg", constraint("NonNeg")), ("unit_norm", constraint("UnitNorm")), ("unit_norm_axis_1", constraint("UnitNorm", axis=1)), ("unit_norm_axes", constraint("UnitNorm", axis=[0, 1])),
               ("max_norm", constraint("MaxNorm", max_value=0.75)), ("max_norm_default", constraint("MaxNorm")), ("max_norm_axis_1", constraint("MaxNorm", max_value=0.5, axis=1)),
               ("max_norm_axes", constraint("MaxNorm", max_value=1.25, axis=[0, 1])), ("min_max_norm", constraint("MinMaxNorm", min_value=0.5, max_value=1.0)), ("min_max_norm_default", constraint("MinMaxNorm")),
               ("min_max_norm_rate", constraint("MinMaxNorm", min_value=0.75, max_value=1.25, rate=0.25)), ("min_max_norm_axis_1", constraint("MinMaxNorm", min_value=0.75, max_value=1.0, rate=0.5, axis=1))]
STRINGS = {"kernel_regularizer": ["l1", "l2", "l1l2", "L1", "L2", "L1L2", "orthogonal_regularizer"], "kernel_constraint": ["non_neg", "unit_norm", "max_norm", "min_max_norm", "NonNeg", "UnitNorm"]}


def cases():
  family = Family("regularizers_constraints")

  def one(name, settings, weights=None, rate=0.125, actions=None, covers=None, shape=(5, 3), **more):
    family.model(name, [layer("Dense", units=4, activation="tanh", **settings), layer("Dense", units=2)], numbers(shape, "regularizers_constraints", name, "x"), weights=weights, y=LIKE_OUTPUTS, scale=0.75,
                 compile=compiled(optimizer=optimizer("SGD", learning_rate=rate)), actions=actions or [evaluate(3), fit(2, 5), fit(1, 3), evaluate(5)], covers=covers, **more)

  for name, made in REGULARIZERS:
    kernel = numbers((3, 4), "regularizers_constraints", name, "kernel")
    kernel[0, 1] = kernel[2, 2] = 0  # where L1 has no slope of its own
    one(f"kernel_{name}", {"kernel_regularizer": made}, weights={"dense/kernel": kernel})
    if "orthogonal" not in name:
      one(f"bias_{name}", {"bias_regularizer": made})
  one("kernel_and_bias", {"kernel_regularizer": regularizer("L1", l1=0.0625), "bias_regularizer": regularizer("L2", l2=0.25)})
  # With a rate of 0 a step is the constraint alone. Columns and rows: long, short, very short, none.
  lengths = np.array([[1.5, -0.25, 2.0 ** -20, 0], [-2, 0.125, -(2.0 ** -21), 0], [0.5, -0.375, 2.0 ** -20, 0]])
  for name, made in CONSTRAINTS:
    one(f"kernel_{name}", {"kernel_constraint": made})
    one(f"kernel_{name}_alone", {"kernel_constraint": made}, weights={"dense/kernel": lengths}, rate=0.0, actions=[fit(1, 5)])
    if "axis" not in name and "axes" not in name:
      one(f"bias_{name}", {"bias_constraint": made}, actions=[fit(2, 5)])
  one("constraint_and_regularizer", {"kernel_regularizer": regularizer("L2", l2=0.25), "kernel_constraint": constraint("MaxNorm", max_value=0.5), "bias_constraint": constraint("NonNeg")})
  for setting, names in STRINGS.items():
    for name in names:
      one(f"name_{name}" + "_class" * (name[0].isupper()), {}, covers=[name], actions=[evaluate(5), fit(1, 5)])
      family.cases[-1]["model"]["config"]["layers"][1]["config"][setting] = name
  return family.cases
