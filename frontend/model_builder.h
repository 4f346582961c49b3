// From a description to graphs: the layers in order, then the loss, the metrics and the optimizer's update.
#pragma once

#include "frontend/layers/layer.h"
#include "frontend/metrics/metric.h"
#include "frontend/model.h"

namespace keratin {

class ModelBuilder {
 public:
  ModelBuilder(const Description& description, int64_t batch, const BuildOptions& options) : description_(description), batch_(batch), options_(options) {}
  BuiltModel build();

 private:
  // What the layers make of the input.
  struct Forward {
    Expr output;
    std::optional<Expr> mask;
  };
  void complete_layers();
  void name_layers();
  Shape input_shape() const;
  Type batch_type(Shape shape, Element element = Element::f32) const;
  Forward forward(ModelContext& m);
  void apply_layer(ModelContext& m, size_t index, Forward& at);
  void summarize(size_t index, const Shape& shape, int input_rank, size_t states_before);
  ModelContext context(const char* step, bool training);
  Graph predict_graph();
  // steps.cpp: loss, metrics and, in training, the update of the weights.
  Graph step_graph(const char* name, bool training);
  Expr loss_of(ModelContext& m, const Compared& compared, std::optional<Expr> weights);
  void add_mean(ModelContext& m, const std::string& name, Expr total, Expr count);
  void plan_metrics(const Type& target, const Type& output);
  void add_metrics(ModelContext& m, const Compared& compared, std::optional<Expr> weights);
  Graph metrics_graph();

  const Description& description_;
  const int64_t batch_;
  const BuildOptions options_;
  BuiltModel out_;
  std::vector<Config> layers_;      // completed
  std::vector<std::string> names_;  // by layer
  struct PlannedMetric {
    std::string name;
    Config config;  // completed
    const MetricRow* row;
    bool weighted;
  };
  std::vector<PlannedMetric> metrics_;
};

}  // namespace keratin
