"""Looks over the stored cases: python tests/parity/review.py [family…]. Says what a person should look at again."""
import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import inspect

import keras
import numpy as np

HERE = pathlib.Path(__file__).parent
# Out of scope: bases, and what other pages decide about.
ASIDE = {"Loss", "Metric", "Optimizer", "Initializer", "Regularizer", "Constraint", "LearningRateSchedule", "MeanMetricWrapper", "Mean", "Sum", "OptimizerMap",
         "MultiOptimizer", "LossScaleOptimizer", "IdentityInitializer", "OrthogonalInitializer", "STFT", "STFTInitializer"}
# What all optimizers share in one piece of code is a matter of SGD and Adam.
SHARED = {"clipvalue", "global_clipnorm", "ema_overwrite_frequency"}
ALWAYS = {"name", "dtype", "self", "args", "kwargs", "seed", "input_axes", "output_axes"}


def leaves(value, path=""):
  if isinstance(value, dict) and "float32_distance" in value:
    yield path + value.get("name", ""), value
  elif isinstance(value, dict):
    for name, item in value.items():
      yield from leaves(item, f"{path}/{name}")
  elif isinstance(value, list):
    for item in value:
      yield from leaves(item, path + "/")


def remarks(case):
  for action in case.get("actions", []):
    for path, leaf in leaves(action["expect"]):
      values, distance = np.asarray(leaf["value"], float), float(leaf["float32_distance"])
      largest = np.abs(values).max(initial=0)
      if not np.isfinite(values).all():
        yield f"{path}: not finite: {leaf['value']}"
      elif distance > 2e-5 * max(largest, 1e-9):
        yield f"{path}: float32 is {distance} away, the largest number is {largest}"
      elif distance == 0 and case.get("truth") != "float32" and (np.abs(values * 2.0 ** 22 - np.round(values * 2.0 ** 22)) > 0.05).any():
        yield f"{path}: no distance: was it computed in float64? {leaf['value']}"
    for name, leaf in action["expect"].get("weights", {}).items():
      if action["do"] == "fit" and leaf["value"] == case["weights"].get(name):
        yield f"fit leaves {name} as it was"


def gaps(covered):
  for module in (keras.losses, keras.metrics, keras.optimizers, keras.optimizers.schedules, keras.regularizers, keras.constraints, keras.initializers):
    for name, cls in vars(module).items():
      if inspect.isclass(cls) and name not in ASIDE and not name.islower():
        options = [p.name for p in inspect.signature(cls.__init__).parameters.values() if p.name not in ALWAYS and p.default is not inspect.Parameter.empty]
        missing = [option for option in options if f"{name}.{option}" not in covered and not (option in SHARED and f"SGD.{option}" in covered)]
        if name not in covered:
          yield f"{name}: no case"
        elif missing:
          yield f"{name}: no case sets {', '.join(missing)}"


if __name__ == "__main__":
  files = [HERE / "cases" / f"{family}.json" for family in sys.argv[1:]] or sorted((HERE / "cases").glob("*.json"))
  covered, count = set(), 0
  for file in files:
    for case in json.loads(file.read_text())["cases"]:
      count += 1
      covered.update(case["covers"])
      for remark in remarks(case):
        print(f"{file.stem} {case['name']}: {remark}")
  if not sys.argv[1:]:
    print(*gaps(covered), sep="\n")
  print(f"{count} cases, {sum(file.stat().st_size for file in files)} bytes")
