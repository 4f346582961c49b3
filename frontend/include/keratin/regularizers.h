// Regularizers by Keras' names; written from their definitions, as a test checks.
#pragma once

#include "keratin/object.h"

namespace keratin {

namespace regularizers {

// makes numbers small, and many of them 0: l1 * sum(|w|)
inline Object L1(double l1 = 0.01) { return Object("L1").set("l1", l1); }
// makes numbers small, large ones most: l2 * sum(w^2)
inline Object L2(double l2 = 0.01) { return Object("L2").set("l2", l2); }
// both penalties: l1 * sum(|w|) + l2 * sum(w^2)
struct L1L2Settings { double l1 = 0, l2 = 0; };
inline Object L1L2(const L1L2Settings& s = {}) { return Object("L1L2").set("l1", s.l1).set("l2", s.l2); }
// turns the rows or columns of a matrix away from each other: factor * the mean of |cosine| over all pairs
struct OrthogonalRegularizerSettings { double factor = 0.01; Text mode = "rows"; };
inline Object OrthogonalRegularizer(const OrthogonalRegularizerSettings& s = {}) { return Object("OrthogonalRegularizer").set("factor", s.factor).set("mode", s.mode); }

}  // namespace regularizers
using regularizers::L1;
using regularizers::L2;
using regularizers::L1L2; using regularizers::L1L2Settings;
using regularizers::OrthogonalRegularizer; using regularizers::OrthogonalRegularizerSettings;

}  // namespace keratin
