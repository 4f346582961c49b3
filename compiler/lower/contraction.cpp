#include "compiler/lower/contraction.h"

#include <algorithm>

namespace keratin {
namespace {

// How far index `letter` moves in a view: rows and columns of the base's matrix.
struct Move {
  long row = 0, column = 0;
};
Move move(const View& view, const std::string& letters, char letter) {
  Move out;
  for (size_t d = 0; d < letters.size(); ++d)
    if (letters[d] == letter) out.row += view.rows[d], out.column += view.columns[d];
  return out;
}

bool has(const std::string& letters, char letter) { return letters.find(letter) != std::string::npos; }

long row_distance(const Layout& m) { return m.panel ? m.panel : m.pitch; }

// Distance of an index in elements; nullopt if it runs across panels.
std::optional<long> distance(const Layout& m, Move move) {
  if (m.panel && move.column != 0) return std::nullopt;
  return move.row * row_distance(m) + move.column;
}

}  // namespace

long Product::depth_extent() const {
  long extent = 1;
  for (const DepthAxis& axis : depth) extent *= axis.extent;
  return extent;
}

std::optional<Contraction> tile_contraction(const Graph& graph, ValueId id, const Bases& bases) {
  const Value& value = graph[id];
  const Equation equation = parse_equation(std::get<Contract>(value.op).equation);
  const std::string& result = equation.result;
  if (result.empty()) return std::nullopt;
  Contraction out;
  out.column = static_cast<int>(result.size()) - 1;
  out.columns = value.type.shape.back();
  const char column = result.back();
  for (size_t t = 0; t < equation.terms.size(); ++t) {
    Product p;
    const Term& term = equation.terms[t];
    const bool right_has = has(term.right, column), left_has = has(term.left, column);
    if (left_has == right_has) return std::nullopt;  // in both: element-wise along the lanes
    p.a_operand = static_cast<int>(2 * t) + (right_has ? 0 : 1), p.b_operand = static_cast<int>(2 * t) + (right_has ? 1 : 0);
    const std::string &a_letters = right_has ? term.left : term.right, &b_letters = right_has ? term.right : term.left;
    auto a = view_of(graph, value.operands[p.a_operand], bases), b = view_of(graph, value.operands[p.b_operand], bases);
    if (!a || !b || graph.type(a->base).element != Element::f32 || graph.type(b->base).element != Element::f32) return std::nullopt;
    p.a = *a, p.b = *b;
    const Layout am = bases.layout(p.a.base), bm = bases.layout(p.b.base);
    // The tile's rows: the last result axis that only A has.
    int row = -1;
    for (size_t d = 0; d + 1 < result.size(); ++d)
      if (has(a_letters, result[d]) && !has(b_letters, result[d])) row = static_cast<int>(d);
    if (t > 0 && row != out.row) return std::nullopt;
    out.row = row;
    for (size_t d = 0; d + 1 < result.size(); ++d) {
      auto in_a = distance(am, move(p.a, a_letters, result[d])), in_b = distance(bm, move(p.b, b_letters, result[d]));
      if (!in_a || !in_b) return std::nullopt;
      p.a_axes.push_back(*in_a), p.b_axes.push_back(*in_b);
    }
    if (am.panel && p.a.column0) return std::nullopt;
    p.a_start = p.a.row0 * row_distance(am) + p.a.column0;
    p.b_start = bm.panel ? p.b.column0 / panel * bm.rows * panel + p.b.row0 * panel : p.b.row0 * bm.pitch + p.b.column0;
    // Columns of B side by side, or the depth is (then a transposed copy is staged).
    const Move along = move(p.b, b_letters, column);
    if (bm.panel && along.column != 0 && (along.column != 1 || along.row != 0 || p.b.column0 % panel != 0)) return std::nullopt;
    p.b_column = bm.panel && along.column == 1 ? 1 : along.row * row_distance(bm) + along.column;
    p.b_panel = bm.panel && along.column == 1 ? bm.rows * panel : p.b_column * panel;
    // Depth, in the order of the left operand's letters.
    for (char letter : term.left) {
      if (has(result, letter)) continue;
      const Type& type = graph.type(value.operands[2 * t]);
      const size_t d = term.left.find(letter);
      DepthAxis axis{.extent = type.shape[d]};
      if (type.batch_axis == static_cast<int>(d)) axis.factor = axis.extent / graph.batch;
      auto in_a = distance(am, move(p.a, a_letters, letter));
      const Move in_b = move(p.b, b_letters, letter);
      if (!in_a) return std::nullopt;
      axis.a = *in_a;
      if (bm.panel && in_b.column != 0) {
        if (in_b.column != 1 || in_b.row != 0 || p.b.column0 != 0 || p.b_split) return std::nullopt;
        axis.b = 1, p.b_split = bm.rows * panel;
      } else {
        axis.b = in_b.row * row_distance(bm) + in_b.column;
      }
      // Goes on where the axis around it ends? Then both are one.
      DepthAxis* around = p.depth.empty() ? nullptr : &p.depth.back();
      if (around && !p.b_split && around->a == axis.a * axis.extent && around->b == axis.b * axis.extent && !axis.factor) {
        around->extent *= axis.extent, around->factor *= axis.extent;
        around->a = axis.a, around->b = axis.b;
      } else {
        p.depth.push_back(axis);
      }
      if (p.b_split && p.depth.back().b != 1) return std::nullopt;  // the split axis must be the innermost
    }
    for (char letter : term.right)
      if (!has(result, letter) && !has(term.left, letter)) return std::nullopt;
    if (p.depth.empty()) return std::nullopt;
    if (p.b_column != 1 && p.depth.back().b != 1) return std::nullopt;
    out.products.push_back(std::move(p));
  }
  if (out.row >= 0) out.rows = value.type.shape[out.row];
  for (int d = 0; d < out.column; ++d)
    if (d != out.row) out.outer.push_back(d);
  return out;
}

}  // namespace keratin
