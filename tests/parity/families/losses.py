"""Every loss with its options, reductions, masks and weights, behind the outputs where it matters what an output was made from."""
import keras
import numpy as np

from cases import Family, PREDICT, compiled, evaluate, fit
from form import integers, layer, loss, numbers, one_hot

N = 5
SAMPLE_WEIGHT = [0.5, 2, 0, 1.25, 3]
REDUCTIONS = ["sum", "sum_over_batch_size", "mean", "mean_with_sample_weight"]

# The last layers by the kind of output. `indirect` ones hide the logits, so that a loss sees probabilities.
LINEAR = [layer("Dense", units=2)]
SIGMOID = [layer("Dense", units=2, activation="sigmoid")]
SIGMOID_INDIRECT = SIGMOID + [layer("Rescaling", scale=0.875, offset=0.0625)]
POSITIVE = [layer("Dense", units=2, activation="softplus")]
LOGITS = [layer("Dense", units=3)]
SOFTMAX = [layer("Dense", units=3, activation="softmax")]
SOFTMAX_INDIRECT = SOFTMAX + [layer("Rescaling", scale=0.75, offset=0.125)]
UNIT = [layer("Dense", units=3), layer("UnitNormalization")]


def binary(*names):
  return integers((N, 2), 2, *names)


def classes(*names):
  return [2, 0, 1, 1, 0]


# Loss, its options, layers, targets by kind.
REGRESSION, BINARY, SIGNS, SHARES, ONE_HOT, SOFT, SPARSE = "regression", "binary", "signs", "shares", "one_hot", "soft", "sparse"
TABLE = [
    ("MeanSquaredError", {}, LINEAR, REGRESSION), ("MeanAbsoluteError", {}, LINEAR, REGRESSION),
    ("MeanAbsolutePercentageError", {}, LINEAR, REGRESSION), ("MeanSquaredLogarithmicError", {}, LINEAR, REGRESSION),
    ("MeanSquaredLogarithmicError", {}, POSITIVE, SHARES), ("Huber", {}, LINEAR, REGRESSION), ("Huber", {"delta": 0.375}, LINEAR, REGRESSION),
    ("LogCosh", {}, LINEAR, REGRESSION), ("CosineSimilarity", {}, LINEAR, REGRESSION), ("CosineSimilarity", {"axis": 0}, LINEAR, REGRESSION),
    ("Poisson", {}, POSITIVE, SHARES), ("KLDivergence", {}, SIGMOID, SHARES), ("KLDivergence", {}, SOFTMAX, SOFT),
    ("Hinge", {}, LINEAR, BINARY), ("Hinge", {}, LINEAR, SIGNS), ("SquaredHinge", {}, LINEAR, BINARY), ("SquaredHinge", {}, LINEAR, SIGNS),
    ("CategoricalHinge", {}, LOGITS, ONE_HOT),
    ("BinaryCrossentropy", {}, SIGMOID, BINARY), ("BinaryCrossentropy", {}, SIGMOID_INDIRECT, BINARY),
    ("BinaryCrossentropy", {"from_logits": True}, LINEAR, BINARY), ("BinaryCrossentropy", {"label_smoothing": 0.25}, SIGMOID, BINARY),
    ("BinaryCrossentropy", {"label_smoothing": 0.25}, SIGMOID_INDIRECT, SHARES), ("BinaryCrossentropy", {"axis": 0}, SIGMOID, BINARY),
    ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.125}, LINEAR, BINARY),
    ("BinaryFocalCrossentropy", {}, SIGMOID, BINARY), ("BinaryFocalCrossentropy", {}, SIGMOID_INDIRECT, BINARY),
    ("BinaryFocalCrossentropy", {"apply_class_balancing": True}, SIGMOID, BINARY),
    ("BinaryFocalCrossentropy", {"apply_class_balancing": True, "alpha": 0.625, "gamma": 3.0}, SIGMOID_INDIRECT, BINARY),
    ("BinaryFocalCrossentropy", {"gamma": 0.5}, SIGMOID, BINARY), ("BinaryFocalCrossentropy", {"from_logits": True}, LINEAR, BINARY),
    ("BinaryFocalCrossentropy", {"label_smoothing": 0.25}, SIGMOID, BINARY), ("BinaryFocalCrossentropy", {"axis": 0}, SIGMOID, BINARY),
    ("CategoricalCrossentropy", {}, SOFTMAX, ONE_HOT), ("CategoricalCrossentropy", {}, SOFTMAX, SOFT),
    ("CategoricalCrossentropy", {}, SOFTMAX_INDIRECT, ONE_HOT), ("CategoricalCrossentropy", {"from_logits": True}, LOGITS, ONE_HOT),
    ("CategoricalCrossentropy", {"from_logits": True}, LOGITS, SOFT), ("CategoricalCrossentropy", {"label_smoothing": 0.25}, SOFTMAX, ONE_HOT),
    ("CategoricalCrossentropy", {"label_smoothing": 0.25}, SOFTMAX_INDIRECT, ONE_HOT),
    ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.125}, LOGITS, SOFT),
    ("CategoricalFocalCrossentropy", {}, SOFTMAX, ONE_HOT), ("CategoricalFocalCrossentropy", {}, SOFTMAX_INDIRECT, ONE_HOT),
    ("CategoricalFocalCrossentropy", {"alpha": 0.75, "gamma": 0.5}, SOFTMAX, SOFT),
    ("CategoricalFocalCrossentropy", {"from_logits": True}, LOGITS, ONE_HOT),
    ("CategoricalFocalCrossentropy", {"label_smoothing": 0.25}, SOFTMAX, ONE_HOT),
    ("CategoricalGeneralizedCrossEntropy", {}, SOFTMAX, SPARSE), ("CategoricalGeneralizedCrossEntropy", {"q": 0.875}, SOFTMAX, SPARSE),
    ("SparseCategoricalCrossentropy", {}, SOFTMAX, SPARSE), ("SparseCategoricalCrossentropy", {}, SOFTMAX_INDIRECT, SPARSE),
    ("SparseCategoricalCrossentropy", {"from_logits": True}, LOGITS, SPARSE),
    ("SparseCategoricalCrossentropy", {"ignore_class": 1}, SOFTMAX, SPARSE),
    ("SparseCategoricalCrossentropy", {"ignore_class": 0, "from_logits": True}, LOGITS, SPARSE),
    ("SparseCategoricalCrossentropy", {"ignore_class": -1}, SOFTMAX_INDIRECT, "sparse_with_minus_1"),
]
WHOLE = [("Dice", {}), ("Dice", {"axis": [1]}), ("Tversky", {}), ("Tversky", {"alpha": 0.25, "beta": 0.875}),
         ("Tversky", {"axis": [1], "alpha": 0.75, "beta": 0.375})]


