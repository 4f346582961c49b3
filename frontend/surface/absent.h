// What Keras 3.15.1 has and this version has not, with the reason.
#pragma once

#include <span>

#include "frontend/config/definition.h"

namespace keratin {

struct Absent {
  Category category;
  const char* names;  // with blanks between
  const char* reason;
};
std::span<const Absent> absent_from_keras();

// Callbacks are classes of the runtime, without settings in a model's config: names and what they do.
struct CallbackRow {
  const char* class_name;
  const char* about;
};
std::span<const CallbackRow> callback_table();

}  // namespace keratin
