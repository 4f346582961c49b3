// The oracle: each op in plain loops over row-major arrays.
#include "compiler/ir/evaluate.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "compiler/ir/evaluate_scalar.h"
#include "compiler/ir/fold.h"
#include "runtime/base/diagnostic.h"
#include "runtime/support/one_lane.h"

namespace keratin {
namespace {

std::vector<int64_t> strides_of(const Shape& shape) {
  std::vector<int64_t> strides(shape.size(), 1);
  for (size_t d = shape.size(); d-- > 1;) strides[d - 1] = strides[d] * shape[d];
  return strides;
}

template <class Real>
struct Evaluate {
  const Graph& graph;
  const Value& value;
  std::vector<const Plain<Real>*> x;
  const Bindings<Real>& inputs;
  int64_t rows;
  std::vector<std::vector<Plain<Real>>>& loop_values;  // by value id of the loop
  Plain<Real> out;

  bool numbers() const { return value.type.element == Element::f32; }
  int64_t size() const { return count(value.type.shape); }
  void allocate() {
    out.type = value.type;
    if (numbers()) out.numbers.assign(size(), 0);
    else out.integers.assign(size(), 0);
  }
  // Rows of the batch that are not there.
  bool absent(const Type& type, const std::vector<int64_t>& index) const {
    return type.batch_axis >= 0 && index[type.batch_axis] >= rows * (type.shape[type.batch_axis] / graph.batch);
  }
  // Every element's index in turn, with its flat position; elements that are not there are passed over.
  void each(const Type& type, const std::function<void(const std::vector<int64_t>&, int64_t)>& inside) const {
    std::vector<int64_t> index(type.shape.size(), 0);
    const int64_t n = count(type.shape);
    for (int64_t flat = 0; flat < n; ++flat) {
      if (!absent(type, index)) inside(index, flat);
      for (size_t d = index.size(); d-- > 0;) {
        if (++index[d] < type.shape[d]) break;
        index[d] = 0;
      }
    }
  }
  void put(int64_t to, const Plain<Real>& from, int64_t at) {
    if (numbers()) out.numbers[to] = from.numbers[at];
    else out.integers[to] = from.integers[at];
  }
  // An op that only moves elements: `source` gives the operand's index, or false where there is none.
  void move(const std::function<bool(const std::vector<int64_t>&, std::vector<int64_t>&)>& source) {
    const auto strides = strides_of(x[0]->type.shape);
    std::vector<int64_t> from(strides.size());
    each(value.type, [&](const auto& index, int64_t flat) {
      if (!source(index, from)) return;
      int64_t at = 0;
      for (size_t d = 0; d < from.size(); ++d) at += from[d] * strides[d];
      put(flat, *x[0], at);
    });
  }

