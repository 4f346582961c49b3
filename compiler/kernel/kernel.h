// A kernel: a loop nest with no machine in sight.
//
// One idea makes it printable for a CPU and for a GPU: every value is a row of `lanes` numbers. On a CPU the row is one
// vector register; on a GPU it is one register in each thread of a (half) warp. And a chunk is what one ticket of the
// thread pool claims, or one CUDA block. Everything else is the same text.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ir/scalar.h"

namespace keratin::kernel {

enum class Name : int {};           // a loop variable, register, tile or buffer: an index into Kernel::names
inline constexpr Name lane{0};      // number of a lane in its row; a CPU prints the address of lane 0
inline constexpr Name batch_rows{1};  // how many rows the batch has: a parameter of kernels of a `tail` text only

struct Term {
  Name variable;
  long factor;
  bool operator==(const Term&) const = default;
};

// constant + sum of variable * factor: the only arithmetic that addresses need.
struct Index {
  long constant = 0;
  std::vector<Term> terms = {};
  Index(long c = 0) : constant(c) {}
  Index(Name variable) : terms{{variable, 1}} {}
  long factor(Name variable) const;  // 0 if it does not occur
  bool operator==(const Index&) const = default;
};
Index operator+(const Index& a, const Index& b);  // like terms are merged, terms of factor 0 vanish
Index operator*(const Index& a, long factor);
inline Index operator*(Name variable, long factor) { return Index(variable) * factor; }

enum class Type { number, integer, mask };  // of one lane: f32, i32, bool
inline constexpr std::string_view type_names[] = {"f32", "i32", "mask"};

struct Register {  // `t`, or a row of a tile: `acc[r][v]`
  Name name;
  std::vector<Index> element = {};
  bool operator==(const Register&) const = default;
};
// A literal number, a whole number (a loop variable or constant, the same for all lanes; `lane` may occur), a register.
using Operand = std::variant<float, Index, Register>;

// One element of a buffer; with `offset`, an integer register of its own for every lane is added.
struct Place {
  Name buffer;
  Index at = {};
  std::optional<Register> offset = {};
};

struct Statement;
using Body = std::vector<Statement>;

// Where a loop over the batch ends in a `tail` text: while before + variable < batch_rows * factor.
struct Bound {
  Index before = {};
  long factor = 0;  // 0: no bound, the literal extent holds
};

// Chunks: independent pieces, one per ticket or block. Warps: independent pieces inside a chunk that share its scratch
// memory; a CPU runs them in a loop, so a barrier may stand inside only if there is one. Serial stays a loop; unrolled
// disappears, so registers may be indexed by it. The variable takes begin + i * step for i < count.
enum class Run { chunks, warps, serial, unrolled };
inline constexpr std::string_view run_names[] = {"chunks", "warps", "serial", "unrolled"};
struct For {
  Run run;
  Name variable;
  long begin, count, step;
  Bound bound = {};
  Body body = {};
};

struct Tile {  // registers, all zero
  Name name;
  std::vector<int> extent;
};
// Every register tile[r][v] of a product's tile, with the row, and the column of its first lane, that it stands for.
struct ForTile {
  Name tile;
  int rows, vectors;
  Name r, v, row, column;
  Body body = {};
};
// tile[r][v] = fma(a[r * a_row + k * a_k], b[k * b_k + v * b_v + lane], tile[r][v]) for k = 0, 1, …: one chain an element.
// With a bound, k stops where before + k reaches batch_rows * factor.
struct MultiplyTile {
  Name tile;
  int rows, vectors;
  long depth;
  int unroll;
  Place a;
  long a_row, a_k;
  Place b;
  long b_k, b_v;
  Bound bound = {};
};

enum class Reach { one, late, lanes };  // all lanes the same element (late: not hoisted above here), or each lane its own
inline constexpr std::string_view reach_names[] = {"one", "late", "lanes"};
struct Load {  // with place.offset every lane loads from its own place, whatever the reach
  Register to;
  Place from;
  Reach reach;
  Type type = Type::number;
};
struct Store {  // each lane its own element; or only the first lane, where all hold the same
  Place to;
  Operand value;
  Type type = Type::number;
  bool first_lane = false;
};
struct AddRow {  // to[row * stride] += value, for a row below `rows`; another row adds nothing. The first lane's row is that of all
  Place to;
  long stride, rows;
  Register row;
  Operand value;
};
struct Let {  // a new name
  Register to;
  Scalar op;
  std::vector<Operand> of;
  Type type = Type::number;  // of the result
};
struct Set {  // an existing register: sums, maxima, tile elements
  Register to;
  Scalar op;
  std::vector<Operand> of;
};
enum class Fold { sum, max, min };
inline constexpr std::string_view fold_names[] = {"sum", "max", "min"};
struct ReduceLanes {  // all lanes of `to` = the sixteen lanes of `of`, folded by a fixed tree: lanes 2, 1, 4, 8 apart
  Register to, of;
  Fold fold;
};

// to[r * to_row + c * to_column] = from[r * from_row + c * from_column], one of to_column and from_column being 1: pack,
// transpose, or bring into shared memory. Rows and columns may be read and written up to whole rows of lanes.
struct Stage {
  Place to;
  long to_row, to_column;
  Place from;
  long from_row;
  int rows, columns;
};
struct Barrier {};   // of the warps of a chunk, around Stage and around values that pass through scratch memory
struct Prefetch {    // of a row that will be stored to
  Place place;
};
struct Note {        // the fused formula, from our own ids
  std::string text;
};

struct Statement : std::variant<For, Tile, ForTile, MultiplyTile, Load, Store, AddRow, Let, Set, ReduceLanes, Stage, Barrier, Prefetch,
                                Note> {
  using variant::variant;
  const variant& node() const { return *this; }
  variant& node() { return *this; }
};

enum class Use { input, output, scratch };  // output: may be read too; scratch: a chunk's own
inline constexpr std::string_view use_names[] = {"input", "output", "scratch"};
struct Buffer {
  Name name;
  Type type;
  Use use;
  long size;  // elements
};

// The numbers and switches that one target chooses; printed in the kernel's header line.
struct Schedule {
  int lanes = 16, rows = 1, vectors = 1, unroll = 2, warps = 1;
  int depth = 0;             // block of a contraction's depth; 0: all of it
  bool stage_a = false;      // bring the block of A into scratch
  bool stage_b = false;      // bring the panel of B into scratch
  bool split_tiles = false;  // a chunk is one row tile of a panel, not the whole panel
  bool prefetch = false;     // of what the epilogue stores to
  bool lane_rows = false;    // of an array of few columns every lane takes a row, not every row all lanes
  int pad_a = 0, pad_b = 0;  // elements between the rows of a staged block
  bool operator==(const Schedule&) const = default;
};

struct Kernel {
  std::string name;
  Schedule schedule;
  bool tail = false;  // has the parameter batch_rows
  std::vector<std::string> names = {"lane", "batch_rows"};
  std::vector<Buffer> buffers = {};  // parameters in order, then scratch
  Body body = {};

