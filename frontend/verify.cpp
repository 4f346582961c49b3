#include "frontend/verify.h"

#include <cstring>

#include <fmt/format.h>

#include "frontend/emulated_step.h"
#include "runtime/data/batches.h"

namespace keratin {
namespace {

Tensor as_tensor(const Plain<float>& p) {
  const bool numbers = p.type.element == Element::f32;
  Tensor t(numbers ? Element::f32 : Element::i32, p.type.shape);
  std::memcpy(t.bytes.data(), numbers ? static_cast<const void*>(p.numbers.data()) : p.integers.data(), t.bytes.size());
  return t;
}

struct Verifier {
  const Graph& graph;
  Session& session;
  VerifyReport& report;

  void run(const Bindings<float>& inputs, int rows) {
    for (const StateInfo& s : session.program().states)
      if (auto it = inputs.find(s.name); it != inputs.end()) session.write(s.name, as_tensor(it->second));
    std::vector<Tensor> data;
    std::vector<ArrayView> views;
    const Step& step = *session.program().step(graph.name);
    for (const DataInfo& d : step.data) data.push_back(as_tensor(inputs.at(d.name)));
    for (Tensor& t : data) {
      t.shape[0] = t.shape[0] / graph.batch * rows;
      views.push_back(t.view());
    }
    Batches batches(views, step.data, graph.batch);
    int there = 0;
    session.run(graph.name, views.empty() ? nullptr : batches.get(0, &there), rows);
    const Bindings<float> want = evaluate(graph, inputs, rows);
    for (const Output& o : graph.outputs)
      compare(o, want.at(o.name), o.state ? session.read(o.name) : session.result(graph.name, o.name, rows), rows);
  }
  void compare(const Output& o, const Plain<float>& want, const Tensor& got, int rows) {
    const Tensor expected = as_tensor(want);
    for (int64_t i = 0; i < got.size() && report.first_difference.empty(); ++i, ++report.values) {
      const uint32_t a = got.as<uint32_t>()[i], b = expected.as<uint32_t>()[i];
      if (a == b) continue;
      const float x = got.floats()[i], y = expected.floats()[i];
      if (want.type.element == Element::f32 && x != x && y != y) continue;  // one NaN is as good as another
      report.first_difference = fmt::format("step `{}` with {} rows: `{}`{}, element {}: compiled {:.9g}, interpreted {:.9g}", graph.name, rows, o.name,
                                            graph[o.value].origin.layer.empty() ? "" : " (layer `" + graph[o.value].origin.layer + "`)", i, x, y);
    }
  }
};

}  // namespace

VerifyReport verify_model(const BuiltModel& model, const RunOptions& options, uint64_t seed) {
  VerifyReport report;
  const Compilation compilation = compile(model.graphs, model.states, {.target = target_of(options.cpu), .passes_run = model.passes_run});
  Session session(make_program(model, options), options.threads);
  session.reset(seed);
  for (const Graph& graph : compilation.graphs)
    for (int rows : {static_cast<int>(graph.batch), static_cast<int>((graph.batch + 1) / 2), 1})
      if (report.first_difference.empty()) Verifier{graph, session, report}.run(verification_inputs(graph, seed + rows), rows);
  return report;
}

VerifyReport verify_emulated(const BuiltModel& model, uint64_t seed) {
  VerifyReport report;
  const Compilation compilation = compile(model.graphs, model.states, {.target = cuda_target(), .passes_run = model.passes_run});
  for (const Graph& graph : compilation.graphs)
    for (const bool tail : {false, true}) {
      const EmulatedCheck check(compilation, graph, tail);
      const int rows = static_cast<int>(tail ? (graph.batch + 1) / 2 : graph.batch);
      for (const ThreadOrder order : {ThreadOrder::ascending, ThreadOrder::descending}) {
        const std::string difference = check.difference_from_interpreter(rows, order, seed);
        if (difference.empty()) report.values += check.numbers();
        else if (report.first_difference.empty()) report.first_difference = fmt::format("step `{}` with {} rows, {}", graph.name, rows, difference);
      }
    }
  return report;
}

}  // namespace keratin
