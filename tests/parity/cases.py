"""How a family says its cases: a few words for the usual ones. The stored form is described in README.md."""
import keras
import numpy as np

import form
from run import build_model, start, weight_name

LIKE_OUTPUTS = "like outputs"  # targets that are drawn in the shape of the outputs


class Family:
  def __init__(self, name):
    self.name, self.cases = name, []

  def add(self, name, **parts):
    assert all(c["name"] != name for c in self.cases), name
    self.cases.append({"name": name, **{k: v for k, v in parts.items() if v is not None}})

  def model(self, name, layers, x, weights=None, scale=0.5, **parts):
    """A case with a Sequential model: weights are drawn by the case's name or by `drawn_as`, `weights` sets some."""
    x = np.asarray(x, float)
    start("float32")
    layers = [{"class_name": "InputLayer", "config": {"batch_shape": [None, *x.shape[1:]], "name": "input_layer"}}, *layers]
    names = {}
    for item in layers[1:]:  # as Keras names them: dense, dense_1 …
      stem = keras.src.utils.naming.to_snake_case(item["class_name"])
      names[stem] = names.get(stem, -1) + 1
      if item["config"].get("name", stem).startswith(stem):
        item["config"]["name"] = stem if names[stem] == 0 else f"{stem}_{names[stem]}"
    model = {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}
    self.with_model(name, model, x, weights, scale, **parts)

  def functional(self, name, model, x, weights=None, scale=0.5, **parts):
    model = {"class_name": "Functional", "config": {**form.trim(model.get_config()), "name": "functional"}}
    for item in model["config"]["layers"]:
      item["config"] = {name: value for name, value in item["config"].items() if not name.endswith("_initializer")}
    self.with_model(name, model, np.asarray(x, float), weights, scale, **parts)

  def with_model(self, name, model, x, weights, scale, drawn_as=None, **parts):
    start("float32")
    drawn, built = {}, build_model(model)
    if parts.get("y") is LIKE_OUTPUTS:
      parts["y"] = form.numbers((len(x), *built.output_shape[1:]), self.name, drawn_as or name, "y")
    for variable in built.weights:
      if variable.dtype == "float32":
        drawn[weight_name(variable)] = first_value(variable, (self.name, drawn_as or name), scale)
    assert set(weights or {}) <= set(drawn), (set(weights), set(drawn))
    drawn.update(weights or {})
    parts["weights"] = {k: form.plain(v) for k, v in drawn.items()}
    for key in ("y", "sample_weight"):
      if parts.get(key) is not None:
        parts[key] = form.plain(np.asarray(parts[key], float))
    parts.setdefault("actions", [{"do": "predict"}])
    self.add(name, model=model, x=form.plain(x), **parts)


def first_value(variable, names, scale):
  """Unequal everywhere; what is a divisor or a factor stays away from zero."""
  path = weight_name(variable)
  drawn = form.numbers(tuple(variable.shape), *names, path, scale=scale)
  last = path.split("/")[-1]
  if last in ("gamma", "scale"):
    return drawn * 0.5 + 1.25
  if last in ("moving_variance", "variance", "moving_stddev", "renorm_stddev"):
    return np.abs(drawn) + 0.5
  if last == "alpha":
    return np.abs(drawn) * 0.5 + 0.125
  return drawn


def compiled(loss="mse", optimizer=None, **more):
  return {"optimizer": optimizer or form.optimizer("SGD", learning_rate=0.125), "loss": loss, **more}


PREDICT = {"do": "predict"}


def evaluate(batch_size, **more):
  return {"do": "evaluate", "batch_size": batch_size, **more}


def fit(epochs, batch_size, **more):
  return {"do": "fit", "epochs": epochs, "batch_size": batch_size, **more}
