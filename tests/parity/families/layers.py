"""The core layers: values, then gradients through a Dense before them, then values after training."""
import keras
from keras import layers as L
import numpy as np

from cases import LIKE_OUTPUTS, PREDICT, Family, compiled, evaluate, fit
from form import constraint, grid, initializer, integers, layer, numbers, regularizer

TRAIN = [PREDICT, fit(2, 5), PREDICT]


def dense(units=3, **settings):
  return layer("Dense", units=units, **settings)


class Layers(Family):
  def one(self, name, layers, shape=None, x=None, scale=0.5, actions=TRAIN, **more):
    """Layers behind inputs of a shape (the batch included), trained towards targets drawn in the shape of the outputs."""
    x = numbers(shape, "layers", name, "x") if x is None else x
    self.model(name, layers, x, y=LIKE_OUTPUTS, scale=scale, compile=more.pop("compile", None) or compiled(), actions=actions, **more)


def shapes(family):
  one = family.one
  one("dense_rank_2", [dense(4)], (5, 3))
  one("dense_rank_3", [dense(4), dense(2)], (5, 2, 3))
  one("dense_rank_4", [dense(2), dense(3)], (4, 2, 3, 2))
  one("dense_without_bias", [dense(4, use_bias=False), dense(2)], (5, 3))
  one("dense_one_unit", [dense(1)], (5, 3))
  one("dense_of_one_feature", [dense(4, activation="tanh"), dense(2)], (5, 1))
  one("dense_activations", [dense(4, activation="relu"), dense(3, activation="sigmoid")], (5, 3), scale=0.75)
  one("activation", [dense(), layer("Activation", activation="tanh"), dense(2)], (5, 3))
  one("flatten", [dense(2), layer("Flatten"), dense(2)], (5, 2, 3))
  one("flatten_rank_4", [dense(2), layer("Flatten"), dense(2)], (4, 2, 3, 2))
  one("flatten_channels_first", [dense(3), layer("Flatten", data_format="channels_first"), dense(2)], (4, 2, 3, 2))
  one("flatten_channels_first_rank_3", [dense(3), layer("Flatten", data_format="channels_first"), dense(2)], (4, 2, 3))
  one("flatten_rank_2", [dense(3), layer("Flatten"), dense(2)], (4, 3))
  one("flatten_rank_1", [layer("Flatten"), dense(2)], (4,))
  one("reshape", [dense(6), layer("Reshape", target_shape=[3, 2]), dense(2)], (5, 4))
  one("reshape_guessed", [dense(4), layer("Reshape", target_shape=[-1, 2]), dense(3)], (5, 3, 2))
  one("reshape_flat", [dense(4), layer("Reshape", target_shape=[-1]), dense(3)], (4, 2, 3))
  one("permute", [dense(3), layer("Permute", dims=[2, 1]), dense(2)], (5, 2, 3))
  one("permute_rank_4", [dense(3), layer("Permute", dims=[3, 1, 2]), dense(2)], (4, 2, 4, 2))
  one("repeat_vector", [dense(3), layer("RepeatVector", n=3), dense(2)], (5, 4))
  one("identity", [dense(3), layer("Identity"), dense(2)], (5, 4))
  one("rescaling", [dense(3), layer("Rescaling", scale=0.375, offset=-1.25), dense(2)], (5, 4))
  one("rescaling_scale_only", [layer("Rescaling", scale=-0.25), dense(2)], (5, 4))
  one("rescaling_by_feature", [dense(3), layer("Rescaling", scale=[0.5, 2.0, -1.5], offset=[1.0, 0.25, 0.0]), dense(2)], (5, 4))
  one("activity_regularization", [dense(3), layer("ActivityRegularization", l1=0.25, l2=0.125), dense(2)], (5, 4), actions=[PREDICT, evaluate(2), fit(2, 5), fit(1, 3)])
  one("activity_regularization_l1", [dense(3), layer("ActivityRegularization", l1=0.5)], (5, 4), actions=[evaluate(5), fit(2, 2)])
  one("activity_regularization_l2", [dense(3), layer("ActivityRegularization", l2=0.5)], (5, 2, 4), actions=[evaluate(5), fit(2, 2)])
  for name in ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianDropout", "GaussianNoise", "AlphaDropout"):
    rank = {"SpatialDropout1D": 3, "SpatialDropout2D": 4, "SpatialDropout3D": 5}.get(name, 2)
    word = "stddev" if name == "GaussianNoise" else "rate"
    for rate in (0.5, 0.0) if name != "GaussianNoise" else (0.5,):  # at inference; and at rate 0 in training, too
      one(f"{name.lower()}_{word}_{rate}".replace(".", "_"), [dense(3), layer(name, **{word: rate}), dense(2)], (4, 2, 2, 2, 3)[:rank - 1] + (3,),
          actions=[PREDICT, evaluate(3)] + [fit(2, 4)] * (rate == 0), covers=["inference"] if rate else ["training"])


