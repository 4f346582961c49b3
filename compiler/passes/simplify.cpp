// Small named rules. The right side is never more work than the left; bits may change here, for orders are chosen later.
#include <algorithm>
#include <map>
#include <optional>

#include "compiler/passes/passes.h"
#include "compiler/passes/rewrite.h"

namespace keratin {
namespace {

struct Simplify : Rewrite {
  using Rewrite::Rewrite;
  std::map<std::string, ValueId> seen;      // equal text means equal value
  std::vector<int> users;                   // of the old values

  const Graph& g() { return to.graph; }
  const Value& at(ValueId id) { return to.graph[id]; }
  template <class T>
  const T* op(ValueId id) {
    return std::get_if<T>(&to.graph[id].op);
  }

  // The one number of a constant, looked for through broadcasts.
  std::optional<double> number(ValueId id) {
    while (op<Broadcast>(id) || op<Reshape>(id)) id = at(id).operands[0];
    auto* c = op<Constant>(id);
    if (c && c->values.size() == 1) return c->values[0];
    return std::nullopt;
  }

  ValueId add(Op o, std::vector<ValueId> ids, const Origin& origin) {
    if (auto other = rule(o, ids, origin)) return *other;
    // Merge with an equal value: the same op on the same operands.
    Graph& graph = to.graph;
    ValueId made = graph.add(std::move(o), std::move(ids), origin);
    if (op<Input>(made) || op<Loop>(made)) return made;
    std::string text = print_value(graph, made);
    text = text.substr(text.find('=') + 1);
    text = text.substr(0, text.rfind(" @\""));
    return seen.try_emplace(text, made).first->second;
  }

  std::optional<ValueId> rule(const Op& o, const std::vector<ValueId>& x, const Origin& origin) {
    if (auto* m = std::get_if<Map>(&o)) {
      if (auto known = map_rule(*m, x)) return known;
      return before_views(*m, x, origin);
    }
    if (std::holds_alternative<StopGradient>(o)) return x[0];                                       // gradients are taken already
    if (auto* r = std::get_if<Reshape>(&o)) {
      if (g().type(x[0]) == r->type) return x[0];                                                  // reshape to the same shape = x
      if (op<Reshape>(x[0])) return add(*r, {at(x[0]).operands[0]}, origin);                       // reshape of reshape = one
    }
    if (auto* t = std::get_if<Transpose>(&o); t && std::is_sorted(t->permutation.begin(), t->permutation.end())) return x[0];
    if (auto* b = std::get_if<Broadcast>(&o)) {
      if (g().type(x[0]) == b->type) return x[0];                                                  // broadcast to the same shape = x
      if (auto* inner = op<Broadcast>(x[0])) {                                                     // broadcast of broadcast = one
        Broadcast merged{b->type, {}};
        for (int64_t axis : inner->axes) merged.axes.push_back(b->axes[axis]);
        bool ones = true;  // an axis of extent 1 that the outer one repeats must be 1 in the operand, too
        for (size_t i = 0; i < merged.axes.size(); ++i) {
          const int64_t extent = g().type(at(x[0]).operands[0]).shape[i];
          ones &= extent == 1 || extent == b->type.shape[merged.axes[i]];
        }
        if (ones) return add(merged, {at(x[0]).operands[0]}, origin);
      }
      if (auto axes = without_ones(x[0], b->axes)) return add(Broadcast{b->type, *axes}, {at(x[0]).operands[0]}, origin);
    }
    if (auto* s = std::get_if<Slice>(&o); s && s->extent == g().type(x[0]).shape && std::all_of(s->step.begin(), s->step.end(), [](int64_t n) { return n == 1; }))
      return x[0];                                                                                 // the whole slice = x
    if (auto* p = std::get_if<Pad>(&o)) {
      auto none = [](const Axes& a) { return std::all_of(a.begin(), a.end(), [](int64_t n) { return n == 0; }); };
      if (none(p->low) && none(p->high) && none(p->interior)) return x[0];                         // pad by nothing = x
    }
    if (auto* u = std::get_if<Unwindow>(&o)) return unwindow_of_product(*u, x[0], origin);
    return std::nullopt;
  }

