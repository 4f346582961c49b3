// Operations that fold, move and multiply: NumPy's rules, written out in loops over indices.
#include <functional>
#include <random>

#include "tests/compiler/oracle.h"
#include "tests/frontend/formula.h"

namespace keratin::testing {
namespace {

using Settings = OpBench::Settings;
using Index = std::vector<int64_t>;

void each(const Shape& shape, const std::function<void(const Index&)>& visit) {
  Index at(shape.size(), 0);
  for (int64_t n = count(shape); n > 0; --n) {
    visit(at);
    for (size_t d = shape.size(); d-- > 0 && ++at[d] == shape[d];) at[d] = 0;
  }
}
int64_t flat(const Shape& shape, const Index& at) {
  int64_t i = 0;
  for (size_t d = 0; d < shape.size(); ++d) i = i * shape[d] + at[d];
  return i;
}
Numbers some(const Shape& shape) {
  Numbers x;
  for (int64_t i = 0; i < count(shape); ++i) x.push_back(0.25 * double((i * 7 + 3) % 11) - 1.125 + 0.03125 * double(i));
  return x;
}

// ---- reductions

struct Fold {
  const char* name;
  double (*expected)(const Numbers&);
  bool smooth = true;
};
double total(const Numbers& x, double power = 1) {
  double sum = 0;
  for (double v : x) sum += std::pow(v, power);
  return sum;
}
double variance(const Numbers& x) {
  double sum = 0;
  for (double v : x) sum += (v - total(x) / double(x.size())) * (v - total(x) / double(x.size()));
  return sum / double(x.size());
}
const Fold folds[] = {
    {"sum", [](const Numbers& x) { return total(x); }},
    {"mean", [](const Numbers& x) { return total(x) / double(x.size()); }},
    {"max", [](const Numbers& x) { return *std::max_element(x.begin(), x.end()); }},
    {"min", [](const Numbers& x) { return *std::min_element(x.begin(), x.end()); }},
    {"prod", [](const Numbers& x) { double p = 1; for (double v : x) p *= v; return p; }},
    {"var", variance},
    {"std", [](const Numbers& x) { return std::sqrt(variance(x)); }},
    {"logsumexp", [](const Numbers& x) { double s = 0; for (double v : x) s += std::exp(v); return std::log(s); }},
    {"all", [](const Numbers& x) { return double(std::all_of(x.begin(), x.end(), [](double v) { return v != 0; })); }, false},
    {"any", [](const Numbers& x) { return double(std::any_of(x.begin(), x.end(), [](double v) { return v != 0; })); }, false},
};

Numbers folded(const Numbers& x, const Shape& shape, const Axes& axes, double (*fold)(const Numbers&)) {
  Shape kept = shape;
  for (int64_t a : axes) kept[a] = 1;
  Numbers out;
  each(kept, [&](const Index& to) {
    Numbers of;
    each(shape, [&](const Index& from) {
      for (size_t d = 0; d < shape.size(); ++d)
        if (kept[d] != 1 && from[d] != to[d]) return;
      of.push_back(x[flat(shape, from)]);
    });
    out.push_back(fold(of));
  });
  return out;
}
void expect_near(const Numbers& got, const Numbers& want, const std::string& what, double relative = 2e-6) {
  ASSERT_EQ(got.size(), want.size()) << what;
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], relative * std::max(1.0, std::abs(want[i]))) << what << "[" << i << "]";
}

