"""Every metric with its options, over three batches of which the last is short, without and with weights. Predictions are the inputs."""
import keras
import numpy as np

from cases import Family, compiled, evaluate, fit
from form import layer, metric, numbers, one_hot

N = 7
WEIGHTS = [0.5, 2, 0, 1.25, 3, 0.25, 1.5]
LABELS = [2, 0, 1, 1, 0, 2, 1]

# Predictions and targets by kind.
REAL = (numbers((N, 2), "metrics", "real", "x"), numbers((N, 2), "metrics", "real", "y"))
POSITIVE = (np.abs(numbers((N, 2), "metrics", "positive", "x")) + 0.125, np.abs(numbers((N, 2), "metrics", "positive", "y")) + 0.0625)
SIGNS = (numbers((N, 2), "metrics", "signs", "x"), [[0, 1], [1, 1], [0, 0], [1, 0], [1, 1], [0, 1], [1, 0]])
ONE = ([[0.0625], [0.5], [0.8125], [0.375], [0.75], [0.59375], [0.28125]], [[0], [1], [1], [1], [0], [0], [1]])
ONE_LOGIT = ([[-2.5], [0.25], [1.5], [-0.5], [1.125], [0.375], [-1]], [[0], [1], [1], [1], [0], [0], [1]])
TWO = ([[0.0625, 0.75], [0.5, 0.5625], [0.8125, 0.25], [0.375, 0.4375], [0.75, 0.96875], [0.59375, 0.125], [0.28125, 0.6875]], [[0, 1], [1, 1], [1, 0], [1, 0], [0, 1], [0, 1], [1, 0]])
ROWS = [[0.25, 0.125, 0.625], [0.5, 0.375, 0.125], [0.5, 0.4375, 0.0625], [0.125, 0.75, 0.125], [0.3125, 0.4375, 0.25], [0.375, 0.25, 0.375], [0.0625, 0.25, 0.6875]]
CATEGORIES = (ROWS, one_hot(LABELS, 3))
SPARSE = (ROWS, [[label] for label in LABELS])
LOGITS = (numbers((N, 3), "metrics", "logits", "x", scale=2), one_hot(LABELS, 3))
SPARSE_LOGITS = (numbers((N, 3), "metrics", "logits", "x", scale=2), [[label] for label in LABELS])
IDS = ([[2], [0], [1], [2], [0], [0], [1]], [[label] for label in LABELS])
FOUR = ([[0.25, 0.5, 0.125, 0.75], [0.5, 0.5, 0.25, 0.125], [0.0625, 0.875, 0.375, 0.25], [0.75, 0.625, 0.875, 0.5], [0.125, 0.25, 0.5, 0.5], [0.375, 0.0625, 0.9375, 0.625], [0.25, 0.75, 0.5, 0.125]],
        [[1, 0, 0, 1], [0, 1, 0, 0], [0, 1, 1, 0], [1, 0, 1, 0], [0, 0, 0, 1], [1, 1, 0, 0], [0, 1, 1, 0]])

