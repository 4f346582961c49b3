// Kernels built by hand, one for each thing that kernels do: what tests print, check, run and break.
#pragma once

#include "compiler/kernel/kernel_builder.h"

namespace keratin::kernel::samples {

inline Schedule cpu() { return {.lanes = 16, .rows = 3, .vectors = 4, .unroll = 2}; }
inline Schedule cuda() { return {.lanes = 32, .rows = 3, .vectors = 2, .unroll = 2, .warps = 2, .depth = 10, .stage_a = true, .stage_b = true}; }

// y = max(x . weight + bias, 0): 12 rows, depth 20, two panels of 64 columns. In a tail the last rows may be missing.
inline Kernel dense(Schedule s, bool tail = false) {
  constexpr int rows = 12, depth = 20, panel = 64, panels = 2, columns = panel * panels;
  KernelBuilder b;
  b.k.name = "dense", b.k.schedule = s, b.k.tail = tail;
  const Name x = b.k.buffer("x", Use::input, rows * depth), weight = b.k.buffer("weight", Use::input, depth * columns);
  const Name bias = b.k.buffer("bias", Use::input, columns), y = b.k.buffer("y", Use::output, rows * columns);
  const int tall = s.rows * s.warps, block = s.depth ? s.depth : depth;
  Name a_block{}, b_block{};
  if (s.stage_a) a_block = b.k.buffer("a_block", Use::scratch, block * tall);
  if (s.stage_b) b_block = b.k.buffer("b_block", Use::scratch, block * panel);
  b.loop(Run::chunks, "p", 0, panels, 1, [&](Name p) {
    b.loop(s.warps > 1 ? Run::chunks : Run::serial, "m", 0, rows / tall, tall, [&](Name m) {
      b.loop(Run::warps, "w", 0, s.warps, s.rows, [&](Name w) {
        const Name acc = b.tile("acc", {s.rows, s.vectors});
        b.loop(Run::serial, "k0", 0, depth / block, block, [&](Name k0) {
          const Place from_a{x, m * depth + Index(k0)}, from_b{weight, p * (depth * panel) + k0 * panel};
          MultiplyTile product{acc, s.rows, s.vectors, block, s.unroll, {x, from_a.at + w * depth}, depth, 1, from_b, panel, s.lanes};
          if (s.stage_a) {
            b.add(Barrier{});
            b.add(Stage{{a_block}, 1, tall, from_a, depth, tall, block});
            b.add(Stage{{b_block}, panel, 1, from_b, panel, block, panel});
            b.add(Barrier{});
            product.a = {a_block, w}, product.a_row = 1, product.a_k = tall, product.b = {b_block};
          }
          b.add(product);
        });
        b.add(Note{"y = max(x . weight + bias, 0)"});
        b.for_tile(acc, s.rows, s.vectors, [&](Register sum, Name row, Name column) {
          const Index n = p * panel + column + lane;
          const Register t = b.let("t", Scalar::add, {sum, b.load("t", {bias, n})});
          b.add(Store{{y, m * columns + w * columns + row * columns + n}, b.let("t", Scalar::maximum, {t, 0.0f})});
        });
      });
    }, tail ? Bound{0, 1} : Bound{});
  });
  return std::move(b.k);
}

// One row a lane: loss = -log softmax(logits)[label], and the softmax itself; 32 rows of 10 classes, 16 apart. Column c of
// the chunk's rows lies side by side in scratch memory.
inline Kernel softmax(Schedule s) {
  constexpr int rows = 32, classes = 10, pitch = 16;
  KernelBuilder b;
  b.k.name = "softmax", b.k.schedule = {.lanes = s.lanes};
  const Name logits = b.k.buffer("logits", Use::input, rows * pitch), labels = b.k.buffer("labels", Use::input, rows, Type::integer);
  const Name p = b.k.buffer("p", Use::output, rows * pitch), loss = b.k.buffer("loss", Use::output, rows);
  const Name z = b.k.buffer("z", Use::scratch, pitch * s.lanes);
  b.loop(Run::chunks, "row", 0, rows / s.lanes, s.lanes, [&](Name row) {
    auto own = [&](Index c) { return Place{z, c * s.lanes + lane}; };
    auto turn = [&](Place to, long to_row, long to_column, Place from, long from_row, int stage_rows, int columns) {
      b.add(Barrier{});
      b.add(Stage{to, to_row, to_column, from, from_row, stage_rows, columns});
      b.add(Barrier{});
    };
    turn({z}, 1, s.lanes, {logits, row * pitch}, pitch, s.lanes, classes);
    const Register most = b.let("most", Scalar::copy, {b.load("t", own(0))});
    b.loop(Run::unrolled, "c", 1, classes - 1, 1, [&](Name c) { b.add(Set{most, Scalar::maximum, {most, b.load("t", own(c))}}); });
    const Register sum = b.let("sum", Scalar::copy, {0.0f});
    const Register label = b.load("label", {labels, Index(row) + lane}, Reach::lanes, Type::integer);
    const Register picked = b.let("picked", Scalar::copy, {0.0f});
    b.loop(Run::unrolled, "c", 0, classes, 1, [&](Name c) {
      const Register t = b.let("t", Scalar::exp, {b.let("t", Scalar::subtract, {b.load("t", own(c)), most})});
      const Register hit = b.let("hit", Scalar::equal, {label, Index(c)}, Type::mask);
      b.add(Set{sum, Scalar::add, {sum, t}});
      b.add(Set{picked, Scalar::select, {hit, t, picked}});
    });
    b.add(Store{{loss, Index(row) + lane}, b.let("t", Scalar::negate, {b.let("t", Scalar::log, {b.let("t", Scalar::divide, {picked, sum})})})});
    b.add(Barrier{});
    b.loop(Run::serial, "c", 0, classes, 1, [&](Name c) {
      const Register t = b.let("t", Scalar::exp, {b.let("t", Scalar::subtract, {b.load("t", {logits, row * pitch + c, b.let("at", Scalar::copy, {lane * pitch}, Type::integer)}), most})});
      b.add(Store{own(c), b.let("t", Scalar::divide, {t, sum})});
    });
    turn({p, row * pitch}, 1, pitch, {z}, s.lanes, classes, s.lanes);
  });
  return std::move(b.k);
}

// bias = bias - rate * (sum of dy over the rows that are there) / rows; 40 rows, 64 columns.
inline Kernel bias_gradient(Schedule s) {
  constexpr int rows = 40, columns = 64;
  KernelBuilder b;
  b.k.name = "bias_gradient", b.k.schedule = {.lanes = s.lanes}, b.k.tail = true;
  const Name dy = b.k.buffer("dy", Use::input, rows * columns), rate = b.k.buffer("rate", Use::input, 1), bias = b.k.buffer("bias", Use::output, columns);
  b.loop(Run::chunks, "n", 0, columns / s.lanes, s.lanes, [&](Name n) {
    const Register sum = b.let("sum", Scalar::copy, {0.0f});
    const Place own{bias, Index(n) + lane};
    b.loop(Run::serial, "m", 0, rows, 1, [&](Name m) {
      b.add(Set{sum, Scalar::add, {sum, b.load("t", {dy, m * columns + n + lane})}});
    }, Bound{0, 1});
    const Register count = b.let("count", Scalar::to_float, {Index(batch_rows)});
    const Register mean = b.let("mean", Scalar::divide, {sum, count});
    const Register step = b.let("step", Scalar::multiply, {b.load("rate", {rate}, Reach::late), mean});
    b.add(Store{own, b.let("t", Scalar::subtract, {b.load("t", own), step})});
  });
  return std::move(b.k);
}

// weight = weight - x^T . dy over the rows that are there: the depth of the product is the batch.
inline Kernel weight_gradient(Schedule s) {
  constexpr int rows = 40, in = 6;
  KernelBuilder b;
  b.k.name = "weight_gradient", b.k.schedule = {.lanes = s.lanes, .rows = 3, .vectors = 2}, b.k.tail = true;
  const int columns = 2 * s.lanes;
  const Name x = b.k.buffer("x", Use::input, rows * in), dy = b.k.buffer("dy", Use::input, rows * columns), weight = b.k.buffer("weight", Use::output, in * columns);
  b.loop(Run::chunks, "m", 0, in / 3, 3, [&](Name m) {
    const Name acc = b.tile("acc", {3, 2});
    b.add(Prefetch{{weight, m * columns}});
    b.loop(Run::serial, "k0", 0, 2, 20, [&](Name k0) {
      b.add(MultiplyTile{acc, 3, 2, 20, 2, {x, k0 * in + m}, 1, in, {dy, k0 * columns}, columns, s.lanes, {k0, 1}});
    });
    b.for_tile(acc, 3, 2, [&](Register g, Name row, Name column) {
      const Place own{weight, m * columns + row * columns + column + lane};
      b.add(Store{own, b.let("t", Scalar::subtract, {b.load("t", own), g})});
    });
  });
  return std::move(b.k);
}

// Rows of a table by number, and the place in which they went; then a sum over the sixteen lanes into one number.
inline Kernel gather() {
  constexpr int rows = 16, width = 5, table_rows = 9;
  KernelBuilder b;
  b.k.name = "gather_rows", b.k.schedule = {.lanes = 16};
  const Name ids = b.k.buffer("ids", Use::input, rows, Type::integer), table = b.k.buffer("table", Use::input, table_rows * width);
  const Name out = b.k.buffer("out", Use::output, rows * width), where = b.k.buffer("where", Use::output, rows, Type::integer);
  const Name total = b.k.buffer("total", Use::output, 1);
  const Register id = b.load("id", {ids, Index(lane)}, Reach::lanes, Type::integer);
  const Register first = b.let("at", Scalar::multiply, {id, Index(width)}, Type::integer);
  const Register sum = b.let("sum", Scalar::copy, {0.0f});
  b.loop(Run::serial, "c", 0, width, 1, [&](Name c) {
    const Register t = b.load("t", {table, c, first});
    b.add(Store{{out, c * rows + lane}, t});
    b.add(Set{sum, Scalar::add, {sum, t}});
  });
  b.add(Store{{where, Index(lane)}, b.let("t", Scalar::add, {first, lane * 2 + Index(1)}, Type::integer), Type::integer});
  const Register all{b.k.make("all")};
  b.add(ReduceLanes{all, sum, Fold::sum});
  b.add(Store{{total}, all, Type::number, true});
  return std::move(b.k);
}

// Sums of rows by number, two columns of lanes wide: rows that the table does not have add nothing.
inline Kernel scatter() {
  constexpr int positions = 12, table_rows = 5, width = 32;
  KernelBuilder b;
  b.k.name = "scatter_rows", b.k.schedule = {.lanes = 16}, b.k.tail = true;
  const Name ids = b.k.buffer("ids", Use::input, positions, Type::integer), x = b.k.buffer("x", Use::input, positions * width);
  const Name table = b.k.buffer("table", Use::output, table_rows * width);
  b.loop(Run::chunks, "c", 0, 2, 16, [&](Name c) {
    b.loop(Run::serial, "r", 0, table_rows, 1, [&](Name r) { b.add(Store{{table, r * width + c + lane}, 0.0f}); });
    b.loop(Run::serial, "p", 0, positions, 1, [&](Name p) {
      const Register id = b.load("id", {ids, Index(p)}, Reach::one, Type::integer);
      b.add(AddRow{{table, Index(c) + lane}, width, table_rows, id, b.load("t", {x, p * width + c + lane})});
    }, Bound{0, 1});
  });
  return std::move(b.k);
}

// Sibling and nested chunk loops, one of them a packing by Stage.
inline Kernel chunks() {
  KernelBuilder b;
  b.k.name = "chunks", b.k.schedule = {.lanes = 16};
  const Name x = b.k.buffer("x", Use::input, 32 * 48), turned = b.k.buffer("turned", Use::output, 48 * 32), y = b.k.buffer("y", Use::output, 32 * 48);
  b.loop(Run::chunks, "c", 0, 3, 16, [&](Name c) { b.add(Stage{{turned, c * 32}, 1, 32, {x, Index(c)}, 48, 32, 16}); });
  b.loop(Run::chunks, "r", 0, 32, 1, [&](Name r) {
    b.loop(Run::chunks, "q", 0, 2, 16, [&](Name q) {
      b.add(Store{{y, r * 48 + q + lane}, b.let("t", Scalar::abs, {b.load("t", {x, r * 48 + q + lane})})});
    });
    b.loop(Run::chunks, "q", 32, 1, 16, [&](Name q) { b.add(Store{{y, r * 48 + q + lane}, -0.5f}); });
  });
  return std::move(b.k);
}

inline std::vector<Kernel> all() {
  std::vector<Kernel> kernels;
  for (Schedule s : {cpu(), cuda()}) {
    for (Kernel& k : std::vector<Kernel>{dense(s), dense(s, true), softmax(s), bias_gradient(s), weight_gradient(s)}) {
      k.name += std::string(k.tail && k.name == "dense" ? "_tail" : "") + (s.lanes == 32 ? "_cuda" : "");
      kernels.push_back(std::move(k));
    }
  }
  kernels.push_back(gather());
  kernels.push_back(scatter());
  kernels.push_back(chunks());
  return kernels;
}

}  // namespace keratin::kernel::samples
