// Writes the statements of one kernel: keeps the body that is being filled, and opens and closes loops.
#pragma once

#include <utility>

#include "compiler/kernel/kernel.h"

namespace keratin::kernel {

struct KernelBuilder {
  Kernel k = {};
  Body* into = &k.body;

  KernelBuilder() = default;
  KernelBuilder(const KernelBuilder&) = delete;

  void add(Statement s) { into->push_back(std::move(s)); }

  // Runs `inside` with statements going to `body`.
  template <class F>
  void within(Body& body, F inside) {
    Body* outer = std::exchange(into, &body);
    inside();
    into = outer;
  }
  template <class F>
  void loop(Run run, const char* name, long begin, long count, long step, F inside, Bound bound = {}) {
    if (count <= 0) return;
    For loop{run, k.make(name), begin, count, step, std::move(bound), {}};
    within(loop.body, [&] { inside(loop.variable); });
    add(std::move(loop));
  }
  // inside(element, r, v, row, column) for all registers of a product's tile
  template <class F>
  void for_tile(Name tile, int rows, int vectors, F inside) {
    ForTile f{tile, rows, vectors, k.make("r"), k.make("v"), k.make("row"), k.make("column"), {}};
    within(f.body, [&] { inside(Register{tile, {f.r, f.v}}, f.row, f.column); });
    add(std::move(f));
  }
  Register load(const char* name, Place from, Reach reach = Reach::lanes, Type type = Type::number) {
    Register t{k.make(name)};
    add(Load{t, std::move(from), reach, type});
    return t;
  }
  Register let(const char* name, Scalar op, std::vector<Operand> of, Type type = Type::number) {
    Register t{k.make(name)};
    add(Let{t, op, std::move(of), type});
    return t;
  }
  Name tile(const char* name, std::vector<int> extent) {
    Name t = k.make(name);
    add(Tile{t, std::move(extent)});
    return t;
  }
};

}  // namespace keratin::kernel
