"""The words of training: batches and short last ones, validation, histories of several epochs, callbacks with their messages."""
import numpy as np

from cases import Family, PREDICT, compiled, evaluate, fit
from form import callback, integers, layer, loss, metric, numbers, one_hot, optimizer, plain, regularizer

N = 7


def mlp(units=2, activation="linear"):
  return [layer("Dense", units=4, activation="tanh"), layer("Dense", units=units, activation=activation)]


def validation(name, rows=5, features=3, y=None, weights=False):
  data = {"x": plain(numbers((rows, features), "training", name, "validation x")), "y": plain(numbers((rows, 2), "training", name, "validation y") if y is None else y)}
  if weights:
    data["sample_weight"] = [0.5, 2, 0, 1.25, 3][:rows]
  return data


def regression(family, name, actions, data=None, made=None, layers=None, metrics=("mae",), weights=None, rows=N, drawn_as=None, **more):
  drawn = drawn_as or name
  family.model(name, layers or mlp(), numbers((rows, 3), "training", drawn, "x"), y=numbers((rows, 2), "training", drawn, "y"), validation=data, sample_weight=weights, drawn_as=drawn_as,
               compile=compiled("mse", optimizer=made, metrics=list(metrics), **more), actions=actions)


def batches(family):
  for word, rows in (("all", 7), ("more_than_there_are", 32), ("even_parts", 7), ("short_last", 3), ("short_last_of_one", 2), ("one", 1)):
    for made in (optimizer("SGD", learning_rate=0.125, momentum=0.5), optimizer("Adam", learning_rate=0.03125)):
      regression(family, f"batch_{word}_{made['class_name'].lower()}", [fit(3, rows), evaluate(rows), {"do": "predict", "batch_size": rows}], made=made)
  weights = [0.5, 2, 0, 1.25, 3, 0.25, 1.5]
  regression(family, "batches_with_weights", [fit(2, 3, sample_weight=True), evaluate(3, sample_weight=True), fit(1, 2)], weights=weights, weighted_metrics=["mae"])
  regression(family, "fit_goes_on", [fit(1, 3), fit(2, 3), evaluate(3), fit(1, 7), PREDICT], made=optimizer("Adam", learning_rate=0.03125))
  regression(family, "initial_epoch", [fit(5, 3, initial_epoch=3)], made=optimizer("SGD", learning_rate=0.125))
  regression(family, "regularized", [fit(2, 3), evaluate(3)], layers=[layer("Dense", units=4, activation="tanh", kernel_regularizer=regularizer("L2", l2=0.0625)), layer("ActivityRegularization", l1=0.125),
                                                                     layer("Dense", units=2, bias_regularizer=regularizer("L1", l1=0.25))])
  regression(family, "batch_normalization", [fit(3, 3), evaluate(3), PREDICT], layers=[layer("Dense", units=4), layer("BatchNormalization", momentum=0.75), layer("ReLU"), layer("Dense", units=2)])


def validations(family):
  for word, action in (("data", {}), ("batch_size", {"validation_batch_size": 2}), ("freq", {"validation_freq": 2})):
    regression(family, f"validation_{word}", [fit(4, 3, validation=True, **action)], data=validation(word))
  regression(family, "validation_weights", [fit(3, 3, validation=True, sample_weight=True)], data=validation("validation_weights", weights=True), weights=[0.5, 2, 0, 1.25, 3, 0.25, 1.5], weighted_metrics=["mse"])
  for split in (0.25, 0.5):
    regression(family, f"validation_split_{split}".replace(".", "_"), [fit(3, 2, validation_split=split)], rows=9)
  regression(family, "validation_split_weights", [fit(2, 2, validation_split=0.25, sample_weight=True)], rows=9, weights=[0.5, 2, 0, 1.25, 3, 0.25, 1.5, 0.75, 4], weighted_metrics=["mae"])
  regression(family, "validation_regularized", [fit(2, 3, validation=True)], data=validation("validation_regularized"),
             layers=[layer("Dense", units=4, activation="tanh", kernel_regularizer=regularizer("L2", l2=0.125), activity_regularizer=regularizer("L1", l1=0.0625)), layer("Dense", units=2)])


def turning():
  """Training whose validation gets better for seven epochs and worse from there on."""
  data = validation("early_stopping")
  data["y"] = plain(np.asarray(data["y"]) * 0.25)
  return {"data": data, "made": optimizer("SGD", learning_rate=0.25), "drawn_as": "early_stopping_restore_not_stopped"}


