// What normalisations share: an affine map by a centre, a spread and two weights.
#pragma once

#include "frontend/layers/layer.h"

namespace keratin {

// gamma and beta where `scale` and `center` say so, one number for each element along `axes`.
struct Affine {
  std::optional<Expr> gamma, beta;
};
Affine affine_weights(LayerContext& c, Shape shape);
std::vector<Setting> affine_settings();  // center, scale, and theirs

// (x - mean)^2: the mean counts as a constant, for the differences add up to 0, and so does what would flow back through it.
Expr squared_distance(Expr x, Expr mean);
Expr inverse_root(Expr variance, double epsilon);  // 1 / sqrt(variance + epsilon)

// K2192: a single number less its mean is 0.
void warn_of_one(LayerContext& c, int64_t together);

}  // namespace keratin
