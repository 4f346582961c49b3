// One backward sweep over a graph under construction: from a loss, or from the given gradients of some values, down to the
// values whose gradients are wanted. Each op's rule says how a change flows back to its operands.
#pragma once

#include <map>
#include <set>

#include "compiler/ir/builder.h"

namespace keratin {

class Sweep {
 public:
  // Gradients flow only into values that depend on one of `wanted`. Values from `limit` on are the sweep's own.
  Sweep(Builder& builder, const std::set<ValueId>& wanted, int limit);

  void seed(ValueId value, Expr gradient) { give(value, gradient); }
  void run();
  std::optional<Expr> gradient(ValueId value) const;         // the sum of all contributions; none: it does not matter
  std::vector<Expr> contributions(ValueId value) const;      // one by one, in the order in which they came

  bool active(ValueId value) const { return active_[static_cast<size_t>(value.index)]; }
  void give(ValueId value, Expr gradient);

  Builder& b;
  std::map<int, std::map<int64_t, Expr>> of_results;         // by loop: gradients of its results

 private:
  std::vector<char> active_;
  std::map<int, std::vector<Expr>> given_;
};

// The derivative of each scalar function, as the gradients of its operands (nullopt: none flows). `y` is the result.
using OperandGradients = std::vector<std::optional<Expr>>;
OperandGradients derive(Scalar kind, const std::vector<Expr>& x, Expr y, Expr dy);

// A Loop's gradient is a Loop run backwards over what the forward one saved (differentiate_loop.cpp).
void differentiate_loop(Sweep& sweep, ValueId loop);
// The same body, with what its gradient needs as further stacked results: carried values as each trip saw them, and the
// results of contractions. So do the loops inside.
std::shared_ptr<const Graph> save_for_gradient(const Graph& body);

}  // namespace keratin
