// What the rows of op_table are written with: elements, axes and shapes of a call, checked in the user's words.
#pragma once

#include "frontend/ops/ops.h"

namespace keratin {

[[noreturn]] void refuse(const OpSettings& call, const std::string& code, const std::string& message, const std::string& help = "");
std::string shown(const Type& type);  // `(None, 10)`: the batch has no extent that a formula may count on

// Settings, which apply_op has made complete and of their kind.
double number_of(const OpSettings& call, std::string_view name);
bool flag_of(const OpSettings& call, std::string_view name);
Axes list_of(const OpSettings& call, std::string_view name);            // one number is a list of one
int64_t axis_of(const OpSettings& call, std::string_view name, int rank);  // counted from 0; K2404
Axes axes_of(const OpSettings& call, std::string_view name, int rank);     // in increasing order, each once; all where it is None

Expr numbers(Expr x);  // as f32
Expr truth(Expr x);    // as bool: what is not 0
// The operands under one shape by NumPy's rule (K2403). The batch meets the batch, or an extent of 1.
std::vector<Expr> joined(const OpSettings& call, std::span<const Expr> operands);
Type allowed(const OpSettings& call, Type type);  // not too large (K2407)
Expr reshaped(const OpSettings& call, Expr x, Type type);
bool is_batch(Expr x, int64_t axis);

// Larger formulas: reductions.cpp, shapes.cpp, products.cpp.
Expr op_sum(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_mean(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_max(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_min(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_prod(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_var(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_std(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_all(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_any(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_argmax(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_softmax(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_log_softmax(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_logsumexp(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_normalize(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_reshape(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_transpose(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_expand_dims(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_squeeze(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_concatenate(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_stack(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_flip(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_slice(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_take(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_matmul(Builder&, std::span<const Expr> x, const OpSettings& call);
Expr op_dot(Builder&, std::span<const Expr> x, const OpSettings& call);

}  // namespace keratin
