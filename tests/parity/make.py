"""Makes the stored cases with Keras: python tests/parity/make.py [--anew] [family…]. See README.md."""
import json
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


def as_it_is(value):
  if isinstance(value, dict):
    return {name: form.plain(item) for name, item in value.items()}
  return value


def compare(double, single, truth):
  """The two runs' trees as one tree of expectations."""
  if isinstance(double, dict):
    assert list(double) == list(single), (list(double), list(single))
    return {name: as_it_is(single[name]) if name in ("messages", "epochs", "sample") else compare(double[name], single[name], truth) for name in double}
  if isinstance(double, list):
    return [{"name": name, **compare(value, other, truth)} for (name, value), (_, other) in zip(double, single, strict=True)]
  return form.expectation(double, single, truth)


def defined(case):
  """The case without its expectations, as it is stored."""
  words = {word for action in case["actions"] for word in ("sample_weight", "class_weight", "validation") if action.get(word)}
  covers = sorted(form.covered(case) | set(case.get("covers", [])) | words)
  return {"name": case["name"], "covers": covers, **{k: v for k, v in case.items() if k not in ("name", "covers", "actions")}, "actions": case["actions"]}


def finished(case):
  single = run(case, "float32")
  double = single if case.get("truth") == "float32" else run(case, "float64")
  expected = [compare(d, s, case.get("truth")) for d, s in zip(double, single, strict=True)]
  return {**case, "actions": [{**action, "expect": e} for action, e in zip(case["actions"], expected)]}


def stored(name):
  """What there is already, by definition: a case that has not changed need not run again."""
  file = HERE / "cases" / f"{name}.json"
  known = json.loads(file.read_text()) if file.exists() else {}
  if known.get("head") != head(name):
    return {}
  return {form.line_of({**c, "actions": [{k: v for k, v in a.items() if k != "expect"} for a in c["actions"]]}): c for c in known["cases"]}


def head(name):
  return {"family": name, "keras": keras.__version__, "backend": "tensorflow", "backend_version": tf.__version__, "numpy": np.__version__,
          "seed": "crc32 of the names of family, case and array"}


def make(name, anew):
  begun = time.time()
  known, lines, failures, ran = {} if anew else stored(name), [], [], 0
  for case in importlib.import_module(f"families.{name}").cases():
    case = json.loads(form.line_of(defined(case)))
    same = known.get(form.line_of(case))
    ran += same is None
    try:
      lines.append(form.line_of(same or finished(case)))
    except Exception as error:
      failures.append(f"{name}: {case['name']}: {type(error).__name__} {error}")
  text = '{"head":' + form.line_of(head(name)) + ',\n"cases":[\n' + ",\n".join(lines) + "\n]}\n"
  (HERE / "cases").mkdir(exist_ok=True)
  (HERE / "cases" / f"{name}.json").write_text(text)
  print(f"{name}: {len(lines)} cases, {ran} of them run, {len(text)} bytes, {time.time() - begun:.0f} s", *failures, sep="\n")
  return not failures


if __name__ == "__main__":
  sys.path.insert(0, str(HERE))
  warnings.simplefilter("ignore")
  words = [word for word in sys.argv[1:] if word != "--anew"]
  sys.exit(not all([make(family, "--anew" in sys.argv) for family in words or FAMILIES]))
