// What differs between the languages that kernels are printed in; the prelude (runtime/support) gives both the same words.
#pragma once

#include <string_view>

namespace keratin {

struct Spelling {
  std::string_view head;       // $name, $parameters, $threads, $lanes
  std::string_view scratch;    // makes `scratch` known, when the kernel has any
  std::string_view chunks;     // opens a block in which `chunk` is known
  std::string_view unroll;     // $n times
  std::string_view keep_loop;
  std::string_view warp;       // number of this thread's warp; empty: warps take turns in a loop
  std::string_view barrier;    // empty: nobody to wait for
  std::string_view store_first;  // of the first lane alone: $type, $to, $value
  bool whole_rows;             // an address is that of lane 0, for a whole row of lanes; otherwise each lane's own
  int lanes;                   // that a register has; 0: as many as the kernel likes
};

}  // namespace keratin
