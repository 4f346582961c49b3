// Matrix products by NumPy's rules, each one contraction.
#include <algorithm>

#include "frontend/ops/rules.h"

namespace keratin {
namespace {

// An operand of a contraction, and the letters of its axes.
struct Lettered {
  Expr x;
  std::string letters;
};
bool single(Expr x, int64_t axis) { return x.shape()[axis] == 1 && !is_batch(x, axis); }
Lettered without(const OpSettings& call, const Lettered& from, size_t axis) {
  Type type = from.x.type();
  type.shape.erase(type.shape.begin() + static_cast<int64_t>(axis));
  if (static_cast<int>(axis) < type.batch_axis) --type.batch_axis;
  std::string letters = from.letters;
  letters.erase(axis, 1);
  return {reshaped(call, from.x, type), letters};
}
[[noreturn]] void misfit(const OpSettings& call, Expr a, Expr b, const std::string& help) {
  refuse(call, "K2403", "shapes do not fit: " + shown(a.type()) + " and " + shown(b.type()), help);
}

Expr product(const OpSettings& call, Lettered a, Lettered b, const std::string& result) {
  Type out;
  int batches = 0;
  for (char letter : result) {
    const bool left = a.letters.find(letter) != std::string::npos;
    const Lettered& from = left ? a : b;
    const size_t axis = from.letters.find(letter);
    out.shape.push_back(from.x.shape()[axis]);
    batches += is_batch(from.x, static_cast<int64_t>(axis));
  }
  if (batches > 1) refuse(call, "K2406", "the result has the batch twice", "products of every row with every other are not possible; `matmul` multiplies row by row where both have the batch in front of two further axes");
  allowed(call, out);
  return contract(a.letters + "," + b.letters + "->" + result, {a.x, b.x});
}

}  // namespace

// Axes before the last two go together, one of extent 1 with any.
Expr op_matmul(Builder&, std::span<const Expr> x, const OpSettings& call) {
  Expr u = numbers(x[0]), v = numbers(x[1]);
  const int left = u.rank(), right = v.rank();
  if (left < 1 || right < 1) misfit(call, u, v, "matmul takes values with at least one axis; `multiply` takes any");
  const int deep = left - 1, high = right == 1 ? 0 : right - 2;  // the axes that are summed
  if (u.shape()[deep] != v.shape()[high] || is_batch(u, deep) != is_batch(v, high)) misfit(call, u, v, "the last axis of the first is summed with the last but one of the second: their extents are equal");
  const int outer = std::max({left - 2, right - 2, 0});
  std::string common;
  for (int i = 0; i < outer; ++i) common += static_cast<char>('a' + i);
  Lettered a{u, left == 1 ? "y" : common.substr(outer - (left - 2)) + "xy"}, b{v, right == 1 ? "y" : common.substr(outer - (right - 2)) + "yz"};
  for (char letter : common) {
    const size_t i = a.letters.find(letter), j = b.letters.find(letter);
    if (i == std::string::npos || j == std::string::npos) continue;
    const auto at = static_cast<int64_t>(i), with = static_cast<int64_t>(j);
    if (single(b.x, with)) b = without(call, b, j);
    else if (single(a.x, at)) a = without(call, a, i);
    else if (a.x.shape()[at] != b.x.shape()[with] || is_batch(a.x, at) != is_batch(b.x, with)) misfit(call, u, v, "axes before the last two are equal, or one of them is 1");
  }
  return product(call, a, b, common + (left == 1 ? "" : "x") + (right == 1 ? "" : "z"));
}
// Each vector of the first with each of the second.
Expr op_dot(Builder&, std::span<const Expr> x, const OpSettings& call) {
  Expr u = numbers(x[0]), v = numbers(x[1]);
  if (!u.rank() || !v.rank()) return u * v;
  const int deep = u.rank() - 1, high = v.rank() == 1 ? 0 : v.rank() - 2;
  if (u.shape()[deep] != v.shape()[high] || is_batch(u, deep) != is_batch(v, high)) misfit(call, u, v, "the last axis of the first is summed with the last but one of the second: their extents are equal");
  std::string left, right;
  for (int d = 0; d < u.rank(); ++d) left += d == deep ? 'z' : static_cast<char>('a' + d);
  for (int d = 0; d < v.rank(); ++d) right += d == high ? 'z' : static_cast<char>('m' + d);
  std::string result = left + right;
  std::erase(result, 'z');
  return product(call, {u, left}, {v, right}, result);
}

}  // namespace keratin