TEST(Reductions, FoldAxesAsNumPyDoes) {
  const std::pair<std::optional<OpValue>, Axes> choices[] = {
      {std::nullopt, {0, 1, 2}}, {OpValue(-1.0), {2}}, {OpValue(1.0), {1}}, {OpValue(0.0), {0}}, {OpValue(Axes{-1, 1}), {1, 2}}, {OpValue(Axes{0, 2}), {0, 2}},
  };
  for (const Fold& f : folds) {
    OpBench b(2);
    const Shape shape = {2, 3, 4};
    Numbers values = some(shape);
    if (!f.smooth) values = {0, 0, 0, 0, 1, 0, 2, 0, 3, 1, 1, 1, 0, 0, 0, 0, 5, 6, 7, 8, 1, 0, 0, 0};
    Expr x = b.data("x", {3, 4}, values);
    std::vector<Expr> results;
    for (const auto& [axis, axes] : choices)
      for (const bool keep : {false, true}) {
        Settings settings = {{"keepdims", keep}};
        if (axis) settings.emplace_back("axis", *axis);
        Expr y = b.call(f.name, {x}, settings);
        const std::string what = f.name + std::string(" over ") + to_string(axes);
        Shape want = shape;
        for (size_t i = axes.size(); i-- > 0;) keep ? void(want[axes[i]] = 1) : void(want.erase(want.begin() + axes[i]));
        EXPECT_EQ(y.shape(), want) << what;
        EXPECT_EQ(y.type().batch_axis, axes[0] == 0 ? -1 : 0) << what;
        expect_near(b.run(y), folded(values, shape, axes, f.expected), what);
        if (f.smooth && !keep) b.expect_gradients(y, 1, what);
        // Of a batch that is not full, the rows that are there.
        if (axes[0] == 0) expect_near(b.run(y, 1), folded(Numbers(values.begin(), values.begin() + 12), {1, 3, 4}, axes, f.expected), what + " of one row");
        results.push_back(y);
      }
    expect_compiled_equals_interpreted(b.graph(results));
  }
}
TEST(Reductions, SoftmaxAndItsKin) {
  const Shape shape = {2, 3, 4};
  for (const auto& [axis, axes] : {std::pair<OpValue, Axes>{-1.0, {2}}, {1.0, {1}}, {Axes{1, 2}, {1, 2}}}) {
    OpBench b(2);
    const Numbers values = some(shape);
    Expr x = b.data("x", {3, 4}, values);
    Shape kept = shape;
    for (int64_t a : axes) kept[a] = 1;
    auto of = [&](const Numbers& folded_values, const Index& at) {
      Index to = at;
      for (int64_t a : axes) to[a] = 0;
      return folded_values[flat(kept, to)];
    };
    const Numbers sums = folded(values, shape, axes, [](const Numbers& v) { double s = 0; for (double e : v) s += std::exp(e); return s; });
    const Numbers squares = folded(values, shape, axes, [](const Numbers& v) { return total(v, 2); });
    const Numbers ones = folded(values, shape, axes, [](const Numbers& v) { double s = 0; for (double e : v) s += std::abs(e); return s; });
    const Numbers cubes = folded(values, shape, axes, [](const Numbers& v) { double s = 0; for (double e : v) s += std::pow(std::abs(e), 3); return std::cbrt(s); });
    Numbers p, log_p, l2, l1, l3;
    each(shape, [&](const Index& at) {
      const double v = values[flat(shape, at)];
      p.push_back(std::exp(v) / of(sums, at)), log_p.push_back(v - std::log(of(sums, at)));
      l2.push_back(v / std::sqrt(of(squares, at))), l1.push_back(v / of(ones, at)), l3.push_back(v / of(cubes, at));
    });
    std::vector<Expr> results;
    const std::tuple<const char*, Settings, Numbers> rows[] = {
        {"softmax", {}, p}, {"log_softmax", {}, log_p}, {"normalize", {}, l2}, {"normalize", {{"order", 1.0}}, l1}, {"normalize", {{"order", 3.0}}, l3},
    };
    for (auto [name, settings, want] : rows) {
      settings.emplace_back("axis", axis);
      Expr y = b.call(name, {x}, settings);
      expect_near(b.run(y), want, name, 1e-5);
      b.expect_gradients(y, 1, name);
      results.push_back(y);
    }
    expect_compiled_equals_interpreted(b.graph(results));
  }
}
TEST(Reductions, ExtremesStayFinite) {
  OpBench b(1);
  const double infinity = std::numeric_limits<double>::infinity();
  Expr x = b.data("x", {2, 3}, {1000, 1001, -1000, -infinity, -infinity, -infinity}), zeros = b.data("zeros", {3}, {0, 0, 0});
  const Numbers top = b.run(b.call("logsumexp", {x}, {{"axis", -1.0}}));
  EXPECT_NEAR(top[0], 1001 + std::log1p(std::exp(-1.0)), 1e-4);
  EXPECT_EQ(top[1], -infinity);
  const Numbers p = b.run(b.call("softmax", {x}));
  EXPECT_NEAR(p[0] + p[1], 1, 1e-6);
  EXPECT_EQ(p[2], 0);
  Expr unit = b.call("normalize", {zeros});
  EXPECT_EQ(b.run(unit), (Numbers{0, 0, 0}));
  for (double slope : b.slopes(unit, "zeros")) EXPECT_TRUE(std::isfinite(slope)) << slope;
}
TEST(Reductions, ArgmaxIsTheFirstOfEqualOnes) {
  OpBench b(2);
  Expr x = b.data("x", {2, 3}, {1, 5, 5, 7, 2, 7, 0, 0, 0, 1, 2, 3}), row = b.weight("row", {3}, {4, 9, 2});
  EXPECT_EQ(b.run(b.call("argmax", {x}, {{"axis", -1.0}})), (Numbers{1, 0, 0, 2}));
  EXPECT_EQ(b.run(b.call("argmax", {x}, {{"axis", 1.0}})), (Numbers{1, 0, 1, 1, 1, 1}));
  EXPECT_EQ(b.call("argmax", {x}, {{"axis", 1.0}, {"keepdims", true}}).shape(), (Shape{2, 1, 3}));
  EXPECT_EQ(b.run(b.call("argmax", {row})), (Numbers{1}));
}

