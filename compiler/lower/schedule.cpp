#include "compiler/lower/schedule.h"

#include <algorithm>

namespace keratin {

Target cuda_target() { return {.name = "cuda", .cuda = true, .lanes = 32, .vector_bits = 0}; }

namespace {

// Rows of a register tile by its width in vectors: as many accumulators as registers allow, few instructions an FMA.
struct TileRow {
  int vector_bits, vectors, rows;
};
constexpr TileRow tile_table[] = {
    {512, 4, 6}, {512, 3, 8}, {512, 2, 12}, {512, 1, 16},  // 32 registers, 24 accumulators
    {256, 1, 6},                                            // 16 registers of half a row: 12 accumulators
    {128, 1, 3},                                            // 16 registers of a quarter row
};

int widest(int vector_bits) {
  int most = 1;
  for (const TileRow& row : tile_table)
    if (row.vector_bits == vector_bits) most = std::max(most, row.vectors);
  return most;
}

kernel::Schedule cuda_contraction(const ContractionShape& s) {
  kernel::Schedule out{.lanes = 32, .rows = 8, .vectors = s.columns > 32 ? 2 : 1, .unroll = 4};
  out.depth = s.b_transposed ? 64 : 32;
  out.stage_a = out.stage_b = out.split_tiles = true;
  out.pad_a = 4, out.pad_b = s.b_transposed ? 1 : 0;
  for (int warps : {4, 2})
    if (out.warps == 1 && s.rows % warps == 0 && s.rows / warps >= 8) out.warps = warps;
  // Small products are cut finer, so that more of a GPU's 132 or so multiprocessors have a block.
  auto up = [](long n, long by) { return (n + by - 1) / by; };
  auto few_blocks = [&] { return up(s.rows, out.rows * out.warps) * up(s.columns, 32 * out.vectors) * s.outer < 128; };
  if (few_blocks()) out.vectors = 1;
  if (few_blocks() && out.warps == 4) out.warps = 2;
  if (s.parts > 1) out.vectors = s.parts, out.warps = 1;
  return out;
}

}  // namespace

kernel::Schedule schedule_contraction(const Target& target, const ContractionShape& s) {
  if (target.cuda) return cuda_contraction(s);
  const long vectors = (s.columns + target.lanes - 1) / target.lanes;
  kernel::Schedule out{.lanes = target.lanes};
  out.vectors = s.parts > 1 ? s.parts : static_cast<int>(std::min<long>(vectors, widest(target.vector_bits)));
  for (const TileRow& row : tile_table)
    if (row.vector_bits == target.vector_bits && row.vectors <= out.vectors) {
      out.rows = std::max(1, row.rows * row.vectors / out.vectors);
      break;
    }
  // Tiles of one height make half the code; where the panel is in the nearest cache that costs nothing.
  const bool near = s.depth * panel * 4 <= target.l1_bytes;
  for (int rows = out.rows; 3 * rows >= (near ? 2 : 3) * out.rows && rows > 1; --rows)
    if (s.rows % rows == 0) {
      out.rows = rows;
      break;
    }
  if (out.rows * out.vectors >= 12) out.unroll = 1;
  // A panel that is read by many row tiles from rows far apart is packed once; a transposed one always is.
  const long tiles = (s.rows + out.rows - 1) / out.rows;
  out.stage_b = s.parts == 1 && (s.b_transposed || (s.b_row_bytes > panel * 4 && tiles >= 8 && s.depth >= 16));
  out.prefetch = s.updates && s.rows * s.columns * 4 > target.l1_bytes;
  // Few panels would leave threads idle: then every row tile is a chunk of its own.
  out.split_tiles = !out.stage_b && s.columns <= panel && s.parts == 1 && static_cast<double>(s.rows) * s.columns * s.depth > 2e5;
  return out;
}

kernel::Schedule schedule_map(const Target& target, long rows, long columns, bool strands) {
  kernel::Schedule out{.lanes = strands ? 16 : target.lanes};
  const long vectors = (columns + out.lanes - 1) / out.lanes;
  out.vectors = vectors % 4 == 0 && vectors > 0 ? 4 : 1;
  if (target.cuda) out.warps = rows >= 8 ? 8 : strands ? 2 : 1;
  // Sixteen thin rows at once need no fold across lanes, whose shuffles wait for each other.
  out.lane_rows = !target.cuda && strands && columns <= 16 && rows >= 16;
  return out;
}

std::vector<Piece> balanced(long rows, int most) {
  const long tiles = (rows + most - 1) / most, low = rows / tiles, high_tiles = rows % tiles;
  std::vector<Piece> pieces;
  if (high_tiles) pieces.push_back({0, high_tiles, static_cast<int>(low + 1)});
  pieces.push_back({high_tiles * (low + 1), tiles - high_tiles, static_cast<int>(low)});
  return pieces;
}

}  // namespace keratin
