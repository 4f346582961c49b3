// A graph as text: one value a line. parse.cpp reads it back equal.
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "compiler/ir/graph.h"

namespace keratin {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (unsigned char c : text) {
    if (c == '"' || c == '\\') out += '\\', out += static_cast<char>(c);
    else if (c < 0x20 || c >= 0x7f) out += fmt::format("\\x{:02x}", c);
    else out += static_cast<char>(c);
  }
  return out + "\"";
}

namespace {

std::string number(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  char text[40];
  auto end = std::to_chars(text, text + sizeof text, x).ptr;
  return std::string(text, end);
}

struct Attributes {
  std::string text;
  std::string indent;

  void operator()(std::string_view name, const std::string& x) { text += fmt::format(" {}={}", name, quoted(x)); }
  void operator()(std::string_view name, int64_t x) { text += fmt::format(" {}={}", name, x); }
  void operator()(std::string_view name, double x) { text += fmt::format(" {}={}", name, number(x)); }
  void operator()(std::string_view name, Role x) { text += fmt::format(" {}={}", name, role_names[static_cast<int>(x)]); }
  void operator()(std::string_view name, ReduceKind x) { text += fmt::format(" {}={}", name, reduce_names[static_cast<int>(x)]); }
  void operator()(std::string_view name, Order x) {
    if (x != Order::unset) text += fmt::format(" {}={}", name, order_names[static_cast<int>(x)]);
  }
  void operator()(std::string_view, Scalar) {}            // the mnemonic
  void operator()(std::string_view, const Type&) {}       // behind the colon
  void operator()(std::string_view name, const Axes& x) { text += fmt::format(" {}=[{}]", name, fmt::join(x, ",")); }
  void operator()(std::string_view name, const std::vector<double>& x) {
    text += fmt::format(" {}=[", name);
    for (size_t i = 0; i < x.size(); ++i) text += (i ? "," : "") + number(x[i]);
    text += "]";
  }
  void operator()(std::string_view, const std::shared_ptr<const Graph>&) {}  // the block below
};

std::string line(const Graph& graph, ValueId id) {
  const Value& v = graph[id];
  auto* map = std::get_if<Map>(&v.op);
  std::string text = fmt::format("%{} = {}", id.index, map ? info(map->kind).name : info(v.op).name);
  for (ValueId operand : v.operands) text += fmt::format(" %{}", operand.index);
  Attributes attributes;
  std::visit([&](const auto& op) { std::apply([&](const auto&... f) { (attributes(f.name, op.*f.member), ...); }, op.fields); }, v.op);
  return text + attributes.text + " : " + to_string(v.type);
}

void write(const Graph& graph, const std::string& indent, std::string& out) {
  out += fmt::format("graph {} batch={} {{\n", quoted(graph.name), graph.batch);
  for (int i = 0; i < graph.size(); ++i) {
    const Value& v = graph[{i}];
    out += indent + "  " + line(graph, {i});
    if (!v.origin.layer.empty()) out += " @" + quoted(v.origin.layer);
    if (!v.origin.file.empty() || v.origin.line) out += fmt::format(" from={}:{}", quoted(v.origin.file), v.origin.line);
    if (auto* loop = std::get_if<Loop>(&v.op)) out += " body ", write(*loop->body, indent + "  ", out);
    else out += "\n";
  }
  for (const Output& o : graph.outputs) out += fmt::format("{}  {} {} %{}\n", indent, o.state ? "state" : "output", quoted(o.name), o.value.index);
  out += indent + "}\n";
}

}  // namespace

std::string print(const Graph& graph) {
  std::string out;
  write(graph, "", out);
  return out;
}

std::string print_value(const Graph& graph, ValueId id) {
  std::string text = line(graph, id);
  const std::string& layer = graph[id].origin.layer;
  return layer.empty() ? text : text + " @" + quoted(layer);
}

}  // namespace keratin
