// Groups to kernels. Each kind of group has one loop nest; what is computed inside comes from elements.h.
#pragma once

#include "compiler/lower/contraction.h"
#include "compiler/lower/elements.h"

namespace keratin {

// The kernel of one group, written with `e`; sets the schedule.
void lower_tile(Elements& e, const Group& group, const Bases& bases);
void lower_rows(Elements& e, const Group& group);
void lower_serial(Elements& e, const Group& group);
// Rows of few columns by lanes that own a row each; what the group stores may forbid it.
bool lanes_can_own_rows(const Elements& e, const Group& group);
void lower_lane_rows(Elements& e, const Group& group);

// Pieces of [0, extent) in chunks of `block`: inside(begin of the piece, chunks, size) writes one loop a piece.
struct ChunkPiece {
  long begin, count, size;
};
std::vector<ChunkPiece> chunk_pieces(long extent, long block);

// All of a graph: groups, kernels, launches in order, the plan of the workspace. `states` have their layouts and offsets.
LoweredStep lower(const Graph& graph, const Target& target, const std::vector<StateInfo>& states, bool tail);

// Gives slots and results their offsets: what is not needed at the same time may share memory.
void plan_memory(LoweredStep& step);

}  // namespace keratin
