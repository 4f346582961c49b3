// rule 1: the type that comes out of an op. A missing overload does not compile.
#include <algorithm>
#include <cmath>
#include <map>

#include "compiler/ir/graph.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

struct Infer {
  const Op& op;
  std::span<const Type> x;
  const Graph& graph;

  void expect(bool holds, const std::string& what) const {
    if (holds) return;
    std::string text = "`" + std::string(info(op).name) + "`: " + what + ", got";
    for (const Type& t : x) text += " " + to_string(t);
    internal_failure(__FILE__, __LINE__, text);
  }
  void operands(size_t n) const { expect(x.size() == n, "takes " + std::to_string(n) + " operands"); }
  void well_formed(const Type& t) const {
    expect(t.element != Element::u8, "numbers of f32, i32 or bool");
    expect(t.rank() <= 8, "a rank of at most 8");
    int64_t n = 1;
    for (int64_t extent : t.shape) {
      expect(extent >= 1 && extent < (int64_t(1) << 31), "extents from 1 to 2^31 - 1");
      expect(n <= (int64_t(1) << 40) / extent, "at most 2^40 elements");
      n *= extent;
    }
    expect(t.batch_axis >= -1 && t.batch_axis < t.rank(), "the batch axis is an axis");
    if (t.batch_axis >= 0) expect(t.shape[t.batch_axis] % graph.batch == 0, "the batch axis is a multiple of the batch");
  }
  // A literal stays what it is in its element type.
  void fits(double x, Element e) const {
    expect(e == Element::f32 || (x == std::floor(x) && std::abs(x) <= (e == Element::i32 ? 2147483647.0 : 1.0) && (e == Element::i32 || x >= 0)), "whole numbers, 0 or 1 for bool");
  }
  // Elements before the batch axis: a reshape that keeps them keeps the rows.
  static int64_t before_batch(const Type& t) { return count(Shape(t.shape.begin(), t.shape.begin() + std::max(t.batch_axis, 0))); }
  int64_t axis(int64_t a, const Type& t) const {
    expect(a >= 0 && a < t.rank(), "axis " + std::to_string(a) + " is inside the rank");
    return a;
  }

