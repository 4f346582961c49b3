"""Runs one stored case with Keras in one precision. Everything comes from the case itself, so that a stored case says all."""
import contextlib
import copy
import io
import os
import tempfile

import keras
import numpy as np


def of_role(module, config):
  """An object from {"class_name", "config"}, a name, or None."""
  if not isinstance(config, dict):
    return config
  return getattr(module, config["class_name"]).from_config(copy.deepcopy(config["config"]))


def build_layer(config):
  made = of_role(keras.layers, config)
  for setting in vars(made).values():
    if isinstance(setting, keras.regularizers.OrthogonalRegularizer):  # its factor is a float32 tensor, which no float64 kernel can take
      setting.factor = float(setting.factor)
  return made


def build_model(config):
  if config["class_name"] == "Sequential":
    return keras.Sequential([build_layer(item) for item in config["config"]["layers"]], name=config["config"]["name"])
  config = copy.deepcopy(config["config"])
  for item in config["layers"]:
    item.update(module="keras.layers", registered_name=None)
    tell_tensors(item["inbound_nodes"])
  return keras.Model.from_config(config)


def tell_tensors(value):
  """A stored tensor has no precision of its own: it has the run's."""
  if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
    value["config"]["dtype"] = keras.config.floatx()
  for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
    tell_tensors(item)


def build_schedule(config):
  """Keras computes a schedule in the precision of its first rate, which would be float32 for a number of Python."""
  schedule = of_role(keras.optimizers.schedules, config)
  if hasattr(schedule, "initial_learning_rate"):
    schedule.initial_learning_rate = np.dtype(keras.config.floatx()).type(schedule.initial_learning_rate)
  return schedule


def build_optimizer(config, excluded):
  if isinstance(config, str):
    return keras.optimizers.get(config)
  config = copy.deepcopy(config)
  rate = config["config"].get("learning_rate")
  if isinstance(rate, dict):
    config["config"]["learning_rate"] = build_schedule(rate)
  if "inner_optimizer" in config["config"]:
    config["config"]["inner_optimizer"] = build_optimizer(config["config"]["inner_optimizer"], None)
  optimizer = getattr(keras.optimizers, config["class_name"])(**config["config"])
  if excluded:
    optimizer.exclude_from_weight_decay(var_names=excluded)
  return optimizer


def build_callback(config):
  settings = dict(config["config"])
  if isinstance(settings.get("schedule"), list):  # of LearningRateScheduler: a rate an epoch
    rates = settings["schedule"]
    settings["schedule"] = lambda epoch: rates[epoch]
  return getattr(keras.callbacks, config["class_name"])(**settings)


def compile_model(model, config):
  metrics = {name: [of_role(keras.metrics, m) for m in config.get(name) or []] or None for name in ("metrics", "weighted_metrics")}
  model.compile(optimizer=build_optimizer(config["optimizer"], config.get("exclude_from_weight_decay")),
                loss=of_role(keras.losses, config["loss"]), run_eagerly=config.get("run_eagerly", False), **metrics)


def weight_name(variable):
  return "/".join(variable.path.split("/")[-2:])


def weights_of(model):
  return {weight_name(v): np.asarray(v) for v in model.weights if v.dtype != "int32" and "seed_generator" not in v.path}


def slots_of(model):
  """Of the optimizer, in file order: `dense/kernel/momentum`; iteration and learning rate first."""
  optimizer, slots = model.optimizer, []
  stems = sorted(((v.path.replace("/", "_") + "_", weight_name(v)) for v in model.trainable_variables), key=lambda s: -len(s[0]))
  for variable in optimizer.variables:
    name = variable.path.split("/", 1)[1]
    for stem, weight in stems:
      if name.startswith(stem):
        name = f"{weight}/{name[len(stem):]}"
        break
    slots.append((name, np.asarray(variable)))
  return slots


def array(values):
  return None if values is None else np.asarray(values, keras.config.floatx())


def do_predict(model, case, action):
  return {"outputs": model.predict(array(case["x"]), batch_size=action.get("batch_size"), verbose=0)}


def do_evaluate(model, case, action):
  weights = array(case["sample_weight"]) if action.get("sample_weight") else None
  logs = model.evaluate(array(case["x"]), array(case["y"]), batch_size=action["batch_size"], sample_weight=weights, verbose=0, return_dict=True)
  return {"logs": {name: np.asarray(value) for name, value in logs.items()}}