  std::optional<ValueId> map_rule(const Map& m, const std::vector<ValueId>& x) {
    const std::optional<double> a = number(x[0]), b = number(x.back());  // b: of the last operand
    switch (m.kind) {
      case Scalar::copy: return x[0];
      case Scalar::add:
        if (a == 0.0 && g().type(x[1]).element == Element::i32) return x[1];
        if (b == 0.0) return x[0];                                                                 // x + 0 = x (but for -0, which no rule of Keras sees)
        if (a == 0.0) return x[1];
        break;
      case Scalar::subtract: if (b == 0.0) return x[0]; break;                                     // x - 0 = x
      case Scalar::multiply:
        if (b == 1.0) return x[0];                                                                 // x * 1 = x
        if (a == 1.0) return x[1];
        break;
      case Scalar::divide: if (b == 1.0) return x[0]; break;                                       // x / 1 = x
      case Scalar::negate:
        if (auto* inner = op<Map>(x[0]); inner && inner->kind == Scalar::negate) return at(x[0]).operands[0];  // -(-x) = x
        break;
      case Scalar::select: if (x[1] == x[2]) return x[1]; break;                                   // select(c, x, x) = x
      default: break;
    }
    return std::nullopt;
  }

  // broadcast(reshape x), where the reshape only adds axes of extent 1 = broadcast x: the axes that its own go to.
  std::optional<Axes> without_ones(ValueId id, const Axes& axes) {
    if (!op<Reshape>(id)) return std::nullopt;
    const Type &from_type = g().type(at(id).operands[0]), &result_type = g().type(id);
    const Shape &from = from_type.shape, &result = result_type.shape;
    Axes out;
    size_t f = 0;
    for (size_t r = 0; r < result.size(); ++r) {
      const bool batch = static_cast<int>(r) == result_type.batch_axis;  // a batch of one row is no other axis of extent 1
      if (f < from.size() && from[f] == result[r] && batch == (static_cast<int>(f) == from_type.batch_axis)) out.push_back(axes[r]), ++f;
      else if (result[r] != 1) return std::nullopt;
    }
    if (f != from.size()) return std::nullopt;
    return out;
  }

  // f(view a, view b) = view f(a, b) for equal reshapes or broadcasts, numbers aside: a function is computed once for each
  // element there is, and of rows' sums while they are still one number a row.
  std::optional<ValueId> before_views(const Map& m, const std::vector<ValueId>& x, const Origin& origin) {
    const ValueId* model = nullptr;
    for (const ValueId& id : x)
      if ((op<Reshape>(id) || op<Broadcast>(id)) && !number(id)) { model = &id; break; }
    if (!model || g().type(at(*model).operands[0]).rank() == 0) return std::nullopt;
    const ValueId first = *model;  // values move when the graph grows: what is kept here are copies
    const Type inner = g().type(at(first).operands[0]), outer = g().type(first);
    const bool broadcasts = op<Broadcast>(first) != nullptr;
    const Axes axes = broadcasts ? op<Broadcast>(first)->axes : Axes{};
    std::vector<ValueId> below;
    for (ValueId id : x) {
      const bool same_kind = at(id).op.index() == at(first).op.index();
      const ValueId source = same_kind ? at(id).operands[0] : id;
      if (same_kind && g().type(source).shape == inner.shape && g().type(source).batch_axis == inner.batch_axis && (!broadcasts || op<Broadcast>(id)->axes == axes)) {
        below.push_back(source);
        continue;
      }
      if (!op<Broadcast>(id) || g().type(at(id).operands[0]).rank() != 0) return std::nullopt;  // one number, repeated
      Type type = inner;
      type.element = g().type(id).element;
      below.push_back(add(Broadcast{type, {}}, {at(id).operands[0]}, origin));
    }
    const ValueId computed = add(m, below, origin);
    Type type = outer;
    type.element = g().type(computed).element;
    if (broadcasts) return add(Broadcast{type, axes}, {computed}, origin);
    return add(Reshape{type}, {computed}, origin);
  }

