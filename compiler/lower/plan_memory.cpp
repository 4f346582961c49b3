// The workspace: every slot gets an offset such that slots whose lives overlap do not. Slots are placed by size, the
// largest first, each at the lowest offset where it fits among those already placed.
#include <algorithm>

#include "compiler/lower/lower.h"

namespace keratin {
namespace {

// Positions count launches in order; all of a loop's launches live as long as the loop.
void mark_lives(LoweredStep& step) {
  int position = 0;
  auto touch = [&](const Launch& launch, int first, int last) {
    for (const Storage& s : launch.arguments) {
      if (s.space != Space::workspace) continue;
      Slot& slot = step.slots[s.index];
      slot.first = slot.first < 0 ? first : std::min(slot.first, first);
      slot.last = std::max(slot.last, last);
    }
  };
  auto launches_in = [&](auto& self, const std::vector<PlanItem>& items) -> int {
    int n = 0;
    for (const PlanItem& item : items) n += item.launch >= 0 ? 1 : self(self, item.body);
    return n;
  };
  auto walk = [&](auto& self, const std::vector<PlanItem>& items, int first, int last) -> void {
    for (const PlanItem& item : items) {
      const int begin = first >= 0 ? first : position, end = first >= 0 ? last : position + (item.launch >= 0 ? 0 : launches_in(launches_in, item.body) - 1);
      if (item.launch >= 0) touch(step.launches[item.launch], begin, end), ++position;
      else self(self, item.body, begin, end);
    }
  };
  walk(walk, step.plan, -1, -1);
  for (int slot : step.result_slots) step.slots[slot].last = position;  // read after the step
}

}  // namespace

void plan_memory(LoweredStep& step) {
  mark_lives(step);
  std::vector<int> by_size;
  for (size_t i = 0; i < step.slots.size(); ++i)
    if (step.slots[i].first >= 0) by_size.push_back(static_cast<int>(i));
  std::stable_sort(by_size.begin(), by_size.end(), [&](int a, int b) { return step.slots[a].bytes > step.slots[b].bytes; });
  std::vector<int> placed;  // by offset
  for (int i : by_size) {
    Slot& slot = step.slots[i];
    int64_t offset = 0;
    for (int other : placed) {
      const Slot& o = step.slots[other];
      const bool together = slot.first <= o.last && o.first <= slot.last;
      if (together && offset + slot.bytes > o.offset && o.offset + o.bytes > offset) offset = o.offset + o.bytes;
    }
    slot.offset = offset;
    placed.insert(std::upper_bound(placed.begin(), placed.end(), i, [&](int a, int b) { return step.slots[a].offset < step.slots[b].offset; }), i);
    step.workspace_bytes = std::max(step.workspace_bytes, offset + slot.bytes);
  }
  for (size_t i = 0; i < step.results.size(); ++i) step.results[i].offset = step.slots[step.result_slots[i]].offset;
}

}  // namespace keratin
