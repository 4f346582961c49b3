// Schedules by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace schedules {

// the rate is multiplied by decay_rate every decay_steps updates: initial_learning_rate * decay_rate^(step / decay_steps)
struct ExponentialDecaySettings { bool staircase = false; Text name = {}; };
inline Object ExponentialDecay(double initial_learning_rate, double decay_steps, double decay_rate, const ExponentialDecaySettings& s = {}) {
  return Object("ExponentialDecay").set("initial_learning_rate", initial_learning_rate).set("decay_steps", decay_steps).set("decay_rate", decay_rate)
      .set("staircase", s.staircase).set("name", s.name);
}
// the rate falls fast first and ever slower: initial_learning_rate / (1 + decay_rate * step / decay_steps)
struct InverseTimeDecaySettings { bool staircase = false; Text name = {}; };
inline Object InverseTimeDecay(double initial_learning_rate, double decay_steps, double decay_rate, const InverseTimeDecaySettings& s = {}) {
  return Object("InverseTimeDecay").set("initial_learning_rate", initial_learning_rate).set("decay_steps", decay_steps).set("decay_rate", decay_rate)
      .set("staircase", s.staircase).set("name", s.name);
}
// from one rate to another in decay_steps updates, straight for power 1; with cycle it starts again, longer each time: (initial_learning_rate - end_learning_rate) * (1 - step /
// decay_steps)^power + end_learning_rate
struct PolynomialDecaySettings { double end_learning_rate = 0.0001, power = 1; bool cycle = false; Text name = {}; };
inline Object PolynomialDecay(double initial_learning_rate, double decay_steps, const PolynomialDecaySettings& s = {}) {
  return Object("PolynomialDecay").set("initial_learning_rate", initial_learning_rate).set("decay_steps", decay_steps).set("end_learning_rate", s.end_learning_rate)
      .set("power", s.power).set("cycle", s.cycle).set("name", s.name);
}
// one rate up to each boundary, and one behind the last: values[i] up to boundaries[i]
struct PiecewiseConstantDecaySettings { Text name = {}; };
inline Object PiecewiseConstantDecay(const NumberList& boundaries, const NumberList& values, const PiecewiseConstantDecaySettings& s = {}) {
  return Object("PiecewiseConstantDecay").set("boundaries", boundaries).set("values", values).set("name", s.name);
}
// half a wave down from the rate to alpha times it, after a straight way up where there is a warmup: initial_learning_rate * ((1 - alpha) (1 + cos(pi step / decay_steps)) / 2 +
// alpha)
struct CosineDecaySettings { double alpha = 0; Number warmup_target = {}; double warmup_steps = 0; Text name = {}; };
inline Object CosineDecay(double initial_learning_rate, double decay_steps, const CosineDecaySettings& s = {}) {
  return Object("CosineDecay").set("initial_learning_rate", initial_learning_rate).set("decay_steps", decay_steps).set("alpha", s.alpha).set("warmup_target", s.warmup_target)
      .set("warmup_steps", s.warmup_steps).set("name", s.name);
}
// half a wave down, again and again, each t_mul times as long as the last and from m_mul times the rate: initial_learning_rate * ((1 - alpha) m_mul^i (1 + cos(pi part of period
// i)) / 2 + alpha)
struct CosineDecayRestartsSettings { double t_mul = 2, m_mul = 1, alpha = 0; Text name = {}; };
inline Object CosineDecayRestarts(double initial_learning_rate, double first_decay_steps, const CosineDecayRestartsSettings& s = {}) {
  return Object("CosineDecayRestarts").set("initial_learning_rate", initial_learning_rate).set("first_decay_steps", first_decay_steps).set("t_mul", s.t_mul).set("m_mul", s.m_mul)
      .set("alpha", s.alpha).set("name", s.name);
}

}  // namespace schedules
using schedules::ExponentialDecay; using schedules::ExponentialDecaySettings;
using schedules::InverseTimeDecay; using schedules::InverseTimeDecaySettings;
using schedules::PolynomialDecay; using schedules::PolynomialDecaySettings;
using schedules::PiecewiseConstantDecay; using schedules::PiecewiseConstantDecaySettings;
using schedules::CosineDecay; using schedules::CosineDecaySettings;
using schedules::CosineDecayRestarts; using schedules::CosineDecayRestartsSettings;

}  // namespace keratin