def targets(kind, name):
  if kind == REGRESSION:
    return numbers((N, 2), "losses", name, "y")
  if kind == BINARY:
    return [[0, 1], [1, 1], [0, 0], [1, 0], [1, 1]]
  if kind == SIGNS:
    return [[-1, 1], [1, 1], [-1, -1], [1, -1], [1, 1]]
  if kind == SHARES:
    return [[0.25, 0.75], [0.875, 0.5], [0.125, 0.0625], [0.625, 1], [1.5, 0.375]]
  if kind == SOFT:
    return [[0.25, 0.5, 0.25], [0.125, 0.125, 0.75], [1, 0, 0], [0.5, 0, 0.5], [0.0625, 0.625, 0.3125]]
  if kind == ONE_HOT:
    return one_hot([2, 0, 1, 1, 0], 3)
  return [[2], [0], [-1], [1], [0]] if kind == "sparse_with_minus_1" else [[2], [0], [1], [1], [0]]


def output_of(layers):
  last = layers[-1]
  return "indirect" if last["class_name"] == "Rescaling" else last["config"].get("activation", "unit")


def short(class_name):
  return keras.src.utils.naming.to_snake_case(class_name)


def words(options):
  return "".join(f"_{k}_{v}" for k, v in options.items()).lower().replace(".", "_").replace("-", "minus_").replace("[", "").replace("]", "")


