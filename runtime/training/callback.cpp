#include "runtime/training/callback.h"

#include <cstdio>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

// Keras' own words for both ways to touch it.
void need_rate(const Session& session) {
  if (session.program().state("learning_rate")) return;
  fail("K2501", "this optimizer was created with a `LearningRateSchedule` object as its `learning_rate`, hence its learning rate is not settable", {},
       "compile with a number as the learning rate, or leave the callback out");
}

}  // namespace

double TrainingModel::learning_rate() const {
  need_rate(session);
  return static_cast<double>(session.number("learning_rate"));
}
void TrainingModel::set_learning_rate(double rate) {
  need_rate(session);
  session.set_number("learning_rate", static_cast<float>(rate));
}

NamedArrays TrainingModel::get_weights() const {
  NamedArrays out;
  for (const StateInfo& s : session.program().states)
    if (s.role == Role::weight || s.role == Role::statistic) out.emplace(s.name, session.read(s.name));
  return out;
}
void TrainingModel::set_weights(const NamedArrays& weights) {
  for (const auto& [name, value] : weights) session.write(name, value);
}

void TrainingModel::warn(const std::string& code, const std::string& message) {
  if (!warned_.insert(message).second) return;
  std::fputs((to_string({code, message, {}, {}, Severity::warning}) + "\n").c_str(), stderr);
}

Carried TrainingModel::carried() {
  Carried out;
  Carrier carrier(Carrier::Way::out, out);
  for (Callback* c : callbacks) c->carry(carrier);
  return out;
}

TrainingModel& Callback::model() const {
  check(model_ != nullptr, "a callback's model trains");
  return *model_;
}

}  // namespace keratin
