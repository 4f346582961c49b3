#include "runtime/training/session.h"

#include <cstring>

#include "runtime/base/diagnostic.h"
#include "runtime/base/finite.h"
#include "runtime/random/initialize.h"
#include "runtime/threads/pool.h"

namespace keratin {

// Four bytes an element, whatever it is.
Tensor Session::gather(const char* from, const Layout& layout, Element element, const Shape& shape) const {
  Tensor out(element, shape);
  const int64_t last = out.size() - 1;
  if (last < 0) return out;
  std::vector<uint32_t> array(static_cast<size_t>(layout.panel ? layout.size() : layout.at(last / layout.columns, last % layout.columns) + 1));
  device_->read(array.data(), from, 4 * static_cast<int64_t>(array.size()));
  auto to = out.as<uint32_t>();
  for (int64_t i = 0; i <= last; ++i) to[i] = array[static_cast<size_t>(layout.at(i / layout.columns, i % layout.columns))];
  return out;
}

Session::Session(Program program, std::unique_ptr<Device> device)
    : program_(std::move(program)), device_(std::move(device)), state_(device_->memory(program_.state_bytes, "the state")), workspace_(device_->memory(program_.workspace_bytes, "the workspace")) {}

void Session::reset(uint64_t seed) {
  OurRounding rounding;
  for (const StateInfo& state : program_.states) {
    if (state.element == Element::i32) {
      Tensor value(Element::i32, state.shape);
      for (int32_t& x : value.ints()) x = state.name == "seed" ? static_cast<int32_t>(seed) : static_cast<int32_t>(state.initial.a);
      write(state.name, value);
    } else {
      write(state.name, tensor(state.shape, initial_values(state.initial, state.shape, seed)));
    }
  }
}

void Session::run(const std::string& name, const void* const* data, int rows) {
  if (program_.improved && program_.improved->load(std::memory_order_relaxed) && program_.improved->exchange(false))
    for (Step& step : program_.steps) step.full = step.tail = nullptr;
  for (Step& step : program_.steps) {
    if (step.name != name) continue;
    check(rows >= 1 && rows <= program_.batch, "a step takes from one row to a whole batch");
    const bool tail = rows < program_.batch;
    KeratinEntry& entry = tail ? step.tail : step.full;
    if (!entry && program_.provide) entry = program_.provide(name, tail);
    check(entry != nullptr, "the program has code for its step `" + name + "`");
    return device_->launch(entry, state_.get(), workspace_.get(), data, rows);
  }
  internal_failure(__FILE__, __LINE__, "the program has a step `" + name + "`");
}

const StateInfo& Session::known_state(const std::string& name) const {
  if (const StateInfo* state = program_.state(name)) return *state;
  std::vector<std::string> known;
  for (const StateInfo& s : program_.states) known.push_back(s.name);
  const std::string near = nearest(name, known);
  fail("K2301", "the program has no state `" + name + "`", {}, near.empty() ? "" : "did you mean `" + near + "`?");
}

Tensor Session::read(const std::string& name) const {
  const StateInfo& state = known_state(name);
  return gather(state_.get() + state.offset, state.layout, state.element, state.shape);
}
void Session::write(const std::string& name, const Tensor& value) {
  const StateInfo& state = known_state(name);
  if (value.shape != state.shape || value.element != state.element)
    fail("K2302", "`" + name + "` has shape " + to_string(state.shape) + ", the given value has " + to_string(value.shape), {.layer = state.layer});
  auto from = value.as<uint32_t>();
  std::vector<uint32_t> array(static_cast<size_t>(state.layout.size()));  // what lies between the columns counts as zero
  for (int64_t i = 0; i < value.size(); ++i) array[static_cast<size_t>(state.layout.at(i / state.layout.columns, i % state.layout.columns))] = from[i];
  device_->write(state_.get() + state.offset, array.data(), 4 * static_cast<int64_t>(array.size()));
}
float Session::number(const std::string& name) const {
  float x;
  device_->read(&x, state_.get() + known_state(name).offset, 4);
  return x;
}
void Session::set_number(const std::string& name, float value) { device_->write(state_.get() + known_state(name).offset, &value, 4); }

Tensor Session::result(const std::string& step, const std::string& name, int rows) const {
  const Step* made = program_.step(step);
  check(made != nullptr, "the program has the step `" + step + "`");
  for (const ResultInfo& r : made->results) {
    if (r.name != name) continue;
    Shape shape = r.shape;
    if (r.per_row) shape[0] = shape[0] / program_.batch * rows;
    return gather(workspace_.get() + r.offset, r.layout, r.element, shape);
  }
  internal_failure(__FILE__, __LINE__, "the step `" + step + "` has a result `" + name + "`");
}
float Session::result_number(const std::string& step, const std::string& name) const { return result(step, name, 1).floats()[0]; }

std::string Session::broken_state() const {
  for (const StateInfo& s : program_.states) {
    if (s.element != Element::f32 || s.role == Role::metric) continue;
    const int64_t n = s.layout.size();
    std::vector<float> array(static_cast<size_t>(n));
    device_->read(array.data(), state_.get() + s.offset, 4 * n);
    if (first_not_finite(array.data(), n) == n) continue;
    const Tensor value = read(s.name);  // what lies between the columns does not count
    const int64_t at = first_not_finite(value.floats().data(), value.size());
    if (at < value.size()) return "`" + s.name + "` holds " + not_finite_name(value.floats()[at]);
  }
  return "";
}

std::map<std::string, double> Session::metrics() {
  OurRounding rounding;
  std::map<std::string, double> out;
  if (program_.step("metrics")) run("metrics", nullptr, 1);
  for (const MetricInfo& m : program_.metrics) {
    if (m.total.empty()) {
      out[m.name] = result_number("metrics", m.name);
      continue;
    }
    const float total = number(m.total), n = number(m.count);
    out[m.name] = n == 0 ? 0.0 : static_cast<double>(total / n);
  }
  return out;
}
void Session::reset_metrics() {
  for (const StateInfo& s : program_.states)
    if (s.role == Role::metric) write(s.name, Tensor(s.element, s.shape));
}
void Session::restore(const std::string& snapshot) {
  check(static_cast<int64_t>(snapshot.size()) == program_.state_bytes, "a snapshot is one of this program");
  device_->write(state_.get(), snapshot.data(), program_.state_bytes);
}
std::string Session::snapshot() const {
  std::string bytes(static_cast<size_t>(program_.state_bytes), '\0');
  device_->read(bytes.data(), state_.get(), program_.state_bytes);
  return bytes;
}

}  // namespace keratin