def each_loss(family):
  for class_name, options, layers, kind in TABLE:
    name = f"{short(class_name)}{words(options)}_of_{output_of(layers)}_to_{kind}"
    actions = [PREDICT, evaluate(2), evaluate(5, sample_weight=True), fit(2, 5), fit(1, 5, sample_weight=True)]
    if "axis" in options:  # then values are not one a row, and no weight of a row fits
      actions = [PREDICT, evaluate(2), fit(2, 5)]
    family.model(name, [dict(item, config=dict(item["config"])) for item in layers], numbers((N, 3), "losses", name, "x"), scale=0.75,
                 y=targets(kind, name), sample_weight=SAMPLE_WEIGHT, compile=compiled(loss(class_name, **options)),
                 actions=actions)
  for class_name, options in WHOLE:
    name = f"{short(class_name)}{words(options)}"
    family.model(name, [layer("Dense", units=2, activation="sigmoid")], numbers((N, 3), "losses", name, "x"), y=binary(name),
                 compile=compiled(loss(class_name, **options)), actions=[evaluate(2), fit(2, 5)])
  x, y = numbers((N, 3, 4), "losses", "axis_1", "x"), np.moveaxis(one_hot([[2, 0], [1, 1], [0, 2], [0, 1], [2, 2]], 3), 2, 1)  # classes along axis 1
  for class_name, options in (("CategoricalCrossentropy", {}), ("CategoricalCrossentropy", {"from_logits": True}), ("CategoricalFocalCrossentropy", {"reduction": "sum"}),
                              ("CategoricalFocalCrossentropy", {"from_logits": True}), ("BinaryCrossentropy", {"from_logits": True})):
    last = [] if options.get("from_logits") else [layer("Softmax", axis=1), layer("Rescaling", scale=0.75, offset=0.125)]
    family.model(f"{short(class_name)}_axis_1{words(options)}", [layer("Dense", units=2), *last], x, y=y, compile=compiled(loss(class_name, axis=1, **options)), actions=[evaluate(2), fit(2, 5)])
  for options in ({}, {"gamma": 8.0, "margin": 0.25}, {"remove_diagonal": False, "gamma": 16.0}):
    name = f"circle{words(options)}"
    family.model(name, UNIT, numbers((6, 4), "losses", name, "x"), y=[0, 1, 0, 2, 1, 2],
                 compile=compiled(loss("Circle", **options)), actions=[evaluate(6), fit(2, 6)])
  family.model("ctc", [layer("Dense", units=4)], numbers((3, 6, 2), "losses", "ctc", "x"), y=[[1, 2, 0], [3, 3, 1], [2, 0, 0]],
               compile=compiled(loss("CTC")), actions=[evaluate(2), fit(2, 3)])


def reductions(family):
  """A reduction with rows of one value, with a mask over steps, with weights of rows and of steps."""
  x = numbers((4, 3, 3), "losses", "reductions", "x", scale=1.5)
  masked = x.copy()
  for row, step in ((0, 2), (1, 1), (1, 2), (3, 0)):
    masked[row, step] = 0
  rows = [[0.5], [2], [0], [3]]
  steps = [[1, 0.5, 2], [0.25, 3, 1], [2, 0, 1.5], [0.75, 1.25, 0]]
  for reduction in REDUCTIONS:
    for word, data, before, weights in (("plain", x, [], None), ("row_weights", x, [], rows), ("step_weights", x, [], steps),
                                        ("mask", masked, ["Masking"], None), ("mask_row_weights", masked, ["Masking"], rows),
                                        ("mask_step_weights", masked, ["Masking"], steps)):
      layers = [layer(item) for item in before] + [layer("Dense", units=3, activation="softmax")]
      kind = "SparseCategoricalCrossentropy" if reduction != "mean" else "MeanSquaredError"
      y = integers((4, 3), 3, "losses", "reductions", "y") if reduction != "mean" else numbers((4, 3, 3), "losses", "reductions", "y")
      weighted = {"sample_weight": True} if weights else {}
      family.model(f"reduction_{reduction}_{word}", layers, data, y=y, sample_weight=weights, compile=compiled(loss(kind, reduction=reduction)),
                   actions=[evaluate(3, **weighted), fit(2, 4, **weighted)])
  family.model("reduction_mean_with_sample_weight_one_step", [layer("Dense", units=1)], numbers((5, 2), "losses", "rmws", "x"),
               y=numbers((5, 1), "losses", "rmws", "y"), sample_weight=SAMPLE_WEIGHT,
               compile=compiled(loss("MeanAbsoluteError", reduction="mean_with_sample_weight")),
               actions=[evaluate(3, sample_weight=True), fit(2, 3, sample_weight=True)])
  family.model("ignore_class_with_mask_and_weights", [layer("Masking"), layer("Dense", units=3, activation="softmax")], masked,
               y=[[0, 1, 2], [2, 1, 0], [1, 1, 0], [2, 2, 1]], sample_weight=steps,
               compile=compiled(loss("SparseCategoricalCrossentropy", ignore_class=1)),
               actions=[evaluate(3), evaluate(4, sample_weight=True), fit(2, 4, sample_weight=True)])


