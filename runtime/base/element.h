// The element types of tensors: what a number in memory is.
#pragma once

#include <cstdint>
#include <string_view>

namespace keratin {

enum class Element : uint8_t { f32, i32, boolean, u8 };

struct ElementInfo {
  std::string_view name;  // as graphs print it
  int bytes;              // in memory; a boolean never leaves a kernel
};
inline constexpr ElementInfo element_table[] = {{"f32", 4}, {"i32", 4}, {"bool", 4}, {"u8", 1}};

constexpr const ElementInfo& info(Element element) { return element_table[static_cast<int>(element)]; }

}  // namespace keratin