EVEN = [i / 8 for i in range(9)]
TABLE = [
    ("Accuracy", {}, IDS), ("BinaryAccuracy", {}, ONE), ("BinaryAccuracy", {"threshold": 0.375}, TWO), ("CategoricalAccuracy", {}, CATEGORIES), ("SparseCategoricalAccuracy", {}, SPARSE),
    ("TopKCategoricalAccuracy", {"k": 2}, CATEGORIES), ("TopKCategoricalAccuracy", {"k": 1}, CATEGORIES), ("TopKCategoricalAccuracy", {}, CATEGORIES), ("SparseTopKCategoricalAccuracy", {"k": 2}, SPARSE),
    ("SparseTopKCategoricalAccuracy", {}, SPARSE), ("SparseTopKCategoricalAccuracy", {"k": 2, "from_sorted_ids": True}, ([[2, 0, 1], [1, 2, 0], [0, 2, 1], [1, 0, 2], [2, 1, 0], [0, 1, 2], [2, 1, 0]], SPARSE[1])),
    ("MeanSquaredError", {}, REAL), ("RootMeanSquaredError", {}, REAL), ("MeanAbsoluteError", {}, REAL), ("MeanAbsolutePercentageError", {}, REAL), ("MeanSquaredLogarithmicError", {}, POSITIVE),
    ("CosineSimilarity", {}, REAL), ("CosineSimilarity", {"axis": 1}, REAL), ("LogCoshError", {}, REAL), ("Poisson", {}, POSITIVE), ("KLDivergence", {}, CATEGORIES), ("KLDivergence", {}, TWO),
    ("Hinge", {}, SIGNS), ("SquaredHinge", {}, SIGNS), ("CategoricalHinge", {}, LOGITS),
    ("BinaryCrossentropy", {}, TWO), ("BinaryCrossentropy", {"from_logits": True}, ONE_LOGIT), ("BinaryCrossentropy", {"label_smoothing": 0.25}, TWO),
    ("CategoricalCrossentropy", {}, CATEGORIES), ("CategoricalCrossentropy", {"from_logits": True}, LOGITS), ("CategoricalCrossentropy", {"label_smoothing": 0.25}, CATEGORIES),
    ("CategoricalCrossentropy", {"axis": 1}, CATEGORIES), ("SparseCategoricalCrossentropy", {}, SPARSE), ("SparseCategoricalCrossentropy", {"from_logits": True}, SPARSE_LOGITS),
    ("SparseCategoricalCrossentropy", {"ignore_class": 1}, SPARSE), ("SparseCategoricalCrossentropy", {"axis": 1}, SPARSE),
    ("R2Score", {}, REAL), ("R2Score", {"class_aggregation": None}, REAL), ("R2Score", {"class_aggregation": "variance_weighted_average"}, REAL), ("R2Score", {"num_regressors": 2}, REAL),
    ("PearsonCorrelation", {}, LOGITS), ("PearsonCorrelation", {"axis": 0}, REAL), ("ConcordanceCorrelation", {}, LOGITS), ("ConcordanceCorrelation", {"axis": 0}, REAL),
    ("F1Score", {}, CATEGORIES), ("F1Score", {"average": "micro"}, CATEGORIES), ("F1Score", {"average": "macro"}, CATEGORIES), ("F1Score", {"average": "weighted"}, CATEGORIES), ("F1Score", {"threshold": 0.3125}, CATEGORIES),
    ("FBetaScore", {"beta": 2.0}, CATEGORIES), ("FBetaScore", {"beta": 0.5, "average": "micro", "threshold": 0.3125}, CATEGORIES), ("FBetaScore", {"beta": 2.0, "average": "weighted"}, CATEGORIES),
    ("FBetaScore", {"average": "macro", "threshold": 0.4375}, FOUR),
    ("IoU", {"num_classes": 3, "target_class_ids": [0, 2]}, IDS), ("IoU", {"num_classes": 3, "target_class_ids": [1]}, IDS), ("IoU", {"num_classes": 3, "target_class_ids": [0, 1], "ignore_class": 2}, IDS),
    ("IoU", {"num_classes": 3, "target_class_ids": [0, 2], "sparse_y_pred": False}, SPARSE), ("IoU", {"num_classes": 3, "target_class_ids": [0, 2], "sparse_y_true": False, "sparse_y_pred": False}, CATEGORIES),
    ("MeanIoU", {"num_classes": 3}, IDS), ("MeanIoU", {"num_classes": 4}, IDS), ("MeanIoU", {"num_classes": 3, "ignore_class": 0}, IDS), ("MeanIoU", {"num_classes": 3, "sparse_y_pred": False}, SPARSE),
    ("MeanIoU", {"num_classes": 3, "sparse_y_true": False, "sparse_y_pred": False}, CATEGORIES), ("BinaryIoU", {}, ONE), ("BinaryIoU", {"target_class_ids": [1], "threshold": 0.375}, ONE),
    ("BinaryIoU", {"target_class_ids": [0]}, ONE), ("OneHotIoU", {"num_classes": 3, "target_class_ids": [0, 2]}, CATEGORIES), ("OneHotIoU", {"num_classes": 3, "target_class_ids": [1], "ignore_class": 0}, CATEGORIES),
    ("OneHotMeanIoU", {"num_classes": 3}, CATEGORIES), ("OneHotMeanIoU", {"num_classes": 3, "ignore_class": 2}, CATEGORIES),
    ("OneHotIoU", {"num_classes": 3, "target_class_ids": [0, 2], "sparse_y_pred": True}, (IDS[0], CATEGORIES[1])), ("OneHotMeanIoU", {"num_classes": 3, "sparse_y_pred": True}, (IDS[0], CATEGORIES[1])),
]
for curve in ("ROC", "PR"):
  for summation in ("interpolation", "minoring", "majoring"):
    TABLE.append(("AUC", {"curve": curve, "summation_method": summation}, ONE))
    TABLE.append(("AUC", {"curve": curve, "summation_method": summation, "num_thresholds": 6}, ONE))
