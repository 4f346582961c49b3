// What a user's formula may say: one table of operations by the names of keras.ops, each a composition over the builder.
//
// Axes count as Keras' do: axis 0 is the batch, -1 the last. Operations may fold the batch (`mean(x)` of everything, as in
// Keras): they see the rows that are there. They never cut, turn, join or repeat it. Who needs a result for each row, as a
// Lambda layer does, looks at the batch axis of what comes out. Where a formula mixes elements, bool and i32 become f32.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/ir/builder.h"
#include "runtime/base/diagnostic.h"

namespace keratin {

// A number, a flag, or one or several whole numbers: axes, extents. What Keras calls None is left out.
using OpValue = std::variant<double, bool, Axes>;
std::string print(const OpValue& value);
std::string print(const Axes& list);  // `{-1, 3}`, as a formula's text says it

// A call's settings by name, and where it stands.
struct OpSettings {
  std::string op;
  std::vector<std::pair<std::string, OpValue>> values = {};
  Place place = {};

  const OpValue* find(std::string_view name) const;
};

enum class SettingKind { number, whole, flag, axis, axes, extents };  // axes: one or several
struct OpSettingRow {
  const char* name;
  SettingKind kind;
  std::variant<std::monostate, OpValue> otherwise = {};  // nothing: None
  bool required = false;
};

struct OpRow {
  const char* name;                    // of keras.ops
  std::vector<const char*> aliases;    // pow, fabs …
  int operands;                        // how many; many: a list of at least one
  std::vector<OpSettingRow> settings;  // in Keras' order, as they follow the operands
  const char* text;                    // one phrase
  Expr (*apply)(Builder&, std::span<const Expr>, const OpSettings&);  // of checked operands and complete settings: call apply_op

  static constexpr int many = -1;
};
const std::vector<OpRow>& op_table();
const OpRow* find_op(std::string_view name);  // by name or alias; null if there is none
const std::vector<std::string>& op_names();   // aliases, too
std::string signature(const OpRow& row);      // `sum(x, axis=None, keepdims=false)`

// One call. Error K2401 for an unknown operation, K2402 another number of operands, K2403 shapes that do not fit, K2404 an
// axis out of range, K2405 a setting, K2406 what the batch does not allow; each with the call's place.
Expr apply_op(Builder& b, std::span<const Expr> operands, const OpSettings& call);

// What can be told before there are operands: K2401, K2402, K2405. The row of the call.
const OpRow& check_op(int operands, const OpSettings& call);

}  // namespace keratin
