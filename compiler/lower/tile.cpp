// The loop nest of every contraction: chunks over the outer axes and panels of columns, balanced row tiles, the depth as
// one chain an element, then the epilogue. Convolutions, gates of a cell and attention are the same nest at other distances.
#include "compiler/lower/lower.h"
#include "runtime/base/diagnostic.h"

#include <algorithm>

namespace keratin {
namespace {

using kernel::Bound;
using kernel::Index;
using kernel::Name;
using kernel::Place;
using kernel::Run;

// Where a register tile stands: `vectors` rows of lanes from column `inside` of panel `p`, `used` columns of them in use.
struct Columns {
  Name p;
  Index inside;
  int vectors;
  long used;
};

class TileNest {
 public:
  TileNest(Elements& e, const Group& group, Contraction c) : e(e), b(e.b), group(group), c(std::move(c)) {}

  void write() {
    choose_schedule();
    most = balanced(c.rows / s.warps, s.rows)[0].height * s.warps;
    for (Product& p : c.products) deepest = std::max(deepest, early() ? p.depth_extent() : block(p));
    for (Product& p : c.products) {
      a_names.push_back(e.buffer(*e.arrays.of[p.a.base.index], kernel::Use::input));
      b_names.push_back(e.buffer(*e.arrays.of[p.b.base.index], kernel::Use::input));
    }
    if (s.stage_a) a_block = b.k.buffer("a_block", kernel::Use::scratch, deepest * (most + s.pad_a) + 64);
    if (s.stage_b) b_block = b.k.buffer("b_block", kernel::Use::scratch, (deepest + 16) * b_row());
    outer(0, std::vector<Name>(group.domain.size(), kernel::lane));
  }

 private:
  Elements& e;
  kernel::KernelBuilder& b;
  const Group& group;
  Contraction c;
  kernel::Schedule& s = b.k.schedule;
  long most = 1, deepest = 1;
  Name a_block{}, b_block{};
  std::vector<Name> a_names, b_names;
  std::vector<Name> at;  // loop variables of the outer result axes

  bool early() const { return s.stage_b && !s.split_tiles; }  // B of a whole panel is staged once, for all tiles of the chunk
  long b_row() const { return panel + s.pad_b; }
  long columns() const { return group.domain.back(); }

  void choose_schedule() {
    const Product& first = c.products[0];
    ContractionShape shape{.rows = c.rows, .columns = columns(), .depth = first.depth_extent(), .parts = group.parts};
    for (int axis : c.outer) shape.outer *= group.domain[axis];
    for (const Product& p : c.products) {
      shape.b_transposed |= p.b_column != 1;
      shape.b_row_bytes = std::max(shape.b_row_bytes, p.depth.back().b * 4);
    }
    for (ValueId m : group.members)
      if (e.arrays.replaces.count(m.index)) shape.updates = true;
    s = schedule_contraction(e.target, shape);
    for (const Product& p : c.products)
      if (s.stage_a && (c.row < 0 || (p.depth.back().a != 1 && p.a_axes[c.row] != 1))) s.stage_a = false;
    if (c.products.size() > 1 && !s.split_tiles) s.stage_b = false;
    if (c.products.size() > 1)
      for (const Product& p : c.products) check(p.b_column == 1, "products of one chain have their columns side by side");
    if (group.parts > 1) s.stage_b = false;
    if (c.row < 0) s.warps = 1;
  }
  // The depth that is brought in at once.
  long block(const Product& p) const {
    const long extent = p.depth.back().extent;
    return s.depth && s.depth < extent && (s.stage_a || s.stage_b) ? s.depth : extent;
  }
  Bound bound_of(int axis) const {
    if (!b.k.tail || axis < 0 || group.batch_axis != axis) return {};
    return {Index(0), group.domain[axis] / e.graph.batch};
  }

  void outer(size_t i, std::vector<Name> variables) {
    if (i == c.outer.size()) {
      at = std::move(variables);
      return panels();
    }
    const int axis = c.outer[i];
    b.loop(Run::chunks, "o", 0, group.domain[axis], 1, [&](Name o) {
      auto inner = variables;
      inner[axis] = o;
      outer(i + 1, inner);
    }, bound_of(axis));
  }

