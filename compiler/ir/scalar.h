// Every scalar function, once: its name in graphs and kernels, its arity, what it takes and gives, and how generated
// text spells it. A new function is a row here, its body in runtime/support (float, all targets), a line in
// evaluate's double table, and a line in differentiate's table of derivatives.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace keratin {

enum class Scalar : int {
  copy, negate, abs, sign, exp, expm1, log, log1p, sqrt, tanh, sigmoid, erf, sin, cos, floor, round, logical_not, is_nan, to_float, to_int,
  add, subtract, multiply, divide, maximum, minimum, power, remainder,
  equal, not_equal, less, less_equal, greater, greater_equal, logical_and, logical_or,
  select, fma, uniform,
};

// What operands a row accepts and what it gives. T stands for one element type, the same in all places of a row.
enum class Signature {
  number_to_number,    // f32... → f32
  any_to_same,         // T... → T (f32 or i32)
  any_to_bool,         // T... → bool
  bool_to_bool,        // bool... → bool
  int_to_float,        // i32 → f32
  float_to_int,        // f32 → i32, towards zero
  bool_T_T_to_T,       // select
  ints_to_number,      // i32... → f32: kernels only (Random's lowering)
};

struct ScalarInfo {
  std::string_view name;
  int arity;
  Signature signature;
  std::string_view spelling;  // $0, $1 … are the operands
  bool is_long = false;       // dozens of instructions: what is slow to compile, and better stored than computed twice
};

inline constexpr auto scalar_table = std::to_array<ScalarInfo>({
    {"copy", 1, Signature::any_to_same, "$0"},
    {"negate", 1, Signature::any_to_same, "-$0"},
    {"abs", 1, Signature::number_to_number, "abs_($0)"},
    {"sign", 1, Signature::number_to_number, "sign_($0)"},  // -1, 0, 1; NaN stays
    {"exp", 1, Signature::number_to_number, "exp_($0)", true},
    {"expm1", 1, Signature::number_to_number, "expm1_($0)", true},  // e^x - 1, exact near 0
    {"log", 1, Signature::number_to_number, "log_($0)", true},
    {"log1p", 1, Signature::number_to_number, "log1p_($0)", true},  // log(1 + x), exact near 0
    {"sqrt", 1, Signature::number_to_number, "sqrt_($0)"},
    {"tanh", 1, Signature::number_to_number, "tanh_($0)", true},
    {"sigmoid", 1, Signature::number_to_number, "sigmoid_($0)", true},
    {"erf", 1, Signature::number_to_number, "erf_($0)", true},
    {"sin", 1, Signature::number_to_number, "sin_($0)", true},
    {"cos", 1, Signature::number_to_number, "cos_($0)", true},
    {"floor", 1, Signature::number_to_number, "floor_($0)"},
    {"round", 1, Signature::number_to_number, "round_($0)"},  // to the nearest whole number, halves to the even one
    {"logical_not", 1, Signature::bool_to_bool, "not_($0)"},
    {"is_nan", 1, Signature::any_to_bool, "$0 != $0"},
    {"to_float", 1, Signature::int_to_float, "to_float($0)"},
    {"to_int", 1, Signature::float_to_int, "to_int($0)"},
    {"add", 2, Signature::any_to_same, "$0 + $1"},
    {"subtract", 2, Signature::any_to_same, "$0 - $1"},
    {"multiply", 2, Signature::any_to_same, "$0 * $1"},
    {"divide", 2, Signature::any_to_same, "$0 / $1"},
    {"maximum", 2, Signature::any_to_same, "max_($0, $1)"},  // a NaN on either side stays; on a tie the second
    {"minimum", 2, Signature::any_to_same, "min_($0, $1)"},
    {"power", 2, Signature::number_to_number, "pow_($0, $1)", true},
    {"remainder", 2, Signature::any_to_same, "$0 % $1"},     // i32 only, of non-negative numbers
    {"equal", 2, Signature::any_to_bool, "$0 == $1"},
    {"not_equal", 2, Signature::any_to_bool, "$0 != $1"},
    {"less", 2, Signature::any_to_bool, "$0 < $1"},
    {"less_equal", 2, Signature::any_to_bool, "$0 <= $1"},
    {"greater", 2, Signature::any_to_bool, "$0 > $1"},
    {"greater_equal", 2, Signature::any_to_bool, "$0 >= $1"},
    {"logical_and", 2, Signature::bool_to_bool, "$0 & $1"},
    {"logical_or", 2, Signature::bool_to_bool, "$0 | $1"},
    {"select", 3, Signature::bool_T_T_to_T, "$0 ? $1 : $2"},
    {"fma", 3, Signature::number_to_number, "fma_($0, $1, $2)"},
    {"uniform", 4, Signature::ints_to_number, "uniform_($0, $1, $2, $3)", true},  // element, layer ordinal, step, seed → [0, 1)
});

constexpr const ScalarInfo& info(Scalar kind) { return scalar_table[static_cast<size_t>(kind)]; }

constexpr std::optional<Scalar> find_scalar(std::string_view name) {
  for (size_t i = 0; i < scalar_table.size(); ++i)
    if (scalar_table[i].name == name) return static_cast<Scalar>(i);
  return std::nullopt;
}

}  // namespace keratin