  // unwindow(dY . W) = window(pad(dY)) . flipped W: the gradient of a convolution by its input is a convolution, too, and
  // needs no array of windows.
  std::optional<ValueId> unwindow_of_product(const Unwindow& u, ValueId windows, const Origin& origin) {
    auto* contract = op<Contract>(windows);
    if (!contract || parse_equation(contract->equation).terms.size() != 1) return std::nullopt;
    const Equation equation = parse_equation(contract->equation);
    const std::string result = equation.result, left = equation.terms[0].left, right = equation.terms[0].right;
    const size_t n = u.axes.size(), last = u.axes.back();
    std::string positions, offsets;
    for (size_t a = 0; a < n; ++a) positions += result[u.axes[a]], offsets += result[last + 1 + a];
    auto all_in = [](const std::string& letters, const std::string& of) { return std::all_of(letters.begin(), letters.end(), [&](char c) { return of.find(c) != std::string::npos; }); };
    auto none_in = [](const std::string& letters, const std::string& of) { return std::all_of(letters.begin(), letters.end(), [&](char c) { return of.find(c) == std::string::npos; }); };
    const bool first_has = all_in(positions, left) && none_in(offsets, left) && all_in(offsets, right) && none_in(positions, right);
    const bool second_has = all_in(positions, right) && none_in(offsets, right) && all_in(offsets, left) && none_in(positions, left);
    if (!first_has && !second_has) return std::nullopt;
    const std::string gradient_letters = first_has ? left : right, weight_letters = first_has ? right : left;
    Expr gradient{&to, at(windows).operands[first_has ? 0 : 1]}, weight{&to, at(windows).operands[first_has ? 1 : 0]};
    to.origin = origin;
    // Positions must be neighbouring axes of the gradient, for a window over them.
    const size_t first = gradient_letters.find(positions[0]);
    for (size_t a = 0; a < n; ++a)
      if (gradient_letters.find(positions[a]) != first + a) return std::nullopt;
    Axes low(gradient.rank(), 0), high = low, interior = low, axes, size, ones(n, 1), dilation;
    for (size_t a = 0; a < n; ++a) {
      const int64_t reach = (u.size[a] - 1) * u.dilation[a], out = gradient.shape()[first + a];
      interior[first + a] = u.stride[a] - 1;
      low[first + a] = reach;
      high[first + a] = u.type.shape[u.axes[a]] - 1 - (out - 1) * u.stride[a];  // elements behind the last window's first
      axes.push_back(static_cast<int64_t>(first + a)), size.push_back(u.size[a]), dilation.push_back(u.dilation[a]);
    }
    Expr padded = pad(gradient, low, high, interior);
    Expr view = window(padded, axes, size, ones, dilation);
    Axes begin(weight.rank(), 0), extent = weight.shape(), step(weight.rank(), 1);
    for (char c : offsets) {
      const size_t d = weight_letters.find(c);
      begin[d] = extent[d] - 1, step[d] = -1;
    }
    Expr flipped = slice(weight, begin, extent, step);
    std::string view_letters = gradient_letters.substr(0, first + n) + offsets + gradient_letters.substr(first + n);
    std::string out_letters = result;
    for (size_t a = 0; a < n; ++a) out_letters.erase(out_letters.find(offsets[a]), 1);
    return add(Contract{view_letters + "," + weight_letters + "->" + out_letters}, {view.id, flipped.id}, origin);
  }
};

// x . A + y . B = one contraction of two products, when nobody else needs either sum.
struct MergeProducts : Rewrite {
  using Rewrite::Rewrite;
  std::vector<int> users;

  std::optional<ValueId> rule(const Value& v) {
    auto* m = std::get_if<Map>(&v.op);
    if (!m || m->kind != Scalar::add) return std::nullopt;
    const ValueId a = v.operands[0], b = v.operands[1];
    auto *p = std::get_if<Contract>(&from[a].op), *q = std::get_if<Contract>(&from[b].op);
    if (!p || !q || users[a.index] != 1 || users[b.index] != 1 || parse_equation(p->equation).result != parse_equation(q->equation).result) return std::nullopt;
    std::vector<ValueId> operands = this->operands(from[a]), more = this->operands(from[b]);
    operands.insert(operands.end(), more.begin(), more.end());
    return to.graph.add(Contract{p->equation + " + " + q->equation}, operands, v.origin);
  }
};

Graph merge_products(const Graph& graph) {
  MergeProducts rewrite(graph);
  rewrite.users.assign(graph.size(), 0);
  for (const Value& v : graph.values())
    for (ValueId operand : v.operands) ++rewrite.users[operand.index];
  for (const Output& o : graph.outputs) ++rewrite.users[o.value.index];
  return rewrite.run([&](const Value& v, ValueId) {
    if (auto merged = rewrite.rule(v)) return *merged;
    return rewrite.copy(v);
  });
}

}  // namespace

Graph simplify(const Graph& graph) {
  Simplify rewrite(graph);
  Graph out = rewrite.run([&](const Value& value, ValueId) {
    Op op = value.op;
    if (auto* loop = std::get_if<Loop>(&op)) loop->body = std::make_shared<const Graph>(simplify(*loop->body));
    return rewrite.add(std::move(op), rewrite.operands(value), value.origin);
  });
  return merge_products(remove_unused(out));
}

}  // namespace keratin