def class_weights(family):
  """A class without a weight counts once. (Keras takes no weights of rows beside them.)"""
  for word, layers, kind, y in (
      ("sparse", SOFTMAX, "SparseCategoricalCrossentropy", [[2], [0], [1], [1], [0]]), ("sparse_rank_1", SOFTMAX, "SparseCategoricalCrossentropy", [2, 0, 1, 1, 0]),
      ("one_hot", SOFTMAX, "CategoricalCrossentropy", one_hot([2, 0, 1, 1, 0], 3)), ("binary", [layer("Dense", units=1, activation="sigmoid")], "BinaryCrossentropy", [[1], [0], [0], [1], [1]])):
    name = f"class_weight_{word}"
    family.model(name, layers, numbers((N, 3), "losses", name, "x"), y=y, class_weight={"0": 0.375, "1": 2.5},
                 compile=compiled(loss(kind), metrics=["accuracy"], weighted_metrics=["accuracy"]), actions=[fit(2, 5, class_weight=True), fit(1, 2, class_weight=True)])


def ends(family):
  """Predictions at and beyond the ends of a loss, through a layer that hands its input on. Clips end at float32's own 1 - 1e-7."""
  tiny = 2.0 ** -30
  probabilities = [[0, 1], [1, 0], [tiny, 0.5], [1, 1], [0.25, 0]]
  rows = [[0, 1, 0], [1, 0, 0], [0.5, tiny, 0.25], [0, 0, 1], [0.125, 0.875, 1]]
  for class_name, x, y in (
      ("BinaryCrossentropy", probabilities, [[0, 0], [1, 1], [1, 0], [0, 1], [1, 1]]), ("BinaryFocalCrossentropy", probabilities, [[0, 0], [1, 1], [1, 0], [0, 1], [1, 1]]),
      ("CategoricalCrossentropy", rows, one_hot([0, 0, 1, 2, 2], 3)), ("CategoricalFocalCrossentropy", rows, one_hot([0, 0, 1, 2, 2], 3)),
      ("SparseCategoricalCrossentropy", rows, [[0], [0], [1], [2], [2]])):
    family.model(f"{short(class_name)}_at_its_clips", [layer("Activation", activation="linear")], x, y=y, compile=compiled(loss(class_name, reduction="sum")),
                 truth="float32", actions=[evaluate(1), evaluate(5)])
  for class_name, x, y in (
      ("KLDivergence", [[0, 1], [0.5, 2], [0.25, 0], [tiny, 0.5], [1, 0.75]], [[0.5, 0], [0, 1.5], [0.25, 0.5], [0.75, 0.5], [0, 1]]),
      ("Poisson", [[0, 0.5], [tiny, 1], [2, 0], [0.25, 4], [0.125, 0]], [[1, 0], [2, 3], [0, 1.5], [0.5, 0.25], [0, 0]]),
      ("MeanAbsolutePercentageError", [[0.5, 1], [-2, 0.25], [0, 3], [1, -1], [0.5, 2]], [[0, 2], [1, -0.5], [tiny, 2], [-4, 0], [0.25, 2]]),
      ("MeanSquaredLogarithmicError", [[-0.5, 1], [-2, 0.25], [0, 3], [tiny, -1], [0.5, 2]], [[0, 2], [1, -0.5], [tiny, 2], [-4, 0], [0.25, 2]]),
      ("CosineSimilarity", [[0, 0], [1, 0], [0, tiny], [3, -4], [0.5, 2]], [[1, 2], [0, 0], [0, 1], [-3, 4], [1, 1]]),
      ("Hinge", [[1, 0.5], [2, -1], [0, -0.5], [1, -1], [-2, 3]], [[1, 0], [1, 0], [0, 1], [1, 1], [0, 1]]),
      ("Hinge", [[1, 0.5], [2, -1], [0, -0.5], [1, -1], [-2, 3]], [[1, 0], [1, -1], [0, 1], [1, 1], [0, 1]]),
      ("SquaredHinge", [[1, 0.5], [2, -1], [0, -0.5], [1, -1], [-2, 3]], [[1, 0], [1, 0], [0, 1], [1, 1], [0, 1]]),
      ("CategoricalHinge", [[1, 0.5], [2, -1], [0, 1], [1, -1], [-2, 3]], [[1, 0], [0, 1], [0, 1], [1, 0], [0, 1]]),
      ("Huber", [[1, 2], [0, 0.5], [-3, 1], [4, -2], [0, 0]], [[0, 0], [0.5, 0.5], [-2, 3], [4, -0.5], [-1, 1]]),
      ("LogCosh", [[1, 25], [0, 0.5], [-30, 1], [4, -2], [0, 0]], [[0, 0], [0.5, 0.5], [20, 3], [4, -0.5], [-1, 1]])):
    name = f"{short(class_name)}_at_its_ends" + ("_mixed_labels" if [1, -1] in y and "Hinge" == class_name else "")
    family.model(name, [layer("Activation", activation="linear")], x, y=y, compile=compiled(loss(class_name, reduction="sum")), actions=[evaluate(1), evaluate(5)])
  for word, scale in (("sigmoid", 40), ("softmax", 60)):  # logits of probabilities that are 0 or 1 in float32
    x = numbers((N, 3), "losses", word, "far", scale=scale)
    y = integers((N, 3), 2, "losses", word, "y") if word == "sigmoid" else one_hot([2, 0, 1, 1, 0], 3)
    kind = "BinaryCrossentropy" if word == "sigmoid" else "CategoricalCrossentropy"
    family.model(f"logits_far_from_0_of_{word}", [layer("Dense", units=3, activation=word)], x, y=y, compile=compiled(loss(kind)), actions=[evaluate(2), fit(1, 5)])


