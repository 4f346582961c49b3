// What a named tensor is to a program. State keeps its value from one step to the next.
#pragma once

#include <string_view>

namespace keratin {

enum class Role { data, weight, slot, statistic, counter, setting, metric, carried, sequence, capture };
inline constexpr std::string_view role_names[] = {"data", "weight", "slot", "statistic", "counter", "setting", "metric", "carried", "sequence", "capture"};
constexpr bool is_state(Role role) { return role >= Role::weight && role <= Role::metric; }

}  // namespace keratin
