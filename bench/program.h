// A graph's compiled step with memory of its own, called as a standalone program calls it: no session around it.
#pragma once

#include <cstdlib>
#include <cstring>

#include "bench/timing.h"
#include "compiler/ir/builder.h"
#include "frontend/model.h"
#include "runtime/random/initialize.h"

namespace keratin::bench {

class CompiledStep {
 public:
  explicit CompiledStep(Graph graph) {
    BuiltModel model;
    name_ = graph.name;
    for (const Value& v : graph.values())
      if (auto* in = std::get_if<Input>(&v.op); in && is_state(in->role)) model.states.push_back({in->name, in->role, in->type.element, in->type.shape});
    batch_ = static_cast<int>(graph.batch);
    model.graphs.push_back(std::move(graph));
    program_ = make_program(model, {.batch = batch_});
    entry_ = program_.provide(name_, false);
    state_ = numbers(program_.state_bytes / 4 + 64, 1), workspace_ = numbers(program_.workspace_bytes / 4 + 64, 2), scratch_ = numbers(program_.scratch_bytes / 4 + 64, 3);
    for (const DataInfo& d : program_.step(name_)->data) data_.push_back(numbers(d.size + 64, static_cast<uint32_t>(4 + data_.size()))), pointers_.push_back(data_.back());
    pool_ = {this, [](void* self, KeratinTask task, void* call, int chunks) { task(call, static_cast<CompiledStep*>(self)->pool_.scratch, 0, chunks); }, reinterpret_cast<char*>(scratch_)};
  }
  ~CompiledStep() {
    for (float* p : data_) std::free(p);
    for (float* p : {state_, workspace_, scratch_}) std::free(p);
  }
  CompiledStep(const CompiledStep&) = delete;
  void operator()() { entry_(reinterpret_cast<char*>(state_), reinterpret_cast<char*>(workspace_), pointers_.data(), batch_, &pool_); }

  // Small numbers, 64-byte aligned.
  static float* numbers(int64_t n, uint32_t ordinal) {
    float* p = static_cast<float*>(std::aligned_alloc(64, (n * 4 + 63) / 64 * 64));
    const std::vector<float> values = initial_values({InitialKind::uniform, -0.1, 0.1, ordinal}, {n}, 1);
    std::memcpy(p, values.data(), n * 4);
    return p;
  }

 private:
  std::string name_;
  Program program_;
  KeratinEntry entry_ = nullptr;
  int batch_ = 1;
  float *state_ = nullptr, *workspace_ = nullptr, *scratch_ = nullptr;
  std::vector<float*> data_;
  std::vector<const void*> pointers_;
  KeratinPool pool_{};
};

inline Expr weight(Builder& b, const std::string& name, Shape shape) { return input(b, name, Role::weight, {Element::f32, std::move(shape)}); }
inline Expr batch_data(Builder& b, const std::string& name, Shape rest) {
  rest.insert(rest.begin(), b.graph.batch);
  return input(b, name, Role::data, {Element::f32, std::move(rest), 0});
}

}  // namespace keratin::bench