TABLE += [
    ("AUC", {"thresholds": [0.25, 0.5, 0.625]}, ONE), ("AUC", {"from_logits": True}, ONE_LOGIT), ("AUC", {}, TWO), ("AUC", {"multi_label": True, "num_labels": 2}, TWO), ("AUC", {"multi_label": True, "curve": "PR"}, TWO),
    ("AUC", {"multi_label": True, "label_weights": [0.25, 2.0]}, TWO), ("AUC", {"label_weights": [0.25, 2.0]}, TWO), ("AUC", {"multi_label": True, "num_labels": 2, "label_weights": [3.0, 1.0], "curve": "PR", "num_thresholds": 9}, TWO),
]
for name in ("TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"):
  TABLE += [(name, {}, ONE), (name, {"thresholds": 0.375}, TWO), (name, {"thresholds": [0.25, 0.5, 0.75]}, ONE)]
for name in ("Precision", "Recall"):
  TABLE += [(name, {}, ONE), (name, {"thresholds": 0.375}, TWO), (name, {"thresholds": [0.25, 0.5, 0.75]}, TWO), (name, {"top_k": 2}, FOUR), (name, {"class_id": 1}, FOUR), (name, {"class_id": 2, "top_k": 2}, FOUR),
            (name, {"class_id": 0, "thresholds": [0.25, 0.625]}, FOUR), (name, {"thresholds": EVEN}, ONE), (name, {"top_k": 2, "thresholds": 0.5}, FOUR)]
for name, word in (("SensitivityAtSpecificity", "specificity"), ("SpecificityAtSensitivity", "sensitivity"), ("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision")):
  TABLE += [(name, {word: 0.5}, ONE), (name, {word: 0.75, "num_thresholds": 9}, ONE), (name, {word: 0.625, "num_thresholds": 1}, TWO), (name, {word: 0.375, "class_id": 1}, FOUR)]


def words(options):
  text = "".join(f"_{k}_{v}" for k, v in options.items()).lower()
  return text.translate(str.maketrans({".": "_", "-": "minus", "[": "", "]": "", ",": "", " ": "_"}))


def each_metric(family):
  for class_name, options, (x, y) in TABLE:
    kind = next((word for word, value in globals().items() if isinstance(value, tuple) and value[0] is x and value[1] is y), "other").lower()
    name = f"{class_name.lower()}{words(options)}_of_{kind}"
    made = metric(class_name, **options)
    made["config"]["name"] = class_name.lower()
    sizes = [evaluate(3, sample_weight=True)] if class_name not in ("R2Score", "PearsonCorrelation", "ConcordanceCorrelation") else [evaluate(4, sample_weight=True), evaluate(7, sample_weight=True)]
    compile_with = compiled("mse", metrics=[made], weighted_metrics=[made])
    if options.get("axis") == 0:  # no weight of a row fits values that are none of a row
      compile_with, sizes = compiled("mse", metrics=[made]), [evaluate(4), evaluate(7)]
    if "num_regressors" in options:  # Keras on TensorFlow computes it outside of graphs alone
      compile_with["run_eagerly"] = True
    family.model(name, [layer("Activation", activation="linear")], x, y=y, sample_weight=WEIGHTS, compile=compile_with, actions=sizes,
                 truth="float32" if "TopK" in class_name else None)  # TensorFlow's in_top_k takes nothing else


def names(family):
  """By name; what `accuracy` means follows from the shapes."""
  for word, (x, y), loss in (("one", ONE, "binary_crossentropy"), ("two", TWO, "binary_crossentropy"), ("categories", CATEGORIES, "categorical_crossentropy"), ("sparse", SPARSE, "sparse_categorical_crossentropy"),
                             ("labels_of_rank_1", (ROWS, LABELS), "sparse_categorical_crossentropy"), ("real", REAL, "mse")):
    family.model(f"accuracy_of_{word}", [layer("Activation", activation="linear")], x, y=y, sample_weight=WEIGHTS, covers=["accuracy", "acc"],
                 compile=compiled(loss, metrics=["accuracy"], weighted_metrics=["acc"]), actions=[evaluate(3, sample_weight=True)])
  several = [("real", REAL, ["mse", "MSE", "mae", "MAE", "mape", "MAPE", "mean_squared_error", "mean_absolute_error", "root_mean_squared_error", "cosine_similarity", "log_cosh_error", "r2_score", "MeanSquaredError", "RootMeanSquaredError"]),
             ("positive", POSITIVE, ["msle", "MSLE", "poisson", "kl_divergence"]), ("signs", SIGNS, ["hinge", "squared_hinge"]), ("one", ONE, ["binary_io_u"]), ("logits", LOGITS, ["pearson_correlation", "concordance_correlation"]),
             ("two", TWO, ["bce", "BCE", "binary_crossentropy", "binary_accuracy", "auc", "precision", "recall", "true_positives", "false_positives", "true_negatives", "false_negatives", "AUC", "Precision", "BinaryAccuracy"]),
             ("categories", CATEGORIES, ["categorical_crossentropy", "categorical_accuracy", "top_k_categorical_accuracy", "categorical_hinge", "f1_score", "f_beta_score", "CategoricalAccuracy"]),
             ("sparse", SPARSE, ["sparse_categorical_crossentropy", "sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy"])]
  for word, (x, y), texts in several:
    for text in texts:
      family.model(f"name_{text}" + "_class" * (text in keras.metrics.__dict__ and not text.islower()), [layer("Activation", activation="linear")], x, y=y, sample_weight=WEIGHTS, covers=[text], truth="float32" if "top_k" in text else None,
                   compile=compiled("mse", metrics=[text], weighted_metrics=[text]), actions=[evaluate(3, sample_weight=True)])


