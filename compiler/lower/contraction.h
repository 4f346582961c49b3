// A contraction as the register tile sees it: which operand gives the rows, which the columns, and at which distances.
#pragma once

#include "compiler/lower/group.h"

namespace keratin {

// One summed index, or several that lie end to end.
struct DepthAxis {
  long extent = 1;
  long a = 0, b = 0;    // elements from one to the next in each operand
  long factor = 0;      // of the batch, if the batch is summed: the extent is batch * factor
};
struct Product {
  View a, b;                       // of the operands that give rows and columns
  int a_operand = 0, b_operand = 0;  // positions among the contraction's operands
  std::vector<long> a_axes, b_axes;  // by result axis: elements from one to the next (B's columns: inside a panel)
  long a_start = 0, b_start = 0;
  std::vector<DepthAxis> depth;    // outermost first
  long b_column = 1;               // elements between columns of B
  long b_panel = panel;            // elements from one panel of B's columns to the next
  long b_split = 0;                // the last depth axis runs along B's panels: blocks of `panel`, this far apart

  long depth_extent() const;       // of all axes together
};
struct Contraction {
  std::vector<Product> products;
  std::vector<int> outer;          // result axes that are loops around the tile
  int row = -1;                    // result axis of the tile's rows; -1: one row
  int column = -1;                 // result axis of the tile's columns: the last
  long rows = 1, columns = 1;
};

// nullopt: no tile fits (no column index in one operand alone, addresses that are not affine …); a serial loop does it.
std::optional<Contraction> tile_contraction(const Graph& graph, ValueId value, const Bases& bases);

}  // namespace keratin
