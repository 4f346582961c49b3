// Arrays in memory: a shape, an element type, and row-major elements without padding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/element.h"

namespace keratin {

using Shape = std::vector<int64_t>;

// Product of the extents; 1 for a scalar. The caller has checked that it does not overflow (checked_count).
inline int64_t count(const Shape& shape) {
  int64_t n = 1;
  for (int64_t extent : shape) n *= extent;
  return n;
}

// As people write it: `(60000, 28, 28)`, `(None, 10)` for an extent of -1, `(5,)` for one dimension.
std::string to_string(const Shape& shape);

// A view of somebody's array. Values are `element * scale` when read as floats: images stay bytes until a batch is made.
struct ArrayView {
  Element element = Element::f32;
  Shape shape;
  const std::byte* data = nullptr;
  float scale = 1.0f;

  int64_t rows() const { return shape.empty() ? 1 : shape[0]; }
  int64_t row_size() const { return shape.empty() ? 1 : count(Shape(shape.begin() + 1, shape.end())); }  // elements a row
};

// An array that owns its elements.
struct Tensor {
  Element element = Element::f32;
  Shape shape;
  std::vector<std::byte> bytes;
  float scale = 1.0f;

  Tensor() = default;
  Tensor(Element e, Shape s) : element(e), shape(std::move(s)), bytes(static_cast<size_t>(count(shape)) * info(e).bytes) {}

  int64_t size() const { return count(shape); }
  template <class T> std::span<T> as() { return {reinterpret_cast<T*>(bytes.data()), static_cast<size_t>(size())}; }
  template <class T> std::span<const T> as() const { return {reinterpret_cast<const T*>(bytes.data()), static_cast<size_t>(size())}; }
  std::span<float> floats() { return as<float>(); }
  std::span<const float> floats() const { return as<float>(); }
  std::span<int32_t> ints() { return as<int32_t>(); }
  std::span<const int32_t> ints() const { return as<int32_t>(); }
  ArrayView view() const { return {element, shape, bytes.data(), scale}; }
};

// A float array from values, for tests and small data.
inline Tensor tensor(Shape shape, const std::vector<float>& values) {
  Tensor t(Element::f32, std::move(shape));
  if (!values.empty()) std::memcpy(t.bytes.data(), values.data(), t.bytes.size());
  return t;
}

}  // namespace keratin
