#include "runtime/random/initialize.h"

#include <cmath>
#include <numeric>

#include "runtime/support/one_lane.h"

namespace keratin {
namespace {

// Uniform doubles in (0, 1) by index, from 32 bits each.
class Stream {
 public:
  Stream(uint64_t seed, uint32_t ordinal, uint32_t purpose) : key_{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)}, ordinal_(ordinal), purpose_(purpose) {}
  double operator()(uint64_t index) {
    if (index / 4 != block_) {
      block_ = index / 4;
      const uint32_t counter[4] = {static_cast<uint32_t>(block_), static_cast<uint32_t>(block_ >> 32), ordinal_, purpose_};
      one_lane::philox4x32(counter, key_, words_);
    }
    return (words_[index % 4] + 0.5) / 4294967296.0;
  }

 private:
  uint32_t key_[2], ordinal_, purpose_, words_[4];
  uint64_t block_ = ~uint64_t(0);
};

// Box and Muller; number i of the stream.
double normal(Stream& stream, uint64_t i) {
  const double radius = std::sqrt(-2 * std::log(stream(2 * i)));
  return radius * std::cos(6.283185307179586 * stream(2 * i + 1));
}

// Q of a (rows, columns) matrix of normals by Householder-free Gram and Schmidt in double, twice for orthogonality; the
// signs are those of R's diagonal.
std::vector<float> orthogonal(const Shape& shape, double gain, Stream& stream) {
  const int64_t columns_out = shape.back(), rows_out = count(shape) / columns_out;
  const bool turned = rows_out < columns_out;
  const int64_t n = turned ? columns_out : rows_out, m = turned ? rows_out : columns_out;  // n >= m
  std::vector<double> a(n * m);
  for (int64_t i = 0; i < n * m; ++i) a[i] = normal(stream, i);
  for (int64_t j = 0; j < m; ++j) {
    for (int again = 0; again < 2; ++again)
      for (int64_t k = 0; k < j; ++k) {
        double dot = 0;
        for (int64_t i = 0; i < n; ++i) dot += a[i * m + j] * a[i * m + k];
        for (int64_t i = 0; i < n; ++i) a[i * m + j] -= dot * a[i * m + k];
      }
    double length = 0;
    for (int64_t i = 0; i < n; ++i) length += a[i * m + j] * a[i * m + j];
    for (int64_t i = 0; i < n; ++i) a[i * m + j] /= std::sqrt(length);
  }
  std::vector<float> out(n * m);
  for (int64_t r = 0; r < rows_out; ++r)
    for (int64_t c = 0; c < columns_out; ++c) out[r * columns_out + c] = static_cast<float>(gain * (turned ? a[c * m + r] : a[r * m + c]));
  return out;
}

}  // namespace

std::vector<float> initial_values(const Initial& initial, const Shape& shape, uint64_t seed) {
  const int64_t n = count(shape);
  std::vector<float> out(n, 0.0f);
  Stream stream(initial.seed >= 0 ? static_cast<uint64_t>(initial.seed) : seed, initial.seed >= 0 ? 0 : initial.ordinal, 1);
  switch (initial.kind) {
    case InitialKind::zeros: break;
    case InitialKind::ones: out.assign(n, 1.0f); break;
    case InitialKind::constant: out.assign(n, static_cast<float>(initial.a)); break;
    case InitialKind::uniform: {
      const float end = static_cast<float>(initial.b);  // rounding to a float may reach it, which is outside
      for (int64_t i = 0; i < n; ++i) {
        out[i] = static_cast<float>(initial.a + (initial.b - initial.a) * stream(i));
        if (out[i] >= end && initial.a < initial.b) out[i] = std::nextafter(end, static_cast<float>(initial.a));
      }
      break;
    }
    case InitialKind::normal:
      for (int64_t i = 0; i < n; ++i) out[i] = static_cast<float>(initial.a + initial.b * normal(stream, i));
      break;
    case InitialKind::truncated_normal: {
      uint64_t next = 0;
      for (int64_t i = 0; i < n; ++i) {
        double x;
        do x = normal(stream, next++);
        while (std::fabs(x) > 2);
        out[i] = static_cast<float>(initial.a + initial.b * x);
      }
      break;
    }
    case InitialKind::orthogonal: return orthogonal(shape, initial.a, stream);
    case InitialKind::identity:
      for (int64_t i = 0; i < n; ++i) out[i] = i / shape.back() == i % shape.back() ? static_cast<float>(initial.a) : 0.0f;
      break;
    case InitialKind::values: out.assign(initial.values.begin(), initial.values.end()); break;
  }
  return out;
}

std::vector<uint32_t> permutation(int64_t n, uint64_t seed, uint32_t epoch) {
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  Stream stream(seed, epoch, 2);
  for (int64_t i = n; i-- > 1;) std::swap(order[i], order[static_cast<size_t>(stream(i) * (i + 1))]);
  return order;
}

}  // namespace keratin
