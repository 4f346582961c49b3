// Losses that compare distributions, directions, regions and rows with each other.
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "frontend/losses/families.h"

namespace keratin {
namespace {

Expr kl_divergence(const Config&, Compared& c) {
  Expr t = clip(c.target, epsilon, 1), p = clip(c.output, epsilon, 1);
  return sum(t * log(t / p), {-1});
}

// A vector of length 0 stays 0.
Expr unit(Expr x, int64_t axis) { return x / sqrt(maximum(sum(square(x), {axis}, true), epsilon * epsilon)); }
Expr cosine_similarity(const Config& config, Compared& c) {
  const int64_t axis = axis_of(config, c.output);
  return -sum(unit(c.target, axis) * unit(c.output, axis), {axis});
}

// The setting `axis`: all axes, the batch among them, where it is not given.
Axes region(const Config& config, Expr x) {
  Axes axes = config.extents("axis");
  if (!config.has("axis")) axes.resize(static_cast<size_t>(x.rank())), std::iota(axes.begin(), axes.end(), 0);
  for (int64_t& axis : axes) {
    const int64_t given = axis;
    if (axis < 0) axis += x.rank();
    if (axis < 0 || axis >= x.rank()) refuse(config, "K2120", fmt::format("axis is {}, an output of shape {} has no such axis", given, to_string(x.type())));
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) refuse(config, "K2120", "axis names an axis twice");
  return axes;
}
Expr dice(const Config& config, Compared& c) {
  const Axes axes = region(config, c.output);
  return 1.0 - sum(c.target * c.output, axes) * 2.0 / (sum(c.target, axes) + sum(c.output, axes) + epsilon);
}
// As released Keras has it: alpha weighs what is missed, beta what is found wrongly.
Expr tversky(const Config& config, Compared& c) {
  const Axes axes = region(config, c.output);
  Expr found = sum(c.target * c.output, axes), missed = sum((1.0 - c.output) * c.target, axes), wrong = sum(c.output * (1.0 - c.target), axes);
  return 1.0 - found / (found + missed * config.number("alpha") + wrong * config.number("beta") + epsilon);
}

// log(sum(e^x)) along axis 1 of what is chosen; 0 where nothing is.
Expr log_sum_exp(Expr x, Expr chosen, Expr any) {
  Expr zero = number_like(x, 0), most = stop_gradient(max(select(chosen, x, number_like(x, -1e30)), {1}, true));
  Expr total = sum(select(chosen, exp(select(chosen, x - most, zero)), zero), {1});
  return select(any, log(select(any, total, number_like(x, 1))) + reshape(most, total.shape()), zero);
}

// Every row against every other one of the batch: those of its class should be near, the others far. The others are the
// batch once more as a plain table (column j is row j, and 0 beyond the rows that are there).
Expr circle(const Config& config, Compared& c) {
  Expr y = c.output;
  if (y.rank() != 2) refuse(config, "K2235", fmt::format("the output has shape {}, it is one vector for each row", to_string(y.type())));
  Builder& b = *y.builder;
  const int64_t rows = y.shape()[0];
  const double gamma = config.number("gamma"), margin = config.number("margin");
  const Type pairs{Element::i32, {rows, rows}, y.type().batch_axis}, numbers{Element::f32, pairs.shape, pairs.batch_axis};
  Expr row = iota(b, pairs, 0), column = iota(b, pairs, 1), self = row == column, once = to_float(self);
  Expr label = to_float(reshape(to_int(c.target), {rows}));
  Expr table = contract("ij,id->jd", {once, y}), labels = contract("ij,i->j", {once, label});
  Expr same = broadcast(label, numbers, {0}) == broadcast(labels, numbers, {1}), there = to_float(column) < keratin::rows(b);
  Expr near = same & there, far = there & !same;
  if (config.flag("remove_diagonal")) near = near & !self;

  Expr distance = maximum(1.0 - contract("id,jd->ij", {y, table}), 0.0);
  Expr attraction = maximum((distance + margin) * to_float(near), 0.0) * (margin - distance) * -gamma;
  Expr repulsion = maximum((1 + margin - distance) * to_float(far), 0.0) * ((1 - margin) - distance) * gamma;
  Expr both = any(near, {1}) & any(far, {1});
  Expr each = softplus(log_sum_exp(attraction, near, both) + log_sum_exp(repulsion, far, both));
  each = select(both, each, number_like(each, 0));
  Expr counts = each > 0.0;
  c.mask = c.mask ? *c.mask & counts : counts;
  return each;
}

}  // namespace

std::vector<LossRow> similarity_losses() {
  const Setting axis = extents("axis").says("over which regions reach; None for all, the batch among them");
  return {
      loss_of({.class_name = "KLDivergence",
               .aliases = {"kl_divergence", "kld", "KLD", "kullback_leibler_divergence"},
               .about = "how far the output's distribution is from the target's; both are clipped to 1e-7 … 1",
               .formula = "sum(t log(t / p))"},
              kl_divergence),
      loss_of({.class_name = "CosineSimilarity",
               .aliases = {"cosine_similarity", "cosine_proximity"},
               .about = "-1 for the same direction, 1 for the opposite one",
               .formula = "-sum(target / |target| * output / |output|)",
               .settings = {whole("axis", -1).says("of the vectors")}},
              cosine_similarity),
      loss_of({.class_name = "Dice", .aliases = {"dice"}, .about = "how little two regions overlap", .formula = "1 - 2 sum(t p) / (sum(t) + sum(p) + 1e-7)", .settings = {axis}}, dice),
      loss_of({.class_name = "Tversky",
               .aliases = {"tversky"},
               .about = "as Dice, with weights for what is missed (alpha) and what is found wrongly (beta)",
               .formula = "1 - s / (s + alpha sum((1 - p) t) + beta sum(p (1 - t)) + 1e-7), s = sum(t p)",
               .settings = {number("alpha", 0.5).from(0), number("beta", 0.5).from(0), axis}},
              tversky),
      loss_of({.class_name = "Circle",
               .aliases = {"circle"},
               .about = "of vectors of length 1: those of one class come near each other; targets are whole numbers",
               .formula = "log(1 + sum(e^(gamma w_n (s_n - margin))) sum(e^(-gamma w_p (s_p - 1 + margin))))",
               .settings = {number("gamma", 80).over(0), number("margin", 0.4), flag("remove_diagonal", true).says("a vector is not compared with itself")},
               .shapes = "(batch, n) → (batch)"},
              circle, true),
  };
}

}  // namespace keratin
