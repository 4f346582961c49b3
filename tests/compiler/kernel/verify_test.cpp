// Every rule of the verifier, with a kernel that breaks it.
#include <gtest/gtest.h>

#include "runtime/base/diagnostic.h"
#include "tests/compiler/kernel/samples.h"

namespace keratin::kernel {
namespace {

TEST(VerifyKernel, AcceptsAllSamples) {
  for (const Kernel& k : samples::all()) EXPECT_NO_THROW(verify(k)) << print(k);
}

struct Rule {
  const char* broken;   // words of the message
  const char* head;     // lanes and warps, then switches
  const char* text;     // buffers and statements
};
constexpr Rule rules[] = {
    // names and scopes
    {"a register that is not known here", "16 1", "  for c in 0..2 serial\n    t = copy 1.0\n  store y[lane], t\n"},
    {"an index uses what is no loop variable here", "16 1", "  for c in 0..2 serial\n    barrier\n  t = load x[c]\n"},
    {"an index uses what is no loop variable here", "16 1", "  t = to_float batch_rows\n"},
    {"a register outside its tile", "16 1", "  tile z[2]\n  set z[2] = copy 1.0\n"},
    {"a register is chosen by a variable that stays a variable", "16 1", "  tile z[2]\n  for c in 0..2 serial\n    set z[c] = copy 1.0\n"},
    {"a tile has another number of extents", "16 1", "  tile z[2]\n  set z[0][1] = copy 1.0\n"},
    // types
    {"the result has another type", "16 1", "  t: i32 = add 1.0, 2.0\n"},
    {"an operand has another type", "16 1", "  t = add 1.0, 2\n"},
    {"a remainder is of whole numbers", "16 1", "  t = remainder 1.0, 2.0\n"},
    {"a choice is between two of a type", "16 1", "  t = select 1.0, 2.0, 3.0\n"},
    {"masks are no numbers", "16 1", "  t: mask = less 1.0, 2.0\n  t2: mask = add t, t\n"},
    {"the register has another type", "16 1", "  t = copy 1.0\n  set t = copy 1\n"},
    {"the buffer holds another type", "16 1", "  t = load one n[0]\n"},
    {"the value has another type", "16 1", "  store y[lane], 1\n"},
    {"offsets are whole numbers", "16 1", "  t = copy 1.0\n  t2 = load x[0, each t]\n"},
    // places
    {"a place outside its buffer", "16 1", "  t = load x[lane + 49]\n"},
    {"a place outside its buffer", "16 1", "  for c in 0..5 serial\n    t = load x[c * 16 + lane]\n"},
    {"a place outside its buffer", "16 1", "  t = load x[lane + -1]\n"},
    {"a place outside its buffer", "16 1", "  tile a2[2][1]\n  multiply a2 2x1 depth 4 unroll 1 a x[0] row 4 k 1 b x[1] k 16 v 16\n"},
    {"a place outside its buffer", "16 1", "  stage y[0] row 16 column 1 from x[0] row 16 size 4x17\n"},
    {"lanes load neighbours", "16 1", "  t = load x[lane * 2]\n"},
    {"lanes load neighbours", "16 1", "  t = load one x[lane]\n"},
    {"lanes store to neighbours", "16 1", "  store y[0], 1.0\n"},
    {"lanes store to neighbours", "16 1", "  store first y[lane], 1.0\n"},
    {"an address depends on the number of rows", "16 1 tail", "  t = load one x[batch_rows]\n"},
    {"an index that does not fit an int", "16 1", "  t: i32 = copy lane * 200000000\n"},
    {"another tile is wanted here", "16 1", "  t = copy 1.0\n  for_tile t 1x1 as r v at row column\n    barrier\n"},
    {"more registers than the tile has", "16 1", "  tile z[2][2]\n  for_tile z 2x3 as r v at row column\n    barrier\n"},
    {"a store to an input", "16 1", "  store x[lane], 1.0\n"},
    {"only a load may gather", "16 1", "  t: i32 = copy lane\n  store y[lane, each t], 1.0\n"},
    {"a place outside its buffer", "16 1", "  t: i32 = copy lane\n  add_row y[lane] row t of 9999 stride 16, 1.0\n"},
    {"numbers are added to a row by its whole number", "16 1", "  t = copy 1.0\n  add_row y[lane] row t of 1 stride 16, 1.0\n"},
    {"rows of neighbouring lanes", "16 1", "  t: i32 = copy lane\n  add_row y[0] row t of 1 stride 16, 1.0\n"},
    {"a stage keeps rows or transposes them", "16 1", "  stage y[0] row 2 column 2 from x[0] row 2 size 2x2\n"},
    // loops
    {"a chunk loop stands inside another kind of loop", "16 1", "  for c in 0..2 serial\n    for p in 0..2 chunks\n      barrier\n"},
    {"several chunks would store to the same place", "16 1", "  for p in 0..2 chunks\n    store y[lane], 1.0\n"},
    {"every chunk would store here", "16 1", "  for p in 0..2 chunks\n    barrier\n  store y[lane], 1.0\n"},
    {"warps inside warps, or more warps than a chunk has", "16 1", "  for w in 0..2 warps\n    barrier\n"},
    {"a bound in a kernel that does not know the number of rows", "16 1", "  for c in 0..2 serial bound 0 below batch_rows * 1\n    barrier\n"},
    {"every warp would store here", "32 2", "  store y[lane], 1.0\n"},
    {"several warps would store to the same place", "32 2", "  for w in 0..2 warps\n    store y[lane], 1.0\n"},
    {"sixteen lanes are folded", "32 1", "  t = load x[lane]\n  t2 = fold sum t\n"},
    // threads that wait for each other
    {"not all threads of the block come here", "32 2", "  for w in 0..1 warps\n    barrier\n"},
    {"not all threads of the block come here", "32 2 tail", "  for w in 0..2 warps bound 0 below batch_rows * 1\n    barrier\n"},
    {"not all threads of the block come here", "32 2 tail", "  for w in 0..2 warps\n    for c in 0..2 serial bound w below batch_rows * 1\n      barrier\n"},
    {"a stage is the work of all warps together", "32 2", "  for w in 0..2 warps\n    stage s[w] row 32 column 1 from x[0] row 32 size 1x31\n"},
    {"no barrier between writing shared memory and reading it", "32 1", "  stage s[0] row 32 column 1 from x[0] row 32 size 2x32\n  t = load s[lane]\n"},
    {"no barrier between the last use of shared memory and writing", "32 1",
     "  for c in 0..2 serial\n    stage s[0] row 32 column 1 from x[0] row 32 size 1x32\n    barrier\n    t = load s[lane]\n"},
    {"warps exchange values inside one loop", "32 2", "  for w in 0..2 warps\n    store s[w * 32 + lane], 1.0\n    barrier\n    t = load s[lane]\n"},
};

TEST(VerifyKernel, EveryRuleRefusesAKernel) {
  for (const Rule& rule : rules) {
    const std::string head = rule.head;
    const std::string text = "kernel t1 lanes " + head.substr(0, 2) + " rows 1 vectors 1 unroll 1 warps " + head.substr(3, 1) +
                             " depth 0 pad_a 0 pad_b 0" + head.substr(4) +
                             "\n  input f32[64] x\n  input i32[64] n\n  output f32[64] y\n  output f32[256] big\n  scratch f32[64] s\n" + rule.text;
    const Kernel k = parse_kernel(text);
    try {
      verify(k);
      ADD_FAILURE() << "accepted, against \"" << rule.broken << "\":\n" << text;
    } catch (const InternalError& e) {
      EXPECT_NE(std::string(e.what()).find(rule.broken), std::string::npos) << e.what() << "\n" << text;
    }
  }
}

TEST(VerifyKernel, RefusesWhatOnlyABuilderCanWrite) {
  auto broken = [](auto change) {
    Kernel k = samples::gather();
    change(k);
    EXPECT_THROW(verify(k), InternalError);
  };
  broken([](Kernel& k) { k.body.push_back(Note{"a comment that goes on \\"}); });
  broken([](Kernel& k) { k.body.push_back(Note{"two\nlines"}); });
  broken([](Kernel& k) { k.names.back() = "exp_"; });
  broken([](Kernel& k) { k.names.back() = "ids"; });
  broken([](Kernel& k) { k.name = "a name"; });
  broken([](Kernel& k) { k.schedule.lanes = 8; });
  broken([](Kernel& k) { k.buffers[0].size = 1l << 31; });
  broken([](Kernel& k) { k.body.push_back(Prefetch{{Name(999)}}); });
  broken([](Kernel& k) { k.body.push_back(For{Run::serial, k.make("c"), 0, 2, 0, {}, {}}); });
  broken([](Kernel& k) { k.body.push_back(Tile{k.make("z"), {1 << 20}}); });
}

}  // namespace
}  // namespace keratin::kernel
