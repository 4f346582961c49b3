#include "compiler/replay.h"

#include <algorithm>
#include <set>

#include "compiler/ir/cursor.h"
#include "compiler/passes/passes.h"

namespace keratin {
namespace {

constexpr std::string_view first_line = "keratin graphs 1";
constexpr std::string_view initial_names[] = {"zeros", "ones", "constant", "uniform", "normal", "truncated_normal", "orthogonal", "identity", "values"};

template <size_t n>
int one_of(Cursor& at, const std::string_view (&words)[n], const char* what) {
  const std::string seen = at.word();
  for (size_t i = 0; i < n; ++i)
    if (seen == words[i]) return static_cast<int>(i);
  at.error(fmt::format("`{}` is no {}", seen, what), static_cast<long>(seen.size()));
}

std::string state_line(const StateInfo& s) {
  std::string values;
  if (s.initial.kind == InitialKind::values) values = fmt::format(" values=[{}]", fmt::join(s.initial.values, ","));
  return fmt::format("state {} {} {} initial={} a={} b={} ordinal={} seed={}{} trainable={} layer={}\n", quoted(s.name), role_names[static_cast<int>(s.role)],
                     to_string(Type{s.element, s.shape}), initial_names[static_cast<int>(s.initial.kind)], s.initial.a, s.initial.b, s.initial.ordinal, s.initial.seed, values,
                     s.trainable ? 1 : 0, quoted(s.layer));
}

StateInfo state(Cursor& at) {
  StateInfo s;
  s.name = at.quoted();
  at.expect(" ");
  s.role = Role(one_of(at, role_names, "role"));
  if (!is_state(s.role)) at.error("a state is weight, slot, statistic, counter, setting or metric");
  at.expect(" ");
  s.element = at.take("i32") ? Element::i32 : (at.expect("f32"), Element::f32);
  at.expect("[");
  int64_t room = int64_t(1) << 33;  // elements
  for (bool more = !at.take("]"); more; more = !at.take("]")) {
    if (!s.shape.empty()) at.expect(",");
    s.shape.push_back(at.whole(1));
    if ((room /= s.shape.back()) == 0 || s.shape.size() > 8) at.error("the state is too large");
  }
  at.expect(" initial=");
  s.initial.kind = InitialKind(one_of(at, initial_names, "kind of first value"));
  at.expect(" a="), s.initial.a = at.real();
  at.expect(" b="), s.initial.b = at.real();
  at.expect(" ordinal="), s.initial.ordinal = static_cast<uint32_t>(at.whole(0));
  at.expect(" seed="), s.initial.seed = at.whole(-1, INT64_MAX);
  if (s.initial.kind == InitialKind::values) {
    at.expect(" values=["), s.initial.values.push_back(at.real());
    while (at.take(",")) s.initial.values.push_back(at.real());
    at.expect("]");
    if (static_cast<int64_t>(s.initial.values.size()) != count(s.shape)) at.error("as many values as the state has elements");
  }
  at.expect(" trainable="), s.trainable = at.whole(0, 1);
  at.expect(" layer="), s.layer = at.quoted();
  return s;
}

// Every state of a graph stands in the table, with its type.
void agree(const GraphFile& file, const Graph& graph, const Cursor& at) {
  for (const Value& v : graph.values()) {
    auto* in = std::get_if<Input>(&v.op);
    if (!in || !is_state(in->role)) continue;
    bool known = false;
    for (const StateInfo& s : file.states) known = known || (s.name == in->name && s.element == in->type.element && s.shape == in->type.shape && s.role == in->role);
    if (!known) at.error(fmt::format("the graph `{}` reads a state `{}` that the table above does not have with this type and role", graph.name, in->name));
  }
}

}  // namespace

std::string print(const GraphFile& file) {
  std::string text = std::string(first_line) + "\npasses";
  for (const std::string& pass : file.passes) text += " " + pass;
  text += "\n";
  for (const StateInfo& s : file.states) text += state_line(s);
  for (const MetricInfo& m : file.metrics) {
    text += "metric " + quoted(m.name);
    text += m.total.empty() ? " step" : fmt::format(" total={} count={}", quoted(m.total), quoted(m.count));
    text += m.higher_is_better ? " higher\n" : "\n";
  }
  for (const Graph& g : file.graphs) text += print(g);
  return text;
}

GraphFile parse_graph_file(std::string_view text, std::string_view path) {
  Cursor at(text, path, "K2901");
  GraphFile file;
  if (!at.take(first_line)) at.error(fmt::format("expected `{}`: what `keratin dump --stage graph` writes", first_line));
  at.end_line();
  at.expect("passes");
  while (at.take(" ")) {
    const std::string pass = at.dashed_word();
    bool known = false;
    for (const GraphPass& p : graph_passes()) known = known || pass == p.name;
    if (!known) at.error(fmt::format("`{}` is no pass", pass), static_cast<long>(pass.size()));
    file.passes.push_back(pass);
  }
  at.end_line();
  std::set<std::string> names;
  for (; at.take("state "); at.end_line()) {
    file.states.push_back(state(at));
    if (!names.insert(file.states.back().name).second) at.error("a state stands in the table twice");
  }
  for (; at.take("metric "); at.end_line()) {
    MetricInfo m;
    m.name = at.quoted();
    if (!at.take(" step")) {
      at.expect(" total="), m.total = at.quoted();
      at.expect(" count="), m.count = at.quoted();
      if (!names.count(m.total) || !names.count(m.count)) at.error("a metric names a state that is not in the table");
    }
    m.higher_is_better = at.take(" higher");
    file.metrics.push_back(m);
  }
  names.clear();
  while (!at.done()) {
    const Cursor start = at;  // what is wrong with a graph as a whole is told at its first line
    file.graphs.push_back(parse_graph(at));
    const Graph& g = file.graphs.back();
    // The name becomes that of a function: only ours may.
    if (g.name != "train" && g.name != "evaluate" && g.name != "predict" && g.name != "metrics") start.error("a program's graphs are called `train`, `evaluate`, `predict` and `metrics`");
    if (!names.insert(g.name).second || g.batch != file.graphs[0].batch) start.error("graphs of one program have different names and the same batch");
    agree(file, file.graphs.back(), start);
    try {
      verify(file.graphs.back());
    } catch (const InternalError& e) {
      start.error(e.promise());
    }
  }
  if (file.graphs.empty()) at.error("expected a graph");
  for (const MetricInfo& m : file.metrics) {
    auto makes = [&](const Graph& g) { return g.name == "metrics" && std::any_of(g.outputs.begin(), g.outputs.end(), [&](const Output& o) { return !o.state && o.name == m.name; }); };
    if (m.total.empty() && std::none_of(file.graphs.begin(), file.graphs.end(), makes)) at.error(fmt::format("the metric {} is no result of a graph `metrics`", quoted(m.name)));
  }
  return file;
}

}  // namespace keratin
