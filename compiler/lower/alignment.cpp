#include "compiler/lower/alignment.h"

namespace keratin {

Alignment through(const Graph& graph, const Value& value, size_t operand, const Alignment& at) {
  const Shape& shape = graph.type(value.operands[operand]).shape;
  Alignment out(shape.size(), -2);
  if (auto* op = std::get_if<Broadcast>(&value.op)) {
    for (size_t i = 0; i < shape.size(); ++i) out[i] = shape[i] == 1 ? -1 : at[op->axes[i]];
  } else if (is<Reshape>(value)) {  // axes of extent 1 come and go
    size_t from = 0;
    const Shape& result = value.type.shape;
    for (size_t i = 0; i < shape.size(); ++i) {
      if (shape[i] == 1) { out[i] = -1; continue; }
      while (from < result.size() && result[from] == 1) ++from;
      if (from < result.size() && result[from] == shape[i]) out[i] = at[from++];
      else return Alignment(shape.size(), -2);
    }
  } else if (is<Map>(value) || is<StopGradient>(value)) {
    out = at;
  }
  return out;
}

}  // namespace keratin
