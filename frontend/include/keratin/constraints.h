// Constraints by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace constraints {

// no weight is below 0: max(w, 0)
inline Object NonNeg() { return Object("NonNeg"); }
// the weights of each unit have length 1: w / (1e-7 + |w|)
struct UnitNormSettings { Extents axis = {0}; };
inline Object UnitNorm(const UnitNormSettings& s = {}) { return Object("UnitNorm").set("axis", s.axis); }
// the weights of each unit are no longer than max_value: w * min(|w|, max_value) / (1e-7 + |w|)
struct MaxNormSettings { Extents axis = {0}; };
inline Object MaxNorm(double max_value = 2, const MaxNormSettings& s = {}) { return Object("MaxNorm").set("max_value", max_value).set("axis", s.axis); }
// the weights of each unit have a length between two bounds: w * (rate * clip(|w|, min_value, max_value) + (1 - rate) * |w|) / (1e-7 + |w|)
struct MinMaxNormSettings { double min_value = 0, max_value = 1, rate = 1; Extents axis = {0}; };
inline Object MinMaxNorm(const MinMaxNormSettings& s = {}) {
  return Object("MinMaxNorm").set("min_value", s.min_value).set("max_value", s.max_value).set("rate", s.rate).set("axis", s.axis);
}

}  // namespace constraints
using constraints::NonNeg;
using constraints::UnitNorm; using constraints::UnitNormSettings;
using constraints::MaxNorm; using constraints::MaxNormSettings;
using constraints::MinMaxNorm; using constraints::MinMaxNormSettings;

}  // namespace keratin