  // Whole panels, then the narrower last one; a panel is one tile wide or, with few registers, several.
  void panels() {
    const long whole = columns() / panel, rest = columns() % panel;
    auto run = [&](long first, long count, long used_columns) {
      if (!count || !used_columns) return;
      b.loop(Run::chunks, "p", first, count, 1, [&](Name p) {
        if (early()) stage_panel(c.products[0], p, used_columns);
        const int wide = group.parts > 1 ? 1 : s.vectors;
        const long width = wide * s.lanes, used = s.stage_b && !early() ? used_columns : round_up(used_columns, s.lanes);  // a late stage takes none too many
        const int full = static_cast<int>(used / width), over = static_cast<int>(round_up(used % width, s.lanes) / s.lanes);
        if (full == 1) tiles({p, 0, wide, std::min(used_columns, width)});
        else if (full) b.loop(s.split_tiles ? Run::chunks : Run::serial, "q", 0, full, width, [&](Name q) { tiles({p, q, wide, width}); });
        if (over) tiles({p, full * width, over, used_columns - full * width});
      });
    };
    run(0, whole, panel);
    run(whole, 1, rest);
  }

  void tiles(const Columns& n) {
    const Run run = s.split_tiles ? Run::chunks : Run::serial;
    for (Piece piece : balanced(c.rows / s.warps, s.rows))
      b.loop(run, "m", piece.begin * s.warps, piece.count, piece.height * s.warps, [&](Name m) {
        b.loop(Run::warps, "w", 0, s.warps, piece.height, [&](Name w) { tile(m, w, piece.height, n); });
      }, bound_of(c.row));
  }

  void tile(Name m, Name w, int height, const Columns& n) {
    if (s.prefetch) prefetch(m, w, height, n);
    const int vectors = group.parts > 1 ? group.parts : n.vectors;
    Name acc = b.tile("acc", {height, vectors});
    for (size_t i = 0; i < c.products.size(); ++i) {
      const Product& p = c.products[i];
      Index a = Index(p.a_start), bb = Index(p.b_start) + n.p * p.b_panel + n.inside * p.b_column;
      for (int axis : c.outer) a = a + at[axis] * p.a_axes[axis], bb = bb + at[axis] * p.b_axes[axis];
      depth(i, 0, acc, m, w, height, vectors, n, a, bb, Index(0));
    }
    epilogue(acc, m, w, height, n);
  }

  // The axes of the depth from the outermost in; `a` and `bb` are the operands' addresses so far, `k` counts all depth.
  void depth(size_t product, size_t axis, Name acc, Name m, Name w, int height, int vectors, const Columns& n, Index a, Index bb, Index k) {
    const Product& p = c.products[product];
    const DepthAxis& d = p.depth[axis];
    if (axis + 1 < p.depth.size()) {
      long inside = 1;
      for (size_t j = axis + 1; j < p.depth.size(); ++j) inside *= p.depth[j].extent;
      return b.loop(Run::serial, "k", 0, d.extent, 1, [&](Name v) {
        depth(product, axis + 1, acc, m, w, height, vectors, n, a + v * d.a, bb + v * d.b, k + v * inside);
      }, b.k.tail && d.factor ? Bound{Index(0), d.factor} : Bound{});
    }
    const long size = block(p), rest = d.extent % size;
    auto part = [&](Index k0, long length) { multiply(product, acc, m, w, height, vectors, n, a, bb, k, k0, length); };
    if (size == d.extent) return part(0, size);
    b.loop(Run::serial, "k", 0, d.extent / size, size, [&](Name k0) { part(k0, size); });
    if (rest) part(d.extent - rest, rest);
  }

  // One block of the innermost depth axis: brought to scratch where the schedule says so, then multiplied.
  void multiply(size_t product, Name acc, Name m, Name w, int height, int vectors, const Columns& n, Index a, Index bb, Index k, Index k0, long length) {
    const Product& p = c.products[product];
    const DepthAxis& d = p.depth.back();
    const long a_row = c.row < 0 ? 0 : p.a_axes[c.row], tall = static_cast<long>(height) * s.warps;
    const bool late = s.stage_a || (s.stage_b && !early());
    Place from_a{a_names[product], a + m * a_row + k0 * d.a};
    Place from_b{b_names[product], bb + k0 * d.b};
    if (p.b_split) from_b.at = bb + k0 * 1, check(s.stage_b, "a product along panels is staged");
    if (late) b.add(kernel::Barrier{});
    if (s.stage_a && d.a == 1) b.add(kernel::Stage{{a_block}, 1, tall + s.pad_a, from_a, a_row, static_cast<int>(tall), static_cast<int>(length)});
    else if (s.stage_a) b.add(kernel::Stage{{a_block}, tall + s.pad_a, 1, from_a, d.a, static_cast<int>(length), static_cast<int>(tall)});
    if (s.stage_b && !early()) {
      if (p.b_split) from_b.at = bb + split(k0, p.b_split);
      stage_b(p, Index(0), from_b, length, n.used);
    }
    if (late) b.add(kernel::Barrier{});

    kernel::MultiplyTile mt{acc, height, vectors, length, s.unroll};
    mt.a = s.stage_a ? Place{a_block, Index(w)} : Place{a_names[product], from_a.at + w * a_row};
    mt.a_row = s.stage_a ? 1 : a_row, mt.a_k = s.stage_a ? tall + s.pad_a : d.a;
    if (s.stage_b) mt.b = {b_block, early() ? n.inside + (k + k0) * b_row() : Index(0)};
    else mt.b = from_b;
    mt.b_k = s.stage_b ? b_row() : d.b;
    mt.b_v = group.parts > 1 ? part_distance(p) : s.lanes;
    if (b.k.tail && d.factor) mt.bound = {k0, d.factor};
    b.add(std::move(mt));
  }
  // k0 counts in steps of whole panels, except for a last block whose beginning is a constant.
  static Index split(const Index& k0, long b_split) {
    Index out(k0.constant / panel * b_split + k0.constant % panel);
    for (const kernel::Term& t : k0.terms) out = out + t.variable * (t.factor * b_split / panel);
    return out;
  }
  long part_distance(const Product& p) const { return columns() % panel == 0 ? columns() / panel * p.b_panel : columns() * p.b_column; }