  Type operator()(const Input& o) const { return operands(0), well_formed(o.type), o.type; }
  Type operator()(const Constant& o) const {
    operands(0), well_formed(o.type);
    expect(static_cast<int64_t>(o.values.size()) == count(o.type.shape), "as many numbers as elements");
    for (double x : o.values) fits(x, o.type.element);
    return o.type;
  }
  Type operator()(const Rows&) const { return operands(0), Type{Element::i32}; }
  Type operator()(const Iota& o) const {
    operands(0), well_formed(o.type), axis(o.axis, o.type);
    expect(o.type.element == Element::i32, "an index is i32");
    return o.type;
  }
  Type operator()(const Random& o) const {
    operands(2), well_formed(o.type);
    for (const Type& t : x) expect(t.shape.empty() && t.element == Element::i32, "seed and step are i32[]");
    expect(o.type.element == Element::f32 && count(o.type.shape) < (int64_t(1) << 31), "numbers are f32, fewer than 2^31");
    return o.type;
  }
  Type operator()(const Map& o) const {
    const ScalarInfo& row = info(o.kind);
    operands(row.arity);
    expect(row.signature != Signature::ints_to_number, "a function of graphs");
    for (const Type& t : x) expect(t.shape == x[0].shape && t.batch_axis == x[0].batch_axis, "operands of one shape and batch axis");
    Type out = x[0];
    const size_t first = row.signature == Signature::bool_T_T_to_T ? 1 : 0;
    for (size_t i = first; i < x.size(); ++i) expect(x[i].element == x[first].element, "operands of one element type");
    const Element e = x[first].element;
    switch (row.signature) {
      case Signature::number_to_number: expect(e == Element::f32, "f32"); break;
      case Signature::any_to_same: expect(e != Element::boolean && e != Element::u8 && (o.kind != Scalar::remainder || e == Element::i32), "f32 or i32 (remainder: i32)"); break;
      case Signature::any_to_bool: expect(e == Element::f32 || e == Element::i32, "f32 or i32"), out.element = Element::boolean; break;
      case Signature::bool_to_bool: expect(e == Element::boolean, "bool"); break;
      case Signature::int_to_float: expect(e == Element::i32, "i32"), out.element = Element::f32; break;
      case Signature::float_to_int: expect(e == Element::f32, "f32"), out.element = Element::i32; break;
      case Signature::bool_T_T_to_T: expect(x[0].element == Element::boolean, "a bool first"), out.element = e; break;
      case Signature::ints_to_number: break;
    }
    return out;
  }
  Type operator()(const Reshape& o) const {
    operands(1), well_formed(o.type);
    expect(o.type.element == x[0].element && count(o.type.shape) == count(x[0].shape), "as many elements of the same type");
    expect((o.type.batch_axis >= 0) == (x[0].batch_axis >= 0) && before_batch(o.type) == before_batch(x[0]), "the batch stays");
    return o.type;
  }
  Type operator()(const Transpose& o) const {
    operands(1);
    expect(static_cast<int>(o.permutation.size()) == x[0].rank(), "an axis for each axis");
    Type out = x[0];
    std::vector<bool> seen(o.permutation.size());
    for (size_t i = 0; i < o.permutation.size(); ++i) {
      const int64_t from = axis(o.permutation[i], x[0]);
      expect(!seen[from], "each axis once");
      seen[from] = true;
      out.shape[i] = x[0].shape[from];
      if (from == x[0].batch_axis) out.batch_axis = static_cast<int>(i);
    }
    return out;
  }
  Type operator()(const Broadcast& o) const {
    operands(1), well_formed(o.type);
    expect(static_cast<int>(o.axes.size()) == x[0].rank() && o.type.element == x[0].element, "an axis for each axis");
    for (size_t i = 0; i < o.axes.size(); ++i) {
      const int64_t to = axis(o.axes[i], o.type);
      expect(i == 0 || to > o.axes[i - 1], "axes in increasing order");
      expect(x[0].shape[i] == 1 || x[0].shape[i] == o.type.shape[to], "an extent of 1 or the result's");
      if (static_cast<int>(i) == x[0].batch_axis) expect(o.type.batch_axis == to, "the batch stays");
    }
    return o.type;
  }
  Type operator()(const Slice& o) const {
    operands(1);
    Type out = x[0];
    const size_t n = out.shape.size();
    expect(o.begin.size() == n && o.extent.size() == n && o.step.size() == n, "begin, extent and step for each axis");
    for (size_t i = 0; i < n; ++i) {
      expect(o.step[i] != 0 && o.extent[i] >= 1 && o.extent[i] <= (int64_t(1) << 31), "a step and an extent");
      expect(std::abs(o.step[i]) < (int64_t(1) << 31), "a small step");
      const int64_t last = o.begin[i] + (o.extent[i] - 1) * o.step[i];
      expect(o.begin[i] >= 0 && o.begin[i] < x[0].shape[i] && last >= 0 && last < x[0].shape[i], "elements of the operand");
      if (static_cast<int>(i) == out.batch_axis) expect(o.begin[i] == 0 && o.extent[i] == out.shape[i] && o.step[i] == 1, "the whole batch");
      out.shape[i] = o.extent[i];
    }
    return out;
  }
  Type operator()(const Pad& o) const {
    operands(1);
    Type out = x[0];
    const size_t n = out.shape.size();
    expect(o.low.size() == n && o.high.size() == n && o.interior.size() == n, "low, high and interior for each axis");
    fits(o.value, out.element);
    for (size_t i = 0; i < n; ++i) {
      expect(std::min({o.low[i], o.high[i], o.interior[i]}) >= 0 && std::max({o.low[i], o.high[i], o.interior[i]}) < (int64_t(1) << 31), "no negative padding");
      out.shape[i] = o.low[i] + (out.shape[i] - 1) * (o.interior[i] + 1) + 1 + o.high[i];
      if (static_cast<int>(i) == out.batch_axis) expect(out.shape[i] == x[0].shape[i], "no padding of the batch");
    }
    return well_formed(out), out;
  }
  Type operator()(const Concat& o) const {
    expect(!x.empty(), "an operand");
    Type out = x[0];
    axis(o.axis, out);
    expect(o.axis != out.batch_axis, "not along the batch");
    for (size_t i = 1; i < x.size(); ++i) {
      Type same = x[i];
      expect(same.rank() == out.rank(), "operands of one rank");
      const int64_t extent = same.shape[o.axis];
      same.shape[o.axis] = out.shape[o.axis];
      expect(same == out, "operands that differ along the axis alone");
      out.shape[o.axis] += extent;
    }
    return well_formed(out), out;
  }
  template <class Op>
  Type windows(const Op& o, const Type& from) const {
    const size_t n = o.axes.size();
    expect(n >= 1 && o.size.size() == n && o.stride.size() == n && o.dilation.size() == n, "size, stride and dilation for each axis");
    Type out = from;
    for (size_t i = 0; i < n; ++i) {
      axis(o.axes[i], from);
      expect(i == 0 || o.axes[i] == o.axes[i - 1] + 1, "neighbouring axes");
      expect(o.axes[i] != from.batch_axis, "not the batch");
      expect(o.size[i] >= 1 && o.stride[i] >= 1 && o.dilation[i] >= 1 && std::max({o.size[i], o.stride[i], o.dilation[i]}) < (int64_t(1) << 31), "sizes, strides and dilations from 1");
      const int64_t reach = (o.size[i] - 1) * o.dilation[i] + 1;
      expect(reach <= from.shape[o.axes[i]], "a window that fits");
      out.shape[o.axes[i]] = (from.shape[o.axes[i]] - reach) / o.stride[i] + 1;
    }
    out.shape.insert(out.shape.begin() + o.axes.back() + 1, o.size.begin(), o.size.end());
    if (out.batch_axis > o.axes.back()) out.batch_axis += static_cast<int>(n);
    return well_formed(out), out;
  }
  Type operator()(const Window& o) const { return operands(1), windows(o, x[0]); }
  Type operator()(const Unwindow& o) const {
    operands(1), well_formed(o.type);
    expect(o.type.element == Element::f32 && windows(o, o.type) == x[0], "the windows of the result, f32");
    return o.type;
  }
  Type operator()(const Reduce& o) const {
    operands(1);
    expect(x[0].element == Element::f32, "f32");
    expect(o.kind != ReduceKind::argmax || o.axes.size() == 1, "argmax along one axis");
    Type out{o.kind == ReduceKind::argmax ? Element::i32 : Element::f32};
    for (size_t i = 0; i < o.axes.size(); ++i) expect(axis(o.axes[i], x[0]) >= 0 && (i == 0 || o.axes[i] > o.axes[i - 1]), "axes in increasing order");
    for (int d = 0; d < x[0].rank(); ++d) {
      if (std::count(o.axes.begin(), o.axes.end(), d)) continue;
      if (d == x[0].batch_axis) out.batch_axis = out.rank();
      out.shape.push_back(x[0].shape[d]);
    }
    return out;
  }
  Type operator()(const Contract& o) const {
    const Equation equation = parse_equation(o.equation);
    operands(2 * equation.terms.size());
    std::map<char, std::pair<int64_t, bool>> known;  // by index: its extent, and whether it is the batch
    Type out{Element::f32};
    for (size_t i = 0; i < x.size(); ++i) {
      const std::string& letters = i % 2 ? equation.terms[i / 2].right : equation.terms[i / 2].left;
      expect(static_cast<int>(letters.size()) == x[i].rank() && x[i].element == Element::f32, "f32 operands with an index for each axis");
      if (i % 2 == 0) std::erase_if(known, [&](const auto& entry) { return equation.result.find(entry.first) == std::string::npos; });  // a summed index belongs to its term
      for (size_t d = 0; d < letters.size(); ++d) {
        expect(letters.find(letters[d]) == d, "each index once in an operand");
        const std::pair here{x[i].shape[d], static_cast<int>(d) == x[i].batch_axis};
        expect(known.try_emplace(letters[d], here).first->second == here, std::string("one extent of index ") + letters[d] + ", the batch's in all operands or none");
      }
      const auto batches = [&](bool kept) { return std::count_if(known.begin(), known.end(), [&](const auto& entry) { return entry.second.second && kept == (equation.result.find(entry.first) != std::string::npos); }); };
      expect(batches(true) <= 1 && batches(false) <= 1, "one index of the batch");
    }
    for (size_t d = 0; d < equation.result.size(); ++d) {
      expect(known.count(equation.result[d]) && equation.result.find(equation.result[d]) == d, "a result of known indices, each once");
      const auto [extent, batch] = known[equation.result[d]];
      if (batch) out.batch_axis = static_cast<int>(d);
      out.shape.push_back(extent);
    }
    return well_formed(out), out;
  }
  Type operator()(const Gather&) const {
    operands(2);
    expect(x[0].rank() >= 1 && x[0].batch_axis < 0 && x[1].element == Element::i32, "a table, and indices of i32");
    Type out = x[0];
    out.shape.erase(out.shape.begin());
    out.shape.insert(out.shape.begin(), x[1].shape.begin(), x[1].shape.end());
    out.batch_axis = x[1].batch_axis;
    return well_formed(out), out;
  }
  Type operator()(const ScatterAdd& o) const {
    operands(2), well_formed(o.type);
    Type source = o.type;
    expect(source.rank() >= 1 && source.batch_axis < 0, "a table as result");
    source.shape.erase(source.shape.begin());
    source.shape.insert(source.shape.begin(), x[0].shape.begin(), x[0].shape.end());
    source.batch_axis = x[0].batch_axis;
    expect(x[0].element == Element::i32 && o.type.element == Element::f32 && source == x[1], "indices of i32, and a row of f32 for each");
    return o.type;
  }
  Type operator()(const Loop& o) const {
    expect(o.body != nullptr && o.trips >= 1 && o.carried >= 0 && o.sequences >= 0, "a body and its counts");
    expect(o.carried + o.sequences <= static_cast<int64_t>(x.size()), "as many operands as it carries and walks along");
    size_t n = 0;
    for (const Value& v : o.body->values())
      if (auto* in = std::get_if<Input>(&v.op)) {
        expect(n < x.size(), "an operand for each input of the body");
        Type want = in->type;
        const bool sequence = static_cast<int64_t>(n) >= o.carried && static_cast<int64_t>(n) < o.carried + o.sequences;
        expect(in->role == (static_cast<int64_t>(n) < o.carried ? Role::carried : sequence ? Role::sequence : Role::capture), "inputs in the order carried, sequence, capture");
        if (sequence) want.shape.insert(want.shape.begin(), o.trips), want.batch_axis += want.batch_axis >= 0;
        expect(x[n] == want, "operand " + std::to_string(n) + " is " + to_string(want));
        if (static_cast<int64_t>(n) < o.carried) expect(n < o.body->outputs.size() && o.body->type(o.body->outputs[n].value) == in->type, "carried values keep their type");
        ++n;
      }
    expect(n == x.size() && o.body->batch == graph.batch && !o.body->outputs.empty(), "an input of the body for each operand, and results");
    for (const Type& result : loop_results(o)) well_formed(result);
    return loop_results(o)[0];
  }
  Type operator()(const LoopResult&) const { internal_failure(__FILE__, __LINE__, "a loop's result is typed by its loop"); }
  Type operator()(const StopGradient&) const { return operands(1), x[0]; }
  Type operator()(const Gradient&) const {
    operands(2);
    expect(x[0].shape.empty() && x[0].element == Element::f32 && x[1].element == Element::f32, "the derivative of an f32[] by f32");
    return x[1];
  }
};

}  // namespace

Type infer(const Op& op, std::span<const Type> operands, const Graph& graph) { return std::visit(Infer{op, operands, graph}, op); }

}  // namespace keratin