// ---- what moves

TEST(Shapes, ReshapeKeepsTheBatchInFront) {
  OpBench b(2);
  Expr x = b.data("x", {3, 4}, some({2, 3, 4})), w = b.weight("w", {6}, some({6}));
  Expr y = b.call("reshape", {x}, {{"newshape", Axes{-1, 2, -1}}});
  EXPECT_EQ(to_string(y.type()), "f32[2*,2,6]");
  EXPECT_EQ(b.run(y), some({2, 3, 4}));
  EXPECT_EQ(b.call("reshape", {x}, {{"newshape", Axes{-1, 12}}}).shape(), (Shape{2, 12}));
  EXPECT_EQ(b.call("reshape", {w}, {{"newshape", Axes{2, -1}}}).shape(), (Shape{2, 3}));
  EXPECT_EQ(b.call("reshape", {w}, {{"newshape", 6.0}}).shape(), (Shape{6}));
  const std::string help = "the batch stays in front: begin the new shape with -1, which stands for it, as in `reshape(x, {-1, 3, 4})`";
  EXPECT_EQ(b.refused("reshape", {x}, {{"newshape", Axes{2, 12}}}), (Refusal{"K2406", "`reshape`: newshape {2, 12} of a value (None, 3, 4)", help}));
  EXPECT_EQ(b.refused("reshape", {x}, {{"newshape", Axes{-1, 6}}}), (Refusal{"K2403", "`reshape`: newshape {-1, 6} does not fit 12 elements of each row"}));
  EXPECT_EQ(b.refused("reshape", {x}, {{"newshape", Axes{-1, -1, -1}}}).code, "K2405");
  EXPECT_EQ(b.refused("reshape", {x}, {{"newshape", Axes{-1, 0, 12}}}).code, "K2405");
  EXPECT_EQ(b.refused("reshape", {x}, {{"newshape", Axes{-1, int64_t(1) << 40, int64_t(1) << 40}}}).code, "K2405");
  EXPECT_EQ(b.refused("reshape", {w}, {{"newshape", Axes{4}}}), (Refusal{"K2403", "`reshape`: newshape {4} does not fit 6 elements"}));
  // A batch of one is told from other axes of one.
  OpBench one(1);
  Expr single = one.data("x", {1, 3}, {1, 2, 3});
  EXPECT_EQ(to_string(one.call("expand_dims", {single}, {{"axis", 0.0}}).type()), "f32[1,1*,1,3]");
  EXPECT_EQ(to_string(one.call("squeeze", {single}).type()), "f32[1*,3]");
}

