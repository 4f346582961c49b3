// The peer of generated tiles: the same products by hand, with every extent known to the compiler, as one would tune them for
// a processor with 32 vector registers: tiles of 6 rows and 4 vectors, weights in panels of 64 columns.
#pragma once

namespace keratin::bench::hand {

typedef float Lanes __attribute__((vector_size(64)));
typedef float LanesAnywhere __attribute__((vector_size(64), aligned(4), may_alias));
inline Lanes load(const float* p) { return *reinterpret_cast<const LanesAnywhere*>(p); }
inline void store(float* p, Lanes x) { *reinterpret_cast<LanesAnywhere*>(p) = x; }

// finish(row, vector, sum) for a tile of R rows: sum over k of a[row * a_row + k * a_k] * b[k * 64 + 16 * vector …].
template <int R, int depth, long a_row, long a_k, class Finish>
__attribute__((always_inline)) inline void tile(const float* a, const float* b, Finish finish) {
  Lanes sum[R][4] = {};
#pragma GCC unroll 1
  for (int k = 0; k < depth; k += 2) {
#pragma GCC unroll 2
    for (int u = 0; u < 2; ++u) {
      Lanes right[4];
#pragma GCC unroll 4
      for (int v = 0; v < 4; ++v) right[v] = load(b + (k + u) * 64 + v * 16);
#pragma GCC unroll 8
      for (int r = 0; r < R; ++r) {
        const float left = a[r * a_row + (k + u) * a_k];
#pragma GCC unroll 4
        for (int v = 0; v < 4; ++v) sum[r][v] += left * right[v];
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < 4; ++v) finish(r, v, sum[r][v]);
}
// All rows in tiles of 6 and of 5: never a stump. finish(row, vector, sum) counts from row 0.
template <int rows, int depth, long a_row, long a_k, class Finish>
__attribute__((always_inline)) inline void tiles(const float* a, const float* b, Finish finish) {
  constexpr int all = (rows + 5) / 6, low = rows / all, high = rows - low * all;
#pragma GCC unroll 1
  for (int t = 0; t < high; ++t)
    tile<low + 1, depth, a_row, a_k>(a + t * (low + 1) * a_row, b, [&](int r, int v, Lanes s) { finish(t * (low + 1) + r, v, s); });
#pragma GCC unroll 1
  for (int t = 0; t < all - high; ++t) {
    const int first = high * (low + 1) + t * low;
    tile<low, depth, a_row, a_k>(a + first * a_row, b, [&](int r, int v, Lanes s) { finish(first + r, v, s); });
  }
}

// y = max(x . w + bias, 0)
template <int rows, int depth, int columns>
__attribute__((noinline)) void dense(const float* x, const float* w, const float* bias, float* y) {
#pragma GCC unroll 1
  for (int p = 0; p < columns; p += 64)
    tiles<rows, depth, depth, 1>(x, w + static_cast<long>(p) * depth, [&](int r, int v, Lanes s) {
      const Lanes z = s + load(bias + p + v * 16);
      store(y + static_cast<long>(r) * columns + p + v * 16, z > 0.0f ? z : Lanes{});
    });
}
// w = w - rate * x^T . dy; dy is packed into panels first.
template <int rows, int depth, int columns>
__attribute__((noinline)) void update(const float* x, const float* dy, const float* rate, float* w, float* packed) {
  for (int p = 0; p < columns; p += 64)
    for (int m = 0; m < rows; ++m)
      for (int v = 0; v < 4; ++v) store(packed + static_cast<long>(p) * rows + m * 64 + v * 16, load(dy + static_cast<long>(m) * columns + p + v * 16));
#pragma GCC unroll 1
  for (int p = 0; p < columns; p += 64) {
    float* to = w + static_cast<long>(p) * depth;
    tiles<depth, rows, 1, depth>(x, packed + static_cast<long>(p) * rows, [&](int r, int v, Lanes s) {
      const float step = *static_cast<const volatile float*>(rate);  // read late: a hoisted broadcast would spill a sum
      store(to + r * 64 + v * 16, load(to + r * 64 + v * 16) - step * s);
    });
  }
}

}  // namespace keratin::bench::hand