def callbacks(family):
  for word, settings in (
      ("plain", {}), ("patience", {"patience": 2}), ("restore", {"patience": 2, "restore_best_weights": True}), ("restore_not_stopped", {"patience": 50, "restore_best_weights": True}),
      ("min_delta", {"patience": 1, "min_delta": 0.015625}), ("baseline", {"patience": 2, "baseline": 0.875}), ("start", {"start_from_epoch": 3}), ("of_loss", {"monitor": "loss", "min_delta": 0.03125}),
      ("of_mae", {"monitor": "val_mae", "mode": "min", "patience": 1}), ("max", {"monitor": "val_loss", "mode": "max", "patience": 2, "restore_best_weights": True}), ("restore_from_start", {"patience": 1, "restore_best_weights": True, "start_from_epoch": 8})):
    regression(family, f"early_stopping_{word}", [fit(12, 4, validation=True, callbacks=[callback("EarlyStopping", verbose=1, **settings)])], **turning())
  for word, settings in (
      ("patience", {"patience": 1}), ("factor", {"patience": 1, "factor": 0.5}), ("min_lr", {"monitor": "val_mae", "mode": "max", "patience": 2, "factor": 0.25, "min_lr": 0.0078125}), ("cooldown", {"monitor": "val_mae", "mode": "max", "patience": 1, "factor": 0.5, "cooldown": 2}),
      ("min_delta", {"patience": 2, "factor": 0.5, "min_delta": 0.03125}), ("of_loss", {"monitor": "loss", "patience": 1, "factor": 0.5, "min_delta": 0.125}), ("max", {"monitor": "val_mae", "mode": "max", "patience": 1, "factor": 0.5})):
    regression(family, f"reduce_lr_on_plateau_{word}", [fit(12, 4, validation=True, callbacks=[callback("ReduceLROnPlateau", verbose=1, **settings)])], **turning())
  regression(family, "reduce_lr_on_plateau_odd_rates", [fit(9, 4, validation=True, callbacks=[callback("ReduceLROnPlateau", verbose=1, monitor="val_mae", mode="max", patience=2, factor=0.3)])],
             **{**turning(), "made": optimizer("SGD", learning_rate=0.1)})
  rates = [0.25, 0.125, 0.0625, 0.5, 0.1]
  for made in (optimizer("SGD", learning_rate=0.375, momentum=0.5), optimizer("Adam", learning_rate=0.375)):
    regression(family, f"learning_rate_scheduler_{made['class_name'].lower()}", [fit(5, 3, callbacks=[callback("LearningRateScheduler", schedule=rates, verbose=1)])], made=made)
  regression(family, "learning_rate_scheduler_initial_epoch", [fit(5, 3, initial_epoch=2, callbacks=[callback("LearningRateScheduler", schedule=rates, verbose=1)])])
  regression(family, "scheduler_and_stopping", [fit(5, 3, validation=True, callbacks=[callback("LearningRateScheduler", schedule=rates, verbose=1), callback("EarlyStopping", patience=1, verbose=1, restore_best_weights=True)])],
             **turning())
  regression(family, "stopping_and_plateau", [fit(12, 4, validation=True, callbacks=[callback("EarlyStopping", patience=3, verbose=1), callback("ReduceLROnPlateau", patience=1, factor=0.5, verbose=1)])], **turning())
  family.model("terminate_on_nan", [layer("Dense", units=1)], [[2.0 ** 30], [2.0 ** 31], [-(2.0 ** 30)]], y=[[1], [-1], [2]], truth="float32", compile=compiled("mse"),
               actions=[fit(4, 1, callbacks=[callback("TerminateOnNaN")])])
  for word, settings in (("each", {"filepath": "w{epoch:02d}.weights.h5"}), ("best", {"filepath": "best.weights.h5", "save_best_only": True}),
                         ("best_loss_value", {"filepath": "w{epoch:02d}-{val_loss:.3f}.weights.h5", "save_best_only": True, "monitor": "val_mae", "mode": "min"}),
                         ("threshold", {"filepath": "best.weights.h5", "save_best_only": True, "initial_value_threshold": 0.875})):
    regression(family, f"model_checkpoint_{word}", [fit(9, 4, validation=True, callbacks=[callback("ModelCheckpoint", save_weights_only=True, verbose=1, **settings)])], **turning())
  regression(family, "ema_and_stopping", [fit(12, 4, validation=True, callbacks=[callback("EarlyStopping", patience=1, verbose=1, restore_best_weights=True)])],
             **{**turning(), "made": optimizer("SGD", learning_rate=0.25, use_ema=True, ema_momentum=0.75)})


