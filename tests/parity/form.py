"""The stored form of a case: Keras' objects as trimmed configs, arrays as nested lists, what a case covers."""
import inspect
import json
import math
import zlib

import keras
import numpy as np

# Of a config, what says nothing about values: precision is the run's, the rest is bookkeeping of Keras' files.
NOISE = {"dtype", "module", "registered_name", "build_config", "build_input_shape", "shared_object_id", "quantization_config",
         "lora_rank", "lora_alpha", "is_legacy_optimizer", "input_axes", "output_axes"}
MODULES = [keras.layers, keras.losses, keras.metrics, keras.optimizers, keras.optimizers.schedules, keras.regularizers,
           keras.constraints, keras.initializers, keras.callbacks]


def trim(value):
  if isinstance(value, dict):
    return {k: trim(v) for k, v in value.items() if k not in NOISE}
  if isinstance(value, (list, tuple)):
    return [trim(v) for v in value]
  return value.item() if isinstance(value, np.generic) else value


def made(module, class_name, settings):
  """An object as {"class_name", "config"}: Keras' get_config, completed by the settings it forgets (delta of Huber) or turns into tensors (label_weights of AUC)."""
  config = trim(getattr(module, class_name)(**settings).get_config())
  for name, value in settings.items():
    if name not in config or isinstance(value, (int, float, list)):
      config[name] = trim(value)
  return {"class_name": class_name, "config": config}


def layer(class_name, **settings):
  """Without the initializers that nobody set: the weights of a case are given."""
  result = made(keras.layers, class_name, settings)
  result["config"] = {name: value for name, value in result["config"].items() if not name.endswith("_initializer") or name in settings}
  return result


def loss(class_name, **settings):
  return made(keras.losses, class_name, settings)


def metric(class_name, **settings):
  return made(keras.metrics, class_name, settings)


def optimizer(class_name, **settings):
  schedule = settings.get("learning_rate")
  if isinstance(schedule, dict):
    settings["learning_rate"] = 1.0
  result = made(keras.optimizers, class_name, settings)
  if isinstance(schedule, dict):
    result["config"]["learning_rate"] = schedule
  return result


def schedule(class_name, **settings):
  return made(keras.optimizers.schedules, class_name, settings)


def regularizer(class_name, **settings):
  return made(keras.regularizers, class_name, settings)


def constraint(class_name, **settings):
  return made(keras.constraints, class_name, settings)


def initializer(class_name, **settings):
  return made(keras.initializers, class_name, settings)


def callback(class_name, **settings):
  return {"class_name": class_name, "config": settings}  # they have no config in Keras


# Numbers that float32 holds exactly and that are short in decimal: whole multiples of 1/64.

def generator(*names):
  return np.random.default_rng(zlib.crc32("/".join(names).encode()))


def grid(values, step=1 / 64):
  return np.round(np.asarray(values) / step) * step


def numbers(shape, *names, scale=1.0, shift=0.0):
  return grid(generator(*names).normal(size=shape) * scale + shift)


def integers(shape, below, *names):
  return generator(*names).integers(0, below, size=shape).astype(float)


def one_hot(labels, classes):
  return np.eye(classes)[np.asarray(labels, int)]


def plain(value):
  """For JSON: whole numbers as such, others with the ten digits that a test can use."""
  if isinstance(value, (list, tuple, np.ndarray)) and np.ndim(value):
    return [plain(v) for v in value]
  number = float(value)
  if not math.isfinite(number):
    return str(number)
  return int(number) if number == int(number) and abs(number) < 1e9 else float(f"{number:.10g}")


def up(distance):
  """Two digits, rounded up: a bound stays a bound."""
  if distance == 0 or not math.isfinite(distance):
    return 0 if distance == 0 else str(distance)
  unit = 10.0 ** (math.floor(math.log10(distance)) - 1)
  return float(f"{math.ceil(distance / unit) * unit:.2g}")


def expectation(double, single, truth):
  """An array of the float64 run, and how far the float32 run is from it. Where a constant differs by design, the float32 run."""
  double, single = np.asarray(double, np.float64), np.asarray(single, np.float64)
  assert double.shape == single.shape, (double.shape, single.shape)
  if truth == "float32":
    return {"value": plain(single), "float32_distance": 0}
  same = (double == single) | (np.isnan(double) & np.isnan(single))
  distance = np.where(same, 0, np.abs(double - single)).max(initial=0)
  return {"value": plain(double), "float32_distance": up(float(distance))}


# What a case covers, read from its own configs: `Dense`, and `Dense.use_bias` where a setting is not the default one.

def class_of(class_name, where):
  modules = MODULES
  if where == "metrics":
    modules = [keras.metrics]
  elif where in ("loss", "optimizer", "layers", "initializer"):
    modules = [{"loss": keras.losses, "optimizer": keras.optimizers, "layers": keras.layers, "initializer": keras.initializers}[where]]
  elif where and where.endswith("_initializer"):
    modules = [keras.initializers]
  return next((getattr(m, class_name) for m in modules if hasattr(m, class_name)), None)


def covered(value, where=None, found=None):
  found = set() if found is None else found
  if isinstance(value, list):
    for item in value:
      covered(item, where, found)
  elif isinstance(value, dict):
    cls = class_of(value["class_name"], where) if "class_name" in value else None
    if cls and isinstance(value.get("config"), dict) and value["class_name"] != "InputLayer":
      found.add(value["class_name"])
      found.update(f"{value['class_name']}.{name}" for name in unusual(cls, value["config"]))
    for name, item in value.items():
      inner = {"weighted_metrics": "metrics"}.get(name, name)
      covered(item, where if name == "config" else inner, found)
  return found


def unusual(cls, config):
  known = inspect.signature(cls.__init__).parameters
  for name, value in config.items():
    if name in ("name", "class_name") or (name in known and known[name].default is inspect.Parameter.empty) or (name not in known and name not in ("activity_regularizer", "trainable")):
      continue
    default = known[name].default if name in known else {"trainable": True}.get(name)
    if isinstance(default, str) and isinstance(value, dict) and "class_name" in value:
      default = trim(keras.initializers.serialize(keras.initializers.get(default)))
    if name == "activation" and default is None:
      default = "linear"
    if isinstance(default, tuple):
      default = list(default)
    if value != default and not (isinstance(value, dict) and isinstance(default, dict) and value["class_name"] == default["class_name"]):
      yield name


def line_of(case):
  return json.dumps(case, separators=(",", ":"), allow_nan=False)
