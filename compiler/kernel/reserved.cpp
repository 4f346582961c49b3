// The words that name nothing in a kernel, because generated text means something else by them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/kernel/words.h"

namespace keratin::kernel {

namespace {

constexpr auto printer_words = std::to_array<std::string_view>({
    "a", "b", "k", "u", "i", "j", "left", "right", "rest", "steps", "chunk", "part", "first", "last", "scratch", "warp", "lane",
    "batch_rows",
    // words of a kernel's own text
    "load", "fold", "set", "store", "in", "as", "at", "each", "inf", "nan", "by", "bound", "below", "while", "stage", "tile", "for",
    "for_tile", "multiply",
    "barrier", "prefetch", "i32", "f32", "mask", "kernel",
});

// Every function and type of runtime/support whose name does not end in `_`; a test compares.
constexpr auto prelude_words = std::to_array<std::string_view>({
    "lanes", "lanes_int", "lanes_mask", "lanes_anywhere", "lanes_int_anywhere", "splat", "splat_int", "one", "late", "load", "load_int",
    "store", "store_int", "add_row", "gather", "gather_int", "lane_index", "turn", "prefetch", "sum_lanes", "max_lanes", "min_lanes",
    "one_int", "late_int", "sum_lanes_all", "max_lanes_all", "min_lanes_all", "stage", "as_int", "as_float", "as_unsigned",
    "from_unsigned", "lanes_unsigned", "fma_rn", "sqrt_rn", "to_int", "to_float", "times_power_of_two", "transpose",
    "half_warp",
});

constexpr auto language_words = std::to_array<std::string_view>({
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "class", "compl",
    "concept", "const", "consteval", "constexpr", "constinit", "continue", "decltype", "default", "delete", "do", "double", "dynamic_cast",
    "else", "enum", "explicit", "export", "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable",
    "namespace", "new", "noexcept", "not", "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected", "public", "register",
    "requires", "return", "short", "signed", "sizeof", "static", "struct", "switch", "template", "this", "throw", "true", "try", "typedef",
    "typeid", "typename", "typeof", "union", "unsigned", "using", "virtual", "void", "volatile", "xor", "xor_eq",
    // what CUDA and the C library add
    "main", "printf", "exp", "expf", "log", "logf", "sqrt", "sqrtf", "tanh", "tanhf", "fma", "fmaf", "abs", "floor", "floorf", "pow",
    "powf",
    "min", "max", "signbit", "unix", "linux", "half", "float2", "float4", "int2", "int4", "dim3", "clock", "signal", "y0", "y1", "yn", "j0",
    "j1", "jn", "gamma", "index", "rint", "round", "trunc", "ceil", "time", "rand", "random", "div", "remainder", "exit", "abort", "free",
});

template <class Words>
bool holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool is_reserved(std::string_view word) {
  const bool counted_part = word.size() > 4 && word.substr(0, 4) == "part" && word.find_first_not_of("0123456789", 4) == word.npos;
  const bool of_the_prelude = word.ends_with('_') || word.starts_with("keratin") || word.starts_with("cp_") || word.starts_with("shfl");
  return counted_part || of_the_prelude || holds(printer_words, word) || holds(prelude_words, word) || holds(language_words, word);
}

bool is_free_word(std::string_view word) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9'); };
  return !word.empty() && word.size() <= 200 && word[0] >= 'a' && word[0] <= 'z' && std::all_of(word.begin(), word.end(), letter) &&
         word.find("__") == word.npos && !is_reserved(word);
}

std::string float_text(float x) {
  if (x != x) return "nan";
  std::string text = fmt::format("{}", x);
  return text.find_first_of(".en") == text.npos ? text + ".0" : text;
}

std::string header_line(const Kernel& kernel) {
  const Schedule& s = kernel.schedule;
  std::string text = fmt::format("kernel {} lanes {} rows {} vectors {} unroll {} warps {} depth {} pad_a {} pad_b {}", kernel.name, s.lanes,
                                 s.rows, s.vectors, s.unroll, s.warps, s.depth, s.pad_a, s.pad_b);
  const std::pair<bool, const char*> switches[] = {
      {s.stage_a, " stage_a"}, {s.stage_b, " stage_b"}, {s.split_tiles, " split_tiles"}, {s.prefetch, " prefetch"}, {s.lane_rows, " lane_rows"}, {kernel.tail, " tail"}};
  for (auto [on, word] : switches)
    if (on) text += word;
  return text;
}

}  // namespace keratin::kernel
