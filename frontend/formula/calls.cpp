// The C functions through which a program or a description file says what its model is (keratin/calls.h). Of what is wrong
// with a setting nothing is said here: that is found when the model is built.
#include <algorithm>
#include <atomic>

#include "frontend/formula/running.h"
#include "frontend/include/keratin/calls.h"
#include "frontend/ops/ops.h"

namespace keratin {
namespace {

// ---- objects: a config with a count of those who hold it

struct Held {
  Config config;
  std::atomic<int> owners{1};
};
Config& config_of(void* object) { return static_cast<Held*>(object)->config; }

void* create(const char* class_name) {
  static std::atomic<uint64_t> last{0};
  auto* held = new Held{Config{class_name}};
  held->config.identity = ++last;
  return held;
}
void share(void* object) {
  if (object) ++static_cast<Held*>(object)->owners;
}
void release(void* object) {
  auto* held = static_cast<Held*>(object);
  if (held && --held->owners == 0) delete held;
}
void number(void* object, const char* name, double value) { config_of(object).set(name, value); }
void flag(void* object, const char* name, int value) { config_of(object).set(name, value != 0); }
void text(void* object, const char* name, const char* value) { config_of(object).set(name, std::string(value)); }
void extents(void* object, const char* name, const long* values, int count) {
  Shape shape(values, values + std::min(count, 8));
  if (count > 8) shape.push_back(0);  // more than anybody takes: refused where it is read
  config_of(object).set(name, std::move(shape));
}
void numbers(void* object, const char* name, const double* values, int count) {
  if (count > 64) fail("K2118", std::string(name) + " holds more than 64 numbers");
  config_of(object).set(name, std::vector<double>(values, values + count));
}
void add_object(void* object, const char* name, void* other) {
  std::vector<Config> list = config_of(object).find(name) ? config_of(object).objects(name) : std::vector<Config>{};
  list.push_back(config_of(other));
  config_of(object).set(name, std::move(list));
}
void set_formula(void* object, void (*call)(void*, void*), void* self, void (*destroy)(void*)) {
  config_of(object).formula = std::make_shared<Formula>(Formula{call, std::shared_ptr<void>(self, destroy)});
}

// ---- the model

// What has no place of its own stands where the layer was added.
void place_all(Config& config, const Place& place) {
  if (config.place.file.empty()) config.place = place;
  for (auto& [name, value] : config.settings)
    if (auto* list = std::get_if<std::vector<Config>>(&value))
      for (Config& inner : *list) place_all(inner, place);
}
Config placed(void* object, const char* file, int line) {
  Config config = config_of(object);
  place_all(config, {file, line});
  return config;
}
void add(void* model, void* layer, const char* file, int line) { static_cast<Description*>(model)->layers.push_back(placed(layer, file, line)); }
void compile(void* model, void* settings, const char* file, int line) { static_cast<Description*>(model)->compile = placed(settings, file, line); }

// ---- while a formula runs

int argument(void*, int index) {
  check(index >= 0 && index < static_cast<int>(running_formula().scope.arguments.size()), "a formula asks for an argument that it has");
  return index;
}
void result(void*, int value) { running_formula().result = value; }
int add_constant(double value) {
  RunningFormula& run = running_formula();
  return run.add(constant(run.scope.b, value));
}
// As an operation's settings: a list of one axis may be given as one.
OpSettings op_settings(const char* op, void* settings, const Place& place) {
  OpSettings out{op, {}, place};
  if (!settings) return out;
  for (const auto& [name, value] : config_of(settings).settings) {
    if (auto* x = std::get_if<double>(&value)) out.values.push_back({name, *x});
    else if (auto* x = std::get_if<bool>(&value)) out.values.push_back({name, *x});
    else if (auto* x = std::get_if<Shape>(&value)) out.values.push_back({name, *x});
    else fail("K2405", std::string(op) + ": `" + name + "` is a number, a flag or axes", place);
  }
  return out;
}
int apply(const char* op, const int* operands, int count, void* settings) {
  RunningFormula& run = running_formula();
  std::vector<Expr> values;
  for (int i = 0; i < count; ++i) values.push_back(run.value(operands[i]));
  return run.add(apply_op(run.scope.b, values, op_settings(op, settings, run.config.place)));
}
int rank(int value) { return running_formula().value(value).rank(); }
long extent(int value, int axis) {
  const RunningFormula& run = running_formula();
  const Shape shape = run.value(value).shape();
  const int n = static_cast<int>(shape.size()), at = axis < 0 ? axis + n : axis;
  if (at < 0 || at >= n) refuse(run.config, "K2404", "the formula asks for axis " + std::to_string(axis) + " of an array of shape " + to_string(shape));
  return shape[static_cast<size_t>(at)];
}
int is_training(void*) { return running_formula().scope.training; }
int state(void*, const char* name, const long* shape, int rank, void* initializer, int kind) {
  RunningFormula& run = running_formula();
  if (!run.scope.state) refuse(run.config, "K2410", "this formula has no states");
  return run.add(run.scope.state(name, Shape(shape, shape + std::min(rank, 8)), initializer ? &config_of(initializer) : nullptr, static_cast<FormulaState>(kind)));
}
void update(void*, const char* name, int value) {
  RunningFormula& run = running_formula();
  if (!run.scope.update) refuse(run.config, "K2410", "this formula has no states");
  run.scope.update(name, run.value(value));
}

}  // namespace

KeratinCalls keratin_calls = {create, share, release, number, flag, text, extents, numbers, add_object, set_formula, add, compile,
                                         argument, result, add_constant, apply, rank, extent, is_training, state, update};

}  // namespace keratin
