"""Makes the stored cases with Keras: python tests/parity/make.py [family…]. See README.md."""
import os
import pathlib
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import importlib
import warnings

import keras
import numpy as np
import tensorflow as tf

import form
from run import run

FAMILIES = ["activations", "losses", "layers", "optimizers", "schedules", "metrics", "initializers", "regularizers_constraints", "training"]
HERE = pathlib.Path(__file__).parent


def compare(double, single, truth):
  """The two runs' trees as one tree of expectations."""
  if isinstance(double, dict):
    assert list(double) == list(single), (list(double), list(single))
    return {name: single[name] if name in ("messages", "epochs") else compare(double[name], single[name], truth) for name in double}
  if isinstance(double, list):
    return [{"name": name, **compare(value, other, truth)} for (name, value), (_, other) in zip(double, single, strict=True)]
  return form.expectation(double, single, truth)


def finished(case):
  double, single = run(case, "float64"), run(case, "float32")
  expected = [compare(d, s, case.get("truth")) for d, s in zip(double, single, strict=True)]
  actions = [{**action, "expect": e} for action, e in zip(case["actions"], expected)]
  words = {word for action in actions for word in ("sample_weight", "class_weight", "validation") if action.get(word)}
  covers = sorted(form.covered(case) | set(case.get("covers", [])) | words)
  return {"name": case["name"], "covers": covers, **{k: v for k, v in case.items() if k not in ("name", "covers", "actions")}, "actions": actions}


def head(name):
  return {"family": name, "keras": keras.__version__, "backend": "tensorflow", "backend_version": tf.__version__, "numpy": np.__version__,
          "seed": "crc32 of the names of family, case and array"}


def make(name):
  begun = time.time()
  module = importlib.import_module(f"families.{name}")
  lines = []
  for case in module.cases():
    try:
      lines.append(form.line_of(finished(case)))
    except Exception as error:
      sys.exit(f"{name}: {case['name']}: {error}")
  text = '{"head":' + form.line_of(head(name)) + ',\n"cases":[\n' + ",\n".join(lines) + "\n]}\n"
  (HERE / "cases").mkdir(exist_ok=True)
  (HERE / "cases" / f"{name}.json").write_text(text)
  print(f"{name}: {len(lines)} cases, {len(text)} bytes, {time.time() - begun:.0f} s")


if __name__ == "__main__":
  sys.path.insert(0, str(HERE))
  warnings.simplefilter("ignore")
  for family in sys.argv[1:] or FAMILIES:
    make(family)