def activations(family):
  one = family.one
  points = grid([[-8, -3, -1, -0.5, 0, 0.5], [-1.25, -0.75, -0.25, 0.25, 0.75, 1], [1.25, 1.5, 2, 3, 6, 7], [-25, 2.5, -2.5, 0.0625, -0.0625, 20]])
  def both(name, item, **more):
    family.model(f"{name}_values", [dict(item, config=dict(item["config"]))], points, **more)
    one(f"{name}_gradient", [dense(6), item, dense(2)], (5, 4), scale=1)
  for name, settings in (
      ("re_lu", {}), ("re_lu_max_value", {"max_value": 1.5}), ("re_lu_slope", {"negative_slope": 0.25}), ("re_lu_threshold", {"threshold": 0.75}),
      ("re_lu_all", {"max_value": 2.5, "negative_slope": 0.125, "threshold": 0.5}), ("re_lu_slope_threshold", {"negative_slope": 0.5, "threshold": 1.0}),
      ("re_lu_max_threshold", {"max_value": 2.0, "threshold": 1.25})):
    both(name, layer("ReLU", **settings))
  both("leaky_re_lu", layer("LeakyReLU"))
  both("leaky_re_lu_slope", layer("LeakyReLU", negative_slope=0.0625))
  both("elu", layer("ELU"))
  both("elu_alpha", layer("ELU", alpha=0.375))
  both("softmax", layer("Softmax"))
  one("softmax_axis_1", [dense(3), layer("Softmax", axis=1), dense(2)], (4, 3, 2), scale=1)
  one("softmax_axes", [dense(3), layer("Softmax", axis=[1, 2]), dense(2)], (4, 3, 2), scale=1)
  one("p_re_lu", [dense(4), layer("PReLU"), dense(2)], (5, 3), scale=1)
  one("p_re_lu_rank_3", [dense(3), layer("PReLU"), dense(2)], (4, 2, 3), scale=1)
  one("p_re_lu_shared_axes", [dense(3), layer("PReLU", shared_axes=[1]), dense(2)], (4, 2, 3), scale=1)
  one("p_re_lu_shared_axes_1_2", [dense(3), layer("PReLU", shared_axes=[1, 2]), dense(2)], (4, 2, 2, 3), scale=1)
  one("p_re_lu_regularized", [dense(4), layer("PReLU", alpha_regularizer=regularizer("L2", l2=0.25), alpha_constraint=constraint("NonNeg"), alpha_initializer=initializer("Constant", value=0.25)), dense(2)],
      (5, 3), scale=1)
  family.model("p_re_lu_values", [layer("PReLU")], points)


def with_gaps(name, shape, value=0.0):
  """Sequences with steps that Masking leaves out: at the end, in the middle, at the start, and one row without any step left."""
  x = numbers(shape, "layers", name, "x")
  x[x == value] += 0.5
  for row, steps in ((0, [shape[1] - 1]), (1, [1]), (2, [0, 2]), (3, range(shape[1]))):
    x[row, list(steps)] = value
  return x


