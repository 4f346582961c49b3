// The steps that train and evaluate: loss, metrics, and the update of the weights.
#include <algorithm>

#include <fmt/format.h>

#include "frontend/metrics/metric.h"
#include "frontend/model_builder.h"
#include "frontend/optimizers/optimizer.h"

namespace keratin {
namespace {

const Config& standard_optimizer() {
  static const Config rmsprop{"rmsprop"};
  return rmsprop;
}

}  // namespace

Expr ModelBuilder::loss_of(ModelContext& m, const Compared& compared, std::optional<Expr> weights) {
  const Config& given = *description_.compile->object("loss");
  const LossRow& row = loss_row(given);
  const Config config = completed(row, given, common_loss_settings());
  Compared mine = compared;
  if (m.b.graph.name == "evaluate") mine.warnings = &out_.warnings;  // training has the same loss: each is said once
  Expr values = row.formula(config, mine);
  Expr total = reduced(config, values, mine.mask, weights);
  for (Expr penalty : m.penalties) total = total + penalty;
  return total;
}

Graph ModelBuilder::step_graph(const char* name, bool training) {
  ModelContext m = context(name, training);
  const Forward at = forward(m);
  const Config& compile = *description_.compile;
  const LossRow& loss = loss_row(*compile.object("loss"));
  out_.sparse_targets = loss.sparse;
  if (loss.find("ignore_class")) {
    const Config settings = completed(loss, *compile.object("loss"), common_loss_settings());
    if (settings.has("ignore_class")) out_.ignored_target = settings.whole("ignore_class");
  }
  m.b.origin = {"loss", compile.place.file, compile.place.line};
  Shape target_shape = at.output.shape();
  if (loss.sparse && at.output.rank() < 2) refuse(compile, "K2206", "a sparse loss wants an axis of classes");
  if (loss.sparse) target_shape.pop_back();
  Expr target = input(m.b, "y", Role::data, batch_type(target_shape, loss.sparse ? Element::i32 : Element::f32));
  std::optional<Expr> weights;
  if (options_.sample_weights) {
    Shape shape = *options_.sample_weights;
    shape.insert(shape.begin(), batch_);
    weights = input(m.b, "sample_weight", Role::data, batch_type(shape));
  }
  auto it = m.activated.find(at.output.id.index);
  const Compared compared{target, at.output, it == m.activated.end() ? nullptr : &it->second, at.mask};
  const Expr total = loss_of(m, compared, weights);
  output(m.b, "loss", total);
  if (out_.metrics.empty()) {
    out_.metrics.push_back({"loss", "metrics/loss/total", "metrics/loss/count"});
    plan_metrics(target.type(), at.output.type());
  }
  add_mean(m, "loss", total * m.rows(), m.rows());
  add_metrics(m, compared, weights);
  if (training) {
    const size_t before = out_.states.size();
    const Config* given = compile.object("optimizer");
    m.warnings = &out_.warnings;
    optimize(m, given ? *given : standard_optimizer(), total);
    for (size_t i = before; i < out_.states.size(); ++i) out_.optimizer_parameters += count(out_.states[i].shape);
  }
  return std::move(m.b.graph);
}

// Names are Keras': what is taken already gets `weighted_` before it, or a number behind it.
void ModelBuilder::plan_metrics(const Type& target, const Type& output) {
  auto taken = [&](const std::string& name) { return name == "loss" || std::any_of(metrics_.begin(), metrics_.end(), [&](const PlannedMetric& p) { return p.name == name; }); };
  for (const bool weighted : {false, true})
    for (const Config& given : description_.compile->objects(weighted ? "weighted_metrics" : "metrics")) {
      const MetricRow& row = metric_row(given, target, output);
      const std::string wanted = metric_name(given, row);
      std::string name = weighted && taken(wanted) ? "weighted_" + wanted : wanted;
      for (int k = 1; taken(name); ++k) name = fmt::format("{}_{}", wanted, k);
      metrics_.push_back({name, completed(row, given, common_metric_settings()), &row, weighted});
      out_.metrics.push_back(row.value ? MetricInfo{name, "metrics/" + name + "/total", "metrics/" + name + "/count", row.higher_is_better} : MetricInfo{name, "", "", row.higher_is_better});
    }
}

void ModelBuilder::add_mean(ModelContext& m, const std::string& name, Expr total, Expr count) {
  const std::string stem = "metrics/" + name;
  for (auto [state, value] : {std::pair{stem + "/total", total}, {stem + "/count", count}}) m.update(state, m.state({state, Role::metric}) + value);
}

// Sample weights are for `weighted_metrics` alone; a mask is for means.
void ModelBuilder::add_metrics(ModelContext& m, const Compared& compared, std::optional<Expr> sample_weights) {
  for (const PlannedMetric& p : metrics_) {
    MetricContext c{m, p.config, p.name, compared, p.weighted ? sample_weights : std::nullopt};
    update_metric(*p.row, c);
  }
}

// Results from states alone, each by its metric's name.
Graph ModelBuilder::metrics_graph() {
  ModelContext m = context("metrics", false);
  for (const PlannedMetric& p : metrics_) {
    if (p.row->value) continue;
    m.b.origin = {p.name};
    MetricContext c{m, p.config, p.name, {}, {}};
    output(m.b, p.name, metric_result(*p.row, c));
  }
  return std::move(m.b.graph);
}

}  // namespace keratin
