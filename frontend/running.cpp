#include "frontend/running.h"

#include <cstdio>
#include <utility>

#include "frontend/layers/normalization.h"
#include "frontend/model.h"
#include "runtime/data/dataset.h"

namespace keratin {

struct Running::State {
  Description description;
  uint64_t seed = 0;
  int threads = 1;
  std::pair<size_t, uint64_t> described = {};  // layers, and which call of compile, that the session was built from
  std::optional<Shape> weights = {};  // of the sample weights that the steps take, without the batch
  std::unique_ptr<Session> session;
  std::optional<BuiltModel> built;
};

Running::Running() : state_(std::make_unique<State>()) { model_ = &state_->description; }
Running::~Running() = default;

// A program has one batch size, and takes sample weights or not; another one takes over the state.
Session& Running::session(int64_t batch, const std::optional<ArrayView>& sample_weights) {
  State& s = *state_;
  std::optional<Shape> weights = s.weights;
  if (sample_weights) weights = sample_weights->shape.empty() ? Shape{} : Shape(sample_weights->shape.begin() + 1, sample_weights->shape.end());
  const std::pair described{s.description.layers.size(), s.description.compile ? s.description.compile->identity : 0};
  if (s.session && s.session->program().batch == batch && s.weights == weights && s.described == described) return *s.session;
  const bool compiled_anew = s.described != described;  // as in Keras, the optimizer then begins anew
  s.weights = weights, s.described = described;
  s.built = build_model(s.description, batch, {.sample_weights = weights});
  if (!s.session)
    for (const Diagnostic& warning : s.built->warnings) std::fputs((to_string(warning) + "\n").c_str(), stderr);
  auto fresh = std::make_unique<Session>(make_program(*s.built, {.batch = batch, .threads = s.threads}), s.threads);
  fresh->reset(s.seed);
  if (s.session)
    for (const StateInfo& info : s.session->program().states)
      if (fresh->program().state(info.name) && (!compiled_anew || info.role == Role::weight || info.role == Role::statistic)) fresh->write(info.name, s.session->read(info.name));
  s.session = std::move(fresh);
  return *s.session;
}

static void need_compiled(Session& session) {
  if (!session.program().step("train")) fail("K2207", "the model is not compiled", {}, "call model.compile({.optimizer = …, .loss = …}) first");
}

History Running::fit(const Array& x, const Array& y, const FitOptions& o) {
  if (o.sample_weight && !o.class_weight.empty()) fail("K3207", "sample_weight and class_weight are both given", {}, "give one of them");
  std::optional<Tensor> by_class;
  FitArrays data{{x.view()}, {y.view()}};
  if (!o.class_weight.empty()) by_class = weights_of_classes(y.view(), o.class_weight), data.weights = by_class->view();
  if (o.sample_weight) data.weights = o.sample_weight->view();
  Session& s = session(o.batch_size, data.weights);
  need_compiled(s);
  FitSettings settings{.epochs = o.epochs, .validation_split = o.validation_split, .shuffle = o.shuffle, .verbose = o.verbose, .seed = state_->seed, .callbacks = o.callbacks};
  if (o.validation_data) settings.validation = FitArrays{{o.validation_data->first.view()}, {o.validation_data->second.view()}};
  return keratin::fit(s, data, settings);
}
std::map<std::string, double> Running::evaluate(const Array& x, const Array& y, const EvaluateOptions& o) {
  FitArrays data{{x.view()}, {y.view()}};
  if (o.sample_weight) data.weights = o.sample_weight->view();
  Session& s = session(o.batch_size, data.weights);
  need_compiled(s);
  return keratin::evaluate(s, data, std::max(o.verbose, 0));
}
Tensor Running::predict(const Array& x, const PredictOptions& o) { return keratin::predict(session(o.batch_size), {x.view()}, "y"); }
std::map<std::string, double> Running::train_on_batch(const Array& x, const Array& y) {
  Session& s = session(x.view().rows());
  need_compiled(s);
  return keratin::train_on_batch(s, {{x.view()}, {y.view()}});
}

void Running::adapt(const Array& x, const std::string& layer) {
  const BuiltModel built = build_model(state_->description, 1);
  for (const LayerSummary& l : built.layers) {
    if (l.class_name != "Normalization" || (!layer.empty() && l.name != layer)) continue;
    const Statistics of = normalization_statistics(x.view(), axes_of(l.config, "axis", l.input_rank));
    Session& s = any_session();
    s.write(l.name + "/mean", tensor(s.program().state(l.name + "/mean")->shape, std::vector<float>(of.mean.begin(), of.mean.end())));
    s.write(l.name + "/variance", tensor(s.program().state(l.name + "/variance")->shape, std::vector<float>(of.variance.begin(), of.variance.end())));
    return;
  }
  fail("K2213", layer.empty() ? "the model has no layer Normalization to adapt" : "the model has no layer Normalization called `" + layer + "`", {.layer = layer}, "model.summary() shows the layers");
}

std::string Running::summary() {
  const BuiltModel built = build_model(state_->description, 1);
  return keratin::summary(built, "sequential", 80, state_->session && state_->description.compile);
}
// Keras' weights: what training moves, and statistics.
static std::vector<std::string> weight_names(const Program& program) {
  std::vector<std::string> names;
  for (const StateInfo& info : program.states)
    if (info.role == Role::weight || info.role == Role::statistic) names.push_back(info.name);
  return names;
}
Session& Running::any_session() { return session(state_->session ? state_->session->program().batch : 32); }
std::vector<Tensor> Running::get_weights() {
  Session& s = any_session();
  std::vector<Tensor> out;
  for (const std::string& name : weight_names(s.program())) out.push_back(s.read(name));
  return out;
}
void Running::set_weights(const std::vector<Tensor>& weights) {
  Session& s = any_session();
  const std::vector<std::string> names = weight_names(s.program());
  if (weights.size() != names.size()) fail("K2303", "the model has " + std::to_string(names.size()) + " weights, given are " + std::to_string(weights.size()));
  for (size_t i = 0; i < names.size(); ++i) s.write(names[i], weights[i]);
}
std::map<std::string, Tensor> Running::named_weights() {
  Session& s = any_session();
  std::map<std::string, Tensor> out;
  for (const std::string& name : weight_names(s.program())) out[name] = s.read(name);
  return out;
}
int64_t Running::set_named_weights(const std::map<std::string, Tensor>& weights) {
  Session& s = any_session();
  int64_t taken = 0;
  for (const std::string& name : weight_names(s.program()))
    if (auto it = weights.find(name); it != weights.end()) s.write(name, it->second), ++taken;
  return taken;
}
std::map<std::string, Tensor> Running::optimizer_variables() {
  Session& s = any_session();
  std::map<std::string, Tensor> out;
  for (const StateInfo& info : s.program().states)
    if (info.role == Role::slot || info.role == Role::setting || info.name == "iterations") out[info.name] = s.read(info.name);
  return out;
}
int64_t Running::count_params() {
  int64_t n = 0;
  for (const LayerSummary& l : build_model(state_->description, 1).layers) n += l.parameters;
  return n;
}
void Running::set_seed(uint64_t seed) { state_->seed = seed; }
void Running::set_threads(int threads) { state_->threads = threads; }

}  // namespace keratin