  void operator()(const Input& op) {
    auto it = inputs.find(op.name);
    check(it != inputs.end(), "a value is given for input `" + op.name + "`");
    check(it->second.type.shape == op.type.shape, "input `" + op.name + "` is " + to_string(op.type) + ", given is " + to_string(it->second.type));
    out = it->second;
    out.type = value.type;
  }
  void operator()(const Constant& op) {
    for (int64_t i = 0; i < size(); ++i)
      if (numbers()) out.numbers[i] = static_cast<Real>(static_cast<float>(op.values[i]));
      else out.integers[i] = static_cast<int32_t>(op.values[i]);
  }
  void operator()(const Rows&) { out.integers[0] = static_cast<int32_t>(rows); }
  void operator()(const Iota& op) {
    each(value.type, [&](const auto& index, int64_t flat) { out.integers[flat] = static_cast<int32_t>(index[op.axis]); });
  }
  void operator()(const Random& op) {
    each(value.type, [&](const auto&, int64_t flat) {
      out.numbers[flat] = one_lane::uniform_(static_cast<int>(flat), static_cast<int>(op.ordinal), x[1]->integers[0], x[0]->integers[0]);
    });
  }
  void operator()(const Map& op) {
    const Signature signature = info(op.kind).signature;
    const bool of_numbers = x[0]->type.element == Element::f32;
    auto real = [&](size_t i, int64_t at) { return i < x.size() ? x[i]->numbers[at] : Real(0); };
    auto whole = [&](size_t i, int64_t at) { return i < x.size() ? x[i]->integers[at] : 0; };
    each(value.type, [&](const auto&, int64_t i) {
      if (op.kind == Scalar::select) put(i, x[0]->integers[i] ? *x[1] : *x[2], i);
      else if (op.kind == Scalar::to_float) out.numbers[i] = static_cast<Real>(static_cast<float>(x[0]->integers[i]));
      else if (op.kind == Scalar::to_int) out.integers[i] = one_lane::to_int(static_cast<float>(x[0]->numbers[i]));
      else if (signature == Signature::any_to_bool && of_numbers) out.integers[i] = compare<Real>(op.kind, real(0, i), real(1, i));
      else if (signature == Signature::any_to_bool) out.integers[i] = compare<int32_t>(op.kind, whole(0, i), whole(1, i));
      else if (of_numbers) out.numbers[i] = apply(op.kind, real(0, i), real(1, i), real(2, i));
      else out.integers[i] = apply(op.kind, whole(0, i), whole(1, i));
    });
  }
  void operator()(const Reshape&) { out.numbers = x[0]->numbers, out.integers = x[0]->integers; }
  void operator()(const StopGradient&) { (*this)(Reshape{}); }
  void operator()(const Transpose& op) {
    move([&](const auto& index, auto& from) {
      for (size_t i = 0; i < index.size(); ++i) from[op.permutation[i]] = index[i];
      return true;
    });
  }
  void operator()(const Broadcast& op) {
    const Shape& shape = x[0]->type.shape;
    move([&](const auto& index, auto& from) {
      for (size_t i = 0; i < from.size(); ++i) from[i] = shape[i] == 1 ? 0 : index[op.axes[i]];
      return true;
    });
  }
  void operator()(const Slice& op) {
    move([&](const auto& index, auto& from) {
      for (size_t i = 0; i < index.size(); ++i) from[i] = op.begin[i] + index[i] * op.step[i];
      return true;
    });
  }
  void operator()(const Pad& op) {
    each(value.type, [&](const auto&, int64_t i) {
      if (numbers()) out.numbers[i] = static_cast<Real>(static_cast<float>(op.value));
      else out.integers[i] = static_cast<int32_t>(op.value);
    });
    const Shape& shape = x[0]->type.shape;
    move([&](const auto& index, auto& from) {
      for (size_t i = 0; i < index.size(); ++i) {
        const int64_t at = index[i] - op.low[i], step = op.interior[i] + 1;
        if (at < 0 || at % step || at / step >= shape[i]) return false;
        from[i] = at / step;
      }
      return true;
    });
  }
  void operator()(const Concat& op) {
    int64_t begin = 0;
    for (const Plain<Real>* part : x) {
      const auto strides = strides_of(part->type.shape);
      const int64_t extent = part->type.shape[op.axis];
      each(value.type, [&](const auto& index, int64_t flat) {
        if (index[op.axis] < begin || index[op.axis] >= begin + extent) return;
        int64_t at = 0;
        for (size_t d = 0; d < index.size(); ++d) at += (index[d] - (static_cast<int64_t>(d) == op.axis ? begin : 0)) * strides[d];
        put(flat, *part, at);
      });
      begin += extent;
    }
  }
  // The element of the array that offset `index` of a window stands for.
  template <class Windows>
  static void inside_window(const Windows& op, const std::vector<int64_t>& index, std::vector<int64_t>& from) {
    const size_t n = op.axes.size(), last = op.axes.back();
    for (size_t d = 0; d < from.size(); ++d) from[d] = index[d <= last ? d : d + n];
    for (size_t a = 0; a < n; ++a) from[op.axes[a]] = index[op.axes[a]] * op.stride[a] + index[last + 1 + a] * op.dilation[a];
  }
  void operator()(const Window& op) {
    move([&](const auto& index, auto& from) { return inside_window(op, index, from), true; });
  }
  void operator()(const Unwindow& op) {
    // Windows in increasing position add to their elements.
    const auto strides = strides_of(value.type.shape);
    std::vector<int64_t> to(strides.size());
    each(x[0]->type, [&](const auto& index, int64_t flat) {
      inside_window(op, index, to);
      int64_t at = 0;
      for (size_t d = 0; d < to.size(); ++d) at += to[d] * strides[d];
      out.numbers[at] += x[0]->numbers[flat];
    });
  }
  void operator()(const Reduce& op) {
    const Type& from = x[0]->type;
    const auto strides = strides_of(from.shape);
    std::vector<int64_t> kept;
    for (int d = 0; d < from.rank(); ++d)
      if (!std::count(op.axes.begin(), op.axes.end(), d)) kept.push_back(d);
    Type reduced{Element::f32};
    for (int64_t d : op.axes) {
      if (d == from.batch_axis) reduced.batch_axis = reduced.rank();
      reduced.shape.push_back(from.shape[d]);
    }
    each(value.type, [&](const auto& index, int64_t flat) {
      int64_t base = 0;
      for (size_t i = 0; i < kept.size(); ++i) base += index[i] * strides[kept[i]];
      Fold<Real> fold(op.kind, op.order);
      each(reduced, [&](const auto& inner, int64_t k) {
        int64_t at = base;
        for (size_t i = 0; i < inner.size(); ++i) at += inner[i] * strides[op.axes[i]];
        fold.add(k, x[0]->numbers[at]);
      });
      if (numbers()) out.numbers[flat] = fold.result();
      else out.integers[flat] = static_cast<int32_t>(fold.index());
    });
  }
  void operator()(const Contract& op) {
    const Equation equation = parse_equation(op.equation);
    for (size_t t = 0; t < equation.terms.size(); ++t) multiply(equation.terms[t], equation.result, *x[2 * t], *x[2 * t + 1]);
  }
  void multiply(const Term& term, const std::string& result, const Plain<Real>& left, const Plain<Real>& right) {
    std::string summed;
    Type inner{Element::f32};
    auto gather = [&](const std::string& letters, const Type& type) {
      for (size_t d = 0; d < letters.size(); ++d) {
        if (result.find(letters[d]) != std::string::npos || summed.find(letters[d]) != std::string::npos) continue;
        if (static_cast<int>(d) == type.batch_axis) inner.batch_axis = inner.rank();
        summed += letters[d], inner.shape.push_back(type.shape[d]);
      }
    };
    gather(term.left, left.type), gather(term.right, right.type);
    auto steps = [](const std::string& letters, const Shape& shape, const std::string& of) {
      const auto strides = strides_of(shape);
      std::vector<int64_t> out;
      for (char c : of) out.push_back(letters.find(c) == std::string::npos ? 0 : strides[letters.find(c)]);
      return out;
    };
    const auto a_out = steps(term.left, left.type.shape, result), b_out = steps(term.right, right.type.shape, result);
    const auto a_in = steps(term.left, left.type.shape, summed), b_in = steps(term.right, right.type.shape, summed);
    std::vector<std::pair<int64_t, int64_t>> offsets;
    each(inner, [&](const auto& index, int64_t) {
      int64_t a = 0, b = 0;
      for (size_t i = 0; i < index.size(); ++i) a += index[i] * a_in[i], b += index[i] * b_in[i];
      offsets.push_back({a, b});
    });
    each(value.type, [&](const auto& index, int64_t flat) {
      int64_t a = 0, b = 0;
      for (size_t i = 0; i < index.size(); ++i) a += index[i] * a_out[i], b += index[i] * b_out[i];
      Real sum = out.numbers[flat];
      for (auto [i, j] : offsets) sum = std::fma(left.numbers[a + i], right.numbers[b + j], sum);
      out.numbers[flat] = sum;
    });
  }
  int64_t row_of(int32_t index, int64_t extent) const {
    if (index < 0 || index >= extent) fail("K3301", "index " + std::to_string(index) + " is outside a table of " + std::to_string(extent) + " rows");
    return index;
  }
  void operator()(const Gather&) {
    const int64_t extent = x[0]->type.shape[0], row = count(x[0]->type.shape) / extent;
    each(x[1]->type, [&](const auto&, int64_t i) {
      const int64_t from = row_of(x[1]->integers[i], extent);
      for (int64_t k = 0; k < row; ++k) put(i * row + k, *x[0], from * row + k);
    });
  }
  void operator()(const ScatterAdd& op) {
    const int64_t extent = op.type.shape[0], row = count(op.type.shape) / extent;
    each(x[0]->type, [&](const auto&, int64_t i) {
      const int64_t to = row_of(x[0]->integers[i], extent);
      for (int64_t k = 0; k < row; ++k) out.numbers[to * row + k] += x[1]->numbers[i * row + k];
    });
  }
  void operator()(const Loop& op);
  void operator()(const LoopResult& op) {
    out = loop_values[value.operands[0].index][op.index];
    out.type = value.type;
  }
  void operator()(const Gradient&) { internal_failure(__FILE__, __LINE__, "a gradient is expanded before it is evaluated"); }
};

template <class Real>
void append(Plain<Real>& to, const Plain<Real>& part) {
  to.numbers.insert(to.numbers.end(), part.numbers.begin(), part.numbers.end());
  to.integers.insert(to.integers.end(), part.integers.begin(), part.integers.end());
}
template <class Real>
Plain<Real> trip_of(const Plain<Real>& whole, const Type& type, int64_t trip) {
  Plain<Real> part{type};
  const int64_t n = count(type.shape);
  if (!whole.numbers.empty()) part.numbers.assign(whole.numbers.begin() + trip * n, whole.numbers.begin() + (trip + 1) * n);
  if (!whole.integers.empty()) part.integers.assign(whole.integers.begin() + trip * n, whole.integers.begin() + (trip + 1) * n);
  return part;
}

template <class Real>
void Evaluate<Real>::operator()(const Loop& op) {
  std::vector<const Input*> body_inputs;
  for (const Value& v : op.body->values())
    if (auto* in = std::get_if<Input>(&v.op)) body_inputs.push_back(in);
  std::vector<Plain<Real>> results(op.body->outputs.size());
  for (int64_t i = 0; i < op.carried; ++i) results[i] = *x[i];
  for (int64_t trip = 0; trip < op.trips; ++trip) {
    Bindings<Real> given;
    for (int64_t i = 0; i < static_cast<int64_t>(body_inputs.size()); ++i)
      given[body_inputs[i]->name] = i < op.carried ? results[i] : i < op.carried + op.sequences ? trip_of(*x[i], body_inputs[i]->type, trip) : *x[i];
    std::vector<Plain<Real>> all = evaluate_all(*op.body, given, rows);
    for (size_t o = 0; o < results.size(); ++o) {
      const Plain<Real>& made = all[op.body->outputs[o].value.index];
      if (static_cast<int64_t>(o) < op.carried) results[o] = made;
      else append(results[o], made);
    }
  }
  out = results[0];
  out.type = value.type;
  const size_t id = static_cast<size_t>(&value - graph.values().data());
  loop_values[id] = std::move(results);
}

}  // namespace

template <class Real>
std::vector<Plain<Real>> evaluate_all(const Graph& graph, const Bindings<Real>& inputs, int64_t rows) {
  std::vector<Plain<Real>> values(graph.size());
  std::vector<std::vector<Plain<Real>>> loop_values(graph.size());
  for (int i = 0; i < graph.size(); ++i) {
    Evaluate<Real> e{graph, graph[{i}], {}, inputs, rows < 0 ? graph.batch : rows, loop_values, {}};
    for (ValueId operand : graph[{i}].operands) e.x.push_back(&values[operand.index]);
    e.allocate();
    std::visit(e, graph[{i}].op);
    values[i] = std::move(e.out);
  }
  return values;
}

template <class Real>
Bindings<Real> evaluate(const Graph& graph, const Bindings<Real>& inputs, int64_t rows) {
  std::vector<Plain<Real>> values = evaluate_all(graph, inputs, rows);
  Bindings<Real> out;
  for (const Output& o : graph.outputs) out[o.name] = values[o.value.index];
  return out;
}

template std::vector<Plain<float>> evaluate_all(const Graph&, const Bindings<float>&, int64_t);
template std::vector<Plain<double>> evaluate_all(const Graph&, const Bindings<double>&, int64_t);
template Bindings<float> evaluate(const Graph&, const Bindings<float>&, int64_t);
template Bindings<double> evaluate(const Graph&, const Bindings<double>&, int64_t);

}  // namespace keratin
