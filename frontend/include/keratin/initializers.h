// Initializers by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace initializers {

// uniform, for tanh and sigmoid; the default of kernels: U(-a, a), a = sqrt(6 / (fan_in + fan_out))
struct GlorotUniformSettings { Number seed = {}; Extents input_axes = {}, output_axes = {}; };
inline Object GlorotUniform(const GlorotUniformSettings& s = {}) {
  return Object("GlorotUniform").set("seed", s.seed).set("input_axes", s.input_axes).set("output_axes", s.output_axes);
}
// truncated normal, for tanh and sigmoid: variance 2 / (fan_in + fan_out)
struct GlorotNormalSettings { Number seed = {}; Extents input_axes = {}, output_axes = {}; };
inline Object GlorotNormal(const GlorotNormalSettings& s = {}) {
  return Object("GlorotNormal").set("seed", s.seed).set("input_axes", s.input_axes).set("output_axes", s.output_axes);
}
// uniform, for relu: U(-a, a), a = sqrt(6 / fan_in)
struct HeUniformSettings { Number seed = {}; Extents input_axes = {}, output_axes = {}; };
inline Object HeUniform(const HeUniformSettings& s = {}) { return Object("HeUniform").set("seed", s.seed).set("input_axes", s.input_axes).set("output_axes", s.output_axes); }
// truncated normal, for relu: variance 2 / fan_in
struct HeNormalSettings { Number seed = {}; Extents input_axes = {}, output_axes = {}; };
inline Object HeNormal(const HeNormalSettings& s = {}) { return Object("HeNormal").set("seed", s.seed).set("input_axes", s.input_axes).set("output_axes", s.output_axes); }
// uniform, for selu: U(-a, a), a = sqrt(3 / fan_in)
struct LecunUniformSettings { Number seed = {}; Extents input_axes = {}, output_axes = {}; };
inline Object LecunUniform(const LecunUniformSettings& s = {}) {
  return Object("LecunUniform").set("seed", s.seed).set("input_axes", s.input_axes).set("output_axes", s.output_axes);
}
// truncated normal, for selu: variance 1 / fan_in
struct LecunNormalSettings { Number seed = {}; Extents input_axes = {}, output_axes = {}; };
inline Object LecunNormal(const LecunNormalSettings& s = {}) {
  return Object("LecunNormal").set("seed", s.seed).set("input_axes", s.input_axes).set("output_axes", s.output_axes);
}
// spread by how many numbers go in or out: variance scale / n, n by mode
struct VarianceScalingSettings { double scale = 1; Text mode = "fan_in", distribution = "truncated_normal"; Number seed = {}; Extents input_axes = {}, output_axes = {}; };
inline Object VarianceScaling(const VarianceScalingSettings& s = {}) {
  return Object("VarianceScaling").set("scale", s.scale).set("mode", s.mode).set("distribution", s.distribution).set("seed", s.seed).set("input_axes", s.input_axes)
      .set("output_axes", s.output_axes);
}
// a normal distribution: N(mean, stddev)
struct RandomNormalSettings { double mean = 0, stddev = 0.05; Number seed = {}; };
inline Object RandomNormal(const RandomNormalSettings& s = {}) { return Object("RandomNormal").set("mean", s.mean).set("stddev", s.stddev).set("seed", s.seed); }
// a normal distribution; what is further than two deviations away is drawn again: N(mean, stddev) within 2 stddev
struct TruncatedNormalSettings { double mean = 0, stddev = 0.05; Number seed = {}; };
inline Object TruncatedNormal(const TruncatedNormalSettings& s = {}) { return Object("TruncatedNormal").set("mean", s.mean).set("stddev", s.stddev).set("seed", s.seed); }
// all numbers of an interval alike: U(minval, maxval)
struct RandomUniformSettings { double minval = -0.05, maxval = 0.05; Number seed = {}; };
inline Object RandomUniform(const RandomUniformSettings& s = {}) { return Object("RandomUniform").set("minval", s.minval).set("maxval", s.maxval).set("seed", s.seed); }
// 0; the default of biases: 0
inline Object Zeros() { return Object("Zeros"); }
// 1: 1
inline Object Ones() { return Object("Ones"); }
// one number: value
inline Object Constant(double value = 0) { return Object("Constant").set("value", value); }
// rows or columns of length gain, at right angles; the default of recurrent kernels: gain * Q of a normal matrix
struct OrthogonalSettings { double gain = 1; Number seed = {}; };
inline Object Orthogonal(const OrthogonalSettings& s = {}) { return Object("Orthogonal").set("gain", s.gain).set("seed", s.seed); }
// the identity matrix: gain on the diagonal, else 0
inline Object Identity(double gain = 1) { return Object("Identity").set("gain", gain); }

}  // namespace initializers
using initializers::GlorotUniform; using initializers::GlorotUniformSettings;
using initializers::GlorotNormal; using initializers::GlorotNormalSettings;
using initializers::HeUniform; using initializers::HeUniformSettings;
using initializers::HeNormal; using initializers::HeNormalSettings;
using initializers::LecunUniform; using initializers::LecunUniformSettings;
using initializers::LecunNormal; using initializers::LecunNormalSettings;
using initializers::VarianceScaling; using initializers::VarianceScalingSettings;
using initializers::RandomNormal; using initializers::RandomNormalSettings;
using initializers::TruncatedNormal; using initializers::TruncatedNormalSettings;
using initializers::RandomUniform; using initializers::RandomUniformSettings;
using initializers::Zeros;
using initializers::Ones;
using initializers::Constant;
using initializers::Orthogonal; using initializers::OrthogonalSettings;

}  // namespace keratin