def sequences(family):
  """Targets a step: weights of rows and of steps, and a mask of the predictions."""
  x = np.abs(numbers((4, 3, 2), "metrics", "sequences", "x", scale=0.25)) + 0.0625
  masked = x.copy()
  masked[0, 2] = masked[1, :2] = masked[3] = 0
  y = (numbers((4, 3, 2), "metrics", "sequences", "y") > 0).astype(float)
  steps = [[1, 0.5, 2], [0.25, 3, 1], [2, 0, 1.5], [0.75, 1.25, 0.5]]
  for class_name, options in (("MeanSquaredError", {}), ("BinaryAccuracy", {"threshold": 0.25}), ("BinaryCrossentropy", {}), ("RootMeanSquaredError", {}), ("Precision", {"thresholds": 0.25}), ("AUC", {"num_thresholds": 9}),
                              ("CategoricalAccuracy", {}), ("CosineSimilarity", {})):
    made = metric(class_name, **options)
    made["config"]["name"] = class_name.lower()
    for word, data, before, weights in (("rows", x, "Activation", [[0.5], [2], [0], [3]]), ("steps", x, "Activation", steps), ("mask", masked, "Masking", None), ("mask_steps", masked, "Masking", steps)):
      first = layer(before) if before == "Masking" else layer(before, activation="linear")
      family.model(f"{class_name.lower()}_of_sequences_{word}", [first], data, y=y, sample_weight=weights, compile=compiled("mse", metrics=[made], weighted_metrics=[made]),
                   actions=[evaluate(3, sample_weight=True) if weights else evaluate(3)])
  for class_name in ("SparseCategoricalAccuracy", "SparseCategoricalCrossentropy"):
    made = metric(class_name)
    family.model(f"{class_name.lower()}_of_sequences", [layer("Masking"), layer("Dense", units=3, activation="softmax")], masked, y=[[0, 1, 2], [2, 1, 0], [1, 1, 0], [2, 0, 1]], sample_weight=steps,
                 compile=compiled("sparse_categorical_crossentropy", metrics=[made], weighted_metrics=[made]), actions=[evaluate(3), evaluate(3, sample_weight=True)])


def in_training(family):
  """While the weights move: running values of an epoch, and none left over from the one before."""
  for class_name, options, last, (x, y) in (("MeanSquaredError", {}, layer("Dense", units=2), REAL), ("BinaryAccuracy", {}, layer("Dense", units=2, activation="sigmoid"), TWO),
                                            ("AUC", {}, layer("Dense", units=1, activation="sigmoid"), ONE), ("CategoricalAccuracy", {}, layer("Dense", units=3, activation="softmax"), CATEGORIES),
                                            ("F1Score", {"average": "macro"}, layer("Dense", units=3, activation="softmax"), CATEGORIES), ("Precision", {}, layer("Dense", units=2, activation="sigmoid"), TWO),
                                            ("BinaryCrossentropy", {}, layer("Dense", units=2, activation="sigmoid"), TWO), ("CategoricalCrossentropy", {}, layer("Dense", units=3, activation="softmax"), CATEGORIES),
                                            ("SparseCategoricalCrossentropy", {}, layer("Dense", units=3, activation="softmax"), SPARSE)):
    made = metric(class_name, **options)
    made["config"]["name"] = class_name.lower()
    loss = {"SparseCategoricalCrossentropy": "sparse_categorical_crossentropy"}.get(class_name, "mse")
    family.model(f"{class_name.lower()}_in_training", [last], numbers((N, 3), "metrics", class_name, "in training"), y=y, sample_weight=WEIGHTS, scale=1,
                 compile=compiled(loss, metrics=[made], weighted_metrics=[made]), actions=[fit(3, 3, sample_weight=True), evaluate(3)])


def cases():
  family = Family("metrics")
  for part in (each_metric, names, sequences, in_training):
    part(family)
  return family.cases
