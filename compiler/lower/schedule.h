// The machine as lowering sees it, and the one table from which every kernel's numbers come.
#pragma once

#include "compiler/kernel/kernel.h"

namespace keratin {

inline constexpr long panel = 64;  // columns of a weight panel, on every target

struct Target {
  std::string name = "x86-64-v4";
  bool cuda = false;
  int lanes = 16;            // numbers in a row of an ordinary kernel
  int vector_bits = 512;     // of a CPU's registers
  int64_t l1_bytes = 32 << 10, l2_bytes = 1 << 20;
};
Target cuda_target();

// What a contraction looks like to the table.
struct ContractionShape {
  long rows = 1, columns = 1, depth = 1;
  long outer = 1;             // how often this product stands side by side: heads, rows of a picture
  bool b_transposed = false;  // columns of B do not lie side by side
  long b_row_bytes = 0;       // from one k to the next in B
  bool updates = false;       // the epilogue reads what it stores: weights
  int parts = 1;              // vectors of a tile that belong to one column (gates)
};
kernel::Schedule schedule_contraction(const Target& target, const ContractionShape& shape);
kernel::Schedule schedule_map(const Target& target, long rows, long columns, bool strands);

// Tiles of balanced height, never a stump: the first ones one row higher.
struct Piece {
  long begin, count;
  int height;
};
std::vector<Piece> balanced(long rows, int most);

inline long round_up(long n, long to) { return (n + to - 1) / to * to; }

}  // namespace keratin
