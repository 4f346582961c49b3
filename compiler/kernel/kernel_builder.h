// Writes the statements of one kernel: keeps the body that is being filled, and opens and closes loops.
#pragma once

#include <map>
#include <utility>

#include "compiler/kernel/kernel.h"

namespace keratin::kernel {

struct KernelBuilder {
  // What an index may be: from `least` to `most`, in steps of `step` (0: one value alone).
  struct Span {
    long least = 0, most = 0, step = 0;
  };

  Kernel k = {};
  Body* into = &k.body;
  std::map<Name, Span> spans = {};  // of loop variables

  KernelBuilder() = default;
  KernelBuilder(const KernelBuilder&) = delete;

  Span span(Name variable) const { return variable == lane ? Span{0, k.schedule.lanes - 1, 1} : spans.at(variable); }
  Span span(const Index& index) const {
    Span all{index.constant, index.constant, 1};
    for (const Term& term : index.terms) {
      const Span one = span(term.variable);
      (term.factor < 0 ? all.most : all.least) += one.least * term.factor;
      (term.factor < 0 ? all.least : all.most) += one.most * term.factor;
    }
    return all;
  }

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
    spans[loop.variable] = {begin, begin + (count - 1) * step, count > 1 ? step : 0};
    within(loop.body, [&] { inside(loop.variable); });
    add(std::move(loop));
  }
  // inside(element, r, v, row, column) for all registers of a product's tile
  template <class F>
  void for_tile(Name tile, int rows, int vectors, F inside) {
    ForTile f{tile, rows, vectors, k.make("r"), k.make("v"), k.make("row"), k.make("column"), {}};
    spans[f.r] = spans[f.row] = {0, rows - 1, 1}, spans[f.v] = {0, vectors - 1, 1};
    spans[f.column] = {0, (vectors - 1) * static_cast<long>(k.schedule.lanes), k.schedule.lanes};
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