@contextlib.contextmanager
def elsewhere():
  """Files that callbacks write are nobody's."""
  here = os.getcwd()
  with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    try:
      yield
    finally:
      os.chdir(here)


def do_fit(model, case, action):
  more = {}
  if action.get("sample_weight"):
    more["sample_weight"] = array(case["sample_weight"])
  if action.get("class_weight"):
    more["class_weight"] = {int(label): weight for label, weight in case["class_weight"].items()}
  if action.get("validation"):
    names = [name for name in ("x", "y", "sample_weight") if name in case["validation"]]
    more["validation_data"] = tuple(array(case["validation"][name]) for name in names)
    more["validation_batch_size"] = action.get("validation_batch_size")
  for name in ("validation_split", "initial_epoch", "validation_freq"):
    if name in action:
      more[name] = action[name]
  callbacks = [build_callback(c) for c in action.get("callbacks", [])]
  said = io.StringIO()
  with contextlib.redirect_stdout(said), elsewhere():
    history = model.fit(array(case["x"]), array(case["y"]), batch_size=action["batch_size"], epochs=action["epochs"], shuffle=False, verbose=0,
                        callbacks=callbacks, **more)
  result = {"history": {name: np.asarray(values) for name, values in history.history.items()}, "weights": weights_of(model), "slots": slots_of(model)}
  if callbacks:
    result["epochs"] = history.epoch
    result["messages"] = [line for line in said.getvalue().split("\n") if line]
  return result


def do_adapt(model, case, action):
  model.get_layer(action["layer"]).adapt(array(case["x"]))
  return {"weights": weights_of(model)}


def do_call(model, case, action):
  """A function of keras.activations by name, with options that no config can carry."""
  function = getattr(keras.activations, action["function"])
  return {"outputs": np.asarray(function(keras.ops.convert_to_tensor(array(case["x"])), **action.get("options", {})))}


def do_call_layer(model, case, action):
  """A layer with a mask that its caller gives."""
  outputs = model.get_layer(action["layer"])(keras.ops.convert_to_tensor(array(case["x"])), mask=keras.ops.convert_to_tensor(np.asarray(action["mask"], bool)))
  return {"outputs": np.asarray(outputs)}


def do_rates(model, case, action):
  return {"rates": np.asarray([float(build_schedule(action["schedule"])(step)) for step in action["steps"]])}


def do_initialize(model, case, action):
  """Exact values, or what a sample of many draws looks like; the numbers themselves are a matter of the generator."""
  config, shape = action["initializer"], action["shape"]
  if "numbers" not in action:
    return {"outputs": np.asarray(of_role(keras.initializers, config)(shape))}
  if keras.config.floatx() == "float64":
    return {"sample": None}
  draws = []
  for seed in range(-(-action["numbers"] // int(np.prod(shape)))):
    draws.append(np.asarray(of_role(keras.initializers, {**config, "config": {**config["config"], "seed": seed}})(shape), np.float64))
  drawn = np.concatenate([draw.ravel() for draw in draws])
  sample = {"count": drawn.size, "mean": drawn.mean(), "deviation": drawn.std(), "minimum": drawn.min(), "maximum": drawn.max(), "quantiles": np.quantile(drawn, np.arange(1, 20) / 20)}
  if config["class_name"] == "Orthogonal":
    flat = [draw.reshape(-1, shape[-1]) for draw in draws]
    squares = [m.T @ m if m.shape[0] >= m.shape[1] else m @ m.T for m in flat]
    sample["orthogonality_defect"] = max(np.abs(s - config["config"]["gain"] ** 2 * np.eye(len(s))).max() for s in squares)
  return {"sample": sample}


ACTIONS = {"initialize": do_initialize, "predict": do_predict, "evaluate": do_evaluate, "fit": do_fit, "adapt": do_adapt, "call": do_call, "call_layer": do_call_layer, "rates": do_rates}


def start(floatx):
  keras.backend.clear_session()
  keras.config.set_floatx(floatx)
  keras.config.set_dtype_policy(floatx)
  keras.utils.set_random_seed(0)


def run(case, floatx):
  """What each action of the case gives."""
  start(floatx)
  model = None
  if "model" in case:
    model = build_model(case["model"])
    assert model.built
    for variable in model.weights:
      if weight_name(variable) in case["weights"]:
        variable.assign(array(case["weights"][weight_name(variable)]))
    if "compile" in case:
      compile_model(model, case["compile"])
  return [ACTIONS[action["do"]](model, case, action) for action in case["actions"]]