// One operation whose element `to` is the operand's element `from`.
struct Move {
  const char* name;
  Settings settings;
  Shape result;
  std::function<Index(const Index&)> from;
};
TEST(Shapes, ElementsMoveAsInNumPy) {
  const Move moves[] = {
      {"transpose", {}, {4, 3, 2}, [](const Index& i) { return Index{i[2], i[1], i[0]}; }},
      {"transpose", {{"axes", Axes{0, -1, 1}}}, {2, 4, 3}, [](const Index& i) { return Index{i[0], i[2], i[1]}; }},
      {"transpose", {{"axes", Axes{2, 0, 1}}}, {4, 2, 3}, [](const Index& i) { return Index{i[1], i[2], i[0]}; }},
      {"expand_dims", {{"axis", -1.0}}, {2, 3, 4, 1}, [](const Index& i) { return Index{i[0], i[1], i[2]}; }},
      {"expand_dims", {{"axis", 1.0}}, {2, 1, 3, 4}, [](const Index& i) { return Index{i[0], i[2], i[3]}; }},
      {"flip", {{"axis", -1.0}}, {2, 3, 4}, [](const Index& i) { return Index{i[0], i[1], 3 - i[2]}; }},
      {"flip", {{"axis", Axes{1, 2}}}, {2, 3, 4}, [](const Index& i) { return Index{i[0], 2 - i[1], 3 - i[2]}; }},
      {"slice", {{"start_indices", Axes{0, 1, 1}}, {"shape", Axes{-1, 2, -1}}}, {2, 2, 3}, [](const Index& i) { return Index{i[0], i[1] + 1, i[2] + 1}; }},
      {"take", {{"indices", 2.0}, {"axis", -1.0}}, {2, 3}, [](const Index& i) { return Index{i[0], i[1], 2}; }},
      {"take", {{"indices", -1.0}, {"axis", 1.0}}, {2, 4}, [](const Index& i) { return Index{i[0], 2, i[1]}; }},
      {"take", {{"indices", Axes{3, 0, 1, 0}}, {"axis", 2.0}}, {2, 3, 4}, [](const Index& i) { return Index{i[0], i[1], (Index{3, 0, 1, 0})[i[2]]}; }},
      {"take", {{"indices", Axes{1}}, {"axis", 1.0}}, {2, 1, 4}, [](const Index& i) { return Index{i[0], 1, i[2]}; }},
  };
  const Shape shape = {2, 3, 4};
  for (const Move& move : moves) {
    OpBench b(2);
    Expr y = b.call(move.name, {b.data("x", {3, 4}, some(shape))}, move.settings);
    EXPECT_EQ(y.shape(), move.result) << move.name;
    Numbers want;
    each(move.result, [&](const Index& to) { want.push_back(some(shape)[flat(shape, move.from(to))]); });
    EXPECT_EQ(b.run(y), want) << move.name;
    b.expect_gradients(y, 1, move.name);
    if (y.type().batch_axis == 0) expect_compiled_equals_interpreted(b.graph({y}));
  }
}
TEST(Shapes, Squeeze) {
  OpBench b(2);
  Expr x = b.data("x", {1, 3, 1}, some({2, 1, 3, 1}));
  EXPECT_EQ(b.call("squeeze", {x}).shape(), (Shape{2, 3}));
  EXPECT_EQ(b.call("squeeze", {x}, {{"axis", -1.0}}).shape(), (Shape{2, 1, 3}));
  EXPECT_EQ(b.refused("squeeze", {x}, {{"axis", 2.0}}), (Refusal{"K2403", "`squeeze`: axis 2 of (None, 1, 3, 1) is not 1"}));
  EXPECT_EQ(b.refused("squeeze", {x}, {{"axis", 0.0}}), (Refusal{"K2406", "`squeeze`: axis 0 is the batch, which is not dropped"}));
}
TEST(Shapes, ConcatenateAndStack) {
  OpBench b(2);
  Expr x = b.data("x", {2}, {1, 2, 3, 4}), y = b.data("y", {1}, {5, 6}), k = b.whole("k", {2}, {7, 8, 9, 10});
  EXPECT_EQ(b.run(b.call("concatenate", {x, y, x}, {{"axis", -1.0}})), (Numbers{1, 2, 5, 1, 2, 3, 4, 6, 3, 4}));
  EXPECT_EQ(b.run(b.call("concatenate", {x, k}, {{"axis", 1.0}})), (Numbers{1, 2, 7, 8, 3, 4, 9, 10}));
  EXPECT_EQ(b.run(b.call("stack", {x, k}, {{"axis", -1.0}})), (Numbers{1, 7, 2, 8, 3, 9, 4, 10}));
  EXPECT_EQ(b.call("stack", {x, x, x}, {{"axis", 1.0}}).shape(), (Shape{2, 3, 2}));
  EXPECT_EQ(b.call("stack", {x, x, x}).shape(), (Shape{3, 2, 2}));
  EXPECT_EQ(b.refused("concatenate", {x, y}), (Refusal{"K2406", "`concatenate`: axis 0 is the batch, which is not joined", "name another axis; -1 is the last"}));
  EXPECT_EQ(b.refused("concatenate", {x, b.data("z", {2, 2}, Numbers(8))}, {{"axis", 1.0}}), (Refusal{"K2403", "`concatenate`: (None, 2) and (None, 2, 2) differ in more than axis 1"}));
  EXPECT_EQ(b.refused("stack", {x, y}, {{"axis", 1.0}}), (Refusal{"K2403", "`stack`: (None, 2) and (None, 1) differ"}));
  expect_compiled_equals_interpreted(b.graph({b.call("concatenate", {x, y, x}, {{"axis", -1.0}})}));
}
TEST(Shapes, TheBatchIsNotCut) {
  OpBench b(2);
  Expr x = b.data("x", {3}, some({2, 3}));
  EXPECT_EQ(b.refused("flip", {x}), (Refusal{"K2406", "`flip`: axis 0 is the batch, which is not turned round"}));
  EXPECT_EQ(b.refused("take", {x}, {{"indices", 0.0}, {"axis", 0.0}}), (Refusal{"K2406", "`take`: axis 0 is the batch, which is not cut"}));
  EXPECT_EQ(b.refused("take", {x}, {{"indices", 0.0}}), (Refusal{"K2405", "`take`: needs the setting `axis`"}));
  EXPECT_EQ(b.refused("take", {x}, {{"indices", 3.0}, {"axis", 1.0}}), (Refusal{"K2405", "`take`: index 3 is outside axis 1 of (None, 3)"}));
  EXPECT_EQ(b.refused("take", {x}, {{"indices", Axes{}}, {"axis", 1.0}}), (Refusal{"K2405", "`take`: needs at least one index"}));
  EXPECT_EQ(b.refused("slice", {x}, {{"start_indices", Axes{0, 0}}, {"shape", Axes{2, 3}}}), (Refusal{"K2406", "`slice`: axis 0 is the batch, which is not cut", "begin it at 0, with a shape of -1"}));
  EXPECT_EQ(b.refused("slice", {x}, {{"start_indices", Axes{0, 2}}, {"shape", Axes{-1, 2}}}), (Refusal{"K2405", "`slice`: 2 elements from 2 on do not lie in axis 1 of (None, 3)"}));
  EXPECT_EQ(b.refused("slice", {x}, {{"start_indices", Axes{0}}, {"shape", Axes{-1, 2}}}).code, "K2405");
}

