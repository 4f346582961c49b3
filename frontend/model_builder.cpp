#include "frontend/model_builder.h"

#include <algorithm>

#include <fmt/format.h>

#include "frontend/regularizers/regularizer.h"
#include "runtime/base/checked.h"

namespace keratin {
namespace {

constexpr int64_t most_parameters = int64_t(1) << 33;

bool is_input(const Config& layer) { return layer.class_name == "InputLayer"; }

}  // namespace

BuiltModel ModelBuilder::build() {
  if (description_.layers.empty()) fail("K2112", "the model has no layers", {}, "add one, as in model.add(Dense(10, {.input_dim = 4}))");
  complete_layers();
  name_layers();
  out_.input = input_shape();
  out_.graphs.push_back(predict_graph());
  if (description_.compile && description_.compile->object("loss")) {
    out_.graphs.push_back(step_graph("evaluate", false));
    out_.graphs.push_back(step_graph("train", true));
    if (std::any_of(metrics_.begin(), metrics_.end(), [](const PlannedMetric& p) { return !p.row->value; })) out_.graphs.push_back(metrics_graph());
  }
  int64_t n = 0;
  for (const StateInfo& s : out_.states) n += count(s.shape);
  if (n > most_parameters) fail("K2110", fmt::format("the model has {} numbers of state, {} is the most", n, most_parameters));
  return std::move(out_);
}

// Everything that is wrong with settings is said at once.
void ModelBuilder::complete_layers() {
  std::vector<Diagnostic> problems;
  for (const Config& layer : description_.layers) {
    try {
      layers_.push_back(completed(layer_row(layer), layer, common_layer_settings()));
    } catch (const Error& e) {
      problems.insert(problems.end(), e.diagnostics().begin(), e.diagnostics().end());
    }
  }
  if (!problems.empty()) throw Error(problems);
}

// Keras' names: dense, dense_1, … A layer that is added again keeps its name, and with it its weights.
void ModelBuilder::name_layers() {
  std::map<std::string, int> used;
  for (size_t i = 0; i < layers_.size(); ++i) {
    const Config& layer = layers_[i];
    size_t first = 0;
    while (first < i && !(layer.identity && layers_[first].identity == layer.identity)) ++first;
    if (first < i) {
      names_.push_back(names_[first]);
      continue;
    }
    std::string name = layer.has("name") ? layer.text("name") : "";
    if (name.empty() && is_input(layer)) name = "input_layer";
    if (name.empty()) {
      const std::string stem = snake_case(layer.class_name);
      const int n = used[stem]++;
      name = n ? fmt::format("{}_{}", stem, n) : stem;
    }
    if (std::count(names_.begin(), names_.end(), name)) refuse(layer, "K2111", "two layers are called `" + name + "`", "give one of them another name");
    names_.push_back(name);
  }
}

Shape ModelBuilder::input_shape() const {
  const Config& first = layers_[0];
  Shape shape = first.extents(is_input(first) ? "shape" : "input_shape");
  const bool counts_ids = !is_input(first) && layer_row(first).find("input_dim");  // Embedding's input_dim is not the input's
  if (!counts_ids && first.has("input_dim") && first.whole("input_dim") > 0) shape = {first.whole("input_dim")};
  if (shape.empty()) shape = first.extents("input_length");
  if (shape.empty() && !is_input(first)) refuse(first, "K2114", "the first layer says nothing of its input's shape", "give it .input_dim = n or .input_shape = {…}, or add Input({…}) before it");
  for (int64_t extent : shape)
    if (extent < 1 || extent >= (int64_t(1) << 31)) refuse(first, "K2113", "input shape " + to_string(shape) + " has an extent that is not from 1 to 2^31 - 1");
  if (shape.size() > 7) refuse(first, "K2113", "input shape " + to_string(shape) + " has more than 7 axes");
  shape.insert(shape.begin(), batch_);
  const std::optional<int64_t> elements = checked_count(shape);
  if (!elements || *elements > most_elements) refuse(first, "K2110", "inputs of shape " + to_string(shape) + " have more than 2^30 numbers", "take a smaller batch");
  shape[0] = -1;
  return shape;
}

Type ModelBuilder::batch_type(Shape shape, Element element) const {
  shape[0] = batch_;
  return {element, std::move(shape), 0};
}

ModelContext ModelBuilder::context(const char* step, bool training) {
  ModelContext m{Builder(step, batch_)};
  m.training = training;
  m.states = &out_.states;
  if (m.b.graph.name == "predict") m.warnings = &out_.warnings;  // each is said once
  return m;
}

// Regularizers of outputs: Keras divides by the rows of the batch.
static void penalize_activity(ModelContext& m, const Config& layer, Expr y) {
  if (const Config* regularizer = layer.object("activity_regularizer")) m.penalties.push_back(penalty(*regularizer, y) / m.rows());
}

void ModelBuilder::apply_layer(ModelContext& m, size_t index, Forward& at) {
  const Config& layer = layers_[index];
  const LayerRow& row = layer_row(layer);
  m.b.origin = {names_[index], layer.place.file, layer.place.line};
  LayerContext c{m, layer, names_[index], static_cast<uint32_t>(index), layer.flag("trainable"), at.mask};
  at.output = row.build(c, at.output);
  penalize_activity(m, layer, at.output);
  if (row.masking == Masking::makes) at.mask = c.mask;
  if (row.masking != Masking::destroys || !at.mask) return;
  c.warn("K2190", "the layer does not support masking and destroys the mask of its input", "place it before the layer that makes the mask, or leave the mask out");
  at.mask.reset();
}

ModelBuilder::Forward ModelBuilder::forward(ModelContext& m) {
  Forward at{input(m.b, "x", Role::data, batch_type(out_.input)), {}};
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (is_input(layers_[i])) {
      if (i) refuse(layers_[i], "K2115", "an Input stands only at the beginning");
      continue;
    }
    const size_t states_before = out_.states.size();
    const int rank = at.output.rank();
    apply_layer(m, i, at);
    if (m.b.graph.name == "predict") summarize(i, at.output.shape(), rank, states_before);
  }
  return at;
}
void ModelBuilder::summarize(size_t index, const Shape& shape, int input_rank, size_t states_before) {
  LayerSummary summary{names_[index], layers_[index].class_name, shape};
  summary.output[0] = -1;
  summary.config = layers_[index], summary.input_rank = input_rank;
  for (size_t s = states_before; s < out_.states.size(); ++s) {
    const StateInfo& info = out_.states[s];
    if (info.role != Role::weight && info.role != Role::statistic) continue;
    summary.parameters += count(info.shape);
    if (info.trainable) summary.trainable += count(info.shape);
  }
  out_.layers.push_back(std::move(summary));
}

Graph ModelBuilder::predict_graph() {
  ModelContext m = context("predict", false);
  const Expr y = forward(m).output;
  output(m.b, "y", y);
  out_.output = y.shape();
  out_.output[0] = -1;
  return std::move(m.b.graph);
}

BuiltModel build_model(const Description& description, int64_t batch, const BuildOptions& options) {
  if (batch < 1 || batch > (1 << 24)) fail("K1006", fmt::format("batch_size is {}, it is from 1 to 16,777,216", batch));
  return ModelBuilder(description, batch, options).build();
}

}  // namespace keratin
