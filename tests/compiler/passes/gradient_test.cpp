// The gradient of every op and of every scalar function, by central differences; and what happens at ties.
#include <set>

#include <gtest/gtest.h>

#include "runtime/base/diagnostic.h"
#include "tests/compiler/networks.h"
#include "tests/compiler/oracle.h"

namespace keratin::testing {
namespace {

Type numbers(Shape shape, int batch_axis = -1) { return {Element::f32, std::move(shape), batch_axis}; }
Type wholes(Shape shape, int batch_axis = -1) { return {Element::i32, std::move(shape), batch_axis}; }
Expr positive(Expr x) { return square(x) + 0.5; }

struct Row {
  const char* what;
  std::vector<Type> operands;  // random numbers in [-1, 1); whole ones from 0 to 3
  Formula formula;
};
using X = const std::vector<Expr>&;

const Row functions[] = {
    {"copy", {numbers({3})}, [](X x) { return map(Scalar::copy, {x[0]}); }},
    {"negate", {numbers({3})}, [](X x) { return -x[0]; }},
    {"abs", {numbers({3})}, [](X x) { return abs(x[0]); }},
    {"exp", {numbers({3})}, [](X x) { return exp(x[0]); }},
    {"expm1", {numbers({3})}, [](X x) { return expm1(x[0]); }},
    {"log", {numbers({3})}, [](X x) { return log(positive(x[0])); }},
    {"log1p", {numbers({3})}, [](X x) { return log1p(square(x[0])); }},
    {"sqrt", {numbers({3})}, [](X x) { return sqrt(positive(x[0])); }},
    {"tanh", {numbers({3})}, [](X x) { return tanh(x[0]); }},
    {"sigmoid", {numbers({3})}, [](X x) { return sigmoid(x[0]); }},
    {"erf", {numbers({3})}, [](X x) { return erf(x[0]); }},
    {"sin", {numbers({3})}, [](X x) { return sin(3.0 * x[0]); }},
    {"cos", {numbers({3})}, [](X x) { return cos(3.0 * x[0]); }},
    {"add", {numbers({3}), numbers({3})}, [](X x) { return x[0] + x[1]; }},
    {"subtract", {numbers({3}), numbers({3})}, [](X x) { return x[0] - x[1]; }},
    {"multiply", {numbers({3}), numbers({3})}, [](X x) { return x[0] * x[1]; }},
    {"divide", {numbers({3}), numbers({3})}, [](X x) { return x[0] / positive(x[1]); }},
    {"maximum", {numbers({9}), numbers({9})}, [](X x) { return maximum(x[0], x[1]); }},
    {"minimum", {numbers({9}), numbers({9})}, [](X x) { return minimum(x[0], x[1]); }},
    {"power", {numbers({3}), numbers({3})}, [](X x) { return power(positive(x[0]), x[1]); }},
    {"fma", {numbers({3}), numbers({3}), numbers({3})}, [](X x) { return map(Scalar::fma, {x[0], x[1], x[2]}); }},
    {"select", {numbers({9}), numbers({9})}, [](X x) { return select(x[0] > 0.0, square(x[0]), x[0] * x[1]); }},
    // Steps: nothing flows through them.
    {"sign, floor, round, to_int", {numbers({9})}, [](X x) { return x[0] * sign(x[0]) + x[0] * floor(3.0 * x[0]) + x[0] * round(2.0 * x[0]) + x[0] * to_float(to_int(5.0 * x[0])); }},
    {"remainder", {numbers({9})}, [](X x) {
       Expr i = iota(*x[0].builder, wholes({9}), 0);
       return x[0] * to_float(map(Scalar::remainder, {i, constant(*x[0].builder, 4, Element::i32)}));
     }},
    {"comparisons", {numbers({9}), numbers({9})}, [](X x) {
       Expr y = x[0];
       for (Scalar kind : {Scalar::equal, Scalar::not_equal, Scalar::less, Scalar::less_equal, Scalar::greater, Scalar::greater_equal}) y = y + select(map(kind, {x[0], x[1]}), x[0] * x[1], x[1]);
       return y;
     }},
    {"logic", {numbers({9}), numbers({9})}, [](X x) {
       Expr a = x[0] > 0.0, b = x[1] > 0.0, either = map(Scalar::logical_or, {a, map(Scalar::logical_not, {b})});
       return select(a & b, x[0], x[1]) * select(either, x[0], x[1]) + select(map(Scalar::is_nan, {x[0]}), x[1], x[0]);
     }},
};

// A carried sum of what each trip makes of a sequence and a shared number; also stacked.
std::shared_ptr<const Graph> sum_body(const Type& type, int64_t batch) {
  Builder b("sum", batch);
  Expr c = input(b, "c", Role::carried, type), s = input(b, "s", Role::sequence, type), w = input(b, "w", Role::capture, numbers({type.shape.back()}));
  Expr next = tanh(c * w) + s * c;
  output(b, "c", next), output(b, "product", next * w);
  return std::make_shared<const Graph>(std::move(b.graph));
}
// A loop in a loop: each trip of the outer one runs three of the inner.
std::shared_ptr<const Graph> nested_body(int64_t batch) {
  Builder inner("inner", batch), b("outer", batch);
  Expr h = input(inner, "h", Role::carried, numbers({batch, 2}, 0)), w = input(inner, "w", Role::capture, numbers({2, 2}));
  output(inner, "h", tanh(contract("bi,io->bo", {h, w})));
  Expr c = input(b, "c", Role::carried, numbers({batch, 2}, 0)), s = input(b, "s", Role::sequence, numbers({batch, 2}, 0)), shared = input(b, "w", Role::capture, numbers({2, 2}));
  output(b, "c", loop(std::make_shared<const Graph>(std::move(inner.graph)), 3, {c + s}, {}, {shared})[0]);
  return std::make_shared<const Graph>(std::move(b.graph));
}
Expr square_of_gradient(Expr loss, Expr by) { return square(gradient(loss, by)); }

const Row ops[] = {
    {"constant, rows, iota, random", {numbers({3, 4}, 0), wholes({}), wholes({})}, [](X x) {
       Builder& b = *x[0].builder;
       return x[0] * to_float(iota(b, wholes({3, 4}, 0), 1)) * rows(b) + x[0] * random_uniform(b, x[0].type(), 1, x[1], x[2]) * 3.0;
     }},
    {"reshape", {numbers({3, 4}, 0)}, [](X x) { return square(reshape(x[0], {3, 2, 2})); }},
    {"transpose", {numbers({2, 3, 4}, 1)}, [](X x) { return square(transpose(x[0], {2, 0, 1})); }},
    {"broadcast", {numbers({4}), numbers({3, 1}, 0), numbers({})}, [](X x) { return square(x[0] * x[1] + x[2]); }},
    {"slice", {numbers({5, 4})}, [](X x) { return square(slice(x[0], {1, 1}, {2, 2}, {2, 1})); }},
    {"slice backwards", {numbers({5, 4})}, [](X x) { return square(slice(x[0], {4, 2}, {3, 3}, {-2, -1})); }},
    {"pad", {numbers({2, 3})}, [](X x) { return square(pad(x[0], {1, 0}, {0, 2}, {2, 1}, 0.5)); }},
    {"concat", {numbers({3, 1}, 0), numbers({3, 2}, 0)}, [](X x) { return square(concat({x[0], x[1], x[0]}, 1)); }},
    {"window", {numbers({3, 7, 2}, 0)}, [](X x) { return square(window(x[0], {1}, {2}, {2}, {3})); }},
    {"window over two axes", {numbers({3, 4, 5, 2}, 0)}, [](X x) { return square(window(x[0], {1, 2}, {2, 3}, {2, 1}, {1, 2})); }},
    {"unwindow", {numbers({3, 2})}, [](X x) {
       return square(Expr{x[0].builder, x[0].builder->graph.add(Unwindow{{0}, {2}, {2}, {1}, numbers({6})}, {x[0].id})});
     }},
    {"convolution", {numbers({3, 5, 6, 2}, 0), numbers({3, 3, 2, 2})}, [](X x) { return tanh(convolution(x[0], x[1], 2)); }},
    {"sum", {numbers({3, 4}, 0)}, [](X x) { return square(sum(x[0], {1})) * square(sum(x[0], {0, 1})); }},
    {"sum over the batch", {numbers({3, 4}, 0)}, [](X x) { return square(mean(x[0], {0})); }},
    {"product", {numbers({2, 4})}, [](X x) { return reduce(ReduceKind::product, x[0], {1}); }},
    {"product of two axes", {numbers({2, 4})}, [](X x) { return square(reduce(ReduceKind::product, x[0], {0, 1})); }},
    {"max", {numbers({3, 5})}, [](X x) { return square(max(x[0], {1})); }},
    {"max over another axis", {numbers({3, 5, 2})}, [](X x) { return square(max(x[0], {1})); }},
    {"min", {numbers({3, 5})}, [](X x) { return square(min(x[0], {0})); }},
    {"argmax", {numbers({3, 5})}, [](X x) { return to_float(argmax(x[0], 1)) * sum(x[0], {1}); }},
    {"contract", {numbers({3, 4}, 0), numbers({4, 2})}, [](X x) { return tanh(contract("bi,io->bo", {x[0], x[1]})); }},
    {"contract, rows with rows", {numbers({3, 4}, 0), numbers({3, 4}, 0)}, [](X x) { return square(contract("bi,bi->b", {x[0], x[1]})); }},
    {"contract over the batch", {numbers({3, 4}, 0), numbers({3, 2}, 0)}, [](X x) { return square(contract("bi,bo->oi", {x[0], x[1]})); }},
    {"contract, nothing summed", {numbers({3}), numbers({2})}, [](X x) { return square(contract("i,o->oi", {x[0], x[1]})); }},
    {"contract, an index of one operand alone", {numbers({3, 2}), numbers({4})}, [](X x) { return square(contract("ij,o->oj", {x[0], x[1]})); }},
    {"contract, five indices", {numbers({2, 3, 4}), numbers({4, 3, 2})}, [](X x) { return square(contract("aij,jib->ab", {x[0], x[1]})); }},
    {"contract of two terms", {numbers({3, 4}, 0), numbers({4, 2}), numbers({3, 3}, 0), numbers({3, 2})}, [](X x) { return tanh(contract("bi,io->bo + bj,jo->bo", {x[0], x[1], x[2], x[3]})); }},
    {"contract of a value with itself", {numbers({3, 3})}, [](X x) { return square(contract("ij,jk->ik", {x[0], x[0]})); }},
    {"attention", {numbers({2, 2, 3, 2}, 0), numbers({2, 2, 3, 2}, 0), numbers({2, 2, 3, 2}, 0)}, [](X x) { return attention(x[0], x[1], x[2]); }},
    {"gather", {numbers({4, 2}), wholes({3, 2}, 0)}, [](X x) { return square(gather(x[0], x[1])); }},
    {"scatter_add", {wholes({3}, 0), numbers({3, 2}, 0)}, [](X x) {
       return square(Expr{x[0].builder, x[0].builder->graph.add(ScatterAdd{numbers({4, 2})}, {x[0].id, x[1].id})});
     }},
    {"stop_gradient", {numbers({3})}, [](X x) { return x[0] * 2.0 + stop_gradient(x[0]) * 0.0; }},
    {"loop", {numbers({3, 2}, 0), numbers({4, 3, 2}, 1), numbers({2})}, [](X x) {
       auto results = loop(sum_body(x[0].type(), 3), 4, {x[0]}, {x[1]}, {x[2]});
       return results[0] + sum(results[1], {0});
     }},
    {"loop, last value alone", {numbers({3, 2}, 0), numbers({4, 3, 2}, 1), numbers({2})}, [](X x) { return loop(sum_body(x[0].type(), 3), 4, {x[0]}, {x[1]}, {x[2]})[0]; }},
    {"loop, stacked results alone", {numbers({3, 2}, 0), numbers({4, 3, 2}, 1), numbers({2})}, [](X x) { return square(loop(sum_body(x[0].type(), 3), 4, {x[0]}, {x[1]}, {x[2]})[1]); }},
    {"lstm", {numbers({3, 3, 2}, 0), numbers({2, 8}), numbers({2, 8}), numbers({8})}, [](X x) { return lstm(x[0], x[1], x[2], x[3], 3, 3, 2, 2); }},
    {"a loop in a loop", {numbers({3, 2}, 0), numbers({2, 3, 2}, 1), numbers({2, 2})}, [](X x) { return loop(nested_body(3), 2, {x[0]}, {x[1]}, {x[2]})[0]; }},
    {"gradient of a gradient", {numbers({3, 2}, 0), numbers({2, 2})}, [](X x) { return square_of_gradient(mean_square(tanh(contract("bi,io->bo", {x[0], x[1]}))), x[1]); }},
    {"gradient of a gradient through a loop", {numbers({3, 3, 2}, 0), numbers({2, 8}), numbers({2, 8}), numbers({8})}, [](X x) {
       return square_of_gradient(mean_square(lstm(x[0], x[1], x[2], x[3], 3, 3, 2, 2)), x[2]);
     }},
};

TEST(Gradient, OfEveryFunction) {
  for (const Row& row : functions) {
    SCOPED_TRACE(row.what);
    expect_gradients_by_differences(row.operands, row.formula);
  }
}
TEST(Gradient, OfEveryOp) {
  for (const Row& row : ops) {
    SCOPED_TRACE(row.what);
    expect_gradients_by_differences(row.operands, row.formula, row.operands[0].batch_axis < 0 ? 3 : row.operands[0].shape[row.operands[0].batch_axis]);
  }
}

// A new op or function stands in no formula yet: this fails until it does.
void collect(const Graph& g, std::set<size_t>& seen_ops, std::set<Scalar>& seen_functions) {
  for (const Value& v : g.values()) {
    seen_ops.insert(v.op.index());
    if (auto* m = std::get_if<Map>(&v.op)) seen_functions.insert(m->kind);
    if (auto* l = std::get_if<Loop>(&v.op)) collect(*l->body, seen_ops, seen_functions);
  }
}
TEST(Gradient, EveryOpAndFunctionIsTried) {
  std::set<size_t> seen_ops;
  std::set<Scalar> seen_functions = {Scalar::uniform};  // of kernels alone
  for (const Row& row : functions) collect(loss_of(row.operands, row.formula, 3, true), seen_ops, seen_functions);
  for (const Row& row : ops) collect(loss_of(row.operands, row.formula, row.operands[0].batch_axis < 0 ? 3 : row.operands[0].shape[row.operands[0].batch_axis], true), seen_ops, seen_functions);
  for (size_t i = 0; i < std::variant_size_v<Op>; ++i) EXPECT_TRUE(seen_ops.count(i)) << "alternative " << i << " of Op";
  for (size_t i = 0; i < scalar_table.size(); ++i) EXPECT_TRUE(seen_functions.count(static_cast<Scalar>(i))) << scalar_table[i].name;
}

// ---- ties and edges: d (sum of the formula) / d x, exactly

std::vector<double> gradient_at(const Formula& formula, std::vector<double> x) {
  Builder b;
  Expr in = input(b, "x", Role::data, numbers({static_cast<int64_t>(x.size())})), y = formula({in});
  output(b, "gradient", gradient(sum(y, all_axes(y)), in));
  return evaluate<double>(all_passes(b.graph), {{"x", {in.type(), std::move(x), {}}}}).at("gradient").numbers;
}
TEST(Gradient, AtTies) {
  using V = std::vector<double>;
  EXPECT_EQ(gradient_at([](X x) { return maximum(constant(*x[0].builder, 0), x[0]); }, {-1, 0, 1}), (V{0, 0, 1}));  // relu
  EXPECT_EQ(gradient_at([](X x) { return abs(x[0]); }, {-1, 0, -0.0, 1}), (V{-1, 0, 0, 1}));
  EXPECT_EQ(gradient_at([](X x) { return minimum(maximum(x[0], -1.0), 1.0); }, {-2, -1, 0, 1, 2}), (V{0, 1, 1, 1, 0}));  // clip
  EXPECT_EQ(gradient_at([](X x) { return softplus(x[0]); }, {0, -0.0, 1000, -1000}), (V{0.5, 0.5, 1, 0}));
  // Equal operands: all to the first.
  EXPECT_EQ(gradient_at([](X x) { return maximum(3.0 * x[0], 3.0 * stop_gradient(x[0])); }, {1}), V{3});
  EXPECT_EQ(gradient_at([](X x) { return maximum(3.0 * stop_gradient(x[0]), 3.0 * x[0]); }, {1}), V{0});
  EXPECT_EQ(gradient_at([](X x) { return minimum(3.0 * x[0], 3.0 * stop_gradient(x[0])); }, {1}), V{3});
  // The first of equal largest or smallest ones.
  EXPECT_EQ(gradient_at([](X x) { return max(x[0], {0}); }, {1, 5, 5, 2}), (V{0, 1, 0, 0}));
  EXPECT_EQ(gradient_at([](X x) { return reduce(ReduceKind::min, x[0], {0}); }, {3, 1, 1, 2}), (V{0, 1, 0, 0}));
}
TEST(Gradient, AtZeros) {
  using V = std::vector<double>;
  EXPECT_EQ(gradient_at([](X x) { return reduce(ReduceKind::product, x[0], {0}); }, {0, 2, 3}), (V{6, 0, 0}));
  EXPECT_EQ(gradient_at([](X x) { return reduce(ReduceKind::product, x[0], {0}); }, {0, 2, 0}), (V{0, 0, 0}));
  EXPECT_EQ(gradient_at([](X x) { return power(x[0], constant(*x[0].builder, 2)); }, {0, -3}), (V{0, -6}));
  EXPECT_EQ(gradient_at([](X x) { return power(constant(*x[0].builder, 0), x[0]); }, {2}), V{0});
  EXPECT_EQ(gradient_at([](X x) { return sqrt(x[0]); }, {0}), V{INFINITY});
  EXPECT_EQ(gradient_at([](X x) { return stop_gradient(square(x[0])); }, {3}), V{0});
}

// Nothing depends on it: its gradient is zero, of its own shape.
TEST(Gradient, OfWhatDoesNotMatterIsZero) {
  Builder b("g", 2);
  Expr x = input(b, "x", Role::data, numbers({2, 3}, 0)), w = weight(b, "w", {4});
  output(b, "gradient", gradient(sum(x, {0, 1}), w));
  const Graph g = all_passes(b.graph);
  EXPECT_EQ(to_string(g.type(g.outputs[0].value)), "f32[4]");
  EXPECT_EQ(evaluate<double>(g, random_bindings<double>(g, 1)).at("gradient").numbers, std::vector<double>(4, 0.0));
}

// What comes after the first gradient of a loss would need another sweep: refused, not forgotten.
TEST(Gradient, IsTakenByWhatStandsBeforeTheFirst) {
  Builder b;
  Expr x = input(b, "x", Role::data, numbers({}));
  Expr loss = square(x);
  output(b, "first", gradient(loss, x));
  output(b, "second", gradient(loss, square(x)));
  EXPECT_THROW(differentiate(b.graph), InternalError);
}

}  // namespace
}  // namespace keratin::testing
