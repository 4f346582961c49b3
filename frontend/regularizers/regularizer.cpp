#include "frontend/regularizers/regularizer.h"

namespace keratin {
namespace {

Expr sum_of_all(Expr x) {
  Axes all;
  for (int64_t axis = 0; axis < x.rank(); ++axis) all.push_back(axis);
  return sum(x, all);
}
Expr l1(const Config& config, Expr x) { return sum_of_all(abs(x)) * config.number("l1"); }
Expr l2(const Config& config, Expr x) { return sum_of_all(square(x)) * config.number("l2"); }
Expr l1_l2(const Config& config, Expr x) {
  const bool first = config.number("l1") != 0, second = config.number("l2") != 0;
  if (first && second) return l1(config, x) + l2(config, x);
  return first ? l1(config, x) : second ? l2(config, x) : constant(*x.builder, 0);
}

// The mean of |cosine| over all pairs of rows (or columns) of a matrix.
Expr orthogonal(const Config& config, Expr x) {
  const bool rows = config.text("mode") == "rows";
  const int64_t axis = rows ? 0 : 1;
  if (x.rank() != 2) refuse(config, "K2161", "the array has shape " + to_string(x.shape()) + ", the regularizer is for matrices");
  const int64_t n = x.shape()[axis];
  if (n < 2) refuse(config, "K2161", "the array has shape " + to_string(x.shape()) + ", there are no two " + config.text("mode") + " to compare");
  Expr unit = x / sqrt(maximum(sum(square(x), {1 - axis}, true), 1e-14));
  Expr products = contract(rows ? "ik,jk->ij" : "ki,kj->ij", {unit, unit});
  const Type pair{Element::i32, {n, n}};
  Expr self = iota(*x.builder, pair, 0) == iota(*x.builder, pair, 1);
  Expr others = sum_of_all(select(self, constant(*x.builder, 0), abs(products)));
  return others * config.number("factor") * 0.5 / (static_cast<double>(n) * static_cast<double>(n - 1) / 2);
}

RegularizerRow row(Definition definition, Expr (*formula)(const Config&, Expr)) {
  definition.category = Category::regularizer;
  return {std::move(definition), formula};
}

}  // namespace

const std::vector<RegularizerRow>& regularizer_table() {
  static const std::vector<RegularizerRow> table = {
      row({.class_name = "L1", .aliases = {"l1"}, .about = "makes numbers small, and many of them 0", .formula = "l1 * sum(|w|)", .settings = {number("l1", 0.01).from(0).plain()}}, l1),
      row({.class_name = "L2", .aliases = {"l2"}, .about = "makes numbers small, large ones most", .formula = "l2 * sum(w^2)", .settings = {number("l2", 0.01).from(0).plain()}}, l2),
      row({.class_name = "L1L2",
           .aliases = {"l1_l2", "l1l2"},
           .about = "both penalties",
           .formula = "l1 * sum(|w|) + l2 * sum(w^2)",
           .settings = {number("l1", 0).from(0), number("l2", 0).from(0)}},
          l1_l2),
      row({.class_name = "OrthogonalRegularizer",
           .aliases = {"orthogonal_regularizer"},
           .about = "turns the rows or columns of a matrix away from each other",
           .formula = "factor * the mean of |cosine| over all pairs",
           .settings = {number("factor", 0.01).from(0), text("mode", "rows").one_of({"rows", "columns"})}},
          orthogonal),
  };
  return table;
}

Expr penalty(const Config& regularizer, Expr x) {
  const RegularizerRow& row = find_row(regularizer_table(), regularizer);
  return row.penalty(completed(row, regularizer), x);
}

}  // namespace keratin