// ---- products

// NumPy's matmul, or dot, by indices.
Numbers product(bool dot, Numbers a, Shape p, Numbers b, Shape q, Shape* result) {
  const bool left = p.size() == 1, right = q.size() == 1;
  if (left) p.insert(p.begin(), 1);
  if (right) q.push_back(1);
  const int64_t n = p.back();
  const Shape up(p.begin(), p.end() - 2), uq(q.begin(), q.end() - 2);
  Shape outer;
  if (dot) outer = up, outer.push_back(p[p.size() - 2]), outer.insert(outer.end(), uq.begin(), uq.end()), outer.push_back(q.back());
  else {
    outer.assign(std::max(up.size(), uq.size()), 1);
    for (const Shape& u : {up, uq})
      for (size_t d = 0; d < u.size(); ++d) outer[outer.size() - u.size() + d] = std::max(outer[outer.size() - u.size() + d], u[d]);
    outer.push_back(p[p.size() - 2]), outer.push_back(q.back());
  }
  Numbers out;
  each(outer, [&](const Index& at) {
    double sum = 0;
    for (int64_t k = 0; k < n; ++k) {
      Index i, j;
      if (dot) {
        i.assign(at.begin(), at.begin() + static_cast<long>(up.size()) + 1), i.push_back(k);
        j.assign(at.begin() + static_cast<long>(up.size()) + 1, at.end() - 1), j.push_back(k), j.push_back(at.back());
      } else {
        const size_t common = outer.size() - 2;
        for (size_t d = 0; d < up.size(); ++d) i.push_back(up[d] == 1 ? 0 : at[common - up.size() + d]);
        for (size_t d = 0; d < uq.size(); ++d) j.push_back(uq[d] == 1 ? 0 : at[common - uq.size() + d]);
        i.push_back(at[common]), i.push_back(k), j.push_back(k), j.push_back(at[common + 1]);
      }
      sum += a[flat(p, i)] * b[flat(q, j)];
    }
    out.push_back(sum);
  });
  *result = outer;
  if (right) result->pop_back();
  if (left) result->erase(result->begin() + (dot ? static_cast<long>(up.size()) : static_cast<long>(outer.size()) - 2));
  return out;
}
struct Factors {
  bool dot;
  Shape a;
  bool batch_a;
  Shape b;
  bool batch_b;
};
TEST(Products, MatmulAndDotAsInNumPy) {
  const Factors cases[] = {
      {false, {3}, false, {3}, false},       {false, {2, 3}, true, {3, 4}, false},       {false, {2, 3}, true, {3}, false},         {false, {3}, false, {3, 4}, false},
      {false, {2, 3, 4}, true, {4, 5}, false}, {false, {2, 3, 4}, true, {2, 4, 5}, true}, {false, {2, 1, 3, 4}, true, {5, 4, 2}, false}, {false, {3, 4}, false, {2, 4, 5}, true},
      {false, {4}, false, {2, 4, 3}, true},  {false, {2, 5, 4}, true, {1, 4, 3}, false}, {false, {2, 3, 1, 4}, true, {2, 1, 4, 2}, true},
      {true, {2, 3}, true, {3, 4}, false},   {true, {2, 3}, true, {3}, false},           {true, {3}, false, {3}, false},            {true, {2, 5, 3}, true, {4, 3, 2}, false},
  };
  for (const Factors& c : cases) {
    OpBench b(2);
    auto add = [&](const char* name, const Shape& shape, bool batch) { return batch ? b.data(name, Shape(shape.begin() + 1, shape.end()), some(shape)) : b.weight(name, shape, some(shape)); };
    Expr x = add("a", c.a, c.batch_a), y = add("b", c.b, c.batch_b);
    const std::string what = std::string(c.dot ? "dot" : "matmul") + " of " + to_string(c.a) + " and " + to_string(c.b);
    Expr z = b.call(c.dot ? "dot" : "matmul", {x, y});
    Shape shape;
    expect_near(b.run(z), product(c.dot, some(c.a), c.a, some(c.b), c.b, &shape), what);
    EXPECT_EQ(z.shape(), shape) << what;
    b.expect_gradients(z, 2, what);
    if (z.type().batch_axis == 0) expect_compiled_equals_interpreted(b.graph({z}));
  }
}
TEST(Products, OfTheBatch) {
  OpBench b(2);
  Expr x = b.data("x", {3}, some({2, 3})), w = b.weight("w", {4, 5}, some({4, 5})), images = b.data("i", {3, 4}, some({2, 3, 4}));
  EXPECT_EQ(b.refused("matmul", {x, w}), (Refusal{"K2403", "`matmul`: shapes do not fit: (None, 3) and (4, 5)"}));
  EXPECT_EQ(b.refused("matmul", {x, b.number(2)}).code, "K2403");
  EXPECT_EQ(b.refused("matmul", {images, b.weight("v", {2, 4, 5}, some({2, 4, 5}))}).code, "K2403");
  Expr turned = b.call("transpose", {x});
  EXPECT_EQ(b.refused("matmul", {x, turned}), (Refusal{"K2406", "`matmul`: the result has the batch twice"}));
  EXPECT_EQ(b.call("matmul", {turned, x}).type(), (Type{Element::f32, {3, 3}}));  // sums over the batch
  EXPECT_EQ(b.refused("dot", {images, b.call("transpose", {images}, {{"axes", Axes{0, 2, 1}}})}).code, "K2406");
  EXPECT_EQ(b.run(b.call("dot", {x, b.number(2)})), b.run(b.call("multiply", {x, b.number(2)})));
}

