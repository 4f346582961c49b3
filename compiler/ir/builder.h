// Formulas: an Expr is a value of a graph under construction, with operators. Layers, losses and optimizers are written
// over it; every helper below is a composition of ops. Operands of different shapes are broadcast by NumPy's rule.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/graph.h"

namespace keratin {

// Adds values to one graph; `origin` is stamped on each.
struct Builder {
  Graph graph;
  Origin origin;
  explicit Builder(std::string name = "graph", int64_t batch = 1) : graph(std::move(name), batch) {}
};

struct Expr {
  Builder* builder = nullptr;
  ValueId id;

  // Copies: values move when the graph grows.
  Type type() const { return builder->graph.type(id); }
  Shape shape() const { return type().shape; }
  int rank() const { return type().rank(); }
};

Expr input(Builder& b, std::string name, Role role, Type type);
Expr constant(Builder& b, double value, Element element = Element::f32);  // a scalar
Expr rows(Builder& b);                                                    // f32[]: how many rows this batch has
Expr iota(Builder& b, Type type, int64_t axis);
// Numbers in [0, 1). `draw` tells apart what a layer draws more than once for the same element.
Expr random_uniform(Builder& b, Type type, int64_t ordinal, Expr seed, Expr step, int64_t draw = 0);
// Of mean 0 and deviation 1; takes `draw` and the one behind it.
Expr random_normal(Builder& b, Type type, int64_t ordinal, Expr seed, Expr step, int64_t draw = 0);

Expr map(Scalar kind, std::vector<Expr> operands);  // broadcasts
Expr operator+(Expr a, Expr b);
Expr operator-(Expr a, Expr b);
Expr operator*(Expr a, Expr b);
Expr operator/(Expr a, Expr b);
Expr operator-(Expr a);
Expr operator+(Expr a, double b);
Expr operator-(Expr a, double b);
Expr operator*(Expr a, double b);
Expr operator/(Expr a, double b);
Expr operator+(double a, Expr b);
Expr operator-(double a, Expr b);
Expr operator*(double a, Expr b);
Expr operator/(double a, Expr b);
Expr operator==(Expr a, Expr b);
Expr operator!=(Expr a, Expr b);
Expr operator<(Expr a, Expr b);
Expr operator<=(Expr a, Expr b);
Expr operator>(Expr a, Expr b);
Expr operator>=(Expr a, Expr b);
Expr operator==(Expr a, double b);
Expr operator!=(Expr a, double b);
Expr operator<(Expr a, double b);
Expr operator<=(Expr a, double b);
Expr operator>(Expr a, double b);
Expr operator>=(Expr a, double b);
Expr operator&(Expr a, Expr b);  // of bool, as | and !
Expr operator|(Expr a, Expr b);
Expr operator!(Expr a);
Expr abs(Expr x);
Expr sign(Expr x);
Expr exp(Expr x);
Expr expm1(Expr x);
Expr log(Expr x);
Expr log1p(Expr x);
Expr sqrt(Expr x);
Expr tanh(Expr x);
Expr sigmoid(Expr x);
Expr erf(Expr x);
Expr sin(Expr x);
Expr cos(Expr x);
Expr floor(Expr x);
Expr round(Expr x);
Expr square(Expr x);
Expr maximum(Expr a, Expr b);
Expr minimum(Expr a, Expr b);
Expr maximum(Expr a, double b);
Expr minimum(Expr a, double b);
Expr clip(Expr x, double low, double high);
Expr softplus(Expr x);  // log(1 + e^x)
Expr power(Expr a, Expr b);
Expr select(Expr condition, Expr a, Expr b);
Expr to_float(Expr x);  // from i32 or bool
Expr to_int(Expr x);

Expr reshape(Expr x, Shape shape);  // keeps the batch axis where the extents allow it
Expr transpose(Expr x, Axes permutation);
Expr broadcast(Expr x, Type type, Axes axes);
Expr broadcast_to(Expr x, Type type);  // NumPy's rule: trailing axes align, extent 1 repeats
Expr slice(Expr x, Axes begin, Axes extent, Axes step = {});
Expr slice_axis(Expr x, int64_t axis, int64_t begin, int64_t extent);  // one axis, the others whole
Expr pad(Expr x, Axes low, Axes high, Axes interior = {}, double value = 0);
Expr concat(std::vector<Expr> xs, int64_t axis);
Expr window(Expr x, Axes axes, Axes size, Axes stride, Axes dilation);

Expr reduce(ReduceKind kind, Expr x, Axes axes, bool keep = false);  // negative axes count from the end
Expr sum(Expr x, Axes axes, bool keep = false);
Expr max(Expr x, Axes axes, bool keep = false);
Expr min(Expr x, Axes axes, bool keep = false);
Expr any(Expr x, Axes axes, bool keep = false);  // of bool
Expr all(Expr x, Axes axes, bool keep = false);
Expr mean(Expr x, Axes axes, bool keep = false);  // a batch axis counts its rows, not its extent
Expr argmax(Expr x, int64_t axis);
Expr contract(const std::string& equation, std::vector<Expr> operands);
Expr gather(Expr table, Expr indices);
std::vector<Expr> loop(std::shared_ptr<const Graph> body, int64_t trips, std::vector<Expr> carried, std::vector<Expr> sequences, std::vector<Expr> captures);
Expr stop_gradient(Expr x);
Expr gradient(Expr loss, Expr by);

void output(Builder& b, std::string name, Expr value);
void update_state(Builder& b, std::string state, Expr value);  // the state's new value

}  // namespace keratin