def whole(family):
  """Small networks as people write them."""
  labels = [0, 2, 1, 1, 0, 2, 2, 0, 1]
  x = numbers((9, 4), "training", "whole", "x")
  deep = [layer("Dense", units=6, activation="relu"), layer("BatchNormalization"), layer("Dropout", rate=0.0), layer("Dense", units=5, activation="elu"), layer("Dense", units=3, activation="softmax")]

  def one(name, layers, x, y, kind, made, actions, **more):
    copies = [dict(item, config=dict(item["config"])) for item in layers]
    family.model(name, copies, x, y=y, scale=0.75, compile=compiled(kind, optimizer=made, metrics=["accuracy"]), actions=actions, **more)

  one("classes_sparse_adam", deep, x, labels, "sparse_categorical_crossentropy", optimizer("Adam", learning_rate=0.03125), [fit(4, 4), evaluate(4), PREDICT])
  one("classes_one_hot_rmsprop", deep, x, one_hot(labels, 3), "categorical_crossentropy", optimizer("RMSprop", learning_rate=0.015625, momentum=0.5), [fit(4, 4), evaluate(4), PREDICT])
  one("classes_weighted", deep, x, labels, "sparse_categorical_crossentropy", optimizer("SGD", learning_rate=0.125, momentum=0.75, nesterov=True), [fit(3, 4, class_weight=True), evaluate(9)], class_weight={"0": 0.5, "2": 2.0})
  one("two_classes", [layer("Dense", units=4, activation="relu"), layer("Dense", units=1, activation="sigmoid")], x, integers((9, 1), 2, "training", "two", "y"), "binary_crossentropy",
      optimizer("AdamW", learning_rate=0.0625, weight_decay=0.0625), [fit(4, 2), evaluate(4), PREDICT])
  one("exclusive_or", [layer("Dense", units=4, activation="tanh"), layer("Dense", units=1, activation="sigmoid")], [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]], "mse", optimizer("SGD", learning_rate=0.5),
      [fit(12, 1), evaluate(4), PREDICT])
  steps = numbers((6, 3, 2), "training", "steps", "x")
  steps[0, 2] = steps[2, 1:] = 0
  one("steps_with_gaps", [layer("Masking"), layer("Dense", units=4, activation="tanh"), layer("LayerNormalization"), layer("Dense", units=3, activation="softmax")], steps, integers((6, 3), 3, "training", "steps", "y"),
      "sparse_categorical_crossentropy", optimizer("Adam", learning_rate=0.0625), [fit(3, 4), evaluate(4)])
  ids = integers((6, 4), 5, "training", "ids", "x")
  one("embedding_flat", [layer("Embedding", input_dim=5, output_dim=3), layer("Flatten"), layer("Dense", units=4, activation="relu"), layer("Dense", units=3, activation="softmax")], ids, integers((6,), 3, "training", "ids", "y"),
      "sparse_categorical_crossentropy", optimizer("Adam", learning_rate=0.0625), [fit(3, 4), evaluate(4)])
  one("embedding_masked", [layer("Embedding", input_dim=5, output_dim=3, mask_zero=True), layer("Dense", units=3, activation="softmax")], ids, integers((6, 4), 3, "training", "ids", "steps"),
      "sparse_categorical_crossentropy", optimizer("RMSprop", learning_rate=0.0625), [fit(3, 4), evaluate(4)])
  family.model("many_metrics", mlp(2, "sigmoid"), numbers((N, 3), "training", "many", "x"), y=integers((N, 2), 2, "training", "many", "y"), sample_weight=[0.5, 2, 0, 1.25, 3, 0.25, 1.5],
               compile=compiled(loss("BinaryCrossentropy", label_smoothing=0.125), metrics=["accuracy", "mse", metric("AUC", name="auc"), metric("Precision", name="precision")], weighted_metrics=["accuracy", metric("Recall", name="recall")]),
               actions=[fit(2, 3, sample_weight=True), evaluate(3, sample_weight=True), evaluate(3)])
  for text in ("sgd", "adam", "rmsprop", "adamw", "adagrad", "adadelta", "adamax", "nadam", "ftrl", "lion", "adafactor", "SGD", "Adam", "RMSprop"):
    case_name = f"optimizer_by_name_{text}" + "_class" * (text != text.lower())
    family.model(case_name, mlp(), numbers((N, 3), "training", "by name", "x"), y=numbers((N, 2), "training", "by name", "y"), covers=[text], compile=compiled("mse", optimizer=text), actions=[fit(2, 3)])


def cases():
  family = Family("training")
  for part in (batches, validations, callbacks, whole):
    part(family)
  return family.cases
