// Weights of rows by their class: Keras' class_weight.
#pragma once

#include <map>

#include "runtime/base/tensor.h"

namespace keratin {

using ClassWeight = std::map<int64_t, double>;

// One weight a row of the targets: whole numbers are classes, of a row with several numbers the largest one's place is the
// class. A class that is not listed counts 1. Error K3207 for weights that are negative or not finite.
Tensor weights_of_classes(const ArrayView& targets, const ClassWeight& weights);

}  // namespace keratin
