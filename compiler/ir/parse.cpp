// Reads the text of a graph. Strict: what `print` does not write is an error, with line and column.
#include <array>

#include "compiler/ir/cursor.h"
#include "compiler/ir/graph.h"

namespace keratin {
namespace {

constexpr size_t most_text = 256 << 20, most_values = 1 << 20;
constexpr int deepest = 4;                      // loops in loops
constexpr int64_t most_elements = int64_t(1) << 40;

class GraphParser {
 public:
  explicit GraphParser(Cursor& at) : at_(at) {}

  // `graph "train" batch=32 {` … `}`; the cursor stands at `graph` and is left on the line of the closing brace.
  Graph graph(int indent, int depth) {
    if (depth > deepest) at_.error("loops are nested too deeply");
    at_.expect("graph ");
    Graph g(at_.quoted());
    at_.expect(" batch=");
    g.batch = at_.whole(1);
    at_.expect(" {");
    at_.end_line();
    while (!at_.done() && at_.indent() == indent + 2) {
      at_.start(indent + 2);
      if (at_.sees('%')) value(g, indent, depth);
      else output(g);
    }
    if (at_.done() || at_.indent() != indent) at_.error("expected a value, an output or `}`");
    at_.start(indent);
    at_.expect("}");
    return g;
  }

 private:
  Cursor& at_;

  ValueId use(const Graph& g) {
    at_.expect("%");
    return {at_.small(0, g.size() - 1)};
  }
  void output(Graph& g) {
    const bool state = at_.take("state ");
    if (!state) at_.expect("output ");
    const std::string name = at_.quoted();
    at_.expect(" ");
    g.outputs.push_back({name, use(g), state});
    at_.end_line();
  }
  void value(Graph& g, int indent, int depth) {
    if (g.size() >= static_cast<int>(most_values)) at_.error("the graph has too many values");
    at_.expect("%");
    at_.whole(g.size(), g.size());
    at_.expect(" = ");
    Op op = named(at_.word());
    std::vector<ValueId> operands;
    while (at_.take(" %")) operands.push_back({at_.small(0, g.size() - 1)});
    std::visit([&](auto& o) { std::apply([&](const auto&... f) { (attribute(f.name, o.*f.member), ...); }, o.fields); }, op);
    at_.expect(" : ");
    const Type announced = type();
    std::visit([&](auto& o) { std::apply([&](const auto&... f) { (take_type(o.*f.member, announced), ...); }, o.fields); }, op);
    Origin origin;
    if (at_.take(" @")) origin.layer = at_.quoted();
    if (at_.take(" from=")) {
      origin.file = at_.quoted();
      at_.expect(":");
      origin.line = at_.small(0);
    }
    if (auto* loop = std::get_if<Loop>(&op)) {
      at_.expect(" body ");
      loop->body = std::make_shared<const Graph>(graph(indent + 2, depth + 1));
    }
    add(g, std::move(op), std::move(operands), std::move(origin), announced);
    at_.end_line();
  }
  // What does not fit together is the file's fault here, not ours.
  void add(Graph& g, Op op, std::vector<ValueId> operands, Origin origin, const Type& announced) {
    try {
      g.add(std::move(op), std::move(operands), std::move(origin));
    } catch (const InternalError& e) {
      at_.error(e.promise());
    }
    if (!(g.type(g.last()) == announced)) at_.error(fmt::format("the line says {}, its operands make {}", to_string(announced), to_string(g.type(g.last()))));
  }

  template <size_t i = 0>
  Op named(const std::string& word) {
    if constexpr (i < std::variant_size_v<Op>) {
      using One = std::variant_alternative_t<i, Op>;
      if (!std::is_same_v<One, Map> && word == One::info.name) return One{};
      return named<i + 1>(word);
    } else {
      if (auto kind = find_scalar(word)) return Map{*kind};
      at_.error(fmt::format("`{}` is no op", word), static_cast<long>(word.size()));
    }
  }
  template <size_t n>
  int one_of(const std::string_view (&words)[n]) {
    const std::string seen = at_.word();
    for (size_t i = 0; i < n; ++i)
      if (seen == words[i]) return static_cast<int>(i);
    at_.error(fmt::format("`{}` is not known here", seen), static_cast<long>(seen.size()));
  }
  Type type() {
    Type out;
    out.element = Element(one_of(element_names_));
    at_.expect("[");
    int64_t room = most_elements;
    for (bool more = !at_.take("]"); more; more = !at_.take("]")) {
      if (!out.shape.empty()) at_.expect(",");
      out.shape.push_back(at_.whole(1));
      if ((room /= out.shape.back()) == 0 || out.shape.size() > 16) at_.error("the type is too large");
      if (at_.take("*")) out.batch_axis = out.rank() - 1;
    }
    return out;
  }

  void name(std::string_view text) { at_.expect(fmt::format(" {}=", text)); }
  void attribute(std::string_view n, std::string& x) { name(n), x = at_.quoted(); }
  void attribute(std::string_view n, int64_t& x) { name(n), x = at_.whole(); }
  void attribute(std::string_view n, double& x) { name(n), x = at_.real(); }
  void attribute(std::string_view n, Role& x) { name(n), x = Role(one_of(role_names)); }
  void attribute(std::string_view n, ReduceKind& x) { name(n), x = ReduceKind(one_of(reduce_names)); }
  void attribute(std::string_view n, Order& x) {
    if (at_.take(fmt::format(" {}=", n))) x = Order(one_of(order_names));
  }
  void attribute(std::string_view, Scalar&) {}
  void attribute(std::string_view, Type&) {}
  void attribute(std::string_view, std::shared_ptr<const Graph>&) {}
  void attribute(std::string_view n, Axes& x) { list(n, x, [&] { return static_cast<int64_t>(at_.whole()); }); }
  void attribute(std::string_view n, std::vector<double>& x) { list(n, x, [&] { return at_.real(); }); }
  template <class T, class Take>
  void list(std::string_view n, std::vector<T>& to, Take take) {
    name(n);
    at_.expect("[");
    for (bool more = !at_.take("]"); more; more = !at_.take("]")) {
      if (!to.empty()) at_.expect(",");
      to.push_back(take());
    }
  }
  static void take_type(Type& to, const Type& announced) { to = announced; }
  template <class T>
  static void take_type(T&, const Type&) {}

  static constexpr std::string_view element_names_[] = {element_table[0].name, element_table[1].name, element_table[2].name, element_table[3].name};
};

}  // namespace

Graph parse_graph(Cursor& at) {
  Graph g = GraphParser(at).graph(0, 0);
  at.end_line();
  return g;
}

Graph parse_graph(std::string_view text, std::string_view file) {
  if (text.size() > most_text) fail("K2901", fmt::format("a graph's text of {} bytes is too large", text.size()), {.file = std::string(file)});
  Cursor at(text, file, "K2901");
  Graph g = parse_graph(at);
  if (!at.done()) at.error("the text goes on behind the graph");
  return g;
}

}  // namespace keratin