  Name make(const std::string& wish);  // a fresh name: never a word of the printer's, never used twice
  Name buffer(const std::string& wish, Use use, long size, Type type = Type::number);
  const std::string& text(Name name) const { return names[static_cast<size_t>(name)]; }
};

// Chunk loops stand in the kernel's body or directly in another chunk loop's body. Nested ones multiply, siblings add; a
// statement beside them runs in every chunk.
long chunk_width(const Body& body);         // of the chunk loops in this body; 0 if there is none
long chunk_count(const Kernel& kernel);     // of the whole kernel; at least 1
inline long padded_bytes(const Buffer& buffer) { return (buffer.size * 4 + 63) / 64 * 64; }
long scratch_bytes(const Kernel& kernel);   // every scratch buffer begins on 64 bytes
int block_threads(const Kernel& kernel);    // of a CUDA block: lanes * warps

std::string print(const Kernel& kernel);                          // one statement a line, loops indented; parses back
Kernel parse_kernel(std::string_view text, std::string_view file = "kernel");  // Error K2902 with line and column
void verify(const Kernel& kernel);                                // names defined before use, places inside buffers, barriers …

// What a kernel means: plain loops over lanes, for one chunk range. Buffers by position as the kernel's parameters.
struct KernelArgument {
  float* numbers = nullptr;  // or
  int32_t* integers = nullptr;
};
void evaluate(const Kernel& kernel, const std::vector<KernelArgument>& arguments, int rows, long first, long last);

}  // namespace keratin::kernel