def names(family):
  """By name: Keras' functions, their short names, and labels of other shapes."""
  for text in ("mse", "MSE", "mae", "MAE", "mape", "MAPE", "msle", "MSLE", "mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "hinge", "squared_hinge",
               "cosine_similarity", "poisson", "kld", "KLD", "kl_divergence", "bce", "BCE", "binary_crossentropy", "binary_focal_crossentropy", "dice", "tversky"):
    probabilities = text.lower() in ("kld", "kl_divergence", "bce", "binary_crossentropy", "binary_focal_crossentropy", "dice", "tversky", "poisson")
    x = np.abs(numbers((4, 2), "losses", text, "x", scale=0.25)) + 0.125 if probabilities else numbers((4, 2), "losses", text, "x")
    y = [[0, 1], [1, 1], [1, 0], [0, 1]] if probabilities or "hinge" in text else numbers((4, 2), "losses", text, "y")
    family.model(f"name_{text}", [layer("Activation", activation="linear")], x, y=y, compile=compiled(text), covers=[text], actions=[evaluate(3)])
  for text in ("categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge", "sparse_categorical_crossentropy", "crossentropy", "ce"):
    y = [[2], [0], [1], [1], [0]] if text == "sparse_categorical_crossentropy" else one_hot([2, 0, 1, 1, 0], 3)
    family.model(f"name_{text}", SOFTMAX, numbers((N, 3), "losses", text, "x"), y=y, compile=compiled(text), covers=[text], actions=[evaluate(3), fit(1, 5)])
  family.model("crossentropy_of_labels", SOFTMAX, numbers((N, 3), "losses", "cel", "x"), y=[2, 0, 1, 1, 0], compile=compiled("crossentropy"), covers=["crossentropy"], actions=[evaluate(3), fit(1, 5)])
  family.model("crossentropy_of_one_output", [layer("Dense", units=1, activation="sigmoid")], numbers((N, 3), "losses", "ceo", "x"), y=[[1], [0], [0], [1], [1]],
               compile=compiled("crossentropy"), covers=["crossentropy"], actions=[evaluate(3), fit(1, 5)])
  family.model("targets_of_rank_1", [layer("Dense", units=1)], numbers((N, 3), "losses", "rank1", "x"), y=numbers((N,), "losses", "rank1", "y"), sample_weight=SAMPLE_WEIGHT,
               compile=compiled("mse", metrics=["mae"]), actions=[evaluate(3), fit(2, 5), fit(1, 2, sample_weight=True)])
  family.model("sparse_labels_of_steps", [layer("Dense", units=3, activation="softmax")], numbers((4, 2, 3), "losses", "slos", "x"), y=integers((4, 2), 3, "losses", "slos", "y"),
               compile=compiled("sparse_categorical_crossentropy", metrics=["accuracy"]), actions=[evaluate(3), fit(2, 4)])


def cases():
  family = Family("losses")
  each_loss(family)
  reductions(family)
  class_weights(family)
  ends(family)
  names(family)
  return family.cases
