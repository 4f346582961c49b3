// Layers by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace layers {

template <class S>
Layer with_common(Layer o, const S& s) {
  return o.set("activity_regularizer", s.activity_regularizer).set("trainable", s.trainable)
      .set("dtype", s.dtype).set("input_shape", s.input_shape).set("input_dim", s.input_dim).set("name", s.name);
}
// the shape of the model's data: x
struct InputSettings { Text dtype = {}, name = {}; };
inline Layer Input(const Extents& shape, const InputSettings& s = {}) { return Layer("InputLayer").set("shape", shape).set("dtype", s.dtype).set("name", s.name); }
// a densely connected layer over the last axis: activation(x . kernel + bias)
struct DenseSettings {
  Object activation = "linear"; bool use_bias = true; Object kernel_initializer = "glorot_uniform", bias_initializer = "zeros", kernel_regularizer = {}, bias_regularizer = {};
  Object kernel_constraint = {}, bias_constraint = {}, activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer Dense(long units, const DenseSettings& s = {}) {
  return with_common(Layer("Dense").set("units", units).set("activation", s.activation).set("use_bias", s.use_bias).set("kernel_initializer", s.kernel_initializer)
      .set("bias_initializer", s.bias_initializer).set("kernel_regularizer", s.kernel_regularizer).set("bias_regularizer", s.bias_regularizer)
      .set("kernel_constraint", s.kernel_constraint).set("bias_constraint", s.bias_constraint), s);
}
inline Layer Dense(long units, const char* activation) { return Dense(units, DenseSettings{.activation = activation}); }
// an activation by name: activation(x)
struct ActivationSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer Activation(const Object& activation, const ActivationSettings& s = {}) { return with_common(Layer("Activation").set("activation", activation), s); }
// a row of a table, which is learned, for each id: embeddings[x]
struct EmbeddingSettings {
  Object embeddings_initializer = "uniform", embeddings_regularizer = {}, embeddings_constraint = {}; bool mask_zero = false; Extents input_length = {}; Object activity_regularizer = {};
  bool trainable = true; Text dtype = {}; Extents input_shape = {}; Text name = {};
};
inline Layer Embedding(long input_dim, long output_dim, const EmbeddingSettings& s = {}) {
  return Layer("Embedding").set("input_dim", input_dim).set("output_dim", output_dim).set("embeddings_initializer", s.embeddings_initializer)
      .set("embeddings_regularizer", s.embeddings_regularizer).set("embeddings_constraint", s.embeddings_constraint).set("mask_zero", s.mask_zero)
      .set("input_length", s.input_length).set("activity_regularizer", s.activity_regularizer).set("trainable", s.trainable).set("dtype", s.dtype)
      .set("input_shape", s.input_shape).set("name", s.name);
}
// marks the steps whose numbers are all mask_value, and makes them 0: keep[b, t] = any(x[b, t, :] != mask_value); x where keep, else 0
struct MaskingSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer Masking(double mask_value = 0, const MaskingSettings& s = {}) { return with_common(Layer("Masking").set("mask_value", mask_value), s); }
// its input: x
struct IdentitySettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer Identity(const IdentitySettings& s = {}) { return with_common(Layer("Identity"), s); }
// the input where it is above a threshold, else a slope; at most max_value: min(x, max_value) for x > threshold, else negative_slope (x - threshold)
struct ReLUSettings {
  Number max_value = {}; double negative_slope = 0, threshold = 0; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {};
  Number input_dim = {}; Text name = {};
};
inline Layer ReLU(const ReLUSettings& s = {}) {
  return with_common(Layer("ReLU").set("max_value", s.max_value).set("negative_slope", s.negative_slope).set("threshold", s.threshold), s);
}
// a small slope below 0: x for x > 0, else negative_slope x
struct LeakyReLUSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer LeakyReLU(double negative_slope = 0.3, const LeakyReLUSettings& s = {}) { return with_common(Layer("LeakyReLU").set("negative_slope", negative_slope), s); }
// a slope below 0 that is learned, one for each element of a row: x for x > 0, else alpha x
struct PReLUSettings {
  Object alpha_initializer = "zeros", alpha_regularizer = {}, alpha_constraint = {}; Extents shared_axes = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {};
  Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer PReLU(const PReLUSettings& s = {}) {
  return with_common(Layer("PReLU").set("alpha_initializer", s.alpha_initializer).set("alpha_regularizer", s.alpha_regularizer).set("alpha_constraint", s.alpha_constraint)
      .set("shared_axes", s.shared_axes), s);
}
// an exponential below 0: x for x > 0, else alpha (e^x - 1)
struct ELUSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer ELU(double alpha = 1, const ELUSettings& s = {}) { return with_common(Layer("ELU").set("alpha", alpha), s); }
// positive numbers that add up to 1: e^x / sum(e^x) over the axes
struct SoftmaxSettings {
  Extents axis = {-1}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer Softmax(const SoftmaxSettings& s = {}) { return with_common(Layer("Softmax").set("axis", s.axis), s); }
// each channel with mean 0 and deviation 1, by the batch in training and by moving statistics elsewhere: gamma (x - mean) / sqrt(variance + epsilon) + beta
struct BatchNormalizationSettings {
  double momentum = 0.99, epsilon = 0.001; bool center = true, scale = true; Object beta_initializer = "zeros", gamma_initializer = "ones", moving_mean_initializer = "zeros";
  Object moving_variance_initializer = "ones", beta_regularizer = {}, gamma_regularizer = {}, beta_constraint = {}, gamma_constraint = {}; bool renorm = false;
  NumberList renorm_clipping = {}; double renorm_momentum = 0.99; bool synchronized = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {};
  Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer BatchNormalization(long axis = -1, const BatchNormalizationSettings& s = {}) {
  return with_common(Layer("BatchNormalization").set("axis", axis).set("momentum", s.momentum).set("epsilon", s.epsilon).set("center", s.center).set("scale", s.scale)
      .set("beta_initializer", s.beta_initializer).set("gamma_initializer", s.gamma_initializer).set("moving_mean_initializer", s.moving_mean_initializer)
      .set("moving_variance_initializer", s.moving_variance_initializer).set("beta_regularizer", s.beta_regularizer).set("gamma_regularizer", s.gamma_regularizer)
      .set("beta_constraint", s.beta_constraint).set("gamma_constraint", s.gamma_constraint).set("renorm", s.renorm).set("renorm_clipping", s.renorm_clipping)
      .set("renorm_momentum", s.renorm_momentum).set("synchronized", s.synchronized), s);
}
// each row with mean 0 and deviation 1: gamma (x - mean) / sqrt(variance + epsilon) + beta
struct LayerNormalizationSettings {
  double epsilon = 0.001; bool center = true, scale = true; Object beta_initializer = "zeros", gamma_initializer = "ones", beta_regularizer = {}, gamma_regularizer = {};
  Object beta_constraint = {}, gamma_constraint = {}; bool rms_scaling = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {};
  Number input_dim = {}; Text name = {};
};
inline Layer LayerNormalization(const Extents& axis = {-1}, const LayerNormalizationSettings& s = {}) {
  return with_common(Layer("LayerNormalization").set("axis", axis).set("epsilon", s.epsilon).set("center", s.center).set("scale", s.scale)
      .set("beta_initializer", s.beta_initializer).set("gamma_initializer", s.gamma_initializer).set("beta_regularizer", s.beta_regularizer)
      .set("gamma_regularizer", s.gamma_regularizer).set("beta_constraint", s.beta_constraint).set("gamma_constraint", s.gamma_constraint).set("rms_scaling", s.rms_scaling), s);
}
// groups of a row's channels with mean 0 and deviation 1: gamma (x - mean) / sqrt(variance + epsilon) + beta, mean and variance of the row's group
struct GroupNormalizationSettings {
  long axis = -1; double epsilon = 0.001; bool center = true, scale = true; Object beta_initializer = "zeros", gamma_initializer = "ones", beta_regularizer = {};
  Object gamma_regularizer = {}, beta_constraint = {}, gamma_constraint = {}, activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {};
  Number input_dim = {}; Text name = {};
};
inline Layer GroupNormalization(long groups = 32, const GroupNormalizationSettings& s = {}) {
  return with_common(Layer("GroupNormalization").set("groups", groups).set("axis", s.axis).set("epsilon", s.epsilon).set("center", s.center).set("scale", s.scale)
      .set("beta_initializer", s.beta_initializer).set("gamma_initializer", s.gamma_initializer).set("beta_regularizer", s.beta_regularizer)
      .set("gamma_regularizer", s.gamma_regularizer).set("beta_constraint", s.beta_constraint).set("gamma_constraint", s.gamma_constraint), s);
}
// each row with length 1: x / sqrt(max(sum(x^2), 1e-24))
struct UnitNormalizationSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer UnitNormalization(const Extents& axis = {-1}, const UnitNormalizationSettings& s = {}) { return with_common(Layer("UnitNormalization").set("axis", axis), s); }
// each row by the root of its mean square: scale x / sqrt(mean(x^2) + epsilon)
struct RMSNormalizationSettings {
  double epsilon = 1e-06; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer RMSNormalization(const Extents& axis = {-1}, const RMSNormalizationSettings& s = {}) {
  return with_common(Layer("RMSNormalization").set("axis", axis).set("epsilon", s.epsilon), s);
}
// less a mean, by a deviation: of the data, once `adapt` has seen them, or as given: (x - mean) / max(sqrt(variance), 1e-7)
struct NormalizationSettings {
  NumberList mean = {}, variance = {}; bool invert = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer Normalization(const Extents& axis = {-1}, const NormalizationSettings& s = {}) {
  return with_common(Layer("Normalization").set("axis", axis).set("mean", s.mean).set("variance", s.variance).set("invert", s.invert), s);
}
// numbers on another scale, as pictures from 0 to 255 on 0 to 1: x scale + offset
struct RescalingSettings {
  NumberList offset = {0}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer Rescaling(const NumberList& scale, const RescalingSettings& s = {}) { return with_common(Layer("Rescaling").set("scale", scale).set("offset", s.offset), s); }
// drops a part of its input in training, and widens the rest: in training x / (1 - rate) where a random number is at least rate, else 0; elsewhere x
struct DropoutSettings {
  Extents noise_shape = {}; Number seed = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer Dropout(double rate, const DropoutSettings& s = {}) {
  return with_common(Layer("Dropout").set("rate", rate).set("noise_shape", s.noise_shape).set("seed", s.seed), s);
}
// drops whole channels in training, and widens the rest: in training x / (1 - rate) where the channel's random number is at least rate, else 0; elsewhere x
struct SpatialDropout1DSettings {
  Number seed = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer SpatialDropout1D(double rate, const SpatialDropout1DSettings& s = {}) { return with_common(Layer("SpatialDropout1D").set("rate", rate).set("seed", s.seed), s); }
// drops whole channels in training, and widens the rest: in training x / (1 - rate) where the channel's random number is at least rate, else 0; elsewhere x
struct SpatialDropout2DSettings {
  Text data_format = {}; Number seed = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer SpatialDropout2D(double rate, const SpatialDropout2DSettings& s = {}) {
  return with_common(Layer("SpatialDropout2D").set("rate", rate).set("data_format", s.data_format).set("seed", s.seed), s);
}
// drops whole channels in training, and widens the rest: in training x / (1 - rate) where the channel's random number is at least rate, else 0; elsewhere x
struct SpatialDropout3DSettings {
  Text data_format = {}; Number seed = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer SpatialDropout3D(double rate, const SpatialDropout3DSettings& s = {}) {
  return with_common(Layer("SpatialDropout3D").set("rate", rate).set("data_format", s.data_format).set("seed", s.seed), s);
}
// adds normal numbers in training: in training x + N(0, stddev); elsewhere x
struct GaussianNoiseSettings {
  Number seed = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer GaussianNoise(double stddev, const GaussianNoiseSettings& s = {}) { return with_common(Layer("GaussianNoise").set("stddev", stddev).set("seed", s.seed), s); }
// multiplies by normal numbers around 1 in training: in training x N(1, sqrt(rate / (1 - rate))); elsewhere x
struct GaussianDropoutSettings {
  Number seed = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer GaussianDropout(double rate, const GaussianDropoutSettings& s = {}) { return with_common(Layer("GaussianDropout").set("rate", rate).set("seed", s.seed), s); }
// dropout that keeps mean and variance of what selu gives: in training a x + b where a random number is at least rate, else a p + b, with p = -1.7581, a = ((1 - rate) (1 + rate
// p^2))^-1/2, b = -a p rate; elsewhere x
struct AlphaDropoutSettings {
  Extents noise_shape = {}; Number seed = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer AlphaDropout(double rate, const AlphaDropoutSettings& s = {}) {
  return with_common(Layer("AlphaDropout").set("rate", rate).set("noise_shape", s.noise_shape).set("seed", s.seed), s);
}
// its input, whose size becomes a term of the loss, in training and evaluating: x; loss + (l1 sum|x| + l2 sum x^2) / rows
struct ActivityRegularizationSettings {
  double l1 = 0, l2 = 0; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer ActivityRegularization(const ActivityRegularizationSettings& s = {}) { return with_common(Layer("ActivityRegularization").set("l1", s.l1).set("l2", s.l2), s); }
// the mean of each channel: mean(x) over the spatial axes
struct GlobalAveragePooling1DSettings {
  Text data_format = {}; bool keepdims = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer GlobalAveragePooling1D(const GlobalAveragePooling1DSettings& s = {}) {
  return with_common(Layer("GlobalAveragePooling1D").set("data_format", s.data_format).set("keepdims", s.keepdims), s);
}
// the mean of each channel: mean(x) over the spatial axes
struct GlobalAveragePooling2DSettings {
  Text data_format = {}; bool keepdims = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer GlobalAveragePooling2D(const GlobalAveragePooling2DSettings& s = {}) {
  return with_common(Layer("GlobalAveragePooling2D").set("data_format", s.data_format).set("keepdims", s.keepdims), s);
}
// the mean of each channel: mean(x) over the spatial axes
struct GlobalAveragePooling3DSettings {
  Text data_format = {}; bool keepdims = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer GlobalAveragePooling3D(const GlobalAveragePooling3DSettings& s = {}) {
  return with_common(Layer("GlobalAveragePooling3D").set("data_format", s.data_format).set("keepdims", s.keepdims), s);
}
// the max of each channel: max(x) over the spatial axes
struct GlobalMaxPooling1DSettings {
  Text data_format = {}; bool keepdims = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer GlobalMaxPooling1D(const GlobalMaxPooling1DSettings& s = {}) {
  return with_common(Layer("GlobalMaxPooling1D").set("data_format", s.data_format).set("keepdims", s.keepdims), s);
}
// the max of each channel: max(x) over the spatial axes
struct GlobalMaxPooling2DSettings {
  Text data_format = {}; bool keepdims = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer GlobalMaxPooling2D(const GlobalMaxPooling2DSettings& s = {}) {
  return with_common(Layer("GlobalMaxPooling2D").set("data_format", s.data_format).set("keepdims", s.keepdims), s);
}
// the max of each channel: max(x) over the spatial axes
struct GlobalMaxPooling3DSettings {
  Text data_format = {}; bool keepdims = false; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer GlobalMaxPooling3D(const GlobalMaxPooling3DSettings& s = {}) {
  return with_common(Layer("GlobalMaxPooling3D").set("data_format", s.data_format).set("keepdims", s.keepdims), s);
}
// each row as one line of numbers: reshape(x, (batch, -1))
struct FlattenSettings {
  Text data_format = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer Flatten(const FlattenSettings& s = {}) { return with_common(Layer("Flatten").set("data_format", s.data_format), s); }
// each row under another shape: reshape(x, (batch, target_shape))
struct ReshapeSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer Reshape(const Extents& target_shape, const ReshapeSettings& s = {}) { return with_common(Layer("Reshape").set("target_shape", target_shape), s); }
// the axes of each row in another order: transpose(x, (0, dims))
struct PermuteSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer Permute(const Extents& dims, const PermuteSettings& s = {}) { return with_common(Layer("Permute").set("dims", dims), s); }
// each row n times: y[b, i, :] = x[b, :] for i < n
struct RepeatVectorSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer RepeatVector(long n, const RepeatVectorSettings& s = {}) { return with_common(Layer("RepeatVector").set("n", n), s); }
// zeros before and behind: x with zeros around it
struct ZeroPadding1DSettings {
  Text data_format = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer ZeroPadding1D(const Extents& padding = {1}, const ZeroPadding1DSettings& s = {}) {
  return with_common(Layer("ZeroPadding1D").set("padding", padding).set("data_format", s.data_format), s);
}
// zeros before and behind: x with zeros around it
struct ZeroPadding2DSettings {
  Text data_format = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer ZeroPadding2D(const Extents& padding = {1}, const ZeroPadding2DSettings& s = {}) {
  return with_common(Layer("ZeroPadding2D").set("padding", padding).set("data_format", s.data_format), s);
}
// zeros before and behind: x with zeros around it
struct ZeroPadding3DSettings {
  Text data_format = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer ZeroPadding3D(const Extents& padding = {1}, const ZeroPadding3DSettings& s = {}) {
  return with_common(Layer("ZeroPadding3D").set("padding", padding).set("data_format", s.data_format), s);
}
// without its first and last elements: x without what is cropped
struct Cropping1DSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer Cropping1D(const Extents& cropping = {1}, const Cropping1DSettings& s = {}) { return with_common(Layer("Cropping1D").set("cropping", cropping), s); }
// without its first and last elements: x without what is cropped
struct Cropping2DSettings {
  Text data_format = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer Cropping2D(const Extents& cropping = {0}, const Cropping2DSettings& s = {}) {
  return with_common(Layer("Cropping2D").set("cropping", cropping).set("data_format", s.data_format), s);
}
// without its first and last elements: x without what is cropped
struct Cropping3DSettings {
  Text data_format = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer Cropping3D(const Extents& cropping = {1}, const Cropping3DSettings& s = {}) {
  return with_common(Layer("Cropping3D").set("cropping", cropping).set("data_format", s.data_format), s);
}
// each element several times: y[i] = x[i / size] along each axis
struct UpSampling1DSettings { Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {}; };
inline Layer UpSampling1D(const Extents& size = {2}, const UpSampling1DSettings& s = {}) { return with_common(Layer("UpSampling1D").set("size", size), s); }
// each element several times: y[i] = x[i / size] along each axis
struct UpSampling2DSettings {
  Text data_format = {}, interpolation = "nearest"; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {};
  Text name = {};
};
inline Layer UpSampling2D(const Extents& size = {2}, const UpSampling2DSettings& s = {}) {
  return with_common(Layer("UpSampling2D").set("size", size).set("data_format", s.data_format).set("interpolation", s.interpolation), s);
}
// each element several times: y[i] = x[i / size] along each axis
struct UpSampling3DSettings {
  Text data_format = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer UpSampling3D(const Extents& size = {2}, const UpSampling3DSettings& s = {}) {
  return with_common(Layer("UpSampling3D").set("size", size).set("data_format", s.data_format), s);
}
// a formula of your own, as text or as a callable over symbols: function(x)
struct LambdaSettings {
  Text function = {}; Object activity_regularizer = {}; bool trainable = true; Text dtype = {}; Extents input_shape = {}; Number input_dim = {}; Text name = {};
};
inline Layer Lambda(const LambdaSettings& s = {}) { return with_common(Layer("Lambda").set("function", s.function), s); }

}  // namespace layers
using layers::Input; using layers::InputSettings;
using layers::Dense; using layers::DenseSettings;
using layers::Activation; using layers::ActivationSettings;
using layers::Embedding; using layers::EmbeddingSettings;
using layers::Masking; using layers::MaskingSettings;
using layers::Identity; using layers::IdentitySettings;
using layers::ReLU; using layers::ReLUSettings;
using layers::LeakyReLU; using layers::LeakyReLUSettings;
using layers::PReLU; using layers::PReLUSettings;
using layers::ELU; using layers::ELUSettings;
using layers::Softmax; using layers::SoftmaxSettings;
using layers::BatchNormalization; using layers::BatchNormalizationSettings;
using layers::LayerNormalization; using layers::LayerNormalizationSettings;
using layers::GroupNormalization; using layers::GroupNormalizationSettings;
using layers::UnitNormalization; using layers::UnitNormalizationSettings;
using layers::RMSNormalization; using layers::RMSNormalizationSettings;
using layers::Normalization; using layers::NormalizationSettings;
using layers::Rescaling; using layers::RescalingSettings;
using layers::Dropout; using layers::DropoutSettings;
using layers::SpatialDropout1D; using layers::SpatialDropout1DSettings;
using layers::SpatialDropout2D; using layers::SpatialDropout2DSettings;
using layers::SpatialDropout3D; using layers::SpatialDropout3DSettings;
using layers::GaussianNoise; using layers::GaussianNoiseSettings;
using layers::GaussianDropout; using layers::GaussianDropoutSettings;
using layers::AlphaDropout; using layers::AlphaDropoutSettings;
using layers::ActivityRegularization; using layers::ActivityRegularizationSettings;
using layers::GlobalAveragePooling1D; using layers::GlobalAveragePooling1DSettings;
using layers::GlobalAveragePooling2D; using layers::GlobalAveragePooling2DSettings;
using layers::GlobalAveragePooling3D; using layers::GlobalAveragePooling3DSettings;
using layers::GlobalMaxPooling1D; using layers::GlobalMaxPooling1DSettings;
using layers::GlobalMaxPooling2D; using layers::GlobalMaxPooling2DSettings;
using layers::GlobalMaxPooling3D; using layers::GlobalMaxPooling3DSettings;
using layers::Flatten; using layers::FlattenSettings;
using layers::Reshape; using layers::ReshapeSettings;
using layers::Permute; using layers::PermuteSettings;
using layers::RepeatVector; using layers::RepeatVectorSettings;
using layers::ZeroPadding1D; using layers::ZeroPadding1DSettings;
using layers::ZeroPadding2D; using layers::ZeroPadding2DSettings;
using layers::ZeroPadding3D; using layers::ZeroPadding3DSettings;
using layers::Cropping1D; using layers::Cropping1DSettings;
using layers::Cropping2D; using layers::Cropping2DSettings;
using layers::Cropping3D; using layers::Cropping3DSettings;
using layers::UpSampling1D; using layers::UpSampling1DSettings;
using layers::UpSampling2D; using layers::UpSampling2DSettings;
using layers::UpSampling3D; using layers::UpSampling3DSettings;
using layers::Lambda; using layers::LambdaSettings;

}  // namespace keratin
