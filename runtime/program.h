// The seam: what the compiler hands to the runtime. A program is plain data and a few entry points; whoever runs it knows
// no graph and no compiler.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/role.h"
#include "runtime/base/tensor.h"

namespace keratin {

// How an array lies in memory, seen as a matrix: all leading axes are rows, the last axis is columns.
// panel 0: element (r, c) at r * pitch + c. Otherwise columns come in panels: (c / panel) * rows * panel + r * panel + c % panel.
struct Layout {
  int64_t rows = 1, columns = 1, pitch = 1, panel = 0;

  int64_t at(int64_t r, int64_t c) const { return panel ? c / panel * rows * panel + r * panel + c % panel : r * pitch + c; }
  // Elements it takes, whole rows of lanes included. A reader may touch all of them.
  int64_t size() const { return panel ? (columns + panel - 1) / panel * rows * panel : rows * pitch; }
  bool operator==(const Layout&) const = default;
};

// The first value of a state; runtime/random knows how to make each kind.
enum class InitialKind { zeros, ones, constant, uniform, normal, truncated_normal, orthogonal, identity, values };
struct Initial {
  InitialKind kind = InitialKind::zeros;
  double a = 0, b = 0;  // constant: a; uniform: [a, b); normal, truncated_normal: mean a, deviation b; orthogonal, identity: gain a
  uint32_t ordinal = 0; // which stream of the program's seed
  int64_t seed = -1;    // the initializer's own seed, or -1: the program's
  std::vector<double> values = {};  // values: these, row-major
};

struct StateInfo {
  std::string name;           // `dense/kernel`, `adam/dense/kernel/momentum`, `learning_rate`
  Role role = Role::weight;
  Element element = Element::f32;
  Shape shape;
  Initial initial;
  std::string layer;          // the layer it belongs to, or empty
  bool trainable = true;
  Layout layout;              // filled in by the compiler, as is offset
  int64_t offset = 0;         // bytes from the start of the state arena; a multiple of 64
};

// One array that a step reads. Row r of the batch begins `r * pitch` elements after the pointer; `size` elements from the
// pointer on must be readable (rows of a short batch beyond `rows` may hold anything).
struct DataInfo {
  std::string name;
  Element element = Element::f32;
  Shape shape;                // of a full batch
  int64_t pitch = 0, size = 0;
  int64_t classes = 0;        // numbers, without their fractions, are from 0 to below this, for they choose among so many; 0: they may be anything
  std::optional<int64_t> ignored = {};  // a label that may be there beside the classes, for the loss leaves it out
};

// One array that a step leaves in the workspace, until the next call.
struct ResultInfo {
  std::string name;           // `loss`, or an output's name
  Element element = Element::f32;
  Shape shape;                // of a full batch; shape[0] is the batch if per_row
  bool per_row = false;
  Layout layout;
  int64_t offset = 0;         // bytes from the start of the workspace
};

// Generated code shares work through this; `run` calls task(call, scratch, first, last) until chunks 0 … chunks-1 are done.
extern "C" {
typedef void (*KeratinTask)(void* call, char* scratch, int first, int last);
struct KeratinPool {
  void* self;
  void (*run)(void* self, KeratinTask task, void* call, int chunks);
  char* scratch;              // of the calling thread: scratch_bytes, aligned to 64
};
typedef void (*KeratinEntry)(char* state, char* workspace, const void* const* data, int rows, const KeratinPool* pool);
}

// One mode of the program: train, evaluate or predict.
struct Step {
  std::string name;
  std::vector<DataInfo> data;
  std::vector<ResultInfo> results;
  KeratinEntry full = nullptr;  // exactly `batch` rows
  KeratinEntry tail = nullptr;  // any number of rows up to `batch`; equal bits
};

// A number that the steps keep up over an epoch. A running mean is total / count, 0 when count is 0: both are f32 scalars of
// state. Any other is a result, by the metric's name, of the step `metrics`, which reads states alone.
struct MetricInfo {
  std::string name;           // `loss`, `accuracy`, as the user wrote it
  std::string total, count;   // names of states; empty for a result of the step
  bool higher_is_better = false;
};

struct Program {
  std::string name;
  int64_t batch = 0;
  std::vector<StateInfo> states;
  int64_t state_bytes = 0, workspace_bytes = 0, scratch_bytes = 0;  // exact; scratch is for each thread
  std::vector<Step> steps;
  std::vector<MetricInfo> metrics;
  std::string config;         // the model in Keras' words, opaque here
  // Entry points that are not there yet are asked for when first needed; whoever provides them keeps the code mapped.
  std::function<KeratinEntry(const std::string& step, bool tail)> provide;
  // Becomes true when `provide` has better code, with equal bits, than it gave before: who runs the program asks again.
  std::shared_ptr<std::atomic<bool>> improved;
  // A hint that one will be needed: it may be made in the background.
  std::function<void(const std::string& step, bool tail)> prepare;

  const Step* step(const std::string& name) const;
  const StateInfo* state(const std::string& name) const;
};

}  // namespace keratin
