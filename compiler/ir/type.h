// The type of a value: element, shape, and which axis (if any) is the batch.
#pragma once

#include <string>

#include "runtime/base/tensor.h"

namespace keratin {

// At most one axis carries the batch. Its extent is the batch size times a factor (a reshape may merge [32*, 7] to [224*]).
// In a `rows` program only `rows / batch` of it is there.
struct Type {
  Element element = Element::f32;
  Shape shape;
  int batch_axis = -1;

  int rank() const { return static_cast<int>(shape.size()); }
  bool operator==(const Type&) const = default;
};

// `f32[32*,100]`: a star marks the batch axis.
std::string to_string(const Type& type);

}  // namespace keratin