def masks(family):
  """A mask carried to the loss and to metrics, and one that is destroyed on the way."""
  every = compiled("mse", metrics=["mae"], weighted_metrics=["mse"])
  acts = [PREDICT, evaluate(3), fit(2, 6), evaluate(6)]
  def one(name, layers, shape=(6, 3, 2), value=0.0, **more):
    family.one(name, layers, x=with_gaps(name, shape, value), compile=more.pop("compile", every), actions=acts, **more)
  one("masking", [layer("Masking")])
  one("masking_value", [layer("Masking", mask_value=-1.5), dense(2)], value=-1.5)
  one("masking_dense", [layer("Masking"), dense(3), layer("Activation", activation="tanh"), dense(2)])
  one("masking_pass_through", [layer("Masking"), dense(3), layer("LeakyReLU"), layer("Dropout", rate=0.0), layer("Identity"), layer("ActivityRegularization", l2=0.125), layer("Rescaling", scale=0.5), dense(2)])
  one("masking_flatten", [layer("Masking"), dense(2), layer("Flatten"), dense(2)])
  one("masking_reshape", [layer("Masking"), dense(2), layer("Reshape", target_shape=[3, 2]), dense(2)])
  one("masking_permute", [layer("Masking"), dense(3), layer("Permute", dims=[2, 1]), dense(2)])
  one("masking_batch_normalization", [layer("Masking"), dense(3), layer("BatchNormalization", momentum=0.75), dense(2)])
  one("masking_layer_normalization", [layer("Masking"), dense(3), layer("LayerNormalization"), dense(2)])
  one("masking_unit_normalization", [layer("Masking"), dense(3), layer("UnitNormalization"), dense(2)])
  one("masking_rms_normalization", [layer("Masking"), dense(3), layer("RMSNormalization"), dense(2)])
  one("masking_p_re_lu_elu_re_lu", [layer("Masking"), dense(3), layer("PReLU"), layer("ELU"), dense(3), layer("ReLU", negative_slope=0.25), dense(2)])
  one("masking_twice", [layer("Masking"), dense(2), layer("Masking", mask_value=0.0), dense(2)])
  one("masking_sigmoid_crossentropy", [layer("Masking"), dense(1, activation="sigmoid")], compile=compiled("binary_crossentropy", metrics=["accuracy"], weighted_metrics=["accuracy"]))
  one("masking_rank_4", [layer("Masking"), dense(2)], shape=(4, 3, 2, 2))
  for axis, mask in ((-1, [[1, 0, 1], [1, 1, 1], [0, 0, 1], [0, 0, 0]]), (1, [[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]), ([-1], [[1, 0, 1]])):  # Masking's own mask never fits it
    family.model(f"softmax_mask_axis_{axis}".replace("-", "minus_").replace("[", "list_").replace("]", ""), [layer("Softmax", axis=axis)], numbers((4, 3), "layers", "softmax_mask", "x"), covers=["Softmax.mask"],
                 actions=[{"do": "call_layer", "layer": "softmax", "mask": mask}])
  ids = np.array([[1, 2, 0], [3, 0, 4], [0, 1, 1], [0, 0, 0], [4, 2, 3]], float)
  embedded = [PREDICT, evaluate(3), fit(2, 5), PREDICT]
  family.one("embedding", [layer("Embedding", input_dim=5, output_dim=3), dense(2)], x=ids, actions=embedded)
  family.one("embedding_mask_zero", [layer("Embedding", input_dim=5, output_dim=3, mask_zero=True), dense(2)], x=ids, compile=every, actions=embedded)
  family.one("embedding_mask_zero_flatten", [layer("Embedding", input_dim=5, output_dim=3, mask_zero=True), layer("Flatten"), dense(2)], x=ids, compile=every, actions=embedded)
  family.one("embedding_regularized", [layer("Embedding", input_dim=6, output_dim=2, embeddings_regularizer=regularizer("L2", l2=0.125), embeddings_constraint=constraint("MaxNorm", max_value=0.75, axis=1)), dense(2)],
             x=ids, actions=embedded)
  family.one("embedding_rank_1", [layer("Embedding", input_dim=6, output_dim=3), dense(2)], x=np.array([3, 0, 5, 3, 1.0]), actions=embedded)
  family.one("embedding_momentum", [layer("Embedding", input_dim=6, output_dim=2), dense(2)], x=ids, actions=embedded,
             compile=compiled(optimizer={"class_name": "SGD", "config": {"name": "sgd", "learning_rate": 0.125, "momentum": 0.75}}))


def normalizations(family):
  one = family.one
  def batch(name, shape=(6, 3), before=True, actions=None, **settings):
    one(f"batch_normalization_{name}", [dense(shape[-1])] * before + [layer("BatchNormalization", **settings), dense(2)], shape,
        actions=actions or [PREDICT, evaluate(4), fit(2, 4), PREDICT])
  batch("plain")
  batch("momentum", momentum=0.75)
  batch("first", before=False, momentum=0.5)
  batch("epsilon", momentum=0.75, epsilon=0.5)
  batch("no_center", momentum=0.75, center=False)
  batch("no_scale", momentum=0.75, scale=False)
  batch("neither", momentum=0.75, scale=False, center=False)
  batch("rank_3", (4, 3, 2), momentum=0.75)
  batch("rank_3_axis_1", (4, 3, 2), momentum=0.75, axis=1)
  batch("rank_4", (3, 2, 2, 3), momentum=0.75)
  batch("rank_4_axis_1", (3, 2, 2, 3), momentum=0.75, axis=1)
  batch("trainable_false", momentum=0.75, trainable=False)
  batch("regularized", momentum=0.75, gamma_regularizer=regularizer("L2", l2=0.25), beta_regularizer=regularizer("L1", l1=0.125), gamma_constraint=constraint("NonNeg"))
  batch("last_row_alone", (5, 3), momentum=0.75, actions=[fit(1, 2), PREDICT])
  batch("renorm", momentum=0.75, renorm=True, renorm_momentum=0.5)
  def norm(class_name, name, shape=(5, 4), **settings):
    word = keras.src.utils.naming.to_snake_case(class_name)
    one(f"{word}_{name}", [dense(shape[-1]), layer(class_name, **settings), dense(2)], shape, actions=[PREDICT, fit(2, len(numbers(shape, "x"))), PREDICT])
  norm("LayerNormalization", "plain")
  norm("LayerNormalization", "epsilon", epsilon=0.5)
  norm("LayerNormalization", "no_center", center=False)
  norm("LayerNormalization", "no_scale", scale=False)
  norm("LayerNormalization", "neither", scale=False, center=False)
  norm("LayerNormalization", "rank_3", (4, 2, 3))
  norm("LayerNormalization", "axis_1", (4, 2, 3), axis=1)
  norm("LayerNormalization", "axes", (4, 2, 3), axis=[1, 2])
  norm("LayerNormalization", "axes_rank_4", (3, 2, 2, 3), axis=[2, 3])
  norm("LayerNormalization", "regularized", gamma_regularizer=regularizer("L2", l2=0.25), beta_regularizer=regularizer("L1", l1=0.125), beta_constraint=constraint("NonNeg"))
  norm("GroupNormalization", "groups", (5, 6), groups=3)
  norm("GroupNormalization", "rank_3", (4, 3, 4), groups=2)
  norm("GroupNormalization", "rank_4", (3, 2, 2, 4), groups=2, epsilon=0.25)
  norm("GroupNormalization", "axis_1", (3, 4, 2, 3), groups=2, axis=1)
  norm("GroupNormalization", "instance", (3, 4, 3), groups=-1)
  norm("GroupNormalization", "one_group", (4, 3, 4), groups=1)
  norm("GroupNormalization", "neither", (5, 6), groups=2, scale=False, center=False)
  norm("GroupNormalization", "regularized", (5, 6), groups=2, gamma_regularizer=regularizer("L2", l2=0.25), beta_constraint=constraint("NonNeg"))
  norm("UnitNormalization", "plain")
  norm("UnitNormalization", "axis_1", (4, 2, 3), axis=1)
  norm("UnitNormalization", "axes", (4, 2, 3), axis=[1, 2])
  norm("RMSNormalization", "plain")
  norm("RMSNormalization", "epsilon", epsilon=0.5)
  norm("RMSNormalization", "axes", (4, 2, 3), axis=[1, 2])
  family.model("unit_normalization_of_zeros", [layer("UnitNormalization")], [[0, 0, 0], [3, 4, 0], [2.0 ** -45, 0, 0], [-1, 2, 2]])
  adapted = [{"do": "adapt", "layer": "normalization"}, PREDICT]
  family.one("normalization_adapt", [layer("Normalization"), dense(2)], (6, 3), actions=adapted + [fit(2, 6)])
  family.one("normalization_adapt_axis_none", [layer("Normalization", axis=None), dense(2)], (6, 3), actions=adapted)
  family.one("normalization_adapt_rank_3", [layer("Normalization"), dense(2)], (5, 2, 3), actions=adapted)
  family.one("normalization_adapt_axis_1", [layer("Normalization", axis=1), dense(2)], (5, 2, 3), actions=adapted)
  family.one("normalization_adapt_axes", [layer("Normalization", axis=[1, 2]), dense(2)], (5, 2, 3), actions=adapted)
  family.one("normalization_adapt_invert", [layer("Normalization", invert=True), dense(2)], (6, 3), actions=adapted)
  family.one("normalization_adapt_constant_feature", [layer("Normalization")], x=np.array([[1, 2, 3], [1, 4, 3], [1, 7, 3], [1, -2, 3.0]]), actions=adapted)
  family.one("normalization_given", [layer("Normalization", mean=[0.5, -1.0, 2.0], variance=[0.25, 2.0, 0.0]), dense(2)], (5, 3), actions=[PREDICT])
  family.one("normalization_given_numbers", [layer("Normalization", axis=None, mean=0.5, variance=3.0), dense(2)], (5, 3))
  family.one("normalization_given_invert", [dense(3), layer("Normalization", mean=[0.5, -1.0, 2.0], variance=[0.25, 2.0, 0.5], invert=True), dense(2)], (5, 3))


def whole_layers(family):
  """What every layer takes: regularized activity, frozen weights, and one layer in two places."""
  one = family.one
  acts = [PREDICT, evaluate(3), fit(2, 5), fit(1, 3)]
  one("activity_regularizer_dense", [dense(3, activation="relu", activity_regularizer=regularizer("L1L2", l1=0.125, l2=0.25)), dense(2)], (5, 4), actions=acts)
  one("activity_regularizer_activation", [dense(3), layer("Activation", activation="tanh", activity_regularizer=regularizer("L2", l2=0.25)), dense(2)], (5, 4), actions=acts)
  one("activity_regularizer_rank_3", [dense(3, activity_regularizer=regularizer("L1", l1=0.25)), dense(2)], (5, 2, 4), actions=acts)
  one("all_regularizers", [dense(3, kernel_regularizer=regularizer("L2", l2=0.125), bias_regularizer=regularizer("L1", l1=0.25), activity_regularizer=regularizer("L2", l2=0.5)), dense(2)], (5, 4), actions=acts)
  one("kernel_constraint", [dense(3, kernel_constraint=constraint("MaxNorm", max_value=0.5), bias_constraint=constraint("NonNeg")), dense(2)], (5, 4), actions=acts)
  one("trainable_false", [dense(3, activation="tanh"), dense(3, trainable=False, kernel_regularizer=regularizer("L2", l2=0.25)), dense(2)], (5, 4), actions=acts)
  one("trainable_false_first", [dense(3, activation="tanh", trainable=False), dense(2)], (5, 4), actions=acts)

  def functional(name, outputs_of, shape, **more):
    keras.backend.clear_session()
    inputs = keras.Input(shape[1:], name="input_layer")
    family.functional(name, keras.Model(inputs, outputs_of(inputs)), numbers(shape, "layers", name, "x"), y=LIKE_OUTPUTS, compile=compiled(), actions=acts, **more)
  def twice(make, between=None):
    def of(x):
      item = make()
      return L.Dense(2)(item(L.Dense(3)(item(x)) if between else item(x)))
    return of
  functional("shared_dense", twice(lambda: L.Dense(3, activation="tanh")), (5, 3), covers=["shared"])
  functional("shared_dense_regularized", twice(lambda: L.Dense(3, kernel_regularizer="l2", activity_regularizer=keras.regularizers.L1(0.25))), (5, 3), covers=["shared"])
  functional("shared_batch_normalization", twice(lambda: L.BatchNormalization(momentum=0.75), between=True), (5, 3), covers=["shared"])
  functional("shared_p_re_lu", twice(lambda: L.PReLU(), between=True), (5, 3), covers=["shared"])


def cases():
  family = Layers("layers")
  for part in (shapes, activations, masks, normalizations, whole_layers):
    part(family)
  return family.cases