  // Rows k … k + length of `used` columns of B.
  void stage_b(const Product& p, Index k, Place from, long length, long used) {
    if (p.b_column == 1) b.add(kernel::Stage{{b_block, k * b_row()}, b_row(), 1, from, p.depth.back().b, static_cast<int>(length), static_cast<int>(used)});
    else b.add(kernel::Stage{{b_block, k * b_row()}, 1, b_row(), from, p.b_column, static_cast<int>(used), static_cast<int>(length)});
  }
  void stage_panel(const Product& p, Name panel_name, long used) {
    Index from = Index(p.b_start) + panel_name * p.b_panel;
    for (int axis : c.outer) from = from + at[axis] * p.b_axes[axis];
    stage_axes(p, 0, from, Index(0), used);
  }
  void stage_axes(const Product& p, size_t axis, Index from, Index k, long used) {
    const DepthAxis& d = p.depth[axis];
    const Name name = b_names[0];
    if (axis + 1 < p.depth.size()) {
      long inside = 1;
      for (size_t j = axis + 1; j < p.depth.size(); ++j) inside *= p.depth[j].extent;
      return b.loop(Run::serial, "k", 0, d.extent, 1, [&](Name v) { stage_axes(p, axis + 1, from + v * d.b, k + v * inside, used); });
    }
    if (!p.b_split || d.extent <= panel) return stage_b(p, k, {name, from}, d.extent, used);
    b.loop(Run::serial, "j", 0, d.extent / panel, 1, [&](Name j) { stage_b(p, k + j * panel, {name, from + j * p.b_split}, panel, used); });
    if (d.extent % panel) stage_b(p, k + d.extent / panel * panel, {name, from + d.extent / panel * p.b_split}, d.extent % panel, used);
  }

  Point point(Index row, Index column) const {
    Point out(group.domain.size(), Index(0));
    for (int axis : c.outer) out[axis] = Index(at[axis]);
    if (c.row >= 0) out[c.row] = row;
    out.back() = column;
    return out;
  }

  void prefetch(Name m, Name w, int height, const Columns& n) {
    if (group.parts > 1) return;
    b.loop(Run::unrolled, "r", 0, height, 1, [&](Name r) {
      b.loop(Run::unrolled, "v", 0, n.vectors, 1, [&](Name v) {
        for (ValueId member : group.members)
          if (e.grouping.stored[member.index] && e.arrays.replaces.count(member.index))
            b.add(kernel::Prefetch{e.place(*e.arrays.of[member.index], point(Index(m) + w + r, n.p * panel + n.inside + v * s.lanes))});
      });
    });
  }

  void epilogue(Name acc, Name m, Name w, int height, const Columns& n) {
    kernel::Body* before = b.into;
    e.hoisting(*before, [&] {
      const int turns = group.parts > 1 ? 1 : n.vectors;
      b.for_tile(acc, height, turns, [&](const kernel::Register& element, Name r, Name column) {
        e.scope([&] {
          const Index row = Index(m) + w + r, first = n.p * panel + n.inside + column + kernel::lane;
          for (int q = 0; q < group.parts; ++q) {
            kernel::Register part = element;
            if (group.parts > 1) part.element[1] = Index(q);
            e.define(group.root, point(row, first + Index(q * columns())), part);
          }
          for (ValueId member : group.members) {
            if (!e.grouping.stored[member.index]) continue;
            const int copies = e.graph.type(member).shape == group.domain ? 1 : group.parts;
            for (int q = 0; q < copies; ++q) e.store(member, point(row, first + Index(q * columns())), false);
          }
        });
      });
    });
  }
};

}  // namespace

void lower_tile(Elements& e, const Group& group, const Bases& bases) {
  TileNest(e, group, *tile_contraction(e.graph, group.root, bases)).write();
}

}  // namespace keratin
