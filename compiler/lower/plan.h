// What lowering makes of a graph: kernels, the launches that run them in order, and where every array lies.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/graph.h"
#include "compiler/kernel/kernel.h"
#include "runtime/program.h"

namespace keratin {

enum class Space { data, state, workspace };

// An array in one of the program's spaces, or the part of it that belongs to the trip of the enclosing loop.
struct Storage {
  Space space = Space::workspace;
  int index = 0;             // data: position in the step's data; state: position in the program's; workspace: position in slots
  Element element = Element::f32;  // a stored bool is an i32
  Shape shape;
  Layout layout;             // of one trip's part
  // In a loop the part begins ((trip + trip_shift) % trip_modulo) * trip_stride elements after the array (modulo 0: none).
  long trip_stride = 0, trip_shift = 0, trip_modulo = 0;
  long base = 0;             // elements from the array's beginning

  bool operator==(const Storage&) const = default;
};

// Elements that an array takes, with what vectors may touch: rows in whole lanes, and a row of lanes behind the last.
inline int64_t array_elements(const Layout& layout, int lanes) {
  const int64_t rows = layout.rows > 1 ? (layout.rows + lanes - 1) / lanes * lanes : 1;
  return (layout.panel ? layout.size() : rows * layout.pitch) + lanes;
}

// A piece of the workspace; plan_memory gives it an offset from when it is written first to when it is read last.
struct Slot {
  int64_t bytes = 0;
  int first = -1, last = -1;  // positions of launches
  int64_t offset = 0;
};

struct Launch {
  int kernel = 0;                  // position in LoweredStep::kernels
  std::vector<Storage> arguments;  // one for each parameter buffer of the kernel
  double flops = 0, bytes = 0;     // of contractions; of all arrays once
};

// A launch, or a loop over launches.
struct PlanItem {
  int launch = -1;
  long trips = 0;
  std::vector<PlanItem> body;
};

struct LoweredKernel {
  kernel::Kernel kernel;
  std::vector<std::string> layers;  // whose values it computes, in order
  std::vector<std::string> ops;     // the fused ops, in order
};

// One mode of the program in one text: all rows of a batch (`tail` false), or any number up to it.
struct LoweredStep {
  std::string name;
  bool tail = false;
  int64_t batch = 0;
  std::vector<LoweredKernel> kernels;
  std::vector<Launch> launches;
  std::vector<PlanItem> plan;
  std::vector<Slot> slots;
  std::vector<DataInfo> data;
  std::vector<ResultInfo> results;   // offset is filled in by plan_memory
  std::vector<int> result_slots;
  int64_t workspace_bytes = 0, scratch_bytes = 0;
};

}  // namespace keratin
