#include "frontend/running.h"

#include "frontend/model.h"
#include "runtime/data/dataset.h"

namespace keratin {

struct Running::State {
  Description description;
  uint64_t seed = 0;
  int threads = 1;
  std::unique_ptr<Session> session;
  std::optional<BuiltModel> built;
};

Running::Running() : state_(std::make_unique<State>()) { model_ = &state_->description; }
Running::~Running() = default;

// A program has one batch size; another one takes over the state.
Session& Running::session(int64_t batch) {
  State& s = *state_;
  if (s.session && s.session->program().batch == batch) return *s.session;
  s.built = build_model(s.description, batch);
  auto fresh = std::make_unique<Session>(make_program(*s.built, {.batch = batch, .threads = s.threads}), s.threads);
  fresh->reset(s.seed);
  if (s.session)
    for (const StateInfo& info : s.session->program().states) fresh->write(info.name, s.session->read(info.name));
  s.session = std::move(fresh);
  return *s.session;
}

static void need_compiled(Session& session) {
  if (!session.program().step("train")) fail("K2207", "the model is not compiled", {}, "call model.compile({.optimizer = …, .loss = …}) first");
}

History Running::fit(const Array& x, const Array& y, const FitOptions& o) {
  Session& s = session(o.batch_size);
  need_compiled(s);
  FitSettings settings{.epochs = o.epochs, .validation_split = o.validation_split, .shuffle = o.shuffle, .verbose = o.verbose, .seed = state_->seed, .callbacks = o.callbacks};
  if (o.validation_data) settings.validation = FitArrays{{o.validation_data->first.view()}, {o.validation_data->second.view()}};
  return keratin::fit(s, {{x.view()}, {y.view()}}, settings);
}
std::map<std::string, double> Running::evaluate(const Array& x, const Array& y, const EvaluateOptions& o) {
  Session& s = session(o.batch_size);
  need_compiled(s);
  return keratin::evaluate(s, {{x.view()}, {y.view()}}, std::max(o.verbose, 0));
}
Tensor Running::predict(const Array& x, const PredictOptions& o) { return keratin::predict(session(o.batch_size), {x.view()}, "y"); }
std::map<std::string, double> Running::train_on_batch(const Array& x, const Array& y) {
  Session& s = session(x.view().rows());
  need_compiled(s);
  return keratin::train_on_batch(s, {{x.view()}, {y.view()}});
}

std::string Running::summary() {
  const BuiltModel built = build_model(state_->description, 1);
  return keratin::summary(built, "sequential", 80, state_->session && state_->description.compile);
}
std::vector<Tensor> Running::get_weights() {
  Session& s = session(state_->session ? state_->session->program().batch : 32);
  std::vector<Tensor> out;
  for (const StateInfo& info : s.program().states)
    if (info.role == Role::weight) out.push_back(s.read(info.name));
  return out;
}
void Running::set_weights(const std::vector<Tensor>& weights) {
  Session& s = session(state_->session ? state_->session->program().batch : 32);
  std::vector<std::string> names;
  for (const StateInfo& info : s.program().states)
    if (info.role == Role::weight) names.push_back(info.name);
  if (weights.size() != names.size()) fail("K2303", "the model has " + std::to_string(names.size()) + " weights, given are " + std::to_string(weights.size()));
  for (size_t i = 0; i < names.size(); ++i) s.write(names[i], weights[i]);
}
int64_t Running::count_params() {
  int64_t n = 0;
  for (const LayerSummary& l : build_model(state_->description, 1).layers) n += l.parameters;
  return n;
}
void Running::set_seed(uint64_t seed) { state_->seed = seed; }
void Running::set_threads(int threads) { state_->threads = threads; }

}  // namespace keratin