// ---- any call

// Calls drawn at random on values of any shape, on what came out before, too: done, or refused in our words. What is done
// has a meaning and a gradient.
TEST(AnyCall, IsDoneOrRefused) {
  std::mt19937 random(3);
  auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto setting = [&](SettingKind kind) -> OpValue {
    auto list = [&] { Axes out; for (int n = below(4); n >= 0; --n) out.push_back(below(7) - 2); return out; };
    if (kind == SettingKind::flag) return below(2) == 1;
    if (kind == SettingKind::number || kind == SettingKind::whole || kind == SettingKind::axis || below(2)) return static_cast<double>(below(7) - 2);
    return list();
  };
  int done = 0;
  for (int round = 0; round < 150; ++round) {
    OpBench b(1 + below(3));
    const int64_t n = b.b.graph.batch;
    std::vector<Expr> values = {b.data("x", {2, 3}, some({n, 2, 3})), b.data("y", {3}, some({n, 3})), b.data("s", {}, some({n})), b.weight("w", {3, 2}, some({3, 2})), b.weight("v", {3}, some({3})), b.number(2)};
    for (int call = 0; call < 40; ++call) {
      const OpRow& row = op_table()[static_cast<size_t>(below(static_cast<int>(op_table().size())))];
      std::vector<Expr> operands;
      for (int k = row.operands == OpRow::many ? 1 + below(3) : row.operands; k > 0; --k) operands.push_back(values[static_cast<size_t>(below(static_cast<int>(values.size())))]);
      Settings settings;
      for (const OpSettingRow& s : row.settings)
        if (s.required || below(2)) settings.emplace_back(s.name, setting(s.kind));
      const Refusal said = refusal([&] { values.push_back(b.call(row.name, operands, settings)); });
      EXPECT_TRUE(said.code == "none" || said.code.starts_with("K2")) << said;
      done += said.code == "none";
    }
    for (size_t i = 6; i < values.size(); i += 7) EXPECT_EQ(b.run(values[i]).size(), static_cast<size_t>(count(values[i].shape())));
    b.slopes(values.back(), "x");
  }
  EXPECT_GT(done, 2000);
}

}  // namespace
}  // namespace keratin::testing
